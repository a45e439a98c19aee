// What a record looked like: its keys and brackets as they were written, with scalars between them.
// Records that look the same are split by comparing these, and hold to the grammar where the scalars
// do. Any other record is left to the walk over its tokens.
#pragma once
#include "paths.h"
#include "scalars.h"
#include <cstring>
#include <string_view>

struct record_shape {
  // A scalar: what stands before it, from the end of the one before, and the column of its value,
  // or -1.
  struct slot {
    std::string literal;
    int column;
  };

  std::vector<slot> slots;
  std::string tail;

  // Takes the shape of a record that holds to the grammar; false where it has arrays, escapes in
  // keys, wanted objects, or a column twice.
  bool learn(const uint8_t *at, const uint8_t *end, const path_node &root) {
    slots.clear();
    tail.clear();
    record_end = end;
    return object(at, &root, 0) && !slots.empty();
  }

  // How a scalar ended.
  struct scalar {
    const uint8_t *from, *to;  // without quotes
    const uint8_t *next;       // null where it is none
    bool has_escape = false, is_null = false;
  };

  // A scalar of the grammar. Whether a string's escapes are valid is not checked here.
  static scalar read(const uint8_t *at, const uint8_t *end, bool &is_wide) {
    switch (*at) {
    case '"': return string(at + 1, end, is_wide);
    case 't': return word(at, end, "true", 4);
    case 'f': return word(at, end, "false", 5);
    case 'n': {
      scalar read = word(at, end, "null", 4);
      read.is_null = true;
      return read;
    }
    default: {
      const uint8_t *to = at;
      while (to < end && is_of_number(*to)) to++;
      return {at, to, scalars::is_number(at, to) ? to : nullptr};
    }
    }
  }

private:
  const uint8_t *record_end = nullptr;

  static constexpr unsigned deepest = 32;

  static bool is_blank(uint8_t byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
  }

  static bool is_of_number(uint8_t byte) {
    return uint8_t(byte - '0') < 10 || byte == '.' || byte == '-' || byte == '+' || (byte | 0x20) == 'e';
  }

  static scalar word(const uint8_t *at, const uint8_t *end, const char *word, size_t count) {
    const bool is_word = size_t(end - at) >= count && memcmp(at, word, count) == 0;
    return {at, at + count, is_word ? at + count : nullptr};
  }

  // Bytes of a word that end a stretch of plain ones: quotes, backslashes, control characters, and
  // all that is not ASCII; the highest bit of each. Above the first there may be others.
  static uint64_t others(uint64_t word) {
    constexpr uint64_t ones = 0x0101010101010101, high = 0x8080808080808080;
    const uint64_t quotes = word ^ (ones * '"'), backslashes = word ^ (ones * '\\');
    return (((quotes - ones) & ~quotes) | ((backslashes - ones) & ~backslashes) |
            ((word - ones * 0x20) & ~word) | word) & high;
  }

  // What follows an opening quote. Eight bytes may be read behind the record.
  static scalar string(const uint8_t *from, const uint8_t *end, bool &is_wide) {
    bool has_escape = false;
    const uint8_t *at = from;
    while (at < end) {
      uint64_t word;
      memcpy(&word, at, 8);
      if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) word = __builtin_bswap64(word);
      const uint64_t found = others(word);
      if (!found) {
        at += 8;
        continue;
      }
      at += __builtin_ctzll(found) >> 3;
      if (at >= end) break;
      if (*at == '"') return {from, at, at + 1, has_escape};
      if (*at < 0x20) break;
      if (*at == '\\') {
        has_escape = true;
        at++;
        if (at >= end || *at < 0x20) break;
      }
      is_wide = is_wide || *at >= 0x80;
      at++;
    }
    return {from, at, nullptr};
  }

  void blanks(const uint8_t *&at) {
    while (at < record_end && is_blank(*at)) tail.push_back(char(*at++));
  }

  bool object(const uint8_t *&at, const path_node *node, unsigned depth) {
    if (at >= record_end || *at != '{' || depth == deepest) return false;
    tail.push_back(char(*at++));
    blanks(at);
    while (at < record_end && *at == '"') {
      const uint8_t *key = at + 1;
      const void *close = memchr(key, '"', size_t(record_end - key));
      if (!close) return false;
      at = static_cast<const uint8_t *>(close) + 1;
      const std::string_view name(reinterpret_cast<const char *>(key), size_t(at - key));
      if (name.find('\\') != std::string_view::npos) return false;
      tail.append(name.data() - 1, name.size() + 1);
      blanks(at);
      if (at >= record_end || *at != ':') return false;
      tail.push_back(char(*at++));
      blanks(at);
      if (!value(at, child(node, name), depth)) return false;
      blanks(at);
      if (at >= record_end || *at != ',') break;
      tail.push_back(char(*at++));
      blanks(at);
    }
    if (at >= record_end || *at != '}') return false;
    tail.push_back(char(*at++));
    return true;
  }

  // The wanted child of a key, which is given with its closing quote; null where it is not wanted.
  static const path_node *child(const path_node *node, std::string_view key) {
    if (node)
      for (const auto &c : node->children)
        if (c.key == key) return &c;
    return nullptr;
  }

  bool value(const uint8_t *&at, const path_node *node, unsigned depth) {
    if (at >= record_end) return false;
    const int column = node ? node->column : -1;
    if (*at == '{') {
      if (node && node->children.empty() && column >= 0) return false;
      return object(at, node, depth + 1);
    }
    bool is_wide = false;
    const scalar read = record_shape::read(at, record_end, is_wide);
    if (!read.next) return false;
    for (const auto &other : slots)
      if (column >= 0 && other.column == column) return false;
    slots.push_back({tail, column});
    tail.clear();
    at = read.next;
    return true;
  }
};
