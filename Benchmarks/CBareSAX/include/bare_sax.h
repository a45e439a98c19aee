#pragma once
#include <stddef.h>

/// What one pass over a document found.
typedef struct {
  size_t records;
  /// The bytes of all fields.
  size_t bytes;
} bare_sax_result;

/// The least that a reader built on libxml2's SAX2 push parser must do: it feeds the parser 256 KiB
/// at a time and copies the text of each element two levels below the root.
bare_sax_result bare_sax_read(const char *path);
