import Aggregate
import Civil

extension ShownSnapshot {
  /// What the program makes up itself, of no record: every metric, for two regions over thirteen
  /// months. Templates are checked with it.
  public static var sample: ShownSnapshot {
    let last = Period(.month, containing: CivilDate(2026, 10, 1))
    let periods = (0..<13).map { last.advanced(by: $0 - 12) }
    let groups = [Group.whole, Group(["region": "A"]), Group(["region": "B"])]
    let metrics = MetricTable.firstOfEach
    let values = metrics.map { _ in
      groups.map { _ -> [MetricValue]? in
        periods.indices.map { MetricValue(value: Double($0), n: 20, flags: [.indicative]) }
      }
    }
    return ShownSnapshot(
      MetricSnapshot(metrics: metrics, periods: periods, groups: groups, values: values))
  }
}
