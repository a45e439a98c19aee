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
    var others: [Int64]?
    if case .products = step.store {
      let all = rows.values(step.other, step, places)
      let known = all.indices.filter { all[$0] != .missing }
      (places, values) = (places.picking(known), values.picking(known))
      others = all.picking(known)
    }
    for grouping in program.groupings.indices {
      let cells = rows.cells(step, grouping, isByDay: false)
      let first = program.firstCell(step, grouping, isByDay: false)
      if let others {
        Self.add(values, others, places, cells, &moments, from: first, Int64(sign))
      } else {
        Self.add(values, places, cells, &moments, from: first, Int64(sign))
      }
    }
  }

  private static func add(
    _ values: [Int64], _ rows: [Int], _ cells: [Int32], _ moments: inout [Moments],
    from first: Int, _ sign: Int64
  ) {
    let (values, rows, cells) = (values.span, rows.span, cells.span)
    var moments = moments.mutableSpan
    for i in 0..<rows.count {
      moments[first &+ Int(cells[rows[i]])].add(powersOf: values[i], sign: sign)
    }
  }

  private static func add(
    _ values: [Int64], _ others: [Int64], _ rows: [Int], _ cells: [Int32],
    _ moments: inout [Moments], from first: Int, _ sign: Int64
  ) {
    let (values, others, rows, cells) = (values.span, others.span, rows.span, cells.span)
    var moments = moments.mutableSpan
    for i in 0..<rows.count {
      moments[first &+ Int(cells[rows[i]])].merge(Moments(of: values[i], others[i], sign: sign))
    }
  }
}
