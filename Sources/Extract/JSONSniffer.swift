import Columnar
import Foundation

/// Finds the records of a JSON document, and the columns of its records.
enum JSONSniffer {
  /// So many records are looked at for columns.
  private static let sampleRows = 200
  private static let deepest = 4

  /// The path of the array of records: the array of objects that is nested least.
  static func records(of text: [UInt8]) throws(Diagnostic) -> String {
    var scan = Scan(text: text)
    scan.blank()
    guard scan.at < text.count, text[scan.at] == UInt8(ascii: "{") else { return "" }
    scan.object([])
    let least = scan.found.map(\.count).min() ?? 0
    let nearest = scan.found.filter { $0.count == least }
    guard nearest.count < 2 else {
      throw Diagnostic(
        .recordsInDoubt(nearest.map { $0.joined(separator: ".") }), failure: .dataGate)
    }
    return nearest.first?.joined(separator: ".") ?? ""
  }

  /// A walk through the beginning of a document that may be cut anywhere.
  private struct Scan {
    let text: [UInt8]
    var at = 0
    /// Paths of arrays of objects.
    var found: [[String]] = []

    init(text: [UInt8]) {
      self.text = text
      if text.span.startsWithByteOrderMark { at = 3 }
    }

    mutating func blank() {
      while at < text.count && (text[at] <= 0x20 || text[at] == UInt8(ascii: ",")) { at += 1 }
    }

    /// The members of the object that begins here.
    mutating func object(_ path: [String]) {
      at += 1
      while true {
        blank()
        guard at < text.count, text[at] == UInt8(ascii: "\"") else { break }
        let start = at + 1
        skip()
        let key = String(decoding: text[start..<max(start, at - 1)], as: UTF8.self)
        while at < text.count && (text[at] <= 0x20 || text[at] == UInt8(ascii: ":")) { at += 1 }
        guard at < text.count else { return }
        value(path + [key])
      }
      at += 1
    }

    private mutating func value(_ path: [String]) {
      switch text[at] {
      case UInt8(ascii: "{") where path.count < JSONSniffer.deepest: object(path)
      case UInt8(ascii: "["):
        var inner = self
        inner.at += 1
        inner.blank()
        if inner.at < text.count && text[inner.at] == UInt8(ascii: "{") { found.append(path) }
        skip()
      default: skip()
      }
    }

    /// Passes over a value.
    private mutating func skip() {
      var nesting = JSONNesting(depth: 0)
      let isPlain = !"\"{[".utf8.contains(text[at])
      while at < text.count {
        if isPlain && (",}]".utf8.contains(text[at]) || text[at] <= 0x20) { return }
        nesting.take(text[at])
        at += 1
        if !isPlain && nesting.depth == 0 && !nesting.isInString { return }
      }
    }
  }

  /// The leaf paths of the first records, in order of appearance by name.
  static func columns(_ request: ReadRequest) throws(Diagnostic) -> [String] {
    var paths: [String] = []
    var known: Set<String> = []
    let reader = try request.open()
    var batch = TextBatch(columnCount: 0)
    guard let piece = try reader.nextPiece(), try piece.read(into: &batch) else { return [] }
    for row in 0..<min(sampleRows, batch.rowCount) {
      let text = Data(Array(batch.record(row: row)))
      guard let object = try? JSONSerialization.jsonObject(with: text) as? [String: Any] else {
        continue
      }
      leaves(object, prefix: "") { if known.insert($0).inserted { paths.append($0) } }
    }
    // A path that is an object in some records and empty in others is its leaves.
    return Sniffer.leaves(paths)
  }

  private static func leaves(
    _ object: [String: Any], prefix: String, _ found: (String) -> Void
  ) {
    for key in object.keys.sorted() {
      let path = prefix + key
      if let inner = object[key] as? [String: Any], !inner.isEmpty {
        leaves(inner, prefix: path + ".", found)
      } else {
        found(path)
      }
    }
  }
}

extension Diagnostic.Message {
  static func recordsInDoubt(_ paths: [String]) -> Self {
    let listed = paths.map { "'\($0)'" }.joined(separator: " or ")
    return Self("the records may be those of \(listed); say which by 'records'")
  }
}
