import Aggregate
import Civil
import Compare

extension Sections {
  /// Periods down, metrics across.
  func trend(_ caption: String, _ ids: [String]) -> ReportTable {
    // A metric that no period knows would be a column of dashes; the appendix lists it.
    let metrics = known(ids).compactMap { input.snapshot[$0] }
    return ReportTable(
      caption: caption, columns: ["Period"] + metrics.map(\.label),
      rows: shownPeriods.map { period in
        [.init(text: label(period))]
          + metrics.map { metric in
            .init(
              text: cell(input.snapshot.value(metric.id, period) ?? .unknown, metric))
          }
      })
  }

  /// A period's name, with how many of its days there are where it is not over.
  private func label(_ period: Period) -> String {
    guard period == input.period, let days = input.daysSoFar else { return period.description }
    return "\(period), \(PeriodName.days(days))"
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
    let other = input.previous.map { previous in
      "\(previous)" + (input.parts[previous].map { ", \(PeriodName.days($0.days))" } ?? "")
    }
    let part = input.fewerDays(than: input.previous).map(PeriodName.days)
    let head = withChanges ? [part, "change"].compactMap { $0 } : []
    return ReportTable(
      caption: "\(caption), \(label(input.period))"
        + (withChanges ? "; change on \(other ?? Format.unknown)" : ""),
      columns: [dimension.prefix(1).uppercased() + dimension.dropFirst()]
        + metrics.flatMap { [$0.label] + head },
      rows: members.map { member in
        [.init(text: member)]
          + metrics.flatMap { metric -> [ReportTable.Cell] in
            let group = Group([dimension: member])
            let new = input.snapshot.value(metric.id, input.period, group) ?? .unknown
            let value = ReportTable.Cell(text: cell(new, metric))
            guard withChanges else { return [value] }
            let change =
              input.change(metric, from: input.previous, group)
              ?? Change(from: .unknown, to: new, good: metric.good)
            let compared = part == nil ? [] : [ReportTable.Cell(text: cell(change.new, metric))]
            return [value] + compared + [
              .init(
                text: Format.change(change, metric.unit, currency: input.currency),
                style: Scorecard.Row.style(change))
            ]
          }
      })
  }

  /// The members with most tickets first.
  func sortedByDemand(_ dimension: String, _ members: [String]) -> [String] {
    members.sorted { a, b in
      let (x, y) = (
        value("created", dimension, a) ?? 0, value("created", dimension, b) ?? 0
      )
      return x == y ? a < b : x > y
    }
  }

  private func cell(_ value: MetricValue, _ metric: Metric) -> String {
    Format.marked(value, metric.unit, currency: input.currency)
  }
}
