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
  /// The text of the open record's wanted elements, in which one may lie within another.
  private var text = ByteArena(capacity: 1 << 12)
  /// The values of its wanted attributes.
  private var attributeText = ByteArena()
  private let isAttribute: [Bool]
  private let cells: UnsafeMutablePointer<Value>
  /// The second and later values of paths that are met more than once.
  private var repeats: [Value] = []

  /// A stretch of `text` or of `attributeText`; one that was not found begins at -1.
  private struct Value {
    var start = -1
    var count = 0
    /// The next value of the same path among the repeats, and of the first value the last.
    var next = -1
    var last = -1
  }

  init(_ request: ReadRequest) {
    recordName = request.records
    columnCount = request.columns.count
    isAttribute = request.columns.map { $0.utf8.contains(UInt8(ascii: "@")) }
    names = WantedNames(request.columns)
    batch = TextBatch(columnCount: request.columns.count)
    // Safe: freed in deinit; nesting is never deeper than `deepest`.
    unsafe open = .allocate(capacity: Self.deepest + 1)
    unsafe open.initialize(
      repeating: (WantedNames.Target(element: 0, column: -1), 0), count: Self.deepest + 1)
    unsafe cells = .allocate(capacity: max(1, columnCount))
    unsafe cells.initialize(repeating: Value(), count: max(1, columnCount))
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
    attributeText.removeAll()
    repeats.removeAll(keepingCapacity: true)
    // Safe: there is a cell a column.
    for column in 0..<columnCount { unsafe cells[column] = Value() }
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
        let from = attributeText.count
        unsafe attributeText.append(value, end - value)
        restoreAmpersands(from: from)
        put(wanted.column, from, attributeText.count - from)
      }
    }
  }

  /// libxml2 writes each `&` of an attribute's value as `&#38;`, and nothing else so.
  private mutating func restoreAmpersands(from start: Int) {
    let written = Array("&#38;".utf8)
    var restored: [UInt8] = []
    do {
      let bytes = attributeText.bytes(start, attributeText.count - start)
      var at = 0
      while at < bytes.count {
        let isWritten =
          at + written.count <= bytes.count
          && written.indices.allSatisfy { bytes[at + $0] == written[$0] }
        restored.append(bytes[at])
        at += isWritten ? written.count : 1
      }
    }
    guard restored.count < attributeText.count - start else { return }
    attributeText.truncate(to: start)
    attributeText.append(restored.span)
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

  /// Sets a cell, or adds a repeat to it.
  @inline(__always)
  private mutating func put(_ column: Int, _ start: Int, _ count: Int) {
    // Safe: there is a cell a column.
    let cell = unsafe cells + column
    guard unsafe cell.pointee.start >= 0 else {
      return unsafe cell.pointee = Value(start: start, count: count)
    }
    unsafe addRepeat(cell, Value(start: start, count: count))
  }

  @inline(never)
  private mutating func addRepeat(_ cell: UnsafeMutablePointer<Value>, _ value: Value) {
    // Safe: the caller's cell is one of the columns'.
    let last = unsafe cell.pointee.last
    unsafe cell.pointee.last = repeats.count
    if last < 0 {
      unsafe cell.pointee.next = repeats.count
    } else {
      repeats[last].next = repeats.count
    }
    repeats.append(value)
  }

  private mutating func closeRecord() {
    let start = clamped(recordStart)
    let end = clamped(position)
    isRecordOpen = false
    let elementBase = batch.arena.append(all: text)
    let attributeBase = batch.arena.append(all: attributeText)
    for column in 0..<columnCount {
      // Safe: there is a cell a column.
      let cell = unsafe cells[column]
      let base = isAttribute[column] ? attributeBase : elementBase
      if cell.start < 0 {
        batch.set(column, .absent)
      } else if cell.next < 0 {
        batch.set(column, .arena(base + cell.start, cell.count))
      } else {
        let from = batch.arena.count
        join(cell, base)
        batch.set(column, .arena(from, batch.arena.count - from))
      }
    }
    batch.endRow(offset: start, length: max(0, end - start))
    if batch.isFull { handOver() }
  }

  /// Adds to the batch a value and its repeats, with `|` between.
  private mutating func join(_ first: Value, _ base: Int) {
    batch.arena.append(copyOf: base + first.start, first.count)
    var next = first.next
    while next >= 0 {
      let value = repeats[next]
      batch.arena.append(UInt8(ascii: "|"))
      batch.arena.append(copyOf: base + value.start, value.count)
      next = value.next
    }
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
