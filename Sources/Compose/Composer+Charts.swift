import Aggregate
import Compare
import Language

extension Composer {
  /// Charts, then tables, then what a reader must know of the figures.
  func blocks(_ charts: [Chart?], _ tables: [Table?], _ notes: [Words?] = []) -> [Block] {
    charts.compactMap { $0.map(Block.chart) } + tables.compactMap { $0.map(Block.table) }
      + notes.compactMap { $0.map { .paragraph(Paragraph($0)) } }
  }

  /// The course of metrics of one unit; nil where nothing of it is known.
  ///
  /// - Parameter names: of the lines, in the order of the metrics; their labels where there are none.
  func line(_ title: Words, _ ids: [String], names: [PhraseID] = []) -> Chart? {
    let names = Dictionary(zip(ids, names)) { first, _ in first }
    let metrics = known(ids).compactMap { input.snapshot[$0] }
    guard let first = metrics.first else { return nil }
    return lines(
      title, metrics.map { (names[$0.id].map { .phrase($0) } ?? .metric($0.id), $0, .whole) },
      targets: metrics.count == 1 ? targets(first.id) : [])
  }

  /// A chart of one metric alone, under its label.
  func line(_ id: String) -> Chart? { line(.metric(id), [id]) }

  /// The course of one metric for some members of a dimension; nil where nothing of it is known.
  func byMember(_ id: String, _ dimension: String, _ members: [String]) -> Chart? {
    guard let metric = input.snapshot[id] else { return nil }
    return lines(
      labelBy(id, dimension),
      members.prefix(5).map { (.text($0), metric, Group([dimension: $0])) }, targets: targets(id))
  }

  func labelBy(_ id: String, _ dimension: String) -> Words {
    .phrase(.labelBy, ["metric": .metric(id), "dimension": .text(dimension)])
  }

  /// Bars of members or bands, beside the period before.
  func bars(
    _ title: Words, _ rows: [(name: Words, value: CellID, previous: CellID?)], _ unit: Metric.Unit
  ) -> Chart {
    let summary = rows.map { row in
      Words.phrase(.namedValue, ["name": row.name, "value": .figure(.bare(row.value, unit))])
    }
    return Chart(
      title, summary: .list(summary, .listComma), .bars, places: rows.map(\.name),
      series: [
        Chart.Series(.periodName(input.period), rows.map(\.value)),
        Chart.Series(.phrase(.periodBefore), rows.map(\.previous)),
      ], unit: unit)
  }

  /// What the whole was to reach in each of the shown periods.
  func targets(_ id: String) -> [Target.Bound?] {
    shownPeriods.map { input.targets.target(id, $0)?.bound }
  }

  private func lines(
    _ title: Words, _ lines: [(name: Words, metric: Metric, group: Group)],
    targets: [Target.Bound?]
  ) -> Chart? {
    let values = lines.map {
      (input.snapshot.series($0.metric.id, $0.group) ?? []).suffix(Self.shownPeriods)
    }
    // All are drawn in one unit: in days, where any value is.
    let unit = values.joined().reduce(lines.first?.metric.unit ?? .count) { $1.unit($0) }
    let series = lines.enumerated().map { rank, line in
      let cells = shownPeriods.map { CellID(line.metric.id, $0, line.group) }
      return Chart.Series(line.name, cells, rank: rank)
    }
    let shown = zip(series, values).filter { $1.contains { $0.value != nil } }
    if shown.isEmpty { return nil }
    let summary = shown.map { one, values in
      course(
        one.name, zip(one.points, values).compactMap { $1.value == nil ? nil : $0?.cell }, unit)
    }
    let limits = lines.count == 1 ? limits(lines[0].metric, lines[0].group) : []
    let marked = shownMilestones(lines.map { ($0.metric, $0.group) })
    let milestones = Words.phrase(.milestones, ["milestones": .list(marked.map(named), .listComma)])
    return Chart(
      title,
      summary: .list(
        summary + [ordinarily(limits, unit)].compactMap { $0 }
          + (marked.isEmpty ? [] : [milestones]),
        .listSemicolon), .lines,
      places: shownPeriods.map { .period($0) }, series: shown.map(\.0), unit: unit,
      bounds: targets, limits: limits, milestones: marked.compactMap(placed))
  }

  /// The milestones within the shown periods that concern any of some lines.
  private func shownMilestones(_ lines: [(metric: Metric, group: Group)]) -> [Milestone] {
    let concerning = Set(lines.flatMap { milestones.concerning($0.metric.id, $0.group) })
    return milestones.all.filter { concerning.contains($0) && placed($0) != nil }
  }

  func named(_ milestone: Milestone) -> Words {
    .phrase(
      .milestoneOn,
      ["label": .text(milestone.label), "date": .text(milestone.date.description)])
  }

  /// Where a milestone lies among the shown periods; nil outside of them.
  private func placed(_ milestone: Milestone) -> Chart.Milestone? {
    guard
      let index = shownPeriods.firstIndex(where: {
        $0.first <= milestone.date && milestone.date < $0.end
      })
    else { return nil }
    let period = shownPeriods[index]
    let part = Double(milestone.date.day - period.first.day) / Double(period.dayCount)
    return Chart.Milestone(place: Double(index) + part, label: milestone.label)
  }

  /// Where a line begins and ends.
  ///
  /// - Parameter known: the points that have a value; at least one.
  private func course(_ name: Words, _ known: [CellID], _ unit: Metric.Unit) -> Words {
    let (first, last) = (known[0], known[known.count - 1])
    func value(_ cell: CellID) -> Words {
      .phrase(
        .valueIn, ["value": .figure(.bare(cell, unit)), "period": .period(cell.period)])
    }
    return known.count == 1
      ? .phrase(.namedValue, ["name": name, "value": value(first)])
      : .phrase(.fromTo, ["name": name, "first": value(first), "last": value(last)])
  }
}
