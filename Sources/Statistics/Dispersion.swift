/// How much more the days of a period differ than chance alone would make them: φ, at least 1.
public struct Dispersion: Sendable, Hashable {
  public let factor: Double
  /// How many days with records it was measured on; 0 where it was not.
  public let days: Int
  /// The records by weekday, Monday first; empty where they are not known by day.
  public let weekdays: [Int]

  /// Fewer days than this say nothing: φ is 1.
  public static let fewestDays = 10

  public static let none = Dispersion(factor: 1, days: 0)

  public init(factor: Double, days: Int, weekdays: [Int] = []) {
    self.weekdays = weekdays
    self.factor = days < Self.fewestDays || !(factor > 1) ? 1 : factor
    self.days = days
  }

  /// Of counts by day: Σ over weekdays of n_w s²_w ÷ Σ x, so that a quiet Sunday is no dispersion.
  ///
  /// - Parameter byDay: every day of the period with its weekday, 0...6, those without records too.
  public init(counts byDay: [(weekday: Int, count: Int)]) {
    var n = [Double](repeating: 0, count: 7)
    var sums = n
    for day in byDay {
      n[day.weekday] += 1
      sums[day.weekday] += Double(day.count)
    }
    var squares = [Double](repeating: 0, count: 7)
    for day in byDay {
      let deviation = Double(day.count) - sums[day.weekday] / n[day.weekday]
      squares[day.weekday] += deviation * deviation
    }
    // A weekday that came once has no variance; its records do not count either.
    let measured = (0..<7).filter { n[$0] >= 2 }
    let total = measured.reduce(0) { $0 + sums[$1] }
    let spread = measured.reduce(0) { $0 + n[$1] * squares[$1] / (n[$1] - 1) }
    self.init(
      factor: total > 0 ? spread / total : 1, days: byDay.count { $0.count > 0 },
      weekdays: sums.map { Int($0) })
  }

  /// Of shares by day: Σ (k_d − n_d p)² · D ÷ (D − 1) ÷ (n p (1 − p)) over the D days with records.
  public init(shares byDay: [(k: Int, n: Int)]) {
    let days = byDay.filter { $0.n > 0 }
    let n = Double(days.reduce(0) { $0 + $1.n })
    let k = Double(days.reduce(0) { $0 + $1.k })
    let count = Double(days.count)
    guard days.count > 1, k > 0, k < n else {
      self.init(factor: 1, days: days.count)
      return
    }
    let p = k / n
    let squares = days.reduce(0) {
      let deviation = Double($1.k) - Double($1.n) * p
      return $0 + deviation * deviation
    }
    self.init(factor: squares * count / (count - 1) / (n * p * (1 - p)), days: days.count)
  }

  /// The normal law, or where φ was estimated Student's t.
  func law(degreesOfFreedom: Int) -> StudentT {
    factor > 1 ? StudentT(degreesOfFreedom: Double(max(1, degreesOfFreedom))) : .normal
  }
}
