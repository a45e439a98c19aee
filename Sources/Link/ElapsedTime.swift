import Columnar

/// How much time lies between two instants, of which some may be known to the day only: then in
/// seconds of whole days.
public struct ElapsedTime: Sendable {
  /// By the number of a file: whether its tickets' creations are days, and its events'.
  private let creations: [Bool]
  private let events: [Bool]
  private let days: @Sendable (_ start: Int64, _ end: Int64) -> Int64

  /// - Parameter days: from the day of an instant to that of another, in seconds of whole days.
  public init(
    creations: [Bool], events: [Bool],
    days: @escaping @Sendable (_ start: Int64, _ end: Int64) -> Int64
  ) {
    self.creations = creations
    self.events = events
    self.days = days
  }

  /// Where all instants are known to the second.
  public static let exact = ElapsedTime(creations: [], events: []) { $1 - $0 }

  func isDay(creationIn file: Int) -> Bool { creations.indices.contains(file) && creations[file] }

  /// - Parameter place: of the event; missing where none tells the instant.
  func isDay(eventAt place: Int64) -> Bool {
    guard place != .missing else { return false }
    let file = Locator(packed: UInt64(bitPattern: place)).file
    return events.indices.contains(file) && events[file]
  }

  func seconds(from start: Int64, to end: Int64, inDays: Bool) -> Int64 {
    inDays ? days(start, end) : end - start
  }
}
