#define _GNU_SOURCE
#include "Allocator.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

void allocator_keep(int stretch, int together) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, stretch);
  mallopt(M_TRIM_THRESHOLD, together);
  mallopt(M_TOP_PAD, 1 << 20);
#else
  (void)stretch;
  (void)together;
#endif
}

void *pages_grow(void *pages, size_t count, size_t more) {
#ifdef __linux__
  // They are given another place, and not copied.
  void *longer = mremap(pages, count, more, MREMAP_MAYMOVE);
  return longer == MAP_FAILED ? NULL : longer;
#else
  void *longer = mmap(NULL, more, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  if (longer == MAP_FAILED) return NULL;
  memcpy(longer, pages, count);
  munmap(pages, count);
  return longer;
#endif
}
