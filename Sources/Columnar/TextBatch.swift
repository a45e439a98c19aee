/// Up to some thousands of records as columns of text slices, in the order of the file: what a
/// reader yields and the casts take.
///
/// It owns its slices and its arena, and keeps the window alive that the slices point into. A
/// batch is made once by a worker and filled again and again.
@safe public struct TextBatch: ~Copyable, @unchecked Sendable {
  /// The most rows that a batch holds.
  public static let capacity = 2048

  /// How far apart columns lie: a little more than the rows, so that the cells of one row do not
  /// all fall into the same lines of the processor's cache.
  public static let stride = capacity + 24

  /// A record that the reader could not split into fields.
  public struct BrokenRow: Sendable {
    /// Where the record begins, and its length, in the window.
    public var offset: Int
    public var length: Int
    /// Where in the window the trouble is.
    public var at: Int
    public var reason: Diagnostic.Message
    /// The reason without what differs from row to row, by which rows are counted.
    public var category: Diagnostic.Message

    public init(
      offset: Int, length: Int, at: Int, reason: Diagnostic.Message, category: Diagnostic.Message
    ) {
      self.offset = offset
      self.length = length
      self.at = at
      self.reason = reason
      self.category = category
    }
  }

  /// Where a record stands in the window.
  @frozen public struct Extent: Sendable {
    public var offset: UInt32
    public var length: UInt32

    @inlinable init(offset: UInt32, length: UInt32) {
      self.offset = offset
      self.length = length
    }
  }

  public let columnCount: Int
  /// Whether `fileOffset(column:row:)` gives the place of the cell; else that of its record.
  private let locatesCells: Bool
  @usableFromInline var rows = 0
  public private(set) var broken: [BrokenRow] = []
  /// How many rows were passed over by a rule, such as totals below the records.
  public private(set) var passedOver = 0
  public var arena = ByteArena(capacity: 1 << 12)
  @usableFromInline var window: ByteWindow
  @usableFromInline var windowStart: UnsafePointer<UInt8>
  @usableFromInline let slices: UnsafeMutablePointer<TextSlice>
  @usableFromInline let extents: UnsafeMutablePointer<Extent>

  /// - Parameter locatesCells: false for a reader to which it is chance whether a cell is a stretch of
  ///   the window.
  public init(columnCount: Int, locatesCells: Bool = true) {
    self.columnCount = columnCount
    self.locatesCells = locatesCells
    window = ByteWindow(fileOffset: 0, capacity: 0)
    // Safe: both allocations have `capacity` rows and are freed in deinit; the window is kept.
    unsafe windowStart = window.start
    unsafe slices = .allocate(capacity: max(1, columnCount) * Self.stride)
    unsafe extents = .allocate(capacity: Self.capacity)
  }

  deinit {
    // Safe: owned by self alone.
    unsafe slices.deallocate()
    unsafe extents.deallocate()
  }

  @inlinable public var rowCount: Int { rows }
  @inlinable public var isFull: Bool { rows == Self.capacity }
  /// Where the window begins in the file.
  public var fileOffset: Int { window.fileOffset }

  /// Empties the batch and points it at a window.
  public mutating func begin(_ window: ByteWindow) {
    rows = 0
    broken.removeAll(keepingCapacity: true)
    passedOver = 0
    arena.removeAll()
    self.window = window
    // Safe: the window is kept alive by `self.window`.
    unsafe windowStart = window.start
  }

  /// The bytes of a cell; empty where the field is absent.
  @_lifetime(borrow self)
  @inlinable public func text(_ column: Int, _ row: Int) -> Span<UInt8> {
    precondition(column < columnCount && row < rows && column >= 0 && row >= 0)
    // Safe: in bounds by the precondition. Slices are written by readers, within window or arena.
    let slice = unsafe slices[column &* Self.stride &+ row]
    let start =
      slice.offset & TextSlice.arenaBit == 0
      ? unsafe windowStart + Int(slice.offset)
      : unsafe UnsafePointer(arena.base + Int(slice.offset & ~TextSlice.arenaBit))
    let span = unsafe Span(_unsafeStart: start, count: Int(slice.length))
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// Where a record begins in the file.
  @inlinable public func fileOffset(row: Int) -> Int {
    precondition(row < rows && row >= 0)
    // Safe: in bounds by the precondition.
    return window.fileOffset &+ Int(unsafe extents[row].offset)
  }

  /// The record's own bytes, whole, as they stand in the file.
  @_lifetime(borrow self)
  @inlinable public func record(row: Int) -> Span<UInt8> {
    precondition(row < rows && row >= 0)
    // Safe: in bounds by the precondition; extents lie within the window.
    let extent = unsafe extents[row]
    let span = unsafe Span(
      _unsafeStart: windowStart + Int(extent.offset), count: Int(extent.length))
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// Bytes of the window, such as those of a broken row.
  @_lifetime(borrow self)
  public func windowBytes(_ offset: Int, _ length: Int) -> Span<UInt8> {
    precondition(offset >= 0 && length >= 0 && offset + length <= window.count)
    // Safe: within the window by the precondition.
    let span = unsafe Span(_unsafeStart: windowStart + offset, count: length)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// Where a cell begins in the file, or where its record begins if the cell was unescaped.
  public func fileOffset(column: Int, row: Int) -> Int {
    precondition(column < columnCount && row < rows)
    // Safe: in bounds by the precondition.
    let slice = unsafe slices[column * Self.stride + row]
    let isInWindow = slice.offset & TextSlice.arenaBit == 0 && slice.length > 0
    return isInWindow && locatesCells ? window.fileOffset + Int(slice.offset) : fileOffset(row: row)
  }

  // MARK: For readers

  /// Sets a cell of the row that `endRow` will add. The slice must lie in the window or arena.
  @inlinable public mutating func set(_ column: Int, _ slice: TextSlice) {
    precondition(column < columnCount && rows < Self.capacity && column >= 0)
    // Safe: in bounds by the precondition.
    unsafe slices[column &* Self.stride &+ rows] = slice
  }

  /// A cell of the row that `endRow` will add.
  public func pending(_ column: Int) -> TextSlice {
    precondition(column < columnCount && rows < Self.capacity && column >= 0)
    // Safe: in bounds by the precondition.
    return unsafe slices[column * Self.stride + rows]
  }

  /// Makes all cells of the next row absent.
  public mutating func clearRow() {
    for column in 0..<columnCount { set(column, .absent) }
  }

  /// Adds the row whose cells were set; the record stands at `offset` of the window.
  @inlinable public mutating func endRow(offset: Int, length: Int) {
    precondition(rows < Self.capacity)
    // Safe: in bounds by the precondition.
    unsafe extents[rows] = Extent(
      offset: UInt32(truncatingIfNeeded: offset), length: UInt32(truncatingIfNeeded: length))
    rows &+= 1
  }

  /// Notes a record that cannot be split into fields.
  public mutating func reject(_ row: BrokenRow) { broken.append(row) }

  /// Counts a row that a rule passes over.
  public mutating func passOver() { passedOver += 1 }

  /// Copies texts of the window or arena to the arena's end, with a byte between.
  public mutating func join(_ slices: [TextSlice], with separator: UInt8) -> TextSlice {
    let start = arena.count
    for (i, slice) in slices.enumerated() {
      if i > 0 { arena.append(separator) }
      let offset = Int(slice.offset & ~TextSlice.arenaBit)
      arena.reserve(Int(slice.length))
      // Safe: slices lie in the window or the arena; the arena does not move, since room was
      // reserved.
      let text =
        slice.offset & TextSlice.arenaBit == 0
        ? unsafe windowStart + offset : unsafe UnsafePointer(arena.base + offset)
      unsafe arena.append(text, Int(slice.length))
    }
    return .arena(start, arena.count - start)
  }

  /// Takes the cells of another column where those of a column are blank.
  public mutating func fillBlanks(
    of column: Int, from other: Int, where isBlank: (Span<UInt8>) -> Bool
  ) {
    precondition(column < columnCount && other < columnCount && column >= 0 && other >= 0)
    for row in 0..<rows where isBlank(text(column, row)) {
      // Safe: in bounds by the precondition.
      unsafe slices[column * Self.stride + row] = slices[other * Self.stride + row]
    }
  }

  /// Sets a cell of a row that was added.
  @inlinable public mutating func set(_ column: Int, row: Int, _ slice: TextSlice) {
    precondition(column < columnCount && row < rows && column >= 0 && row >= 0)
    // Safe: in bounds by the precondition.
    unsafe slices[column &* Self.stride &+ row] = slice
  }

  /// Points a batch without rows at the next window. What its arena holds stays there.
  public mutating func move(to window: ByteWindow) {
    precondition(rows == 0)
    self.window = window
    // Safe: the window is kept alive by `self.window`.
    unsafe windowStart = window.start
  }

  /// Takes the row that was begun in another batch, and of its arena what lies from `start` on.
  public mutating func takePending(from other: borrowing TextBatch, arenaFrom start: Int) {
    precondition(other.columnCount == columnCount && rows < Self.capacity)
    let base = arena.append(other.arena.bytes(start, other.arena.count - start))
    for column in 0..<columnCount {
      let slice = other.pending(column)
      let isInArena = slice.offset & TextSlice.arenaBit != 0
      set(
        column,
        isInArena
          ? .arena(Int(slice.offset & ~TextSlice.arenaBit) - start + base, Int(slice.length))
          : slice)
    }
  }

  /// The cells of the row that `endRow` will add, `stride` apart.
  @unsafe public var pendingRow: UnsafeMutablePointer<TextSlice> { unsafe slices + rows }

  /// The slices, column by column, `stride` rows apart, for a reader that fills them in C.
  @unsafe public var rawSlices: UnsafeMutablePointer<TextSlice> { unsafe slices }
}
