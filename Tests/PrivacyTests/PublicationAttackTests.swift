import Aggregate
import Civil
import Columnar
import TestSupport
import Testing

@testable import Privacy

/// A reader who knows all that one run publishes, how many records there are of everything, and which
/// members of two dimensions go together; and what they can work out.
@Suite struct PublicationAttackTests {
  /// Records alike in all that a report can split or test.
  struct Atom: Hashable {
    let members: [String: String]
    let month: Int
  }

  /// A report on the records: how they are grouped, and by what stretches of months.
  struct Report {
    let groupings: [[String]]
    let stretches: [Range<Int>]
    let metrics: [Int]
    /// How many members of a dimension stay on their own.
    var limit = Int.max

    func group(_ atom: Atom, _ dimensions: [String]) -> Group {
      Group(
        Dictionary(
          uniqueKeysWithValues: dimensions.map { dimension in
            let member = atom.members[dimension] ?? Group.none
            let place = Int(member.suffix(1)) ?? 0
            return (dimension, place < limit ? member : Group.other)
          }))
    }
  }

  /// A metric, and the records that it counts as good out of those that it looks at.
  struct Figure {
    let metric: Metric
    let covers: @Sendable (Atom) -> Bool
  }

  struct World {
    /// How many records each atom has, and how many of them are good.
    var records: [Atom: (n: Int, good: Int)] = [:]
    var reports: [Report] = []
  }

  private static let good = FieldTest("ok", .compares(.equal, 1))
  private static let bad = FieldTest("ok", .compares(.equal, 0))
  private static let known = FieldTest("ok", .present)

  private static func records(_ tests: [FieldTest]) -> Measure {
    Measure(.ticket, .at("created"), .one, tests)
  }

  private static func share(_ id: String, _ tests: [FieldTest] = []) -> Metric {
    Metric(
      id, id, .share, good: .up,
      .ratio(records(tests + [known, good]), records(tests + [known])), "")
  }

  private static func count(_ id: String, _ tests: [FieldTest]) -> Metric {
    Metric(id, id, .count, good: .up, .total(records(tests)), "")
  }

  /// The first is a rate; the others are a pipeline's own beside it.
  static let figures: [Figure] = [
    Figure(metric: share("rate")) { _ in true },
    Figure(metric: count("good", [good])) { _ in true },
    Figure(metric: count("bad", [bad])) { _ in true },
    Figure(metric: share("others", [FieldTest("a", .isNone(of: ["a0"]))])) {
      $0.members["a"] != "a0"
    },
    Figure(metric: count("of one", [good, FieldTest("a", .isAny(of: ["a1"]))])) {
      $0.members["a"] == "a1"
    },
    Figure(metric: share("two", [FieldTest("b", .isAny(of: ["b0", "b1"]))])) {
      ["b0", "b1"].contains($0.members["b"])
    },
    Figure(metric: share("rate again")) { _ in true },
  ]

  static let stretches = [[0..<1, 1..<2, 2..<3], [0..<3], [1..<3], [0..<1, 0..<2]]

  static func world(_ random: inout SeededGenerator) -> World {
    var world = World()
    let sizes = (0..<3).map { _ in Int.random(in: 1...3, using: &random) }
    // Teams of a region, say: each b is of one a.
    let isNested = Bool.random(using: &random)
    for a in 0..<sizes[0] {
      for b in 0..<sizes[1] {
        for c in 0..<sizes[2] where Int.random(in: 0..<5, using: &random) > 0 {
          for month in 0..<3 {
            let n = Int.random(in: 0...(Bool.random(using: &random) ? 4 : 40), using: &random)
            let members = ["a": "a\(a)", "b": isNested ? "b\(a)\(b)" : "b\(b)", "c": "c\(c)"]
            world.records[Atom(members: members, month: month)] = (
              n, Int.random(in: 0...n, using: &random)
            )
          }
        }
      }
    }
    let all = [["a"], ["b"], ["c"], ["a", "b"], ["a", "c"], ["b", "c"]]
    for number in 0..<Int.random(in: 1...3, using: &random) {
      world.reports.append(
        Report(
          groupings: [[]] + all.filter { _ in Int.random(in: 0..<3, using: &random) == 0 },
          stretches: stretches.randomElement(using: &random) ?? [],
          metrics: figures.indices.filter {
            number == 0 && $0 == 0 || Int.random(in: 0..<3, using: &random) == 0
          }, limit: Int.random(in: 0..<3, using: &random) == 0 ? 1 : .max))
    }
    return world
  }

  static func group(_ atom: Atom, _ dimensions: [String]) -> Group {
    Group(atom.members.filter { dimensions.contains($0.key) })
  }

  static func snapshot(_ report: Report, _ world: World) -> MetricSnapshot {
    let groups = Set(
      report.groupings.flatMap { dimensions in
        world.records.filter { $0.value.n > 0 }.keys.map { report.group($0, dimensions) }
      }
    ).union([.whole]).sorted()
    let first = Period(.month, containing: CivilDate(2026, 1, 1))
    return MetricSnapshot(
      metrics: report.metrics.map { figures[$0].metric },
      // Which months a period has is a matter of its span alone.
      periods: report.stretches.indices.map { first.advanced(by: $0) },
      spans: report.stretches.map { Int64($0.lowerBound)..<Int64($0.upperBound) }, groups: groups,
      values: report.metrics.map { figure in
        groups.map { group in
          report.stretches.map { value(figures[figure], group, $0, report, world) }
        }
      })
  }

  static func value(
    _ figure: Figure, _ group: Group, _ months: Range<Int>, _ report: Report, _ world: World
  ) -> MetricValue {
    let own = world.records.filter {
      months.contains($0.key.month) && figure.covers($0.key)
        && report.group($0.key, group.dimensions) == group
    }.values
    let (n, good) = (own.reduce(0) { $0 + $1.n }, own.reduce(0) { $0 + $1.good })
    guard figure.metric.unit == .share else {
      let count = figure.metric.id == "bad" ? n - good : good
      return MetricValue(value: Double(count), n: count)
    }
    return MetricValue(value: n == 0 ? nil : Double(good) / Double(n), n: n)
  }

  /// The pairs of members that go together, and single ones.
  static func meetings(_ world: World) -> [Group] {
    let used = world.records.filter { $0.value.n > 0 }.keys
    return Set(
      [[], ["a"], ["b"], ["c"], ["a", "b"], ["a", "c"], ["b", "c"]].flatMap { dimensions in
        used.map { group($0, dimensions) }
      }
    ).sorted()
  }

  /// The suppressed rates that follow from what is shown: those whose good records are a sum of
  /// multiples of the good records of shown figures, whatever the atoms hold.
  static func workedOut(
    _ world: World, _ snapshots: [MetricSnapshot], _ hidden: [[[[Bool]]]]
  ) -> [String] {
    // What a reader takes to be possible: members of three dimensions of which each two go together.
    let meetings = Set(meetings(world))
    func members(_ dimension: String) -> [String] {
      meetings.filter { $0.dimensions == [dimension] }.compactMap { $0.members[dimension] }.sorted()
    }
    var atoms: [Atom] = []
    for a in members("a") {
      for b in members("b") where meetings.contains(Group(["a": a, "b": b])) {
        for c in members("c")
        where meetings.contains(Group(["a": a, "c": c]))
          && meetings.contains(Group(["b": b, "c": c]))
        {
          atoms += (0..<3).map { Atom(members: ["a": a, "b": b, "c": c], month: $0) }
        }
      }
    }
    var shown: [[Int]] = []
    var secrets: [(String, [Int])] = []
    for (number, snapshot) in snapshots.enumerated() {
      for (metric, figure) in world.reports[number].metrics.enumerated() {
        for (place, group) in snapshot.groups.enumerated() {
          for (period, months) in world.reports[number].stretches.enumerated() {
            let row = atoms.map { atom in
              months.contains(atom.month) && figures[figure].covers(atom)
                && world.reports[number].group(atom, group.dimensions) == group ? 1 : 0
            }
            if hidden[number][metric][place][period] {
              let n = snapshot.series(snapshot.metrics[metric].id, group)?[period].n ?? 0
              if figures[figure].metric.unit == .share && n > 0 {
                secrets.append(("\(figures[figure].metric.id) \(group.members) \(months)", row))
              }
            } else {
              shown.append(row)
            }
          }
        }
      }
    }
    let reduced = Reduced(shown)
    return secrets.filter { reduced.spans($0.1) }.map(\.0)
  }

  @Test(arguments: 0..<300) func `nothing that one run publishes gives a suppressed rate away`(
    seed: Int
  ) {
    var random = SeededGenerator(seed)
    let world = Self.world(&random)
    let snapshots = world.reports.map { Self.snapshot($0, world) }
    let hidden = Suppression(
      snapshots.map { .init(snapshot: $0) }, SmallN(), meetings: Self.meetings(world),
      isFlag: { name, _ in name == "ok" }
    ).hidden
    for (number, snapshot) in snapshots.enumerated() {
      for (metric, own) in snapshot.metrics.enumerated() where own.unit == .share {
        for (place, group) in snapshot.groups.enumerated() {
          for (period, value) in (snapshot.series(own.id, group) ?? []).enumerated()
          where 0 < value.n && value.n < 10 {
            #expect(hidden[number][metric][place][period])
          }
        }
      }
    }
    let workedOut = Self.workedOut(world, snapshots, hidden)
    #expect(workedOut.isEmpty, "seed \(seed): \(workedOut.prefix(3))")
  }

  @Test func `without companions the attacker finds rates in most worlds that suppress any`() {
    var (suppressing, found) = (0, 0)
    for seed in 0..<60 {
      var random = SeededGenerator(seed)
      let world = Self.world(&random)
      let snapshots = world.reports.map { Self.snapshot($0, world) }
      let few = snapshots.map { snapshot in
        snapshot.metrics.map { metric in
          snapshot.groups.map { group in
            (snapshot.series(metric.id, group) ?? []).map {
              metric.unit == .share && 0 < $0.n && $0.n < 10
            }
          }
        }
      }
      if few.joined().joined().joined().contains(true) { suppressing += 1 }
      if !Self.workedOut(world, snapshots, few).isEmpty { found += 1 }
    }
    #expect(suppressing > 30 && found * 2 > suppressing)
  }

  @Test func `the attacker finds what a run would give away`() {
    // 7 + 40 of 9 and 51 good, told by the whole and by the other alone.
    var world = World()
    world.records = [
      Atom(members: ["a": "a0", "b": "b0", "c": "c0"], month: 0): (9, 7),
      Atom(members: ["a": "a1", "b": "b0", "c": "c0"], month: 0): (51, 40),
    ]
    world.reports = [Report(groupings: [[], ["a"]], stretches: [0..<1], metrics: [0])]
    let snapshot = Self.snapshot(world.reports[0], world)
    let few = snapshot.groups.map { [snapshot.value("rate", snapshot.periods[0], $0)?.n ?? 0 < 10] }
    #expect(Self.workedOut(world, [snapshot], [[few]]) == ["rate [\"a\": \"a0\"] 0..<1"])
  }
}

/// Rows in echelon form, modulo a prime that is not the suppression's.
struct Reduced {
  private static let prime = 1_000_003
  private var rows: [(pivot: Int, row: [Int])] = []

  init(_ rows: [[Int]]) {
    for row in rows {
      let rest = reduce(row)
      guard let pivot = rest.firstIndex(where: { $0 != 0 }) else { continue }
      let inverse = Self.power(rest[pivot], Self.prime - 2)
      self.rows.append((pivot, rest.map { $0 * inverse % Self.prime }))
    }
  }

  var rank: Int { rows.count }

  /// Whether a row is a sum of multiples of these.
  func spans(_ row: [Int]) -> Bool { reduce(row).allSatisfy { $0 == 0 } }

  private func reduce(_ row: [Int]) -> [Int] {
    var row = row
    for (pivot, own) in rows where row[pivot] != 0 {
      let factor = row[pivot]
      for i in row.indices where own[i] != 0 {
        row[i] = ((row[i] - factor * own[i]) % Self.prime + Self.prime) % Self.prime
      }
    }
    return row
  }

  private static func power(_ base: Int, _ exponent: Int) -> Int {
    var (result, power, rest) = (1, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = result * power % prime }
      power = power * power % prime
      rest >>= 1
    }
    return result
  }
}
