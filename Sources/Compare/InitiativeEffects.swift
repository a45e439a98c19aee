public import Aggregate
public import Privacy
import Statistics

/// What followed each initiative, judged together: the more effects are looked at, the more of them
/// chance makes.
public struct InitiativeEffects: Sendable {
  /// In the order of the initiatives, then of the metrics.
  public let all: [InitiativeEffect]
  /// Those that nobody was left untouched by, so that there is nothing to compare with.
  public let incomparable: [Milestone]

  /// - Parameter metrics: those looked at where an initiative names none.
  public init(_ milestones: [Milestone], _ metrics: [Metric], in snapshot: ShownSnapshot) {
    // One that lies ahead, or before all that is shown, has no two sides in time.
    let initiatives = milestones.filter { milestone in
      milestone.kind == .initiative
        && snapshot.periods.contains { $0.end <= milestone.date }
        && snapshot.periods.contains { milestone.date < $0.end }
    }
    var effects: [InitiativeEffect] = []
    var incomparable: [Milestone] = []
    for milestone in initiatives {
      guard let sides = Sides(milestone, in: snapshot) else {
        incomparable.append(milestone)
        continue
      }
      let concerned =
        milestone.metrics.isEmpty ? metrics : milestone.metrics.compactMap { snapshot[$0] }
      effects += concerned.compactMap { InitiativeEffect(milestone, $0, sides, in: snapshot) }
    }
    for (place, q) in FalseDiscoveryRate.q(effects.map { $0.difference.p }).enumerated() {
      effects[place].q = q ?? 1
    }
    all = effects
    self.incomparable = incomparable
  }
}
