public import Compare
import Language

/// Values as they are printed: what looks alike is not called better or worse.
public struct PrintedValues: Sendable {
  private let amounts: Amounts

  /// - Parameter currency: of money.
  public init(currency: String) {
    amounts = Amounts(language: .english, currency: currency)
  }

  public func areAlike(_ pair: Judgements.Pair) -> Bool {
    guard let old = pair.change.old.value, let new = pair.change.new.value, old != new else {
      return false
    }
    let unit = pair.change.unit(pair.metric.unit)
    return amounts.amount(old, unit) == amounts.amount(new, unit)
  }
}
