import Columnar

/// Where each group's cells lie: the groups of all groupings, numbered from 0, the whole first.
///
/// A grouping of dimensions takes one number for each combination of their members, and one of
/// each dimension for records that lack it.
struct GroupLayout: Sendable {
  /// More cells than this would not be read by anyone.
  static let greatestCount = 200_000

  struct Grouping: Sendable {
    let dimensions: [String]
    let first: Int
    /// How many members each dimension has, with the one for "missing" at 0.
    let sizes: [Int]

    var count: Int { sizes.reduce(1, *) }
  }

  let groupings: [Grouping]
  let count: Int
  private let texts: [String: [String]]

  init(
    _ groupings: [[String]], _ dictionaries: [String: TextDictionary]
  ) throws(Diagnostic) {
    var texts: [String: [String]] = [:]
    for dimension in Set(groupings.joined()) {
      texts[dimension] = dictionaries[dimension]?.texts ?? []
    }
    var first = 0
    var laid: [Grouping] = []
    for dimensions in groupings {
      let sizes = dimensions.map { (texts[$0]?.count ?? 0) + 1 }
      let grouping = Grouping(dimensions: dimensions, first: first, sizes: sizes)
      guard first + grouping.count <= Self.greatestCount else {
        throw Diagnostic(
          .tooManyGroups(dimensions, grouping.count), failure: .configuration)
      }
      laid.append(grouping)
      first += grouping.count
    }
    self.groupings = laid
    self.texts = texts
    count = first
  }

  /// The group of a number of a grouping.
  func group(_ number: Int, in grouping: Grouping) -> Group {
    var rest = number - grouping.first
    var members: [String: String] = [:]
    for (dimension, size) in zip(grouping.dimensions, grouping.sizes).reversed() {
      let member = rest % size
      rest /= size
      members[dimension] = member == 0 ? Group.none : texts[dimension]?[member - 1]
    }
    return Group(members)
  }
}

extension Group {
  /// The member of the records that lack a dimension.
  public static let none = "(none)"
}

extension Diagnostic.Message {
  static func tooManyGroups(_ dimensions: [String], _ count: Int) -> Self {
    let names = dimensions.map { "'\($0)'" }.joined(separator: " by ")
    return Self(
      "the dimension \(names) has \(count) groups; expected at most \(GroupLayout.greatestCount)")
  }
}
