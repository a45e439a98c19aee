public import Columnar
import Extract
import Foundation
import Publish
import Render

/// The rejected rows of a run that were not corrected since: counted by source and reason, or
/// written back to be corrected.
public struct Rejects: Sendable {
  public struct Count: Sendable {
    public let rows: Int
    public let source: String
    public let field: String
    public let reason: String
    /// The first of them: its place, and its value.
    public let first: Diagnostic.Location
    public let value: String
  }

  public let run: String
  /// How many rejected rows are left out here, since a later version of the record was kept, or
  /// the row was sent again.
  public let corrected: Int
  private let rows: [Quarantine.Row]
  private let pipeline: PipelineFile

  /// - Parameters:
  ///   - run: the id of a run; nil for the last one.
  ///   - source: the name of one source; nil for all.
  public init(_ pipeline: PipelineFile, run: String?, source: String?) throws(Diagnostic) {
    self.pipeline = pipeline
    let names = pipeline.sources.map(\.name)
    if let source, !names.contains(source) {
      throw Diagnostic(.noSource(source, names), failure: .usage)
    }
    let folder = FileSystem.join(Workspace.folder(of: pipeline.path), "quarantine")
    let found = try Quarantine(folder: folder).rows(of: run)
    self.run = found.run
    let wanted = found.rows.filter { source == nil || $0.source == source }
    rows = wanted.filter { $0.corrected != true }
    corrected = wanted.count - rows.count
  }

  public var total: Int { rows.count }

  /// The most frequent first.
  public var counts: [Count] {
    Dictionary(grouping: rows) { [$0.source, $0.field, $0.category] }
      .map { key, rows in
        Count(
          rows: rows.count, source: key[0], field: key[1], reason: key[2],
          first: .init(file: rows[0].file, line: rows[0].line, column: rows[0].at),
          value: rows[0].value)
      }
      .sorted { a, b in
        a.rows == b.rows
          ? [a.source, a.field, a.reason].lexicographicallyPrecedes([b.source, b.field, b.reason])
          : a.rows > b.rows
      }
  }

  /// One JSON object a row.
  public var json: String {
    rows.map { row in
      """
      {"at":\(row.at),"column":\(JSONText.quoted(row.column)),\
      "field":\(JSONText.quoted(row.field)),"file":\(JSONText.quoted(row.file)),\
      "line":\(row.line),"reason":\(JSONText.quoted(row.reason)),\
      "source":\(JSONText.quoted(row.source)),"value":\(JSONText.quoted(row.value))}

      """
    }.joined()
  }

  /// The rows in the form of the files that they came from, each with its origin and its reason: a
  /// file for each layout, in the order of the first row of it.
  ///
  /// - Returns: the bytes of each file, and how many rows are in them.
  public func files() throws(Diagnostic) -> [(bytes: [UInt8], rows: Int)] {
    let sources = Set(rows.map(\.source)).sorted()
    guard let name = sources.first, let source = pipeline.sources.first(where: { $0.name == name })
    else { throw Diagnostic(.nothingRejected(run, corrected), failure: .noInput) }
    guard sources.count == 1 else { throw Diagnostic(.severalSources(sources), failure: .usage) }
    var groups: [(writer: RecordWriter, records: [RecordWriter.Reject])] = []
    var start = rows.startIndex
    while start < rows.endIndex {
      let path = rows[start].file
      let own = rows[start...].prefix { $0.file == path }
      let writer = try RecordWriter(like: try source.request(for: path).request)
      let records = own.map { (writer.plain($0.bytes), $0.explanation) }
      if let like = groups.firstIndex(where: { $0.writer.isLike(writer) }) {
        groups[like].records += records
      } else {
        groups.append((writer, records))
      }
      start = own.endIndex
    }
    return try groups.map { (group) throws(Diagnostic) in
      (try group.writer.file(group.records), group.records.count)
    }
  }
}

extension Diagnostic.Message {
  static func noSource(_ name: String, _ names: [String]) -> Self {
    Self("no source '\(name)'\(suggestion(for: name, among: names))")
  }

  static func nothingRejected(_ run: String, _ corrected: Int) -> Self {
    let since = corrected == 0 ? "" : " that were not corrected since"
    return Self("run \(run) rejected no rows\(since)")
  }

  static func severalSources(_ names: [String]) -> Self {
    Self(
      "rows of several sources were rejected; choose one with --source: "
        + names.map { "'\($0)'" }.joined(separator: ", "))
  }
}
