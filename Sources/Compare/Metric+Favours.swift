import Aggregate

extension Metric.Direction {
  /// Whether a rise, or a fall, is for the better; nil where neither way is.
  func favours(rise isRise: Bool) -> Bool? {
    switch self {
    case .up: isRise
    case .down: !isRise
    case .neither, .band: nil
    }
  }
}
