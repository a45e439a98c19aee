public import Columnar

/// Publishes what a run has made in one root: staged, then recorded, then made visible.
///
/// What is recorded counts. A run that is ended before leaves nothing but staged files, which the next
/// removes; one that is ended after is completed by the next, from the catalog.
public struct Publisher: Sendable {
  let catalog: Catalog
  /// The folder.
  let root: String
  let sink: Sink
  let spans: PeriodSpan.Reader
  let steps: Steps

  public init(
    catalog: Catalog, root: String, sink: Sink = Sink.all[0], spans: @escaping PeriodSpan.Reader,
    steps: Steps = .plain
  ) {
    self.catalog = catalog
    self.root = root
    self.sink = sink
    self.spans = spans
    self.steps = steps
  }

  /// Completes what the run before did not.
  ///
  /// - Parameter label: the root as the catalog names it.
  /// - Returns: the series that were made visible.
  public func recover(label: String) throws(Diagnostic) -> [Series] {
    try sink.tidy(root, steps)
    let pending = try catalog.pending(root: label)
    for shown in pending {
      if !sink.isShowing(shown.files, shown.series, root) {
        try sink.stage(shown.files, shown.series, root, steps)
        try sink.show(shown.series, root, steps)
      }
      try sink.pointLatest(shown.series, shown.kind, root, spans, steps)
    }
    let series = pending.map(\.series)
    try steps.begin("mark")
    try catalog.markVisible(series)
    return series
  }

  /// The edition that a new one is held against.
  ///
  /// - Returns: nil where nothing was published; and whether its history is lost, since the report is in
  ///   its place, but the catalog does not know of it.
  public func standing(
    _ series: Series, kind: String
  ) throws(Diagnostic) -> (edition: StandingEdition?, isAdopted: Bool) {
    if let standing = try catalog.standing(series) { return (standing, false) }
    if let owner = sink.owner(series, root), owner != series.pipeline {
      throw Diagnostic(
        .isAnothers(series.report, owner), at: .init(file: root), failure: .cannotCreate)
    }
    guard let files = try sink.found(series, root),
      let metrics = files.first(where: { $0.name == "metrics.json" }),
      let head = MetricsHead(metrics.bytes), CellLines(metrics: metrics.bytes) != nil
    else { return (nil, false) }
    let edition = Edition(
      number: head.number ?? 1, kind: editionKind(of: head), asOf: head.as_of)
    try catalog.adopt(edition, series, kind: kind, files: files)
    return (try catalog.standing(series), true)
  }

  /// Early versions called the report on a part of a period an original.
  private func editionKind(of head: MetricsHead) -> Edition.Kind {
    if let end = spans(head.period)?.end, head.as_of < end { return .provisional }
    return Edition.Kind(rawValue: head.edition) ?? .original
  }

  /// Publishes reports and records the run.
  public func commit(
    _ run: Catalog.Run, files: [Catalog.File], publications: [ReportRecord],
    contract: [Catalog.Column]
  ) throws(Diagnostic) {
    var staged: [Series] = []
    do throws(Diagnostic) {
      for publication in publications {
        let series = publication.candidate.series
        var files = publication.files
        // What stands may have been lost or changed since.
        if files.isEmpty, let shown = try catalog.shown(series),
          !sink.isShowing(shown.files, series, root)
        {
          files = shown.files
        }
        if files.isEmpty { continue }
        try sink.stage(files, series, root, steps)
        staged.append(series)
      }
      try steps.begin("record")
      try catalog.record(run, files: files, publications: publications, contract: contract)
    } catch {
      // What fails here leaves nothing that the next run would not remove.
      try? sink.tidy(root, .plain)
      throw error
    }
    for series in staged { try sink.show(series, root, steps) }
    for publication in publications {
      let candidate = publication.candidate
      try sink.pointLatest(candidate.series, candidate.kind, root, spans, steps)
    }
    try steps.begin("mark")
    // Where somebody reads the catalog now, the next run finds it all in place, and notes it.
    try? catalog.markVisible(publications.map(\.candidate.series))
  }
}

extension Diagnostic.Message {
  static func isAnothers(_ report: String, _ owner: String) -> Self {
    Self(
      "'\(report)' has the reports of the pipeline '\(owner)'; expected another name of the report, "
        + "or another --out")
  }
}
