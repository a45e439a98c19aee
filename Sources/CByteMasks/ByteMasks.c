#define _GNU_SOURCE
#include "ByteMasks.h"
#include <string.h>

const uint8_t *bytes_find(
    const uint8_t *text, size_t count, const uint8_t *sought, size_t sought_count) {
  return memmem(text, count, sought, sought_count);
}

#define FIND(name, target)                                                                         \
  target static void name(                                                                         \
      const uint8_t *text, size_t blocks, uint8_t quote, uint8_t delimiter,                        \
      delimited_masks *masks) {                                                                    \
    for (size_t i = 0; i < blocks; i++, text += 64) {                                              \
      const BLOCK b = LOAD(text);                                                                  \
      masks[i] = (delimited_masks){                                                                \
          MASK(b, quote), MASK(b, delimiter), MASK(b, '\n'), MASK(b, '\r')};                       \
    }                                                                                              \
  }                                                                                                \
  target static nested_masks name##_nested(const uint8_t *text) {                                  \
    const BLOCK b = LOAD(text);                                                                    \
    return (nested_masks){                                                                         \
        MASK(b, '\\'), MASK(b, '"'), MASK(b, '{') | MASK(b, '['), MASK(b, '}') | MASK(b, ']')};    \
  }

#if defined(__x86_64__)
#include <immintrin.h>
#define ALWAYS __attribute__((always_inline)) static inline

// SSE2 is the baseline of the platform; the others are asked for at run time.
typedef struct { __m128i v[4]; } block16;
ALWAYS block16 load16(const uint8_t *p) {
  block16 b;
  for (int i = 0; i < 4; i++) b.v[i] = _mm_loadu_si128((const __m128i *)(p + 16 * i));
  return b;
}
ALWAYS uint64_t mask16(block16 b, uint8_t c) {
  const __m128i x = _mm_set1_epi8((char)c);
  uint64_t m = 0;
  for (int i = 0; i < 4; i++)
    m |= (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(b.v[i], x)) << (16 * i);
  return m;
}

#define AVX2 __attribute__((target("avx2")))
typedef struct { __m256i v[2]; } block32;
AVX2 ALWAYS block32 load32(const uint8_t *p) {
  return (block32){{_mm256_loadu_si256((const __m256i *)p),
                    _mm256_loadu_si256((const __m256i *)(p + 32))}};
}
AVX2 ALWAYS uint64_t mask32(block32 b, uint8_t c) {
  const __m256i x = _mm256_set1_epi8((char)c);
  const uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b.v[0], x));
  const uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b.v[1], x));
  return low | (uint64_t)high << 32;
}

#define AVX512 __attribute__((target("avx512bw")))
AVX512 ALWAYS __m512i load64(const uint8_t *p) { return _mm512_loadu_si512(p); }
AVX512 ALWAYS uint64_t mask64(__m512i b, uint8_t c) {
  return _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8((char)c));
}

#define BLOCK block16
#define LOAD load16
#define MASK mask16
FIND(find16, )
#undef BLOCK
#undef LOAD
#undef MASK
#define BLOCK block32
#define LOAD load32
#define MASK mask32
FIND(find32, AVX2)
#undef BLOCK
#undef LOAD
#undef MASK
#define BLOCK __m512i
#define LOAD load64
#define MASK mask64
FIND(find64, AVX512)

void delimited_masks_find(
    const uint8_t *text, size_t blocks, uint8_t quote, uint8_t delimiter, delimited_masks *masks) {
  if (__builtin_cpu_supports("avx512bw")) return find64(text, blocks, quote, delimiter, masks);
  if (__builtin_cpu_supports("avx2")) return find32(text, blocks, quote, delimiter, masks);
  find16(text, blocks, quote, delimiter, masks);
}

nested_masks nested_masks_of(const uint8_t *text) {
  if (__builtin_cpu_supports("avx512bw")) return find64_nested(text);
  if (__builtin_cpu_supports("avx2")) return find32_nested(text);
  return find16_nested(text);
}

#else
#if defined(__ARM_NEON)
#include <arm_neon.h>

typedef struct { uint8x16_t v[4]; } block;
static inline block load(const uint8_t *p) {
  block b;
  for (int i = 0; i < 4; i++) b.v[i] = vld1q_u8(p + 16 * i);
  return b;
}
static inline uint64_t mask(block b, uint8_t c) {
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

typedef struct { const uint8_t *p; } block;
static inline block load(const uint8_t *p) { return (block){p}; }
static inline uint64_t mask(block b, uint8_t c) {
  uint64_t m = 0;
  for (int i = 0; i < 64; i++) m |= (uint64_t)(b.p[i] == c) << i;
  return m;
}

#endif
#define BLOCK block
#define LOAD load
#define MASK mask
FIND(find, )

void delimited_masks_find(
    const uint8_t *text, size_t blocks, uint8_t quote, uint8_t delimiter, delimited_masks *masks) {
  find(text, blocks, quote, delimiter, masks);
}

nested_masks nested_masks_of(const uint8_t *text) { return find_nested(text); }
#endif
