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
      "previous_period": .text(input.previous.map(input.name) ?? Format.unknown),
      "year_before": .text(input.yearBefore.map(input.name) ?? Format.unknown),
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

/// Periods in words.
enum PeriodName {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// `October 2026`, `week 2026-W44`, `2026-Q4`.
  static func long(_ period: Period) -> String {
    switch period.kind {
    case .month: "\(months[period.first.month - 1]) \(period.first.year)"
    case .week: "week \(period)"
    default: period.description
    }
  }
}
