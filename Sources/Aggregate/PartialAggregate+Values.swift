import Columnar
import Records

/// Adding up the values of records, their powers and products, and noting each.
extension PartialAggregate {
  mutating func total(
    _ step: MeasureProgram.Step, _ selected: RowSet, _ rows: inout BatchRows, _ sign: Int
  ) {
    let all = rows.values(step, selected)
    let wide = all.values.map { Int128($0) * Int128(sign) }
    for grouping in program.groupings.indices {
      let cells = rows.cells(step, grouping, isByDay: false)
      var (places, own) = (all.rows, wide)
      if step.countsTicketsOnce {
        let kept = firstOfEach(places, rows.batch.columns[program.ticketRow], cells)
        (places, own) = (places.picking(kept), own.picking(kept))
      }
      let first = program.firstCell(step, grouping, isByDay: false)
      Self.add(own, places, cells, &totals, from: first)
      guard program.isByDay(step, grouping) else { continue }
      let days = rows.cells(step, grouping, isByDay: true)
      let firstDay = program.firstCell(step, grouping, isByDay: true)
      Self.add(own.map { Int32(truncatingIfNeeded: $0) }, places, days, &dayCounts, from: firstDay)
    }
  }

  @inline(__always)
  private static func add<Value: FixedWidthInteger>(
    _ values: [Value], _ rows: [Int], _ cells: [Int32], _ sums: inout [Value], from first: Int
  ) {
    let (values, rows, cells) = (values.span, rows.span, cells.span)
    var sums = sums.mutableSpan
    for i in 0..<rows.count { sums[first + Int(cells[rows[i]])] &+= values[i] }
  }

  mutating func note(
    _ step: MeasureProgram.Step, _ selected: RowSet, _ rows: inout BatchRows, _ sign: Int
  ) {
    let (places, values) = rows.values(step, selected)
    let stamps = rows.stamps(step).map { $0.picking(places) }
    logs[step.cells].append(ValueLog.Entries(values, stamps: stamps), sign: sign)
  }

  mutating func addMoments(
    _ step: MeasureProgram.Step, _ selected: RowSet, _ rows: inout BatchRows, _ sign: Int
  ) {
    var (places, values) = rows.values(step, selected)
    let sign = Int64(sign)
    var own: [Moments]
    if case .products = step.store {
      let others = rows.values(step.other, step, places)
      let known = others.indices.filter { others[$0] != .missing }
      (places, values) = (places.picking(known), values.picking(known))
      own = zip(values, others.picking(known)).map { Moments(of: $0, $1, sign: sign) }
    } else {
      own = values.map { Moments(powersOf: $0, sign: sign) }
    }
    for grouping in program.groupings.indices {
      Self.add(
        own, places, rows.cells(step, grouping, isByDay: false), &moments,
        from: program.firstCell(step, grouping, isByDay: false))
    }
  }

  private static func add(
    _ own: [Moments], _ rows: [Int], _ cells: [Int32], _ moments: inout [Moments],
    from first: Int
  ) {
    let (own, rows, cells) = (own.span, rows.span, cells.span)
    var moments = moments.mutableSpan
    for i in 0..<rows.count { moments[first + Int(cells[rows[i]])].merge(own[i]) }
  }
}
