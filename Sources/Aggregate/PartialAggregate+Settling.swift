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
        let first = program.cell(daily: daily, group, day: 0)
        for (slot, range) in program.days.slots.enumerated() {
          var sum: Int64 = 0
          for day in range { sum += Int64(dayCounts[first + day]) }
          counts[program.cell(step, group, slot)] += sum
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
}
