import Aggregate

extension Sections {
  /// What customers said, and what came back.
  var quality: ReportSection? {
    let answers = ["csat", "csat_response_rate", "nps", "ces"]
    let outcomes = ["one_touch", "fcr", "reopen_rate", "transfer_rate", "escalation_rate"]
    let ids = known(answers + outcomes)
    guard let first = ids.first else { return nil }
    var section = ReportSection(
      id: "quality", heading: finding(first, "Quality"),
      subtitle: "What customers said, and what came back; all teams; \(span)")
    section.charts = ["csat", "nps", "ces"].compactMap { line($0) }
    let hasBoth = ids.contains("fcr") && ids.contains("one_touch")
    section.charts += [
      hasBoth
        ? line(
          "First contact resolution and one touch", ["fcr", "one_touch"],
          names: ["FCR", "one touch"]) : line("fcr") ?? line("one_touch"),
      line(
        "Reopened, moved, escalated", ["reopen_rate", "transfer_rate", "escalation_rate"],
        names: ["reopened", "moved", "escalated"]),
    ].compactMap { $0 }
    section.tables = [answers, outcomes].filter { !known($0).isEmpty }.map { ids in
      trend(
        "\(ids == answers ? "What customers said" : "What came back") by \(kindName)", ids)
    }
    if hasBoth {
      section.notes.append(
        """
        First contact resolution and one touch are not the same. One touch asks for exactly one \
        reply. First contact resolution allows more, but no move between groups and no other ticket \
        of the same customer about the same in the 7 days after.
        """)
    }
    section.notes += [coverageNote(ids)].compactMap { $0 }
    return section
  }
}
