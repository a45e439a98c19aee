/// What linking must know of the source that a file belongs to.
public struct FileTraits: Sendable {
  /// Whether it says of tickets when they were first replied to.
  public var tellsReplies: Bool
  /// Whether of events of one instant the later ones stand first.
  public var runsNewestFirst: Bool

  public init(tellsReplies: Bool, runsNewestFirst: Bool = false) {
    self.tellsReplies = tellsReplies
    self.runsNewestFirst = runsNewestFirst
  }
}
