import Columnar

/// Counting records: by lanes, up to four steps at once.
extension PartialAggregate {
  mutating func prepareLanes(for rows: Int, _ sign: Int) {
    if lanes.isEmpty {
      lanes = program.bundles.map { bundle in
        program.groupings.indices.map { grouping in
          let cells = program.width(program.steps[bundle[0]], grouping)
          return cells <= Lanes.mostCells ? Lanes(cells: cells) : nil
        }
      }
    }
    if laneSign != sign || laneRows + rows > Lanes.mostRows { emptyLanes() }
    laneSign = sign
    laneRows += rows
  }

  /// Counts the rows of some steps at once.
  mutating func count(_ number: Int, _ rows: inout BatchRows, _ sign: Int) {
    let steps = program.bundles[number].map { program.steps[$0] }
    let sets = steps.map { step in
      var set = rows.rows(step)
      if step.countsTicketsOnce { set.formIntersection(rows.rowsOfOneMoment()) }
      return set
    }
    if sets.allSatisfy(\.isEmpty) { return }
    let size = rows.batch.count
    let ones = Lanes.ones(sets, count: size)
    for grouping in program.groupings.indices {
      let isByDay = program.isByDay(steps[0], grouping)
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

  mutating func emptyLanes() {
    laneRows = 0
    for number in lanes.indices {
      let steps = program.bundles[number].map { program.steps[$0] }
      for grouping in lanes[number].indices {
        guard var own = lanes[number][grouping] else { continue }
        lanes[number][grouping] = nil
        let isByDay = program.isByDay(steps[0], grouping)
        for (lane, step) in steps.enumerated() {
          let first = program.firstCell(step, grouping, isByDay: isByDay)
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
  mutating func countOnce(
    _ step: MeasureProgram.Step, _ selected: RowSet, _ rows: inout BatchRows, _ sign: Int
  ) {
    var several = selected
    several.subtract(rows.rowsOfOneMoment())
    if several.isEmpty { return }
    let together = several.rows
    let tickets = rows.batch.columns[program.ticketRow]
    for grouping in program.groupings.indices {
      let isByDay = program.isByDay(step, grouping)
      let cells = rows.cells(step, grouping, isByDay: false)
      let places = isByDay ? rows.cells(step, grouping, isByDay: true) : cells
      let first = program.firstCell(step, grouping, isByDay: isByDay)
      for kept in firstOfEach(together, tickets, cells) {
        add(sign, to: first + Int(places[together[kept]]), isByDay: isByDay)
      }
    }
  }

  /// Of the moments of a ticket the first in each cell, by their places in a list.
  func firstOfEach(_ rows: [Int], _ tickets: [Int64], _ cells: [Int32]) -> [Int] {
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

  /// Counts each row in every period at whose end it stands; slot 0 is the start of the axis.
  mutating func stand(
    _ step: MeasureProgram.Step, _ selected: RowSet, _ rows: inout BatchRows, _ from: Int,
    _ until: Int, _ sign: Int
  ) {
    let batch = rows.batch
    let boundaries = program.axis.boundaries
    let stretch = rows.stretch(from, until)
    let births = batch.columns[batch.schema.index(of: "created") ?? from]
    let groups = program.groupings.indices.map { rows.groups(step.groups, $0) }
    let firsts = program.groupings.indices.map { program.firstCell(step, $0, isByDay: false) }
    let asksAge = step.isDistributed || !step.ageTests.isEmpty
    let stamps = step.isDistributed ? rows.stamps(step) : []
    var entries = ValueLog.Entries(words: program.stamp.words)
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
          entries.values.append(age)
          for (word, ofRow) in stamps.enumerated() { entries.stamps[word].append(ofRow[row]) }
          let (word, last) = (program.stamp.slot.word, entries.count - 1)
          entries.stamps[word][last] |= program.stamp.slot.word(boundary)
          continue
        }
        for (place, ofRow) in groups.enumerated() {
          counts[firsts[place] + Int(ofRow[row]) * step.slots + boundary] &+= Int64(sign)
        }
      }
    }
    if step.isDistributed { logs[step.cells].append(entries, sign: sign) }
  }
}
