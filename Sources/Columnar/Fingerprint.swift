/// A hash of a set of records that does not depend on their order, nor on how files hold them.
public struct Fingerprint: Sendable, Equatable {
  public private(set) var low: UInt64 = 0
  public private(set) var high: UInt64 = 0
  public private(set) var count = 0

  public init() {}

  @inline(__always)
  public mutating func add(_ record: Span<UInt8>, seed: UInt64) {
    let hash = ByteHash.of(record, seed: seed)
    low &+= hash.low
    high &+= hash.high
    count &+= 1
  }

  public static func += (a: inout Fingerprint, b: Fingerprint) {
    a.low &+= b.low
    a.high &+= b.high
    a.count += b.count
  }
}
