import Aggregate
import Foundation
import Statistics

/// Finds the group that a change of a metric comes from: the one whose records moved most unlike all
/// others, or whose weight did.
struct Locator {
  /// The estimates of a metric in all its groups, one a period, counts by exposure; nil where there is
  /// none.
  let estimates: [Group: [Estimate?]]
  /// How many records the values rest on, one a period.
  let records: [Group: [Int]]
  /// The groups by their dimensions, in order.
  let peers: [[String]: [Group]]
  /// The period that changed, and how many before it are its measure.
  let place: Int
  let before: Int
  let nesting: Nesting

  /// The level of a group that is moved by more than chance would make one of so many move.
  private static func least(among count: Int) -> Double { 2 + log(Double(max(1, count))) }
  /// So much better must two dimensions together tell it than one.
  private static let leadOfPair = 2.0

  /// A change on the working scale with its variance.
  private struct Move {
    let change: Double
    let variance: Double

    func z(over other: Move) -> Double {
      let spread = (variance + other.variance).squareRoot()
      return spread > 0 ? (change - other.change) / spread : 0
    }
  }

  /// Where a change comes from.
  ///
  /// - Parameters:
  ///   - side: 1 where it rose on the working scale, −1 where it fell.
  ///   - found: the groups in which it was found.
  /// - Returns: a group of `found` or one that tells it better; the whole where no group stands out.
  func locate(_ side: Double, among found: [Group]) -> Group? {
    let scored = estimates.keys.filter { $0 != .whole }.sorted().map { group in
      (group: group, score: score(group, side))
    }
    func best(_ dimensions: Int) -> (group: Group, score: Double)? {
      scored.filter { $0.group.members.count == dimensions && isClear($0) }
        .max { $0.score == $1.score ? $0.group > $1.group : $0.score < $1.score }
    }
    func isClear(_ candidate: (group: Group, score: Double)) -> Bool {
      candidate.score >= Self.least(among: peers[candidate.group.dimensions]?.count ?? 0)
    }
    let (single, pair) = (best(1), best(2))
    if let pair, pair.score > (single?.score ?? 0) + Self.leadOfPair { return pair.group }
    guard let single else { return found.contains(.whole) ? .whole : nil }
    return refined(single.group, single.score, side)
  }

  /// Whether a group moves unlike all others by more than chance.
  func isApart(_ group: Group, _ side: Double) -> Bool {
    score(group, side) >= Self.least(among: peers[group.dimensions]?.count ?? 0)
  }

  /// A region's one team where the rest of it stands still; a team's region where the rest moves likewise.
  private func refined(_ group: Group, _ score: Double, _ side: Double) -> Group {
    let children = nesting.children(of: group, among: Array(estimates.keys)).sorted()
    if let world = rest(of: group, in: .whole) {
      let best = children.map { (group: $0, score: self.score($0, side)) }
        .max { $0.score < $1.score }
      if let best, best.score > score / 2, let others = rest(of: best.group, in: group),
        abs(others.z(over: world)) < 2
      {
        return best.group
      }
    }
    if let parent = nesting.parent(of: group), let own = move(group),
      let siblings = rest(of: group, in: parent), let world = rest(of: parent, in: .whole),
      siblings.z(over: world) * side >= 2, abs(own.z(over: siblings)) < 2
    {
      return parent
    }
    return group
  }

  /// max(z of the rate², z of the mix²) ÷ 2 for what goes to one side; 0 for what does not.
  private func score(_ group: Group, _ side: Double) -> Double {
    guard let own = move(group), let others = rest(of: group, in: .whole) else { return 0 }
    let rate = max(0, own.z(over: others) * side)
    let mix = mix(group, side)
    return (max(rate * rate, mix * mix) / 2).decidable
  }

  /// How sure it is that the group's weight moved, and that its level is another: the lesser of the two; 0
  /// where they move the whole to the other side.
  private func mix(_ group: Group, _ side: Double) -> Double {
    guard let own = estimates[group], let all = estimates[.whole], let counts = records[group],
      let total = records[.whole], isWeighted
    else { return 0 }
    let old = (place - before..<place).reduce((0, 0)) { ($0.0 + counts[$1], $0.1 + total[$1]) }
    guard old.1 > 0, total[place] > 0 else { return 0 }
    let (a, b) = (Double(old.0) / Double(old.1), Double(counts[place]) / Double(total[place]))
    let pooled = Double(old.0 + counts[place]) / Double(old.1 + total[place])
    let spread = (pooled * (1 - pooled) * (1 / Double(old.1) + 1 / Double(total[place])))
      .squareRoot()
    guard spread > 0, let inside = own[place - 1]?.workingPoint,
      let outside = outsider(group, in: .whole, at: place - 1) ?? all[place - 1]?.workingPoint
    else { return 0 }
    let level = inside.y - outside.y
    guard level * (b - a) * side > 0 else { return 0 }
    return min(
      abs(b - a) / spread, abs(level) / (inside.variance + outside.variance).squareRoot())
  }

  /// Whether the whole is a mean of its groups by their records.
  private var isWeighted: Bool {
    switch estimates[.whole]?[place] {
    case .share, .mean, .ratio, .nps: true
    default: false
    }
  }

  private func move(_ group: Group) -> Move? {
    guard let own = estimates[group] else { return nil }
    return move { own[$0]?.workingPoint }
  }

  private func rest(of group: Group, in outer: Group) -> Move? {
    move { outsider(group, in: outer, at: $0) }
  }

  private func move(_ point: (Int) -> WorkingPoint?) -> Move? {
    guard let last = point(place) else { return nil }
    var (mean, variance) = (0.0, 0.0)
    for period in place - before..<place {
      guard let point = point(period) else { return nil }
      mean += point.y / Double(before)
      variance += point.variance / Double(before * before)
    }
    return Move(change: last.y - mean, variance: last.variance + variance)
  }

  /// Where the records of an outer group that are not in an inner one stand: by subtraction, or where
  /// statistics do not add up by the mean of the others, weighted by their records.
  private func outsider(_ group: Group, in outer: Group, at period: Int) -> WorkingPoint? {
    if let all = estimates[outer]?[period], let part = estimates[group]?[period],
      let rest = all.less(part)
    {
      return rest.workingPoint
    }
    let others = (peers[group.dimensions] ?? []).filter {
      $0 != group && (outer == .whole || nesting.parent(of: $0) == outer)
    }
    var (sum, variance, total) = (0.0, 0.0, 0.0)
    for other in others {
      guard let point = estimates[other]?[period]?.workingPoint else { continue }
      let weight = Double(records[other]?[period] ?? 0)
      sum += weight * point.y
      variance += weight * weight * point.variance
      total += weight
    }
    guard total > 0 else { return nil }
    return WorkingPoint(y: sum / total, variance: variance / (total * total))
  }
}
