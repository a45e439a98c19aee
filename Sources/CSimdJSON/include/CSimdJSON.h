#pragma once
#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A cell: bytes of the window, or of the splitter's text where `offset` has its highest bit set.
typedef struct {
  uint32_t offset, length;
} json_slice;

/// Splits JSON records into the values of some paths.
typedef struct json_splitter json_splitter;

/// `paths` are dotted, such as `via.channel`. Returns null where memory is lacking.
json_splitter *json_splitter_create(const char *const *paths, size_t count);
void json_splitter_destroy(json_splitter *splitter);

/// Finds the tokens of the records that stand from `from` to `to` in a window of `count` bytes, which
/// are followed by 64 zeros. The window must stay until the last of these records is split.
void json_splitter_index(
    json_splitter *splitter, const uint8_t *window, uint32_t count, uint32_t from, uint32_t to);

/// Splits a record that looks like one before, whose tokens need not be found. False where it does not,
/// or breaks the grammar: then its cells say nothing.
bool json_splitter_split_alike(
    json_splitter *splitter, const uint8_t *window, uint32_t offset, uint32_t length,
    json_slice *cells, size_t stride);

/// Splits one of these records, in their order: that of `length` bytes at `offset` of the window. All
/// of it is held against the grammar. Cell i is written to `cells[i * stride]`; an absent or null
/// value is a slice of no length.
/// Returns null, or what is wrong, in words that live as long as the process; `trouble` is then where
/// in the window.
const char *json_splitter_split(
    json_splitter *splitter, uint32_t offset, uint32_t length, json_slice *cells, size_t stride,
    uint32_t *trouble);

/// The unescaped text of all records since the last reset.
const uint8_t *json_splitter_text(const json_splitter *splitter, size_t *length);
void json_splitter_reset(json_splitter *splitter);

/// Whether the bytes are valid UTF-8.
bool text_is_utf8(const uint8_t *text, size_t length);

#ifdef __cplusplus
}
#endif
