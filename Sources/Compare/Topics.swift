public import Civil
import Statistics

/// Words and pairs of words that more customers used than in the period before, or fewer.
public struct Topics: Sendable {
  /// How many customers used a term in each period.
  public struct Count: Sendable, Hashable {
    public let term: String
    public let now: Int
    public let before: Int

    public init(_ term: String, now: Int, before: Int) {
      self.term = term
      self.now = now
      self.before = before
    }
  }

  public struct Topic: Sendable, Hashable {
    public let count: Count
    public let z: Double
    public let q: Double
    public let owner: String?
    /// Ids of tickets, where the audience may see them.
    public var examples: [String] = []

    public var hasRisen: Bool { z > 0 }
  }

  public let period: Period
  public let before: Period
  /// How many first days of both are compared; nil for all.
  public let days: Int?
  /// The strongest first.
  public var all: [Topic]

  /// A term of fewer customers, in either period, may name one of them.
  public static let fewestCustomers = 10
  /// So many terms the prior is worth, but no more than a tenth of all.
  private static let greatestPrior = 500.0
  private static let most = 100

  /// - Parameters:
  ///   - names: words that the audience may not read, since they name agents or customers.
  public init(
    _ counts: [Count], _ rules: TopicRules, period: Period, before: Period, days: Int?,
    names: Set<String>
  ) {
    self.period = period
    self.before = before
    self.days = days
    let totals = counts.reduce(into: (now: 0.0, before: 0.0)) {
      $0.now += Double($1.now)
      $0.before += Double($1.before)
    }
    let all = totals.now + totals.before
    let worth = min(Self.greatestPrior, all / 10)
    let tested = counts.filter { count in
      max(count.now, count.before) >= Self.fewestCustomers
        && !count.term.split(separator: " ").contains { names.contains(String($0)) }
    }
    guard totals.now > 0, totals.before > 0 else {
      self.all = []
      return
    }
    let odds = tested.map { count in
      LogOdds(
        counts: (Double(count.now), Double(count.before)), totals: (totals.now, totals.before),
        prior: (worth * Double(count.now + count.before) / all, worth))
    }
    let q = FalseDiscoveryRate.q(odds.map(\.p))
    let found = tested.indices.compactMap { place -> Topic? in
      guard let q = q[place], q <= 0.05 else { return nil }
      let count = tested[place]
      return Topic(
        count: count, z: odds[place].z.decidable, q: q, owner: rules.owner(of: count.term))
    }
    .sorted { a, b in
      if abs(a.z) != abs(b.z) { return abs(a.z) > abs(b.z) }
      // A pair says more than its words.
      let (x, y) = (a.count.term, b.count.term)
      return x.contains(" ") == y.contains(" ") ? x < y : x.contains(" ")
    }
    self.all = Self.distinct(found)
  }

  /// A pair and its words are one topic: the strongest of them stands for all.
  private static func distinct(_ topics: [Topic]) -> [Topic] {
    var told: [Bool: Set<Substring>] = [:]
    var kept: [Topic] = []
    for topic in topics where kept.count < most {
      let words = topic.count.term.split(separator: " ")
      if words.contains(where: { told[topic.hasRisen]?.contains($0) ?? false }) { continue }
      told[topic.hasRisen, default: []].formUnion(words)
      kept.append(topic)
    }
    return kept
  }
}
