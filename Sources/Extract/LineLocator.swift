public import Columnar

/// The lines and columns of byte offsets in a file's decompressed text, counted only when a message
/// needs them. Lines end with LF, CRLF or CR; columns count bytes from 1.
///
/// A class, because its place in the file moves on.
public final class LineLocator {
  private let path: String
  private let source: any ByteSource
  private var window = ByteWindow(fileOffset: 0, capacity: 0)
  /// The next byte of the window to look at.
  private var next = 0
  private var line = 1
  private var lineStart = 0
  private var isAfterReturn = false

  public init(_ request: ReadRequest) throws(Diagnostic) {
    path = request.path
    source = try openSource(request)
  }

  /// The place of an offset; of one behind the file's end, that end.
  /// - Parameter offset: not before that of the last call.
  public func location(of offset: Int) throws(Diagnostic) -> Diagnostic.Location {
    while true {
      let window = window
      let bytes = window.bytes
      while next < bytes.count {
        let position = window.fileOffset + next
        let byte = bytes[next]
        if isAfterReturn && byte != UInt8(ascii: "\n") { begin(line: line + 1, at: position) }
        isAfterReturn = false
        if offset <= position { return location(offset) }
        if byte == UInt8(ascii: "\n") { begin(line: line + 1, at: position + 1) }
        isAfterReturn = byte == UInt8(ascii: "\r")
        next += 1
      }
      let end = window.fileOffset + window.count
      let more = ByteWindow(fileOffset: end, capacity: 1 << 20)
      guard try source.read(into: more) > 0 else { return location(min(offset, end)) }
      (self.window, next) = (more, 0)
    }
  }

  private func begin(line: Int, at start: Int) { (self.line, lineStart) = (line, start) }

  private func location(_ offset: Int) -> Diagnostic.Location {
    .init(file: path, line: line, column: offset - lineStart + 1)
  }
}

extension ReadRequest {
  /// The lines and columns of byte offsets in the file's decompressed text.
  ///
  /// - Parameter offsets: in ascending order.
  public func locations(of offsets: [Int]) throws(Diagnostic) -> [Diagnostic.Location] {
    let locator = try LineLocator(self)
    var found: [Diagnostic.Location] = []
    for offset in offsets { found.append(try locator.location(of: offset)) }
    return found
  }

  /// The line and column of one byte offset.
  func location(of offset: Int) throws(Diagnostic) -> Diagnostic.Location {
    try locations(of: [offset])[0]
  }
}
