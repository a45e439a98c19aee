import Aggregate

/// The groups of several snapshots as one table, and what adds up among them.
struct GroupTable {
  /// Cells of which the first is the sum of the others, or the first few that of the rest.
  typealias Line = [(group: Int, factor: Int)]

  private(set) var groups: [Group] = []
  /// Sums that are zero whatever is added up.
  private(set) var lines: [Line] = []
  private var numbers: [Group: Int] = [:]
  /// The sets of dimensions that there are.
  private var groupings: Set<[String]> = []
  /// For each dimension the members that stay on their own wherever others do not; "(all other)" of
  /// another choice of members is another group.
  private var choices: [String: [Set<String>]] = [:]

  /// - Parameters:
  ///   - lists: the groups of each snapshot.
  ///   - meetings: groups of single dimensions and of pairs: which members have records in common,
  ///     whether or not a snapshot shows it.
  ///   - others: sets of dimensions that are in no list, but that tests of metrics tell apart.
  ///   - name: what decides the order of a dimension's members.
  init(
    _ lists: [[Group]], meetings: [Group] = [], others: Set<[String]> = [],
    name: (String, String) -> String = { $1 }
  ) {
    let meetings = unified(meetings)
    var all: Set<Group> = []
    var variants: [[String]: Set<[Group]>] = [:]
    for own in lists.map({ unified($0) }) + [meetings.filter { $0.dimensions.count < 2 }] {
      all.formUnion(own)
      for (dimensions, groups) in Dictionary(grouping: own, by: \.dimensions) {
        variants[dimensions, default: []].insert(groups.sorted())
      }
    }
    let meeting = Set(meetings)
    for dimensions in others where variants[dimensions] == nil {
      guard let groups = Self.possible(dimensions, meeting) else { continue }
      all.formUnion(groups)
      variants[dimensions] = [groups.sorted()]
    }
    groupings = Set(variants.keys)
    let named = all.map { group in
      (group, Group(Dictionary(uniqueKeysWithValues: group.members.map { ($0, name($0, $1)) })))
    }
    groups = named.sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 < $1.1 }.map(\.0)
    numbers = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1, $0) })
    var lines: Set<[[Int]]> = []
    for (dimensions, alternatives) in variants {
      for parts in alternatives { lines.formUnion(totals(of: parts, dimensions)) }
    }
    let pairs = variants.filter { $0.key.count == 2 }.values.joined() + [meetings]
    for pairs in pairs { lines.formUnion(components(pairs)) }
    self.lines = lines.sorted { $0.joined().lexicographicallyPrecedes($1.joined()) }.map {
      $0[0].map { ($0, -1) } + $0[1].map { ($0, 1) }
    }
  }

  /// The combinations of members of which each two have records in common; nil where they are not
  /// known, or too many to reckon with.
  private static func possible(_ dimensions: [String], _ meetings: Set<Group>) -> [Group]? {
    var groups = [Group.whole]
    for dimension in dimensions {
      let members = meetings.filter { $0.dimensions == [dimension] }
      groups = groups.flatMap { group in
        members.compactMap { member -> Group? in
          let meets = group.members.allSatisfy { own in
            meetings.contains(Group(member.members.merging([own.key: own.value]) { a, _ in a }))
          }
          return meets ? Group(group.members.merging(member.members) { a, _ in a }) : nil
        }
      }
      if groups.isEmpty || groups.count > 20_000 { return nil }
    }
    return groups
  }

  subscript(group: Group) -> Int? { numbers[group] }

  /// Where a member of a dimension stands within a group; nil where no record is there, or where it
  /// cannot be said apart.
  enum Place {
    case group(Int)
    case nowhere
    case unknown
  }

  func place(_ group: Int, _ dimension: String, _ member: String) -> Place {
    var members = groups[group].members
    if let own = members[dimension] {
      if own == member { return .group(group) }
      return own.hasPrefix(Group.other) && !isKept(dimension, member) ? .unknown : .nowhere
    }
    members[dimension] = member
    let inner = Group(members)
    if let number = numbers[inner] { return .group(number) }
    if !groupings.contains(inner.dimensions)
      || groups[group].members.values.contains(where: { $0.hasPrefix(Group.other) })
    {
      return .unknown
    }
    return isKept(dimension, member) ? .nowhere : .unknown
  }

  /// Whether a member would stay on its own, if any record had it.
  private func isKept(_ dimension: String, _ member: String) -> Bool {
    let choices = choices[dimension] ?? []
    return choices.isEmpty || member == Group.none || choices.contains { $0.contains(member) }
  }

  /// The groups of a snapshot with another name for "(all other)" for each choice of members.
  mutating func unified(_ groups: [Group]) -> [Group] {
    var names: [String: String] = [:]
    for dimension in Set(groups.flatMap(\.dimensions)) {
      let members = Set(groups.compactMap { $0.members[dimension] })
      guard members.contains(Group.other) else { continue }
      let number = choices[dimension]?.firstIndex(of: members) ?? choices[dimension]?.count ?? 0
      if number == choices[dimension]?.count ?? 0 {
        choices[dimension, default: []].append(members)
      }
      names[dimension] = "\(Group.other) \(number)"
    }
    return groups.map { group in
      Group(
        Dictionary(
          uniqueKeysWithValues: group.members.map { dimension, member in
            (dimension, member == Group.other ? names[dimension] ?? member : member)
          }))
    }
  }

  // MARK: What adds up

  /// Each coarser group that some of these are the parts of: where there are several sets of
  /// dimensions to leave out, the fewest.
  private func totals(of parts: [Group], _ dimensions: [String]) -> [[[Int]]] {
    let own = Set(dimensions)
    let coarser = groupings.map(Set.init).filter { $0.isStrictSubset(of: own) }
    return coarser.filter { kept in !coarser.contains { kept.isStrictSubset(of: $0) } }
      .flatMap { kept in
        Dictionary(grouping: parts) { part in
          Group(part.members.filter { kept.contains($0.key) })
        }
        .compactMap { total, parts in
          numbers[total].map { [[$0], parts.compactMap { numbers[$0] }.sorted()] }
        }
      }
  }

  /// Members of two dimensions that have all their records in common, though none of them alone has:
  /// all teams of a region and the region, or as few members of both as are closed together. Also
  /// within each member of a third dimension.
  ///
  /// - Parameter meetings: pairs of members that some record has.
  private func components(_ meetings: [Group]) -> [[[Int]]] {
    var lines: [[[Int]]] = []
    let pairs = Dictionary(
      grouping: meetings.filter { $0.dimensions.count == 2 }, by: \.dimensions)
    for (pair, meetings) in pairs {
      let closed = Self.closed(pair, meetings)
      if closed.count < 2 { continue }
      for grouping in groupings where grouping.contains(pair[0]) && !grouping.contains(pair[1]) {
        let shared = grouping.filter { $0 != pair[0] }
        guard groupings.contains((shared + [pair[1]]).sorted()) else { continue }
        let contexts = Set(
          groups.filter { $0.dimensions == grouping }.map { group in
            Group(group.members.filter { shared.contains($0.key) })
          })
        for context in contexts {
          for component in closed {
            if let sides = sides(component, pair, context) { lines.append(sides) }
          }
        }
      }
    }
    return lines
  }

  /// Members of two dimensions, as few as are closed together.
  private static func closed(_ pair: [String], _ meetings: [Group]) -> [[Group]] {
    func side(_ meeting: Group, _ dimension: String) -> Group {
      Group([dimension: meeting.members[dimension] ?? ""])
    }
    var parent: [Group: Group] = [:]
    func root(_ member: Group) -> Group {
      var member = member
      while let next = parent[member] { member = next }
      return member
    }
    for meeting in meetings {
      let (a, b) = (root(side(meeting, pair[0])), root(side(meeting, pair[1])))
      if a != b { parent[b] = a }
    }
    let members = Set(meetings.flatMap { meeting in pair.map { side(meeting, $0) } })
    return Array(Dictionary(grouping: members, by: root).values)
  }

  /// The cells of each side of a component within a context; nil where some have no records of
  /// their own there, or are not told apart.
  private func sides(_ component: [Group], _ pair: [String], _ context: Group) -> [[Int]]? {
    var sides: [[Int]] = []
    for dimension in pair {
      var cells: [Int] = []
      for member in component {
        guard let member = member.members[dimension] else { continue }
        let inner = Group(context.members.merging([dimension: member]) { own, _ in own })
        if let number = numbers[inner] {
          cells.append(number)
        } else if context == .whole || hasOther(inner.dimensions, dimension) {
          return nil
        }
      }
      sides.append(cells.sorted())
    }
    return sides
  }

  private func hasOther(_ dimensions: [String], _ dimension: String) -> Bool {
    groups.contains {
      $0.dimensions == dimensions && $0.members[dimension]?.hasPrefix(Group.other) ?? false
    }
  }
}
