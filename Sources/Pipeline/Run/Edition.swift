import Aggregate
import Columnar

/// Who reads a report, and so what it may show.
public enum Audience: String, Sendable, CaseIterable {
  case board, `internal`, coaching

  /// Whether values of few records are shown.
  var seesSmallN: Bool { self == .internal }

  /// The dimensions of persons and customers that it sees under pseudonyms alone.
  var hidden: Set<String> {
    switch self {
    case .board: ["agent", "actor", "replier", "requester", "account"]
    case .internal: ["agent", "actor", "replier"]
    case .coaching: []
    }
  }
}

/// What a snapshot becomes for an audience.
struct Edition {
  let audience: Audience
  /// As they hold for the audience.
  let smallN: SmallN
  /// Of pseudonyms; nil where there is none.
  let key: PseudonymKey?

  init(_ audience: Audience, _ engine: Engine) {
    self.audience = audience
    key = engine.options.key ?? engine.pipeline.key
    var limits = engine.pipeline.smallN
    if audience.seesSmallN { limits.suppress = 0 }
    limits.staffAreAgents = engine.pipeline.availability.isMapped("agent", .staff)
    smallN = limits
  }

  /// Everything that is rendered, compared or published comes through here.
  ///
  /// Names first: of two equal companions the first is suppressed, and which that is must not tell
  /// the order of the true names.
  func snapshot(_ snapshot: MetricSnapshot) throws(Diagnostic) -> MetricSnapshot {
    var shown = snapshot
    let dimensions = Set(snapshot.groups.flatMap(\.dimensions))
    if let mistake = mistake("the snapshot", dimensions) { throw mistake }
    if let key, !audience.hidden.isDisjoint(with: dimensions) {
      shown = try Pseudonyms(key: key).replacing(audience.hidden, in: snapshot)
    }
    return shown.markingIndicative(smallN).suppressingSmall(smallN)
  }

  /// Whether something that splits by these dimensions lacks a key.
  func mistake(
    _ what: String, _ dimensions: Set<String>, at location: Diagnostic.Location? = nil
  ) -> Diagnostic? {
    let named = audience.hidden.intersection(dimensions)
    if named.isEmpty || key != nil { return nil }
    return Diagnostic(
      .needsKey(what, named.sorted(), audience), at: location, failure: .configuration)
  }
}

extension PipelineFile.Report {
  /// All that it splits by.
  var splits: Set<String> { Set(dimensions).union(pairs.joined()) }

  /// That it splits by names which its audience may not see, and there is no key to hide them.
  func lacksKey(_ engine: Engine) -> Diagnostic? {
    Edition(audience, engine).mistake("the report '\(name)'", splits, at: location)
  }
}

extension Diagnostic.Message {
  static func needsKey(_ what: String, _ dimensions: [String], _ audience: Audience) -> Self {
    let named = dimensions.map { "'\($0)'" }.joined(separator: ", ")
    return Self(
      "\(what) splits by \(named), which the audience '\(audience.rawValue)' may not see by name; "
        + "expected a key for pseudonyms, as 'privacy: { key_file: FILE }' in the pipeline file or "
        + "DESKBRIEF_KEY in the environment")
  }
}
