// Strings and numbers by the grammar of RFC 8259.
#pragma once
#include <cstdint>
#include <string>

namespace scalars {

inline bool is_number(const uint8_t *at, const uint8_t *end) {
  auto digits = [&] {
    const uint8_t *from = at;
    while (at < end && uint8_t(*at - '0') < 10) at++;
    return at > from;
  };
  if (at < end && *at == '-') at++;
  if (at < end && *at == '0') at++;
  else if (!digits()) return false;
  if (at < end && *at == '.') { at++; if (!digits()) return false; }
  if (at < end && (*at | 0x20) == 'e') {
    at++;
    if (at < end && (*at == '+' || *at == '-')) at++;
    if (!digits()) return false;
  }
  return at == end;
}

// Four hexadecimal digits; -1 where they are none.
inline int32_t code_unit(const uint8_t *at, const uint8_t *end) {
  if (end - at < 4) return -1;
  int32_t unit = 0;
  for (int i = 0; i < 4; i++) {
    const uint8_t digit = uint8_t(at[i] - '0'), letter = uint8_t((at[i] | 0x20) - 'a');
    if (digit < 10) unit = unit << 4 | digit;
    else if (letter < 6) unit = unit << 4 | (letter + 10);
    else return -1;
  }
  return unit;
}

inline void append_character(std::string &text, uint32_t code) {
  if (code < 0x80) {
    text.push_back(char(code));
  } else if (code < 0x800) {
    text.push_back(char(0xC0 | code >> 6));
    text.push_back(char(0x80 | (code & 0x3F)));
  } else {
    if (code < 0x10000) {
      text.push_back(char(0xE0 | code >> 12));
    } else {
      text.push_back(char(0xF0 | code >> 18));
      text.push_back(char(0x80 | (code >> 12 & 0x3F)));
    }
    text.push_back(char(0x80 | (code >> 6 & 0x3F)));
    text.push_back(char(0x80 | (code & 0x3F)));
  }
}

// Adds what stands between the quotes of a string, its escapes undone; false where one of them is
// none, or half of a pair of surrogates, which is no text.
inline bool unescape(const uint8_t *at, const uint8_t *end, std::string &text) {
  static constexpr char plain[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
  while (at < end) {
    const uint8_t *from = at;
    while (at < end && *at != '\\') at++;
    text.append(reinterpret_cast<const char *>(from), size_t(at - from));
    if (at == end) break;
    if (end - at < 2) return false;
    const uint8_t kind = at[1];
    at += 2;
    if (kind != 'u') {
      size_t i = 0;
      while (i < 8 && uint8_t(plain[i]) != kind) i++;
      if (i == 8) return false;
      text.push_back(meant[i]);
      continue;
    }
    int32_t unit = code_unit(at, end);
    if (unit < 0 || (unit >= 0xDC00 && unit < 0xE000)) return false;
    at += 4;
    if (unit >= 0xD800 && unit < 0xDC00) {
      if (end - at < 6 || at[0] != '\\' || at[1] != 'u') return false;
      const int32_t low = code_unit(at + 2, end);
      if (low < 0xDC00 || low >= 0xE000) return false;
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
      at += 6;
    }
    append_character(text, uint32_t(unit));
  }
  return true;
}

}  // namespace scalars
