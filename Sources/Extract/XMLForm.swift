/// Rejected records of XML: the reason is the first attribute of the record's element. The root has
/// the attributes of the original's, among which prefixes are declared.
struct XMLForm: RejectForm {
  private let declared: String
  private let rootAttributes: [UInt8]
  private let lineEnd: [UInt8]

  /// - Parameter top: the beginning of the document.
  init(_ encoding: TextEncoding, top: [UInt8], lineEnd: [UInt8]) {
    rootAttributes = Self.rootAttributes(top[...])
    // With the mark that it has, UTF-16 goes without a byte order.
    declared = encoding.unit == 2 ? "UTF-16" : encoding.iconvName
    self.lineEnd = lineEnd
  }

  var head: [UInt8] {
    Array("<?xml version=\"1.0\" encoding=\"\(declared)\"?>".utf8) + lineEnd
      + Array("<rejects".utf8) + rootAttributes + Array(">".utf8) + lineEnd
  }

  func text(of record: RecordWriter.Reject, isFirst: Bool) -> [UInt8] {
    let (bytes, reason) = record
    let nameEnd = Self.nameEnd(bytes[...])
    let attribute =
      nameEnd == 0 ? "" : " \(RecordWriter.reasonName)=\"\(Self.escaped(reason))\""
    return Array(bytes[..<nameEnd]) + Array(attribute.utf8) + Array(bytes[nameEnd...]) + lineEnd
  }

  var tail: [UInt8] { Array("</rejects>".utf8) + lineEnd }

  func parted(_ record: [UInt8]) -> (reason: [UInt8], record: [UInt8]) {
    let name = Array(" \(RecordWriter.reasonName)".utf8)
    let attributes = Self.attributes(record[...])
    for start in attributes.indices where attributes[start...].starts(with: name) {
      let value = attributes[(start + name.count)...].drop { $0 <= 0x20 || $0 == UInt8(ascii: "=") }
      guard let quote = value.first, let end = value.dropFirst().firstIndex(of: quote) else {
        break
      }
      return (Array(value[..<end].dropFirst()), Array(record[..<start] + record[(end + 1)...]))
    }
    return ([], record)
  }

  /// What stands in a start tag behind its name.
  private static func attributes(_ element: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let start = nameEnd(element)
    var quote: UInt8 = 0
    for at in start..<element.endIndex {
      let byte = element[at]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") {
        return element[start..<at]
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
    }
    return element[start..<start]
  }

  /// Where the name of an element ends; where it starts, if none begins there.
  private static func nameEnd(_ element: ArraySlice<UInt8>) -> Int {
    guard element.first == UInt8(ascii: "<") else { return element.startIndex }
    return element.firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "/") }
      ?? element.startIndex
  }

  /// The attributes of the first element, behind declarations and comments.
  private static func rootAttributes(_ top: ArraySlice<UInt8>) -> [UInt8] {
    let others = [("<?", "?>"), ("<!--", "-->"), ("<!", ">")].map {
      (Array($0.utf8), Array($1.utf8))
    }
    var rest = top
    while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[open...]
      guard let other = others.first(where: { rest.starts(with: $0.0) }) else {
        return Array(attributes(rest))
      }
      guard let end = rest.firstRange(of: other.1)?.upperBound else { return [] }
      rest = rest[end...]
    }
    return []
  }

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case "\"": "&quot;"
      case _ where scalar.value < 0x20: " "
      default: String(scalar)
      }
    }.joined()
  }
}
