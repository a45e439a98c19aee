import Columnar
import Extract
import Transform

/// Which rejected rows were sent again: a row that bears the origin of a rejected one stands for it.
///
/// Where it was kept, nothing is left to be corrected, in whatever file it lies. Where it was
/// rejected again, it alone is left of all rows of its origin; where several files have such, that
/// of the last one.
struct Resending {
  /// A source and an origin in it.
  private struct Place: Hashable {
    let source: String
    let origin: String
  }

  private let files: [Ingest.File]
  private let sources: [PipelineFile.Source]
  /// The sources of which some file has rows that were sent again.
  private let concerned: Set<String>
  /// The files that have a kept row of a place.
  private var kept: [Place: Set<Int>] = [:]
  /// The last file that has a rejected row of a place.
  private var last: [Place: Int] = [:]
  /// Takes the reasons off the records of files with rows that were sent again.
  private var writers: [Int: RecordWriter] = [:]

  init(
    _ rows: RejectedRows, kept resent: Set<RecordCaster.Resent>, files: [Ingest.File],
    sources: [PipelineFile.Source]
  ) throws(Diagnostic) {
    self.files = files
    self.sources = sources
    let again = files.indices.filter { files[$0].request.reasonColumn != nil }
    concerned = Set(again.map { sources[files[$0].source].name })
    if concerned.isEmpty { return }
    for file in again { writers[file] = try RecordWriter(like: files[file].request) }
    for row in resent { kept[place(row.origin, file: row.file), default: []].insert(row.file) }
    var last: [Place: Int] = [:]
    try rows.forEachChunk { (chunk) throws(Diagnostic) in
      for row in chunk {
        let file = row.locator.file
        let known = origin(of: row)
        if !known.isEmpty { last[place(known, file: file), default: file].raise(to: file) }
      }
    }
    self.last = last
  }

  /// The origin that a rejected row bears, also where it could not be split; empty where it was not
  /// sent again.
  func origin(of row: Rejection) -> String {
    guard row.field.isEmpty, row.origin.isEmpty, let writer = writers[row.locator.file] else {
      return row.origin
    }
    return Origin.of(writer.reason(of: row.record))
  }

  /// Whether a rejected row was sent again: by the origin that it bears, or else by its own place.
  func isSent(_ row: Rejection, at start: Diagnostic.Location) -> Bool {
    let file = row.locator.file
    guard concerned.contains(sources[files[file].source].name) else { return false }
    let known = origin(of: row)
    let origins = known.isEmpty ? files[file].names.map { $0 + start.lineInOrigin } : [known]
    return origins.contains { origin in
      let place = place(origin, file: file)
      // Of the rows of one file none stands for another.
      return kept[place]?.contains { $0 != file } ?? false
        || last[place].map { $0 != file } ?? false
    }
  }

  private func place(_ origin: String, file: Int) -> Place {
    Place(source: sources[files[file].source].name, origin: origin)
  }
}

extension Int {
  fileprivate mutating func raise(to other: Int) { self = Swift.max(self, other) }
}
