/// Who reads a report, and so what it may show.
public enum Audience: String, Sendable, CaseIterable {
  case board, `internal`, coaching

  /// Whether values of few records are shown.
  public var seesSmallN: Bool { self == .internal }
}

extension Set<Audience> {
  /// What names nobody: teams, channels, products.
  public static let everyone = Set(Audience.allCases)
  /// Customers, single records, and the words that people wrote: for those who work with them.
  public static let inside: Set = [.internal, .coaching]
  public static let coaching: Set = [.coaching]
  public static let nobody: Set = []
}
