import CLibXML2
import Columnar

/// What libxml2's callbacks work on: the paths that are wanted, the record that is open, and the
/// batch that fills.
///
/// Lives on the heap and is reached by pointer, so that a callback costs no reference counting.
@safe struct XMLHandler: ~Copyable {
  static let deepest = 256
  /// So many names that are not wanted are remembered by their pointer.
  private static let mostKnown = 256

  /// A wanted element: its children by name, and the columns of its text and attributes.
  private struct Node {
    var name: String
    var column = -1
    var attributes: [(name: String, column: Int)] = []
    var children: [Int] = []
    /// Where libxml2's dictionary holds a name, and the child that it means, or -1.
    var known: [(address: UInt, child: Int)] = []
    /// Which of these is likely to come next.
    var next = 0
  }

  struct Problem {
    var message: Diagnostic.Message
    var offset: Int
  }

  var parser: xmlParserCtxtPtr?
  private(set) var problem: Problem?
  private(set) var hasSeenRecord = false
  private(set) var seenNames: [String] = []
  /// Where in the file the record that is open begins.
  private var openRecordStart: Int?
  /// From where on the file's bytes are still needed: the open record, or what is not parsed yet.
  var neededFrom: Int { openRecordStart ?? position }

  private let recordName: String
  private let columnCount: Int
  private var nodes: [Node] = [Node(name: "")]
  private var batch: TextBatch
  private var pieces: [XMLPiece] = []
  private var window = ByteWindow(fileOffset: 0, capacity: 0)
  private var depth = 0
  /// The depth at which the open record stands.
  private var recordDepth = 0
  /// For each level below the record its wanted element, or -1.
  private var path: [Int] = []
  /// For each wanted element that is open, where its text begins.
  private var starts: [Int] = []
  private var gathering = 0
  /// The text of the open record's cells.
  private var text = ByteArena(capacity: 1 << 12)
  private var cells: [Range<Int>?]

  init(_ request: ReadRequest) {
    recordName = request.records
    columnCount = request.columns.count
    cells = Array(repeating: nil, count: request.columns.count)
    batch = TextBatch(columnCount: request.columns.count)
    for (column, wanted) in request.columns.enumerated() { add(wanted, column) }
  }

  private mutating func add(_ wanted: String, _ column: Int) {
    let parts = wanted.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    var node = 0
    for step in parts[0].split(separator: ".") {
      if let known = nodes[node].children.first(where: { nodes[$0].name == step }) {
        node = known
      } else {
        nodes.append(Node(name: String(step)))
        nodes[node].children.append(nodes.count - 1)
        node = nodes.count - 1
      }
    }
    if parts.count == 2 {
      nodes[node].attributes.append((String(parts[1]), column))
    } else {
      nodes[node].column = column
    }
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

  fileprivate mutating func start(
    _ name: UnsafePointer<xmlChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
    _ attributeCount: Int
  ) {
    depth += 1
    if depth > Self.deepest { return stop(.tooDeepXML) }
    if openRecordStart == nil {
      if unsafe isRecord(name) { unsafe open(attributes, attributeCount) }
      return
    }
    let parent = path.last ?? 0
    let node = parent < 0 ? -1 : unsafe child(of: parent, name)
    path.append(node)
    guard node > 0 else { return }
    starts.append(text.count)
    if nodes[node].column >= 0 { gathering += 1 }
    unsafe takeAttributes(node, attributes, attributeCount)
    // Text of attributes is no part of the element's own.
    starts[starts.count - 1] = text.count
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

  private mutating func open(
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ attributeCount: Int
  ) {
    hasSeenRecord = true
    recordDepth = depth
    openRecordStart = window.fileOffset + tagStart(before: clamped(position))
    text.removeAll()
    for column in cells.indices { cells[column] = nil }
    unsafe takeAttributes(0, attributes, attributeCount)
  }

  /// The wanted child that a name means: by libxml2's pointer, which is one for each name.
  private mutating func child(of node: Int, _ name: UnsafePointer<xmlChar>) -> Int {
    let address = UInt(bitPattern: name)
    let count = nodes[node].known.count
    let hint = nodes[node].next
    if hint < count, nodes[node].known[hint].address == address {
      nodes[node].next = hint + 1 < count ? hint + 1 : 0
      return nodes[node].known[hint].child
    }
    for index in 0..<count where nodes[node].known[index].address == address {
      nodes[node].next = index + 1 < count ? index + 1 : 0
      return nodes[node].known[index].child
    }
    // Safe: libxml2's names end with a zero.
    let spelled = unsafe String(cString: name)
    let child = nodes[node].children.first { nodes[$0].name == spelled } ?? -1
    if count < Self.mostKnown { nodes[node].known.append((address, child)) }
    return child
  }

  private mutating func takeAttributes(
    _ node: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int
  ) {
    guard !nodes[node].attributes.isEmpty, let attributes = unsafe attributes else { return }
    for index in 0..<count {
      // Safe: five pointers an attribute: name, prefix, namespace, value, end of value.
      guard let name = unsafe attributes[index * 5], let value = unsafe attributes[index * 5 + 3],
        let end = unsafe attributes[index * 5 + 4]
      else { continue }
      for wanted in nodes[node].attributes where unsafe xmlStrEqual(name, wanted.name) != 0 {
        let from = text.count
        unsafe text.append(value, end - value)
        restoreAmpersands(from: from)
        put(wanted.column, from..<text.count)
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

  fileprivate mutating func end(_ name: UnsafePointer<xmlChar>) {
    defer { depth -= 1 }
    guard openRecordStart != nil else {
      if seenNames.count < 64 {
        // Safe: libxml2's names end with a zero.
        let spelled = unsafe String(cString: name)
        if !seenNames.contains(spelled) { seenNames.append(spelled) }
      }
      return
    }
    if depth == recordDepth { return close() }
    guard let node = path.popLast(), node > 0, let start = starts.popLast() else { return }
    guard nodes[node].column >= 0 else { return }
    gathering -= 1
    put(nodes[node].column, start..<text.count)
  }

  /// Sets a cell; a second value of the same path is joined to the first by `|`.
  private mutating func put(_ column: Int, _ range: Range<Int>) {
    guard let known = cells[column] else {
      cells[column] = range
      return
    }
    let bytes = Array(copying: known, then: range, of: text)
    let from = text.append(bytes.span)
    cells[column] = from..<text.count
  }

  private mutating func close() {
    let start = clamped(openRecordStart ?? 0)
    let end = clamped(position)
    openRecordStart = nil
    path.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    gathering = 0
    let base = batch.arena.append(all: text)
    for column in 0..<columnCount {
      batch.set(column, cells[column].map { .arena(base + $0.lowerBound, $0.count) } ?? .absent)
    }
    batch.endRow(offset: start, length: max(0, end - start))
    if batch.isFull { handOver() }
  }

  fileprivate mutating func characters(_ bytes: UnsafePointer<xmlChar>, _ count: Int) {
    // Safe: libxml2 gives `count` bytes.
    if gathering > 0 { unsafe text.append(bytes, count) }
  }

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

extension [UInt8] {
  /// Two stretches of an arena with `|` between them.
  fileprivate init(
    copying first: Range<Int>, then second: Range<Int>, of arena: borrowing ByteArena
  ) {
    self = []
    let a = arena.bytes(first.lowerBound, first.count)
    for i in a.indices { append(a[i]) }
    append(UInt8(ascii: "|"))
    let b = arena.bytes(second.lowerBound, second.count)
    for i in b.indices { append(b[i]) }
  }
}
