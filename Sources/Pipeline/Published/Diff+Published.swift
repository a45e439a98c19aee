import Aggregate
import Civil
public import Columnar
import Compare
import Foundation
import Privacy
import Publish
import Render

extension Diff {
  /// Whether a text names what was published, not a period: a `metrics.json` or its folder, or an edition
  /// as `board:2026-09` or `board:2026-09#1`.
  public static func namesPublished(_ text: String) -> Bool {
    text.contains(":") || text.contains("/") || text.hasSuffix(".json")
  }

  /// Reads what was published.
  public func published(_ text: String) throws(Diagnostic) -> PublishedFigures {
    let (bytes, name) = try text.contains(":") ? edition(text) : file(text)
    let figures = try PublishedFigures(
      bytes, name: name, known: metrics, fiscalStart: engine.pipeline.fiscalStart)
    if !figures.unknown.isEmpty {
      engine.progress.say(.warning(.unknownMetrics(figures.unknown), at: .init(file: name)))
    }
    return figures
  }

  /// One an id: of those that there are several of, for exports with other fields, the one that a run
  /// would compute.
  private var metrics: [Metric] {
    let plan = engine.plan(
      axis: PeriodAxis([engine.lastPeriod(.month)], zone: engine.pipeline.zone), dimensions: [],
      pairs: [])
    var computed: [String: Metric] = [:]
    for metric in plan.metrics { computed[metric.id] = metric }
    var told: Set<String> = []
    return engine.pipeline.metrics.filter { told.insert($0.id).inserted }
      .map { computed[$0.id] ?? $0 }
  }

  private func file(_ path: String) throws(Diagnostic) -> (bytes: [UInt8], name: String) {
    let inside = FileSystem.join(path, "metrics.json")
    for candidate in [path, inside] {
      if let data = FileManager.default.contents(atPath: candidate) {
        return (Array(data), candidate)
      }
    }
    throw Diagnostic(.noPublishedFile, at: .init(file: path), failure: .noInput)
  }

  private func edition(_ text: String) throws(Diagnostic) -> (bytes: [UInt8], name: String) {
    let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let named = halves[1].split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let number = named.count > 1 ? Int(named[1]) : nil
    guard !halves[0].isEmpty, let first = named.first, named.count == 1 || number != nil else {
      throw Diagnostic(.notAnEdition(text), failure: .usage)
    }
    let pipeline = engine.pipeline
    let period = try pipeline.period(String(first))
    let catalog = FileSystem.join(Workspace.folder(of: pipeline.path), "catalog.sqlite")
    guard FileSystem.resolved(catalog) != nil,
      let bytes = try Catalog(
        path: catalog,
        spans: { name in
          Period(name, fiscalStart: pipeline.fiscalStart).map(PeriodSpan.init)
        }
      ).metrics(
        of: String(halves[0]), period.description, number: number, pipeline: pipeline.name)
    else {
      throw Diagnostic(
        .noEdition(text, pipeline.reports.map(\.name)), at: .init(file: pipeline.path),
        failure: .noInput)
    }
    return (bytes, text)
  }

  /// Two periods as they were published.
  public func compare(
    from old: PublishedFigures, to new: PublishedFigures
  ) throws(Diagnostic) -> Result {
    guard old.period.kind == new.period.kind else {
      throw Diagnostic(.unlikePeriods(old.period, new.period), failure: .usage)
    }
    let (from, to) = (old.period, new.period)
    guard from != to else { throw Diagnostic(.sharedDays(from, to), failure: .usage) }
    let pipeline = engine.pipeline
    let isCourse = new.snapshot.periods.suffix(2) == [from, to]
    let feeds =
      old.feeds.flatMap { old in new.feeds?.holding(of: from, as: old) } ?? Feeds([])
    let groups = Set(old.snapshot.groups).union(new.snapshot.groups).sorted()
    let figures = Comparison.Figures(
      metrics: new.snapshot.metrics, groups: groups,
      courses: isCourse ? CompleteCourses.p(new.snapshot) : [:],
      old: { old.snapshot.value($0, from, $1) }, new: { new.snapshot.value($0, to, $1) },
      bar: { id, group in
        if old.definitions[id] != new.definitions[id] { return .definition }
        if let metric = new.snapshot[id], feeds.differ(metric, group, from, to) { return .source }
        return old.isPart != new.isPart ? .part : nil
      })
    let comparison = Comparison(
      figures, from: from, to: to, worth: pipeline.worth,
      printsAlike: PrintedValues(currency: pipeline.currency).areAlike)
    var dimensions: [String] = []
    for group in groups where group.dimensions.count == 1 {
      if !dimensions.contains(group.dimensions[0]) { dimensions.append(group.dimensions[0]) }
    }
    return Result(
      comparison: comparison,
      course: new.isPart
        ? nil
        : course(new.snapshot, dimensions, new.nesting, new.feeds ?? Feeds([]), asOf: new.asOf))
  }
}

extension Diagnostic.Message {
  static var noPublishedFile: Self {
    Self("no metrics.json; expected one that a run published, or the folder it is in")
  }

  static func notAnEdition(_ text: String) -> Self {
    Self("'\(text)' is not an edition; expected one such as board:2026-09 or board:2026-09#1")
  }

  static func noEdition(_ text: String, _ reports: [String]) -> Self {
    Self(
      "no edition '\(text)' was published by this pipeline; its reports are \(reports.joined(separator: ", "))"
    )
  }

  static func unknownMetrics(_ ids: [String]) -> Self {
    Self(
      "it has metrics that the pipeline file does not: \(ids.joined(separator: ", ")); they are left out"
    )
  }
}
