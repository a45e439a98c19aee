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

extension TextBatch {
  /// The fingerprint of all records of the batch, the broken ones too, as they stand in the file.
  public func fingerprint(seed: UInt64) -> Fingerprint {
    var fingerprint = Fingerprint()
    for row in 0..<rowCount { fingerprint.add(record(row: row), seed: seed) }
    for row in broken { fingerprint.add(windowBytes(row.offset, row.length), seed: seed) }
    return fingerprint
  }
}
