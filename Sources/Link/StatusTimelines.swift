import Columnar

/// The statuses of a partition's tickets over time, where events tell them.
public struct StatusTimelines: Sendable {
  /// The entries of ticket `row` are `starts[row]..<starts[row + 1]`.
  private(set) var starts: [Int] = [0]
  private var instants: [Int64] = []
  private var statuses: [Int64] = []

  public init() {}

  mutating func append(_ at: Int64, _ status: Int64) {
    instants.append(at)
    statuses.append(status)
  }

  /// Ends the entries of one ticket; those of the next follow.
  mutating func endTicket() { starts.append(instants.count) }

  /// The stretches of a ticket that an interval meets, in order: each with its status, cut at the
  /// interval's end.
  ///
  /// - Parameter body: returns whether to go on.
  public func forEachStretch(
    ofTicket row: Int, from start: Int64, until end: Int64,
    _ body: (_ from: Int64, _ to: Int64, _ status: Int64) -> Bool
  ) {
    guard row + 1 < starts.count else { return }
    let range = starts[row]..<starts[row + 1]
    let begun = instants[range].countOfPrefix { $0 <= start }
    for i in range.dropFirst(max(0, begun - 1)) {
      if instants[i] >= end { return }
      let to = i + 1 < range.upperBound ? min(instants[i + 1], end) : end
      if instants[i] < to && to > start && !body(instants[i], to, statuses[i]) { return }
    }
  }

  /// Whether anything is known of a ticket's statuses over time.
  public func isKnown(ofTicket row: Int) -> Bool {
    row + 1 < starts.count && starts[row] < starts[row + 1]
  }
}
