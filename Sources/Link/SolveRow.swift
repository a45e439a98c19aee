import Records

/// A solve of a ticket, or the end of one that is not solved.
struct SolveRow: MomentRow {
  static let kind = RecordKind.solve

  var solved: Int64 = .missing
  var isLast: Int64 = .missing
  var isFinal: Int64 = .missing
  var isDone: Int64 = .missing
  var replies: Int64 = .missing
  var repliesAfterOpening: Int64 = .missing
  var groupChanges: Int64 = .missing
  var reopenedIn7d: Int64 = .missing
  var reopensBefore: Int64 = .missing
  var fromCounters: Int64 = .missing
  var fromClosed: Int64 = .missing
  var waitSeconds: Int64 = .missing
  var place: Int64 = .missing
  var reopens: Int64 = .missing
  var repliers: Int64 = .missing
  var customerReplies: Int64 = .missing

  @inline(__always)
  func append(to columns: inout [[Int64]], _ wanted: [Int]) {
    Self.append(
      [
        solved, isLast, isFinal, isDone, replies, repliesAfterOpening, groupChanges, reopenedIn7d,
        reopensBefore, fromCounters, fromClosed, waitSeconds, place, reopens, repliers,
        customerReplies,
      ], to: &columns, wanted)
  }
}
