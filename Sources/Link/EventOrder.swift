public import Columnar
public import Records

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
  /// By the code of a kind what its events decide, and the code of `from` that they lead to where they
  /// do not say it.
  private let kinds: [Int64: (family: EventKind.Family, to: Int64)]

  public init(sources: [Int], _ dictionaries: [String: TextDictionary]) {
    self.sources = sources
    votes = Array(repeating: Votes(), count: (sources.max() ?? -1) + 1)
    let from = dictionaries["from"]
    func code(_ text: String) -> Int64 { from?.knownCode(of: text) ?? .missing }
    codes = (dictionaries["to"]?.texts ?? []).map(code)
    var kinds: [Int64: (family: EventKind.Family, to: Int64)] = [:]
    for kind in EventKind.allCases {
      guard let number = dictionaries["kind"]?.knownCode(of: kind.rawValue),
        let family = kind.family
      else { continue }
      kinds[number] =
        (family, kind == .solved ? code("solved") : kind == .reopened ? code("open") : .missing)
    }
    self.kinds = kinds
  }

  /// Looks at the events of one partition.
  public mutating func add(_ batch: RecordBatch, _ locators: [Locator]) {
    let (links, at) = (batch.values(Field.ticketLink.name), batch.values("at"))
    let (kind, from, to) = (batch.values("kind"), batch.values("from"), batch.values("to"))
    func leads(_ event: Int, to other: Int) -> Bool {
      let own = kinds[kind[event]]?.to ?? .missing
      let state = own != .missing || to[event] == .missing ? own : codes[Int(to[event])]
      return state != .missing && state == from[other]
    }
    let sequence = batch.values("sequence")
    let order = (0..<batch.count).filter { links[$0] != .missing && sequence[$0] == .missing }
      .sorted { (links[$0], locators[$0]) < (links[$1], locators[$1]) }
    /// By family the last event of the instant.
    var last: [EventKind.Family: Int] = [:]
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
      if last.isEmpty, let family = kinds[kind[before]]?.family { last[family] = before }
      guard let family = kinds[kind[this]]?.family else { continue }
      if let other = last[family] {
        let isNext = leads(other, to: this)
        let isPrevious = leads(this, to: other)
        if isNext && !isPrevious { votes[sources[file]].oldestFirst += 1 }
        if isPrevious && !isNext { votes[sources[file]].newestFirst += 1 }
      }
      last[family] = this
    }
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
