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

/// Splits the record of `length` bytes at `window + offset`; 64 more bytes must be readable. Cell i
/// is written to `cells[i * stride]`; an absent or null value is a slice of no length.
/// Returns null, or what is wrong, in words that live as long as the process.
const char *json_splitter_split(
    json_splitter *splitter, const uint8_t *window, uint32_t offset, uint32_t length,
    json_slice *cells, size_t stride);

/// The unescaped text of all records since the last reset.
const uint8_t *json_splitter_text(const json_splitter *splitter, size_t *length);
void json_splitter_reset(json_splitter *splitter);

/// Whether the bytes are valid UTF-8.
bool text_is_utf8(const uint8_t *text, size_t length);

#ifdef __cplusplus
}
#endif
