public import Columnar

/// Writes records back as they stood in a file, each with why it was rejected, so that they can be
/// corrected and sent again: delimited text with one column more, JSON with one member more, XML
/// with one attribute more.
public struct RecordWriter {
  /// The name of the column, member or attribute.
  public static let reasonName = "deskbrief_reason"

  private let request: ReadRequest
  private let encoding: TextEncoding

  /// - Parameter request: the file that the records stand in.
  public init(like request: ReadRequest) throws(Diagnostic) {
    self.request = request
    encoding = try openSource(request).encoding ?? .utf8
  }

  /// The bytes of a file of the records, in the original's encoding.
  public func file(_ records: [(bytes: [UInt8], reason: String)]) throws(Diagnostic) -> [UInt8] {
    let text =
      switch request.format.name {
      case "csv": try delimited(records)
      case "xml": xml(records)
      default: json(records, isLines: request.format.name == "ndjson")
      }
    return try encoded(text)
  }

  private func delimited(
    _ records: [(bytes: [UInt8], reason: String)]
  ) throws(Diagnostic) -> [UInt8] {
    let dialect = request.dialect
    var cutter = BlockCutter(try openSource(request), request)
    var rows = try DelimitedHead(&cutter, request).rows
    if !rows.isEmpty { rows[0] += dialect.delimiter + Array(Self.reasonName.utf8) }
    for index in rows.indices.dropFirst() { rows[index] += dialect.delimiter }
    var text: [UInt8] = []
    for row in rows { text += row + [0x0A] }
    for (bytes, reason) in records {
      text += bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes[...]
      text += dialect.delimiter + quoted(reason) + [0x0A]
    }
    return text
  }

  private func quoted(_ reason: String) -> [UInt8] {
    let (quote, delimiter) = (request.dialect.quote, request.dialect.delimiter)
    let bytes = Array(reason.utf8)
    guard quote != 0 else { return bytes.filter { !delimiter.contains($0) } }
    return [quote] + bytes.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }

  private func json(_ records: [(bytes: [UInt8], reason: String)], isLines: Bool) -> [UInt8] {
    let items = records.map { bytes, reason in
      let member = "\"\(Self.reasonName)\":\"\(Self.escaped(reason))\""
      guard bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}") else {
        // What is no object is kept as a text.
        let text = Self.escaped(String(decoding: bytes, as: UTF8.self))
        return Array("{\(member),\"record\":\"\(text)\"}".utf8)
      }
      let isEmpty = bytes.dropFirst().dropLast().allSatisfy { $0 <= 0x20 }
      return Array("{\(member)\(isEmpty ? "" : ",")".utf8) + bytes.dropFirst()
    }
    if isLines { return items.flatMap { $0 + [0x0A] } }
    let steps = request.records.split(separator: ".").map { $0 == "*" ? "records" : String($0) }
    var text = Array((steps.map { "{\"\($0)\":" }.joined() + "[\n").utf8)
    text += items.joined(separator: Array(",\n".utf8))
    return text + Array(("\n]" + String(repeating: "}", count: steps.count) + "\n").utf8)
  }

  private func xml(_ records: [(bytes: [UInt8], reason: String)]) -> [UInt8] {
    let declared = encoding == .utf8 ? "UTF-8" : encoding.iconvName
    var text = Array("<?xml version=\"1.0\" encoding=\"\(declared)\"?>\n<rejects>\n".utf8)
    for (bytes, reason) in records {
      // The attribute goes behind the element's name.
      let end = bytes.firstIndex {
        $0 <= 0x20 || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "/")
      }
      let name = bytes.first == UInt8(ascii: "<") ? end ?? 0 : 0
      text += bytes[..<name]
      if name > 0 { text += Array(" \(Self.reasonName)=\"\(Self.escapedXML(reason))\"".utf8) }
      text += bytes[name...]
      text.append(0x0A)
    }
    return text + Array("</rejects>\n".utf8)
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func escapedXML(_ text: String) -> String {
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

  /// Text of UTF-8 in the file's encoding; bytes that were invalid there come back as they were.
  private func encoded(_ text: [UInt8]) throws(Diagnostic) -> [UInt8] {
    guard encoding != .utf8 else { return text }
    var result: [UInt8] = []
    var start = 0
    var at = 0
    while at <= text.count {
      let byte = at < text.count ? InvalidByte.marked(text.span, at: at) : nil
      if byte != nil || at == text.count {
        result += try encoding.bytes(of: Array(text[start..<at]), path: request.path)
        if let byte { result.append(byte) }
        at += byte == nil ? 1 : 3
        start = at
      } else {
        at += 1
      }
    }
    return result
  }
}
