import Compare

/// Where a target's line runs in a chart: a step at each period from which another one holds.
struct TargetLine {
  struct Stretch {
    let bound: Target.Bound
    /// Numbers of periods.
    let periods: Range<Int>
    /// From the levels of the stretch that touches it to its own.
    let steps: [(from: Double, to: Double)]
  }

  let stretches: [Stretch]

  /// - Parameter targets: one a period; nil where none holds, and the line has a gap.
  init(_ targets: [Target.Bound?]) {
    var stretches: [Stretch] = []
    var start = 0
    for index in targets.indices
    where index + 1 == targets.count || targets[index + 1] != targets[index] {
      defer { start = index + 1 }
      guard let bound = targets[index] else { continue }
      var steps: [(from: Double, to: Double)] = []
      if let before = stretches.last, before.periods.upperBound == start,
        before.bound.ends.count == bound.ends.count
      {
        steps = zip(before.bound.ends, bound.ends).map { ($0, $1) }
      }
      stretches.append(Stretch(bound: bound, periods: start..<(index + 1), steps: steps))
    }
    self.stretches = stretches
  }
}
