import Aggregate
import Columnar
import Records
import Transform
import Yams

extension PipelineFileParser {
  static let policyKeys = [
    "where", "first_reply", "next_reply", "resolution", "clock", "calendar", "pause",
  ]

  /// The service-level policies, in their order.
  func policies(_ map: ConfigMap, _ scope: FieldScope) -> [SLAPolicy] {
    let calendars = calendarNames(map)
    return map.nodes("sla").compactMap { node in
      guard let map = ConfigMap(node, "the SLA policy", keys: Self.policyKeys, problems) else {
        return nil
      }
      let calendar = calendar(map, calendars)
      return SLAPolicy(
        tests: scope.tests(map.node("where"), .ticket, problems),
        firstReply: map.duration("first_reply"), resolution: map.duration("resolution"),
        nextReply: map.duration("next_reply"),
        clock: clock(map, calendars), calendar: calendar, pauses: pauses(map))
    }
  }

  /// A policy that names a calendar means its business time.
  private func clock(_ map: ConfigMap, _ calendars: [String]) -> SLAPolicy.Clock {
    let words = SLAPolicy.Clock.allCases.map(\.rawValue)
    let isNamed = map.node("calendar") != nil
    guard let clock = map.choice("clock", words).flatMap(SLAPolicy.Clock.init),
      let node = map.node("clock")
    else { return isNamed ? .business : .calendar }
    if clock == .business, calendars.isEmpty { problems.add(.businessWithoutCalendars, at: node) }
    if clock == .calendar, isNamed { problems.add(.calendarUnused, at: node) }
    return clock
  }

  private func calendar(_ map: ConfigMap, _ calendars: [String]) -> String? {
    guard let node = map.node("calendar"), let name = map.text("calendar") else { return nil }
    if !calendars.contains(name) { problems.add(.unknownCalendar(name, calendars), at: node) }
    return name
  }

  private func pauses(_ map: ConfigMap) -> [String] {
    guard map.node("pause") != nil else { return ["pending"] }
    let words = map.texts("pause")
    for node in map.nodes("pause") {
      if let word = node.scalar?.string, !CommonSchema.statuses.contains(word) {
        problems.add(.notAChoice(word, "pause", CommonSchema.statuses), at: node)
      }
    }
    return words
  }

  /// When a contact counts as answered in time, and as abandoned too soon to count.
  func contactThresholds(_ map: ConfigMap) -> ContactThresholds {
    var thresholds = ContactThresholds()
    guard let node = map.node("service_level"),
      let map = ConfigMap(node, "'service_level'", keys: ["within", "short"], problems)
    else { return thresholds }
    thresholds.within = map.duration("within") ?? thresholds.within
    thresholds.short = map.duration("short", mayBeZero: true) ?? thresholds.short
    return thresholds
  }
}

extension Diagnostic.Message {
  static var businessWithoutCalendars: Self {
    Self("'clock: business' needs 'calendars', which the pipeline file lacks")
  }

  static var calendarUnused: Self {
    Self("'clock: calendar' counts all time, but the policy names a calendar; expected 'business'")
  }

  static func unknownCalendar(_ name: String, _ names: [String]) -> Self {
    if names.isEmpty { return Self("no calendar '\(name)'; the pipeline file lacks 'calendars'") }
    return Self("no calendar '\(name)'\(suggestion(for: name, among: names))")
  }
}
