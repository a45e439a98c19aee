import Aggregate
import Columnar
import Compose
import Language

extension Explanation {
  private var language: Language { .english }
  private var amounts: Amounts { Amounts(language: language, currency: currency) }

  /// For a terminal: columns aligned, controls made harmless.
  public func text() -> String {
    var text = "\(metric.id): \(metric.label)\n\(wrapped(metric.definition))\n\n"
    text += TextTable.aligned(facts, leading: 2)
    text += courseSections(amounts)
    text += "\n" + TextTable.aligned(parts.flatMap(lines), leading: 3)
    text += meanings
    text += section("Left out", leftOut)
    text += section("In the denominator, not in the numerator", notInNumerator)
    for listing in listings where !listing.rows.isEmpty { text += lines(listing) }
    if let vendor {
      text += vendor.text(
        (metric, value), isSplit: !group.dimensions.isEmpty, amounts)
    }
    return text
  }

  private var facts: [[String]] {
    var facts = [
      [
        "Metric",
        "version \(metric.version); \(metric.unit.words); \(language.text(metric.good.phrase))",
      ],
      ["Period", "\(period): from \(bounds.from) to before \(bounds.to), \(zone)"],
      ["Group", groupText], ["As of", asOf.description], ["Exports", recordsText],
      ["Value", valueText],
      ["n", language.grouped(Double(value.n))],
    ]
    facts += courseFacts(amounts)
    if let coverage = value.coverage {
      facts.append(["Coverage", language.percent(coverage)])
    }
    if !value.flags.isEmpty {
      facts.append(["Flags", value.flags.map(\.words).joined(separator: ", ")])
    }
    if isInternal {
      facts.append([
        "Shown",
        "to internal readers alone: it rests on few records, or gives away what does",
      ])
    }
    return facts
  }

  var groupText: String {
    group.dimensions.isEmpty
      ? "the whole"
      : group.dimensions.map { "\($0) = \(group.members[$0] ?? "")" }.joined(separator: ", ")
  }

  private var recordsText: String {
    "\(records.read) rows = \(records.kept) kept + \(records.superseded) superseded + "
      + "\(records.rejected) rejected"
      + (records.dropped > 0 ? " + \(records.dropped) dropped" : "")
  }

  /// As reports print it, and to the last digit where that says more.
  private var valueText: String {
    let short = amounts.value(value, metric.unit)
    let long = JSONText.number(value.value)
    return value.value == nil || short == long ? short : "\(short) (\(long))"
  }

  private func lines(_ part: Part) -> [[String]] {
    let amount =
      part.unit == .count || part.sum == nil
      ? language.grouped(Double(part.count))
      : amount(part.sum, value.unit(part.unit))
    let of =
      part.unit == .count || part.sum == nil
      ? "" : " (\(language.grouped(Double(part.count))) rows)"
    let head = [part.role.words, amount, part.words + of]
    let own = part.tests.dropFirst(part.shared ?? 0)
    let first = part.shared == nil ? "where " : "of the denominator, where "
    if own.isEmpty { return [head] + (part.shared == nil ? [] : [["", "", "of the denominator"]]) }
    return [head] + own.enumerated().map { ["", "", ($0 == 0 ? first : "and ") + $1] }
  }

  private var meanings: String {
    if fields.isEmpty { return "" }
    return "\nFields\n"
      + TextTable.aligned(fields.map { ["  \($0.name)", $0.meaning] }, leading: 2)
  }

  private func section(_ title: String, _ reasons: [Reason]) -> String {
    if reasons.isEmpty { return "" }
    let rows = reasons.map { [language.grouped(Double($0.count)), $0.text] }
    let width = rows.map(\.[0].count).max() ?? 0
    let padded = rows.map { row in
      ["  " + String(repeating: " ", count: width - row[0].count) + row[0], row[1]]
    }
    return "\n\(title)\n" + TextTable.aligned(padded, leading: 2)
  }

  private func lines(_ listing: Listing) -> String {
    let count =
      listing.rows.count == listing.total
      ? "\(listing.total) \(listing.total == 1 ? "row" : "rows")"
      : "\(listing.rows.count) of \(listing.total) rows; --all prints every one"
    let hasEvents = listing.rows.contains { $0.event != nil }
    let rows = listing.rows.map { row in
      (row.rank.map { [(row.isAtQuantile ? "* " : "  ") + "\($0)"] } ?? [])
        + ["\(row.place)", row.id]
        + (hasEvents ? [row.event.map { "event \($0)" } ?? ""] : [])
        + [row.instant]
        + (listing.unit == .count
          ? [] : [amount(row.value, value.unit(listing.unit))])
    }
    let leading = rows[0].count - (listing.unit == .count ? 0 : 1)
    return "\n\(listing.title): \(count)\n"
      + TextTable.aligned(rows.map { ["  " + $0[0]] + $0.dropFirst() }, leading: leading)
  }

  /// A value of one record or a sum of them: seconds to the second.
  private func amount(_ number: Double?, _ unit: Metric.Unit) -> String {
    guard let number else { return language.unknown }
    switch unit {
    case .seconds: return language.text(.seconds, ["number": language.grouped(number)])
    case .money, .days: return amounts.amount(number, unit)
    default: return number == number.rounded() ? language.grouped(number) : "\(number)"
    }
  }
}

extension MetricPart.Role {
  var words: String {
    switch self {
    case .less: "Less"
    default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    }
  }
}

extension Metric.Unit {
  /// As an explanation names it.
  var words: String {
    switch self {
    case .seconds: "seconds"
    case .money: "minor units of the currency"
    default: rawValue
    }
  }
}
