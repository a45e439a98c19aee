/// What becomes of partial aggregates: merged, settled and read.
extension PartialAggregate {
  public mutating func merge(_ other: PartialAggregate) {
    var other = other
    other.emptyLanes()
    emptyLanes()
    for i in counts.indices { counts[i] &+= other.counts[i] }
    for i in totals.indices { totals[i] += other.totals[i] }
    for i in moments.indices { moments[i].merge(other.moments[i]) }
    for i in dayCounts.indices { dayCounts[i] &+= other.dayCounts[i] }
    for i in courses.indices { courses[i] &+= other.courses[i] }
    queues.merge(other.queues)
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
      && a.dayCounts == b.dayCounts && a.courses == b.courses && a.queues.holdsTheSame(as: b.queues)
      && a.logs.map(\.canonical) == b.logs.map(\.canonical)
      && a.groupRows == b.groupRows && a.instants == b.instants && a.present == b.present
      && a.leftOut == b.leftOut && a.population == b.population
  }

  /// Adds up what is counted by day, and strikes out what was taken back.
  ///
  /// - Returns: why no figure may be made of it; nil where all is well.
  mutating func settle() -> Fault? {
    emptyLanes()
    lanes = []
    for step in program.steps {
      guard case .counts = step.store, let daily = step.daily else { continue }
      for group in 0..<program.dailyGroups {
        for (slot, range) in program.days.slots.enumerated() {
          let cell = program.cell(step, group, slot)
          for day in range { counts[cell] += Int64(count(daily, group, day: day)) }
        }
      }
    }
    for log in logs.indices { logs[log].settle() }
    let isNegative =
      population < 0 || counts.contains { $0 < 0 } || groupRows.contains { $0 < 0 }
      || courses.contains { $0 < 0 } || logs.contains { !$0.taken.isEmpty }
      || moments.contains { $0.n < 0 }
    if isNegative { return .negative }
    return totals.contains { Int64(exactly: $0) == nil } ? .overflow : nil
  }

  /// Lets go of values that were put in order.
  mutating func forget(_ log: Int) { logs[log] = ValueLog() }

  /// The sum of a step for a group in a slot.
  func sum(_ step: MeasureProgram.Step, _ group: Int, _ slot: Int) -> Int64 {
    let cell = program.cell(step, group, slot)
    if case .totals = step.store { return Int64(truncatingIfNeeded: totals[cell]) }
    return counts[cell]
  }

  func moments(_ step: MeasureProgram.Step, _ group: Int, _ slot: Int) -> Moments {
    moments[program.cell(step, group, slot)]
  }

  /// How many records of a step a group has on a day of the axis.
  func count(_ daily: Int, _ group: Int, day: Int) -> Int {
    Int(dayCounts[program.cell(daily: daily, group, day: day)])
  }
}
