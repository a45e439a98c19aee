public import Aggregate
public import Columnar
public import Records

/// What an audience may see: which fields by name, and of how many records a value must be.
public struct Edition: Sendable {
  public let audience: Audience
  /// As they hold for the audience.
  public let smallN: SmallN
  /// Of pseudonyms; nil where there is none.
  public let key: PseudonymKey?
  /// The fields whose members the audience sees by name; no others.
  public let shown: Set<String>

  public init(_ audience: Audience, _ limits: SmallN, key: PseudonymKey?, shown: Set<String>) {
    self.audience = audience
    var limits = limits
    if audience.seesSmallN { limits.suppress = 0 }
    smallN = limits
    self.key = key
    self.shown = shown
  }

  /// Those of some dimensions that the audience sees under pseudonyms alone.
  public func hidden(_ dimensions: some Sequence<String>) -> Set<String> {
    Set(dimensions).subtracting(shown)
  }

  /// A member of a dimension as the audience sees it.
  public func name(_ dimension: String, _ member: String) -> String {
    guard let key, !shown.contains(dimension) else { return member }
    return Pseudonyms(key: key).name(dimension, member)
  }

  /// The members of a group as the audience sees them.
  public func named(_ group: Group) -> Group {
    Group(
      Dictionary(uniqueKeysWithValues: group.members.map { ($0, name($0, $1)) }))
  }

  /// The members of a snapshot as the audience sees them.
  ///
  /// - Throws: where there is no key, or two members get one name.
  func named(_ snapshot: MetricSnapshot) throws(Diagnostic) -> MetricSnapshot {
    let snapshot = snapshot.with(queues: snapshot.queues.named(self))
    let hidden = hidden(snapshot.groups.flatMap(\.dimensions))
    if hidden.isEmpty { return snapshot }
    guard let key else {
      throw Diagnostic(.needsKey("the snapshot", hidden.sorted(), audience), failure: .software)
    }
    return try Pseudonyms(key: key).replacing(hidden, in: snapshot)
  }
}

extension Diagnostic.Message {
  public static func needsKey(_ what: String, _ dimensions: [String], _ audience: Audience) -> Self
  {
    let named = dimensions.map { "'\($0)'" }.joined(separator: ", ")
    return Self(
      "\(what) splits by \(named), which the audience '\(audience.rawValue)' may not see by name; "
        + "expected a key for pseudonyms, as 'privacy: { key_file: FILE }' in the pipeline file or "
        + "DESKBRIEF_KEY in the environment")
  }
}
