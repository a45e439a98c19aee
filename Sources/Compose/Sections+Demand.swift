import Aggregate
import Language

extension SectionPlan {
  /// Tickets in, out and waiting.
  static let demand = SectionPlan("demand") { $0.demand }
}

extension Composer {
  fileprivate var demand: Section? {
    guard input.snapshot["created"] != nil else { return nil }
    let bridge = BacklogBridge(self)
    var course = line(.phrase(.createdAndSolved), ["created", "solved"])
    course?.expect(expected("created"))
    let charts = [course, bridge?.chart, ages]
    let tables = [
      bridge?.table,
      trend(
        .phrase(.demandTable, ["kind": kindName]),
        [
          "created", "created.outbound", "solved", "backlog", "backlog_age.median",
          "backlog_age.over_7d",
        ]),
    ]
    return Section(
      "demand", demandFinding,
      subtitle: .phrase(.demandSubtitle, ["kind": kindName, "span": span]),
      // What there is a section on is told there.
      blocks(charts, tables, input.forecasts.all.isEmpty ? lacks : []))
  }

  private var demandFinding: Words {
    guard let move = move("backlog"), move.new.value != nil, let size = move.change.absolute else {
      return .phrase(.demand)
    }
    let level = inDays(.figure(.value(move.cells.new)), against: input.previous)
    if size == 0 { return .phrase(.backlogStayed, ["level": level]) }
    return .phrase(
      size > 0 ? .backlogGrew : .backlogFell,
      ["size": .figure(.size(move.cells)), "level": level])
  }

  private static let ageBands: [(id: String, name: PhraseID)] = [
    ("d0_1", .age0To1), ("d2_3", .age2To3), ("d4_7", .age4To7), ("d8_14", .age8To14),
    ("d15_30", .age15To30), ("d30_plus", .ageOver30),
  ]

  private var ages: Chart? {
    let bands = Self.ageBands.map { (id: "backlog_age.\($0.id)", name: $0.name) }
      .filter { input.snapshot[$0.id] != nil && input.value(cell($0.id)) != nil }
    guard !bands.isEmpty else { return nil }
    return bars(
      .phrase(.backlogAges, ["period": name(against: input.previous)]),
      bands.map { (.phrase($0.name), cell($0.id), move($0.id)?.cells.old) }, .count)
  }
}
