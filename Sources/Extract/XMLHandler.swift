import CLibXML2
import Columnar

/// What libxml2's callbacks work on: the paths that are wanted, the record that is open, and the
/// batch that fills.
///
/// Lives on the heap and is reached by pointer, so that a callback costs no reference counting.
@safe struct XMLHandler: ~Copyable {
  static let deepest = 256

  struct Problem {
    var message: Diagnostic.Message
    var offset: Int
  }

  var parser: xmlParserCtxtPtr?
  private(set) var problem: Problem?
  private(set) var hasSeenRecord = false
  private(set) var seenNames: [String] = []
  /// Where in the file the record that is open begins.
  private var recordStart = 0
  /// From where on the file's bytes are still needed: the open record, or what is not parsed yet.
  var neededFrom: Int { isRecordOpen ? recordStart : position }

  private let recordName: String
  private let columnCount: Int
  private var names: WantedNames
  private var batch: TextBatch
  private var pieces: [XMLPiece] = []
  private var window = ByteWindow(fileOffset: 0, capacity: 0)
  /// How many elements are open, but for those within the record.
  private var depth = 0
  /// How many elements are open within the record.
  private var level = 0
  private var isRecordOpen = false
  /// What the open elements within the record mean, and where their text begins. Level 0 is the
  /// record itself.
  private let open: UnsafeMutablePointer<(target: WantedNames.Target, textStart: Int)>
  /// How many of them have a column for their text.
  private var gathering = 0
  /// The text of the open record's cells.
  private var text = ByteArena(capacity: 1 << 12)
  /// Where in the text each cell stands; one that was not found begins at -1.
  private let cells: UnsafeMutablePointer<(start: Int, count: Int)>

  init(_ request: ReadRequest) {
    recordName = request.records
    columnCount = request.columns.count
    names = WantedNames(request.columns)
    batch = TextBatch(columnCount: request.columns.count)
    // Safe: freed in deinit; nesting is never deeper than `deepest`.
    unsafe open = .allocate(capacity: Self.deepest + 1)
    unsafe open.initialize(
      repeating: (WantedNames.Target(element: 0, column: -1), 0), count: Self.deepest + 1)
    unsafe cells = .allocate(capacity: max(1, columnCount))
    unsafe cells.initialize(repeating: (-1, 0), count: max(1, columnCount))
  }

  deinit {
    // Safe: made in init.
    unsafe open.deallocate()
    unsafe cells.deallocate()
  }

  /// Points the handler at the next window.
  mutating func begin(_ window: ByteWindow) {
    self.window = window
    batch.begin(window)
  }

  /// The batches that were filled from the window.
  mutating func takePieces() -> [XMLPiece] {
    handOver()
    defer { pieces = [] }
    return pieces
  }

  private mutating func handOver() {
    guard batch.rowCount > 0 else { return }
    var full = TextBatch(columnCount: columnCount)
    swap(&full, &batch)
    pieces.append(XMLPiece(full))
    batch.begin(window)
  }

  /// The offset in the file of the parser's position. In documents of other encodings than UTF-8
  /// it counts the text as libxml2 has converted it.
  private var position: Int {
    // Safe: the parser and its input live while callbacks run.
    guard let input = unsafe parser?.pointee.input else { return 0 }
    return unsafe Int(input.pointee.consumed) + (input.pointee.cur - input.pointee.base)
  }

  private func clamped(_ offset: Int) -> Int {
    min(max(0, offset - window.fileOffset), window.count)
  }

  // MARK: Callbacks

  @inline(__always)
  fileprivate mutating func start(
    _ name: UnsafePointer<xmlChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
    _ attributeCount: Int
  ) {
    guard isRecordOpen else { return unsafe startOutside(name, attributes, attributeCount) }
    let level = level &+ 1
    self.level = level
    if depth &+ level > Self.deepest { return stopTooDeep() }
    // Safe: the level is between 1 and `deepest`.
    let element = unsafe open + level
    let parent = unsafe element[-1].target.element
    let target = parent < 0 ? .unwanted : unsafe names.child(of: parent, name)
    unsafe element.pointee.target = target
    if target.hasAttributes {
      unsafe takeAttributes(target.element, attributes, attributeCount)
    }
    guard target.column >= 0 else { return }
    unsafe element.pointee.textStart = text.count
    gathering &+= 1
  }

  private mutating func startOutside(
    _ name: UnsafePointer<xmlChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
    _ attributeCount: Int
  ) {
    depth += 1
    if depth > Self.deepest { return stop(.tooDeepXML) }
    if unsafe isRecord(name) { unsafe openRecord(attributes, attributeCount) }
  }

  /// The last `<` at or before a place of the window: no `<` may stand within a tag.
  private func tagStart(before place: Int) -> Int {
    let bytes = window.bytes
    var start = min(place, bytes.count - 1)
    while start > 0 && bytes[start] != UInt8(ascii: "<") { start -= 1 }
    return max(0, start)
  }

  private func isRecord(_ name: UnsafePointer<xmlChar>) -> Bool {
    if recordName.isEmpty { return depth == 2 }
    // Safe: libxml2's names end with a zero.
    return unsafe xmlStrEqual(name, recordName) != 0
  }

  private mutating func openRecord(
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ attributeCount: Int
  ) {
    hasSeenRecord = true
    isRecordOpen = true
    recordStart = window.fileOffset + tagStart(before: clamped(position))
    text.removeAll()
    // Safe: there is a cell a column.
    for column in 0..<columnCount { unsafe cells[column].start = -1 }
    if names.hasAttributes(0) { unsafe takeAttributes(0, attributes, attributeCount) }
  }

  private mutating func takeAttributes(
    _ element: Int32, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int
  ) {
    guard let attributes = unsafe attributes else { return }
    let wantedAttributes = names.attributes(element)
    for index in 0..<count {
      // Safe: five pointers an attribute: name, prefix, namespace, value, end of value.
      guard let name = unsafe attributes[index * 5], let value = unsafe attributes[index * 5 + 3],
        let end = unsafe attributes[index * 5 + 4]
      else { continue }
      for wanted in wantedAttributes where unsafe xmlStrEqual(name, wanted.name) != 0 {
        let from = text.count
        unsafe text.append(value, end - value)
        restoreAmpersands(from: from)
        put(wanted.column, from, text.count - from)
      }
    }
  }

  /// libxml2 writes each `&` of an attribute's value as `&#38;`, and nothing else so.
  private mutating func restoreAmpersands(from start: Int) {
    let written = Array("&#38;".utf8)
    var restored: [UInt8] = []
    do {
      let bytes = text.bytes(start, text.count - start)
      var at = 0
      while at < bytes.count {
        let isWritten =
          at + written.count <= bytes.count
          && written.indices.allSatisfy { bytes[at + $0] == written[$0] }
        restored.append(bytes[at])
        at += isWritten ? written.count : 1
      }
    }
    guard restored.count < text.count - start else { return }
    text.truncate(to: start)
    text.append(restored.span)
  }

  @inline(__always)
  fileprivate mutating func end(_ name: UnsafePointer<xmlChar>) {
    if level > 0 {
      // Safe: the level is between 1 and `deepest`, as it was when the element began.
      let (target, start) = unsafe open[level]
      level &-= 1
      guard target.column >= 0 else { return }
      gathering &-= 1
      put(Int(target.column), start, text.count &- start)
    } else if isRecordOpen {
      closeRecord()
      depth -= 1
    } else {
      unsafe endOutside(name)
    }
  }

  private mutating func endOutside(_ name: UnsafePointer<xmlChar>) {
    depth -= 1
    guard seenNames.count < 64 else { return }
    // Safe: libxml2's names end with a zero.
    let spelled = unsafe String(cString: name)
    if !seenNames.contains(spelled) { seenNames.append(spelled) }
  }

  /// Sets a cell; a second value of the same path is joined to the first by `|`.
  @inline(__always)
  private mutating func put(_ column: Int, _ start: Int, _ count: Int) {
    // Safe: there is a cell a column.
    let cell = unsafe cells + column
    unsafe cell.pointee =
      cell.pointee.start < 0 ? (start, count) : text.join(cell.pointee, (start, count))
  }

  private mutating func closeRecord() {
    let start = clamped(recordStart)
    let end = clamped(position)
    isRecordOpen = false
    let base = batch.arena.append(all: text)
    for column in 0..<columnCount {
      // Safe: there is a cell a column.
      let cell = unsafe cells[column]
      batch.set(column, cell.start < 0 ? .absent : .arena(base + cell.start, cell.count))
    }
    batch.endRow(offset: start, length: max(0, end - start))
    if batch.isFull { handOver() }
  }

  @inline(__always)
  fileprivate mutating func characters(_ bytes: UnsafePointer<xmlChar>, _ count: Int) {
    // Safe: libxml2 gives `count` bytes.
    if gathering > 0 { unsafe text.append(bytes, count) }
  }

  @inline(never)
  private mutating func stopTooDeep() { stop(.tooDeepXML) }

  fileprivate mutating func stop(_ message: Diagnostic.Message) {
    guard problem == nil else { return }
    problem = Problem(message: message, offset: position)
    // Safe: the parser lives while callbacks run.
    unsafe xmlStopParser(parser)
  }

  /// The table of callbacks. Their first argument is the pointer to the handler.
  static var callbacks: xmlSAXHandler {
    var sax = unsafe xmlSAXHandler()
    // Safe: libxml2 calls these with the user data given at the parser's creation, which outlives
    // it, and with names and text that live during the call.
    unsafe sax.initialized = XML_SAX2_MAGIC
    unsafe sax.startElementNs = { user, name, _, _, _, _, attributeCount, _, attributes in
      guard let user = unsafe user, let name = unsafe name else { return }
      unsafe user.assumingMemoryBound(to: XMLHandler.self)
        .pointee.start(name, attributes, Int(attributeCount))
    }
    unsafe sax.endElementNs = { user, name, _, _ in
      guard let user = unsafe user, let name = unsafe name else { return }
      unsafe user.assumingMemoryBound(to: XMLHandler.self).pointee.end(name)
    }
    unsafe sax.characters = { user, bytes, count in
      guard let user = unsafe user, let bytes = unsafe bytes else { return }
      unsafe user.assumingMemoryBound(to: XMLHandler.self).pointee.characters(bytes, Int(count))
    }
    unsafe sax.cdataBlock = sax.characters
    unsafe sax.ignorableWhitespace = sax.characters
    unsafe sax.entityDecl = { user, _, _, _, _, _ in
      guard let user = unsafe user else { return }
      unsafe user.assumingMemoryBound(to: XMLHandler.self).pointee.stop(.entitiesDeclared)
    }
    // Errors are read from the parser afterwards; without this libxml2 would print them.
    unsafe sax.serror = { _, _ in }
    return unsafe sax
  }
}

extension ByteArena {
  /// Adds two of its own stretches to its end, with `|` between.
  fileprivate mutating func join(
    _ first: (start: Int, count: Int), _ second: (start: Int, count: Int)
  ) -> (start: Int, count: Int) {
    let from = count
    append(copyOf: first.start, first.count)
    append(UInt8(ascii: "|"))
    append(copyOf: second.start, second.count)
    return (from, count - from)
  }
}
