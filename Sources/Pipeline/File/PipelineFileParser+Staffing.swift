import Columnar
import Compare

extension PipelineFileParser {
  static let staffingKeys = ["shrinkage", "occupancy", "service_level", "hours", "at_once"]

  /// How need of agents is computed; nil where the file does not ask for it.
  ///
  /// - Parameters:
  ///   - within: seconds in which a contact is to be answered.
  ///   - share: of them that is aimed at, where the file names a target.
  func staffing(_ map: ConfigMap, within: Int64, share: Double?) -> StaffingRules? {
    guard let node = map.node("staffing"),
      let map = ConfigMap(node, "'staffing'", keys: Self.staffingKeys, problems)
    else { return nil }
    _ = map.requiredNode("shrinkage")
    guard let shrinkage = map.share("shrinkage") else { return nil }
    var rules = StaffingRules(shrinkage: shrinkage, within: Double(within))
    if let occupancy = map.share("occupancy") { rules.occupancy = occupancy }
    if let share = map.share("service_level") ?? share { rules.share = share }
    if let hours = map.duration("hours") { rules.week = Double(hours) }
    rules.atOnce = atOnce(map)
    check(map, "shrinkage", shrinkage < 1, .tooGreatAShare("shrinkage"))
    check(map, "occupancy", rules.occupancy > 0, .noShare("occupancy"))
    check(map, "service_level", rules.share < 1, .tooGreatAShare("service_level"))
    // A target of 100 % cannot be staffed for.
    rules.share = min(rules.share, 0.999)
    return rules
  }

  private func check(
    _ map: ConfigMap, _ key: String, _ holds: Bool, _ message: Diagnostic.Message
  ) {
    if let node = map.node(key), !holds { problems.add(message, at: node) }
  }

  private func atOnce(_ map: ConfigMap) -> [String: Int] {
    guard let node = map.node("at_once"),
      let map = ConfigMap(node, "'at_once'", keys: nil, problems)
    else { return [:] }
    return map.all.reduce(into: [:]) { counts, entry in
      counts[entry.key] = map.count(entry.key, of: "contacts", 1...20)
    }
  }
}

extension Targets {
  /// The share of contacts that the whole is to answer in time, as the last target says.
  var serviceLevel: Double? {
    for target in entries.reversed()
    where target.metric == "service_level" && target.members.isEmpty {
      if case .atLeast(let share) = target.bound { return share }
    }
    return nil
  }
}

extension Diagnostic.Message {
  static func tooGreatAShare(_ key: String) -> Self { Self("'\(key)' must be under 100%") }

  static func noShare(_ key: String) -> Self { Self("'\(key)' must be over 0%") }
}
