import Aggregate
import Civil
import Compare
import Language

extension Composer {
  /// At most so many signals are findings; all are in the data.
  static let mostFindings = 5
  /// At most so many companions of a signal are named.
  private static let mostCompanions = 3

  /// The signals that lead the report, each a sentence; one that says so where there is none.
  var findings: [Words] {
    if input.signals.isEmpty { return input.knowsCourse ? [.phrase(.noSignals)] : [] }
    return input.signals.prefix(Self.mostFindings).map(sentence(of:))
  }

  /// What a signal says: what changed, how much and how sure, where, since when, and what goes with it.
  func sentence(of signal: Signal) -> Words {
    .phrase(lead(of: signal), ["move": sentence(clauses(of: signal))])
  }

  private func lead(of signal: Signal) -> PhraseID {
    switch (signal.kind, signal.direction) {
    case (.continues, .concerning): .stillWorse
    case (.continues, .improving): .stillBetter
    case (.continues, .neutral): .stillOther
    case (.target, .concerning): .targetNowMissed
    case (.target, .improving), (.target, .neutral): .targetNowMet
    case (.change, .concerning): .worseMove
    case (.change, .improving): .betterMove
    case (.change, .neutral): .otherMove
    }
  }

  private func clauses(of signal: Signal) -> [Words] {
    let (old, new) = cells(of: signal)
    let isRise = (signal.change.absolute ?? 0) > 0
    let size: Words =
      signal.metric.unit == .count || signal.change.new.estimate?.interval(missing: 0.05) == nil
      ? .none
      : .phrase(.howSure, ["interval": .figure(.interval(new)), "n": .figure(.n(new))])
    var clauses: [Words] = [
      .phrase(
        isRise ? .roseFromTo : .fellFromTo,
        [
          "metric": named(signal.metric, signal.group), "old": .figure(.value(old)),
          "before": .periodName(signal.from), "new": .figure(.value(new)), "sure": size,
        ])
    ]
    if signal.since != signal.to {
      clauses.append(.phrase(.sinceThen, ["period": .periodName(signal.since)]))
    }
    if signal.carries != nil { clauses.append(.phrase(.carriesMost)) }
    if !signal.companions.isEmpty { clauses.append(companions(of: signal)) }
    if !signal.milestones.isEmpty {
      clauses.append(
        .phrase(
          .coincidesWith,
          [
            "milestones": .list(
              signal.milestones.map {
                .phrase(
                  .milestoneOn,
                  ["label": .text($0.label), "date": .text($0.date.description)])
              }, .listAnd)
          ]))
    }
    return clauses
  }

  private func companions(of signal: Signal) -> Words {
    // One a metric: first what is neither good nor bad in itself, such as people, then other KPIs.
    var seen: Set<String> = []
    let distinct = signal.companions.filter { seen.insert($0.metric.id).inserted }
    let ranks = distinct.map { $0.isKey ? ($0.metric.good == .neither ? 0 : 1) : 2 }
    let key = (0...2).flatMap { rank in
      zip(distinct, ranks).filter { $0.1 == rank }.map(\.0)
    }
    let named = key.prefix(Self.mostCompanions).map { companion -> Words in
      let group = companion.group == signal.group ? Group.whole : companion.group
      return .phrase(
        .movedWith,
        [
          "metric": self.named(companion.metric, group),
          "old": .figure(.value(CellID(companion.metric.id, companion.from, companion.group))),
          "new": .figure(.value(CellID(companion.metric.id, companion.to, companion.group))),
        ])
    }
    let left = key.count - named.count
    guard left > 0 else { return .phrase(.together, ["metrics": .list(named, .listComma)]) }
    return .phrase(.togetherWithMore, ["metrics": .list(named, .listComma), "count": .count(left)])
  }

  func cells(of signal: Signal) -> (old: CellID, new: CellID) {
    (
      CellID(signal.metric.id, signal.from, signal.group),
      CellID(signal.metric.id, signal.to, signal.group)
    )
  }

  /// A metric with the group that it is of.
  func named(_ metric: Metric, _ group: Group) -> Words { Self.named(metric, group) }

  static func named(_ metric: Metric, _ group: Group) -> Words {
    if group == .whole { return .metric(metric.id) }
    return .phrase(.metricOf, ["metric": .metric(metric.id), "group": members(of: group)])
  }

  static func members(of group: Group) -> Words {
    .list(
      group.dimensions.map { dimension in
        .phrase(
          .memberOf,
          ["dimension": .text(dimension), "member": .text(group.members[dimension] ?? "")])
      }, .listComma)
  }
}
