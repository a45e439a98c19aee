public import Columnar

/// What becomes of a run's report in its series.
public enum Decision: Sendable {
  /// The same figures by the same definitions: the edition stands, and its files as they are.
  case confirms(StandingEdition)
  /// The same figures in another form, such as under another template: files are made anew.
  case renders(StandingEdition)
  /// The period was over in the standing edition, and is not as of the day of this run.
  case keepsWhole(StandingEdition)
  case publishes(Edition, changes: Changes)

  /// By what an edition differs from the one before.
  public struct Changes: Sendable, Equatable {
    public var revisions: [Revision] = []
    public var rows: [RowChange] = []
  }

  /// - Parameter standing: nil where nothing was published in the series.
  public init(_ candidate: Candidate, _ standing: StandingEdition?) throws(Diagnostic) {
    guard let standing else {
      self = .publishes(
        Edition(
          number: 1, kind: candidate.isProvisional ? .provisional : .original,
          asOf: candidate.asOf), changes: Changes())
      return
    }
    let wasProvisional = standing.edition.kind == .provisional
    if candidate.isProvisional && !wasProvisional {
      self = .keepsWhole(standing)
      return
    }
    let (old, new) = (standing.sources, candidate.sources)
    let isOver = wasProvisional && !candidate.isProvisional
    if !isOver && candidate.cells == standing.cells
      && old.map({ $0.definitions == new.definitions }) ?? true
    {
      let isSameForm =
        standing.isWhole
        && old.map {
          $0.form == new.form && $0.pipelineFile == new.pipelineFile && $0.program == new.program
        } ?? true
      self = isSameForm ? .confirms(standing) : .renders(standing)
      return
    }
    var edition = Edition(
      number: standing.edition.number + 1, kind: standing.edition.kind, asOf: candidate.asOf)
    guard !wasProvisional else {
      edition.kind = candidate.isProvisional ? .provisional : .original
      self = .publishes(edition, changes: Changes())
      return
    }
    let changes = try Self.changes(candidate, standing)
    if changes.revisions.contains(where: { !$0.reasons.contains(.settled) }) {
      edition.kind = .restated
    }
    self = .publishes(edition, changes: changes)
  }

  /// Whether figures differ that had not said that they may still change.
  static func isRestated(
    _ cells: CellLines, since old: CellLines
  ) throws(Diagnostic) -> Bool {
    try revised(cells, since: old).contains { !$0.old.isProvisional }
  }

  private static func revised(
    _ cells: CellLines, since old: CellLines
  ) throws(Diagnostic) -> [(old: Cell, new: Cell)] {
    try cells.changes(since: old).filter { old, new in
      !old.isSuppressed && !new.isSuppressed && (old.value != new.value || old.n != new.n)
    }
  }

  /// The figures that differ, each with what may have changed it.
  private static func changes(
    _ candidate: Candidate, _ standing: StandingEdition
  ) throws(Diagnostic) -> Changes {
    let new = candidate.sources
    let rows = standing.sources.map { RowChange.between($0.files, new.files) } ?? []
    var shared: [Revision.Reason] = []
    if let old = standing.sources {
      shared += Set(rows.map(\.reason))
      if old.pipelineFile != new.pipelineFile { shared.append(.pipelineFile) }
      if old.program != new.program { shared.append(.program) }
      if shared.isEmpty && candidate.asOf != standing.edition.asOf { shared.append(.asOf) }
    }
    let revisions = try revised(candidate.cells, since: standing.cells).map { old, cell in
      var reasons = shared
      let definition = standing.sources?.definitions[cell.metric]
      if definition != nil && definition != new.definitions[cell.metric] {
        reasons = [.definition]
      }
      if old.isProvisional { reasons.append(.settled) }
      if reasons.isEmpty { reasons = [.unknown] }
      return Revision(
        key: cell.key, old: old.value, new: cell.value, oldN: old.n, newN: cell.n,
        reasons: Revision.Reason.allCases.filter(reasons.contains))
    }
    return Changes(revisions: revisions, rows: rows)
  }
}
