import Columnar
import Extract
import Foundation
import Render
import Transform

/// Writes rejected rows, whole, with where they stood and why: one JSON object a line.
struct Quarantine {
  let files: [Ingest.File]
  let sources: [PipelineFile.Source]

  /// - Returns: the file that was written; nil where nothing was rejected.
  func write(_ rejections: [Rejection], to path: String) throws(Diagnostic) -> String? {
    guard !rejections.isEmpty else { return nil }
    var text = ""
    for (index, ofFile) in Dictionary(grouping: rejections, by: \.locator.file).sorted(by: {
      $0.key < $1.key
    }) {
      let ordered = ofFile.sorted { $0.offset < $1.offset }
      let places = try files[index].request.locations(of: ordered.map(\.offset))
      for (rejection, place) in zip(ordered, places) {
        text += line(rejection, place, source: sources[files[index].source].name)
      }
    }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Diagnostic(
        .notWritten(error.localizedDescription), at: .init(file: path), failure: .inputOutput)
    }
    return path
  }

  private func line(
    _ rejection: Rejection, _ place: Diagnostic.Location, source: String
  ) -> String {
    // Bytes that are no text are kept as base64, so that the record stays whole.
    let record =
      String(validating: rejection.record, as: UTF8.self).map { ("record", $0) }
      ?? ("record_base64", Data(rejection.record).base64EncodedString())
    let pairs: [(String, String)] = [
      ("source", source), ("file", place.file), ("field", rejection.field),
      ("column", rejection.column), ("value", rejection.value),
      ("reason", rejection.reason.text), record,
    ]
    let members =
      ["\"line\":\(place.line ?? 0)", "\"at\":\(place.column ?? 0)"]
      + pairs.map { "\(JSONText.quoted($0.0)):\(JSONText.quoted($0.1))" }
    return "{" + members.joined(separator: ",") + "}\n"
  }
}

extension Diagnostic.Message {
  static func notWritten(_ reason: String) -> Self { Self("cannot write the file: \(reason)") }
}
