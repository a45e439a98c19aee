import CAllocator

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Memory for packed rows.
///
/// Large stretches come from the system and go back to it at once: what is freed to the allocator
/// between others stays with the process.
enum RowMemory {
  private static let large = 1 << 16

  /// - Returns: memory that `free` must be given, with the same count.
  static func allocate(_ count: Int) -> UnsafeMutableRawPointer {
    if count < large { return .allocate(byteCount: count, alignment: 8) }
    // Safe: private pages that nobody else has.
    let pages = unsafe mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let pages = unsafe pages, unsafe pages != UnsafeMutableRawPointer(bitPattern: -1) else {
      fatalError("memory is lacking")
    }
    return unsafe pages
  }

  /// Memory with the same bytes at its start; what was given is free.
  static func grow(
    _ memory: UnsafeMutableRawPointer, _ count: Int, to more: Int
  ) -> UnsafeMutableRawPointer {
    if count >= large {
      // Safe: pages of that count; where they come to lie elsewhere, nobody uses the old place.
      guard let pages = unsafe pages_grow(memory, count, more) else {
        fatalError("memory is lacking")
      }
      return unsafe pages
    }
    // Safe: the bytes are moved before the old allocation is freed.
    let larger = unsafe allocate(more)
    unsafe larger.copyMemory(from: memory, byteCount: count)
    unsafe free(memory, count)
    return unsafe larger
  }

  static func free(_ memory: UnsafeMutableRawPointer, _ count: Int) {
    // Safe: it was allocated with that count, and is not used any more.
    if count < large { unsafe memory.deallocate() } else { unsafe munmap(memory, count) }
  }
}
