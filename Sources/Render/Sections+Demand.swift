import Aggregate

extension Sections {
  /// Tickets in, out and waiting.
  var demand: ReportSection? {
    guard input.snapshot["created"] != nil else { return nil }
    var section = ReportSection(
      id: "demand", heading: demandFinding,
      subtitle: "Tickets created, solved and waiting; all teams; by \(kindName), \(span)")
    let bridge = BacklogBridge(input)
    section.charts = [
      line("Tickets created and solved", ["created", "solved"]), bridge?.chart, ages,
    ].compactMap { $0 }
    section.tables = [
      bridge?.table,
      trend(
        "Demand and backlog by \(kindName)",
        [
          "created", "created.outbound", "solved", "backlog", "backlog_age.median",
          "backlog_age.over_7d",
        ]),
    ].compactMap { $0 }
    return section
  }

  private var demandFinding: String {
    guard let change = change("backlog"), let closing = change.new.value, let move = change.absolute
    else { return "Demand" }
    let level =
      Format.grouped(closing, 0) + input.words(ofDaysAgainst: input.previous)
    return move == 0
      ? "The backlog stayed at \(level)"
      : "The backlog \(move > 0 ? "grew" : "fell") by \(Format.grouped(abs(move), 0)) to \(level)"
  }

  private var ages: ReportChart? {
    let bands = ["d0_1", "d2_3", "d4_7", "d8_14", "d15_30", "d30_plus"].map { "backlog_age.\($0)" }
    let rows = bands.compactMap { id -> BarChart.Row? in
      guard let metric = input.snapshot[id],
        let value = input.value(id, against: input.previous)
      else { return nil }
      return BarChart.Row(
        name: String(metric.label.dropFirst("Backlog aged ".count)), value: value.value,
        previous: change(id)?.old.value)
    }
    guard !rows.isEmpty else { return nil }
    return bars(
      "Age of the backlog at the end of \(input.name(against: input.previous)), tickets", rows,
      .count)
  }
}
