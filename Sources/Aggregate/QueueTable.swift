import Civil
import Columnar
import Records

/// How the records of a kind count as load of queues: by team and channel.
struct QueueTable: Sendable {
  let kind: QueueLoad.Kind
  let days: DayAxis
  let tests: [CompiledTest]
  let instant: Int
  let work: Int
  let team: Int?
  let channel: Int?
  let offered: Int?
  let abandoned: Int?
  let wait: Int?
  /// The members of the two, by code; of missing ones the last.
  let teams: [String]
  let channels: [String]

  /// More queues than this are no queues.
  private static let mostQueues = 1 << 14

  /// - Returns: nil where the plan asks for no load of this kind.
  init?(_ plan: AggregationPlan, _ schema: Schema, _ context: AggregationContext) {
    guard let queue = plan.queues.first(where: { $0.load.kind == schema.kind }),
      case .at(let field) = queue.load.attribution, case .field(let work) = queue.load.value,
      let instant = schema.index(of: field), let worked = schema.index(of: work)
    else { return nil }
    func members(_ name: String) -> [String] {
      (context.dictionaries[name]?.texts ?? []).map(MemberName.of) + [Group.none]
    }
    kind = queue.kind
    tests = queue.load.tests.filter { !$0.isOptional }.map {
      CompiledTest($0, schema, context.dictionaries, days: context.days)
    }
    self.instant = instant
    self.work = worked
    team = schema.index(of: "team")
    channel = queue.kind == .shifts ? nil : schema.index(of: "channel")
    offered = schema.index(of: "offered_count")
    abandoned = schema.index(of: "abandoned_count")
    wait = schema.index(of: "wait_seconds")
    teams = team == nil ? [Group.none] : members("team")
    channels = channel == nil ? [Group.none] : members("channel")
    guard teams.count * channels.count <= Self.mostQueues else { return nil }
    let axis = plan.axis
    let span = axis.spans[axis.spans.count - 1]
    days = DayAxis(
      axis.zone.date(at: span.lowerBound)..<axis.zone.date(at: span.upperBound), axis.zone)
  }

  var count: Int { teams.count * channels.count }

  @inline(__always)
  func queue(_ row: Int, _ columns: [[Int64]]) -> Int {
    func place(_ column: Int?, _ count: Int) -> Int {
      guard let column, case let code = columns[column][row], code != .missing else {
        return count - 1
      }
      return Int(code)
    }
    return place(team, teams.count) * channels.count + place(channel, channels.count)
  }
}

/// Loads of queues on their way: sums that merge and take back.
struct QueueCounts: Sendable {
  struct Sums: Sendable, Equatable {
    var records: Int64 = 0
    var workSeconds: Int64 = 0
    var waitSeconds: Int64 = 0
    var abandoned: Int64 = 0

    mutating func merge(_ other: Sums) {
      records &+= other.records
      workSeconds &+= other.workSeconds
      waitSeconds &+= other.waitSeconds
      abandoned &+= other.abandoned
    }
  }

  /// By queue.
  var sums: [Sums]
  /// By queue, then day and half-hour; empty where nothing came.
  var arrivals: [[Int32]]

  init(_ table: QueueTable?) {
    sums = Array(repeating: Sums(), count: table?.count ?? 0)
    arrivals = Array(repeating: [], count: table?.kind == .contacts ? sums.count : 0)
  }

  mutating func add(_ rows: BatchRows, _ table: QueueTable, _ sign: Int64) {
    let columns = rows.batch.columns
    var counted = rows.population
    for test in table.tests {
      counted.formIntersection(test.rows(columns, count: rows.batch.count))
    }
    let (first, end) = (table.days.starts[0], table.days.starts[table.days.count])
    func value(_ column: Int?, _ row: Int) -> Int64? {
      guard let column, case let value = columns[column][row], value != .missing else {
        return nil
      }
      return value
    }
    counted.forEach { row in
      let instant = columns[table.instant][row]
      guard instant != .missing, instant >= first, instant < end else { return }
      let queue = table.queue(row, columns)
      if let work = value(table.work, row) {
        sums[queue].workSeconds &+= sign &* work
        sums[queue].records &+= sign
      }
      guard table.kind == .contacts else { return }
      let offered = value(table.offered, row) ?? 1
      // A row of many contacts does not tell how long each waited.
      if offered == 1, let wait = value(table.wait, row),
        let abandoned = value(table.abandoned, row)
      {
        sums[queue].waitSeconds &+= sign &* wait
        sums[queue].abandoned &+= sign &* abandoned
      }
      let day = table.days.day(of: instant)
      // A day of 25 hours has its last one twice.
      let half = min(Int(instant &- table.days.starts[day]) / 1800, QueueLoad.halfHours - 1)
      if arrivals[queue].isEmpty {
        arrivals[queue] = Array(repeating: 0, count: table.days.count * QueueLoad.halfHours)
      }
      arrivals[queue][day * QueueLoad.halfHours + half] &+= Int32(
        truncatingIfNeeded: sign &* offered)
    }
  }

  mutating func merge(_ other: QueueCounts) {
    for queue in sums.indices { sums[queue].merge(other.sums[queue]) }
    for queue in arrivals.indices where !other.arrivals[queue].isEmpty {
      if arrivals[queue].isEmpty {
        arrivals[queue] = other.arrivals[queue]
      } else {
        for place in arrivals[queue].indices {
          arrivals[queue][place] &+= other.arrivals[queue][place]
        }
      }
    }
  }

  /// Whether the records counted here are those counted there.
  func holdsTheSame(as other: QueueCounts) -> Bool {
    sums == other.sums
      && zip(arrivals, other.arrivals).allSatisfy { a, b in
        a == b || (a + b).allSatisfy { $0 == 0 }
      }
  }

  /// The queues to which anything came, in the order of their names.
  func loads(_ table: QueueTable) -> [QueueLoad] {
    sums.indices.compactMap { queue -> QueueLoad? in
      let own = sums[queue]
      let arrivals = table.kind == .contacts ? self.arrivals[queue].map(Int.init) : []
      guard own.records > 0 || arrivals.contains(where: { $0 > 0 }) else { return nil }
      return QueueLoad(
        table.kind, team: table.teams[queue / table.channels.count],
        channel: table.channels[queue % table.channels.count], records: Int(own.records),
        workSeconds: own.workSeconds, waitSeconds: own.waitSeconds,
        abandoned: Int(own.abandoned), firstWeekday: table.days.weekdays[0],
        days: table.days.count, arrivals: arrivals)
    }
    .sorted { ($0.team, $0.channel) < ($1.team, $1.channel) }
  }
}
