/// What a value may be, at some level of confidence.
public struct Bounds: Sendable, Hashable {
  /// nil where the statistics set no limit on that side.
  public var low: Double?
  public var high: Double?

  public init(low: Double?, high: Double?) {
    self.low = low
    self.high = high
  }

  /// Without any limit: nothing is known.
  public static let open = Bounds(low: nil, high: nil)

  /// Rounded so that what is decided or printed by them is the same on every machine.
  public var decidable: Bounds { Bounds(low: low?.decidable, high: high?.decidable) }

  public func contains(_ value: Double) -> Bool {
    (low.map { $0 <= value } ?? true) && (high.map { value <= $0 } ?? true)
  }
}
