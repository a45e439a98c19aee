// The splitter for every processor that the library supports.
#include "splitter.h"
#include <simdjson.h>
#include <cstring>

namespace baseline {
#include "splitter_core.h"
}

json_splitter *make_splitter_baseline(const path_node &root, size_t columns) {
  return new baseline::splitter(root, columns);
}
