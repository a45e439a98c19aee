import Aggregate

extension Metric {
  /// Whether a value's coverage says that fields are missing.
  ///
  /// A team's month and an agent's day are one kind of record: neither lacks what is the other's.
  var tellsCoverage: Bool { leading.kind != .staff }
}

extension ReportInput {
  /// The coverage of a metric of the whole, in the period reported on; nil where it is full, or
  /// there is none to tell.
  func gap(_ metric: Metric) -> Double? {
    guard metric.tellsCoverage, let value = snapshot.value(metric.id, period), value.value != nil,
      let coverage = value.coverage, coverage < 1
    else { return nil }
    return coverage
  }
}

extension Format {
  /// A share of records that is never told as all of them: rounded down.
  static func coverage(_ share: Double) -> String {
    share < 0.01 ? "under 1 %" : fixed((share * 100).rounded(.down), 0) + " %"
  }
}

extension Sections {
  /// Which of these metrics do not rest on all their records; nil where all do.
  func coverageNote(_ ids: [String]) -> String? {
    let gaps = ids.compactMap { input.snapshot[$0] }.compactMap { metric in
      input.gap(metric).map { "\(metric.label) on \(Format.coverage($0))" }
    }
    guard !gaps.isEmpty else { return nil }
    return
      "Not all records have what a figure needs. In \(input.period) these rest on a part of theirs: "
      + gaps.joined(separator: "; ") + "."
  }
}
