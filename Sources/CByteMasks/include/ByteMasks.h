#pragma once
#include <stdint.h>

// Byte comparisons of one 64-byte block as 64-bit words: bit i is set where byte i equals the byte
// sought. SSE2 and NEON are the baseline of their platforms, so no dispatch is needed.

#if defined(__SSE2__)
#include <emmintrin.h>

typedef struct { __m128i v[4]; } byte_block;

static inline byte_block byte_block_load(const uint8_t *p) {
  byte_block b;
  for (int i = 0; i < 4; i++) b.v[i] = _mm_loadu_si128((const __m128i *)(p + 16 * i));
  return b;
}

static inline uint64_t byte_block_mask(byte_block b, uint8_t c) {
  const __m128i x = _mm_set1_epi8((char)c);
  uint64_t m = 0;
  for (int i = 0; i < 4; i++)
    m |= (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(b.v[i], x)) << (16 * i);
  return m;
}

#elif defined(__ARM_NEON)
#include <arm_neon.h>

typedef struct { uint8x16_t v[4]; } byte_block;

static inline byte_block byte_block_load(const uint8_t *p) {
  byte_block b;
  for (int i = 0; i < 4; i++) b.v[i] = vld1q_u8(p + 16 * i);
  return b;
}

static inline uint64_t byte_block_mask(byte_block b, uint8_t c) {
  static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t x = vdupq_n_u8(c), w = vld1q_u8(bits);
  uint64_t m = 0;
  for (int i = 0; i < 4; i++) {
    const uint8x16_t hit = vandq_u8(vceqq_u8(b.v[i], x), w);
    m |= (uint64_t)vaddv_u8(vget_low_u8(hit)) << (16 * i);
    m |= (uint64_t)vaddv_u8(vget_high_u8(hit)) << (16 * i + 8);
  }
  return m;
}

#else

typedef struct { const uint8_t *p; } byte_block;

static inline byte_block byte_block_load(const uint8_t *p) { return (byte_block){p}; }

static inline uint64_t byte_block_mask(byte_block b, uint8_t c) {
  uint64_t m = 0;
  for (int i = 0; i < 64; i++) m |= (uint64_t)(b.p[i] == c) << i;
  return m;
}

#endif

/// The masks of one block for a delimited text.
typedef struct { uint64_t quotes, delimiters, newlines, returns; } delimited_masks;

static inline delimited_masks delimited_masks_of(
    const uint8_t *p, uint8_t quote, uint8_t delimiter) {
  const byte_block b = byte_block_load(p);
  return (delimited_masks){
      byte_block_mask(b, quote), byte_block_mask(b, delimiter), byte_block_mask(b, '\n'),
      byte_block_mask(b, '\r')};
}

/// The mask of one block for one byte.
static inline uint64_t byte_mask(const uint8_t *p, uint8_t c) {
  return byte_block_mask(byte_block_load(p), c);
}
