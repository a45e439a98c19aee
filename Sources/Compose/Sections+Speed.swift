import Aggregate
import Language
import Records

extension SectionPlan {
  /// How long customers wait, in calendar time and in business hours.
  static let speed = SectionPlan("speed") { $0.speed }
}

extension Composer {
  fileprivate var speed: Section? {
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
    let both: [(PhraseID, String)] = [
      (.firstResponse, "first_response"), (.resolution, "resolution"), (.nextReply, "next_reply"),
      (.requesterWait, "requester_wait"),
    ]
    var charts = both.map { title, id in
      line(.phrase(title), ["\(id).median", "\(id).p90"], names: [.median, .ninetieth])
    }
    var tables = [trend(.phrase(.speedTable, ["kind": kindName]), replies + rest + handling)]
    if hasBusiness {
      let beside: [(PhraseID, String)] = [
        (.firstResponseBusiness, "first_response"), (.resolutionBusiness, "resolution"),
      ]
      charts += beside.map { title, id in
        line(
          .phrase(title), ["\(id).median", "\(id).median.business"],
          names: [.calendarTime, .businessTime])
      }
      tables.append(trend(.phrase(.businessTable, ["kind": kindName]), business))
    }
    return Section(
      "speed", finding("first_response.median", .speed),
      subtitle: .phrase(hasBusiness ? .speedSubtitleBusiness : .speedSubtitle, ["span": span]),
      blocks(charts, tables, [coverageNote(replies + rest + business)]))
  }
}
