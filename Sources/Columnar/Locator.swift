/// Where a record came from: the number of its file in the run and its byte offset there. Orders
/// records as their sources stand in the pipeline file, then by file name, then by place.
@frozen public struct Locator: Sendable, Hashable, Comparable {
  public let packed: UInt64

  @inlinable public init(packed: UInt64) { self.packed = packed }

  /// - Parameter offset: less than 2^44 bytes.
  @inlinable public init(file: Int, offset: Int) {
    packed = UInt64(file) << 44 | UInt64(offset)
  }

  @inlinable public var file: Int { Int(packed >> 44) }
  @inlinable public var offset: Int { Int(packed & (1 << 44 - 1)) }

  /// Orders the records of a file the other way round.
  public var fromTheEnd: Locator { Locator(file: file, offset: 1 << 44 - 1 - offset) }

  @inlinable public static func < (a: Locator, b: Locator) -> Bool { a.packed < b.packed }
}
