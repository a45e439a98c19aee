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

  /// The stretches of a ticket up to an instant, in order: each with its status.
  public func forEachStretch(
    ofTicket row: Int, until end: Int64,
    _ body: (_ from: Int64, _ to: Int64, _ status: Int64) -> Void
  ) {
    guard row + 1 < starts.count else { return }
    let range = starts[row]..<starts[row + 1]
    for i in range {
      let to = i + 1 < range.upperBound ? min(instants[i + 1], end) : end
      if instants[i] < to { body(instants[i], to, statuses[i]) }
    }
  }

  /// Whether anything is known of a ticket's statuses over time.
  public func isKnown(ofTicket row: Int) -> Bool {
    row + 1 < starts.count && starts[row] < starts[row + 1]
  }
}
