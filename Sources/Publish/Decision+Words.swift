public import Columnar

extension Decision {
  /// The edition that counts from now on.
  public var edition: Edition {
    switch self {
    case .confirms(let standing), .renders(let standing), .keepsWhole(let standing):
      standing.edition
    case .publishes(let edition, _): edition
    }
  }

  /// Whether the report's files are made anew.
  public var needsFiles: Bool {
    switch self {
    case .renders, .publishes: true
    case .confirms, .keepsWhole: false
    }
  }

  /// Whether the figures of the run are those to be seen.
  public var isShown: Bool { if case .keepsWhole = self { false } else { true } }

  /// What a reader of the log must know; nil where the report is simply new.
  ///
  /// - Parameter location: of the report in the pipeline file, which a warning names.
  public func said(of candidate: Candidate, at location: Diagnostic.Location?) -> Diagnostic? {
    guard let message = message(of: candidate) else { return nil }
    if case .keepsWhole = self { return .warning(message, at: location) }
    return .note(message)
  }

  private func message(of candidate: Candidate) -> Diagnostic.Message? {
    let name = candidate.series.name
    let named = "edition \(edition.number) of \(edition.asOf)"
    switch self {
    case .confirms: return .init("\(name): no figure differs; \(named) remains")
    case .renders: return .init("\(name): no figure differs; \(named) remains, in a new form")
    case .keepsWhole:
      return .init(
        "\(name): \(named) is of the whole period, which is not over as of \(candidate.asOf); it "
          + "remains, and nothing was published")
    case .publishes(let edition, let changes):
      let named = "\(name): edition \(edition.number), \(edition.kind.rawValue)"
      if edition.number == 1 || edition.kind == .provisional { return nil }
      if changes.revisions.isEmpty { return .init("\(named): no value that was published differs") }
      let count = changes.revisions.count
      let figures = count == 1 ? "1 figure differs" : "\(count) figures differ"
      return .init("\(named): \(figures) (\(changes.words))")
    }
  }
}

extension Decision.Changes {
  /// How many of the rows that changed figures are listed.
  private static let listed = 4

  /// Why figures differ.
  fileprivate var words: String {
    let reasons = Revision.Reason.allCases.filter { reason in
      revisions.contains { $0.reasons.contains(reason) }
    }
    let ofRows = Set(rows.map(\.reason))
    let parts =
      rows.prefix(Self.listed).map(\.words)
      + (rows.count > Self.listed ? ["and of \(rows.count - Self.listed) more files"] : [])
      + reasons.filter { !ofRows.contains($0) }.map(\.words)
    return parts.joined(separator: ", ")
  }
}

extension Revision.Reason {
  /// As a log names it.
  var words: String {
    switch self {
    case .settled: "figures settled that were provisional"
    case .definition: "another definition"
    case .pipelineFile: "another pipeline file"
    case .program: "another version of the program"
    case .asOf: "as of another day"
    case .unknown: "the cause is not known"
    case .lateRows, .correctedRows, .missingRows: rawValue
    }
  }
}
