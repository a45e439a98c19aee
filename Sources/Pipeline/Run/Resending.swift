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
  /// The files that have a kept row of a place.
  private var kept: [Place: Set<Int>] = [:]

  init(files: [Ingest.File], sources: [PipelineFile.Source], kept: Set<RecordCaster.Resent>) {
    self.files = files
    self.sources = sources
    for row in kept { self.kept[place(row.origin, file: row.file), default: []].insert(row.file) }
  }

  /// Notes what is corrected; and the origins of rows that, sent again, could not be split.
  func note(in rejections: inout [Rejection]) throws(Diagnostic) {
    let concerned = Set(
      files.filter { $0.request.reasonColumn != nil }.map { sources[$0.source].name })
    guard !concerned.isEmpty else { return }
    try noteOrigins(&rejections)
    var last: [Place: Int] = [:]
    for rejection in rejections where !rejection.origin.isEmpty {
      let file = rejection.locator.file
      last[place(rejection.origin, file: file), default: file].raise(to: file)
    }
    let origins = try origins(of: rejections, in: concerned)
    for (index, origins) in origins.enumerated() {
      let file = rejections[index].locator.file
      for origin in origins {
        let place = place(origin, file: file)
        // Of the rows of one file none stands for another.
        let isKept = kept[place]?.contains { $0 != file } ?? false
        if isKept || last[place].map({ $0 != file }) ?? false {
          rejections[index].isCorrected = true
        }
      }
    }
  }

  private func place(_ origin: String, file: Int) -> Place {
    Place(source: sources[files[file].source].name, origin: origin)
  }

  private func noteOrigins(_ rejections: inout [Rejection]) throws(Diagnostic) {
    var writers: [Int: RecordWriter] = [:]
    for index in rejections.indices
    where rejections[index].field.isEmpty && rejections[index].origin.isEmpty {
      let file = rejections[index].locator.file
      let request = files[file].request
      guard request.reasonColumn != nil else { continue }
      if writers[file] == nil { writers[file] = try RecordWriter(like: request) }
      guard let writer = writers[file] else { continue }
      rejections[index].origin = Origin.of(writer.reason(of: rejections[index].record))
    }
  }

  /// For each rejected row of some sources the origin that it bears, or else those that name its
  /// own place.
  private func origins(
    of rejections: [Rejection], in concerned: Set<String>
  ) throws(Diagnostic) -> [[String]] {
    var origins = rejections.map { $0.origin.isEmpty ? [] : [$0.origin] }
    let own = rejections.indices.filter { index in
      rejections[index].origin.isEmpty
        && concerned.contains(sources[files[rejections[index].locator.file].source].name)
    }
    for (file, rows) in Dictionary(grouping: own, by: { rejections[$0].locator.file }) {
      let rows = rows.sorted { rejections[$0].locator < rejections[$1].locator }
      let places = try files[file].request.locations(
        of: rows.map { rejections[$0].locator.offset })
      let names = files[file].names
      for (row, place) in zip(rows, places) {
        origins[row] = names.map { $0 + place.lineInOrigin }
      }
    }
    return origins
  }
}

extension Int {
  fileprivate mutating func raise(to other: Int) { self = Swift.max(self, other) }
}
