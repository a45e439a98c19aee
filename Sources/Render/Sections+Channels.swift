import Aggregate

extension Sections {
  /// Calls and chats, beside what bots do of the work.
  var channels: ReportSection? {
    let service = ["service_level", "abandonment", "abandonment.short"]
    let isOfContacts = input.snapshot["handle_time"]?.kinds.contains(.contact) ?? false
    let contacts = known(isOfContacts ? service + ["handle_time"] : service)
    let bots = known(["bot_share", "bot_containment", "bot_handoff", "bot_return"])
    guard let first = (contacts + bots.filter { $0 != "bot_share" } + bots).first else {
      return nil
    }
    var subjects: [String] = []
    if !contacts.isEmpty { subjects.append("Calls and chats by when they were offered") }
    if !bots.isEmpty { subjects.append("tickets in which a bot took part by creation") }
    let subject = subjects.joined(separator: "; ")
    var section = ReportSection(
      id: "channels", heading: finding(first, "Channels and automation"),
      subtitle: "\(subject.prefix(1).uppercased() + subject.dropFirst()); all teams; \(span)")
    section.charts = contacts.filter { $0 != "abandonment.short" && $0 != "handle_time" }
      .compactMap { line($0) }
    if !contacts.isEmpty {
      section.tables.append(trend("Calls and chats by \(kindName)", contacts))
      for name in ["channel", "team"] where input.dimensions.contains(name) {
        let shown = sortedByDemand(
          name, input.snapshot.members(of: name).filter { $0 != Group.none })
        if shown.count <= 5 {
          section.charts += ["service_level", "handle_time"].filter(contacts.contains)
            .compactMap { byMember($0, name, shown) }
        }
        // How few gave up at once is no figure of a team.
        let compared = contacts.filter { $0 != "abandonment.short" }
        section.tables += [members(name, compared, caption: "Calls and chats by \(name)")]
          .compactMap { $0 }
      }
    }
    if !bots.isEmpty {
      section.charts += [
        line(
          "Bots: taking part, containing, handing off, coming back", bots,
          names: bots.map { $0.dropFirst("bot_".count) }.map {
            $0 == "return" ? "came back" : String($0)
          })
      ].compactMap { $0 }
      section.tables.append(trend("Automation by \(kindName)", bots))
    }
    section.notes = [coverageNote(contacts + bots)].compactMap { $0 }
    return section
  }
}
