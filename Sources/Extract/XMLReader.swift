import CByteMasks
import CLibXML2
import Columnar

/// Reads XML through libxml2's SAX2 push parser: the record elements of a document, wherever they
/// stand. A batch of records is a piece, split already, since XML can only be read in order. Records that
/// look like the last one the parser read are split without it: see `XMLShape`.
///
/// No external entity, DTD or network is ever touched: a document that declares entities is
/// refused, and so is nesting deeper than `XMLHandler.deepest`.
///
/// A class, because it owns libxml2's parser. Unchecked, because one worker at a time calls
/// `nextPiece`, as `RecordReader` asks.
@safe final class XMLReader: RecordReader, @unchecked Sendable {
  /// A record longer than this is taken for an element left open. The parser, the window before
  /// and the text of its fields hold as much again.
  static let longestRecord = 1 << 24

  private let source: any ByteSource
  private let request: ReadRequest
  private let recordName: String
  // Safe: both are made in init and freed in deinit; the parser holds the handler as its user data.
  private let handler: UnsafeMutablePointer<XMLHandler>
  private var parser: xmlParserCtxtPtr?
  private var window = ByteWindow(fileOffset: 0, capacity: 0)
  private var isAtEnd = false
  /// How many bytes of the window were in the one before.
  private var kept = 0
  /// Where in the file the parser is.
  private var parsedTo = 0
  /// What records look like, once one was read.
  private var shape: XMLShape?
  /// Whether the next record that the parser reads is looked at for its shape.
  private var isShapeDoubtful = true
  /// How many records that do not look alike are given to the parser at once: the more of them have
  /// come in a row, the more.
  private var patience = 1
  private static let mostPatience = 1 << 12
  /// Batches not handed out yet, the next one last.
  private var pieces: [XMLPiece] = []

  init(_ source: any ByteSource, _ request: ReadRequest) throws(Diagnostic) {
    self.source = source
    self.request = request
    recordName = request.records
    // Safe: freed in deinit.
    unsafe handler = .allocate(capacity: 1)
    unsafe handler.initialize(to: XMLHandler(request))
    var sax = unsafe XMLHandler.callbacks
    // Safe: libxml2 copies the table of callbacks; the handler outlives the parser.
    unsafe parser = unsafe xmlCreatePushParserCtxt(&sax, handler, nil, 0, nil)
    guard let parser = unsafe parser else {
      throw Diagnostic(
        .init("libxml2 cannot start"), at: .init(file: request.path), failure: .software)
    }
    unsafe xmlCtxtUseOptions(
      parser,
      Int32(
        XML_PARSE_NONET.rawValue | XML_PARSE_COMPACT.rawValue
          | XML_PARSE_IGNORE_ENC.rawValue))
    unsafe handler.pointee.parser = parser
  }

  deinit {
    // Safe: made in init.
    unsafe xmlFreeParserCtxt(parser)
    unsafe handler.deinitialize(count: 1)
    unsafe handler.deallocate()
  }

  func nextPiece() throws(Diagnostic) -> (any RecordPiece)? {
    while pieces.isEmpty {
      if isAtEnd { return nil }
      do throws(Diagnostic) {
        try readBlock()
      } catch {
        throw request.seesLikeness ? plainError(error) : error
      }
      // Safe: the handler lives as long as self.
      pieces = unsafe handler.pointee.takePieces().reversed()
    }
    return pieces.popLast()
  }

  /// The error of the parser that has read all that stands before it, and so knows its line.
  private func plainError(_ own: Diagnostic) -> Diagnostic {
    var request = request
    request.seesLikeness = false
    do throws(Diagnostic) {
      let reader = try request.open()
      while try reader.nextPiece() != nil {}
      return own
    } catch {
      return error
    }
  }

  /// Reads one block and takes its records. The window begins with the raw text of the record that is
  /// still open, so that every record lies whole in the window of its batch.
  private func readBlock() throws(Diagnostic) {
    // Safe: handler and parser live as long as self.
    let needed = unsafe handler.pointee.neededFrom - window.fileOffset
    kept = window.count - min(max(0, needed), window.count)
    guard kept < Self.longestRecord else {
      throw Diagnostic(
        .recordTooLongXML, at: try request.location(of: window.fileOffset + window.count - kept),
        failure: .dataGate)
    }
    // Longer by what is kept, so that few copies are made.
    let extra = max(request.blockSize, min(kept, Self.longestRecord - kept))
    let last = window
    let next = ByteWindow(
      fileOffset: last.fileOffset + last.count - kept, capacity: kept + extra)
    next.append(last.bytes.extracting((last.count - kept)..<last.count))
    isAtEnd = try source.read(into: next) == 0
    window = next
    unsafe handler.pointee.begin(next)
    var at = parsedTo - next.fileOffset
    let start = at
    while at < next.count {
      at = alikeEnd(from: at)
      guard let end = stretchEnd(from: at, mayWait: at > start && !isAtEnd) else { break }
      try parse(at..<end)
      at = end
    }
    parsedTo = next.fileOffset + at
    if isAtEnd { try parse(next.count..<next.count, isLast: true) }
    if isAtEnd, unsafe !handler.pointee.hasSeenRecord {
      throw Diagnostic(
        .noRecordElement(recordName, unsafe handler.pointee.seenNames),
        at: .init(file: request.path, line: 1, column: 1),
        failure: .dataGate)
    }
  }

  /// Takes the records that look like the last one.
  ///
  /// - Returns: where the last of them ends in the window.
  private func alikeEnd(from start: Int) -> Int {
    guard request.seesLikeness else { return start }
    // Safe: the handler lives as long as self.
    if isShapeDoubtful, let new = unsafe handler.pointee.lastShape() {
      shape = new
      isShapeDoubtful = false
    }
    guard let shape, unsafe handler.pointee.isAtRecordEnd else { return start }
    let end = unsafe handler.pointee.take(shape, from: start)
    if end > start {
      patience = 1
    } else if endOfRecord(from: start) != nil {
      patience = min(patience * 2, Self.mostPatience)
      isShapeDoubtful = true
    }
    return end
  }

  /// Where the stretch ends that the parser is given next: behind the next record, or behind several
  /// where they do not look alike.
  ///
  /// - Parameter mayWait: whether a record that does not end in the window may be left for the next.
  private func stretchEnd(from start: Int, mayWait: Bool) -> Int? {
    // The parser keeps a copy, so that it is given less than is read.
    let most = min(window.count, start + max(1, request.blockSize / 4, kept))
    guard shape != nil else { return most }
    guard var end = endOfRecord(from: start) else {
      // Safe: the handler lives as long as self.
      return unsafe mayWait && handler.pointee.isAtRecordEnd ? nil : most
    }
    if end > most { return most }
    for _ in 1..<patience {
      guard let next = endOfRecord(from: end), next <= most else { break }
      end = next
    }
    return end
  }

  /// Where the next end tag of a record ends in the window.
  private func endOfRecord(from start: Int) -> Int? {
    guard let tag = shape?.endTag, start < window.count else { return nil }
    // Safe: both stretches are as long as is said.
    let base = unsafe window.start
    let found = unsafe tag.withUnsafeBufferPointer {
      unsafe bytes_find(base + start, window.count - start, $0.baseAddress, $0.count)
    }
    guard let found = unsafe found else { return nil }
    return unsafe found - base + tag.count
  }

  /// Gives a stretch of the window to the parser, which copies it.
  private func parse(_ range: Range<Int>, isLast: Bool = false) throws(Diagnostic) {
    // Safe: handler and parser live as long as self; the stretch lies within the window.
    let window = window
    let status = unsafe window.start.withMemoryRebound(to: CChar.self, capacity: window.count) {
      unsafe xmlParseChunk(
        parser, $0 + range.lowerBound, Int32(range.count), isLast ? 1 : 0)
    }
    if let problem = unsafe handler.pointee.problem {
      throw Diagnostic(
        problem.message, at: try request.location(of: problem.offset), failure: .dataGate)
    }
    if status != 0 { throw try parserError() }
  }

  private func parserError() throws(Diagnostic) -> Diagnostic {
    // Safe: libxml2 keeps the last error of a parser until the next; the handler lives as long as
    // self.
    let error = unsafe xmlCtxtGetLastError(UnsafeMutableRawPointer(parser))
    let window = window
    let codes = [XML_ERR_INVALID_CHAR, XML_ERR_INVALID_ENCODING].map { Int32($0.rawValue) }
    if codes.contains(unsafe error?.pointee.code ?? 0),
      let found = InvalidByte.first(in: window.bytes), isAtEnd || found.place + 4 <= window.count
    {
      return Diagnostic(
        .invalidByteXML(found.byte, source.encoding ?? .utf8),
        at: try request.location(of: window.fileOffset + found.place), failure: .dataGate)
    }
    if isAtEnd, unsafe !handler.pointee.isDocumentClosed {
      return Diagnostic(
        .truncatedXML, at: try request.location(of: window.fileOffset + window.count),
        failure: .dataGate)
    }
    let text = unsafe error?.pointee.message.map { unsafe String(cString: $0) } ?? "unknown error"
    let line = unsafe Int(error?.pointee.line ?? 1)
    let column = unsafe Int(error?.pointee.int2 ?? 1)
    var words = text.prefix { !$0.isNewline }
    while let last = words.last, last.isWhitespace || last == "." { words.removeLast() }
    return Diagnostic(
      .notWellFormed(words.prefix(1).lowercased() + words.dropFirst()),
      at: .init(file: request.path, line: line, column: column), failure: .dataGate)
  }
}

/// A batch of records that are split already. A class, because it is handed to a worker.
final class XMLPiece: RecordPiece, @unchecked Sendable {
  private var batch: TextBatch?

  init(_ batch: consuming TextBatch) { self.batch = consume batch }

  func read(into batch: inout TextBatch) throws(Diagnostic) -> Bool {
    guard let own = self.batch.take() else { return false }
    batch = own
    return true
  }
}

extension Diagnostic.Message {
  static func notWellFormed(_ reason: some StringProtocol) -> Self {
    Self("malformed XML: \(reason)")
  }

  static var truncatedXML: Self { Self("the file ends in the middle of the XML document") }

  static func invalidByteXML(_ byte: UInt8, _ encoding: TextEncoding) -> Self {
    let digits = String(byte, radix: 16, uppercase: true)
    return Self(
      "the byte 0x\(digits) is not text in \(encoding.name); expected another 'encoding', or the file "
        + "without it")
  }

  static func noRecordElement(_ name: String, _ seen: [String]) -> Self {
    if name.isEmpty { return Self("no records; expected elements within the root") }
    let listed = seen.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    let near = nearestName(to: name, among: seen).map { "; did you mean '\($0)'?" }
    return Self("no element '\(name)'; the file has \(listed)" + (near ?? ""))
  }

  static func recordWithinRecord(_ name: String) -> Self {
    Self("the record '\(name)' is within another '\(name)', and only the outer one is read")
  }

  static var entitiesDeclared: Self {
    Self("the document declares entities; these are refused, since they can grow without bound")
  }

  static var recordTooLongXML: Self {
    Self("a record of more than 16 MiB begins here; is an element left open?")
  }

  static var tooDeepXML: Self { Self("elements nested deeper than \(XMLHandler.deepest) levels") }
}
