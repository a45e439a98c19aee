#include "CSimdJSON.h"
#include "likeness.h"
#include "paths.h"
#include "scalars.h"
#include "tokens.h"
#include <new>

using namespace simdjson;

// Walks the tokens of each record once: takes what is wanted, and holds all of it against the
// grammar, also what is not wanted.
struct json_splitter {
  std::string text;
  uint32_t trouble = 0;  // where in the window a record is broken

  json_splitter(const path_node &root, size_t columns) : root(root), columns(columns), joins(columns) {
    note_joins(root, false);
    for (size_t i = 0; i < columns; i++)
      if (joins[i].is_wanted) joining.push_back(i);
  }

  void index(const uint8_t *w, size_t count, size_t from, size_t to) {
    window = w;
    zeros = w + count;
    // Where one record breaks the rules of the whole stretch, each is looked at alone.
    is_alone = tokens.find(window + from, to - from, zeros) != SUCCESS;
    at = tokens.first;
  }

  const char *split(size_t offset, size_t length, json_slice *c, size_t s) {
    cells = c;
    stride = s;
    for (size_t i = 0; i < columns; i++) cells[i * stride] = {0, 0};
    for (const size_t i : joining) joins[i].values.clear();
    const uint8_t *start = window + offset;
    trouble = uint32_t(offset);
    if (!is_alone) {
      // A record before may have been walked past its end, or not to it.
      while (at > tokens.first && tokens.base + at[-1] >= start) at--;
      while (at < tokens.last && tokens.base + *at < start) at++;
      // A string that another record leaves open would hide the record's first token.
      is_alone = at == tokens.last || tokens.base + *at != start;
    }
    if (is_alone) {
      if (auto error = tokens.find(start, length, zeros)) return error_message(error);
      at = tokens.first;
    }
    base = tokens.base;
    limit = uint32_t(start + length - base);
    escapes_from = uint32_t(start - base);
    escape = tokens.has_escapes ? escapes_from : limit;
    if (base[*at] != '{') return "expected an object";
    level = 0;
    auto error = object(root);
    // Tokens ascend: if the last one is the record's, all are.
    if (!error && at[-1] >= limit) error = INCOMPLETE_ARRAY_OR_OBJECT;
    if (error) {
      if (*at >= limit) error = INCOMPLETE_ARRAY_OR_OBJECT;
      trouble = uint32_t(base - window) + std::min(*at, limit);
      return error_message(error);
    }
    if (*at < limit) {
      trouble = uint32_t(base - window) + *at;
      return "more text follows the object";
    }
    for (const size_t i : joining)
      if (!joins[i].values.empty()) put_text(i, joins[i].values);
    if (is_shape_doubtful) learn(start, start + length);
    return nullptr;
  }

  // Splits a record that looks like the one whose shape was learnt; false where it does not, or breaks
  // the grammar.
  bool split_alike(const uint8_t *w, size_t offset, size_t length, json_slice *c, size_t s) {
    if (waiting > 0) {
      waiting--;
      return false;
    }
    if (shape.slots.empty()) {
      is_shape_doubtful = true;
      return false;
    }
    window = w;
    cells = c;
    stride = s;
    if (!walk_alike(w + offset, w + offset + length)) {
      wait();
      is_shape_doubtful = true;
      return false;
    }
    missed = 0;
    return true;
  }

private:
  static constexpr unsigned deepest = 1000;

  token_index tokens;
  path_node root;
  size_t columns;
  const uint8_t *window = nullptr, *zeros = nullptr;
  bool is_alone = true;
  json_slice *cells = nullptr;
  size_t stride = 0;

  const uint8_t *base = nullptr;  // places of tokens count from here
  const uint32_t *at = nullptr;   // the next token
  uint32_t limit = 0;             // where the record ends
  unsigned level = 0;             // how many brackets are open
  // No backslash stands between these two.
  uint32_t escapes_from = 0, escape = 0;

  // Of paths that take every element, the values with '|' between; of others no more than the flag.
  struct joined {
    bool is_wanted = false;
    std::string values;
  };
  std::vector<joined> joins;
  std::vector<size_t> joining;
  std::string key, scratch;

  void note_joins(const path_node &node, bool within) {
    within = within || node.chosen == path_node::every;
    if (within && node.column >= 0) joins[size_t(node.column)].is_wanted = true;
    for (auto &c : node.children) note_joins(c, within);
    for (auto &e : node.elements) note_joins(e, within);
  }

  // MARK: Records that look like one another

  record_shape shape;
  bool is_shape_doubtful = true;
  unsigned missed = 0, waiting = 0;

  // The more of them are missed in a row, the fewer are tried.
  void wait() { waiting = missed = std::min(missed * 2 + 1, 255u); }

  void learn(const uint8_t *start, const uint8_t *end) {
    is_shape_doubtful = false;
    bool is_learnt = shape.learn(start, end, root);
    for (const auto &slot : shape.slots)
      is_learnt = is_learnt && (slot.column < 0 || !joins[size_t(slot.column)].is_wanted);
    if (!is_learnt) {
      shape.slots.clear();
      // The next one may have a shape.
      wait();
    }
  }

  bool walk_alike(const uint8_t *start, const uint8_t *end) {
    for (size_t i = 0; i < columns; i++) cells[i * stride] = {0, 0};
    const uint8_t *next = start;
    bool is_wide = false;
    auto passes = [&](const std::string &literal) {
      if (size_t(end - next) < literal.size() || memcmp(next, literal.data(), literal.size()) != 0)
        return false;
      next += literal.size();
      return true;
    };
    for (const auto &slot : shape.slots) {
      if (!passes(slot.literal) || next == end) return false;
      const auto value = record_shape::read(next, end, is_wide);
      if (!value.next) return false;
      next = value.next;
      if (value.has_escape) {
        scratch.clear();
        if (!scalars::unescape(value.from, value.to, scratch)) return false;
        if (slot.column >= 0) put_text(size_t(slot.column), scratch);
      } else if (slot.column >= 0 && !value.is_null) {
        cells[size_t(slot.column) * stride] = {
            uint32_t(value.from - window), uint32_t(value.to - value.from)};
      }
    }
    if (!passes(shape.tail)) return false;
    while (next < end && is_blank(*next)) next++;
    return next == end &&
           (!is_wide || validate_utf8(reinterpret_cast<const char *>(start), size_t(end - start)));
  }

  // MARK: Tokens

  // The next token with what stands behind it, without white space: a string or a number whole.
  std::string_view token() const {
    // One behind the record is cut to its first byte.
    uint32_t end = std::max(std::min(at[1], limit), *at + 1);
    while (end > *at + 1 && is_blank(base[end - 1])) end--;
    return {reinterpret_cast<const char *>(base) + *at, end - *at};
  }

  static bool is_blank(uint8_t byte) {
    return byte <= ' ' && (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r');
  }

  bool has_escape(std::string_view string) {
    const uint32_t from = uint32_t(reinterpret_cast<const uint8_t *>(string.data()) - base);
    const uint32_t to = from + uint32_t(string.size());
    if (to <= escape && from >= escapes_from) return false;
    escapes_from = from;
    const void *found = from < limit ? memchr(base + from, '\\', limit - from) : nullptr;
    escape = found ? uint32_t(static_cast<const uint8_t *>(found) - base) : limit;
    return escape < to;
  }

  // What stands between the quotes of the next token.
  error_code string(std::string_view &inner) const {
    inner = token();
    if (inner.size() < 2 || inner.back() != '"') return STRING_ERROR;
    inner = inner.substr(1, inner.size() - 2);
    return SUCCESS;
  }

  bool unescape(std::string_view inner, std::string &plain) const {
    const auto from = reinterpret_cast<const uint8_t *>(inner.data());
    return scalars::unescape(from, from + inner.size(), plain);
  }

  // MARK: What is not wanted

  error_code pass_string() {
    std::string_view inner;
    if (auto error = string(inner)) return error;
    if (has_escape(inner)) {
      scratch.clear();
      if (!unescape(inner, scratch)) return STRING_ERROR;
    }
    at++;
    return SUCCESS;
  }

  error_code pass_scalar() {
    const uint8_t byte = base[*at];
    if (byte == '"') return pass_string();
    const auto t = token();
    if (auto error = check(t)) return error;
    at++;
    return SUCCESS;
  }

  // A number or a literal.
  static error_code check(std::string_view t) {
    switch (t[0]) {
    case 't': return t == "true" ? SUCCESS : T_ATOM_ERROR;
    case 'f': return t == "false" ? SUCCESS : F_ATOM_ERROR;
    case 'n': return t == "null" ? SUCCESS : N_ATOM_ERROR;
    case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7':
    case '8': case '9': {
      const auto from = reinterpret_cast<const uint8_t *>(t.data());
      return scalars::is_number(from, from + t.size()) ? SUCCESS : NUMBER_ERROR;
    }
    default: return TAPE_ERROR;
    }
  }

  error_code pass_key() {
    if (base[*at] != '"') return TAPE_ERROR;
    if (auto error = pass_string()) return error;
    return colon();
  }

  error_code colon() {
    if (base[*at] != ':') return TAPE_ERROR;
    at++;
    return SUCCESS;
  }

  // Opens a bracket; only those of the record.
  error_code open() {
    if (*at >= limit) return INCOMPLETE_ARRAY_OR_OBJECT;
    if (level == deepest) return DEPTH_ERROR;
    level++;
    at++;
    return SUCCESS;
  }

  error_code pass() {
    const uint8_t first = base[*at];
    if (first != '{' && first != '[') return pass_scalar();
    bool is_object[deepest + 1];
    const unsigned outside = level;
    while (true) {
      const uint8_t byte = base[*at];
      if (byte == '{' || byte == '[') {
        if (auto error = open()) return error;
        is_object[level] = byte == '{';
        if (base[*at] != byte + 2) {
          if (byte == '{')
            if (auto error = pass_key()) return error;
          continue;
        }
        at++;
        level--;
      } else if (auto error = pass_scalar()) {
        return error;
      }
      // Behind a value.
      while (true) {
        if (level == outside) return SUCCESS;
        const uint8_t next = base[*at];
        if (next == ',') {
          at++;
          if (is_object[level])
            if (auto error = pass_key()) return error;
          break;
        }
        if (next != (is_object[level] ? '}' : ']')) return TAPE_ERROR;
        at++;
        level--;
      }
    }
  }

  // MARK: What is wanted

  // The child that the next token is the key of, or -1: first the guess from the last record.
  error_code find(path_node &node, size_t place, int &found) {
    const char *raw = reinterpret_cast<const char *>(base) + *at + 1;
    if (place < node.order.size()) {
      const auto &guess = node.order[place];
      const size_t left = limit - std::min(limit, *at + 1);
      if (guess.key.size() <= left && memcmp(raw, guess.key.data(), guess.key.size()) == 0) {
        found = guess.child;
        at++;
        return SUCCESS;
      }
    }
    std::string_view inner;
    if (auto error = plain_key(inner)) return error;
    found = -1;
    for (size_t i = 0; i < node.children.size() && found < 0; i++)
      if (node.children[i].key == key) found = int(i);
    if (inner.size() < 256 && place < 1024) {
      if (place >= node.order.size()) node.order.resize(place + 1, {"\"", -1});
      node.order[place] = {std::string(inner) + "\"", found};
    }
    at++;
    return SUCCESS;
  }

  // The key that the next token is, with its escapes undone and a quote at its end.
  error_code plain_key(std::string_view &inner) {
    if (auto error = string(inner)) return error;
    key.clear();
    if (!has_escape(inner)) key.assign(inner);
    else if (!unescape(inner, key)) return STRING_ERROR;
    key.push_back('"');
    return SUCCESS;
  }

  error_code object(path_node &node) {
    if (auto error = open()) return error;
    if (base[*at] != '}') {
      for (size_t place = 0;; place++) {
        if (base[*at] != '"') return TAPE_ERROR;
        int child;
        if (auto error = find(node, place, child)) return error;
        if (auto error = colon()) return error;
        if (auto error = child < 0 ? pass() : take(node.children[size_t(child)])) return error;
        if (base[*at] != ',') break;
        at++;
      }
      if (base[*at] != '}') return TAPE_ERROR;
    }
    at++;
    level--;
    return SUCCESS;
  }

  error_code take(path_node &node) {
    switch (base[*at]) {
    case '{': return node.children.empty() ? take_raw(node.column, false) : object(node);
    case '[': return node.elements.empty() ? take_raw(node.column, true) : array(node);
    case 'n':
      if (node.column >= 0) cells[size_t(node.column) * stride] = {0, 0};
      return pass_scalar();
    default: return take_scalar(node.column);
    }
  }

  error_code take_scalar(int column) {
    if (column < 0) return pass_scalar();
    if (base[*at] == '"') {
      std::string_view inner;
      if (auto error = string(inner)) return error;
      if (!has_escape(inner)) {
        put(column, inner);
      } else {
        scratch.clear();
        if (!unescape(inner, scratch)) return STRING_ERROR;
        if (!join(column, scratch)) put_text(size_t(column), scratch);
      }
    } else {
      const auto t = token();
      if (auto error = check(t)) return error;
      put(column, t);
    }
    at++;
    return SUCCESS;
  }

  // The wanted elements of an array; one may be wanted in several ways.
  error_code array(path_node &node) {
    if (auto error = open()) return error;
    if (base[*at] != ']') {
      for (size_t index = 0;; index++) {
        if (auto error = element(node, index)) return error;
        if (base[*at] != ',') break;
        at++;
      }
      if (base[*at] != ']') return TAPE_ERROR;
    }
    at++;
    level--;
    return SUCCESS;
  }

  error_code element(path_node &node, size_t index) {
    const uint32_t *start = at;
    const uint8_t byte = base[*at];
    bool is_taken = byte == 'n';
    if (is_taken) return pass_scalar();
    for (auto &wanted : node.elements) {
      bool matches = wanted.chosen == path_node::every ||
                     (wanted.chosen == path_node::by_index && wanted.index == index);
      if (byte == '{' && wanted.chosen == path_node::by_member) {
        at = start;
        if (auto error = has_member(wanted, matches)) return error;
      }
      if (!matches) continue;
      at = start;
      is_taken = true;
      auto error = byte == '{' ? object(wanted) : byte == '[' ? take(wanted) : take_scalar(wanted.column);
      if (error) return error;
    }
    if (is_taken) return SUCCESS;
    at = start;
    return pass();
  }

  // Whether the object that begins here has the member by which an element is chosen; of several of
  // its name the last counts.
  error_code has_member(const path_node &wanted, bool &matches) {
    if (auto error = open()) return error;
    if (base[*at] != '}') {
      while (true) {
        if (base[*at] != '"') return TAPE_ERROR;
        std::string_view inner;
        if (auto error = plain_key(inner)) return error;
        const bool is_key = key == wanted.key;
        at++;
        if (auto error = colon()) return error;
        auto value = token();
        if (auto error = pass()) return error;
        if (is_key) {
          if (value.size() > 1 && value.front() == '"') value = value.substr(1, value.size() - 2);
          matches = value == wanted.value;
        }
        if (base[*at] != ',') break;
        at++;
      }
      if (base[*at] != '}') return TAPE_ERROR;
    }
    at++;
    level--;
    return SUCCESS;
  }

  // An object, or an array that is no list of plain scalars, as its JSON text; else the scalars
  // joined by '|'.
  error_code take_raw(int column, bool is_array) {
    const uint32_t start = *at;
    if (auto error = pass()) return error;
    if (column < 0) return SUCCESS;
    const std::string_view raw(reinterpret_cast<const char *>(base) + start, at[-1] + 1 - start);
    if (!is_array || raw.find_first_of("{[\\", 1) != std::string_view::npos) {
      put(column, raw);
      return SUCCESS;
    }
    auto &[is_wanted, values] = joins[size_t(column)];
    std::string &list = is_wanted ? values : text;
    if (is_wanted && !list.empty()) list.push_back('|');
    const size_t from = list.size();
    bool quoted = false;
    for (const char c : raw.substr(1, raw.size() - 2)) {
      if (c == '"') quoted = !quoted;
      else if (c == ',' && !quoted) list.push_back('|');
      else if (quoted || uint8_t(c) > ' ') list.push_back(c);
    }
    if (!is_wanted)
      cells[size_t(column) * stride] = {uint32_t(from) | 1u << 31, uint32_t(list.size() - from)};
    return SUCCESS;
  }

  void put(int column, std::string_view bytes) {
    if (join(column, bytes)) return;
    const auto offset = reinterpret_cast<const uint8_t *>(bytes.data()) - window;
    cells[size_t(column) * stride] = {uint32_t(offset), uint32_t(bytes.size())};
  }

  bool join(int column, std::string_view bytes) {
    auto &[is_wanted, values] = joins[size_t(column)];
    if (!is_wanted) return false;
    if (!values.empty()) values.push_back('|');
    values.append(bytes);
    return true;
  }

  void put_text(size_t column, std::string_view bytes) {
    cells[column * stride] = {uint32_t(text.size()) | 1u << 31, uint32_t(bytes.size())};
    text.append(bytes);
  }
};

json_splitter *json_splitter_create(const char *const *paths, size_t count) {
  try {
    path_node root;
    for (size_t i = 0; i < count; i++) root.add(paths[i], int(i));
    return new json_splitter(root, count);
  } catch (const std::bad_alloc &) {
    return nullptr;
  }
}

void json_splitter_destroy(json_splitter *splitter) { delete splitter; }

void json_splitter_index(
    json_splitter *splitter, const uint8_t *window, uint32_t count, uint32_t from, uint32_t to) {
  splitter->index(window, count, from, to);
}

bool json_splitter_split_alike(
    json_splitter *splitter, const uint8_t *window, uint32_t offset, uint32_t length,
    json_slice *cells, size_t stride) {
  try {
    return splitter->split_alike(window, offset, length, cells, stride);
  } catch (const std::bad_alloc &) {
    return false;
  }
}

const char *json_splitter_split(
    json_splitter *splitter, uint32_t offset, uint32_t length, json_slice *cells, size_t stride,
    uint32_t *trouble) {
  try {
    const char *problem = splitter->split(offset, length, cells, stride);
    *trouble = splitter->trouble;
    return problem;
  } catch (const std::bad_alloc &) {
    return "memory is lacking";
  }
}

const uint8_t *json_splitter_text(const json_splitter *splitter, size_t *length) {
  *length = splitter->text.size();
  return reinterpret_cast<const uint8_t *>(splitter->text.data());
}

void json_splitter_reset(json_splitter *splitter) { splitter->text.clear(); }

bool text_is_utf8(const uint8_t *text, size_t length) {
  return validate_utf8(reinterpret_cast<const char *>(text), length);
}
