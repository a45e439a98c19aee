import Aggregate
import Compare

extension Sections {
  /// The course of metrics of one unit; nil where nothing of it is known.
  func line(_ title: String, _ ids: [String], names: [String] = []) -> ReportChart? {
    let names = Dictionary(zip(ids, names)) { first, _ in first }
    let metrics = known(ids).compactMap { input.snapshot[$0] }
    guard let first = metrics.first else { return nil }
    let shown = metrics.map {
      (input.snapshot.series($0.id) ?? []).suffix(Self.shownPeriods)
    }
    let series = metrics.enumerated().map { index, metric in
      LineChart.Series(
        name: names[metric.id] ?? metric.label, values: shown[index].map(\.value),
        style: LineChart.style(index))
    }
    return chart(
      title, series, Self.unit(first, shown.joined()),
      targets: metrics.count == 1 ? targets(first.id) : [])
  }

  /// A chart of one metric alone, under its label.
  func line(_ id: String) -> ReportChart? { line(input.snapshot[id]?.label ?? id, [id]) }

  /// The course of one metric for some members of a dimension; nil where nothing of it is known.
  func byMember(_ id: String, _ dimension: String, _ members: [String]) -> ReportChart? {
    guard let metric = input.snapshot[id] else { return nil }
    let shown = members.prefix(5).map { member in
      (input.snapshot.series(id, Group([dimension: member])) ?? []).suffix(Self.shownPeriods)
    }
    let series = members.prefix(5).enumerated().map { index, member in
      LineChart.Series(
        name: member, values: shown[index].map(\.value),
        style: LineChart.style(index))
    }
    let known = series.filter { $0.values.contains { $0 != nil } }
    guard !known.isEmpty else { return nil }
    return chart(
      "\(metric.label) by \(dimension)", known, Self.unit(metric, shown.joined()),
      targets: targets(id))
  }

  /// The unit in which values of a metric are drawn together.
  private static func unit(_ metric: Metric, _ values: some Sequence<MetricValue>) -> Metric.Unit {
    values.reduce(metric.unit) { $1.unit($0) }
  }

  /// Bars of a metric for members, or of several metrics, beside the period before.
  func bars(_ title: String, _ rows: [BarChart.Row], _ unit: Metric.Unit) -> ReportChart {
    let summary = rows.map {
      let value = $0.value.map { Format.amount($0, unit, currency: input.currency) }
      return "\($0.name) \(value ?? Format.unknown)"
    }.joined(separator: ", ")
    let drawn = BarChart(
      title: title, summary: summary, rows: rows, unit: unit, currency: input.currency)
    return ReportChart(title: title, summary: summary, svg: drawn.svg())
  }

  /// What the whole was to reach in each of the shown periods.
  private func targets(_ id: String) -> [Target.Bound?] {
    shownPeriods.map { input.targets.target(id, $0)?.bound }
  }

  private func chart(
    _ title: String, _ series: [LineChart.Series], _ unit: Metric.Unit, targets: [Target.Bound?]
  ) -> ReportChart {
    let summary = series.map { one -> String in
      let known = zip(shownPeriods, one.values).compactMap { period, value in
        value.map { "\(Format.amount($0, unit, currency: input.currency)) in \(period)" }
      }
      guard let first = known.first, let last = known.last else { return "\(one.name): not known" }
      return known.count == 1 ? "\(one.name) \(first)" : "\(one.name) from \(first) to \(last)"
    }.joined(separator: "; ")
    let drawn = LineChart(
      title: title, summary: summary, periods: shownPeriods.map(\.description), series: series,
      unit: unit, currency: input.currency, targets: targets)
    return ReportChart(title: title, summary: summary, svg: drawn.svg())
  }
}
