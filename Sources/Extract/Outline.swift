public import Columnar
import Foundation

/// What a file looks like from outside: how its records are delimited and which columns it has.
public struct Outline: Sendable {
  public var columns: [String]
  public var records: String
  public var delimiter: [UInt8]
  /// The delimiter, record path or record element in words.
  public var layout: String
}

extension ReadRequest {
  /// Looks at the first block of the file; records and delimiter that are given stand.
  public func outline() throws(Diagnostic) -> Outline {
    switch format.name {
    case "csv": return try delimitedOutline()
    case "xml": return try xmlOutline()
    default: return try jsonOutline()
    }
  }

  private func delimitedOutline() throws(Diagnostic) -> Outline {
    var request = self
    let choices =
      dialect == Dialect()
      ? [",", ";", "\t", "|"].map { Array($0.utf8) } : [dialect.delimiter]
    var best: (delimiter: [UInt8], names: [String]) = (dialect.delimiter, [])
    for choice in choices {
      request.dialect.delimiter = choice
      var cutter = BlockCutter(try openSource(self), request)
      let names = try DelimitedHead(&cutter, request).names
      if names.count > best.names.count { best = (choice, names) }
    }
    let word = best.delimiter == [0x09] ? "tab" : String(decoding: best.delimiter, as: UTF8.self)
    return Outline(
      columns: best.names, records: "", delimiter: best.delimiter, layout: "delimiter '\(word)'")
  }

  private func firstBlock() throws(Diagnostic) -> [UInt8] {
    let window = ByteWindow(fileOffset: 0, capacity: 1 << 20)
    _ = try openSource(self).read(into: window)
    let bytes = window.bytes
    var copy: [UInt8] = []
    copy.reserveCapacity(bytes.count)
    for i in bytes.indices { copy.append(bytes[i]) }
    return copy
  }

  /// The leaf paths of the first records, in order of appearance.
  private func jsonOutline() throws(Diagnostic) -> Outline {
    var request = self
    request.columns = []
    let block = try firstBlock()
    let start = block.first { $0 > 0x20 && $0 < 0x80 }
    if format.name == "json", records.isEmpty, start == UInt8(ascii: "{") {
      // A document that is one object: its first member that is an array of objects.
      for name in ["records", "data", "tickets", "results", "items"] {
        request.records = name
        if let reader = try? request.open(), let piece = try? reader.nextPiece() {
          _ = piece
          break
        }
        request.records = ""
      }
    }
    var paths: [String] = []
    let reader = try request.open()
    var batch = TextBatch(columnCount: 0)
    if let piece = try reader.nextPiece(), try piece.read(into: &batch) {
      for row in 0..<min(50, batch.rowCount) {
        let text = String(copying: batch.record(row: row))
        if let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] {
          Self.leaves(object, prefix: "", into: &paths)
        }
      }
    }
    return Outline(
      columns: paths, records: request.records, delimiter: dialect.delimiter,
      layout: format.name == "ndjson" ? "one record a line" : "records at '\(request.records)'")
  }

  private static func leaves(_ object: [String: Any], prefix: String, into paths: inout [String]) {
    for key in object.keys.sorted() {
      let path = prefix + key
      if let inner = object[key] as? [String: Any] {
        leaves(inner, prefix: path + ".", into: &paths)
      } else if !paths.contains(path) {
        paths.append(path)
      }
    }
  }

  /// The children of the first record elements; the record is the first repeated child of the root.
  private func xmlOutline() throws(Diagnostic) -> Outline {
    var names: [String] = []
    var attributes: [String] = []
    var path: [String] = []
    var record = records
    let block = String(decoding: try firstBlock(), as: UTF8.self)
    var rest = Substring(block)
    while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
      let tag = rest[rest.index(after: open)..<close]
      rest = rest[rest.index(after: close)...]
      if tag.hasPrefix("!") || tag.hasPrefix("?") { continue }
      if tag.hasPrefix("/") {
        if !path.isEmpty { path.removeLast() }
        continue
      }
      let name = String(tag.prefix { !$0.isWhitespace && $0 != "/" })
      path.append(name)
      if record.isEmpty && path.count == 2 { record = name }
      if let at = path.firstIndex(of: record) {
        let inner = path[(at + 1)...].joined(separator: ".")
        if !inner.isEmpty && !names.contains(inner) { names.append(inner) }
        for part in tag.split(separator: " ").dropFirst() where part.contains("=") {
          let attribute = inner + "@" + part.prefix { $0 != "=" }
          if !attributes.contains(attribute) { attributes.append(attribute) }
        }
      }
      if tag.hasSuffix("/") { path.removeLast() }
    }
    let leaves = names.filter { name in !names.contains { $0.hasPrefix(name + ".") } }
    return Outline(
      columns: attributes + leaves, records: record, delimiter: dialect.delimiter,
      layout: "record element '\(record)'")
  }
}
