import Aggregate
import Columnar
import Language

extension VendorComparison {
  /// - Parameters:
  ///   - ours: the metric and its value.
  ///   - isSplit: whether the figure is one of a group.
  func text(
    _ ours: (metric: Metric, value: MetricValue), isSplit: Bool, _ amounts: Amounts
  ) -> String {
    guard let figure else {
      return
        "\n\(vendor.name): no rules for '\(ours.metric.id)' are documented well enough to compute\n"
    }
    guard figure.isCounterpart else {
      return "\n"
        + wrapped("\(vendor.name) has no counterpart of '\(ours.metric.id)': \(figure.note)") + "\n"
    }
    var text = "\nAs \(vendor.name) computes it: \(figure.title)\n"
    text += TextTable.aligned(table(ours, amounts), leading: 2)
    for (place, step) in steps.enumerated() {
      text += "\n" + wrapped("\(place + 1). \(step.rule.words)", indent: 2, hanging: 3) + "\n"
      if !step.lacks.isEmpty { text += wrapped("Skipped: \(step.lacks).", indent: 5) + "\n" }
      text += "     \(step.rule.source)\n"
    }
    text += "\n" + wrapped("Checked: \(figure.note).") + "\n"
    if isSplit, let words = vendor.ofGroups { text += wrapped(words) + "\n" }
    return text
  }

  private func table(
    _ ours: (metric: Metric, value: MetricValue), _ amounts: Amounts
  ) -> [[String]] {
    func cells(_ value: MetricValue, _ unit: Metric.Unit) -> [String] {
      [amounts.value(value, unit), amounts.language.grouped(Double(value.n))]
    }
    var rows = [["", "", "Value", "n", "Difference"]]
    rows.append(["", "ours"] + cells(ours.value, ours.metric.unit) + [""])
    var before = (ours.value, ours.metric.unit)
    for (place, step) in steps.enumerated() {
      let head = ["\(place + 1)", step.rule.name]
      guard let value = step.value else {
        rows.append(head + [amounts.language.unknown, "", "skipped"])
        continue
      }
      rows.append(
        head + cells(value, step.unit) + [Self.difference(before, (value, step.unit), amounts)])
      before = (value, step.unit)
    }
    rows.append(
      ["", "as \(vendor.name)\(unknown)"] + cells(before.0, before.1)
        + [Self.difference((ours.value, ours.metric.unit), before, amounts)])
    return rows.map { row in ["  \(row[0])"] + row.dropFirst() }
  }

  /// That some rules could not be applied.
  private var unknown: String {
    let skipped = steps.indices.filter { steps[$0].value == nil }.map { "\($0 + 1)" }
    return skipped.isEmpty ? "" : ", but for \(skipped.joined(separator: ", "))"
  }

  /// Nothing where the two are not of one unit, or one is not known.
  private static func difference(
    _ a: (MetricValue, Metric.Unit), _ b: (MetricValue, Metric.Unit), _ amounts: Amounts
  ) -> String {
    guard let x = a.0.value, let y = b.0.value, a.1 == b.1 else {
      return amounts.language.unknown
    }
    return amounts.difference(y - x, a.0.unit(b.0.unit(b.1)))
  }

  /// One JSON object.
  func json() -> String {
    let quoted = JSONText.quoted
    let steps = steps.map { step in
      """
      {"n":\(JSONText.whole(step.value?.n)),"rule":\(quoted(step.rule.name)),\
      "skipped":\(step.lacks.isEmpty ? "null" : quoted(step.lacks)),\
      "source":\(quoted(step.rule.source)),"unit":\(quoted(step.unit.rawValue)),\
      "value":\(JSONText.number(step.value?.value)),"words":\(quoted(step.rule.words))}
      """
    }
    let title = figure.map { $0.isCounterpart ? quoted($0.title) : "null" } ?? "null"
    return """
      {"as":\(quoted(vendor.rawValue)),"figure":\(title),"note":\(quoted(figure?.note ?? "")),\
      "rules":[\(steps.joined(separator: ","))],\
      "value":\(JSONText.number(last?.value?.value))}
      """
  }
}
