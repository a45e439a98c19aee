import Aggregate
import Columnar
import Compare
import Statistics

extension DiffReport {
  /// The comparisons as data, a line each, keys sorted: what `docs/data.md` promises.
  public func json() -> String {
    let why = Dictionary(
      grouping: comparison.splits.flatMap { split in split.members.map { (split, $0) } },
      by: \.0.metric.id)
    let lines = selection.rows(comparison.rows).map { row in
      line(row, why: selection.showsGroups && row.group == .whole ? why[row.metric.id] ?? [] : [])
    }
    let signals = course.map { course -> String in
      let lines = zip(course.signals, course.signalLines()).filter {
        selection.shows($0.0.metric, $0.0.group)
      }.map(\.1)
      return ",\"signals\":[\(lines.isEmpty ? "" : "\n\(lines.joined(separator: ",\n"))\n")]"
    }
    let days = comparison.days.map { "\"days\":\($0)," } ?? ""
    let soFar =
      comparison.soFar.map {
        ",\"so_far\":{\"days\":\($0.days),\"period\":\(JSONText.quoted($0.period.description))}"
      } ?? ""
    return """
      {"comparisons":[
      \(lines.joined(separator: ",\n"))
      ],\(days)"format":"deskbrief.diff/2","from":\(JSONText.quoted(comparison.from.description))\
      \(signals ?? "")\(soFar),"to":\(JSONText.quoted(comparison.to.description))}

      """
  }

  func line(
    _ row: Comparison.Row, why: [(split: Comparison.Split, member: Comparison.Split.Member)]
  ) -> String {
    let (change, judgement) = (row.change, row.judgement)
    let reasons = why.map { split, member in
      """
      {"contribution":\(JSONText.number(member.part.rate + member.part.mix)),\
      "dimension":\(JSONText.quoted(split.dimension)),"member":\(JSONText.quoted(member.name)),\
      "mix":\(JSONText.number(split.isByWeight ? member.part.mix : nil)),\
      "rate":\(JSONText.number(split.isByWeight ? member.part.rate : nil))}
      """
    }
    return """
      {"change":\(JSONText.number(change.absolute)),\
      "change_interval":\(judgement.interval?.decidable.json ?? "null"),\
      "dimensions":\(row.group.json),"exposure":\(JSONText.number(judgement.exposure)),\
      "from":\(Self.json(change.old)),\
      "metric":\(JSONText.quoted(row.metric.id)),"p":\(JSONText.number(judgement.p)),\
      "q":\(JSONText.number(judgement.q)),\
      "reason":\(judgement.verdict.reason.map { JSONText.quoted($0.rawValue) } ?? "null"),\
      "relative":\(JSONText.number(change.relative)),\
      \(row.soFar.map { "\"so_far\":\(JSONText.number($0.value))," } ?? "")\
      "to":\(Self.json(change.new)),"unit":\(JSONText.quoted(row.metric.unit.rawValue)),\
      "verdict":\(JSONText.quoted(judgement.verdict.word)),\
      "why":[\(reasons.joined(separator: ","))]}
      """
  }

  private static func json(_ value: MetricValue) -> String {
    """
    {"interval":\(value.estimate?.intervalJSON ?? "null"),"n":\(JSONText.whole(value.publishedN)),\
    "value":\(JSONText.number(value.value))}
    """
  }
}
