import Records
import Testing

@testable import Link

/// The typed rows of moments against the table of moments.
@Suite struct MomentRowTests {
  /// Every property has another value; what is appended must be these values in the table's order,
  /// each under its own name.
  private static func check<Row: MomentRow>(_ row: Row) {
    let names = MomentField.of(Row.kind).map(\.field.name).filter { $0 != "ticket_row" }
    let properties = Mirror(reflecting: row).children.map { child in
      (name: snakeCase(child.label ?? ""), value: child.value as? Int64)
    }
    #expect(properties.map(\.name) == names)
    #expect(Set(properties.map(\.value)).count == names.count)
    var columns = names.map { _ in [Int64]() }
    row.append(to: &columns, Array(names.indices))
    #expect(columns.map(\.first) == properties.map(\.value))
    var some = names.map { _ in [Int64]() }
    row.append(to: &some, [1, 3])
    #expect(some.indices.filter { !some[$0].isEmpty } == [1, 3])
  }

  /// `isFirst` as `is_first`, `reopenedIn7d` as `reopened_in_7d`.
  private static func snakeCase(_ name: String) -> String {
    var text = ""
    for (before, letter) in zip([" "] + Array(name), name) {
      if letter.isUppercase || letter.isNumber && !before.isNumber { text += "_" }
      text += letter.lowercased()
    }
    return text
  }

  @Test func `replies`() {
    Self.check(
      ReplyRow(
        asked: 1, replied: 2, repliedAfterOpening: 3, isFirst: 4, isNext: 5, replier: 6,
        lastSolved: 7, endedUnseen: 8, place: 9))
  }

  @Test func `solves`() {
    Self.check(
      SolveRow(
        solved: 1, isLast: 2, isFinal: 3, isDone: 4, replies: 5, repliesAfterOpening: 6,
        groupChanges: 7, reopenedIn7d: 8, reopensBefore: 9, fromCounters: 10, fromClosed: 11,
        waitSeconds: 12, place: 13, reopens: 14, repliers: 15, customerReplies: 16))
  }

  @Test func `spells`() {
    Self.check(
      SpellRow(
        from: 1, until: 2, entered: 3, left: 4, fromEvents: 5, fromClosed: 6, fromPlace: 7,
        untilPlace: 8))
  }
}
