import Compose

/// Where the lines of mean and limits run in a chart: a stretch a baseline.
struct LimitLine {
  struct Stretch {
    let limits: Chart.Limits
    /// Numbers of periods.
    let places: Range<Int>
  }

  let stretches: [Stretch]

  /// - Parameter limits: one a period; nil where its value is not known.
  init(_ limits: [Chart.Limits?]) {
    var stretches: [Stretch] = []
    for (place, limits) in limits.enumerated() {
      guard var limits else { continue }
      limits.isOrdinary = true
      if let last = stretches.last, last.limits == limits {
        stretches[stretches.count - 1] = Stretch(
          limits: limits, places: last.places.lowerBound..<place + 1)
      } else {
        stretches.append(Stretch(limits: limits, places: place..<place + 1))
      }
    }
    self.stretches = stretches
  }
}
