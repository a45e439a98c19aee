/// Dated exchange rates.
public struct RateTable: Sendable {
  /// One row: what one unit of `from` is worth in `to`, from a day on.
  public struct Entry: Sendable, Hashable {
    public let day: CivilDate
    public let from: String
    public let to: String
    public let rate: Rate

    public init(day: CivilDate, from: String, to: String, rate: Rate) {
      self.day = day
      self.from = from
      self.to = to
      self.rate = rate
    }
  }

  /// The currency that most rows name, such as EUR in the tables of the European Central Bank;
  /// rates between two others go through it. Of several the first by code; nil in an empty table.
  public let base: String?
  /// By `from`, then `to`; oldest first.
  private let byPair: [String: [String: [Entry]]]

  /// - Parameter entries: at most one for a day and pair.
  public init(_ entries: [Entry]) {
    var count: [String: Int] = [:]
    var byPair: [String: [String: [Entry]]] = [:]
    for entry in entries.sorted(by: { $0.day < $1.day }) {
      count[entry.from, default: 0] += 1
      count[entry.to, default: 0] += 1
      byPair[entry.from, default: [:]][entry.to, default: []].append(entry)
    }
    self.byPair = byPair
    base = count.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// The latest rate dated on or before a day: the later one of `from` in `to` and of `to` in
  /// `from` turned round; where there is neither, the two through the base.
  ///
  /// - Returns: nil where no row is that old, or the product of two rates has too many digits.
  public func rate(from: String, to: String, on day: CivilDate) -> Rate? {
    if from == to { return .one }
    if let direct = nearest(from, to, day) { return direct }
    guard let base, from != base, to != base, let first = nearest(from, base, day),
      let second = nearest(base, to, day)
    else { return nil }
    return first.times(second)
  }

  private func nearest(_ from: String, _ to: String, _ day: CivilDate) -> Rate? {
    switch (latest(from, to, day), latest(to, from, day)) {
    case (let direct?, let turned?):
      direct.day >= turned.day ? direct.rate : turned.rate.inverse
    case (let direct?, nil): direct.rate
    case (nil, let turned?): turned.rate.inverse
    case (nil, nil): nil
    }
  }

  /// The last row of a pair that is not after a day.
  private func latest(_ from: String, _ to: String, _ day: CivilDate) -> Entry? {
    guard let entries = byPair[from]?[to] else { return nil }
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].day <= day { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : entries[low - 1]
  }
}
