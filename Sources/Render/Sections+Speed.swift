import Aggregate

extension Sections {
  /// How long customers wait, in calendar time and in business hours.
  var speed: ReportSection? {
    let replies = ["first_response.median", "first_response.p90", "first_response.unreplied"]
    let rest = [
      "next_reply.median", "next_reply.p90", "resolution.median", "resolution.p90",
      "requester_wait.median", "requester_wait.p90",
    ]
    // Handle time of contacts stands with the contacts.
    let handling =
      input.snapshot["handle_time"]?.kinds.contains(.contact) == false ? ["handle_time"] : []
    guard !known(replies + rest).isEmpty else { return nil }
    let business = [
      "first_response.median", "first_response.median.business", "next_reply.median",
      "next_reply.median.business", "resolution.median", "resolution.median.business",
    ]
    let hasBusiness = !known(business.filter { $0.hasSuffix(".business") }).isEmpty
    var section = ReportSection(
      id: "speed", heading: finding("first_response.median", "Speed"),
      subtitle: "Median and 90th percentile (p90); calendar time"
        + (hasBusiness ? ", and business hours where named" : "") + "; all teams; \(span)")
    section.charts = [
      ("First response", "first_response"), ("Resolution", "resolution"),
      ("Next reply", "next_reply"), ("Requester's wait", "requester_wait"),
    ].compactMap { title, id in
      line(title, ["\(id).median", "\(id).p90"], names: ["median", "p90"])
    }
    section.tables.append(trend("Speed by \(kindName)", replies + rest + handling))
    if hasBusiness {
      section.charts += [
        ("First response, median", "first_response"), ("Resolution, median", "resolution"),
      ].compactMap { title, id in
        line(
          "\(title): calendar time and business hours", ["\(id).median", "\(id).median.business"],
          names: ["calendar", "business"])
      }
      section.tables.append(trend("Business hours beside calendar time by \(kindName)", business))
    }
    section.notes = [coverageNote(replies + rest + business)].compactMap { $0 }
    return section
  }
}
