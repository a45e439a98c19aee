import Columnar
import Extract
import Foundation
import Transform

/// The rejected rows of runs, whole, with where they stood and why: one JSON object a line, a file
/// a run.
struct Quarantine {
  /// A rejected row.
  struct Row: Decodable {
    var source: String
    var file: String
    var line: Int
    /// The byte of the line at which the trouble is, from 1.
    var at: Int
    var field: String
    var column: String
    var value: String
    var reason: String
    /// The reason without the value, by which rows are counted.
    var category: String
    /// The record as it stands in the file; bytes that are no text as base64.
    var record: String?
    var record_base64: String?
    /// Whether a later version of the record was kept, or the row was sent again.
    var corrected: Bool?
    /// What the row is known by when it is sent again: `tickets.csv:12`.
    var origin: String?

    /// What is written back with the record: its origin and why it was rejected.
    var explanation: String { origin.map { "\($0): \(reason)" } ?? reason }

    var bytes: [UInt8] {
      record.map { Array($0.utf8) }
        ?? Array(Data(base64Encoded: record_base64 ?? "") ?? Data())
    }
  }

  /// The rows of a run by what was wrong with them.
  struct Counts {
    struct Reason: Hashable {
      let source: String
      let field: String
      let category: String
    }

    private(set) var all: [Reason: Int] = [:]
    /// Without those that were corrected since.
    private(set) var open: [Reason: Int] = [:]

    @discardableResult
    mutating func add(_ row: Row) -> Reason {
      let reason = Reason(source: row.source, field: row.field, category: row.category)
      all[reason, default: 0] += 1
      if row.corrected != true { open[reason, default: 0] += 1 }
      return reason
    }
  }

  let folder: String

  private var latestPath: String { FileSystem.join(folder, "latest") }

  private func path(_ run: String) -> String { FileSystem.join(folder, "\(run).ndjson") }

  /// Writes the rejected rows of a run, a chunk at a time, in the order of files and lines.
  ///
  /// - Returns: the file that was written, nil where nothing was rejected; and what was.
  func write(
    _ ingest: Ingest, _ outcome: Ingest.Outcome, run: String
  ) throws(Diagnostic) -> (path: String?, counts: Counts) {
    var counts = Counts()
    if outcome.rejected.count > 0 {
      let file = try NewFile(path(run))
      var rows = try QuarantineRows(ingest, outcome)
      try outcome.rejected.forEachChunk { (chunk) throws(Diagnostic) in
        var text = Data()
        for row in try rows.rows(of: chunk) {
          counts.add(row)
          text += row.json
        }
        try file.append(text)
      }
      let last = try? String(contentsOfFile: latestPath, encoding: .utf8)
      try file.finish(orLink: last.map { path($0) })
    }
    try FileSystem.replace(latestPath, with: Array(run.utf8), mode: 0o600)
    return (outcome.rejected.count > 0 ? path(run) : nil, counts)
  }

  /// Hands over the rejected rows of a run one by one, in the order of files and lines.
  ///
  /// - Parameter run: its id; nil for the last one.
  /// - Returns: its id.
  @discardableResult
  func forEachRow(
    of run: String?, _ body: (Row) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> String {
    let latest = try? String(contentsOfFile: latestPath, encoding: .utf8)
    guard let run = run ?? latest else {
      throw Diagnostic(.noRunYet, at: .init(file: folder), failure: .noInput)
    }
    guard let file = FileHandle(forReadingAtPath: path(run)) else {
      if run == latest { return run }
      throw Diagnostic(.noQuarantine(run), at: .init(file: folder), failure: .noInput)
    }
    let decoder = JSONDecoder()
    var pending = Data()
    while true {
      let block: Data
      do {
        block = try file.read(upToCount: 1 << 20) ?? Data()
      } catch {
        throw Diagnostic(
          .brokenQuarantine("\(error)"), at: .init(file: path(run)), failure: .dataGate)
      }
      pending += block
      let whole =
        block.isEmpty ? pending.endIndex : pending.lastIndex(of: 0x0A) ?? pending.startIndex
      for line in pending[..<whole].split(separator: 0x0A) {
        try body(try row(line, decoder, run))
      }
      pending = Data(pending[whole...])
      if block.isEmpty { return run }
    }
  }

  private func row(
    _ line: Data, _ decoder: JSONDecoder, _ run: String
  ) throws(Diagnostic) -> Row {
    do {
      return try decoder.decode(Row.self, from: line)
    } catch {
      throw Diagnostic(
        .brokenQuarantine("\(error)"), at: .init(file: path(run)), failure: .dataGate)
    }
  }
}

extension Diagnostic.Message {
  static var noRunYet: Self { Self("the pipeline has not run yet") }

  static func noQuarantine(_ run: String) -> Self {
    Self("no rows were rejected by a run '\(run)', or there was none")
  }

  static func brokenQuarantine(_ reason: String) -> Self {
    Self("the quarantine cannot be read: \(reason)")
  }
}
