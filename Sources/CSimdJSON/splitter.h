// The splitter's interface inside the shim: one implementation for each instruction set.
#pragma once
#include "CSimdJSON.h"
#include <string>
#include <vector>

struct json_splitter {
  std::string text;
  virtual ~json_splitter() = default;
  virtual const char *split(
      const uint8_t *window, uint32_t offset, uint32_t length, json_slice *cells,
      size_t stride) = 0;
};

// A wanted key, what it stands for, and how keys came in the last record.
struct path_node {
  std::string key;  // with its closing quote, so that one comparison tells
  int column = -1;
  std::vector<path_node> children;
  struct seen {
    std::string key;
    int child;
  };
  std::vector<seen> order;

  path_node &child(const std::string &name) {
    for (auto &c : children)
      if (c.key == name + "\"") return c;
    children.emplace_back();
    children.back().key = name + "\"";
    return children.back();
  }

  void add(const std::string &path, int column) {
    child(path).column = column;
    const auto dot = path.find('.');
    if (dot == std::string::npos) return;
    path_node *node = this;
    size_t from = 0;
    for (size_t at = dot; at != std::string::npos; at = path.find('.', from)) {
      node = &node->child(path.substr(from, at - from));
      from = at + 1;
    }
    node->child(path.substr(from)).column = column;
  }
};

json_splitter *make_splitter_baseline(const path_node &root, size_t columns);
#if defined(__x86_64__)
json_splitter *make_splitter_haswell(const path_node &root, size_t columns);
#endif
