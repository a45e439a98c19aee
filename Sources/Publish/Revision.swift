/// A figure that differs from what was published before.
public struct Revision: Sendable, Equatable {
  public let key: Cell.Key
  public let old: Double?
  public let new: Double?
  public let oldN: Int?
  public let newN: Int?
  /// Why, in the order of `Reason.allCases`.
  public let reasons: [Reason]

  public enum Reason: String, Sendable, CaseIterable {
    /// It had said that it may still change.
    case settled
    case definition
    case lateRows = "late rows"
    case correctedRows = "corrected rows"
    case missingRows = "missing rows"
    case pipelineFile = "pipeline file"
    case program
    /// The data is taken to end on another day.
    case asOf = "as-of"
    /// The edition before was made when its sources were not kept.
    case unknown
  }
}

/// Rows by which two editions differ.
public struct RowChange: Sendable, Equatable {
  public let reason: Revision.Reason
  public let source: String
  /// The file that brought them; empty for rows that are gone.
  public let path: String
  /// Nil where the file differs, but nobody can say in how many rows.
  public let rows: Int?

  public init(reason: Revision.Reason, source: String, path: String, rows: Int?) {
    self.reason = reason
    self.source = source
    self.path = path
    self.rows = rows
  }

  /// `2 late rows of tickets in late.csv`.
  public var words: String {
    guard let rows else { return "\(path) of \(source) differs" }
    let what = rows == 1 ? String(reason.rawValue.dropLast()) : reason.rawValue
    return "\(rows) \(what) of \(source)" + (path.isEmpty ? "" : " in \(path)")
  }
}

extension RowChange {
  /// What the files of each source brought since.
  ///
  /// A source's records in the period that are more than before came late. Of those in files whose
  /// content is new, the rest that was written since then corrects what was there.
  static func between(_ old: [Sources.File], _ new: [Sources.File]) -> [RowChange] {
    var order: [String] = []
    for file in new + old where !order.contains(file.source) { order.append(file.source) }
    return order.flatMap { source in
      changes(source, old.filter { $0.source == source }, new.filter { $0.source == source })
    }
  }

  private static func changes(
    _ source: String, _ old: [Sources.File], _ new: [Sources.File]
  ) -> [RowChange] {
    let known = Set(old.map(\.fingerprint))
    let fresh = new.filter { !known.contains($0.fingerprint) }
    let more = new.reduce(0) { $0 + $1.rows } - old.reduce(0) { $0 + $1.rows }
    var late = max(0, more)
    let since = fresh.reduce(0) { $0 + ($1.rowsSince ?? 0) }
    var corrected = max(0, since - late)
    var changes: [RowChange] = []
    for file in fresh {
      let before = old.first { $0.path == file.path }
      let own = min(late, max(0, file.rows - (before?.rows ?? 0)))
      late -= own
      if own > 0 {
        changes.append(.init(reason: .lateRows, source: source, path: file.path, rows: own))
      }
      guard let written = file.rowsSince else {
        // Of a new file all other rows take the place of known ones; of an old one, who knows.
        let rest = before == nil ? file.rows - own : 0
        if rest > 0 || before != nil && own == 0 {
          changes.append(
            .init(
              reason: .correctedRows, source: source, path: file.path,
              rows: before == nil ? rest : nil))
        }
        continue
      }
      let rest = min(corrected, max(0, written - own))
      corrected -= rest
      if rest > 0 {
        changes.append(.init(reason: .correctedRows, source: source, path: file.path, rows: rest))
      }
    }
    if more < 0 {
      changes.append(.init(reason: .missingRows, source: source, path: "", rows: -more))
    }
    return changes
  }
}
