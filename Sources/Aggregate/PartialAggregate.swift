import Columnar
public import Link
public import Records

/// The measures of some of the records of one kind: update with batches, merge with others, and
/// settle once.
///
/// Merging is associative and commutative to the bit, and what was added can be taken back: all sums are
/// of integers, wide enough not to overflow on the way. So records may be split over threads and files
/// in any way, as long as the moments of a ticket stay together.
public struct PartialAggregate: Sendable {
  /// What makes the sums unfit to be published.
  public enum Fault: Sendable {
    /// A sum beyond 64 bits.
    case overflow
    /// Fewer records than none: more was taken back than there was.
    case negative
  }

  let program: MeasureProgram
  let layout: GroupLayout
  /// By step, then group, then slot of the axis: how many records.
  var counts: [Int64]
  /// Likewise, for the steps that add up values.
  var totals: [Int128]
  /// Likewise, for the steps that need sums of powers or products.
  var moments: [Moments]
  /// By measure that is counted by day, group of one dimension or none, and day. Counts by slot of these
  /// groups come from them alone.
  var dayCounts: [Int32]
  /// By step of the course table, group of one dimension or none, and day.
  var courses: [Int32]
  var queues: QueueCounts
  /// For the steps that need each value.
  var logs: [ValueLog]
  /// How many records each group has, whatever their period.
  var groupRows: [Int]
  /// How many instants, by which anything is attributed, lie before the axis, on each of its days, and
  /// after it.
  var instants: [Int]
  /// How many records of the population have each linked field, and how many there are.
  public internal(set) var present: [Int]
  public internal(set) var population = 0
  var leftOutCounts: [String: Int] = [:]

  /// By bundle and grouping; nil where there would be too many cells.
  var lanes: [[Lanes?]] = []
  var laneRows = 0
  var laneSign = 1

  public init(_ program: MeasureProgram) {
    self.program = program
    layout = program.layout
    let table = program.table
    counts = Array(repeating: 0, count: table.countSlots * layout.count)
    totals = Array(repeating: 0, count: table.totalSlots * layout.count)
    moments = Array(repeating: Moments(), count: table.momentSlots * layout.count)
    dayCounts = Array(
      repeating: 0, count: table.dailyCount * program.dailyGroups * program.days.count)
    courses = Array(repeating: 0, count: program.courses.cells)
    queues = QueueCounts(program.queues)
    logs = Array(repeating: ValueLog(), count: table.logCount)
    groupRows = Array(repeating: 0, count: layout.count)
    instants = Array(repeating: 0, count: program.days.count + 2)
    present = Array(repeating: 0, count: program.linked.fields.count)
  }

  /// Records left out of the population, by reason.
  public var leftOut: [String: Int] { leftOutCounts.filter { $0.value != 0 } }

  /// The start of the first day that any instant lies on, which something is attributed by.
  var earliest: Int64 {
    guard let first = instants.firstIndex(where: { $0 != 0 }) else { return .max }
    return first == 0 ? .min : program.days.starts[first - 1]
  }

  /// Counts a batch of records.
  ///
  /// - Parameters:
  ///   - timelines: the statuses of the tickets of the batch's partition.
  ///   - sign: −1 to take back what was counted.
  public mutating func update(
    _ records: RecordBatch, _ timelines: StatusTimelines, sign: Int = 1
  ) {
    let batch = program.derive(records, timelines)
    var rows = BatchRows(program, batch, admit(batch, sign))
    tallyGroups(&rows, sign)
    tallyDays(&rows, sign)
    addToCourses(&rows, sign)
    if let table = program.queues { queues.add(rows, table, Int64(sign)) }
    prepareLanes(for: batch.count, sign)
    for bundle in program.bundles.indices { count(bundle, &rows, sign) }
    for step in program.steps {
      let selected = rows.rows(step)
      if selected.isEmpty { continue }
      switch (step.place, step.store) {
      case (.standing(let from, let until), _): stand(step, selected, &rows, from, until, sign)
      case (_, .counts): if step.countsTicketsOnce { countOnce(step, selected, &rows, sign) }
      case (_, .totals): total(step, selected, &rows, sign)
      case (_, .values): note(step, selected, &rows, sign)
      case (_, .powers), (_, .products): addMoments(step, selected, &rows, sign)
      }
    }
  }

  /// Notes which groups a batch of records has, and counts nothing else of it.
  public mutating func note(groupsOf records: RecordBatch) {
    var rows = BatchRows(program, records, admit(records, 1))
    tallyGroups(&rows, 1)
  }

  /// The rows that count, after noting those that do not.
  private mutating func admit(_ batch: RecordBatch, _ sign: Int) -> RowSet {
    let test = Population(batch.schema, program.context.dictionaries)
    var out = RowSet(none: batch.count)
    if !test.isEverybody {
      for row in 0..<batch.count {
        guard let reason = test.reason(row, batch.columns) else { continue }
        leftOutCounts[reason, default: 0] += sign
        out.insert(row)
      }
    }
    var rows = RowSet(all: batch.count)
    rows.subtract(out)
    population += sign * rows.size
    let excluded = out.rows
    for field in present.indices {
      let values = batch.columns[field]
      var known = 0
      for value in values { known &+= value == .missing ? 0 : 1 }
      for row in excluded where values[row] != .missing { known -= 1 }
      present[field] += sign * known
    }
    return rows
  }

  private mutating func tallyGroups(_ rows: inout BatchRows, _ sign: Int) {
    let population = rows.population.rows
    for (place, grouping) in program.groupings.enumerated() {
      for set in 0..<program.groupSets {
        Self.tally(
          rows.groups(set, place), population, &groupRows, from: grouping.first, sign)
      }
    }
  }

  private mutating func tallyDays(_ rows: inout BatchRows, _ sign: Int) {
    let population = rows.population.rows
    for instant in program.table.instants.indices {
      Self.tally(days: rows.days(instant), population, &instants, sign)
    }
  }

  /// Before the axis, on it, and after it, as `instants` has them.
  private static func tally(days: [Int32], _ rows: [Int], _ counts: inout [Int], _ sign: Int) {
    let (days, rows) = (days.span, rows.span)
    var counts = counts.mutableSpan
    for i in 0..<rows.count {
      switch days[rows[i]] {
      case DayAxis.missing: break
      case DayAxis.before: counts[0] &+= sign
      case DayAxis.after: counts[counts.count &- 1] &+= sign
      case let day: counts[Int(day) &+ 1] &+= sign
      }
    }
  }

  private static func tally(
    _ places: [Int32], _ rows: [Int], _ counts: inout [Int], from first: Int, _ sign: Int
  ) {
    let (places, rows) = (places.span, rows.span)
    var counts = counts.mutableSpan
    for i in 0..<rows.count { counts[first + Int(places[rows[i]])] &+= sign }
  }
}
