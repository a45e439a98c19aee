import Aggregate
import Civil
import Compare
import Language

/// Makes a document of a report's input. It decides what is said and shown; it writes no figure.
struct Composer {
  let input: ReportInput
  let milestones: Milestones

  init(input: ReportInput) {
    self.input = input
    milestones = Milestones(input.milestones, in: input.snapshot)
  }

  // MARK: What the sections share

  static let shownPeriods = 13

  /// The last thirteen periods.
  var shownPeriods: [Period] { Array(input.snapshot.periods.suffix(Self.shownPeriods)) }

  /// Of these metrics those that the report has, with a value in any of the shown periods.
  func known(_ ids: [String]) -> [String] {
    ids.filter { id in
      input.snapshot.series(id)?.suffix(Self.shownPeriods).contains { $0.value != nil } ?? false
    }
  }

  /// The cell of a member, as it is compared with the period before.
  func cell(_ id: String, _ group: Group = .whole) -> CellID {
    input.cell(id, against: input.previous, group)
  }

  /// How a metric moved from the period before, for the whole or a member of a dimension.
  func move(_ id: String, _ group: Group = .whole) -> Move? {
    input.snapshot[id].flatMap { input.move($0, from: input.previous, group) }
  }

  /// The members with most tickets first.
  func sortedByDemand(_ dimension: String, _ members: [String]) -> [String] {
    func demand(_ member: String) -> Double {
      input.value(cell("created", Group([dimension: member])))?.value ?? 0
    }
    let sized = members.map { (name: $0, demand: demand($0)) }
    return sized.sorted { $0.demand == $1.demand ? $0.name < $1.name : $0.demand > $1.demand }
      .map(\.name)
  }
}
