import Aggregate
import Foundation
import Statistics

/// How much a reader should look at a change: certainty times size.
enum Impact {
  /// The change in units that a director weighs: 1 is ten points of a share or of NPS, or half as much
  /// again.
  static func size(_ metric: Metric, _ change: Change) -> Double {
    switch metric.unit {
    case .share: return abs(change.absolute ?? 0) * 10
    case .points: return abs(change.absolute ?? 0) / 10
    default:
      guard let old = change.old.value, let new = change.new.value, old >= 0, new >= 0 else {
        return 1
      }
      // Of few records a part is no measure: ten more weigh alike, whether there was one or none.
      let base = metric.unit == .count ? 10.0 : 0
      guard old + base > 0, new + base > 0 else { return 1 }
      return (abs(log((new + base) / (old + base))) / log(1.5)).decidable
    }
  }

  /// Beyond one in a million certainty is no greater.
  static func certainty(_ p: Double) -> Double { (-log10(max(p, 1e-6))).decidable }

  static func of(_ metric: Metric, _ change: Change, p: Double) -> Double {
    certainty(p) * size(metric, change)
  }
}
