import Aggregate
import Civil
import Compare

/// A part of the report: a finding as heading, charts, and the tables beneath them.
struct ReportSection {
  var id: String
  var heading: String
  /// Measure, population, period.
  var subtitle: String
  var charts: [(title: String, summary: String, svg: String)] = []
  var tables: [ReportTable] = []

  var node: ModelNode {
    .object([
      "id": .text(id), "heading": .text(heading), "subtitle": .text(subtitle),
      "charts": .list(
        charts.map { chart in
          .object([
            "title": .text(chart.title), "summary": .text(chart.summary),
            "svg": .markup(chart.svg),
          ])
        }),
      "tables": .list(tables.map(\.node)),
    ])
  }
}

/// The sections of the board report, in its order; one without data is left out.
struct Sections {
  let input: ReportInput

  var all: [ReportSection] {
    var sections = [demand, speed, sla, quality, automation].compactMap { $0 }
    sections += input.dimensions.compactMap(dimension)
    if let own { sections.append(own) }
    return sections
  }

  // MARK: The sections

  private var demand: ReportSection? {
    guard input.snapshot["created"] != nil else { return nil }
    var section = ReportSection(
      id: "demand", heading: demandFinding,
      subtitle: "Tickets created, solved and waiting; all teams; by \(kindName), \(span)")
    if let chart = line("Tickets created and solved", ["created", "solved"]) {
      section.charts.append(chart)
    }
    if let bridge {
      section.charts.append(bridge.chart)
      section.tables.append(bridge.table)
    }
    if let chart = ages { section.charts.append(chart) }
    section.tables.append(
      trend(
        "Demand and backlog by \(kindName)",
        ["created", "solved", "backlog", "backlog_age.median", "backlog_age.over_7d"]))
    return section
  }

  private var demandFinding: String {
    guard let change = change("backlog"), let closing = change.new.value, let move = change.absolute
    else { return "Demand" }
    let direction = move > 0 ? "grew by" : move < 0 ? "fell by" : "stayed at"
    return move == 0
      ? "The backlog stayed at \(Format.grouped(closing, 0))"
      : "The backlog \(direction) \(Format.grouped(abs(move), 0)) to \(Format.grouped(closing, 0))"
  }

  private var speed: ReportSection? {
    let ids = [
      "first_response.median", "first_response.p90", "resolution.median", "resolution.p90",
    ]
    guard ids.contains(where: { input.snapshot[$0] != nil }) else { return nil }
    var section = ReportSection(
      id: "speed", heading: finding("first_response.median", "Speed"),
      subtitle: "Calendar time from creation, median and 90th percentile; all teams; \(span)")
    for (title, ids) in [
      ("First response", ["first_response.median", "first_response.p90"]),
      ("Resolution", ["resolution.median", "resolution.p90"]),
    ] {
      if let chart = line(title, ids, names: ["median", "p90"]) { section.charts.append(chart) }
    }
    section.tables.append(trend("Speed by \(kindName)", ids + ["handle_time"]))
    return section
  }

  private var sla: ReportSection? {
    let ids = ["sla_first_reply", "sla_resolution"].filter { input.snapshot[$0] != nil }
    guard !ids.isEmpty else { return nil }
    var section = ReportSection(
      id: "sla", heading: finding("sla_first_reply", "Service levels"),
      subtitle: "Met ÷ (met + breached), by due time; calendar time; \(span)")
    for id in ids {
      if let chart = line(input.snapshot[id]?.label ?? id, [id]) { section.charts.append(chart) }
    }
    if input.dimensions.contains("priority") {
      section.tables.append(members("priority", ids, caption: "Service levels by priority"))
    }
    section.tables.append(trend("Service levels by \(kindName)", ids))
    return section
  }

  private var quality: ReportSection? {
    let ids = [
      "csat", "csat_response_rate", "nps", "ces", "one_touch", "reopen_rate", "transfer_rate",
      "escalation_rate",
    ]
    .filter { input.snapshot[$0] != nil }
    guard !ids.isEmpty else { return nil }
    var section = ReportSection(
      id: "quality", heading: finding(input.snapshot["csat"] == nil ? ids[0] : "csat", "Quality"),
      subtitle: "What customers said, and what came back; all teams; \(span)")
    for id in ["csat", "nps"] {
      if let chart = line(input.snapshot[id]?.label ?? id, [id]) { section.charts.append(chart) }
    }
    let rates = ["one_touch", "reopen_rate", "transfer_rate", "escalation_rate"]
    if let chart = line("Solved in one touch, reopened, moved, escalated", rates) {
      section.charts.append(chart)
    }
    section.tables.append(trend("Quality by \(kindName)", ids))
    return section
  }

  private var automation: ReportSection? {
    let ids = ["bot_share", "bot_containment", "bot_handoff"].filter { input.snapshot[$0] != nil }
    guard !ids.isEmpty else { return nil }
    var section = ReportSection(
      id: "automation", heading: finding("bot_containment", "Automation"),
      subtitle: "Tickets in which a bot took part, by creation; all teams; \(span)")
    if let chart = line("Bots", ids) { section.charts.append(chart) }
    section.tables.append(trend("Automation by \(kindName)", ids))
    return section
  }

  /// One dimension: bars of demand, small multiples of three KPIs on common scales, a table.
  private func dimension(_ name: String) -> ReportSection? {
    let names = input.snapshot.members(of: name).filter { $0 != Group.none }
    guard names.count > 1 else { return nil }
    let shown = Array(sortedByDemand(name, names).prefix(8))
    var section = ReportSection(
      id: "by-\(name)", heading: "By \(name): \(dimensionFinding(name, shown))",
      subtitle:
        "\(PeriodName.long(input.period)) against \(input.previous.map(PeriodName.long) ?? "the period before")"
    )
    if let metric = input.snapshot["created"] {
      let rows = shown.map { member in
        BarChart.Row(
          name: member, value: value("created", name, member, input.period),
          previous: input.previous.flatMap { value("created", name, member, $0) })
      }
      let summary = rows.map {
        "\($0.name) \($0.value.map { Format.amount($0, .count) } ?? Format.unknown)"
      }
      .joined(separator: ", ")
      section.charts.append(
        (
          "\(metric.label) by \(name)", summary,
          BarChart(
            title: "\(metric.label) by \(name)", summary: summary, rows: rows, unit: .count,
            currency: input.currency
          ).svg()
        ))
    }
    let multiples = ["first_response.median", "csat", "backlog"]
      .filter { input.snapshot.series($0, Group([name: shown[0]])) != nil }
    for id in multiples where shown.count <= 5 {
      if let chart = byMember(id, name, shown) { section.charts.append(chart) }
    }
    section.tables.append(
      members(
        name,
        [
          "created", "backlog", "first_response.median", "resolution.median", "sla_first_reply",
          "csat",
        ]
        .filter { input.snapshot.series($0, Group([name: shown[0]])) != nil },
        caption: "All of \(name)"))
    return section
  }

  private func dimensionFinding(_ name: String, _ members: [String]) -> String {
    guard let previous = input.previous else { return "\(members.count) members" }
    var best: (move: Double, text: String)?
    for member in members {
      guard let old = value("created", name, member, previous), old >= 30,
        let new = value("created", name, member, input.period)
      else { continue }
      if abs(new - old) > best?.move ?? -1 {
        best = (
          abs(new - old),
          "\(member) moved most, from \(Format.grouped(old, 0)) to \(Format.grouped(new, 0)) tickets"
        )
      }
    }
    return best?.text ?? "\(members.count) members"
  }

  private var own: ReportSection? {
    let builtIn = Set(MetricTable.builtIn.map(\.id))
    let metrics = input.snapshot.metrics.filter { !builtIn.contains($0.id) }
    guard !metrics.isEmpty else { return nil }
    var section = ReportSection(
      id: "own", heading: finding(metrics[0].id, "Metrics of this pipeline"),
      subtitle: "Metrics that the pipeline file defines; all teams; \(span)")
    for metric in metrics.prefix(3) {
      if let chart = line(metric.label, [metric.id]) { section.charts.append(chart) }
    }
    section.tables.append(trend("Metrics of this pipeline by \(kindName)", metrics.map(\.id)))
    return section
  }

  // MARK: The bridge

  private var bridge: (chart: (title: String, summary: String, svg: String), table: ReportTable)? {
    func count(_ id: String) -> Double? { input.snapshot.value(id, input.period)?.value }
    guard let opening = count("backlog.opening"), let closing = count("backlog") else { return nil }
    // Steps that never happen, as restored tickets without events, are not shown.
    let steps = [
      ("created", 1.0), ("reopened", 1), ("restored", 1), ("solved", -1), ("removed", -1),
    ].compactMap { name, sign -> (name: String, change: Double)? in
      guard let size = count("backlog.\(name)") else { return nil }
      return size == 0 && (name == "restored" || name == "removed") ? nil : (name, sign * size)
    }
    let holds = steps.reduce(opening) { $0 + $1.change } == closing
    let terms = steps.map { step in
      "\(step.change < 0 || step.name == "solved" ? "−" : "+") \(Format.grouped(abs(step.change), 0))"
    }
    let sum =
      ([Format.grouped(opening, 0)] + terms + [holds ? "=" : "≠", Format.grouped(closing, 0)])
      .joined(separator: " ")
    let words =
      "Opening "
      + steps.map { "\($0.change < 0 || $0.name == "solved" ? "−" : "+") \($0.name)" }.joined(
        separator: " ")
    let title = holds ? "Backlog bridge" : "Backlog bridge: DOES NOT ADD UP"
    var level = opening
    let bars = steps.map { step -> Waterfall.Step in
      level += step.change
      return .init(name: step.name, change: step.change, level: level)
    }
    let chart = Waterfall(
      title: title, summary: "\(words): \(sum)",
      steps: [.init(name: "opening", change: nil, level: opening)] + bars
        + [.init(name: "closing", change: nil, level: closing)])
    let rows =
      [("Opening backlog", opening)]
      + steps.map {
        ("\($0.change < 0 || $0.name == "solved" ? "−" : "+") \($0.name)", abs($0.change))
      }
      + [("= closing backlog", closing)]
    let table = ReportTable(
      caption: "\(title), \(PeriodName.long(input.period)): \(sum)", columns: ["", "Tickets"],
      rows: rows.map { [.init(text: $0.0), .init(text: Format.grouped($0.1, 0))] })
    return ((title, "\(words): \(sum)", chart.svg()), table)
  }

  private var ages: (title: String, summary: String, svg: String)? {
    let bands = ["d0_1", "d2_3", "d4_7", "d8_14", "d15_30", "d30_plus"].map { "backlog_age.\($0)" }
    let rows = bands.compactMap { id -> BarChart.Row? in
      guard let metric = input.snapshot[id], let value = input.snapshot.value(id, input.period)
      else { return nil }
      return BarChart.Row(
        name: String(metric.label.dropFirst("Backlog aged ".count)), value: value.value,
        previous: input.previous.flatMap { input.snapshot.value(id, $0)?.value })
    }
    guard !rows.isEmpty else { return nil }
    let title = "Age of the backlog at the end of \(PeriodName.long(input.period)), tickets"
    let summary = rows.map {
      "\($0.name) \($0.value.map { Format.amount($0, .count) } ?? Format.unknown)"
    }
    .joined(separator: ", ")
    return (
      title, summary,
      BarChart(title: title, summary: summary, rows: rows, unit: .count, currency: "").svg()
    )
  }

  // MARK: Parts

  private var kindName: String {
    input.period.kind.rawValue.split(separator: "_").joined(separator: " ")
  }

  private var span: String {
    let shown = shownPeriods
    return "\(shown[0]) to \(shown[shown.count - 1])"
  }

  /// The last thirteen periods.
  private var shownPeriods: [Period] { Array(input.snapshot.periods.suffix(13)) }

  private func change(_ id: String) -> Change? {
    guard let metric = input.snapshot[id], let previous = input.previous,
      let old = input.snapshot.value(id, previous), let new = input.snapshot.value(id, input.period)
    else { return nil }
    return Change(from: old, to: new, good: metric.good)
  }

  /// A heading that says what a metric did; the fallback where that is not known.
  private func finding(_ id: String, _ fallback: String) -> String {
    guard let metric = input.snapshot[id], let change = change(id), let absolute = change.absolute,
      change.new.value != nil
    else { return fallback }
    let value = Format.value(change.new, metric.unit, currency: input.currency)
    let words: String
    switch change.verdict {
    case .better: words = "improved to \(value)"
    case .worse: words = "worsened to \(value)"
    case .unchanged: return "\(metric.label) stayed at \(value)"
    default: words = "moved to \(value)"
    }
    return "\(metric.label) \(words) (\(Format.change(absolute, change.relative, metric.unit)))"
  }

  private func value(_ id: String, _ dimension: String, _ member: String, _ period: Period)
    -> Double?
  {
    input.snapshot.value(id, period, Group([dimension: member]))?.value
  }

  private func sortedByDemand(_ dimension: String, _ members: [String]) -> [String] {
    members.sorted { a, b in
      let (x, y) = (
        value("created", dimension, a, input.period) ?? 0,
        value("created", dimension, b, input.period) ?? 0
      )
      return x == y ? a < b : x > y
    }
  }

  private func line(
    _ title: String, _ ids: [String], names: [String] = []
  ) -> (title: String, summary: String, svg: String)? {
    let metrics = ids.compactMap { input.snapshot[$0] }
    guard let first = metrics.first else { return nil }
    let series = metrics.enumerated().map { index, metric in
      LineChart.Series(
        name: index < names.count ? names[index] : metric.label,
        values: (input.snapshot.series(metric.id) ?? []).suffix(13).map(\.value),
        style: LineChart.style(index))
    }
    return chart(
      title, series, first.unit, targets: metrics.count == 1 ? targets(first.id) : [])
  }

  private func byMember(
    _ id: String, _ dimension: String, _ members: [String]
  ) -> (title: String, summary: String, svg: String)? {
    guard let metric = input.snapshot[id] else { return nil }
    let series = members.prefix(5).enumerated().map { index, member in
      LineChart.Series(
        name: member,
        values: (input.snapshot.series(id, Group([dimension: member])) ?? []).suffix(13).map(
          \.value),
        style: LineChart.style(index))
    }
    return chart(
      "\(metric.label) by \(dimension)", series, metric.unit, targets: targets(id))
  }

  /// What the whole was to reach in each of the shown periods.
  private func targets(_ id: String) -> [Target.Bound?] {
    shownPeriods.map { input.targets.target(id, $0)?.bound }
  }

  private func chart(
    _ title: String, _ series: [LineChart.Series], _ unit: Metric.Unit, targets: [Target.Bound?]
  ) -> (title: String, summary: String, svg: String) {
    let summary = series.map { one -> String in
      let known = one.values.compactMap { $0 }
      guard let first = known.first, let last = known.last else { return "\(one.name): not known" }
      return "\(one.name) from \(Format.amount(first, unit, currency: input.currency)) to "
        + Format.amount(last, unit, currency: input.currency)
    }.joined(separator: "; ")
    let drawn = LineChart(
      title: title, summary: summary, periods: shownPeriods.map(\.description), series: series,
      unit: unit, currency: input.currency, targets: targets)
    return (title, summary, drawn.svg())
  }

  /// Periods down, metrics across.
  private func trend(_ caption: String, _ ids: [String]) -> ReportTable {
    // A metric that no period knows would be a column of dashes; the appendix lists it.
    let metrics = ids.compactMap { input.snapshot[$0] }
      .filter { input.snapshot.series($0.id)?.contains { $0.value != nil } ?? false }
    return ReportTable(
      caption: caption, columns: ["Period"] + metrics.map(\.label),
      rows: shownPeriods.map { period in
        [.init(text: period.description)]
          + metrics.map { metric in
            .init(
              text: cell(input.snapshot.value(metric.id, period) ?? .unknown, metric))
          }
      })
  }

  /// Members down, metrics across, each with its change on the period before.
  private func members(_ dimension: String, _ ids: [String], caption: String) -> ReportTable {
    let metrics = ids.compactMap { input.snapshot[$0] }
    let members = sortedByDemand(dimension, input.snapshot.members(of: dimension))
    return ReportTable(
      caption:
        "\(caption), \(input.period); change on \(input.previous?.description ?? Format.unknown)",
      columns: [dimension.prefix(1).uppercased() + dimension.dropFirst()]
        + metrics.flatMap { [$0.label, "change"] },
      rows: members.map { member in
        [.init(text: member)]
          + metrics.flatMap { metric -> [ReportTable.Cell] in
            let group = Group([dimension: member])
            let new = input.snapshot.value(metric.id, input.period, group) ?? .unknown
            let old =
              input.previous.flatMap { input.snapshot.value(metric.id, $0, group) } ?? .unknown
            let change = Change(from: old, to: new, good: metric.good)
            return [
              .init(text: cell(new, metric)),
              .init(
                text: Format.change(change.absolute, change.relative, metric.unit),
                style: Scorecard.Row.style(change)),
            ]
          }
      })
  }

  /// A value with a mark where it rests on few records.
  private func cell(_ value: MetricValue, _ metric: Metric) -> String {
    Format.value(value, metric.unit, currency: input.currency)
      + (value.flags.contains(.indicative) ? "*" : "")
  }
}
