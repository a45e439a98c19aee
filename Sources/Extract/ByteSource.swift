import Columnar

/// The bytes of an export from front to back, decompressed, as UTF-8.
///
/// A class bound, because a source is a position in an open file; used by one worker at a time.
protocol ByteSource: AnyObject {
  /// The encoding that the text was converted from; nil for UTF-8.
  var encoding: TextEncoding? { get }

  /// Adds bytes to the window's end, as many as fit, and returns how many; 0 at the end.
  func read(into window: ByteWindow) throws(Diagnostic) -> Int
}

extension ByteSource {
  var encoding: TextEncoding? { nil }
}

/// Opens an export: through decompression by its first bytes, and through conversion to UTF-8 where
/// another encoding is declared or found.
func openSource(_ request: ReadRequest) throws(Diagnostic) -> any ByteSource {
  let source = try openContainer(request.path, request.stamp)
  if request.encoding == .utf8 { return source }
  let head = ByteWindow(fileOffset: 0, capacity: 1 << 10)
  _ = try source.read(into: head)
  let whole = PrefixedSource(head, source)
  let (found, unknown) = TextEncoding.found(in: Array(head.bytes))
  if let unknown, request.encoding == nil {
    throw Diagnostic(
      .unknownEncoding(unknown), at: .init(file: request.path, line: 1, column: 1),
      failure: .dataGate)
  }
  guard let encoding = request.encoding ?? found, encoding != .utf8 else { return whole }
  let mark = head.bytes.startsWithUTF16Mark && encoding.unit == 2 ? 2 : 0
  whole.position = mark
  return try TranscodingSource(whole, from: encoding, path: request.path)
}

/// Bytes that were read already, then those of a source.
final class PrefixedSource: ByteSource {
  private let head: ByteWindow
  private let rest: any ByteSource
  /// How many bytes of the head were given out.
  var position = 0

  init(_ head: ByteWindow, _ rest: any ByteSource) {
    self.head = head
    self.rest = rest
  }

  func read(into window: ByteWindow) throws(Diagnostic) -> Int {
    let count = min(head.count - position, window.capacity - window.count)
    let head = head
    window.append(head.bytes.extracting(position..<(position + count)))
    position += count
    return window.count == window.capacity ? count : count + (try rest.read(into: window))
  }
}

extension Span<UInt8> {
  fileprivate var startsWithUTF16Mark: Bool {
    count >= 2 && (self[0] == 0xFF && self[1] == 0xFE || self[0] == 0xFE && self[1] == 0xFF)
  }
}

extension Array<UInt8> {
  init(_ bytes: Span<UInt8>) {
    self = []
    reserveCapacity(bytes.count)
    for i in bytes.indices { append(bytes[i]) }
  }
}
