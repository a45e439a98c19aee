import Records

/// A question of a requester, with the reply to it if there was one.
struct ReplyRow: MomentRow {
  static let kind = RecordKind.reply

  var asked: Int64 = .missing
  var replied: Int64 = .missing
  var repliedAfterOpening: Int64 = .missing
  var isFirst: Int64 = .missing
  var isNext: Int64 = .missing
  var replier: Int64 = .missing
  var lastSolved: Int64 = .missing
  var endedUnseen: Int64 = .missing
  var place: Int64 = .missing

  @inline(__always)
  func append(to columns: inout [[Int64]], _ wanted: [Int]) {
    Self.append(
      [
        asked, replied, repliedAfterOpening, isFirst, isNext, replier, lastSolved, endedUnseen,
        place,
      ], to: &columns, wanted)
  }
}
