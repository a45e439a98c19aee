import Columnar

/// Rejected records of JSON: the reason is the first member, also where what follows is malformed.
/// A value that is no object stands behind it, to be replaced.
struct JSONForm: RejectForm {
  private let steps: [String]
  private let isLines: Bool
  private let lineEnd: [UInt8]

  private static let name = Array("\"\(RecordWriter.reasonName)\"".utf8)

  init(records: String, isLines: Bool, lineEnd: [UInt8]) {
    steps = records.split(separator: ".").map { $0 == "*" ? "records" : String($0) }
    self.isLines = isLines
    self.lineEnd = lineEnd
  }

  var head: [UInt8] {
    isLines ? [] : Array((steps.map { "{\"\($0)\":" }.joined() + "[").utf8) + lineEnd
  }

  func text(of record: RecordWriter.Reject, isFirst: Bool) -> [UInt8] {
    let item = item(record.bytes, record.reason)
    if isLines { return item + lineEnd }
    return isFirst ? item : [UInt8(ascii: ",")] + lineEnd + item
  }

  var tail: [UInt8] {
    isLines
      ? []
      : lineEnd + Array(("]" + String(repeating: "}", count: steps.count)).utf8) + lineEnd
  }

  func parted(_ record: [UInt8]) -> (reason: [UInt8], record: [UInt8]) {
    guard record.first == UInt8(ascii: "{") else { return ([], record) }
    var rest = record.dropFirst().trimmingBlanks
    for part in [Self.name[...], [UInt8(ascii: ":")], [UInt8(ascii: "\"")]] {
      guard rest.starts(with: part) else { return ([], record) }
      rest = rest.dropFirst(part.count)
      if part != [UInt8(ascii: "\"")] { rest = rest.trimmingBlanks }
    }
    var end = rest.startIndex
    while end < rest.endIndex && rest[end] != UInt8(ascii: "\"") {
      end += rest[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard end < rest.endIndex else { return ([], record) }
    let reason = Array(rest[..<end])
    rest = rest[(end + 1)...].trimmingBlanks
    if rest.first == UInt8(ascii: ",") { rest = rest.dropFirst() }
    return (reason, [UInt8(ascii: "{")] + rest)
  }

  private func item(_ bytes: [UInt8], _ reason: String) -> [UInt8] {
    let isOpened = bytes.first == UInt8(ascii: "{")
    let inside = isOpened ? bytes.dropFirst() : bytes[...]
    let isEmpty = inside.trimmingBlanks.first == UInt8(ascii: "}")
    let isClosed = isOpened || bytes.last == UInt8(ascii: "}")
    return [UInt8(ascii: "{")] + Self.name + Array(":\(JSONText.quoted(reason))".utf8)
      + (isEmpty ? [] : [UInt8(ascii: ",")]) + inside + (isClosed ? [] : [UInt8(ascii: "}")])
  }
}

extension ArraySlice<UInt8> {
  fileprivate var trimmingBlanks: ArraySlice<UInt8> { drop { $0 <= 0x20 } }
}
