import Columnar
import Records

/// A batch on its way through a program: what several steps ask of its rows, computed once.
struct BatchRows {
  /// Where a record is counted by an instant.
  typealias Place = MeasureProgram.Place

  let program: MeasureProgram
  let batch: RecordBatch
  /// Those that count at all.
  let population: RowSet
  /// By column.
  private var days: [[Int32]?]
  private var slots: [[Int32]?]
  private var onAxis: [RowSet?]
  private var places: [[Int32]?]
  private var cells: [CellKey: [Int32]] = [:]
  private var tests: [RowSet?]
  private var selections: [RowSet?]
  private var singles: RowSet?
  private var stretches: [[Int]: Stretch] = [:]
  private var stamps: [[Int]: [[UInt64]]] = [:]

  struct Stretch {
    var first: [Int32]
    var end: [Int32]
    /// Those that stand at any boundary.
    var rows: RowSet
  }

  private struct CellKey: Hashable {
    let place: Int
    let set: Int
    let grouping: Int
    let isByDay: Bool
  }

  init(_ program: MeasureProgram, _ batch: RecordBatch, _ population: RowSet) {
    self.program = program
    self.batch = batch
    self.population = population
    days = Array(repeating: nil, count: batch.columns.count)
    slots = Array(repeating: nil, count: 2 * program.table.instants.count)
    onAxis = slots.map { _ in nil }
    places = Array(repeating: nil, count: program.groupSets * program.dimensions.count)
    tests = Array(repeating: nil, count: program.table.tests.count)
    selections = Array(repeating: nil, count: program.table.selections.count)
  }

  private var count: Int { batch.count }

  // MARK: Instants

  /// The day of each row by an instant, on the axis or one of `DayAxis`.
  mutating func days(_ instant: Int) -> [Int32] { days(column: program.table.instants[instant]) }

  private mutating func days(column: Int) -> [Int32] {
    if let known = days[column] { return known }
    let made = program.days.days(batch.columns[column])
    days[column] = made
    return made
  }

  /// The slot of each row by an instant, of the axis or of its months.
  mutating func slots(_ place: Place) -> [Int32] {
    let index = program.index(place)
    if let known = slots[index] { return known }
    var made = [Int32](repeating: 0, count: count)
    switch place {
    case .at(let instant):
      made = program.days.slots(ofDays: days(instant))
    case .month(let instant):
      let values = batch.columns[program.table.instants[instant]]
      for row in 0..<count where values[row] != .missing {
        made[row] = Int32(program.months.slot(of: values[row]))
      }
    case .standing: break
    }
    slots[index] = made
    return made
  }

  /// The rows that lie on the axis by an instant.
  private mutating func onAxis(_ place: Place) -> RowSet {
    let index = program.index(place)
    if let known = onAxis[index] { return known }
    let slots = slots(place)
    let last = Int32(program.slots(place) - 1)
    var made = RowSet(slots) { $0 > 0 && $0 < last }
    made.formIntersection(population)
    onAxis[index] = made
    return made
  }

  /// The first boundary of the axis at which each row stands, and the one behind the last: begun before
  /// it, and not ended before it.
  mutating func stretch(_ from: Int, _ until: Int) -> Stretch {
    if let known = stretches[[from, until]] { return known }
    let (starts, ends) = (days(column: from), days(column: until))
    let last = Int32(program.axis.boundaries.count)
    var made = Stretch(
      first: [Int32](repeating: 0, count: count), end: [Int32](repeating: 0, count: count),
      rows: RowSet(none: count))
    for row in 0..<count where starts[row] != DayAxis.missing {
      made.first[row] = program.days.slot(ofDay: starts[row])
      made.end[row] =
        ends[row] == DayAxis.missing ? last : program.days.slot(ofDay: ends[row])
      if made.first[row] < made.end[row] { made.rows.insert(row) }
    }
    stretches[[from, until]] = made
    return made
  }

  // MARK: Selections

  /// The rows that a step counts, before any value is asked for.
  mutating func rows(_ step: MeasureProgram.Step) -> RowSet {
    if let known = selections[step.selection] { return known }
    let selection = program.table.selections[step.selection]
    var rows: RowSet
    if case .standing = selection.place {
      rows = population
    } else {
      rows = onAxis(selection.place)
    }
    for test in selection.tests {
      let holding = tests[test] ?? program.table.tests[test].rows(batch.columns, count: count)
      tests[test] = holding
      rows.formIntersection(holding)
    }
    selections[step.selection] = rows
    return rows
  }

  /// The rows of tickets that have one moment alone in the batch.
  mutating func rowsOfOneMoment() -> RowSet {
    if let singles { return singles }
    let tickets = batch.columns[program.ticketRow]
    var made = RowSet(none: count)
    for row in 0..<count
    where (row == 0 || tickets[row - 1] != tickets[row])
      && (row == count - 1 || tickets[row + 1] != tickets[row])
    {
      made.insert(row)
    }
    singles = made
    return made
  }

  // MARK: Values

  /// The rows that have a value, and their values.
  func values(_ step: MeasureProgram.Step, _ selected: RowSet) -> (rows: [Int], values: [Int64]) {
    let rows = selected.rows
    let values = values(step.worth, step, rows)
    if !values.contains(.missing) { return (rows, values) }
    let known = values.indices.filter { values[$0] != .missing }
    return (rows.picking(known), values.picking(known))
  }

  /// What some rows are worth; missing where that is not known.
  func values(
    _ worth: MeasureProgram.Worth, _ step: MeasureProgram.Step, _ rows: [Int]
  ) -> [Int64] {
    switch worth {
    case .one: return [Int64](repeating: 1, count: rows.count)
    case .column(let column): return batch.columns[column].picking(rows)
    case .difference(let a, let b):
      var values = batch.columns[a].picking(rows)
      let column = batch.columns[b]
      let (others, places) = (column.span, rows.span)
      for i in values.indices {
        let other = others[places[i]]
        values[i] = values[i] == .missing || other == .missing ? .missing : values[i] - other
      }
      return values
    case .days: return rows.map { step.value(worth, $0, batch.columns) ?? .missing }
    case .age: return [Int64](repeating: .missing, count: rows.count)
    }
  }

  /// For each row the words that mark its value; with no slot and day where it stands.
  mutating func stamps(_ step: MeasureProgram.Step) -> [[UInt64]] {
    let key = [program.index(step.place), step.groups]
    if let known = stamps[key] { return known }
    let stamp = program.stamp
    var words = Array(repeating: [UInt64](repeating: 0, count: count), count: stamp.words)
    if case .at(let instant) = step.place {
      stamp.slot.mark(&words, slots(step.place))
      stamp.day.mark(&words, days(instant))
    }
    for (dimension, bits) in stamp.places.enumerated() {
      bits.mark(&words, places(step.groups, dimension))
    }
    stamps[key] = words
    return words
  }

  // MARK: Groups

  /// The place of each row in a dimension.
  mutating func places(_ set: Int, _ dimension: Int) -> [Int32] {
    let index = set * program.dimensions.count + dimension
    if let known = places[index] { return known }
    let dimensionColumns = program.dimensions[dimension]
    let column = batch.columns[dimensionColumns.columns[set]]
    let list = dimensionColumns.places
    let codes = column.span
    let ofCode = list.span
    var made = [Int32](repeating: 0, count: count)
    for row in 0..<count where codes[row] != .missing { made[row] = ofCode[Int(codes[row])] }
    places[index] = made
    return made
  }

  /// The number of each row's group within a grouping.
  mutating func groups(_ set: Int, _ grouping: Int) -> [Int32] {
    cells(CellKey(place: -1, set: set, grouping: grouping, isByDay: false)) { rows in
      let grouping = rows.program.groupings[grouping]
      guard let first = grouping.dimensions.first else {
        return [Int32](repeating: 0, count: rows.count)
      }
      var groups = rows.places(set, first)
      for (dimension, size) in zip(grouping.dimensions, grouping.sizes).dropFirst() {
        let places = rows.places(set, dimension)
        for row in groups.indices { groups[row] = groups[row] &* Int32(size) &+ places[row] }
      }
      return groups
    }
  }

  /// The cell of each row within a grouping: by group, then by slot or by day. Of rows that are not on
  /// the axis any.
  mutating func cells(_ step: MeasureProgram.Step, _ grouping: Int, isByDay: Bool) -> [Int32] {
    let place = program.index(step.place)
    let key = CellKey(place: place, set: step.groups, grouping: grouping, isByDay: isByDay)
    return cells(key) { rows in
      let width = Int32(isByDay ? rows.program.days.count : step.slots)
      var cells = rows.groups(step.groups, grouping)
      if isByDay, case .at(let instant) = step.place {
        let days = rows.days(instant)
        for row in cells.indices { cells[row] = cells[row] &* width &+ max(0, days[row]) }
      } else {
        let slots = rows.slots(step.place)
        for row in cells.indices { cells[row] = cells[row] &* width &+ slots[row] }
      }
      return cells
    }
  }

  private mutating func cells(_ key: CellKey, _ make: (inout BatchRows) -> [Int32]) -> [Int32] {
    if let known = cells[key] { return known }
    let made = make(&self)
    cells[key] = made
    return made
  }
}
