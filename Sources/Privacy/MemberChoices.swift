import Aggregate

/// The members that stay on their own in several lists of groups, and what "(all other)" of each list
/// stands for: of another choice of members it is another group.
struct MemberChoices {
  /// By dimension and the name of the others the members that are not among them.
  private var kept: [String: [String: Set<String>]] = [:]

  /// The groups of a list with another name for "(all other)" for each choice of members.
  mutating func unified(_ groups: [Group]) -> [Group] {
    var names: [String: String] = [:]
    for dimension in Set(groups.flatMap(\.dimensions)) {
      let members = Set(groups.compactMap { $0.members[dimension] })
      guard members.contains(Group.other) else { continue }
      let known = kept[dimension]?.first { $0.value == members }?.key
      // No member has a control character in it.
      let name = known ?? "\(Group.other)\u{0}\(kept[dimension]?.count ?? 0)"
      kept[dimension, default: [:]][name] = members
      names[dimension] = name
    }
    return groups.map { group in
      Group(
        Dictionary(
          uniqueKeysWithValues: group.members.map { dimension, member in
            (dimension, member == Group.other ? names[dimension] ?? member : member)
          }))
    }
  }

  func isOther(_ dimension: String, _ name: String) -> Bool { kept[dimension]?[name] != nil }

  /// Whether records of a member count in the group of this name: they are its own, or among others.
  func has(_ dimension: String, _ name: String, _ member: String) -> Bool {
    if name == member { return true }
    guard let kept = kept[dimension]?[name] else { return false }
    return member != Group.none && !kept.contains(member)
  }

  /// A group where a member of a dimension has all the records; nil where that cannot be.
  func group(_ group: Group, where dimension: String, is member: String) -> Group? {
    if let own = group.members[dimension], !has(dimension, own, member) { return nil }
    return Group(group.members.merging([dimension: member]) { $1 })
  }
}
