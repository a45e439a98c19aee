import Columnar
import Foundation
import Load
import Records
import Transform

/// The rejected rows of a run, on disk, so that memory does not grow with them: each worker writes
/// its own down as they occur, and they are read back in the order of files and places.
struct RejectedRows: Sendable {
  /// The partition of a record.
  struct Home: Hashable {
    let kind: RecordKind
    let partition: Int
  }

  fileprivate struct Stretch: Sendable {
    let spill: SpillFile
    let offset: Int
    let length: Int

    func bytes() throws(Diagnostic) -> SpillScan {
      SpillScan(bytes: try spill.read(offset, length))
    }
  }

  /// Rows that were written together, in their order.
  fileprivate struct Chunk: Sendable {
    let first: Locator
    let stretch: Stretch
    let count: Int
  }

  fileprivate var chunks: [Chunk] = []
  fileprivate var homes: [Home: [Stretch]] = [:]
  /// Rows that were taken first: those that share their key with another.
  private var later: [Rejection] = []
  /// The rows whose record was kept in a later state, in ascending order.
  private var corrected: [Locator] = []

  var count: Int { chunks.reduce(later.count) { $0 + $1.count } }

  static func += (a: inout RejectedRows, b: RejectedRows) {
    a.chunks += b.chunks
    a.homes.merge(b.homes) { $0 + $1 }
  }

  mutating func add(_ rows: [Rejection]) { later += rows }

  mutating func correct(_ rows: [Locator]) { corrected = rows.sorted() }

  func isCorrected(_ row: Rejection) -> Bool {
    var (low, high) = (0, corrected.count)
    while low < high {
      let middle = (low + high) / 2
      if corrected[middle] < row.locator { low = middle + 1 } else { high = middle }
    }
    return low < corrected.count && corrected[low] == row.locator
  }

  /// The states of records of one partition that the rows are.
  func versions(_ home: Home) throws(Diagnostic) -> [RecordVersion] {
    var versions: [RecordVersion] = []
    for stretch in homes[home] ?? [] {
      var scan = try stretch.bytes()
      while !scan.isAtEnd { versions.append(scan.version()) }
    }
    return versions
  }

  /// Hands over all rows in the order of files and places, some thousands of one file at a time.
  func forEachChunk(_ body: ([Rejection]) throws(Diagnostic) -> Void) throws(Diagnostic) {
    let chunks = chunks.sorted { $0.first < $1.first }
    var left = later.sorted { ($0.locator, $0.offset) < ($1.locator, $1.offset) }[...]
    // Those of one file come before its first chunk, or with the chunk that they follow.
    func takeLater(before end: Locator?, of file: Int?) -> [Rejection] {
      let own = left.prefix { row in
        (end.map { row.locator < $0 } ?? true)
          && (file ?? left.first?.locator.file) == row.locator.file
      }
      left = left[own.endIndex...]
      return Array(own)
    }
    for (index, chunk) in chunks.enumerated() {
      while let row = left.first, row.locator < chunk.first {
        try body(takeLater(before: chunk.first, of: nil))
      }
      var scan = try chunk.stretch.bytes()
      var rows = (0..<chunk.count).map { _ in scan.row() }
      let next = index + 1 < chunks.count ? chunks[index + 1].first : nil
      let others = takeLater(before: next, of: chunk.first.file)
      if !others.isEmpty {
        rows = (rows + others).sorted { ($0.locator, $0.offset) < ($1.locator, $1.offset) }
      }
      try body(rows)
    }
    while !left.isEmpty { try body(takeLater(before: nil, of: nil)) }
  }
}

/// What one worker of an ingest writes its rejected rows to.
struct RejectionSpill {
  /// So many bytes are written at a time.
  private static let block = 1 << 20

  private let folder: String
  private var rows = RejectedRows()
  private var file: SpillFile?
  /// What is not written yet, and where in the file it will stand.
  private var pending: [UInt8] = []
  private var written = 0
  private var versions: [RejectedRows.Home: [UInt8]] = [:]
  private var versionBytes = 0

  /// - Parameter folder: of the file, which has no name there.
  init(folder: String) { self.folder = folder }

  /// Takes rows that one batch had; none of its file that come later lie before them.
  mutating func add(_ rejections: [Rejection], _ kind: RecordKind) throws(Diagnostic) {
    guard !rejections.isEmpty else { return }
    let ordered = rejections.sorted { ($0.locator, $0.offset) < ($1.locator, $1.offset) }
    let spill: SpillFile
    if let file { spill = file } else { spill = try SpillFile(folder: folder) }
    file = spill
    let start = pending.count
    for rejection in ordered {
      rejection.write(to: &pending)
      guard let version = rejection.version else { continue }
      let home = RejectedRows.Home(kind: kind, partition: version.key.partition)
      let before = versions[home]?.count ?? 0
      version.write(rejection.locator, to: &versions[home, default: []])
      versionBytes += (versions[home]?.count ?? 0) - before
    }
    rows.chunks.append(
      .init(
        first: ordered[0].locator,
        stretch: .init(spill: spill, offset: written + start, length: pending.count - start),
        count: ordered.count))
    if pending.count + versionBytes >= Self.block { try flush() }
  }

  mutating func finish() throws(Diagnostic) -> RejectedRows {
    try flush()
    return rows
  }

  private mutating func flush() throws(Diagnostic) {
    guard let file, !pending.isEmpty else { return }
    for (home, bytes) in versions {
      rows.homes[home, default: []].append(
        .init(spill: file, offset: written + pending.count, length: bytes.count))
      pending += bytes
    }
    versions.removeAll(keepingCapacity: true)
    versionBytes = 0
    try file.append(pending)
    written += pending.count
    pending.removeAll(keepingCapacity: true)
  }
}

extension Rejection.Version {
  fileprivate func write(_ locator: Locator, to bytes: inout [UInt8]) {
    bytes.add(locator.packed)
    bytes.add(key.low)
    bytes.add(key.high)
    bytes.add(UInt64(bitPattern: began))
    bytes.append(number == nil ? 0 : 1)
    bytes.add(UInt64(bitPattern: number?.updated ?? 0))
    bytes.add(UInt64(bitPattern: number?.version ?? 0))
  }
}

extension Rejection {
  fileprivate func write(to bytes: inout [UInt8]) {
    bytes.add(locator.packed)
    bytes.add(UInt64(offset))
    for text in [field, column, value, reason.text, category, origin] { bytes.add(text.utf8) }
    bytes.add(record)
  }
}

extension SpillScan {
  fileprivate mutating func row() -> Rejection {
    let locator = Locator(packed: number())
    let offset = Int(number())
    let texts = (0..<6).map { _ in String(decoding: stretch(), as: UTF8.self) }
    return Rejection(
      locator: locator, offset: offset, field: texts[0], column: texts[1], value: texts[2],
      reason: .init(texts[3]), category: texts[4], record: Array(stretch()), origin: texts[5])
  }

  fileprivate mutating func version() -> RecordVersion {
    let locator = Locator(packed: number())
    let key = RecordKey(low: number(), high: number())
    let began = Int64(bitPattern: number())
    let isKnown = byte() == 1
    let (updated, version) = (Int64(bitPattern: number()), Int64(bitPattern: number()))
    return RecordVersion(
      key: key, began: began, number: isKnown ? (updated: updated, version: version) : nil,
      locator: locator)
  }
}
