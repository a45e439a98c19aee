/// What makes it doubtful when tickets ended, and of how many.
public struct Endings: Sendable, Equatable {
  /// Tickets that are solved or closed though neither time is known. They are in no backlog.
  public internal(set) var unknown = 0

  /// Tickets whose events end with them open, and whose own status is solved or closed, or the reverse.
  public internal(set) var otherwise = 0

  public init() {}

  public static func += (a: inout Endings, b: Endings) {
    a.unknown += b.unknown
    a.otherwise += b.otherwise
  }
}
