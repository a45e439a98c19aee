import Aggregate
import Civil
import Compare
import Language

extension Composer {
  /// Periods down, metrics across.
  func trend(_ caption: Words, _ ids: [String]) -> Table {
    // A metric that no period knows would be a column of dashes; the appendix lists it.
    let ids = known(ids)
    return Table(
      caption: caption, columns: [.phrase(.period)] + ids.map { .metric($0) },
      rows: shownPeriods.map { period in
        [Table.Cell(label(period))] + ids.map { Table.Cell(.marked(CellID($0, period))) }
      })
  }

  /// Members down, metrics across, each with its change on the period before where asked for; nil
  /// where no metric knows any of them.
  func members(
    _ dimension: String, _ ids: [String], caption: Words, withChanges: Bool = true
  ) -> Table? {
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
    let part = input.fewerDays(than: input.previous).map(days)
    let head = withChanges ? [part, .phrase(.change)].compactMap { $0 } : []
    let other = input.previous.map { label($0, days: input.parts[$0]) } ?? .phrase(.unknown)
    return Table(
      caption: withChanges
        ? .phrase(
          .captionOfChanged,
          ["caption": caption, "period": label(input.period), "other": other])
        : .phrase(.captionOf, ["caption": caption, "period": label(input.period)]),
      columns: [.capitalized(.text(dimension))] + metrics.flatMap { [.metric($0.id)] + head },
      rows: members.map { member in
        [Table.Cell(.text(member))]
          + metrics.flatMap { metric -> [Table.Cell] in
            let group = Group([dimension: member])
            let value = Table.Cell(.marked(CellID(metric.id, input.period, group)))
            guard withChanges else { return [value] }
            let compared =
              part == nil ? [] : [Table.Cell(.marked(cell(metric.id, group)))]
            guard let move = move(metric.id, group) else {
              return [value] + compared + [Table.Cell(.phrase(.unknown))]
            }
            return [value] + compared + [Table.Cell(.change(move.cells), move.tone)]
          }
      })
  }
}
