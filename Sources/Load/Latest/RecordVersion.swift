public import Columnar

/// A state of a record: which record it is of, and what decides whether it is the latest.
public struct RecordVersion: Sendable {
  public var key: RecordKey
  /// When the record began; missing where that is not known.
  public var began: Int64
  /// nil where it is not known; then the order of sources decides.
  public var number: (updated: Int64, version: Int64)?
  public var locator: Locator

  public init(
    key: RecordKey, began: Int64, number: (updated: Int64, version: Int64)?, locator: Locator
  ) {
    self.key = key
    self.began = began
    self.number = number
    self.locator = locator
  }
}

extension LatestState.Settled {
  /// Which of some states are superseded by the latest of their record.
  ///
  /// - Parameter began: the column of the instant at which records begin.
  public func superseded(_ versions: [RecordVersion], began: Int?) -> [Bool] {
    let table = RowTable(rows.rows)
    return versions.map { version in
      guard let row = table.row(of: version.key, in: rows.rows) else { return false }
      if let began, version.began != .missing {
        let own = rows.rows.value(began, row)
        // Another record of that name.
        if own != .missing && abs(own - version.began) > Rivals.tolerance { return false }
      }
      let locator = rows.rows.locator(row)
      guard let number = version.number else { return locator > version.locator }
      return (rows.rows.updated(row), rows.rows.version(row), locator)
        > (number.updated, number.version, version.locator)
    }
  }
}
