import Columnar
import Foundation
import Testing

@testable import Publish

/// A folder with a pipeline that publishes one report; gone when the test is.
final class Desk {
  let folder: String

  init() throws {
    folder =
      FileManager.default.temporaryDirectory.appending(path: "publish-\(UUID().uuidString)")
      .path
    try FileSystem.makeFolder(folder)
  }

  /// The same files in another folder.
  init(copying other: Desk) throws {
    folder = other.folder + "-\(UUID().uuidString.prefix(8))"
    try FileManager.default.copyItem(atPath: other.folder, toPath: folder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var root: String { "\(folder)/reports" }

  static let spans: PeriodSpan.Reader = { name in
    switch name {
    case "2026-09": PeriodSpan(kind: "month", first: "2026-09-01", end: "2026-10-01")
    case "2026-10": PeriodSpan(kind: "month", first: "2026-10-01", end: "2026-11-01")
    case "2026-Q3": PeriodSpan(kind: "quarter", first: "2026-07-01", end: "2026-10-01")
    default: nil
    }
  }

  func workspace() throws -> Workspace {
    try Workspace(
      of: "\(folder)/pipeline.yml", name: "small", root: root, startedAt: "2026-11-02T06:00:00Z")
  }

  func catalog(_ workspace: Workspace, patience: Double = 10) throws -> Catalog {
    try Catalog(path: workspace.catalogPath, spans: Self.spans, patience: patience)
  }

  /// Publishes a report whose one figure is `value`, as a run does.
  @discardableResult
  func publish(
    _ value: String, period: String = "2026-10", asOf: String = "2026-11-02",
    rows: [Sources.File] = [], form: String = "", definition: String = "1", flags: String = "",
    patience: Double = 10, steps: Steps = .plain,
    opening: ((Workspace) throws -> Catalog)? = nil
  ) throws -> Decision {
    let workspace = try workspace()
    let catalog = try opening?(workspace) ?? self.catalog(workspace, patience: patience)
    let publisher = Publisher(catalog: catalog, root: root, spans: Self.spans, steps: steps)
    _ = try publisher.recover(label: workspace.label)
    let series = Series(
      pipeline: "small", root: workspace.label, report: "board", period: period)
    let standing = try publisher.standing(series, kind: "month").edition
    let line = Self.line(value, period: period, flags: flags)
    let candidate = Candidate(
      series: series, span: try #require(Self.spans(period)), kind: "month", asOf: asOf,
      dataTo: 0, cells: CellLines([line]),
      sources: Sources(
        files: rows, definitions: ["created": definition], pipelineFile: "p", program: "test",
        form: form))
    let decision = try Decision(candidate, standing)
    let files = decision.needsFiles ? Self.files(line, decision.edition, series, asOf: asOf) : []
    try publisher.commit(
      Catalog.Run(
        id: "\(value) \(asOf)", pipeline: "small", asOf: asOf, startedAt: "", program: "test",
        read: 0, kept: 0, superseded: 0, dropped: 0, rejected: 0),
      files: [], publications: [ReportRecord(candidate, decision, files: files)], contract: [])
    return decision
  }

  static func line(_ value: String, period: String, flags: String = "") -> String {
    """
    {"coverage":null,"dimensions":{},"flags":[\(flags)],"metric":"created","n":\(value),\
    "period":"\(period)","unit":"count","value":\(value)}
    """
  }

  static func files(
    _ line: String, _ edition: Edition, _ series: Series, asOf: String
  ) -> [PublishedFile] {
    let metrics = """
      {"as_of":"\(asOf)","cells":[
      \(line)
      ],"edition":"\(edition.kind.rawValue)","format":"deskbrief.metrics/1",\
      "number":\(edition.number),"period":"\(series.period)","pipeline":"\(series.pipeline)",\
      "report":"\(series.report)"}

      """
    return [
      PublishedFile(name: "index.html", bytes: Array("<p>\(line)".utf8)),
      PublishedFile(name: "metrics.json", bytes: Array(metrics.utf8)),
    ]
  }

  /// The one figure in a place; nil where nothing is there, and where the files disagree.
  func shown(_ period: String = "2026-10") -> String? {
    guard
      let page = try? String(contentsOfFile: "\(root)/board/\(period)/index.html", encoding: .utf8),
      let json = try? String(
        contentsOfFile: "\(root)/board/\(period)/metrics.json", encoding: .utf8),
      json.contains(page.dropFirst(3))
    else { return nil }
    return page.split(separator: "\"value\":").last.map { String($0.dropLast()) }
  }

  /// The one figure of the edition that counts.
  func recorded(_ period: String = "2026-10") throws -> String? {
    let workspace = try workspace()
    let series = Series(pipeline: "small", root: workspace.label, report: "board", period: period)
    let line = try catalog(workspace).standing(series)?.cells.lines.first
    return line?.split(separator: "\"value\":").last.map { String($0.dropLast()) }
  }

  var leftovers: [String] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
    return names.filter { $0.contains(".new") }
  }
}
