/// Records of one kind, row by row, as a `RowLayout` has them: what is loaded and kept.
@safe public struct PackedRows: ~Copyable, @unchecked Sendable {
  public let layout: RowLayout
  @inlinable public var count: Int { filled }
  @usableFromInline var filled = 0
  @usableFromInline var capacity: Int
  @usableFromInline var base: UnsafeMutableRawPointer
  @usableFromInline let stride: Int
  /// Values of fewer than 8 bytes are read as 8, beyond the last row too.
  private static let padding = 8

  public init(_ layout: RowLayout, capacity: Int = 0) {
    self.layout = layout
    self.capacity = capacity
    stride = layout.stride
    // Safe: allocated here and freed in deinit.
    unsafe base = RowMemory.allocate(capacity * stride + Self.padding)
  }

  deinit {
    // Safe: the allocation is owned by self alone.
    unsafe RowMemory.free(base, capacity * stride + Self.padding)
  }

  public mutating func removeAll() { filled = 0 }

  /// Makes room for so many more rows.
  @inlinable public mutating func reserve(_ more: Int) {
    if count + more > capacity { grow(more) }
  }

  @usableFromInline mutating func grow(_ more: Int) {
    let old = capacity
    capacity = max(count + more, capacity * 2)
    // Safe: the memory was allocated with the old count, and only the new place is used from here on.
    unsafe base = RowMemory.grow(
      base, old * stride + Self.padding, to: capacity * stride + Self.padding)
  }

  /// Adds rows whose values are still to be set, and returns the first of them.
  public mutating func extend(by more: Int) -> Int {
    reserve(more)
    defer { filled += more }
    return count
  }

  // MARK: Whole rows

  /// Adds a row of others of the same layout.
  @inlinable public mutating func append(_ row: Int, of other: borrowing PackedRows) {
    precondition(row >= 0 && row < other.count && other.stride == stride)
    reserve(1)
    // Safe: in bounds by the preconditions; room was reserved.
    unsafe (base + count &* stride).copyMemory(
      from: other.base + row &* stride, byteCount: stride)
    filled &+= 1
  }

  /// Adds some rows of others of the same layout.
  public mutating func append(_ rows: Range<Int>, of other: borrowing PackedRows) {
    precondition(other.stride == stride)
    precondition(rows.lowerBound >= 0 && rows.upperBound <= other.count)
    reserve(rows.count)
    // Safe: in bounds by the precondition; room was reserved.
    unsafe (base + count * stride).copyMemory(
      from: other.base + rows.lowerBound * stride, byteCount: rows.count * stride)
    filled += rows.count
  }

  /// Overwrites a row by one of others of the same layout.
  @inlinable public mutating func replace(
    _ row: Int, by otherRow: Int, of other: borrowing PackedRows
  ) {
    precondition(row >= 0 && row < count && other.stride == stride)
    precondition(otherRow >= 0 && otherRow < other.count)
    // Safe: in bounds by the preconditions.
    unsafe (base + row * stride).copyMemory(
      from: other.base + otherRow * stride, byteCount: stride)
  }

  /// Overwrites a row by another.
  public mutating func copy(_ row: Int, to other: Int) {
    precondition(row >= 0 && row < count && other >= 0 && other < count)
    // Safe: in bounds by the precondition; two rows are the same or apart.
    if row != other {
      unsafe (base + other * stride).copyMemory(from: base + row * stride, byteCount: stride)
    }
  }

  /// Removes a row, in whose place the last one comes.
  public mutating func removeByLast(_ row: Int) {
    copy(count - 1, to: row)
    filled -= 1
  }

  // MARK: Key, place and version

  @inlinable public func key(_ row: Int) -> RecordKey {
    precondition(row >= 0 && row < count)
    // Safe: in bounds by the precondition.
    let place = unsafe base + row &* stride
    return unsafe RecordKey(
      low: place.load(as: UInt64.self), high: place.load(fromByteOffset: 8, as: UInt64.self))
  }

  @inlinable public mutating func set(_ key: RecordKey, at row: Int) {
    precondition(row >= 0 && row < count)
    // Safe: in bounds by the precondition.
    let place = unsafe base + row &* stride
    unsafe place.storeBytes(of: key.low, as: UInt64.self)
    unsafe place.storeBytes(of: key.high, toByteOffset: 8, as: UInt64.self)
  }

  @inlinable public func locator(_ row: Int) -> Locator {
    precondition(row >= 0 && row < count)
    // Safe: in bounds by the precondition.
    return unsafe Locator(packed: (base + row &* stride).load(fromByteOffset: 16, as: UInt64.self))
  }

  /// Sets the place of a row, which is that of the record's first version, too.
  public mutating func set(_ locator: Locator, at row: Int) {
    precondition(row >= 0 && row < count)
    // Safe: in bounds by the precondition.
    unsafe (base + row &* stride).storeBytes(
      of: locator.packed, toByteOffset: 16, as: UInt64.self)
    setFirst(locator, at: row)
  }

  /// The place of the first version of the record so far; of this one where that does not count.
  public func first(_ row: Int) -> Locator {
    layout.first.map { Locator(packed: UInt64(bitPattern: value($0, row))) } ?? locator(row)
  }

  public mutating func setFirst(_ locator: Locator, at row: Int) {
    if let place = layout.first { set(place, row, Int64(bitPattern: locator.packed)) }
  }

  /// When the state was written; missing where no source says.
  public func updated(_ row: Int) -> Int64 { layout.updated.map { value($0, row) } ?? .missing }

  /// How many states were written at an instant or after it.
  public func updatedCount(since instant: Int64) -> Int {
    guard layout.updated != nil else { return 0 }
    return (0..<count).count { row in
      let updated = updated(row)
      return updated != .missing && updated >= instant
    }
  }

  public func version(_ row: Int) -> Int64 { layout.version.map { value($0, row) } ?? .missing }

  // MARK: Values

  public func value(_ column: Int, _ row: Int) -> Int64 { value(layout.places[column], row) }

  /// The values of a column, row by row.
  public func values(_ column: Int) -> [Int64] {
    var values: [Int64] = []
    values.reserveCapacity(count)
    append(column, to: &values)
    return values
  }

  public func append(_ column: Int, to values: inout [Int64]) {
    let start = values.count
    values.append(contentsOf: repeatElement(0, count: count))
    copy(column, 0..<count, to: &values, at: start)
  }

  /// Copies the values of a column of some rows into an array that has room for them.
  public func copy(_ column: Int, _ rows: Range<Int>, to values: inout [Int64], at start: Int) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count)
    precondition(start >= 0 && start + rows.count <= values.count)
    let place = layout.places[column]
    let stride = stride
    // Safe: in bounds by the preconditions; 8 bytes may be read anywhere in a row, by the padding.
    var from = unsafe UnsafeRawPointer(base + (rows.lowerBound &* stride &+ place.offset))
    unsafe values.withUnsafeMutableBufferPointer { values in
      // One loop a width, so that no row asks for it.
      switch place.width {
      case .flag:
        for i in start..<(start &+ rows.count) {
          unsafe values[i] = Self.flag(from.load(as: UInt8.self))
          unsafe from += stride
        }
      case .code:
        for i in start..<(start &+ rows.count) {
          unsafe values[i] = Self.code(from.loadUnaligned(as: UInt32.self))
          unsafe from += stride
        }
      case .instant:
        for i in start..<(start &+ rows.count) {
          unsafe values[i] = Self.instant(from.loadUnaligned(as: Int64.self))
          unsafe from += stride
        }
      case .number:
        for i in start..<(start &+ rows.count) {
          unsafe values[i] = from.loadUnaligned(as: Int64.self)
          unsafe from += stride
        }
      }
    }
  }

  @inline(__always) private static func flag(_ flag: UInt8) -> Int64 {
    flag == flagMissing ? .missing : Int64(flag)
  }

  @inline(__always) private static func code(_ code: UInt32) -> Int64 {
    code == codeMissing ? .missing : Int64(code)
  }

  /// - Parameter word: eight bytes of which the first five are of the instant.
  @inline(__always) private static func instant(_ word: Int64) -> Int64 {
    let bits = word & instantMissing
    return bits == instantMissing ? .missing : bits &- instantBias
  }

  /// Sets a column of the rows from `first` on to the values that `rows` names.
  public mutating func set(_ column: Int, from first: Int, to values: [Int64], at rows: [Int]) {
    set(layout.places[column], first, values, rows)
  }

  /// Sets one value.
  public mutating func set(_ column: Int, _ row: Int, to value: Int64) {
    set(layout.places[column], row, value)
  }

  /// Sets a column of the rows from `first` on to one value.
  public mutating func set(_ column: Int, from first: Int, to value: Int64) {
    for row in first..<count { set(layout.places[column], row, value) }
  }

  /// The same for when the states were written, and for their versions; nil for missing.
  public mutating func setVersions(
    from first: Int, updated: [Int64]?, number: [Int64]?, at rows: [Int]
  ) {
    for (place, values) in [(layout.updated, updated), (layout.version, number)] {
      guard let place else { continue }
      if let values {
        set(place, first, values, rows)
      } else {
        for row in first..<count { set(place, row, .missing) }
      }
    }
  }

  private static let flagMissing: UInt8 = .max
  private static let codeMissing: UInt32 = .max
  private static let instantBias: Int64 = 1 << 39
  private static let instantMissing: Int64 = 1 << 40 - 1

  @inline(__always)
  private func value(_ place: RowLayout.Place, _ row: Int) -> Int64 {
    precondition(row >= 0 && row < count)
    // Safe: in bounds by the precondition; 8 bytes may be read anywhere in a row, by the padding.
    let start = unsafe base + (row &* stride &+ place.offset)
    switch place.width {
    case .flag: return Self.flag(unsafe start.load(as: UInt8.self))
    case .code: return Self.code(unsafe start.loadUnaligned(as: UInt32.self))
    case .instant: return Self.instant(unsafe start.loadUnaligned(as: Int64.self))
    case .number: return unsafe start.loadUnaligned(as: Int64.self)
    }
  }

  /// - Precondition: the value is one of the field's type: casts yield no instant beyond the year
  ///   9999, and dictionaries no code beyond 32 bits.
  @inline(__always)
  private func set(_ place: RowLayout.Place, _ row: Int, _ value: Int64) {
    precondition(row >= 0 && row < count)
    // Safe: in bounds by the precondition.
    let start = unsafe base + (row &* stride &+ place.offset)
    switch place.width {
    case .flag:
      let flag = value == .missing ? Self.flagMissing : UInt8(value)
      unsafe start.storeBytes(of: flag, as: UInt8.self)
    case .code:
      let code = value == .missing ? Self.codeMissing : UInt32(value)
      unsafe start.storeBytes(of: code, as: UInt32.self)
    case .instant:
      let bits = value == .missing ? Self.instantMissing : value &+ Self.instantBias
      precondition(bits >= 0 && bits <= Self.instantMissing)
      unsafe start.storeBytes(of: UInt32(truncatingIfNeeded: bits), as: UInt32.self)
      unsafe start.storeBytes(
        of: UInt8(truncatingIfNeeded: bits >> 32), toByteOffset: 4, as: UInt8.self)
    case .number: unsafe start.storeBytes(of: value, as: Int64.self)
    }
  }

  private mutating func set(
    _ place: RowLayout.Place, _ first: Int, _ values: [Int64], _ rows: [Int]
  ) {
    precondition(first + rows.count <= count)
    // One loop a width, so that no row asks for it.
    switch place.width {
    case .flag:
      let place = RowLayout.Place(offset: place.offset, width: .flag)
      for (i, row) in rows.enumerated() { set(place, first &+ i, values[row]) }
    case .code:
      let place = RowLayout.Place(offset: place.offset, width: .code)
      for (i, row) in rows.enumerated() { set(place, first &+ i, values[row]) }
    case .instant:
      let place = RowLayout.Place(offset: place.offset, width: .instant)
      for (i, row) in rows.enumerated() { set(place, first &+ i, values[row]) }
    case .number:
      let place = RowLayout.Place(offset: place.offset, width: .number)
      for (i, row) in rows.enumerated() { set(place, first &+ i, values[row]) }
    }
  }
}

/// Packed rows that several may hold. A class for that alone.
public final class RowChunk: Sendable {
  public let rows: PackedRows

  public init(_ rows: consuming PackedRows) { self.rows = rows }
}

extension PackedRows {
  /// The rows of each partition, in their order; nil where none falls into it.
  ///
  /// - Parameter partition: that of a row.
  @inlinable public func dealt(
    _ partition: (borrowing PackedRows, Int) -> Int
  ) -> [RowChunk?] {
    var counts = [Int](repeating: 0, count: RecordKey.partitionCount)
    var places: [UInt8] = []
    places.reserveCapacity(count)
    for row in 0..<count {
      let place = partition(self, row)
      places.append(UInt8(place))
      counts[place] += 1
    }
    return scattered(places, counts)
  }

  /// - Parameters:
  ///   - places: the partition of each row.
  ///   - counts: how many rows each partition gets.
  @usableFromInline func scattered(_ places: [UInt8], _ counts: [Int]) -> [RowChunk?] {
    precondition(places.count == count)
    var starts: [Int] = []
    var end = 0
    for count in counts {
      starts.append(end)
      end += count
    }
    var order = [Int](repeating: 0, count: count)
    for (row, place) in places.enumerated() {
      order[starts[Int(place)]] = row
      starts[Int(place)] += 1
    }
    var next = 0
    return counts.map { count in
      if count == 0 { return nil }
      var rows = PackedRows(layout, capacity: count)
      for row in order[next..<(next + count)] { rows.append(row, of: self) }
      next += count
      return RowChunk(rows)
    }
  }
}
