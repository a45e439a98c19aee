import Aggregate
import Columnar
import Compare

/// The size of a change, as pipeline files and gates write it: `1pp` for shares and scores, `10%` of the
/// earlier value for all else, or an amount in the metric's own unit, such as `30m` or `5`.
///
/// - Parameter moneyDigits: how many decimals the currency has.
/// - Returns: nil where the text is no such size.
func changeSize(_ text: String, _ unit: Metric.Unit, moneyDigits: Int) -> Worth.Least? {
  let text = text.filter { $0 != " " }
  switch unit {
  case .share:
    guard text.hasSuffix("pp") else { return nil }
    return plainNumber(text.dropLast(2)).map { .absolute($0 / 100) }
  case .points:
    return plainNumber(text.hasSuffix("pp") ? text.dropLast(2) : text[...]).map { .absolute($0) }
  default: break
  }
  if text.hasSuffix("%") { return plainNumber(text.dropLast()).map { .relative($0 / 100) } }
  switch unit {
  case .seconds:
    let isNegative = text.hasPrefix("-")
    return durationSeconds(isNegative ? String(text.dropFirst()) : text).map {
      .absolute(Double(isNegative ? -$0 : $0))
    }
  case .money:
    return plainNumber(text).map { number in
      .absolute((0..<moneyDigits).reduce(number) { major, _ in major * 10 })
    }
  default: return plainNumber(text).map { .absolute($0) }
  }
}

extension Metric {
  /// A size of its changes, to name in a message.
  var exampleChange: String {
    switch unit {
    case .share, .points: "1pp"
    case .seconds: "10% or 30m"
    default: "10% or 5"
    }
  }
}

extension Diagnostic.Message {
  static func notAChange(_ text: String, _ metric: Metric) -> Self {
    Self(
      "'\(text)' is not the size of a change of '\(metric.id)'; expected one such as \(metric.exampleChange)"
    )
  }
}
