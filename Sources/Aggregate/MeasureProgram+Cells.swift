import Civil

/// Where the cells of a program lie.
extension MeasureProgram {
  /// The cell of a step for a group in a slot, in its store.
  @inline(__always)
  func cell(_ step: Step, _ group: Int, _ slot: Int) -> Int {
    step.cells * layout.count + group * step.slots + slot
  }

  /// The cell of a measure that is counted by day, for a group on a day of the axis.
  @inline(__always)
  func cell(daily: Int, _ group: Int, day: Int) -> Int {
    (daily * dailyGroups + group) * days.count + day
  }

  /// The first cell of a grouping, of the counts by day or of the step's store.
  func firstCell(_ step: Step, _ grouping: Int, isByDay: Bool) -> Int {
    let group = groupings[grouping].first
    if isByDay, let daily = step.daily { return cell(daily: daily, group, day: 0) }
    return cell(step, group, 0)
  }

  /// Whether a step counts the groups of a grouping by day.
  func isByDay(_ step: Step, _ grouping: Int) -> Bool {
    step.daily != nil
      && groupings[grouping].first + groupings[grouping].count <= dailyGroups
  }

  /// How many cells a grouping has for a step.
  func width(_ step: Step, _ grouping: Int) -> Int {
    groupings[grouping].count * (isByDay(step, grouping) ? days.count : step.slots)
  }

  // MARK: Slots

  /// The place of an instant among those of the axis and those of its months.
  func index(_ place: Place) -> Int {
    switch place {
    case .at(let instant): instant
    case .month(let instant): table.instants.count + instant
    case .standing: -1
    }
  }

  /// How many slots a group has by an instant.
  func slots(_ place: Place) -> Int {
    if case .month = place { return months.boundaries.count + 1 }
    return axis.boundaries.count + 1
  }

  /// The slots of the months that lie in a period; none for those shorter than a month.
  func monthSlots(_ period: Int) -> [Int] {
    let slot = axis.slots[period]
    return months.slots.filter {
      months.boundaries[$0 - 1] >= axis.boundaries[slot - 1]
        && months.boundaries[$0] <= axis.boundaries[slot]
    }
  }
}
