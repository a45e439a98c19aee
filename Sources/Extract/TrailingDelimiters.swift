import Columnar

extension ReadRequest {
  /// How many delimiters nearly all rows have behind the last field of the header: such rows are
  /// padded. Where few have them, those rows are shifted.
  ///
  /// Told by the first rows, whatever blocks the file is read in. Rows that are sent again are few,
  /// and written without.
  func trailingDelimiters(fieldCount: Int) throws(Diagnostic) -> Int {
    guard fieldCount > 1, dialect.delimiter.count == 1, reasonColumn == nil else { return 0 }
    var request = self
    request.blockSize = Sniffer.sampleSize
    var cutter = BlockCutter(try openSource(request), request)
    let head = try DelimitedHead(&cutter, request)
    guard let window = head.window else { return 0 }
    let layout = DelimitedReader.Layout(dialect: dialect, encoding: .utf8)
    func splitter() -> DelimitedSplitter {
      DelimitedSplitter(window, from: head.end, to: head.cutEnd, layout, rows: 1)
    }
    var widths = splitter()
    guard widths.firstWidths(Self.sampledRows).contains(where: { $0 > fieldCount }) else {
      return 0
    }
    var texts = splitter()
    // Blank lines and titles are no rows.
    let rows = texts.firstRows(Self.sampledRows).filter {
      $0.count > 1 && !$0.allSatisfy(\.isEmpty)
    }
    let padded = rows.filter { row in
      row.count > fieldCount && row.dropFirst(fieldCount).allSatisfy(\.isEmpty)
    }
    return Dictionary(grouping: padded) { $0.count - fieldCount }
      .first { $0.value.count * 10 >= rows.count * 9 }?.key ?? 0
  }

  private static let sampledRows = 400
}
