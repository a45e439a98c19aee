/// The XmR chart of a series: what its ordinary variation is, and which points are beyond it.
///
/// As the plot-the-dots rules of NHS England's "Making data count" have it: limits at 2.66 mean moving
/// ranges from the mean, moving ranges above 3.267 times their mean left out once.
public struct ControlChart: Sendable, Hashable {
  /// The first that holds, in this order.
  public enum Rule: String, Sendable {
    case common
    case outside
    /// Part of seven points that rise or fall.
    case trend
    /// Part of three, of which two are beyond two thirds of the limits on one side.
    case twoOfThree = "two_of_three"
    /// Part of seven on one side of the mean.
    case shift
  }

  public struct Point: Sendable, Hashable {
    public let value: Double
    public let mean, lower, upper: Double
    public let rule: Rule
  }

  public let points: [Point]
  /// How many points the last baseline rests on; fewer than `trialBelow` make trial limits.
  public let baseline: Int

  public static let trialBelow = 12
  public var isTrial: Bool { baseline < Self.trialBelow }

  /// - Parameters:
  ///   - values: oldest first.
  ///   - starts: the places at which a new baseline begins, beside the first.
  ///   - screens: whether outlying moving ranges are left out.
  public init(_ values: [Double], rebasedAt starts: [Int] = [], screens: Bool = true) {
    let cuts = [0] + starts.filter { $0 > 0 && $0 < values.count }.sorted() + [values.count]
    var points: [Point] = []
    for (start, end) in zip(cuts, cuts.dropFirst()) where start < end {
      points += Self.segment(Array(values[start..<end]), screens: screens)
    }
    self.points = points
    baseline = values.count - cuts[cuts.count - 2]
  }

  private static func segment(_ values: [Double], screens: Bool) -> [Point] {
    // The sum of equal values, divided, need not be the value again.
    let isConstant = values.allSatisfy { $0 == values[0] }
    let mean = isConstant ? values[0] : values.reduce(0, +) / Double(values.count)
    var ranges = zip(values, values.dropFirst()).map { abs($1 - $0) }
    func meanRange() -> Double {
      ranges.isEmpty ? 0 : ranges.reduce(0, +) / Double(ranges.count)
    }
    if screens {
      let most = 3.267 * meanRange()
      ranges.removeAll { $0 > most }
    }
    let reach = 2.66 * meanRange()
    let rules = rules(values, mean: mean, reach: reach)
    return zip(values, rules).map {
      Point(value: $0, mean: mean, lower: mean - reach, upper: mean + reach, rule: $1)
    }
  }

  private static func rules(_ values: [Double], mean: Double, reach: Double) -> [Rule] {
    let sides = values.map { $0 > mean ? 1 : $0 < mean ? -1 : 0 }
    let outside = values.map { $0 > mean + reach || $0 < mean - reach }
    let near = values.indices.map { !outside[$0] && abs(values[$0] - mean) > reach * 2 / 3 }
    let steps = zip(values, values.dropFirst()).map { $1 > $0 ? 1 : $1 < $0 ? -1 : 0 }
    var rules = [Rule](repeating: .common, count: values.count)
    func mark(_ range: Range<Int>, _ rule: Rule, _ counts: (Int) -> Bool = { _ in true }) {
      for index in range where rules[index] == .common && counts(index) { rules[index] = rule }
    }
    for index in values.indices where outside[index] { rules[index] = .outside }
    for run in windows(values.count, of: 7) where isOneSided(steps[run.dropLast()]) {
      mark(run, .trend)
    }
    for run in windows(values.count, of: 3)
    where isOneSided(sides[run]) && run.count(where: { near[$0] }) >= 2 {
      mark(run, .twoOfThree) { near[$0] }
    }
    for run in windows(values.count, of: 7) where isOneSided(sides[run]) { mark(run, .shift) }
    return rules
  }

  private static func windows(_ count: Int, of size: Int) -> [Range<Int>] {
    count < size ? [] : (0...(count - size)).map { $0..<($0 + size) }
  }

  private static func isOneSided(_ signs: ArraySlice<Int>) -> Bool {
    signs.allSatisfy { $0 == 1 } || signs.allSatisfy { $0 == -1 }
  }
}
