/// Rejected rows of delimited text: the reason is the first field, so that it is in its column
/// however many fields follow. Without a header columns go by their place, and it is the last.
struct DelimitedForm: RejectForm {
  let header: [[UInt8]]
  private let dialect: Dialect
  private let preamble: [UInt8]
  private let lineEnd: [UInt8]
  /// Whether the rows have a first field with a reason already.
  private let hasReasons: Bool
  /// What nearly all rows of the file end with, behind the last field of the header.
  private let trailing: [UInt8]

  private static let name = Array(RecordWriter.reasonName.utf8)

  /// - Parameter trailing: how many delimiters nearly all rows have behind the header's last field.
  init(_ head: DelimitedHead, _ dialect: Dialect, trailing: Int) {
    self.dialect = dialect
    self.trailing = Array(repeatElement(dialect.delimiter, count: trailing).joined())
    preamble = head.preamble
    lineEnd = head.lineEnd
    let first = head.rows.isEmpty ? [] : head.rows[Self.named(head.rows, dialect)]
    let (name, _) = Self.parted(first, dialect)
    hasReasons = name == Self.name
    header = hasReasons ? head.rows.map { Self.parted($0, dialect).rest } : head.rows
  }

  var head: [UInt8] {
    var text = preamble
    for (index, row) in header.enumerated() {
      if index == Self.named(header, dialect) { text += Self.name }
      text += dialect.delimiter + row + lineEnd
    }
    return text
  }

  func text(of record: RecordWriter.Reject, isFirst: Bool) -> [UInt8] {
    var row = record.bytes.last == 0x0D ? record.bytes.dropLast() : record.bytes[...]
    if row.suffix(trailing.count) == trailing[...] { row = row.dropLast(trailing.count) }
    let cell = field(record.reason)
    let (first, second) = header.isEmpty ? (Array(row), cell) : (cell, Array(row))
    return first + dialect.delimiter + second + lineEnd
  }

  var tail: [UInt8] { [] }

  func parted(_ record: [UInt8]) -> (reason: [UInt8], record: [UInt8]) {
    guard hasReasons else { return ([], record) }
    let (first, rest) = Self.parted(record, dialect)
    return (first, rest)
  }

  /// The header's row in which a name stands alone: the first, or of joined ones the last, since
  /// an upper name would go on over empty cells to its right.
  private static func named(_ header: [[UInt8]], _ dialect: Dialect) -> Int {
    dialect.headerNames == .joined ? header.count - 1 : 0
  }

  /// The first field of a row without its quotes, and what stands behind it.
  private static func parted(
    _ row: [UInt8], _ dialect: Dialect
  ) -> (first: [UInt8], rest: [UInt8]) {
    let isQuoted = dialect.quote != 0 && row.first == dialect.quote
    var first: [UInt8] = []
    var isInside = isQuoted
    var at = isQuoted ? 1 : 0
    while at < row.count {
      let isPair = isInside && row[at] == dialect.quote && row[at...].dropFirst().first == row[at]
      if isPair || dialect.escape != 0 && row[at] == dialect.escape && at + 1 < row.count {
        first.append(row[at + 1])
        at += 2
      } else if isInside && row[at] == dialect.quote {
        isInside = false
        at += 1
      } else if !isInside && row[at...].starts(with: dialect.delimiter) {
        return (first, Array(row[(at + dialect.delimiter.count)...]))
      } else {
        first.append(row[at])
        at += 1
      }
    }
    return (first, [])
  }

  /// A reason as a field that no rule takes for the beginning of a comment or a footer.
  private func field(_ reason: String) -> [UInt8] {
    let (quote, escape) = (dialect.quote, dialect.escape)
    var text = Array(reason.utf8.map { $0 < 0x20 ? 0x20 : $0 })
    let rules = ([dialect.comment] + dialect.footer).filter { !$0.isEmpty }
    if rules.contains(where: { text.starts(with: $0) }) { text.insert(0x20, at: 0) }
    if escape != 0 { text = text.flatMap { $0 == escape ? [escape, $0] : [$0] } }
    if quote != 0 { return [quote] + text.flatMap { $0 == quote ? [$0, $0] : [$0] } + [quote] }
    return text.replacing(
      dialect.delimiter, with: escape == 0 ? [0x20] : [escape] + dialect.delimiter)
  }
}
