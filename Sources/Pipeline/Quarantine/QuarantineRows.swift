import Columnar
import Extract
import Foundation
import Transform

/// Turns rejected rows into those of the quarantine: with their lines, their origins, and whether
/// they were corrected since.
struct QuarantineRows {
  private let ingest: Ingest
  private let rejected: RejectedRows
  private let resending: Resending
  private let names: OriginNames
  /// Of the file whose rows come now.
  private var file = -1
  private var lines: LineLocator?

  init(_ ingest: Ingest, _ outcome: Ingest.Outcome) throws(Diagnostic) {
    self.ingest = ingest
    rejected = outcome.rejected
    resending = try Resending(
      outcome.rejected, kept: outcome.resent, files: ingest.files, sources: ingest.sources)
    names = OriginNames(ingest.files)
  }

  /// - Parameter chunk: rows of one file, none of which lie before those of the last call.
  mutating func rows(of chunk: [Rejection]) throws(Diagnostic) -> [Quarantine.Row] {
    guard let first = chunk.first?.locator.file else { return [] }
    if first != file {
      file = first
      lines = try LineLocator(ingest.files[file].request)
    }
    let offsets = Set(chunk.map(\.offset) + chunk.map(\.locator.offset)).sorted()
    var places: [Int: Diagnostic.Location] = [:]
    for offset in offsets { places[offset] = try lines?.location(of: offset) }
    let source = ingest.sources[ingest.files[file].source].name
    return chunk.compactMap { rejection -> Quarantine.Row? in
      guard let place = places[rejection.offset], let start = places[rejection.locator.offset]
      else { return nil }
      var row = Quarantine.Row(rejection, place, source: source)
      if rejected.isCorrected(rejection) || resending.isSent(rejection, at: start) {
        row.corrected = true
      }
      // A row that was sent again and rejected again still stands for the first.
      let origin = resending.origin(of: rejection)
      row.origin = origin.isEmpty ? names.origin(file: file, start) : origin
      return row
    }
  }
}

extension Quarantine.Row {
  init(_ rejection: Rejection, _ place: Diagnostic.Location, source: String) {
    self.init(
      source: source, file: place.file, line: place.line ?? 0, at: place.column ?? 0,
      field: rejection.field, column: rejection.column, value: rejection.value,
      reason: rejection.reason.text, category: rejection.category)
    record = String(validating: rejection.record, as: UTF8.self)
    if record == nil { record_base64 = Data(rejection.record).base64EncodedString() }
  }

  /// A line of JSON, with its members in the order of their names.
  var json: [UInt8] {
    let members: [(String, String?)] = [
      ("at", "\(at)"), ("category", JSONText.quoted(category)), ("column", JSONText.quoted(column)),
      ("corrected", corrected.map { "\($0)" }), ("field", JSONText.quoted(field)),
      ("file", JSONText.quoted(file)), ("line", "\(line)"),
      ("origin", origin.map(JSONText.quoted)), ("reason", JSONText.quoted(reason)),
      ("record", record.map(JSONText.quoted)),
      ("record_base64", record_base64.map(JSONText.quoted)), ("source", JSONText.quoted(source)),
      ("value", JSONText.quoted(value)),
    ]
    let text = members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
    return Array("{\(text.joined(separator: ","))}\n".utf8)
  }
}
