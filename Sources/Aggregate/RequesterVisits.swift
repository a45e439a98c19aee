public import Columnar
import Link
public import Records

/// When each requester opened tickets: all tickets of the population, by requester.
public struct RequesterVisits: Sendable {
  private struct Visit {
    var created: Int64
    var system: Int64
    var category: Int64
    var link: Int64
  }

  /// The visits of requester `code` are `starts[code]..<starts[code + 1]`, by time.
  private var starts: [Int] = [0]
  private var visits: [Visit] = []

  public init() {}

  /// - Parameter partitions: the tickets as linked, so that those removed by events are left out.
  public init(_ partitions: some Sequence<RecordBatch>, _ dictionaries: [String: TextDictionary]) {
    let requesters = dictionaries["requester"]?.count ?? 0
    starts = [Int](repeating: 0, count: requesters + 1)
    var kept: [(requester: Int, visit: Visit)] = []
    for batch in partitions {
      let population = Population(batch.schema, dictionaries)
      let (requester, created) = (batch.values("requester"), batch.values("created"))
      let (system, category) = (batch.values("system"), batch.values("category"))
      let link = batch.values(Field.ticketLink.name)
      for row in 0..<batch.count where requester[row] != .missing {
        if population.reason(row, batch.columns) != nil { continue }
        kept.append(
          (
            Int(requester[row]),
            Visit(
              created: created[row], system: system[row], category: category[row], link: link[row])
          ))
        starts[Int(requester[row]) + 1] += 1
      }
    }
    for code in 0..<requesters { starts[code + 1] += starts[code] }
    var next = starts
    var order = [Int](repeating: 0, count: kept.count)
    for (index, entry) in kept.enumerated() {
      order[next[entry.requester]] = index
      next[entry.requester] += 1
    }
    visits = order.map { kept[$0].visit }
    for code in 0..<requesters where starts[code + 1] - starts[code] > 1 {
      visits[starts[code]..<starts[code + 1]].sort { $0.created < $1.created }
    }
  }

  /// Whether a requester opened another ticket within a window of time.
  ///
  /// - Parameters:
  ///   - category: nil for a ticket of any.
  ///   - link: the ticket that does not count; missing where each later one does.
  func hasVisit(
    of requester: Int64, system: Int64, category: Int64? = nil,
    within window: ClosedRange<Int64>, otherThan link: Int64
  ) -> Bool {
    let code = Int(requester)
    guard code + 1 < starts.count else { return false }
    let (first, end) = (starts[code], starts[code + 1])
    var (low, high) = (first, end)
    while low < high {
      let middle = (low + high) / 2
      if visits[middle].created < window.lowerBound { low = middle + 1 } else { high = middle }
    }
    while low < end, visits[low].created <= window.upperBound {
      let visit = visits[low]
      if visit.system == system && (category == nil || visit.category == category)
        && (link == .missing || visit.link != link)
      {
        return true
      }
      low += 1
    }
    return false
  }
}
