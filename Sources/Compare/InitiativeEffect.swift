public import Aggregate
public import Civil
import Foundation
import Privacy
public import Statistics

/// What followed an initiative: how much more a metric moved where something was done than where nothing
/// was, from the statistics that are shown of each period.
public struct InitiativeEffect: Sendable {
  /// What an effect is written in: points and scores as differences, all else as a part of what would
  /// have been.
  public enum Scale: Sendable, Hashable {
    case difference, part
  }

  public let milestone: Milestone
  public let metric: Metric
  public let difference: DifferenceInDifferences
  public let scale: Scale
  public let effect: Double
  /// At 95 %.
  public let interval: Bounds
  /// How many whole periods lie before and after.
  public let before, after: Int
  /// The period with which the two parted, where that was surely later than it began: something else
  /// did, or it took its time.
  public let turned: Period?
  /// The share of false findings among all effects that are at least as sure as this one.
  public internal(set) var q = 1.0

  /// A trend before it as sure as this says that the two were moving apart already.
  public static let surestTrend = 0.05

  public var wasApart: Bool { (difference.trend?.p ?? 1) <= Self.surestTrend }

  public var verdict: Verdict {
    guard q <= Judgements.greatestRate, !wasApart, turned == nil, difference.placebosAsGreat == 0
    else { return .noDetectableChange }
    return metric.good.favours(rise: effect > 0).map { $0 ? .improved : .worse } ?? .changed
  }

  /// - Returns: nil where one of the two has too few whole periods with a value, or the metric has no
  ///   statistics to judge by.
  init?(_ milestone: Milestone, _ metric: Metric, _ sides: Sides, in snapshot: ShownSnapshot) {
    guard let form = Form(metric, sides.treated, in: snapshot),
      let courses = PooledCourse.pair(sides, metric, in: snapshot)
    else { return nil }
    var before: [DifferenceInDifferences.Contrast] = []
    var after = before
    var later: [Period] = []
    var level = (sum: 0.0, weight: 0.0)
    for (treated, untouched) in zip(courses.treated.points, courses.untouched.points) {
      let contrast = DifferenceInDifferences.Contrast(
        value: treated.y - untouched.y, variance: treated.variance + untouched.variance)
      if treated.period.end <= milestone.date {
        before.append(contrast)
      } else if milestone.date <= treated.period.first {
        after.append(contrast)
        later.append(treated.period)
        let weight = treated.variance > 0 ? 1 / treated.variance : 1
        level = (level.sum + weight * treated.y, level.weight + weight)
      }
    }
    guard let difference = DifferenceInDifferences(before: before, after: after) else { return nil }
    self.milestone = milestone
    self.metric = metric
    self.difference = difference
    (self.before, self.after) = (before.count, after.count)
    turned = difference.laterTurn.map { later[$0] }
    let reached = level.sum / level.weight
    func shown(_ shift: Double) -> Double { form.shown(shift, reached: reached) }
    scale = form == .factor ? .part : .difference
    effect = shown(difference.effect).decidable
    let bounds = difference.interval(missing: 0.05)
    interval = Bounds(low: bounds.low.map(shown), high: bounds.high.map(shown)).decidable
  }
}

/// What a shift on the working scale is to a reader.
private enum Form {
  case factor, share, difference

  /// - Returns: nil where nothing is known of the members.
  init?(_ metric: Metric, _ groups: [Group], in snapshot: ShownSnapshot) {
    let known = groups.lazy.compactMap { snapshot.series(metric.id, $0) }.joined()
      .compactMap(\.estimate).first
    switch known {
    case .share: self = .share
    case .nps, .full: self = .difference
    case .count, .mean, .ratio, .quantile: self = .factor
    case nil: return nil
    }
  }

  /// - Parameter reached: where it led, on the working scale.
  func shown(_ shift: Double, reached: Double) -> Double {
    func share(_ angle: Double) -> Double {
      let sine = sin(min(max(angle, 0), .pi / 2))
      return sine * sine
    }
    switch self {
    case .factor: return expm1(shift)
    case .share: return share(reached) - share(reached - shift)
    case .difference: return shift
    }
  }
}
