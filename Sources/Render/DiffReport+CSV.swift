import Columnar

extension DiffReport {
  /// The comparisons as a table in RFC 4180.
  public func csv() -> String {
    var text =
      "metric,dimensions,from,to,n_from,n_to,change,low,high,relative,p,q,verdict,reason,unit\r\n"
    for row in selection.rows(comparison.rows) {
      let (change, judgement) = (row.change, row.judgement)
      let interval = judgement.interval?.decidable
      let numbers = [
        change.old.value, change.new.value, change.old.publishedN.map(Double.init),
        change.new.publishedN.map(Double.init), change.absolute, interval?.low, interval?.high,
        change.relative, judgement.p, judgement.q,
      ]
      let fields =
        [CSVText.field(row.metric.id), CSVText.group(row.group)]
        + numbers.map { $0.map { JSONText.number($0) } ?? "" }
        + [
          CSVText.field(judgement.verdict.word),
          CSVText.field(judgement.verdict.reason?.rawValue ?? ""),
          CSVText.field(row.metric.unit.rawValue),
        ]
      text += fields.joined(separator: ",") + "\r\n"
    }
    return text
  }
}
