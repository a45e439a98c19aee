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

bool text_is_utf8(const uint8_t *text, size_t length) {
  return simdjson::validate_utf8(reinterpret_cast<const char *>(text), length);
}
