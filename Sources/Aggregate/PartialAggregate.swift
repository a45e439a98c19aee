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
  private(set) var counts: [Int64]
  /// Likewise, for the steps that add up values.
  private(set) var totals: [Int128]
  /// Likewise, for the steps that need sums of powers or products.
  private(set) var moments: [Moments]
  /// By measure that is counted by day, group of one dimension or none, and day. Counts by slot of these
  /// groups come from them alone.
  private(set) var dayCounts: [Int32]
  /// For the steps that need each value.
  private(set) var logs: [ValueLog]
  /// How many records each group has, whatever their period.
  private(set) var groupRows: [Int]
  /// How many instants, by which anything is attributed, lie before the axis, on each of its days, and
  /// after it.
  private(set) var instants: [Int]
  /// How many records of the population have each linked field, and how many there are.
  public private(set) var present: [Int]
  public private(set) var population = 0
  private var leftOutCounts: [String: Int] = [:]

  /// By bundle and grouping; nil where there would be too many cells.
  private var lanes: [[Lanes?]]
  private var laneRows = 0
  private var laneSign = 1

  public init(_ program: MeasureProgram) {
    self.program = program
    layout = program.layout
    counts = Array(repeating: 0, count: program.countSlots * layout.count)
    totals = Array(repeating: 0, count: program.totalSlots * layout.count)
    moments = Array(repeating: Moments(), count: program.momentSlots * layout.count)
    dayCounts = Array(
      repeating: 0, count: program.dailyCount * program.dailyGroups * program.days.count)
    logs = Array(
      repeating: ValueLog(dimensions: program.dimensions.count), count: program.logCount)
    groupRows = Array(repeating: 0, count: layout.count)
    instants = Array(repeating: 0, count: program.days.count + 2)
    present = Array(repeating: 0, count: program.linked.fields.count)
    lanes = []
  }

  /// Records left out of the population, by reason.
  public var leftOut: [String: Int] { leftOutCounts.filter { $0.value != 0 } }

  /// The start of the first day that any instant lies on, which something is attributed by.
  var earliest: Int64 {
    guard let first = instants.firstIndex(where: { $0 != 0 }) else { return .max }
    return first == 0 ? .min : program.days.starts[first - 1]
  }

  // MARK: Counting

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
    tally(&rows, sign)
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

  /// The rows that count, after noting those that do not.
  private mutating func admit(_ batch: RecordBatch, _ sign: Int) -> RowSet {
    let test = Population(batch.schema, program.context.dictionaries)
    var rows = RowSet(all: batch.count)
    if !test.isEverybody {
      var out = RowSet(none: batch.count)
      for row in 0..<batch.count {
        guard let reason = test.reason(row, batch.columns) else { continue }
        leftOutCounts[reason, default: 0] += sign
        out.insert(row)
      }
      rows.subtract(out)
    }
    population += sign * rows.size
    for field in present.indices {
      var known = RowSet(batch.columns[field]) { $0 != .missing }
      known.formIntersection(rows)
      present[field] += sign * known.size
    }
    return rows
  }

  private mutating func tally(_ rows: inout BatchRows, _ sign: Int) {
    let population = rows.population
    for (place, grouping) in program.groupings.enumerated() {
      for set in 0..<program.groupSets {
        let groups = rows.groups(set, place)
        population.forEach { groupRows[grouping.first + Int(groups[$0])] += sign }
      }
    }
    let last = instants.count - 1
    for instant in program.instants.indices {
      let days = rows.days(instant)
      population.forEach { row in
        switch days[row] {
        case DayAxis.missing: break
        case DayAxis.before: instants[0] += sign
        case DayAxis.after: instants[last] += sign
        case let day: instants[Int(day) + 1] += sign
        }
      }
    }
  }

  // MARK: Records

  private mutating func prepareLanes(for rows: Int, _ sign: Int) {
    if lanes.isEmpty {
      lanes = program.bundles.map { bundle in
        program.groupings.indices.map { grouping in
          let cells = program.width(bundle, grouping) * program.groupings[grouping].count
          return cells <= Lanes.mostCells ? Lanes(cells: cells) : nil
        }
      }
    }
    if laneSign != sign || laneRows + rows > Lanes.mostRows { emptyLanes() }
    laneSign = sign
    laneRows += rows
  }

  /// Counts the rows of some steps at once.
  private mutating func count(_ number: Int, _ rows: inout BatchRows, _ sign: Int) {
    let bundle = program.bundles[number]
    let steps = bundle.steps.map { program.steps[$0] }
    let sets = steps.map { step in
      var set = rows.rows(step)
      if step.countsTicketsOnce { set.formIntersection(rows.rowsOfOneMoment()) }
      return set
    }
    if sets.allSatisfy(\.isEmpty) { return }
    let size = rows.batch.count
    let ones = Lanes.ones(sets, count: size)
    for grouping in program.groupings.indices {
      let isByDay = program.isByDay(bundle, grouping)
      let cells = rows.cells(steps[0], grouping, isByDay: isByDay)
      guard lanes[number][grouping] != nil else {
        for (step, set) in zip(steps, sets) {
          let first = program.firstCell(step, grouping, isByDay: isByDay)
          set.forEach { add(sign, to: first + Int(cells[$0]), isByDay: isByDay) }
        }
        continue
      }
      var first = 0
      while first < size {
        // Only a batch that is greater than all lanes hold is counted in stretches.
        let end = min(first + Lanes.mostRows, size)
        if first > 0 {
          emptyLanes()
          laneRows = size - first
        }
        lanes[number][grouping]?.add(ones.span, at: cells.span, first..<end)
        first = end
      }
    }
  }

  private mutating func emptyLanes() {
    laneRows = 0
    for number in lanes.indices {
      let bundle = program.bundles[number]
      for grouping in lanes[number].indices {
        guard var own = lanes[number][grouping] else { continue }
        lanes[number][grouping] = nil
        let isByDay = program.isByDay(bundle, grouping)
        for (lane, step) in bundle.steps.enumerated() {
          let first = program.firstCell(program.steps[step], grouping, isByDay: isByDay)
          own.forEach(lane: lane) { add(laneSign * $1, to: first + $0, isByDay: isByDay) }
        }
        own.empty()
        lanes[number][grouping] = own
      }
    }
  }

  @inline(__always)
  private mutating func add(_ count: Int, to cell: Int, isByDay: Bool) {
    if isByDay {
      dayCounts[cell] &+= Int32(truncatingIfNeeded: count)
    } else {
      counts[cell] &+= Int64(count)
    }
  }

  /// Counts the tickets with several moments once in each cell; a ticket's moments follow one another.
  private mutating func countOnce(
    _ step: MeasureProgram.Step, _ selected: RowSet, _ rows: inout BatchRows, _ sign: Int
  ) {
    var several = selected
    several.subtract(rows.rowsOfOneMoment())
    if several.isEmpty { return }
    var together: [Int] = []
    several.forEach { together.append($0) }
    let tickets = rows.batch.columns[program.ticketRow]
    for grouping in program.groupings.indices {
      let isByDay = step.daily != nil && program.isDaily(grouping: grouping)
      let cells = rows.cells(step, grouping, isByDay: false)
      let places = isByDay ? rows.cells(step, grouping, isByDay: true) : cells
      let first = program.firstCell(step, grouping, isByDay: isByDay)
      for kept in firstOfEach(together, tickets, cells) {
        add(sign, to: first + Int(places[together[kept]]), isByDay: isByDay)
      }
    }
  }

  // MARK: Values

  /// The rows that have a value, and their values.
  private func values(
    _ step: MeasureProgram.Step, _ selected: RowSet, _ batch: RecordBatch
  ) -> (rows: [Int], values: [Int64]) {
    var rows: [Int] = []
    var values: [Int64] = []
    selected.forEach { row in
      guard let value = step.value(row, batch.columns) else { return }
      rows.append(row)
      values.append(value)
    }
    return (rows, values)
  }

  private mutating func total(
    _ step: MeasureProgram.Step, _ selected: RowSet, _ rows: inout BatchRows, _ sign: Int
  ) {
    let all = values(step, selected, rows.batch)
    for grouping in program.groupings.indices {
      let isByDay = step.daily != nil && program.isDaily(grouping: grouping)
      let cells = rows.cells(step, grouping, isByDay: false)
      let first = program.firstCell(step, grouping, isByDay: false)
      var (places, values) = all
      if step.countsTicketsOnce {
        let kept = firstOfEach(all.rows, rows.batch.columns[program.ticketRow], cells)
        (places, values) = (kept.map { all.rows[$0] }, kept.map { all.values[$0] })
      }
      for (row, value) in zip(places, values) {
        totals[first + Int(cells[row])] += Int128(value) * Int128(sign)
      }
      guard isByDay else { continue }
      let days = rows.cells(step, grouping, isByDay: true)
      let firstDay = program.firstCell(step, grouping, isByDay: true)
      for (row, value) in zip(places, values) {
        dayCounts[firstDay + Int(days[row])] &+= Int32(truncatingIfNeeded: value &* Int64(sign))
      }
    }
  }

  /// Of the moments of a ticket the first in each cell, by their places in a list.
  private func firstOfEach(_ rows: [Int], _ tickets: [Int64], _ cells: [Int32]) -> [Int] {
    var kept: [Int] = []
    var ticket = Int64.missing
    var counted: [Int32] = []
    for (place, row) in rows.enumerated() {
      if tickets[row] != ticket {
        ticket = tickets[row]
        counted.removeAll(keepingCapacity: true)
      } else if counted.contains(cells[row]) {
        continue
      }
      counted.append(cells[row])
      kept.append(place)
    }
    return kept
  }

  private mutating func note(
    _ step: MeasureProgram.Step, _ selected: RowSet, _ rows: inout BatchRows, _ sign: Int
  ) {
    guard case .at(let instant) = step.place else { return }
    let (places, values) = values(step, selected, rows.batch)
    let (slots, days) = (rows.slots(step.place), rows.days(instant))
    let dimensions = program.dimensions.indices.map { rows.places(step.groups, $0) }
    logs[step.cells].append(sign: sign) { entries in
      for (row, value) in zip(places, values) {
        entries.append(value, slot: Int(slots[row]), day: Int(days[row]))
      }
      for (dimension, ofRow) in dimensions.enumerated() {
        for row in places { entries.places[dimension].append(UInt32(ofRow[row])) }
      }
    }
  }

  private mutating func addMoments(
    _ step: MeasureProgram.Step, _ selected: RowSet, _ rows: inout BatchRows, _ sign: Int
  ) {
    let (places, values) = values(step, selected, rows.batch)
    var others: [Int64?] = []
    if case .products = step.store {
      others = places.map { step.value(step.other, $0, rows.batch.columns) }
    }
    let sign = Int64(sign)
    for grouping in program.groupings.indices {
      let cells = rows.cells(step, grouping, isByDay: false)
      let first = program.firstCell(step, grouping, isByDay: false)
      for place in places.indices {
        let cell = first + Int(cells[places[place]])
        if others.isEmpty {
          moments[cell].add(powersOf: values[place], sign: sign)
        } else if let other = others[place] {
          moments[cell].add(values[place], other, sign: sign)
        }
      }
    }
  }

  /// Counts each row in every period at whose end it stands; slot 0 is the start of the axis.
  private mutating func stand(
    _ step: MeasureProgram.Step, _ selected: RowSet, _ rows: inout BatchRows, _ from: Int,
    _ until: Int, _ sign: Int
  ) {
    let batch = rows.batch
    let boundaries = program.axis.boundaries
    let stretch = rows.stretch(from, until)
    let births = batch.columns[batch.schema.index(of: "created") ?? from]
    let groups = program.groupings.indices.map { rows.groups(step.groups, $0) }
    let firsts = program.groupings.indices.map { program.firstCell(step, $0, isByDay: false) }
    let dimensions = step.isDistributed ? program.dimensions.indices.map { rows.places(0, $0) } : []
    let asksAge = step.isDistributed || !step.ageTests.isEmpty
    var standing = selected
    standing.formIntersection(stretch.rows)
    standing.forEach { row in
      for boundary in Int(stretch.first[row])..<Int(stretch.end[row]) {
        var age: Int64 = 0
        if asksAge {
          age = program.age(births[row], at: boundaries[boundary], row, batch.columns)
          guard step.ageTests.allSatisfy({ $0.0.holds(age, $0.1) }) else { continue }
        }
        if step.isDistributed {
          logs[step.cells].append(sign: sign) { entries in
            entries.append(age, slot: boundary, day: 0)
            for (place, ofRow) in dimensions.enumerated() {
              entries.places[place].append(UInt32(ofRow[row]))
            }
          }
          continue
        }
        for (place, ofRow) in groups.enumerated() {
          counts[firsts[place] + Int(ofRow[row]) * step.slots + boundary] &+= Int64(sign)
        }
      }
    }
  }

  // MARK: Merging

  public mutating func merge(_ other: PartialAggregate) {
    var other = other
    other.emptyLanes()
    emptyLanes()
    for i in counts.indices { counts[i] &+= other.counts[i] }
    for i in totals.indices { totals[i] += other.totals[i] }
    for i in moments.indices { moments[i].merge(other.moments[i]) }
    for i in dayCounts.indices { dayCounts[i] &+= other.dayCounts[i] }
    for i in logs.indices { logs[i].merge(other.logs[i]) }
    for i in groupRows.indices { groupRows[i] += other.groupRows[i] }
    for i in instants.indices { instants[i] += other.instants[i] }
    for i in present.indices { present[i] += other.present[i] }
    leftOutCounts.merge(other.leftOutCounts, uniquingKeysWith: +)
    population += other.population
  }

  /// Whether the records counted here are those counted there.
  func holdsTheSame(as other: PartialAggregate) -> Bool {
    var (a, b) = (self, other)
    a.emptyLanes()
    b.emptyLanes()
    return a.counts == b.counts && a.totals == b.totals && a.moments == b.moments
      && a.dayCounts == b.dayCounts && a.logs.map(\.canonical) == b.logs.map(\.canonical)
      && a.groupRows == b.groupRows && a.instants == b.instants && a.present == b.present
      && a.leftOut == b.leftOut && a.population == b.population
  }

  // MARK: Settling

  /// Adds up what is counted by day, and strikes out what was taken back.
  ///
  /// - Returns: why no figure may be made of it; nil where all is well.
  mutating func settle() -> Fault? {
    emptyLanes()
    lanes = []
    for step in program.steps {
      guard case .counts = step.store, let daily = step.daily else { continue }
      for group in 0..<program.dailyGroups {
        let first = (daily * program.dailyGroups + group) * program.days.count
        let cell = step.cells * layout.count + group * step.slots
        for (slot, range) in program.days.slots.enumerated() {
          for day in range { counts[cell + slot] += Int64(dayCounts[first + day]) }
        }
      }
    }
    for log in logs.indices { logs[log].settle() }
    let isNegative =
      population < 0 || counts.contains { $0 < 0 } || groupRows.contains { $0 < 0 }
      || logs.contains { $0.taken.count > 0 } || moments.contains { $0.n < 0 }
    if isNegative { return .negative }
    return totals.contains { Int64(exactly: $0) == nil } ? .overflow : nil
  }

  /// Lets go of values that were put in order.
  mutating func forget(_ log: Int) {
    logs[log] = ValueLog(dimensions: program.dimensions.count)
  }

  /// The sum of a step for a group in a slot.
  func sum(_ step: MeasureProgram.Step, _ group: Int, _ slot: Int) -> Int64 {
    let cell = step.cells * layout.count + group * step.slots + slot
    if case .totals = step.store { return Int64(truncatingIfNeeded: totals[cell]) }
    return counts[cell]
  }

  func moments(_ step: MeasureProgram.Step, _ group: Int, _ slot: Int) -> Moments {
    moments[step.cells * layout.count + group * step.slots + slot]
  }

  /// How many records of a step a group has on a day of the axis.
  func count(_ daily: Int, _ group: Int, day: Int) -> Int {
    Int(dayCounts[(daily * program.dailyGroups + group) * program.days.count + day])
  }
}
