import Aggregate
import Compare
import Language

extension SectionPlan {
  /// What followed each initiative, against those that it left alone.
  static let initiatives = SectionPlan("initiatives", each: { $0.initiatives })
}

extension Composer {
  fileprivate var initiatives: [Section] {
    let effects = InitiativeEffects(milestones.all, scorecardMetrics, in: input.snapshot)
    let measured = milestones.all.filter { milestone in
      effects.all.contains { $0.milestone == milestone } || effects.incomparable.contains(milestone)
    }
    return measured.enumerated().map { place, milestone in
      let own = effects.all.filter { $0.milestone == milestone }
      let id = "initiative-\(place + 1)"
      guard let first = own.first else {
        return Section(
          id, .phrase(.notMeasured, ["label": .text(milestone.label)]),
          subtitle: named(milestone), [.paragraph(Paragraph(.phrase(.nobodyUntouched)))])
      }
      return Section(
        id, finding(milestone, own), subtitle: subtitle(first),
        blocks(charts(first, own), [table(milestone, own)], [.phrase(.effectNote)]))
    }
  }

  /// The surest effect, where any is detected.
  private func finding(_ milestone: Milestone, _ effects: [InitiativeEffect]) -> Words {
    let detected = effects.filter { $0.verdict != .noDetectableChange }
    guard let surest = detected.min(by: { $0.q < $1.q }) else {
      return .phrase(
        .noEffect, ["label": .text(milestone.label), "count": .count(effects.count)])
    }
    return .phrase(
      .effectFound,
      [
        "label": .text(milestone.label), "metric": .metric(surest.metric.id),
        "effect": amount(surest.effect, surest),
      ])
  }

  private func subtitle(_ effect: InitiativeEffect) -> Words {
    let (dimension, touched) = touched(effect.milestone)
    return .phrase(
      .effectSubtitle,
      [
        "milestone": named(effect.milestone), "dimension": .text(dimension),
        "treated": .list(touched.treated.map { .text($0) }, .listComma),
        "untouched": .list(touched.untouched.map { .text($0) }, .listComma), "kind": kindName,
      ])
  }

  /// The members that an initiative touched, and the others.
  private func touched(
    _ milestone: Milestone
  ) -> (dimension: String, members: (treated: [String], untouched: [String])) {
    guard let (dimension, names) = milestone.members.first else { return ("", ([], [])) }
    let members = input.snapshot.members(of: dimension)
      .filter { $0 != Group.none && $0 != Group.other }
    return (
      dimension, (members.filter(names.contains), members.filter { !names.contains($0) })
    )
  }

  /// The course of both sides before and after, for the surest effects.
  private func charts(_ first: InitiativeEffect, _ effects: [InitiativeEffect]) -> [Chart?] {
    let (dimension, members) = touched(first.milestone)
    let all = members.treated + members.untouched
    if all.count > 5 { return [] }
    return effects.enumerated()
      .sorted { ($0.element.q, $0.offset) < ($1.element.q, $1.offset) }.prefix(4)
      .map { byMember($0.element.metric.id, dimension, all) }
  }

  private func table(_ milestone: Milestone, _ effects: [InitiativeEffect]) -> Table {
    let columns: [PhraseID] = [
      .kpi, .effect, .effectInterval, .status, .apartBefore, .turnedLater, .otherDates,
      .periodsBeforeAfter,
    ]
    return Table(
      caption: .phrase(.effectCaption, ["label": .text(milestone.label)]),
      columns: columns.map { .phrase($0) },
      rows: effects.map { effect in
        [
          Table.Cell(.metric(effect.metric.id)), Table.Cell(amount(effect.effect, effect)),
          Table.Cell(interval(effect)), verdict(effect), Table.Cell(apart(effect)),
          Table.Cell(effect.turned.map { .period($0) } ?? .phrase(.notLater)),
          Table.Cell(
            .phrase(
              .outOf,
              [
                "part": .count(effect.difference.placebosAsGreat),
                "whole": .count(effect.difference.placebos.count),
              ])),
          Table.Cell(
            .phrase(
              .beforeAfter, ["before": .count(effect.before), "after": .count(effect.after)])),
        ]
      })
  }

  private func amount(_ number: Double, _ effect: InitiativeEffect) -> Words {
    switch effect.scale {
    case .part: .figure(.growth(number))
    case .difference: .figure(.deviation(number, effect.metric.unit))
    }
  }

  private func interval(_ effect: InitiativeEffect) -> Words {
    func end(_ number: Double?) -> Words {
      number.map { amount($0, effect) } ?? .phrase(.unknown)
    }
    return .phrase(
      .effectRange, ["low": end(effect.interval.low), "high": end(effect.interval.high)])
  }

  private func verdict(_ effect: InitiativeEffect) -> Table.Cell {
    let said: PhraseID =
      switch effect.verdict {
      case .improved: .statusImproved
      case .worse: .statusWorse
      case .changed: .statusChanged
      default: .noDetectableEffect
      }
    return Table.Cell(.phrase(said), effect.verdict.tone)
  }

  private func apart(_ effect: InitiativeEffect) -> Words {
    guard let trend = effect.difference.trend else { return .phrase(.unknown) }
    return .phrase(
      effect.wasApart ? .wasApart : .wasNotApart, ["p": .figure(.probability(trend.p))])
  }
}
