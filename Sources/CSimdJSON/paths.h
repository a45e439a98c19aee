// The wanted paths as a tree.
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

// A wanted key, what it stands for, and how keys came in the last record. Or, among the elements
// of an array, a wanted place or a wanted object.
struct path_node {
  enum choice { by_key, by_index, by_member, every };

  std::string key;  // with its closing quote, so that one comparison tells
  int column = -1;
  std::vector<path_node> children;
  struct seen {
    std::string key;
    int child;
  };
  std::vector<seen> order;
  choice chosen = by_key;
  size_t index = 0;
  std::string value;  // of the member `key`, where elements are chosen by it
  std::vector<path_node> elements;

  path_node &child(const std::string &name) {
    for (auto &c : children)
      if (c.key == name + "\"") return c;
    children.emplace_back();
    children.back().key = name + "\"";
    return children.back();
  }

  // What stands between brackets: nothing, a place, or `member=value`.
  path_node &element(const std::string &text) {
    path_node wanted;
    const auto equals = text.find('=');
    if (text.empty()) {
      wanted.chosen = every;
    } else if (equals != std::string::npos) {
      wanted.chosen = by_member;
      wanted.key = text.substr(0, equals) + "\"";
      wanted.value = text.substr(equals + 1);
    } else {
      wanted.chosen = by_index;
      wanted.index = text.find_first_not_of("0123456789") == std::string::npos && text.size() < 10
                         ? std::stoul(text)
                         : SIZE_MAX;
    }
    for (auto &e : elements)
      if (e.chosen == wanted.chosen && e.key == wanted.key && e.value == wanted.value &&
          e.index == wanted.index)
        return e;
    elements.push_back(wanted);
    return elements.back();
  }

  // Adds a path such as `via.channel`, `tags[0]`, `fields[id=7].value` or `notes[].body`. A key may
  // itself contain what looks like a path.
  void add(const std::string &path, int column) {
    child(path).column = column;
    if (path.find_first_of(".[") == std::string::npos) return;
    path_node *node = this;
    size_t at = 0;
    while (at < path.size()) {
      if (path[at] == '[') {
        const auto end = path.find(']', at);
        if (end == std::string::npos) return;
        node = &node->element(path.substr(at + 1, end - at - 1));
        at = end + 1;
        if (at < path.size() && path[at] == '.') at++;
        continue;
      }
      const auto end = std::min(path.find_first_of(".[", at), path.size());
      node = &node->child(path.substr(at, end - at));
      at = end < path.size() && path[end] == '.' ? end + 1 : end;
    }
    node->column = column;
  }
};
