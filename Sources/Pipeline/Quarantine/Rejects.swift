public import Columnar
import Extract
import Foundation
import Publish
import Render

/// The rejected rows of a run that were not corrected since: counted by source and reason, or
/// written back to be corrected.
public struct Rejects: Sendable {
  public struct Count: Sendable {
    public internal(set) var rows: Int
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
  /// How many others there are.
  public let total: Int
  /// The others by source, field and reason, the most frequent first.
  public let counts: [Count]
  private let pipeline: PipelineFile
  private let quarantine: Quarantine
  private let source: String?

  /// - Parameters:
  ///   - run: the id of a run; nil for the last one.
  ///   - source: the name of one source; nil for all.
  public init(_ pipeline: PipelineFile, run: String?, source: String?) throws(Diagnostic) {
    self.pipeline = pipeline
    self.source = source
    let names = pipeline.sources.map(\.name)
    if let source, !names.contains(source) {
      throw Diagnostic(.noSource(source, names), failure: .usage)
    }
    quarantine = Quarantine(
      folder: FileSystem.join(Workspace.folder(of: pipeline.path), "quarantine"))
    var corrected = 0
    var firsts: [Quarantine.Counts.Reason: Count] = [:]
    var found = Quarantine.Counts()
    self.run = try quarantine.forEachRow(of: run) { (row) throws(Diagnostic) in
      guard source == nil || row.source == source else { return }
      guard row.corrected != true else {
        corrected += 1
        return
      }
      let reason = found.add(row)
      if firsts[reason] == nil {
        firsts[reason] = Count(
          rows: 0, source: row.source, field: row.field, reason: row.category,
          first: .init(file: row.file, line: row.line, column: row.at), value: row.value)
      }
    }
    self.corrected = corrected
    total = found.open.values.reduce(0, +)
    counts = found.open.compactMap { (reason, rows) -> Count? in
      var count = firsts[reason]
      count?.rows = rows
      return count
    }
    .sorted { a, b in
      a.rows == b.rows
        ? [a.source, a.field, a.reason].lexicographicallyPrecedes([b.source, b.field, b.reason])
        : a.rows > b.rows
    }
  }

  private func forEachRow(
    _ body: (Quarantine.Row) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    try quarantine.forEachRow(of: run) { (row) throws(Diagnostic) in
      if row.corrected != true && (source == nil || row.source == source) { try body(row) }
    }
  }

  /// Hands over a JSON object for each row.
  public func forEachJSON(_ body: (String) throws(Diagnostic) -> Void) throws(Diagnostic) {
    try forEachRow { (row) throws(Diagnostic) in
      try body(
        """
        {"at":\(row.at),"column":\(JSONText.quoted(row.column)),\
        "field":\(JSONText.quoted(row.field)),"file":\(JSONText.quoted(row.file)),\
        "line":\(row.line),"reason":\(JSONText.quoted(row.reason)),\
        "source":\(JSONText.quoted(row.source)),"value":\(JSONText.quoted(row.value))}

        """)
    }
  }

  /// Writes the rows in the form of the files that they came from, each with its origin and its
  /// reason: a file for each layout, in the order of the first row of it.
  ///
  /// - Parameter path: of a file by its number, from 1.
  /// - Returns: each file, and how many rows are in it.
  public func write(
    to path: (Int) -> String
  ) throws(Diagnostic) -> [(path: String, rows: Int)] {
    let sources = Set(counts.map(\.source)).sorted()
    guard let name = sources.first, let source = pipeline.sources.first(where: { $0.name == name })
    else { throw Diagnostic(.nothingRejected(run, corrected), failure: .noInput) }
    guard sources.count == 1 else { throw Diagnostic(.severalSources(sources), failure: .usage) }
    var outputs: [(writer: RecordWriter, file: NewFile, path: String, rows: Int)] = []
    // Of the file whose rows come now, and where they go.
    var current: (path: String, writer: RecordWriter, output: Int)?
    try forEachRow { (row) throws(Diagnostic) in
      if current?.path != row.file {
        let writer = try RecordWriter(like: try source.request(for: row.file).request)
        let like = outputs.firstIndex { $0.writer.isLike(writer) }
        if like == nil {
          let path = path(outputs.count + 1)
          outputs.append((writer, try NewFile(path), path, 0))
          try outputs[outputs.count - 1].file.append(try writer.head())
        }
        current = (row.file, writer, like ?? outputs.count - 1)
      }
      guard let (_, writer, place) = current else { return }
      let output = outputs[place]
      try output.file.append(
        try output.writer.text(
          of: (writer.plain(row.bytes), row.explanation), isFirst: output.rows == 0))
      outputs[place].rows += 1
    }
    for output in outputs {
      try output.file.append(try output.writer.tail())
      try output.file.finish()
    }
    return outputs.map { ($0.path, $0.rows) }
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
