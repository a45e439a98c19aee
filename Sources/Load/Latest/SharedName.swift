public import Columnar

/// Two records that share a key: they began at different times, so they are no versions of one.
public struct SharedName: Sendable, Equatable {
  /// The record that is kept: the one that comes first in the order of sources.
  public let kept: Locator
  /// Another, which is rejected; its own older versions are superseded by it.
  public let rejected: Locator
}

/// The rows of keys whose record in the latest state began at another time, until all are there and
/// it can be said which are versions of one record.
struct Rivals: ~Copyable {
  private struct Name: Hashable {
    let key: RecordKey
    let began: Int64
  }

  /// Records that began within so many seconds of each other are one.
  static let tolerance: Int64 = 60

  /// Of each key and time the latest version.
  private var rows: PackedRows
  private var places: [Name: Int] = [:]
  /// The column of the instant at which records begin.
  private let began: Int

  init(_ layout: RowLayout, began: Int) {
    rows = PackedRows(layout)
    self.began = began
  }

  var isEmpty: Bool { places.isEmpty }

  mutating func add(_ row: Int, of other: borrowing PackedRows) {
    let name = Name(key: other.key(row), began: other.value(began, row))
    if let known = places[name] {
      rows.keepLater(known, or: row, of: other)
    } else {
      places[name] = rows.count
      rows.append(row, of: other)
    }
  }

  /// Puts of each key the record that counts among the latest ones.
  ///
  /// - Returns: the others.
  mutating func settle(in latest: inout PackedRows) -> [SharedName] {
    let table = RowTable(latest)
    var shared: [SharedName] = []
    for (key, own) in Dictionary(grouping: places, by: \.key.key) {
      guard let known = table.row(of: key, in: latest) else { continue }
      // The version in the latest state is one of them.
      rows.append(known, of: latest)
      let versions = (own.map(\.value) + [rows.count - 1]).sorted { precedes($0, $1) }
      let undated = versions.filter { rows.value(began, $0) == .missing }
      let records = records(versions.dropFirst(undated.count))
      guard var kept = records.min(by: { rows.first($0) < rows.first($1) }) else { continue }
      let others = records.filter { $0 != kept }.map { rows.locator($0) }
      // Of versions that do not say when the record began it is taken that they are of this one.
      for version in undated where rows.isLater(version, than: kept, of: rows) { kept = version }
      latest.replace(known, by: kept, of: rows)
      for other in others { shared.append(SharedName(kept: rows.locator(kept), rejected: other)) }
    }
    return shared.sorted { $0.rejected < $1.rejected }
  }

  /// The latest version of each record; versions that began a little later than another are its.
  private mutating func records(_ versions: ArraySlice<Int>) -> [Int] {
    var records: [Int] = []
    var last = Int64.missing
    for version in versions {
      let instant = rows.value(began, version)
      if let record = records.last, instant - last <= Self.tolerance {
        let first = min(rows.first(record), rows.first(version))
        let later = rows.isLater(version, than: record, of: rows) ? version : record
        rows.setFirst(first, at: later)
        records[records.count - 1] = later
      } else {
        records.append(version)
      }
      last = instant
    }
    return records
  }

  /// By the instant at which they began, missing first.
  private func precedes(_ a: Int, _ b: Int) -> Bool {
    (rows.value(began, a), rows.locator(a)) < (rows.value(began, b), rows.locator(b))
  }
}

extension PackedRows {
  /// Overwrites a version of a record by another, if that comes after it.
  ///
  /// - Parameter firstOfTies: whether of versions of one age the one that came first is kept.
  mutating func keepLater(
    _ known: Int, or row: Int, of others: borrowing PackedRows, firstOfTies: Bool = false
  ) {
    let first = Swift.min(first(known), others.first(row))
    if others.isLater(row, than: known, of: self, firstOfTies: firstOfTies) {
      replace(known, by: row, of: others)
    }
    setFirst(first, at: known)
  }

  /// Likewise of versions that are both among these rows; the other one stays.
  mutating func keepLater(_ known: Int, or row: Int, firstOfTies: Bool = false) {
    let first = Swift.min(first(known), first(row))
    if isLater(row, than: known, of: self, firstOfTies: firstOfTies) { copy(row, to: known) }
    setFirst(first, at: known)
  }

  /// Whether a version comes after another: by when it was written, then by its number, then by its
  /// place in the order of sources.
  ///
  /// - Parameter firstOfTies: whether the earlier place wins where all else is equal.
  func isLater(
    _ row: Int, than known: Int, of others: borrowing PackedRows, firstOfTies: Bool = false
  ) -> Bool {
    let (updated, knownUpdated) = (updated(row), others.updated(known))
    if updated != knownUpdated { return updated > knownUpdated }
    let (version, knownVersion) = (version(row), others.version(known))
    if version != knownVersion { return version > knownVersion }
    return (locator(row) > others.locator(known)) != firstOfTies
  }
}
