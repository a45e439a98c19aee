public import Civil
public import Columnar
public import Link
import Records

/// Which instants are known to the day only, by the file that a record or an event stands in. Such
/// an instant is the start of its day in the zone of the reports.
///
/// A record tells by a column of bits, one a field, which of its instants are.
public struct DayPrecision: Sendable {
  private let bits: [String: Int64]
  private let ofFile: [Int64]
  let zone: Zone

  /// - Parameter fields: by file the fields whose instants are days.
  public init(fields: [[String]] = [], zone: Zone = .utc) {
    let names = Set(fields.joined()).union(Self.moments).sorted()
    // A bit is left for the sign. Nobody maps more than sixty instants.
    var bits: [String: Int64] = [:]
    for (place, name) in names.prefix(62).enumerated() { bits[name] = 1 << Int64(place) }
    self.bits = bits
    ofFile = fields.map { $0.reduce(Int64(0)) { $0 | (bits[$1] ?? 0) } }
    self.zone = zone
  }

  /// What replies and solves call the instants of tickets and events.
  private static let moments = [
    "asked", "replied", "solved", "at", "created", "first_reply", "closed",
  ]

  public var isEmpty: Bool { ofFile.allSatisfy { $0 == 0 } }

  /// The bits of the days of a record at a place.
  public func fields(_ place: Locator) -> Int64 { ofFile[place.file] }

  /// How far apart the instants of tickets and events are.
  public var elapsed: ElapsedTime {
    if isEmpty { return .exact }
    func days(_ name: String) -> [Bool] { ofFile.map { $0 & (bits[name] ?? 0) != 0 } }
    return ElapsedTime(
      creations: days("created"), events: days("at"), days: { self.seconds(from: $0, to: $1) })
  }

  /// The instants after one and within a time of it; of a day those of later days, so many whole
  /// days on.
  func window(after instant: Int64, within seconds: Int64, isDay: Bool) -> ClosedRange<Int64> {
    guard isDay else { return instant + 1...instant + seconds }
    let day = zone.date(at: instant)
    return zone.start(of: day + 1)...zone.start(of: day + 1 + Int(seconds / 86_400)) - 1
  }

  /// The bits of some fields.
  func mask(_ names: [String]) -> Int64 { names.reduce(0) { $0 | (bits[$1] ?? 0) } }

  /// From one day to another, in seconds of whole days.
  func seconds(from start: Int64, to end: Int64) -> Int64 {
    Int64(zone.date(at: end).day - zone.date(at: start).day) * 86_400
  }

  /// The last second of a day.
  func end(ofDayAt instant: Int64) -> Int64 { zone.start(of: zone.date(at: instant) + 1) - 1 }

  // MARK: Records

  /// For each record the bits of its instants; those of replies and solves are the ticket's where its
  /// own columns tell them, else the events'.
  func column(_ batch: RecordBatch) -> [Int64] {
    let own = batch.values(Field.dayFields.name).map { $0 == .missing ? 0 : $0 }
    switch batch.schema.kind {
    case .reply:
      let (isFirst, places) = (batch.values("is_first"), batch.values("place"))
      let (created, reply) = (mask(["created"]), mask(["first_reply"]))
      return own.indices.map { row in
        let isAsked =
          isFirst[row] == 1 ? own[row] & created != 0 : isDay(eventAt: places[row])
        let isReplied =
          places[row] == .missing ? own[row] & reply != 0 : isDay(eventAt: places[row])
        return own[row] | (isAsked ? mask(["asked"]) : 0) | (isReplied ? mask(["replied"]) : 0)
      }
    case .solve:
      let (places, solves) = (batch.values("place"), batch.values("solved"))
      let (solved, closed) = (mask(["solved"]), mask(["closed"]))
      return own.indices.map { row in
        let isDay =
          places[row] != .missing
          ? isDay(eventAt: places[row])
          : own[row] & solved != 0 || own[row] & closed != 0 && isStartOfDay(solves[row])
        return isDay ? own[row] | solved : own[row] & ~solved
      }
    case .ticket:
      // Events may tell better than the export, and then to the second.
      let solves = batch.values("solved")
      let replies = batch.values("first_reply")
      let (solved, reply) = (mask(["solved"]), mask(["first_reply"]))
      return own.indices.map { row in
        own[row] & ~(isStartOfDay(solves[row]) ? 0 : solved)
          & ~(isStartOfDay(replies[row]) ? 0 : reply)
      }
    default: return own
    }
  }

  private func isDay(eventAt place: Int64) -> Bool {
    guard place != .missing else { return false }
    return fields(Locator(packed: UInt64(bitPattern: place))) & mask(["at"]) != 0
  }

  private func isStartOfDay(_ instant: Int64) -> Bool {
    instant == .missing || zone.start(of: zone.date(at: instant)) == instant
  }
}

/// The bits of some fields in the column of a batch that tells which instants are days.
struct DayColumn: Sendable {
  static let field = Field("days", .integer)

  let precision: DayPrecision
  private let column: Int
  private let mask: Int64

  /// Nil where no instant of these fields is a day.
  init?(_ fields: [String], _ schema: Schema, _ precision: DayPrecision) {
    let mask = precision.mask(fields)
    guard mask != 0, !precision.isEmpty, let column = schema.index(of: Self.field.name) else {
      return nil
    }
    self.precision = precision
    self.column = column
    self.mask = mask
  }

  @inline(__always)
  func isDay(_ row: Int, _ columns: [[Int64]]) -> Bool { columns[column][row] & mask != 0 }
}
