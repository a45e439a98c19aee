import Records

/// A stretch of time in the backlog of one team, priority and agent.
struct SpellRow: MomentRow {
  static let kind = RecordKind.spell

  var from: Int64 = .missing
  var until: Int64 = .missing
  var entered: Int64 = .missing
  var left: Int64 = .missing
  var fromEvents: Int64 = .missing
  var fromClosed: Int64 = .missing
  var fromPlace: Int64 = .missing
  var untilPlace: Int64 = .missing

  @inline(__always)
  func append(to columns: inout [[Int64]], _ wanted: [Int]) {
    Self.append(
      [from, until, entered, left, fromEvents, fromClosed, fromPlace, untilPlace], to: &columns,
      wanted)
  }
}
