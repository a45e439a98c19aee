/// Hides the values that rest on few records, and as many others as it takes that none of them can
/// be worked out.
///
/// **The rule**, for each metric and period by itself:
/// 1. A value with 0 < n < `suppress` is suppressed: not its value, nor its n, nor its marks.
/// 2. Cells add up: each cell of a coarser grouping is the total of a line of cells of a finer one
///    (the whole over the teams; a team over its channels). A total is a cell of its line. In a
///    line with exactly one suppressed cell, the cell with the least n above 0 that is still shown
///    is suppressed too; of equals the first group. This is repeated until no line changes.
/// 3. Several lines together can still give a cell away. Where they do, the least cell of a line of
///    it is suppressed too, and 2 begins again.
/// 4. The whole is never taken as such a companion, nor a cell that equals it in n: all records are
///    in that cell, so that it is the whole by another name.
///
/// A line with one cell of records makes cell and total equal, in n too: both are suppressed by 1, or
/// the total is the cell's companion by 2 and needs one in its own line, or it is the whole, and 4
/// keeps the cell shown.
///
/// It ends, and ends well: with all cells but those of 4 suppressed nothing can be worked out,
/// since moving records from within a cell to without alters that cell and no cell of 4, nor one
/// without records.
///
/// It guards against sums. It does not guard against what a reader knows from elsewhere, nor
/// against sums over dimensions that are not in the report as a pair.
struct Suppression {
  /// Each line's total, then its parts: numbers of groups.
  private let lines: [[Int]]
  /// For each group the lines that it is in.
  private let linesOf: [[Int]]
  private let whole: Int?

  /// - Parameter available: whether the metric is split so, for each group.
  init(_ groups: [Group], available: [Bool]) {
    let numbers = groups.indices.filter { available[$0] }
    let byDimensions = Dictionary(grouping: numbers) { groups[$0].dimensions }
    let groupings = byDimensions.keys.map(Set.init)
    let numberOf = Dictionary(uniqueKeysWithValues: numbers.map { (groups[$0], $0) })
    var lines: [[Int]] = []
    for (dimensions, parts) in byDimensions.sorted(by: {
      ($0.value.first ?? 0) < ($1.value.first ?? 0)
    }) {
      let coarser = groupings.filter { $0.isStrictSubset(of: dimensions) }
      for kept in coarser where !coarser.contains(where: kept.isStrictSubset) {
        let byTotal = Dictionary(grouping: parts) { part in
          Group(groups[part].members.filter { kept.contains($0.key) })
        }
        for (total, parts) in byTotal {
          if let number = numberOf[total] { lines.append([number] + parts) }
        }
      }
    }
    self.lines = lines.sorted { $0.lexicographicallyPrecedes($1) }
    var linesOf = [[Int]](repeating: [], count: groups.count)
    for (index, line) in self.lines.enumerated() {
      for cell in line { linesOf[cell].append(index) }
    }
    self.linesOf = linesOf
    whole = numberOf[.whole]
  }

  /// Which groups are suppressed.
  ///
  /// - Parameter counts: the n of each group.
  func suppressed(_ counts: [Int], below limit: Int) -> [Bool] {
    var isHidden = counts.map { 0 < $0 && $0 < limit }
    guard isHidden.contains(true) else { return isHidden }
    let most = whole.map { counts[$0] } ?? .max
    func companion(_ cells: some Sequence<Int>) -> Int? {
      cells.filter { !isHidden[$0] && counts[$0] > 0 && counts[$0] < most }
        .min { (counts[$0], $0) < (counts[$1], $1) }
    }
    while true {
      var isChanged = false
      for line in lines where line.count(where: { isHidden[$0] }) == 1 {
        guard let cell = companion(line) else { continue }
        isHidden[cell] = true
        isChanged = true
      }
      if isChanged { continue }
      let equations = lines.map { line in
        line.enumerated().filter { isHidden[$1] }.map { (cell: $1, isTotal: $0 == 0) }
      }
      guard let given = SumSystem(equations, cells: counts.count).determined.first,
        let cell = companion(linesOf[given].flatMap { lines[$0] }) ?? companion(counts.indices)
      else { return isHidden }
      isHidden[cell] = true
    }
  }
}

extension MetricSnapshot {
  /// The snapshot as those may see it who must not see values of few records; see `Suppression`.
  public func suppressingSmall(_ limits: SmallN) -> MetricSnapshot {
    var plans: [[Bool]: Suppression] = [:]
    // By metric, period, group.
    var isHidden: [String: [[Bool]]] = [:]
    for metric in metrics where metric.isOfRecords(limits) {
      let series = groups.map { self.series(metric.id, $0) }
      let available = series.map { $0 != nil }
      let plan = plans[available] ?? Suppression(groups, available: available)
      plans[available] = plan
      isHidden[metric.id] = periods.indices.map { period in
        plan.suppressed(series.map { $0?[period].n ?? 0 }, below: limits.suppress)
      }
    }
    return MetricSnapshot(
      metrics: metrics, periods: periods, groups: groups,
      values: metrics.map { metric in
        groups.enumerated().map { number, group in
          series(metric.id, group)?.enumerated().map { period, value in
            isHidden[metric.id]?[period][number] ?? false ? value.suppressed : value
          }
        }
      })
  }
}

extension MetricValue {
  public var isSuppressed: Bool { flags.contains(.suppressed) }

  /// The n as it may be published; nil where it may not.
  public var publishedN: Int? { isSuppressed ? nil : n }

  /// Without value, n, and the marks that tell of n; with those that belong to the period.
  var suppressed: MetricValue {
    MetricValue(
      value: nil, n: 0,
      flags: flags.filter { $0 == .partial || $0 == .provisional } + [.suppressed])
  }
}
