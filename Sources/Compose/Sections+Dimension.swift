import Aggregate
import Language

extension SectionPlan {
  /// Each dimension of the report: bars of demand, the course of some KPIs, tables.
  static let dimensions = SectionPlan(
    "by",
    each: { composer in
      composer.input.dimensions.compactMap { composer.dimension($0) }
    })
}

extension Composer {
  fileprivate func dimension(_ name: String) -> Section? {
    let names = input.snapshot.members(of: name).filter { $0 != Group.none }
    guard names.count > 1 else { return nil }
    let shown = Array(sortedByDemand(name, names).prefix(8))
    var charts: [Chart?] = []
    if input.snapshot["created"] != nil {
      charts.append(
        bars(
          labelBy("created", name),
          shown.map { member in
            let group = Group([name: member])
            return (.text(member), cell("created", group), move("created", group)?.cells.old)
          }, .count))
    }
    if shown.count <= 5 {
      charts += ["first_response.median", "csat", "backlog", "sla_resolution"]
        .map { byMember($0, name, shown) }
    }
    let tables: [(PhraseID, [String])] = [
      (.demandBy, ["created", "backlog", "first_response.median", "resolution.median"]),
      (.answersBy, ["sla_first_reply", "sla_resolution", "csat", "nps", "ces"]),
      (.returnsBy, ["one_touch", "fcr", "reopen_rate", "transfer_rate", "escalation_rate"]),
    ]
    let finding = dimensionFinding(name, shown)
    return Section(
      "by-\(name)", .phrase(.dimensionHeading, ["dimension": .text(name), "finding": finding]),
      subtitle: .phrase(
        .dimensionSubtitle,
        [
          "period": self.name(against: input.previous),
          "other": input.previous.map(self.name) ?? .phrase(.periodBefore),
        ]),
      blocks(
        charts,
        tables.map { caption, ids in
          members(name, ids, caption: .phrase(caption, ["dimension": .text(name)]))
        }))
  }

  private func dimensionFinding(_ name: String, _ members: [String]) -> Words {
    var best: (size: Double, words: Words)?
    for (id, phrase) in [("created", PhraseID.movedMost), ("backlog", .movedMostBacklog)] {
      for member in members {
        guard let move = move(id, Group([name: member])), let old = move.old.value,
          old >= 30 || id == "backlog", let new = move.new.value, new != old
        else { continue }
        if abs(new - old) > best?.size ?? 0 {
          best = (
            abs(new - old),
            .phrase(
              phrase,
              [
                "member": .text(member), "old": .figure(.value(move.cells.old)),
                "new": .figure(.value(move.cells.new)),
              ])
          )
        }
      }
    }
    return best?.words ?? .phrase(.memberCount, ["count": .count(members.count)])
  }
}
