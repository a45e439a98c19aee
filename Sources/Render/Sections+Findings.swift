import Aggregate
import Compare

extension Sections {
  /// A heading that says what a metric did; the fallback where that is not known.
  func finding(_ id: String, _ fallback: String) -> String {
    guard let metric = input.snapshot[id], let change = change(id), change.absolute != nil,
      change.new.value != nil
    else { return fallback }
    let value =
      Format.value(change.new, metric.unit, currency: input.currency)
      + input.words(ofDaysAgainst: input.previous)
    let words: String
    switch change.verdict {
    case .better: words = "improved to \(value)"
    case .worse: words = "worsened to \(value)"
    case .unchanged: return "\(metric.label) stayed at \(value)"
    default: words = "moved to \(value)"
    }
    let move = Format.change(change, metric.unit, currency: input.currency)
    return "\(metric.label) \(words) (\(move))"
  }

  /// Where a metric lies, such as `above its band of 75.0 %–85.0 %`; nil without a band.
  func place(_ id: String) -> String? {
    guard let metric = input.snapshot[id], let target = input.target(id)?.bound,
      case .within(let band) = target, let number = input.snapshot.value(id, input.period)?.value
    else { return nil }
    let words =
      band.contains(number) ? "within" : number < band.lowerBound ? "below" : "above"
    return "\(words) its band of \(Format.bound(target, metric.unit, currency: input.currency))"
  }
}
