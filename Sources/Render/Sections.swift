import Aggregate
import Civil
import Compare

/// The sections of the board report, in its order; one without data is left out. Each is in a file
/// of its own.
struct Sections {
  let input: ReportInput

  var all: [ReportSection] {
    var sections = [demand, speed, sla, quality, channels].compactMap { $0 }
    sections += input.dimensions.compactMap(dimension)
    sections += [people, own].compactMap { $0 }
    return sections
  }

  // MARK: What they share

  /// Of these metrics those that the report has, with a value in any of the shown periods.
  func known(_ ids: [String]) -> [String] {
    ids.filter { id in
      input.snapshot.series(id)?.suffix(Self.shownPeriods).contains { $0.value != nil } ?? false
    }
  }

  /// The value of a member, as it is compared with the period before.
  func value(_ id: String, _ dimension: String, _ member: String) -> Double? {
    input.value(id, against: input.previous, Group([dimension: member]))?.value
  }

  /// How a metric moved from the period before, for the whole or a member of a dimension.
  func change(_ id: String, _ group: Group = .whole) -> Change? {
    input.snapshot[id].flatMap { input.change($0, from: input.previous, group) }
  }

  var kindName: String {
    input.period.kind.rawValue.split(separator: "_").joined(separator: " ")
  }

  var span: String {
    let shown = shownPeriods
    return "\(shown[0]) to \(shown[shown.count - 1])"
  }

  static let shownPeriods = 13

  /// The last thirteen periods.
  var shownPeriods: [Period] { Array(input.snapshot.periods.suffix(Self.shownPeriods)) }
}
