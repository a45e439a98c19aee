import Columnar

/// What stands above the records of a delimited text: its preamble and its header.
struct DelimitedHead {
  /// The names of the columns, in order.
  var names: [String] = []
  /// Tells headers apart.
  var seed: UInt64 = 0
  /// The header's line.
  var line = 1
  /// The rows of the header as they stand in the file, without their line ends.
  private(set) var rows: [[UInt8]] = []
  /// What stands above the header, as it stands there.
  private(set) var preamble: [UInt8] = []
  /// What the header's last row ends with, or the first record where there is no header.
  private(set) var lineEnd: [UInt8] = [0x0A]
  /// The first window of the file; nil where the file ends above the records.
  var window: ByteWindow?
  /// Where the records begin in the window, and where the whole ones end.
  var end = 0
  var cutEnd = 0

  /// Reads up to the first record.
  /// - Throws: a diagnostic where the file ends before its header does.
  init(_ cutter: inout BlockCutter, _ request: ReadRequest) throws(Diagnostic) {
    let dialect = request.dialect
    let wanted = dialect.preamble + max(1, dialect.headerRows)
    let cut = try cutter.next { (window, isLast) throws(Diagnostic) in
      try request.recordsEnd(window, isLast, rows: wanted)
    }
    guard let cut else { throw Diagnostic(.noHeader, at: request.path, .dataGate) }
    window = cut.window
    cutEnd = cut.end
    end = cut.window.bytes.startsWithByteOrderMark ? 3 : 0
    let layout = DelimitedReader.Layout(dialect: dialect, encoding: .utf8)
    let top = end
    for _ in 0..<dialect.preamble {
      end = Self.firstRow(cut, from: end, layout).end
      line += 1
    }
    let start = end
    preamble = Array(cut.window.bytes.extracting(top..<start))
    if dialect.headerRows == 0 {
      let row = Self.firstRow(cut, from: end, layout)
      lineEnd = Array(cut.window.bytes.extracting(end..<row.end)).lineEnd
      names = Self.names(of: [row.fields], dialect)
      return
    }
    var fields: [[String]] = []
    while fields.count < dialect.headerRows && end < cut.end {
      let row = Self.firstRow(cut, from: end, layout)
      let text = Array(cut.window.bytes.extracting(end..<row.end))
      end = row.end
      if row.isComment { continue }
      fields.append(row.fields)
      rows.append(text.withoutLineEnd)
      lineEnd = text.lineEnd
    }
    guard fields.count == dialect.headerRows else {
      throw Diagnostic(.noHeader, at: request.path, .dataGate)
    }
    names = Self.names(of: fields, dialect)
    seed = ByteHash.of(cut.window.bytes.extracting(start..<end)).low
  }

  private static func firstRow(
    _ cut: BlockCutter.Cut, from start: Int, _ layout: DelimitedReader.Layout
  ) -> (fields: [String], end: Int, isComment: Bool) {
    var splitter = DelimitedSplitter(
      cut.window, from: start, to: cut.end, layout, rows: 1)
    return splitter.firstRow()
  }

  /// The names of the columns that the first rows give.
  static func names(of rows: [[String]], _ dialect: Dialect) -> [String] {
    if dialect.headerRows == 0 { return (rows.first ?? []).indices.map { String($0 + 1) } }
    return dialect.headerNames == .first || rows.isEmpty ? rows.first ?? [] : joined(rows)
  }

  private static func joined(_ rows: [[String]]) -> [String] {
    var above: [String] = []
    return rows[0].indices.map { column in
      let lower = rows.dropFirst().map { column < $0.count ? $0[column] : "" }
      if !rows[0][column].isEmpty { above = [rows[0][column]] }
      let isContinued = rows[0][column].isEmpty && lower.contains { !$0.isEmpty }
      let upper = isContinued ? above : [rows[0][column]]
      return (upper + lower).filter { !$0.isEmpty }.joined(separator: " / ")
    }
  }

  /// For each wanted column the places that bear its name or, where none does, an alias of it or
  /// its name in other letter case.
  func places(of columns: [String], _ aliases: [String: [String]]) -> [[Int]] {
    let exact = Dictionary(grouping: names.indices) { names[$0] }
    lazy var plain = Dictionary(grouping: names.indices) { Self.folded(names[$0]) }
    return columns.map { column in
      let known = [column] + (aliases[column] ?? [])
      for name in known {
        if let same = exact[name] { return same }
      }
      for name in known.map(Self.folded) {
        // Names that differ in letter case only are columns of their own.
        if let like = plain[name], Set(like.map { names[$0] }).count == 1 { return like }
      }
      return []
    }
  }

  /// A name in lower case, with single blanks of whatever kind between its words.
  private static func folded(_ name: String) -> String {
    name.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
  }
}

extension [UInt8] {
  /// A line without what ends it.
  var withoutLineEnd: [UInt8] { Array(reversed().drop { $0 == 0x0A || $0 == 0x0D }.reversed()) }

  /// What a line ends with; LF where nothing does.
  fileprivate var lineEnd: [UInt8] {
    switch (last, dropLast().last) {
    case (0x0A, 0x0D): [0x0D, 0x0A]
    case (0x0D, _): [0x0D]
    default: [0x0A]
    }
  }
}

extension Span<UInt8> {
  var startsWithByteOrderMark: Bool {
    count >= 3 && self[0] == 0xEF && self[1] == 0xBB && self[2] == 0xBF
  }
}

extension Diagnostic.Message {
  static var noHeader: Self { Self("the file is empty; expected a header") }
}
