import Aggregate
import Civil
import Compare
import Templates

/// The report as templates see it: header, messages, scorecard, sections, appendix.
struct ReportModel {
  let input: ReportInput

  /// Everything; the names in it are those that a template may use.
  var node: ModelNode {
    .object([
      "title": .text(input.title),
      "pipeline": .text(input.pipeline),
      "report": .text(input.report),
      "period": .text(input.name(of: input.period)),
      "period_id": .text(input.period.description),
      "previous_period": .text(compared(input.previous)),
      "year_before": .text(compared(input.yearBefore)),
      "part_columns": .list(
        input.fewerDays.map { .object(["name": .text(PeriodName.column($0.days))]) }),
      "zone": .text(input.zone),
      "as_of": .text(input.asOf.description),
      "data_to": .text(input.dataTo),
      "run": .text(input.runID),
      "edition": .text(input.edition),
      "program": .text(input.program),
      "css": .markup(BuiltInTemplates.stylesheet),
      "messages": .list(Messages(input: input).sentences.map { .object(["text": .text($0)]) }),
      "scorecard": .list(Scorecard(input: input).rows.map(\.node)),
      "sections": .list(Sections(input: input).all.map(\.node)),
      "quality": Appendix(input: input).quality,
      "definitions": .list(Appendix(input: input).definitions),
      "missing": .list(Appendix(input: input).missing),
      "has_missing": .flag(!input.missing.isEmpty),
    ])
  }
}

extension ReportModel {
  /// A period that is compared with, and with how many days.
  private func compared(_ other: Period?) -> String {
    guard let other else { return Format.unknown }
    let days = input.fewerDays(than: other).map { " (against \(PeriodName.days($0)))" } ?? ""
    return input.name(of: other) + days
  }
}

/// Periods in words.
enum PeriodName {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// `days 1–10`, `day 1`.
  static func days(_ count: Int) -> String { count == 1 ? "day 1" : "days 1–\(count)" }

  /// The same as a heading.
  static func column(_ days: Int) -> String { "D" + Self.days(days).dropFirst() }

  /// `October 2026`, `October 2026, days 1–10`.
  static func long(_ period: Period, days: Int?) -> String {
    long(period) + (days.map { ", \(Self.days($0))" } ?? "")
  }

  /// `October 2026`, `week 2026-W44`, `2026-Q4`.
  static func long(_ period: Period) -> String {
    switch period.kind {
    case .month: "\(months[period.first.month - 1]) \(period.first.year)"
    case .week: "week \(period)"
    default: period.description
    }
  }
}
