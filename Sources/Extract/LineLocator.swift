public import Columnar

extension ReadRequest {
  /// The lines and columns of byte offsets in the file's decompressed text, counted only when a
  /// message needs them. Lines end with LF, CRLF or CR; columns count bytes from 1.
  ///
  /// - Parameter offsets: in ascending order.
  public func locations(of offsets: [Int]) throws(Diagnostic) -> [Diagnostic.Location] {
    let source = try openSource(self)
    var found: [Diagnostic.Location] = []
    var line = 1
    var lineStart = 0
    var position = 0
    var isAfterReturn = false
    while found.count < offsets.count {
      let window = ByteWindow(fileOffset: position, capacity: 1 << 20)
      let got = try source.read(into: window)
      let bytes = window.bytes
      for i in 0..<got {
        if isAfterReturn && bytes[i] != UInt8(ascii: "\n") {
          line += 1
          lineStart = position + i
        }
        while found.count < offsets.count && offsets[found.count] <= position + i {
          found.append(.init(file: path, line: line, column: offsets[found.count] - lineStart + 1))
        }
        if bytes[i] == UInt8(ascii: "\n") {
          line += 1
          lineStart = position + i + 1
        }
        isAfterReturn = bytes[i] == UInt8(ascii: "\r")
      }
      position += got
      if got == 0 {
        found.append(.init(file: path, line: line, column: position - lineStart + 1))
      }
    }
    return found
  }

  /// The line and column of one byte offset.
  func location(of offset: Int) throws(Diagnostic) -> Diagnostic.Location {
    try locations(of: [offset])[0]
  }
}
