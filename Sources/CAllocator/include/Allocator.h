#pragma once

#include <stddef.h>

/// Keeps memory that was freed for the next that asks, up to so many bytes at a stretch and together. Where
/// the allocator is another than that of GNU, nothing.
void allocator_keep(int stretch, int together);

/// Makes a stretch of pages longer, which then may lie elsewhere; nothing where memory is lacking.
void *pages_grow(void *pages, size_t count, size_t more);
