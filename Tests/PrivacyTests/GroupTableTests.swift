import Aggregate
import TestSupport
import Testing

@testable import Privacy

/// What adds up among groups, held against the combinations that there are.
@Suite struct GroupTableTests {
  /// The groups of each combination of members, by some sets of dimensions.
  static func groups(_ records: [[String: String]], _ groupings: [[String]]) -> [Group] {
    Set(
      groupings.flatMap { own in records.map { Group($0.filter { own.contains($0.key) }) } }
    ).sorted()
  }

  static func table(
    _ lists: [[Group]], meetings: [Group] = [], tested: [String: Set<String>] = [:],
    more: [Group] = []
  ) -> GroupTable {
    var choices = MemberChoices()
    let lists = [choices.unified(meetings)] + lists.map { choices.unified($0) }
    let published = Set(lists.dropFirst().joined())
    return GroupTable(
      published.union(more), published: published,
      Combinations(lists, choices, tested: tested) { $1 }
    ) { $1 }
  }

  static func relations(_ table: GroupTable) -> [GroupTable.Relation] {
    var table = table
    return table.relations(of: Array(table.groups.indices))
  }

  @Test func `a region is the sum of its teams, though no report shows the pair`() {
    let records = [("EMEA", "A"), ("EMEA", "B"), ("APAC", "C"), ("APAC", "D"), ("APAC", "E")]
      .map { ["region": $0, "team": $1] }
    let table = Self.table(
      [Self.groups(records, [[], ["region"], ["team"]])],
      meetings: Self.groups(records, [[], ["region"], ["team"], ["region", "team"]]))
    // Eight groups of five teams: the whole and both regions follow.
    #expect(Self.relations(table).count == 3)
    let emea = Group(["region": "EMEA"])
    let teams = ["A", "B"].map { Group(["team": $0]) }
    var own = table
    let found = own.relations(of: ([emea] + teams).compactMap { table[$0] }.sorted())
    #expect(found.count == 1 && found[0].count == 3)
  }

  @Test func `others of two choices of members differ by the members between them`() {
    // One list names x, the other x and y; the rest is z and w together.
    let (one, two) = (["x", Group.other], ["x", "y", Group.other])
    let table = Self.table([one, two].map { names in [.whole] + names.map { Group(["a": $0]) } })
    // The whole, x, y and two groups of others, of three members: two sums.
    #expect(table.groups.count == 5)
    #expect(Self.relations(table).count == 2)
    // A word that a test looks for may be among the others.
    let word = Group(["a": "z"])
    let tested = Self.table(
      [one, two].map { names in [.whole] + names.map { Group(["a": $0]) } },
      tested: ["a": ["z"]], more: [word])
    #expect(Self.relations(tested).count == 2)
    // Where a list has named all, there is no such word: it is nothing.
    let named = Self.table(
      [[.whole, Group(["a": "x"]), Group(["a": "y"])]], tested: ["a": ["z"]], more: [word])
    #expect(Self.relations(named).contains { $0.map(\.group) == [named[word] ?? -1] })
  }

  /// Of 20 members of three dimensions that all go together the sums have 1 + 3 · 19 + 3 · 19² degrees of
  /// freedom, by the analysis of variance without the interaction of all three.
  @Test func `where there are too many combinations, some of them tell what adds up`() {
    func members(_ dimension: String) -> [String] { (0..<20).map { "\(dimension)\($0)" } }
    let singles = ["a", "b", "c"].flatMap { name in members(name).map { Group([name: $0]) } }
    let pairs = [("a", "b"), ("a", "c"), ("b", "c")].flatMap { x, y in
      members(x).flatMap { p in members(y).map { Group([x: p, y: $0]) } }
    }
    let table = Self.table([[.whole] + singles + pairs])
    #expect(Self.relations(table).count == 1 + 60 + 1200 - (1 + 3 * 19 + 3 * 19 * 19))
  }

  @Test(arguments: 0..<40) func `all adds up that does whatever the combinations hold, no more`(
    seed: Int
  ) {
    var random = SeededGenerator(seed)
    let names = ["a", "b", "c"]
    let sizes = names.map { _ in Int.random(in: 1...4, using: &random) }
    var records: [[String: String]] = []
    for a in 0..<sizes[0] {
      for b in 0..<sizes[1] {
        for c in 0..<sizes[2] where Int.random(in: 0..<3, using: &random) == 0 {
          records.append(["a": "\(a)", "b": "\(b)", "c": "\(c)"])
        }
      }
    }
    let pairs = [["a", "b"], ["a", "c"], ["b", "c"]]
    let meetings = Self.groups(records, [[]] + names.map { [$0] } + pairs)
    let groupings = ([[]] + names.map { [$0] } + pairs).filter { _ in
      Bool.random(using: &random)
    }
    let groups = Self.groups(records, groupings)
    let table = Self.table([groups], meetings: meetings)
    // All members of which each two go together.
    let known = Set(meetings)
    let combinations = (0..<4).flatMap { a in
      (0..<4).flatMap { b in (0..<4).map { ["a": "\(a)", "b": "\(b)", "c": "\($0)"] } }
    }.filter { all in
      pairs.allSatisfy { pair in known.contains(Group(all.filter { pair.contains($0.key) })) }
    }
    func isIn(_ group: Group, _ combination: [String: String]) -> Bool {
      group.members.allSatisfy { combination[$0] == $1 }
    }
    let rows = table.groups.map { group in combinations.map { isIn(group, $0) ? 1 : 0 } }
    let relations = Self.relations(table)
    #expect(relations.count == rows.count - Reduced(rows).rank, "seed \(seed)")
    for relation in relations {
      for place in combinations.indices {
        let sum = relation.reduce(0 as Residue) { $0 + $1.factor * Residue(rows[$1.group][place]) }
        #expect(sum.isZero, "seed \(seed)")
      }
    }
  }
}
