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

  // What each callback touches comes first, so that it lies together.

  /// How many elements are open within the record.
  private var level = 0
  /// How many may be: -1 while no record is open.
  private var levelLimit = -1
  /// How many of them have a column for their text.
  private var gathering = 0
  /// What the open elements within the record mean, and where in the arena their text begins; of
  /// those of the record's own name, where in the file they begin. Level 0 is the record itself.
  private let open: UnsafeMutablePointer<(target: WantedNames.Target, textStart: Int)>
  /// The open record's cells in the batch, and a bit for each one that is set.
  private var row: UnsafeMutablePointer<TextSlice>
  private let isSet: UnsafeMutablePointer<UInt64>
  private var names: WantedNames
  private var batch: TextBatch

  var parser: xmlParserCtxtPtr?
  private(set) var problem: Problem?
  private(set) var hasSeenRecord = false
  private(set) var seenNames: [String] = []
  /// Where in the file the record stands that was closed last.
  private(set) var lastRecord = 0..<0
  /// Where in the file the record that is open begins.
  private var recordStart = 0
  /// Where in the arena the text of its elements begins, in which one may lie within another.
  private var recordText = 0
  /// Whether the root element was closed.
  var isDocumentClosed: Bool { depth == 0 && (hasSeenRecord || !seenNames.isEmpty) }
  /// From where on the file's bytes are still needed: the open record, or what is not parsed yet.
  var neededFrom: Int { isRecordOpen ? recordStart : position }

  private let recordName: String
  private let recordNameCount: Int
  /// Where libxml2 keeps it, once it was met.
  private var recordNameAddress: UInt = 0
  private let columnCount: Int
  private var pieces: [XMLPiece] = []
  private var window = ByteWindow(fileOffset: 0, capacity: 0)
  private var windowCount = 0
  /// How many elements are open, but for those within the record.
  private var depth = 0
  private var isRecordOpen: Bool { levelLimit >= 0 }
  /// The values of the open record's wanted attributes, kept apart from the text around them.
  private var attributeText = ByteArena()
  /// What cannot be set at once: the values of attributes, and the second and later ones of paths
  /// that are met more than once.
  private var later: [LaterValue] = []
  /// Where in the file records stand that lie within the open one.
  private var recordsWithin: [Range<Int>] = []

  private struct LaterValue {
    var column: Int
    var isAttribute: Bool
    /// In `attributeText`, or from `recordText` on.
    var start: Int
    var count: Int
  }

  init(_ request: ReadRequest) {
    recordName = request.records
    recordNameCount = request.records.utf8.count
    columnCount = request.columns.count
    names = WantedNames(request.columns)
    batch = TextBatch(columnCount: request.columns.count, locatesCells: false)
    // Safe: freed in deinit; nesting is never deeper than `deepest`. The row is that of the batch.
    unsafe open = .allocate(capacity: Self.deepest + 1)
    unsafe open.initialize(
      repeating: (WantedNames.Target(element: 0, column: -1), 0), count: Self.deepest + 1)
    unsafe isSet = .allocate(capacity: columnCount / 64 + 1)
    unsafe isSet.initialize(repeating: 0, count: columnCount / 64 + 1)
    unsafe row = unsafe batch.pendingRow
  }

  deinit {
    // Safe: made in init.
    unsafe open.deallocate()
    unsafe isSet.deallocate()
  }

  /// Points the handler at the next window.
  mutating func begin(_ window: ByteWindow) {
    self.window = window
    windowCount = window.count
    batch.move(to: window)
  }

  /// The batches that were filled from the window. The record that is open goes on in the next.
  mutating func takePieces() -> [XMLPiece] {
    handOver()
    defer { pieces = [] }
    return pieces
  }

  private mutating func handOver() {
    guard batch.rowCount > 0 else { return }
    var full = TextBatch(columnCount: columnCount, locatesCells: false)
    swap(&full, &batch)
    batch.begin(window)
    batch.arena.reserve(full.arena.count)
    if isRecordOpen { moveOpenRecord(from: full) }
    pieces.append(XMLPiece(full))
  }

  private mutating func moveOpenRecord(from full: borrowing TextBatch) {
    // Safe: the row is that of the batch that is left; levels are those that are open.
    setAbsent()
    batch.takePending(from: full, arenaFrom: recordText)
    unsafe row = unsafe batch.pendingRow
    for element in 0...level where unsafe open[element].target.column >= 0 {
      unsafe open[element].textStart -= recordText
    }
    for index in later.indices where !later[index].isAttribute { later[index].start -= recordText }
    recordText = 0
  }

  /// The offset in the file of the parser's position. In documents of other encodings than UTF-8
  /// it counts the text as libxml2 has converted it.
  private var position: Int {
    // Safe: the parser and its input live while callbacks run.
    guard let input = unsafe parser?.pointee.input else { return 0 }
    return unsafe Int(input.pointee.consumed) + (input.pointee.cur - input.pointee.base)
  }

  // MARK: Records that look like one another

  /// Whether the parser has read the end tag of a record, and nothing behind it.
  var isAtRecordEnd: Bool {
    // Safe: the parser and its input live as long as the reader.
    guard !isRecordOpen, depth + XMLShape.deepest < Self.deepest,
      let input = unsafe parser?.pointee.input
    else { return false }
    // Where libxml2 converts the text it reckons in another.
    let isConverted = unsafe input.pointee.buf?.pointee.encoder != nil
    return unsafe !isConverted && input.pointee.cur == input.pointee.end
      && position == lastRecord.upperBound
  }

  /// What the last record looked like; nil where it does not lie in the window, or has no shape.
  func lastShape() -> XMLShape? {
    let start = lastRecord.lowerBound - window.fileOffset
    let end = lastRecord.upperBound - window.fileOffset
    guard start >= 0, start < end, end <= windowCount else { return nil }
    let window = window
    return XMLShape(
      of: window.bytes.extracting(start..<end), names, columns: columnCount)
  }

  /// Takes the records behind the parser's place that look the same, and has the parser go on behind
  /// them as if it had read them.
  ///
  /// - Parameter start: the parser's place in the window.
  /// - Returns: where the last of them ends.
  mutating func take(_ shape: XMLShape, from start: Int) -> Int {
    var end = start
    while true {
      end = shape.scan(window, from: end, into: &batch)
      guard batch.isFull else { break }
      handOver()
    }
    // Safe: the parser and its input live as long as the reader.
    if end > start, let input = unsafe parser?.pointee.input {
      unsafe input.pointee.consumed += UInt(end - start)
      lastRecord = position..<position
    }
    return end
  }

  private func clamped(_ offset: Int) -> Int {
    min(max(0, offset - window.fileOffset), windowCount)
  }

  // MARK: Callbacks

  @inline(__always)
  fileprivate mutating func start(
    _ name: UnsafePointer<xmlChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
    _ attributeCount: Int
  ) {
    guard level < levelLimit else { return unsafe startElsewhere(name, attributes, attributeCount) }
    let level = level &+ 1
    self.level = level
    // Safe: the level is between 1 and `deepest`.
    let element = unsafe open + level
    let parent = unsafe element[-1].target.element
    let target = parent < 0 ? .unwanted : unsafe names.child(of: parent, name)
    unsafe element.pointee.target = target
    if target.hasAttributes {
      unsafe takeAttributes(target.element, attributes, attributeCount)
    }
    guard target.column >= 0 else { return unsafe startWithoutColumn(name) }
    unsafe element.pointee.textStart = batch.arena.count
    gathering &+= 1
  }

  /// An element within the record whose text is not wanted: it may be another record. Apart, so that
  /// the others stay quick.
  @inline(never)
  private mutating func startWithoutColumn(_ name: UnsafePointer<xmlChar>) {
    // Safe: the level is between 1 and `deepest`.
    let element = unsafe open + level
    if unsafe element[-1].target.element == WantedNames.Target.recordName.element {
      unsafe element[-1].target = .recordWithin
    }
    if unsafe element.pointee.target.element < 0 && UInt(bitPattern: name) == recordNameAddress {
      unsafe element.pointee = (.recordName, tagStartInFile)
    }
  }

  /// An element outside the records, or one too deep.
  @inline(never)
  private mutating func startElsewhere(
    _ name: UnsafePointer<xmlChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
    _ attributeCount: Int
  ) {
    if isRecordOpen { return stop(.tooDeepXML) }
    depth += 1
    if depth > Self.deepest { return stop(.tooDeepXML) }
    if unsafe isRecord(name) { unsafe openRecord(attributes, attributeCount) }
  }

  /// The last `<` before a place of the window: no `<` may stand within a tag.
  private func tagStart(before place: Int) -> Int {
    let bytes = window.bytes
    // A tag is at least as long as its name.
    var start = min(place, bytes.count) - 1 - recordNameCount
    while start > 0 && bytes[start] != UInt8(ascii: "<") { start -= 1 }
    return max(0, start)
  }

  /// Where in the file the tag begins that the parser has just read.
  private var tagStartInFile: Int { window.fileOffset + tagStart(before: clamped(position)) }

  private mutating func isRecord(_ name: UnsafePointer<xmlChar>) -> Bool {
    if recordName.isEmpty { return depth == 2 }
    let address = UInt(bitPattern: name)
    if address == recordNameAddress { return true }
    // Safe: libxml2's names end with a zero.
    guard unsafe xmlStrEqual(name, recordName) != 0 else { return false }
    recordNameAddress = address
    return true
  }

  private mutating func openRecord(
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ attributeCount: Int
  ) {
    hasSeenRecord = true
    levelLimit = Self.deepest - depth
    recordStart = tagStartInFile
    recordText = batch.arena.count
    // Safe: the batch is not full; there is a bit a column.
    unsafe row = unsafe batch.pendingRow
    for word in 0...(columnCount / 64) { unsafe isSet[word] = 0 }
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
        later.append(
          LaterValue(
            column: wanted.column, isAttribute: true, start: from,
            count: attributeText.count - from))
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
    guard level > 0 else { return unsafe endElsewhere(name) }
    // Safe: the level is between 1 and `deepest`, as it was when the element began.
    let (target, start) = unsafe open[level]
    level &-= 1
    guard target.column >= 0 else {
      if target.element == WantedNames.Target.recordWithin.element { endRecordWithin(start) }
      return
    }
    gathering &-= 1
    let column = Int(target.column)
    let count = batch.arena.count &- start
    // Safe: there is a cell and a bit a column.
    let word = unsafe isSet + column >> 6
    let bit = 1 as UInt64 &<< UInt64(truncatingIfNeeded: column)
    guard unsafe word.pointee & bit == 0 else {
      return later.append(
        LaterValue(column: column, isAttribute: false, start: start, count: count))
    }
    unsafe word.pointee |= bit
    unsafe row[column &* TextBatch.stride] = .arena(start, count)
  }

  @inline(never)
  private mutating func endRecordWithin(_ start: Int) {
    recordsWithin.append(start..<max(start, position))
  }

  /// The end of a record, or of an element outside the records.
  @inline(never)
  private mutating func endElsewhere(_ name: UnsafePointer<xmlChar>) {
    if isRecordOpen {
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

  private mutating func closeRecord() {
    lastRecord = recordStart..<max(recordStart, position)
    let start = clamped(lastRecord.lowerBound)
    let end = clamped(lastRecord.upperBound)
    levelLimit = -1
    if !later.isEmpty { setLaterValues() }
    setAbsent()
    batch.endRow(offset: start, length: max(0, end - start))
    if !recordsWithin.isEmpty { rejectRecordsWithin() }
    if batch.isFull { handOver() }
  }

  private mutating func rejectRecordsWithin() {
    let reason = Diagnostic.Message.recordWithinRecord(recordName)
    for within in recordsWithin {
      let (start, end) = (clamped(within.lowerBound), clamped(within.upperBound))
      batch.reject(
        .init(
          offset: start, length: max(0, end - start), at: start, reason: reason, category: reason))
    }
    recordsWithin.removeAll(keepingCapacity: true)
  }

  /// Makes the open record's cells absent that are not set.
  private mutating func setAbsent() {
    var first = 0
    while first < columnCount {
      let all = UInt64.max >> UInt64(max(0, 64 - (columnCount - first)))
      // Safe: there is a cell and a bit a column.
      var missing = unsafe ~isSet[first / 64] & all
      while missing != 0 {
        unsafe row[(first + missing.trailingZeroBitCount) * TextBatch.stride] = .absent
        missing &= missing - 1
      }
      first += 64
    }
  }

  /// Sets the cells of attributes, and joins the values of repeated paths with `|`.
  private mutating func setLaterValues() {
    let attributes = batch.arena.append(all: attributeText)
    attributeText.removeAll()
    var values = later.map { (value) in
      var value = value
      if value.isAttribute { value.start += attributes }
      return value
    }
    later.removeAll(keepingCapacity: true)
    // Those of one column lie in the arena in their own order; an empty one before the next.
    values.sort { ($0.column, $0.start, $0.count) < ($1.column, $1.start, $1.count) }
    var next = 0
    while next < values.count {
      let column = values[next].column
      // Safe: there is a cell and a bit a column.
      let isFirstSet = unsafe isSet[column / 64] >> UInt64(column % 64) & 1 == 1
      unsafe isSet[column / 64] |= 1 << UInt64(column % 64)
      var parts = [TextSlice]()
      if isFirstSet { parts.append(batch.pending(column)) }
      while next < values.count && values[next].column == column {
        parts.append(.arena(values[next].start, values[next].count))
        next += 1
      }
      batch.set(column, parts.count == 1 ? parts[0] : batch.join(parts, with: UInt8(ascii: "|")))
    }
  }

  @inline(__always)
  fileprivate mutating func characters(_ bytes: UnsafePointer<xmlChar>, _ count: Int) {
    // Safe: libxml2 gives `count` bytes.
    if gathering > 0 { unsafe batch.arena.append(bytes, count) }
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
