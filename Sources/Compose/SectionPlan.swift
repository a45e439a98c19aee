import Records

/// A section that reports may have: a row of the table that says which there are, in which order, and
/// for whom.
struct SectionPlan: Sendable {
  let id: String
  /// Who may see it.
  let audiences: Set<Audience>
  /// Its blocks, or those of one a dimension; nothing where the data has none.
  let compose: @Sendable (Composer) -> [Section]

  init(
    _ id: String, for audiences: Set<Audience> = .everyone,
    _ compose: @escaping @Sendable (Composer) -> Section?
  ) {
    self.init(id, for: audiences, each: { [compose($0)].compactMap { $0 } })
  }

  init(
    _ id: String, for audiences: Set<Audience> = .everyone,
    each compose: @escaping @Sendable (Composer) -> [Section]
  ) {
    self.id = id
    self.audiences = audiences
    self.compose = compose
  }

  static let all = [
    messages, scorecard, demand, forecast, staffing, speed, sla, quality, channels, dimensions,
    people, own, topics,
    initiatives,
    dataQuality, definitions, lineage,
  ]
}
