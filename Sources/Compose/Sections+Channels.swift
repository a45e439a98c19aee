import Aggregate
import Language
import Records

extension SectionPlan {
  /// Calls and chats, beside what bots do of the work.
  static let channels = SectionPlan("channels") { $0.channels }
}

extension Composer {
  fileprivate var channels: Section? {
    let service = ["service_level", "abandonment", "abandonment.short"]
    let isOfContacts = input.snapshot["handle_time"]?.kinds.contains(.contact) ?? false
    let contacts = known(isOfContacts ? service + ["handle_time"] : service)
    let bots = known(Self.botNames.map(\.id))
    guard let first = (contacts + bots.filter { $0 != "bot_share" } + bots).first else {
      return nil
    }
    let subjects: [Words] =
      (contacts.isEmpty ? [] : [.phrase(.channelsContacts)])
      + (bots.isEmpty ? [] : [.phrase(.channelsBots)])
    let (ofContacts, ofBots) = (self.contacts(contacts), self.bots(bots))
    return Section(
      "channels", finding(first, .channels),
      subtitle: .phrase(
        .channelsSubtitle,
        ["subjects": .capitalized(.list(subjects, .listSemicolon)), "span": span]),
      blocks(
        ofContacts.charts + ofBots.charts, ofContacts.tables + ofBots.tables,
        [coverageNote(contacts + bots)]))
  }

  private func contacts(_ ids: [String]) -> (charts: [Chart?], tables: [Table?]) {
    if ids.isEmpty { return ([], []) }
    var charts = ids.filter { $0 != "abandonment.short" && $0 != "handle_time" }.map { line($0) }
    var tables: [Table?] = [trend(.phrase(.contactsTable, ["kind": kindName]), ids)]
    for name in ["channel", "team"] where input.dimensions.contains(name) {
      let shown = sortedByDemand(name, input.snapshot.members(of: name).filter { $0 != Group.none })
      if shown.count <= 5 {
        charts += ["service_level", "handle_time"].filter(ids.contains)
          .map { byMember($0, name, shown) }
      }
      // How few gave up at once is no figure of a team.
      let compared = ids.filter { $0 != "abandonment.short" }
      tables.append(
        members(name, compared, caption: .phrase(.contactsBy, ["dimension": .text(name)])))
    }
    return (charts, tables)
  }

  private static let botNames: [(id: String, name: PhraseID)] = [
    ("bot_share", .botShare), ("bot_containment", .botContainment), ("bot_handoff", .botHandoff),
    ("bot_return", .botReturn),
  ]

  private func bots(_ ids: [String]) -> (charts: [Chart?], tables: [Table?]) {
    if ids.isEmpty { return ([], []) }
    let names = Self.botNames.filter { ids.contains($0.id) }.map(\.name)
    return (
      [line(.phrase(.bots), ids, names: names)],
      [trend(.phrase(.botsTable, ["kind": kindName]), ids)]
    )
  }
}
