#include "splitter.h"
#include <new>

json_splitter *json_splitter_create(const char *const *paths, size_t count) {
  try {
    path_node root;
    for (size_t i = 0; i < count; i++) root.add(paths[i], int(i));
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
        __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("popcnt"))
      return make_splitter_haswell(root, count);
#endif
    return make_splitter_baseline(root, count);
  } catch (const std::bad_alloc &) {
    return nullptr;
  }
}

void json_splitter_destroy(json_splitter *splitter) { delete splitter; }

const char *json_splitter_split(
    json_splitter *splitter, const uint8_t *window, uint32_t offset, uint32_t length,
    json_slice *cells, size_t stride) {
  try {
    return splitter->split(window, offset, length, cells, stride);
  } catch (const std::bad_alloc &) {
    return "memory is lacking";
  }
}

const uint8_t *json_splitter_text(const json_splitter *splitter, size_t *length) {
  *length = splitter->text.size();
  return reinterpret_cast<const uint8_t *>(splitter->text.data());
}

void json_splitter_reset(json_splitter *splitter) { splitter->text.clear(); }
