// The splitter for x86-64 processors with AVX2: On-Demand takes its kernel at compile time, so the
// library's inline functions are compiled for it too. What they include is included before, so
// that the target is laid on the library alone, and on `std::pair`, which holds its types.
#if defined(__x86_64__)
#define AVX2_BEGIN _Pragma("clang attribute push(__attribute__((target(\"avx2,bmi,pclmul,lzcnt,popcnt\"))), apply_to = function)")
AVX2_BEGIN
#include <utility>
#pragma clang attribute pop
#include "splitter.h"
#include <algorithm>
#include <atomic>
#include <cassert>
#include <cfloat>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <immintrin.h>
#include <iomanip>
#include <iterator>
#include <limits>
#include <memory>
#include <mutex>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <thread>

#define SIMDJSON_IMPLEMENTATION_HASWELL 1
#define SIMDJSON_IMPLEMENTATION_ICELAKE 0
#define SIMDJSON_IMPLEMENTATION_WESTMERE 0
#define SIMDJSON_IMPLEMENTATION_FALLBACK 0
#define SIMDJSON_BUILTIN_IMPLEMENTATION haswell
AVX2_BEGIN
#include <simdjson.h>
namespace haswell_splitter {
#include "splitter_core.h"
}
#pragma clang attribute pop

json_splitter *make_splitter_haswell(const path_node &root, size_t columns) {
  return new haswell_splitter::splitter(root, columns);
}
#endif
