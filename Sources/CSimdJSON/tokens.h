// The tokens of a stretch of records: where each bracket, colon, comma, string, number and literal
// begins outside of strings. Found by the first stage of simdjson, which also sees to it that the
// stretch is UTF-8, that its strings are closed and that no control character stands in them.
#pragma once
#include <cstring>
#include <memory>
#include <simdjson.h>
#include <string_view>

struct token_index {
  const uint8_t *base = nullptr;  // places count from here
  const uint32_t *first = nullptr;
  const uint32_t *last = nullptr;  // behind the last token; what follows has a zero there

  // `zeros` is where the window ends and its padding begins.
  simdjson::error_code find(const uint8_t *from, size_t length, const uint8_t *zeros) {
    first = last = nullptr;
    if (auto error = reserve(length)) return error;
    if (auto error = found->stage1(from, length, simdjson::stage1_mode::regular)) return error;
    const uint32_t count = found->n_structural_indexes;
    // The walk looks at most two tokens ahead of one that it has seen to be none of these.
    for (uint32_t i = 0; i < 3; i++) found->structural_indexes[count + i] = uint32_t(zeros - from);
    base = from;
    first = found->structural_indexes.get();
    last = first + count;
    has_escapes = memchr(from, '\\', length) != nullptr;
    return simdjson::SUCCESS;
  }

  // Whether any backslash stands in the stretch.
  bool has_escapes = false;

private:
  std::unique_ptr<simdjson::internal::dom_parser_implementation> found;

  simdjson::error_code reserve(size_t length) {
    if (!found)
      return simdjson::get_active_implementation()->create_dom_parser_implementation(
          std::max(length, size_t(1) << 16), 1, found);
    return length > found->capacity() ? found->set_capacity(length) : simdjson::SUCCESS;
  }
};
