public import Columnar

/// A format of exports: a row of the table of formats.
public struct FileFormat: Sendable, Equatable {
  public let name: String
  /// File name endings that suggest the format, before any `.gz`, `.zst` or `.zip`.
  public let extensions: [String]
  /// Whether workers can split pieces of one file at the same time.
  public let isSplittable: Bool
  let open: @Sendable (any ByteSource, ReadRequest) throws(Diagnostic) -> any RecordReader

  public static func == (a: FileFormat, b: FileFormat) -> Bool { a.name == b.name }

  public static let all: [FileFormat] = [
    FileFormat(name: "csv", extensions: ["csv", "tsv", "txt"], isSplittable: true) {
      (source, request) throws(Diagnostic) in try DelimitedReader(source, request)
    },
    FileFormat(name: "json", extensions: ["json"], isSplittable: true) {
      (source, request) throws(Diagnostic) in try JSONReader(source, request, layout: .document)
    },
    FileFormat(name: "ndjson", extensions: ["ndjson", "jsonl"], isSplittable: true) {
      (source, request) throws(Diagnostic) in try JSONReader(source, request, layout: .lines)
    },
    FileFormat(name: "xml", extensions: ["xml"], isSplittable: false) {
      (source, request) throws(Diagnostic) in try XMLReader(source, request)
    },
  ]

  public static func named(_ name: String) -> FileFormat? { all.first { $0.name == name } }

  /// The format that a path's ending suggests.
  public static func suggested(by path: String) -> FileFormat? {
    var parts = path.split(separator: "/").last.map { $0.split(separator: ".") } ?? []
    if let last = parts.last, ["gz", "zst", "zip"].contains(last.lowercased()) {
      parts.removeLast()
    }
    guard parts.count > 1, let ending = parts.last?.lowercased() else { return nil }
    return all.first { $0.extensions.contains(ending) }
  }
}

extension ReadRequest {
  /// Opens the file, through decompression where its first bytes call for it.
  public func open() throws(Diagnostic) -> any RecordReader {
    try format.open(try openSource(self), self)
  }
}
