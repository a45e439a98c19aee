import CAllocator

/// How the process keeps memory that was freed.
public enum Allocator {
  /// Keeps it for the next that asks: each batch needs about what the one before it needed, and pages that
  /// come from the system anew are cleared first.
  /// What is longer than any batch goes back at once.
  public static func prepare() { allocator_keep(1 << 21, 1 << 26) }
}
