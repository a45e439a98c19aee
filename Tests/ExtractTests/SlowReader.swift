@testable import Extract

/// The rows of a delimited text, read character by character in the most obvious way: what the
/// fast reader is held against.
struct SlowReader {
  let dialect: Dialect
  private let text: [UInt8]
  private var at = 0
  private var isLoose = false

  init(_ text: [UInt8], _ dialect: Dialect) {
    self.text = text
    self.dialect = dialect
  }

  static func rows(_ text: [UInt8], _ dialect: Dialect) -> [[String]] {
    var reader = SlowReader(text, dialect)
    var rows: [[String]] = []
    while reader.at < text.count {
      if reader.has(dialect.comment) {
        while !reader.takeLineEnd() && reader.at < text.count { reader.at += 1 }
      } else {
        rows.append(reader.row())
      }
    }
    return rows
  }

  private func has(_ word: [UInt8]) -> Bool {
    !word.isEmpty && text[at...].starts(with: word)
  }

  private mutating func takeLineEnd() -> Bool {
    for end in ["\r\n", "\n", "\r"] where has(Array(end.utf8)) {
      at += end.utf8.count
      return true
    }
    return false
  }

  /// What stands for a row that has text behind a closing quote.
  static let loose = ["text behind a closing quote"]

  private mutating func row() -> [String] {
    var fields: [String] = []
    isLoose = false
    while true {
      fields.append(field())
      if at >= text.count || takeLineEnd() { return isLoose ? Self.loose : fields }
      at += dialect.delimiter.count
    }
  }

  /// The text up to a delimiter, a line end or the end.
  private mutating func field() -> String {
    var value: [UInt8] = []
    let isQuoted = isQuote
    if isQuoted { quoted(into: &value) }
    while at < text.count && !has(dialect.delimiter) && text[at] != 0x0A && text[at] != 0x0D {
      if isQuoted && text[at] != 0x20 { isLoose = true }
      take(into: &value)
    }
    return String(decoding: value, as: UTF8.self)
  }

  private var isQuote: Bool { at < text.count && dialect.quote != 0 && text[at] == dialect.quote }

  private mutating func quoted(into value: inout [UInt8]) {
    at += 1
    while at < text.count {
      if isQuote {
        at += 1
        guard isQuote else { return }
        value.append(dialect.quote)
        at += 1
      } else {
        take(into: &value)
      }
    }
  }

  private mutating func take(into value: inout [UInt8]) {
    if dialect.escape != 0 && text[at] == dialect.escape && at + 1 < text.count { at += 1 }
    value.append(text[at])
    at += 1
  }
}
