import Columnar

extension ReadRequest {
  /// So much of a file is searched for a column of reasons.
  private static let searched = 1 << 16

  /// The column of reasons, where the file has one and it is read.
  public var reasonColumn: Int? { columns.last == reasonPath ? columns.count - 1 : nil }

  private var reasonPath: String { format.export.reasonColumn }

  /// Adds the column of reasons to those that are read, behind them, where the file's beginning
  /// names it.
  public mutating func addReasonColumn() {
    // A file that cannot be opened is told of when it is read.
    guard let source = try? openSource(self) else { return }
    let top = ByteWindow(fileOffset: 0, capacity: Self.searched)
    guard (try? source.read(into: top)) != nil, top.bytes.contains(RecordWriter.reasonName)
    else { return }
    columns.append(reasonPath)
    optional.insert(reasonPath)
  }
}

extension Span<UInt8> {
  fileprivate func contains(_ name: String) -> Bool {
    let name = Array(name.utf8)
    return (0..<max(0, count - name.count + 1)).contains { start in
      self[start] == name[0] && name.indices.allSatisfy { self[start + $0] == name[$0] }
    }
  }
}
