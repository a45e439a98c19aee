/// Which texts are looked at for topics, and whose topic a word is, as a pipeline file says.
public struct TopicRules: Sendable, Hashable {
  public struct Owner: Sendable, Hashable {
    public let department: String
    /// In small letters.
    public let words: Set<String>

    public init(department: String, words: Set<String>) {
      self.department = department
      self.words = words
    }
  }

  /// Of tickets, and `comment` of surveys.
  public let fields: [String]
  /// The first that fits counts.
  public let owners: [Owner]

  public init(fields: [String], owners: [Owner] = []) {
    self.fields = fields
    self.owners = owners
  }

  /// The fields that topics may be read from.
  public static let choices = ["subject", "tags", "category", "comment"]

  /// The department that a term is told to; nil where no rule fits.
  public func owner(of term: String) -> String? {
    let words = [term] + term.split(separator: " ").map(String.init)
    return owners.first { owner in words.contains(where: owner.words.contains) }?.department
  }
}
