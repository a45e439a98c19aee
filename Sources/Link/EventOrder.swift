public import Columnar

/// Whether logs are written newest first, as the events of a ticket in one file show.
///
/// Of two changes at one instant the one that leads to where the other begins came before it. Where
/// no such changes are, or as many either way, a log runs newest first whose instants only fall.
public struct EventOrder: Sendable {
  private struct Votes {
    var oldestFirst = 0
    var newestFirst = 0
    var rises = 0
    var falls = 0
  }

  /// By source.
  private var votes: [Votes]
  /// By the number of a file its source.
  private let sources: [Int]
  /// For codes of `to`, those of `from`.
  private let codes: [Int64]

  public init(sources: [Int], _ dictionaries: [String: TextDictionary]) {
    self.sources = sources
    votes = Array(repeating: Votes(), count: (sources.max() ?? -1) + 1)
    let from = dictionaries["from"]
    codes = (dictionaries["to"]?.texts ?? []).map { from?.knownCode(of: $0) ?? .missing }
  }

  /// Looks at the events of one partition.
  public mutating func add(_ batch: RecordBatch, _ locators: [Locator]) {
    let (links, at) = (batch.values(Field.ticketLink.name), batch.values("at"))
    let (kinds, from, to) = (batch.values("kind"), batch.values("from"), batch.values("to"))
    let order = (0..<batch.count).filter { links[$0] != .missing }
      .sorted { (links[$0], locators[$0]) < (links[$1], locators[$1]) }
    /// By kind the last event of the instant.
    var last: [Int64: Int] = [:]
    for (before, this) in zip(order, order.dropFirst()) {
      let file = locators[this].file
      guard links[before] == links[this], locators[before].file == file else {
        last.removeAll(keepingCapacity: true)
        continue
      }
      guard at[before] == at[this] else {
        last.removeAll(keepingCapacity: true)
        if at[before] < at[this] { votes[sources[file]].rises += 1 }
        if at[before] > at[this] { votes[sources[file]].falls += 1 }
        continue
      }
      if last.isEmpty { last[kinds[before]] = before }
      if let other = last[kinds[this]] {
        let isNext = leads(to[other], from[this])
        let isPrevious = leads(to[this], from[other])
        if isNext && !isPrevious { votes[sources[file]].oldestFirst += 1 }
        if isPrevious && !isNext { votes[sources[file]].newestFirst += 1 }
      }
      last[kinds[this]] = this
    }
  }

  private func leads(_ to: Int64, _ from: Int64) -> Bool {
    to != .missing && from != .missing && codes[Int(to)] == from
  }

  public mutating func merge(_ other: EventOrder) {
    for source in votes.indices {
      votes[source].oldestFirst += other.votes[source].oldestFirst
      votes[source].newestFirst += other.votes[source].newestFirst
      votes[source].rises += other.votes[source].rises
      votes[source].falls += other.votes[source].falls
    }
  }

  public func runsNewestFirst(source: Int) -> Bool {
    guard votes.indices.contains(source) else { return false }
    let votes = votes[source]
    if votes.oldestFirst != votes.newestFirst { return votes.newestFirst > votes.oldestFirst }
    return votes.falls > 0 && votes.rises == 0
  }
}
