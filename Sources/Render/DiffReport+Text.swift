import Aggregate
public import Compare
import Compose
import Language

extension DiffReport {
  /// Aligned columns for a terminal: the signals, then what changed detectably; all other rows are counted.
  public func text() -> String {
    let days =
      comparison.days.map { ", \(self.days($0)) of each: one is not over yet" } ?? ""
    var text = "\(title.visible): \(comparison.from) to \(comparison.to)\(days)\n"
    let findings = findings()
    if !findings.isEmpty {
      text += "\n"
      for finding in findings {
        text += wrapped("- " + finding.text, hanging: 2) + "\n"
      }
    }
    var left: [String: Int] = [:]
    let moved =
      selection.showsAll
      ? nil
      : Set(comparison.rows.filter { $0.group == .whole && $0.isTold }.map(\.metric.id))
    for section in sections {
      let told = section.rows.filter { selection.showsAll || $0.isTold }
      for row in section.rows where !selection.showsAll && !row.isTold {
        left[row.judgement.verdict.word, default: 0] += 1
      }
      let rows = selection.most.map { Array(told.prefix($0)) } ?? told
      if rows.count < told.count { left["further", default: 0] += told.count - rows.count }
      let causes = causes(section.dimensions, told: moved)
      if rows.isEmpty && causes == nil { continue }
      text += "\n\(section.heading)\n"
      if !rows.isEmpty {
        text += TextTable.aligned(
          [section.dimensions + shortColumns]
            + rows.map { row in
              section.dimensions.map { row.group.members[$0] ?? "" } + line(row)
            }, leading: section.dimensions.count + 1)
      }
      for reversal in reversals(section.dimensions) {
        text += "\n" + wrapped(reversal) + "\n"
      }
      if let causes {
        text += "\n\(causes.caption)\n"
        text += TextTable.aligned(
          [causes.columns] + causes.rows.map { $0.map(\.text) }, leading: 1)
      }
    }
    if !left.isEmpty {
      let counts = left.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
      text += "\nNot shown: \(counts.joined(separator: ", ")); --all shows them\n"
    }
    return text
  }

  /// A comparison in one line: `CSAT of region EMEA: 88.1 % → 80.2 % (−7.9 pts), worse`.
  public func sentence(of row: Comparison.Row) -> String {
    let groups = row.group.dimensions.map { "\($0) \(row.group.members[$0] ?? "")" }
    let name =
      row.group == .whole
      ? row.metric.label : "\(row.metric.label) in \(groups.joined(separator: ", "))"
    let cells = line(row)
    return
      "\(name): \(cells[1]) → \(cells[2]) (\(cells[3])), \(row.judgement.verdict.word)".visible
  }

  /// What the report says of a signal.
  public func sentence(of signal: Signal) -> String {
    findings().first { $0.signal == signal }?.text.visible
      ?? "\(signal.metric.label) is a signal"
  }

  private var shortColumns: [String] {
    let soFar = comparison.soFar.map { "\($0.period), \(days($0.days))" }
    return ["Metric", "Old", "New", "Change", "n", "Verdict"] + [soFar].compactMap { $0 }
  }

  private func line(_ row: Comparison.Row) -> [String] {
    let (change, unit) = (row.change, row.metric.unit)
    let isInPoints = unit == .share || unit == .points
    let difference = change.absolute.map { amounts.difference($0, change.unit(unit)) }
    let size = isInPoints ? difference : change.relative.map(language.relative) ?? difference
    return [
      row.metric.label, amounts.value(change.old, unit), amounts.value(change.new, unit),
      size ?? language.unknown, amounts.n(change.new), row.judgement.verdict.words,
    ] + [row.soFar].compactMap { $0.map { amounts.value($0, unit) } }
  }
}

extension Comparison.Row {
  /// Whether something is to be said of it: a change, or that the two may not be compared.
  fileprivate var isTold: Bool {
    switch judgement.verdict {
    case .improved, .worse, .changed, .notComparable: true
    case .noDetectableChange, .notKnown: false
    }
  }
}
