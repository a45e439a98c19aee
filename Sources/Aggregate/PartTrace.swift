/// The records of one batch that stand behind a part of a value, and those that do not.
public struct PartTrace: Sendable {
  public struct Row: Sendable {
    /// The row of the batch.
    public let row: Int
    /// By which it belongs to the period.
    public let instant: Int64
    /// In stored units.
    public let value: Int64
  }

  public internal(set) var rows: [Row] = []
  /// Records of the period and the group that do not count, by the place of the first test of the
  /// measure that they fail; last those that pass all of them and have no value. Where tickets count
  /// once, tickets, each by the moment that passes the most tests.
  public internal(set) var failures: [Int]

  init(_ measure: Measure) { failures = Array(repeating: 0, count: measure.tests.count + 1) }
}
