public import Language

/// Something that cannot be true of some records, which count as they are: a person must say what is
/// right.
public struct Oddity: Sendable, Hashable {
  /// What is odd; a phrase that takes the count.
  public let what: PhraseID
  public let count: Int

  public init(_ what: PhraseID, _ count: Int) {
    self.what = what
    self.count = count
  }
}
