import Aggregate

/// Which members of all dimensions a record may have together, as far as a reader knows: any of which
/// each two go together.
///
/// The members are as fine as any list of groups, or a test, tells them apart.
struct Combinations {
  /// The number of a member of each dimension.
  typealias Members = [Int]

  private let dimensions: [String]
  private let members: [[String]]
  private let choices: MemberChoices
  /// By two dimensions, the lesser first, whether two of their members go together; none where
  /// nothing is known of any.
  private var meets: [[[[Bool]]]]

  /// - Parameters:
  ///   - lists: the groups of each snapshot, unified; the first, which may have none, says best which
  ///     members go together.
  ///   - tested: by dimension words that tests look for.
  ///   - name: what decides the order of a dimension's members.
  init(
    _ lists: [[Group]], _ choices: MemberChoices, tested: [String: Set<String>],
    name: (String, String) -> String
  ) {
    self.choices = choices
    dimensions = Set(lists.joined().flatMap(\.dimensions)).sorted()
    members = dimensions.map { dimension in
      let found = Self.members(lists, choices, dimension, tested[dimension] ?? [])
      let named = found.map { (name: name(dimension, $0), member: $0) }
      return named.sorted { ($0.name, $0.member) < ($1.name, $1.member) }.map(\.member)
    }
    meets = []
    meets = dimensions.indices.map { first in
      dimensions.indices.map { first < $0 ? pairs(lists, first, $0) : [] }
    }
  }

  // MARK: Members

  /// All that is named, the words that may be among the others, and what is left of these.
  private static func members(
    _ lists: [[Group]], _ choices: MemberChoices, _ dimension: String, _ tested: Set<String>
  ) -> Set<String> {
    var members: Set<String> = []
    var others: Set<String> = []
    var hasRest = true
    for list in lists {
      let own = Set(list.compactMap { $0.members[dimension] })
      let other = own.filter { choices.isOther(dimension, $0) }
      members.formUnion(own.subtracting(other))
      others.formUnion(other)
      // A list without others has named them all.
      if !own.isEmpty && other.isEmpty { hasRest = false }
    }
    let isEmpty = others.contains { other in
      !members.contains { choices.has(dimension, other, $0) }
    }
    guard !others.isEmpty, hasRest || isEmpty else { return members }
    return members.union(tested).union([rest])
  }

  /// What no list names: no member has a control character in it.
  private static let rest = "\u{0}"

  /// The members of a dimension that are in the group of a name.
  private func numbers(_ dimension: Int, _ name: String) -> [Int] {
    members[dimension].indices.filter {
      choices.has(dimensions[dimension], name, members[dimension][$0])
    }
  }

  private func pairs(_ lists: [[Group]], _ a: Int, _ b: Int) -> [[Bool]] {
    let pair = [dimensions[a], dimensions[b]]
    let found = lists.map { $0.filter { $0.dimensions == pair } }
    guard found.contains(where: { !$0.isEmpty }) else { return [] }
    var meets = members[a].map { _ in members[b].map { _ in false } }
    let knowsBest = !(found.first?.isEmpty ?? true)
    for (place, groups) in found.enumerated() {
      for group in groups {
        let names = pair.map { group.members[$0] ?? "" }
        let isNamed = zip(pair, names).allSatisfy { !choices.isOther($0, $1) }
        guard place == 0 || !knowsBest || isNamed else { continue }
        for x in numbers(a, names[0]) {
          for y in numbers(b, names[1]) { meets[x][y] = true }
        }
      }
    }
    return meets
  }

  private func meet(_ a: Int, _ x: Int, _ b: Int, _ y: Int) -> Bool {
    if a > b { return meet(b, y, a, x) }
    return meets[a][b].isEmpty || meets[a][b][x][y]
  }

  // MARK: Combinations

  /// For each of some combinations the groups, in their order, in which its records count.
  func groups(_ groups: [Group], of combinations: [Members]) -> [[Int]] {
    let places = Dictionary(uniqueKeysWithValues: dimensions.enumerated().map { ($1, $0) })
    var covered: [[String: [Bool]]] = dimensions.map { _ in [:] }
    let tests = groups.map { group in
      group.members.compactMap { dimension, name -> (place: Int, isIn: [Bool])? in
        guard let place = places[dimension] else { return nil }
        let isIn =
          covered[place][name] ?? members[place].map { choices.has(dimension, name, $0) }
        covered[place][name] = isIn
        return (place, isIn)
      }
    }
    return combinations.map { combination in
      groups.indices.filter { group in
        tests[group].allSatisfy { place, isIn in isIn[combination[place]] }
      }
    }
  }

  /// All that there are; nil where there are more than a limit.
  func all(upTo limit: Int) -> [Members]? {
    var combinations: [Members] = [[]]
    for dimension in dimensions.indices {
      var longer: [Members] = []
      for own in combinations {
        for x in members[dimension].indices
        where own.indices.allSatisfy({ meet($0, own[$0], dimension, x) }) {
          longer.append(own + [x])
        }
        if longer.count > limit { return nil }
      }
      combinations = longer
    }
    return combinations
  }

  /// One within a group, another for each turn; nil where none is found.
  func one(of group: Group, turn: Int = 0) -> Members? {
    var candidates: [[Int]] = []
    for place in dimensions.indices {
      let own = numbers(place, within: group)
      guard !own.isEmpty else { return nil }
      // Any order will do that differs from turn to turn.
      let first = turn == 0 ? 0 : (turn &* 7919 &+ place &* 104_729 &+ turn >> 3) % own.count
      candidates.append(Array(own[first...] + own[..<first]))
    }
    let order = dimensions.indices.sorted {
      (candidates[$0].count, $0) < (candidates[$1].count, $1)
    }
    var chosen = [Int?](repeating: nil, count: dimensions.count)
    var steps = 0
    func complete(_ next: Int) -> Bool {
      if next == order.count { return true }
      let place = order[next]
      for x in candidates[place] {
        steps += 1
        if steps > 10_000 { return false }
        let fits = order[..<next].allSatisfy { other in
          chosen[other].map { meet(place, x, other, $0) } ?? true
        }
        guard fits else { continue }
        chosen[place] = x
        if complete(next + 1) { return true }
        chosen[place] = nil
      }
      return false
    }
    return complete(0) ? chosen.compactMap { $0 } : nil
  }

  /// One within a group whatever goes together; nil where the group has no members.
  func any(of group: Group) -> Members? {
    let firsts = dimensions.indices.compactMap { numbers($0, within: group).first }
    return firsts.count == dimensions.count ? firsts : nil
  }

  /// The members of a dimension that lie in a group.
  private func numbers(_ place: Int, within group: Group) -> [Int] {
    group.members[dimensions[place]].map { numbers(place, $0) } ?? Array(members[place].indices)
  }
}
