import Columnar
import Extract
import Foundation
import Transform

/// The rejected rows of runs, whole, with where they stood and why: one JSON object a line, a file
/// a run.
struct Quarantine {
  /// A rejected row.
  struct Row: Codable {
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

  let folder: String

  private var latestPath: String { FileSystem.join(folder, "latest") }

  private func path(_ run: String) -> String { FileSystem.join(folder, "\(run).ndjson") }

  /// - Returns: the file that was written; nil where nothing was rejected.
  func write(
    _ rejections: [Rejection], of files: [Ingest.File], _ sources: [PipelineFile.Source],
    run: String
  ) throws(Diagnostic) -> String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let names = OriginNames(files)
    var text = Data()
    for (index, ofFile) in Dictionary(grouping: rejections, by: \.locator.file).sorted(by: {
      $0.key < $1.key
    }) {
      let ordered = ofFile.sorted { $0.offset < $1.offset }
      let offsets = Set(ordered.map(\.offset) + ordered.map(\.locator.offset)).sorted()
      let places = Dictionary(
        uniqueKeysWithValues: zip(offsets, try files[index].request.locations(of: offsets)))
      for rejection in ordered {
        guard let place = places[rejection.offset], let start = places[rejection.locator.offset]
        else { continue }
        var row = Row(rejection, place, source: sources[files[index].source].name)
        // A row that was sent again and rejected again still stands for the first.
        row.origin =
          rejection.origin.isEmpty ? names.origin(file: index, start) : rejection.origin
        text += (try? encoder.encode(row)) ?? Data()
        text += Data("\n".utf8)
      }
    }
    if !rejections.isEmpty { try keep(Array(text), of: run) }
    try FileSystem.replace(latestPath, with: Array(run.utf8), mode: 0o600)
    return rejections.isEmpty ? nil : path(run)
  }

  /// Writes the rows down, or names those of the run before anew if they are the same.
  private func keep(_ text: [UInt8], of run: String) throws(Diagnostic) {
    let new = path(run)
    if let last = try? String(contentsOfFile: latestPath, encoding: .utf8),
      let known = FileManager.default.contents(atPath: path(last)), known == Data(text)
    {
      if last == run { return }
      try? FileManager.default.removeItem(atPath: new)
      // Where the file system has no links, they are written once more.
      if (try? FileManager.default.linkItem(atPath: path(last), toPath: new)) != nil { return }
    }
    try FileSystem.replace(new, with: text, mode: 0o600)
  }

  /// The rejected rows of a run, in the order of files and lines.
  ///
  /// - Parameter run: its id; nil for the last one.
  func rows(of run: String?) throws(Diagnostic) -> (run: String, rows: [Row]) {
    let latest = try? String(contentsOfFile: latestPath, encoding: .utf8)
    guard let run = run ?? latest else {
      throw Diagnostic(.noRunYet, at: .init(file: folder), failure: .noInput)
    }
    guard let text = FileManager.default.contents(atPath: path(run)) else {
      if run == latest { return (run, []) }
      throw Diagnostic(.noQuarantine(run), at: .init(file: folder), failure: .noInput)
    }
    let decoder = JSONDecoder()
    do {
      return (run, try text.split(separator: 0x0A).map { try decoder.decode(Row.self, from: $0) })
    } catch {
      throw Diagnostic(
        .brokenQuarantine("\(error)"), at: .init(file: path(run)), failure: .dataGate)
    }
  }
}

extension Quarantine.Row {
  init(_ rejection: Rejection, _ place: Diagnostic.Location, source: String) {
    self.init(
      source: source, file: place.file, line: place.line ?? 0, at: place.column ?? 0,
      field: rejection.field, column: rejection.column, value: rejection.value,
      reason: rejection.reason.text, category: rejection.category)
    corrected = rejection.isCorrected ? true : nil
    record = String(validating: rejection.record, as: UTF8.self)
    if record == nil { record_base64 = Data(rejection.record).base64EncodedString() }
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
