import Columnar

/// What the files of a run are called in the origins of their rejected rows: by their name, and
/// where a source has several files of one name, with as many folders as tell them apart.
struct OriginNames {
  private let files: [Ingest.File]
  /// How many files of a source have a name.
  private var counts: [[String]: Int] = [:]

  init(_ files: [Ingest.File]) {
    self.files = files
    for file in files {
      for name in file.names { counts[["\(file.source)", name], default: 0] += 1 }
    }
  }

  func origin(file: Int, _ record: Diagnostic.Location) -> String {
    let file = files[file]
    let name = file.names.first { counts[["\(file.source)", $0]] == 1 } ?? file.path
    return name + record.lineInOrigin
  }
}

extension Ingest.File {
  /// The names that tell the file, the shortest first: its own, and those with its folders.
  var names: [String] {
    let parts = path.split(separator: "/")
    return parts.indices.reversed().map { parts[$0...].joined(separator: "/") }
  }
}

extension Diagnostic.Location {
  /// What follows the name of the file in an origin. Where a record begins with its line, that
  /// line is enough.
  var lineInOrigin: String {
    ":\(line ?? 1)" + ((column ?? 1) == 1 ? "" : ":\(column ?? 1)")
  }
}
