import CSimdJSON
import Columnar

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whole JSON records of a window, split by the tokens that simdjson finds in many of them at once.
///
/// A class, because it is handed to a worker and owns a splitter; that worker alone uses it.
@safe final class JSONPiece: RecordPiece, @unchecked Sendable {
  enum Records {
    case lines(from: Int, to: Int)
    case extents([Range<Int>])
  }

  private let window: ByteWindow
  private var records: Records
  /// How many of the extents were taken.
  private var taken = 0
  /// Where the records end whose tokens were found.
  private var indexed = 0
  /// Of so many bytes the tokens are found at once: they stay in the cache.
  private static let stretch = 1 << 16
  private let columns: [String]
  private let seesLikeness: Bool
  private var splitter: OpaquePointer?

  init(_ window: ByteWindow, _ records: Records, _ request: ReadRequest) {
    self.window = window
    self.records = records
    columns = request.columns
    seesLikeness = request.seesLikeness
  }

  deinit {
    // Safe: made by `json_splitter_create`, or null.
    unsafe json_splitter_destroy(splitter)
  }

  func read(into batch: inout TextBatch) throws(Diagnostic) -> Bool {
    let splitter = try unsafe prepared()
    batch.begin(window)
    // Safe: the splitter lives as long as self.
    unsafe json_splitter_reset(splitter)
    var found = 0
    while !batch.isFull, batch.broken.count < TextBatch.capacity, let record = next() {
      found += 1
      unsafe split(record, splitter, &batch)
    }
    var length = 0
    // Safe: the text lives until the next reset, and is copied here.
    if let text = unsafe json_splitter_text(splitter, &length), length > 0 {
      unsafe batch.arena.append(text, length)
    }
    return found > 0
  }

  private func split(_ record: Range<Int>, _ splitter: OpaquePointer, _ batch: inout TextBatch) {
    // Safe: cells are those of a row that fits, since the batch is not full; both slice types are two
    // 32-bit words.
    let cells = unsafe UnsafeMutableRawPointer(batch.rawSlices + batch.rowCount)
      .assumingMemoryBound(to: json_slice.self)
    if seesLikeness,
      unsafe json_splitter_split_alike(
        splitter, window.start, UInt32(record.lowerBound), UInt32(record.count), cells,
        TextBatch.stride)
    {
      return batch.endRow(offset: record.lowerBound, length: record.count)
    }
    if record.upperBound > indexed {
      indexed = stretchEnd(record)
      // Safe: the window has padding, and lives as long as self.
      unsafe json_splitter_index(
        splitter, window.start, UInt32(window.count), UInt32(record.lowerBound), UInt32(indexed))
    }
    var trouble: UInt32 = 0
    // Safe: the record lies within the stretch.
    let problem = unsafe json_splitter_split(
      splitter, UInt32(record.lowerBound), UInt32(record.count), cells, TextBatch.stride, &trouble)
    if let problem = unsafe problem {
      // The words are the same for all records of one kind.
      let reason = Diagnostic.Message.malformedJSON(unsafe String(cString: problem))
      batch.reject(
        .init(
          offset: record.lowerBound, length: record.count, at: Int(trouble), reason: reason,
          category: reason))
    } else {
      batch.endRow(offset: record.lowerBound, length: record.count)
    }
  }

  /// Where the last record ends that lies within a stretch of the one that was just taken; or that
  /// one itself.
  private func stretchEnd(_ first: Range<Int>) -> Int {
    let limit = first.lowerBound + Self.stretch
    switch records {
    case .extents(let extents):
      var end = first.upperBound
      var next = taken
      while next < extents.count && extents[next].upperBound <= limit {
        end = extents[next].upperBound
        next += 1
      }
      return end
    case .lines(_, let to):
      if limit >= to { return to }
      let window = window
      let bytes = window.bytes
      var end = limit
      while end > first.upperBound && bytes[end - 1] != UInt8(ascii: "\n") { end -= 1 }
      return end
    }
  }

  private func prepared() throws(Diagnostic) -> OpaquePointer {
    if let splitter = unsafe splitter { return unsafe splitter }
    // Safe: the copies live until the splitter has taken its own, and are freed then.
    let paths = unsafe columns.map { unsafe UnsafePointer(strdup($0)) }
    let made = unsafe paths.withUnsafeBufferPointer {
      unsafe json_splitter_create($0.baseAddress, $0.count)
    }
    unsafe paths.forEach { unsafe free(UnsafeMutablePointer(mutating: $0)) }
    guard let made = unsafe made else {
      throw Diagnostic(.init("memory is lacking"), failure: .software)
    }
    unsafe splitter = made
    return unsafe made
  }

  /// The next record's place; blank lines are passed over.
  private func next() -> Range<Int>? {
    switch records {
    case .extents(let extents):
      guard taken < extents.count else { return nil }
      defer { taken += 1 }
      return extents[taken]
    case .lines(var from, let to):
      while from < to {
        // Safe: within the window.
        let found = unsafe memchr(window.start + from, 0x0A, to - from)
        let end =
          unsafe found.map { unsafe $0 - UnsafeMutableRawPointer(mutating: window.start) } ?? to
        let line = trimmed(from..<end)
        from = end + 1
        if line.isEmpty { continue }
        records = .lines(from: from, to: to)
        return line
      }
      records = .lines(from: to, to: to)
      return nil
    }
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    let window = window
    let bytes = window.bytes
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high && bytes[low] <= 0x20 { low += 1 }
    while high > low && bytes[high - 1] <= 0x20 { high -= 1 }
    return low..<high
  }
}

extension Diagnostic.Message {
  static func malformedJSON(_ reason: String) -> Self {
    // The library's words, in the form of ours: no capital unless it begins a name, no full stop.
    let isName = reason.dropFirst().first?.isUppercase ?? false
    let words = reason.hasSuffix(".") ? reason.dropLast() : reason[...]
    return Self(
      "malformed JSON: \(isName ? String(words.prefix(1)) : words.prefix(1).lowercased())"
        + words.dropFirst())
  }
}
