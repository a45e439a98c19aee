import Aggregate

/// The groups of several snapshots in one order, and what adds up among them.
///
/// Each group is the sum of the combinations of members in it (`Combinations`), and what adds up is
/// what is left when these are eliminated. So it is all that adds up: the members of a dimension, the
/// teams of a region though no report shows the pair, and whatever else follows.
///
/// Where there are too many combinations, some stand for all. With fewer no less adds up: what is
/// suppressed for it may be more than it takes, never too few.
struct GroupTable {
  /// A sum that is zero whatever is added up.
  typealias Relation = [(group: Int, factor: Residue)]

  let groups: [Group]
  private let numbers: [Group: Int]
  /// For each combination the groups that it is in, in order.
  private let groupsOf: [[Int]]
  private var relations: [[Int]: [Relation]] = [:]

  /// - Parameters:
  ///   - published: groups of which there are records, whatever is known of what goes together.
  ///   - name: what decides the order of a dimension's members.
  init(
    _ groups: Set<Group>, published: Set<Group>, _ combinations: Combinations,
    name: (String, String) -> String
  ) {
    let named = groups.map { group in
      (group, Group(Dictionary(uniqueKeysWithValues: group.members.map { ($0, name($0, $1)) })))
    }
    let ordered = named.sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 < $1.1 }.map(\.0)
    self.groups = ordered
    numbers = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, $0) })
    groupsOf = combinations.groups(ordered, of: Self.chosen(ordered, published, combinations))
  }

  subscript(group: Group) -> Int? { numbers[group] }

  /// Combinations that tell the groups apart.
  private static func chosen(
    _ groups: [Group], _ published: Set<Group>, _ combinations: Combinations
  ) -> [Combinations.Members] {
    var chosen: [Combinations.Members] = []
    var seen: Set<Combinations.Members> = []
    // The first of each finest group has little in common with others: it is eliminated cheaply.
    for group in groups.reversed() {
      guard
        let one = combinations.one(of: group)
          ?? (published.contains(group) ? combinations.any(of: group) : nil),
        seen.insert(one).inserted
      else { continue }
      chosen.append(one)
    }
    let more =
      combinations.all(upTo: 4_000)
      ?? (1...4).flatMap { turn in groups.compactMap { combinations.one(of: $0, turn: turn) } }
    return chosen + more.filter { seen.insert($0).inserted }
  }

  // MARK: What adds up

  /// All sums of some groups that are zero, as few as all others follow from.
  mutating func relations(of groups: [Int]) -> [Relation] {
    if let known = relations[groups] { return known }
    let found = worked(groups)
    relations[groups] = found
    return found
  }

  private func worked(_ own: [Int]) -> [Relation] {
    let places = Dictionary(uniqueKeysWithValues: own.enumerated().map { ($1, $0) })
    var seen: Set<[Int]> = []
    // Combinations that are in the same groups are one.
    let combinations = groupsOf.map { $0.compactMap { places[$0] } }
      .filter { !$0.isEmpty && seen.insert($0).inserted }
    let partitions = Partitions(own.map { groups[$0].dimensions }, combinations)
    let equations = own.indices.map { place in
      [SumSystem.Entry(cell: place, factor: -1)]
        + (partitions.parts(of: place) ?? partitions.combinations(of: place).map { own.count + $0 })
        .map { SumSystem.Entry(cell: $0, factor: 1) }
    }
    var system = SumSystem(equations, cells: own.count + combinations.count)
    for combination in combinations.indices { system.forget(own.count + combination) }
    return system.relations.map { $0.map { (group: own[$0.cell], factor: $0.factor) } }
  }
}

/// Which groups are made of finer ones, so that few sums are of many combinations.
private struct Partitions {
  private let groupings: [Set<String>]
  /// The grouping of each group.
  private let groupingOf: [Int]
  /// For each combination the groups that it is in.
  private let groupsOf: [[Int]]
  private var combinationsOf: [[Int]]

  init(_ dimensions: [[String]], _ combinations: [[Int]]) {
    let ordered = Set(dimensions).sorted { $0.lexicographicallyPrecedes($1) }
    let numbers = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, $0) })
    groupings = ordered.map { Set($0) }
    groupingOf = dimensions.map { numbers[$0] ?? 0 }
    groupsOf = combinations
    combinationsOf = dimensions.map { _ in [] }
    for (number, groups) in combinations.enumerated() {
      for group in groups { combinationsOf[group].append(number) }
    }
  }

  func combinations(of group: Int) -> [Int] { combinationsOf[group] }

  /// The groups of one finer grouping, the fewest, of which every combination of a group is in one
  /// and which have no others; nil where there are none such.
  func parts(of group: Int) -> [Int]? {
    let own = combinationsOf[group]
    if own.isEmpty { return nil }
    let coarse = groupings[groupingOf[group]]
    return groupings.indices.filter { coarse.isStrictSubset(of: groupings[$0]) }
      .compactMap { finer -> [Int]? in
        var parts: Set<Int> = []
        for combination in own {
          let inner = groupsOf[combination].filter { groupingOf[$0] == finer }
          guard inner.count == 1 else { return nil }
          parts.insert(inner[0])
        }
        let size = parts.reduce(0) { $0 + combinationsOf[$1].count }
        return size == own.count ? parts.sorted() : nil
      }
      .min { $0.count < $1.count }
  }
}
