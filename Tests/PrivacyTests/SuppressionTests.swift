import Aggregate
import Civil
import Columnar
import TestSupport
import Testing

@testable import Privacy

extension MetricSnapshot {
  /// As it is published alone.
  func suppressingSmall(_ limits: SmallN) -> MetricSnapshot {
    without(Suppression([.init(snapshot: self)], limits).hidden[0], limits)
  }
}

@Suite struct SuppressionTests {
  static let ratio = Metric(
    "r", "R", .share, good: .up,
    .ratio(
      Measure(.ticket, .at("created"), .one, [FieldTest("ok", .compares(.equal, 1))]),
      Measure(.ticket, .at("created"))), "")
  static let total = Metric(
    "t", "T", .count, good: .up, .total(Measure(.ticket, .at("created"))), "")
  static let period = Period(.month, containing: CivilDate(2026, 10, 1))

  /// A snapshot of one period with so many records in each group.
  static func snapshot(_ counts: [Group: Int]) -> MetricSnapshot {
    let groups = counts.keys.sorted()
    return MetricSnapshot(
      metrics: [ratio, total], periods: [period], groups: groups,
      values: [ratio, total].map { metric in
        groups.map { group in
          let n = counts[group] ?? 0
          return [
            MetricValue(
              value: n == 0 ? nil : 0.5, n: n,
              flags: 0 < n && n < 30 && metric.id == "r" ? [.indicative, .partial] : [.partial])
          ]
        }
      })
  }

  /// The members of one dimension that are suppressed, with "" for the whole.
  static func hidden(_ counts: [String: Int], below limit: Int = 10) -> [String] {
    var groups: [Group: Int] = [.whole: counts.values.reduce(0, +)]
    for (member, n) in counts { groups[Group(["a": member])] = n }
    let suppressed = snapshot(groups).suppressingSmall(SmallN(suppress: limit))
    return suppressed.groups.filter { suppressed.value("r", period, $0)?.isSuppressed ?? false }
      .map { $0.members["a"] ?? "" }
  }

  @Test(
    arguments: [
      (["x": 40, "y": 10], []),
      (["x": 40, "y": 9], ["x", "y"]),
      (["x": 40, "y": 3, "z": 20], ["y", "z"]),
      // Of equals the first; a member without records hides nothing.
      (["w": 0, "x": 20, "y": 3, "z": 20], ["x", "y"]),
      // Two hide one another.
      (["x": 9, "y": 3, "z": 20], ["x", "y"]),
      // One member is the whole by another name.
      (["x": 40], []), (["x": 4], ["", "x"]),
      (["x": 4, "y": 4], ["", "x", "y"]),
    ] as [([String: Int], [String])])
  func `few records are suppressed, and a companion with them`(
    counts: [String: Int], hidden: [String]
  ) {
    #expect(Self.hidden(counts) == hidden)
  }

  @Test func `neither value, n nor a mark of few records is left, and counts stay`() {
    let groups: [Group: Int] = [.whole: 49, Group(["a": "x"]): 40, Group(["a": "y"]): 9]
    let snapshot = Self.snapshot(groups).suppressingSmall(SmallN())
    let value = snapshot.value("r", Self.period, Group(["a": "y"]))
    #expect(value == MetricValue(value: nil, n: 0, flags: [.partial, .suppressed]))
    #expect(value?.publishedN == nil)
    #expect(snapshot.value("t", Self.period, Group(["a": "y"]))?.publishedN == 9)
    #expect(snapshot.value("r", Self.period)?.publishedN == 49)
    #expect(Self.hidden(["x": 40, "y": 9], below: 0) == [])
  }

  @Test func `indicative follows the limit`() {
    let marked = Self.snapshot([.whole: 20]).markingIndicative(SmallN(indicative: 15))
    #expect(marked.value("r", Self.period)?.flags == [.partial])
    let more = Self.snapshot([.whole: 40]).markingIndicative(SmallN(indicative: 50))
    #expect(more.value("r", Self.period)?.flags == [.indicative, .partial])
    #expect(more.value("t", Self.period)?.flags == [.partial])
  }

  @Test func `a cell of a pair is guarded along both of its lines`() {
    // Each team has both channels; only EMEA's chat is few.
    let suppressed = Self.snapshot([
      .whole: 118, Group(["a": "x"]): 45, Group(["a": "y"]): 73, Group(["b": "p"]): 45,
      Group(["b": "q"]): 73, Group(["a": "x", "b": "p"]): 5, Group(["a": "x", "b": "q"]): 40,
      Group(["a": "y", "b": "p"]): 40, Group(["a": "y", "b": "q"]): 33,
    ]).suppressingSmall(SmallN())
    let hidden = suppressed.groups.filter {
      suppressed.value("r", Self.period, $0)?.isSuppressed ?? false
    }
    #expect(hidden.count == 4 && hidden.allSatisfy { $0.dimensions == ["a", "b"] })
  }

  /// Random records over three dimensions, most combinations empty or few.
  static func counts(_ random: inout SeededGenerator) -> [Group: Int] {
    let sizes = (0..<3).map { _ in Int.random(in: 1...4, using: &random) }
    let pairs = [["a", "b"], ["a", "c"], ["b", "c"]].filter { _ in Bool.random(using: &random) }
    let singles = ["a", "b", "c"].filter { _ in Int.random(in: 0..<5, using: &random) > 0 }
    let groupings = [[]] + singles.map { [$0] } + pairs
    var counts: [Group: Int] = [.whole: 0]
    for a in 0..<sizes[0] {
      for b in 0..<sizes[1] {
        for c in 0..<sizes[2] where Int.random(in: 0..<5, using: &random) > 1 {
          let n = Int.random(in: 0...(Bool.random(using: &random) ? 6 : 40), using: &random)
          let record = ["a": "\(a)", "b": "\(b)", "c": "\(c)"]
          for grouping in groupings {
            counts[Group(record.filter { grouping.contains($0.key) }), default: 0] += n
          }
        }
      }
    }
    return counts
  }

  /// What a reader who knows all that is published can work out: the suppressed groups whose
  /// numerator has one value only.
  ///
  /// Each group is a row: the sum of the records of which it consists. What adds up, adds up in all
  /// ways: every grouping of which another is a refinement.
  static func workedOut(_ groups: [Group], _ hidden: Set<Group>, _ counts: [Group: Int]) -> [Group]
  {
    let unknown = groups.filter(hidden.contains)
    var rows: [[Fraction]] = []
    for total in groups {
      for dimensions in Set(groups.map(\.dimensions))
      where Set(total.dimensions).isStrictSubset(of: dimensions) {
        let parts = groups.filter { part in
          part.dimensions == dimensions
            && total.members.allSatisfy { part.members[$0.key] == $0.value }
        }
        rows.append(
          unknown.map { Fraction(total == $0 ? -1 : parts.contains($0) ? 1 : 0) })
      }
    }
    // A row of the reduced echelon form with one entry alone gives that unknown away.
    return Fraction.reduced(rows).compactMap { row in
      let entries = row.indices.filter { !row[$0].isZero }
      return entries.count == 1 ? unknown[entries[0]] : nil
    }
  }

  @Test(arguments: 0..<600) func `no suppressed value can be worked out`(seed: Int) {
    var random = SeededGenerator(seed)
    let counts = Self.counts(&random)
    let snapshot = Self.snapshot(counts).suppressingSmall(SmallN())
    let hidden = Set(
      snapshot.groups.filter { snapshot.value("r", Self.period, $0)?.isSuppressed ?? false })
    for (group, n) in counts where 0 < n && n < 10 { #expect(hidden.contains(group)) }
    for group in hidden { #expect(counts[group] ?? 0 > 0) }
    if counts[.whole] ?? 0 >= 10 { #expect(!hidden.contains(.whole)) }
    let workedOut = Self.workedOut(snapshot.groups, hidden, counts)
    #expect(workedOut.isEmpty, "seed \(seed): \(workedOut.map(\.members)) of \(hidden.count)")
  }
}

/// Exact numbers for small systems.
struct Fraction {
  var top: Int
  var bottom: Int

  init(_ top: Int, _ bottom: Int = 1) {
    func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? abs(a) : divisor(b, a % b) }
    let common = max(1, divisor(top, bottom)) * (bottom < 0 ? -1 : 1)
    self.top = top / common
    self.bottom = bottom / common
  }

  var isZero: Bool { top == 0 }

  static func - (a: Self, b: Self) -> Self {
    .init(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom)
  }
  static func * (a: Self, b: Self) -> Self { .init(a.top * b.top, a.bottom * b.bottom) }
  static func / (a: Self, b: Self) -> Self { .init(a.top * b.bottom, a.bottom * b.top) }

  /// The reduced row echelon form.
  static func reduced(_ rows: [[Fraction]]) -> [[Fraction]] {
    var rows = rows
    var rank = 0
    for column in (rows.first ?? []).indices {
      guard let found = rows.indices.dropFirst(rank).first(where: { !rows[$0][column].isZero })
      else { continue }
      rows.swapAt(rank, found)
      let lead = rows[rank][column]
      rows[rank] = rows[rank].map { $0 / lead }
      let pivot = rows[rank]
      for index in rows.indices where index != rank && !rows[index][column].isZero {
        let factor = rows[index][column]
        rows[index] = zip(rows[index], pivot).map { $0 - factor * $1 }
      }
      rank += 1
    }
    return rows
  }
}
