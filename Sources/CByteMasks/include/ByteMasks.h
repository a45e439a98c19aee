#pragma once
#include <stddef.h>
#include <stdint.h>

/// Byte comparisons of one 64-byte block as 64-bit words: bit i is set where byte i equals the byte
/// sought.
typedef struct { uint64_t quotes, delimiters, newlines, returns; } delimited_masks;

/// The masks of so many blocks, with the widest instructions that the processor has.
void delimited_masks_find(
    const uint8_t *text, size_t blocks, uint8_t quote, uint8_t delimiter, delimited_masks *masks);

typedef struct { uint64_t backslashes, quotes, opening, closing; } nested_masks;

/// The masks of one block for JSON: backslashes, quotes, and brackets of both kinds.
nested_masks nested_masks_of(const uint8_t *text);

/// Where a stretch of bytes stands first in another; null where it does not.
const uint8_t *bytes_find(
    const uint8_t *text, size_t count, const uint8_t *sought, size_t sought_count);
