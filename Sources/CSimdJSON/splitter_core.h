// The splitter proper. Included once for each instruction set, inside a namespace of its own.
// On-Demand inlines its kernel where it is used, so this code is compiled for that kernel too.

using namespace simdjson;

struct splitter final : json_splitter {
  ondemand::parser parser;
  path_node root;
  size_t columns;
  const uint8_t *window = nullptr;
  const char *end = nullptr;  // of the record
  json_slice *cells = nullptr;
  size_t stride = 0;

  // Of paths that take every element, the values with '|' between; of others no more than the flag.
  struct joined {
    bool is_wanted = false;
    std::string values;
  };
  std::vector<joined> joins;
  std::vector<size_t> joining;
  std::string key;
  static constexpr unsigned deepest = 1000;

  splitter(const path_node &root, size_t columns)
      : root(root), columns(columns), joins(columns) {
    note_joins(root, false);
    for (size_t i = 0; i < columns; i++)
      if (joins[i].is_wanted) joining.push_back(i);
  }

  void note_joins(const path_node &node, bool within) {
    within = within || node.chosen == path_node::every;
    if (within && node.column >= 0) joins[size_t(node.column)].is_wanted = true;
    for (auto &c : node.children) note_joins(c, within);
    for (auto &e : node.elements) note_joins(e, within);
  }

  const char *split(
      const uint8_t *w, uint32_t offset, uint32_t length, json_slice *c, size_t s) override {
    window = w;
    end = reinterpret_cast<const char *>(w) + offset + length;
    cells = c;
    stride = s;
    for (size_t i = 0; i < columns; i++) cells[i * stride] = {0, 0};
    for (const size_t i : joining) joins[i].values.clear();
    if (length > 2 * deepest && is_too_deep(w + offset, length)) return error_message(DEPTH_ERROR);
    ondemand::document document;
    const size_t capacity = size_t(length) + SIMDJSON_PADDING;
    auto error = parser.iterate(padded_string_view(w + offset, length, capacity)).get(document);
    if (error) return error_message(error);
    ondemand::object object;
    error = document.get_object().get(object);
    if (error == INCORRECT_TYPE) return "expected an object";
    if (error) return error_message(error);
    error = walk(object, root);
    if (error) return error_message(error);
    for (const size_t i : joining)
      if (!joins[i].values.empty()) put_text(i, joins[i].values);
    const char *rest;
    return document.current_location().get(rest) ? nullptr : "more text follows the object";
  }

  // On-Demand passes over what is not wanted, however deep it is.
  static bool is_too_deep(const uint8_t *text, size_t length) {
    size_t opened = 0;
    for (size_t i = 0; i < length; i++) opened += (text[i] | 0x20) == '{';
    if (opened <= deepest) return false;
    size_t depth = 0;
    bool is_inside = false;
    for (size_t i = 0; i < length; i++) {
      const uint8_t c = text[i];
      if (is_inside) {
        if (c == '\\') i++;
        else if (c == '"') is_inside = false;
      } else if (c == '"') is_inside = true;
      else if ((c | 0x20) == '{') { if (++depth > deepest) return true; }
      else if ((c | 0x20) == '}' && depth > 0) depth--;
    }
    return false;
  }

  static size_t key_length(const char *raw) {
    size_t i = 0;
    while (raw[i] != '"') i += raw[i] == '\\' ? 2 : 1;
    return i;
  }

  // Whether the text at `raw` is this key, which ends with its quote.
  bool is_key(const char *raw, const std::string &key) const {
    return key.size() <= size_t(end - raw) && memcmp(raw, key.data(), key.size()) == 0;
  }

  // A key as it is read: written plainly, or with its escapes undone.
  static error_code plain_key(ondemand::field &field, size_t length, std::string &plain) {
    const char *raw = field.key().raw();
    if (memchr(raw, '\\', length) == nullptr) {
      plain.assign(raw, length);
    } else {
      std::string_view unescaped;
      if (auto error = field.unescaped_key().get(unescaped)) return error;
      plain.assign(unescaped);
    }
    plain.push_back('"');
    return SUCCESS;
  }

  // The child that a key stands for, or -1: first the guess from the last record.
  error_code find(path_node &node, size_t place, ondemand::field &field, int &found) {
    const char *raw = field.key().raw();
    if (place < node.order.size()) {
      const auto &guess = node.order[place];
      if (is_key(raw, guess.key)) {
        found = guess.child;
        return SUCCESS;
      }
    }
    const size_t length = key_length(raw);
    if (auto error = plain_key(field, length, key)) return error;
    found = -1;
    for (size_t i = 0; i < node.children.size() && found < 0; i++)
      if (node.children[i].key == key) found = int(i);
    if (length < 256 && place < 1024) {
      if (place >= node.order.size()) node.order.resize(place + 1, {"\"", -1});
      node.order[place] = {std::string(raw, length + 1), found};
    }
    return SUCCESS;
  }

  error_code walk(ondemand::object object, path_node &node) {
    size_t place = 0;
    for (auto result : object) {
      ondemand::field field;
      if (auto error = std::move(result).get(field)) return error;
      int child;
      if (auto error = find(node, place++, field, child)) return error;
      if (child < 0) continue;
      auto &target = node.children[size_t(child)];
      ondemand::value value = field.value();
      if (auto error = take(value, target)) return error;
    }
    return SUCCESS;
  }

  error_code take(ondemand::value value, path_node &node) {
    ondemand::json_type type;
    if (auto error = value.type().get(type)) return error;
    switch (type) {
    case ondemand::json_type::object: {
      if (!node.children.empty()) {
        ondemand::object object;
        if (auto error = value.get_object().get(object)) return error;
        return walk(object, node);
      }
      return take_raw(value, node.column, false);
    }
    case ondemand::json_type::array:
      if (!node.elements.empty()) {
        ondemand::array array;
        if (auto error = value.get_array().get(array)) return error;
        return take_elements(array, node);
      }
      return take_raw(value, node.column, true);
    case ondemand::json_type::null: {
      if (node.column >= 0) cells[size_t(node.column) * stride] = {0, 0};
      bool is_null = false;
      if (auto error = value.is_null().get(is_null)) return error;
      return is_null ? SUCCESS : N_ATOM_ERROR;
    }
    default: break;
    }
    return take_scalar(value, type, node.column);
  }

  // Each wanted element; one may be wanted in several ways.
  error_code take_elements(ondemand::array array, path_node &node) {
    size_t index = 0;
    for (auto result : array) {
      ondemand::value value;
      if (auto error = std::move(result).get(value)) return error;
      ondemand::json_type type;
      if (auto error = value.type().get(type)) return error;
      if (type == ondemand::json_type::object) {
        ondemand::object object;
        if (auto error = value.get_object().get(object)) return error;
        for (auto &wanted : node.elements) {
          bool matches = false;
          if (auto error = is_wanted(wanted, index, object, matches)) return error;
          if (!matches) continue;
          if (auto error = walk(object, wanted)) return error;
          bool more;
          if (auto error = object.reset().get(more)) return error;
        }
      } else if (type == ondemand::json_type::array) {
        for (auto &wanted : node.elements)
          if (wanted.chosen == path_node::every || (wanted.chosen == path_node::by_index && wanted.index == index)) {
            if (auto error = take(value, wanted)) return error;
            break;
          }
      } else if (type != ondemand::json_type::null) {
        for (auto &wanted : node.elements)
          if (wanted.chosen == path_node::every || (wanted.chosen == path_node::by_index && wanted.index == index))
            if (auto error = take_scalar(value, type, wanted.column)) return error;
      }
      index++;
    }
    return SUCCESS;
  }

  // On-Demand gives a token with the white space behind it.
  static void trim(std::string_view &token) {
    const auto last = token.find_last_not_of(" \t\r\n");
    token.remove_suffix(token.size() - (last + 1));
  }

  error_code is_wanted(
      const path_node &wanted, size_t index, ondemand::object &object, bool &matches) {
    matches = wanted.chosen == path_node::every ||
              (wanted.chosen == path_node::by_index && wanted.index == index);
    if (wanted.chosen != path_node::by_member) return SUCCESS;
    for (auto result : object) {
      ondemand::field field;
      if (auto error = std::move(result).get(field)) return error;
      const char *raw = field.key().raw();
      if (!is_key(raw, wanted.key)) {
        if (auto error = plain_key(field, key_length(raw), key)) return error;
        if (key != wanted.key) continue;
      }
      std::string_view token = field.value().raw_json_token();
      trim(token);
      if (token.size() > 1 && token.front() == '"') token = token.substr(1, token.size() - 2);
      matches = token == wanted.value;
    }
    bool more;
    return object.reset().get(more);
  }

  error_code take_scalar(ondemand::value value, ondemand::json_type type, int column) {
    std::string_view token = value.raw_json_token();
    trim(token);
    if (type == ondemand::json_type::string) return take_string(value, token, column);
    if (type == ondemand::json_type::boolean) {
      bool b;
      if (auto error = value.get_bool().get(b)) return error;
    } else if (!is_number(token)) {
      return NUMBER_ERROR;
    }
    if (column >= 0) put(column, token);
    return SUCCESS;
  }

  // RFC 8259: a number keeps its exact text.
  static bool is_number(std::string_view t) {
    size_t i = 0;
    auto digits = [&] {
      const size_t from = i;
      while (i < t.size() && t[i] >= '0' && t[i] <= '9') i++;
      return i > from;
    };
    if (i < t.size() && t[i] == '-') i++;
    if (i < t.size() && t[i] == '0') i++;
    else if (!digits()) return false;
    if (i < t.size() && t[i] == '.') { i++; if (!digits()) return false; }
    if (i < t.size() && (t[i] == 'e' || t[i] == 'E')) {
      i++;
      if (i < t.size() && (t[i] == '+' || t[i] == '-')) i++;
      if (!digits()) return false;
    }
    return i == t.size();
  }

  error_code take_string(ondemand::value value, std::string_view token, int column) {
    if (column < 0) return SUCCESS;
    if (token.size() < 2 || token.back() != '"') return STRING_ERROR;
    const auto inner = token.substr(1, token.size() - 2);
    if (memchr(inner.data(), '\\', inner.size()) == nullptr) {
      put(column, inner);
      return SUCCESS;
    }
    std::string_view plain;
    if (auto error = value.get_string().get(plain)) return error;
    if (!join(column, plain)) put_text(size_t(column), plain);
    return SUCCESS;
  }

  // On-Demand takes on trust what is passed over, so what is taken whole is walked.
  error_code check(ondemand::array array, unsigned depth) {
    if (depth > deepest) return DEPTH_ERROR;
    for (auto result : array) {
      ondemand::value value;
      if (auto error = std::move(result).get(value)) return error;
      if (auto error = check(value, depth + 1)) return error;
    }
    return SUCCESS;
  }

  error_code check(ondemand::object object, unsigned depth) {
    if (depth > deepest) return DEPTH_ERROR;
    for (auto result : object) {
      ondemand::field field;
      if (auto error = std::move(result).get(field)) return error;
      if (auto error = plain_key(field, key_length(field.key().raw()), key)) return error;
      ondemand::value value = field.value();
      if (auto error = check(value, depth + 1)) return error;
    }
    return SUCCESS;
  }

  error_code check(ondemand::value value, unsigned depth) {
    ondemand::json_type type;
    if (auto error = value.type().get(type)) return error;
    switch (type) {
    case ondemand::json_type::array: {
      ondemand::array array;
      if (auto error = value.get_array().get(array)) return error;
      return check(array, depth);
    }
    case ondemand::json_type::object: {
      ondemand::object object;
      if (auto error = value.get_object().get(object)) return error;
      return check(object, depth);
    }
    case ondemand::json_type::null: {
      bool is_null = false;
      if (auto error = value.is_null().get(is_null)) return error;
      return is_null ? SUCCESS : N_ATOM_ERROR;
    }
    case ondemand::json_type::string: {
      std::string_view plain;
      return value.get_string().get(plain);
    }
    default: return take_scalar(value, type, -1);
    }
  }

  // An object, or an array that is no list of plain scalars, as its JSON text; else the scalars
  // joined by '|'.
  error_code take_raw(ondemand::value value, int column, bool is_array) {
    std::string_view raw;
    bool more;
    if (is_array) {
      ondemand::array array;
      if (auto error = value.get_array().get(array)) return error;
      if (auto error = array.raw_json().get(raw)) return error;
      if (auto error = array.reset().get(more)) return error;
      if (auto error = check(array, 0)) return error;
    } else {
      ondemand::object object;
      if (auto error = value.get_object().get(object)) return error;
      if (auto error = object.raw_json().get(raw)) return error;
      if (auto error = object.reset().get(more)) return error;
      if (auto error = check(object, 0)) return error;
    }
    if (column < 0) return SUCCESS;
    trim(raw);
    if (!is_array || raw.find_first_of("{[\\", 1) != std::string_view::npos) {
      put(column, raw);
      return SUCCESS;
    }
    auto &[is_wanted, values] = joins[size_t(column)];
    std::string &list = is_wanted ? values : text;
    if (is_wanted && !list.empty()) list.push_back('|');
    const size_t start = list.size();
    bool quoted = false;
    for (const char c : raw.substr(1, raw.size() - 2)) {
      if (c == '"') quoted = !quoted;
      else if (c == ',' && !quoted) list.push_back('|');
      else if (quoted || uint8_t(c) > ' ') list.push_back(c);
    }
    if (!is_wanted)
      cells[size_t(column) * stride] = {uint32_t(start) | 1u << 31, uint32_t(list.size() - start)};
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
