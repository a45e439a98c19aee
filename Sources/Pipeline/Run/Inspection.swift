public import Columnar
import Extract

/// A look at one export: its format, its columns, and a few values of each.
public struct Inspection: Sendable {
  public struct Column: Sendable {
    public let name: String
    /// How many of the rows looked at have a value.
    public let filled: Int
    public let examples: [String]
  }

  public let path: String
  public let format: String
  /// The delimiter in delimited text; the record path or element elsewhere.
  public let layout: String
  public let rows: Int
  public let columns: [Column]

  /// Looks at the first rows of a file.
  public init(
    _ path: String, format name: String?, records: String, delimiter: [UInt8]?, rows: Int = 1000
  ) throws(Diagnostic) {
    guard let format = name.flatMap(FileFormat.named) ?? FileFormat.suggested(by: path) else {
      throw Diagnostic(
        .unknownFormat(FileFormat.all.map(\.name)), at: .init(file: path), failure: .usage)
    }
    var request = ReadRequest(path: path, format: format, columns: [])
    request.records = records
    if let delimiter { request.dialect.delimiter = delimiter }
    let outline = try request.outline()
    request.columns = outline.columns
    request.records = outline.records
    request.dialect.delimiter = outline.delimiter
    self.path = path
    self.format = format.name
    layout = outline.layout

    var filled = [Int](repeating: 0, count: request.columns.count)
    var examples = [[String]](repeating: [], count: request.columns.count)
    var batch = TextBatch(columnCount: request.columns.count)
    var count = 0
    let reader = try request.open()
    reading: while let piece = try reader.nextPiece() {
      while try piece.read(into: &batch) {
        for row in 0..<batch.rowCount {
          for column in request.columns.indices {
            let text = batch.text(column, row)
            if text.isEmpty { continue }
            filled[column] += 1
            guard examples[column].count < 3 else { continue }
            let value = String(copying: text)
            if !examples[column].contains(value) { examples[column].append(value) }
          }
        }
        count += batch.rowCount
        if count >= rows { break reading }
      }
    }
    self.rows = count
    columns = request.columns.indices.map {
      Column(name: request.columns[$0], filled: filled[$0], examples: examples[$0])
    }
  }
}
