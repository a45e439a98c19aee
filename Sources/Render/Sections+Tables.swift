import Aggregate
import Compare

extension Sections {
  /// Periods down, metrics across.
  func trend(_ caption: String, _ ids: [String]) -> ReportTable {
    // A metric that no period knows would be a column of dashes; the appendix lists it.
    let metrics = known(ids).compactMap { input.snapshot[$0] }
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

  /// Members down, metrics across, each with its change on the period before where asked for; nil
  /// where no metric knows any of them.
  func members(
    _ dimension: String, _ ids: [String], caption: String, withChanges: Bool = true
  ) -> ReportTable? {
    let all = input.snapshot.members(of: dimension)
    // No tickets in either period is nothing to tell; none of them within SLA is.
    func told(_ id: String, _ member: String) -> Bool {
      [input.period, input.previous].compactMap { $0 }.contains { period in
        input.snapshot.value(id, period, Group([dimension: member])).map {
          $0.isSuppressed || $0.n > 0
        } ?? false
      }
    }
    let metrics = ids.filter { id in all.contains { told(id, $0) } }
      .compactMap { input.snapshot[$0] }
    let members = sortedByDemand(dimension, all)
      .filter { member in metrics.contains { told($0.id, member) } }
    guard !metrics.isEmpty else { return nil }
    let days = input.parts.map { ", days 1–\($0.days)" } ?? ""
    let changes = "; change on \(input.previous?.description ?? Format.unknown)\(days)"
    return ReportTable(
      caption: "\(caption), \(input.period)\(withChanges ? changes : "")",
      columns: [dimension.prefix(1).uppercased() + dimension.dropFirst()]
        + metrics.flatMap { withChanges ? [$0.label, "change"] : [$0.label] },
      rows: members.map { member in
        [.init(text: member)]
          + metrics.flatMap { metric -> [ReportTable.Cell] in
            let group = Group([dimension: member])
            let new = input.snapshot.value(metric.id, input.period, group) ?? .unknown
            let value = ReportTable.Cell(text: cell(new, metric))
            guard withChanges else { return [value] }
            let old =
              input.previous.flatMap { input.compared(metric.id, $0, group) } ?? .unknown
            let change = Change(from: old, to: new, good: metric.good)
            return [
              value,
              .init(
                text: Format.change(change.absolute, change.relative, metric.unit),
                style: Scorecard.Row.style(change)),
            ]
          }
      })
  }

  /// The members with most tickets first.
  func sortedByDemand(_ dimension: String, _ members: [String]) -> [String] {
    members.sorted { a, b in
      let (x, y) = (
        value("created", dimension, a, input.period) ?? 0,
        value("created", dimension, b, input.period) ?? 0
      )
      return x == y ? a < b : x > y
    }
  }

  private func cell(_ value: MetricValue, _ metric: Metric) -> String {
    Format.marked(value, metric.unit, currency: input.currency)
  }
}
