import Columnar

/// Where each group's cells lie: the groups of all groupings, numbered from 0, the whole first.
///
/// A grouping of dimensions takes one number for each combination of their members, with one of
/// each dimension for records that lack it, and one for all members beyond a limit.
struct GroupLayout: Sendable {
  /// More cells than this would not be read by anyone.
  static let greatestCount = 200_000

  struct Grouping: Sendable {
    let dimensions: [String]
    let first: Int
    /// How many places each dimension has, with the one for "missing" at 0.
    let sizes: [Int]

    var count: Int { sizes.reduce(1, *) }
  }

  let groupings: [Grouping]
  let count: Int
  /// How many groups are of one dimension or none; they come first.
  let singles: Int
  /// By dimension the place of each code.
  let places: [String: [Int]]
  /// By dimension the member at each place from 1 on.
  private let members: [String: [String]]

  /// - Parameter frequencies: for a dimension with a limit, how many records each code has, and how
  ///   many members stay on their own.
  init(
    _ groupings: [[String]], _ dictionaries: [String: TextDictionary],
    limits: [String: MemberLimit] = [:]
  ) throws(Diagnostic) {
    var places: [String: [Int]] = [:]
    var members: [String: [String]] = [:]
    for dimension in Set(groupings.joined()) {
      let texts = dictionaries[dimension]?.texts ?? []
      let kept = limits[dimension]?.kept(texts) ?? Array(texts.indices)
      var place = [Int](repeating: kept.count + 1, count: texts.count)
      for (index, code) in kept.enumerated() { place[code] = index + 1 }
      // What an export calls as the layout calls its own is one with it.
      if let none = texts.firstIndex(of: Group.none) { place[none] = 0 }
      places[dimension] = place
      members[dimension] =
        kept.map { MemberName.of(texts[$0]) } + (kept.count < texts.count ? [Group.other] : [])
    }
    var first = 0
    var laid: [Grouping] = []
    for dimensions in groupings {
      let sizes = dimensions.map { (members[$0]?.count ?? 0) + 1 }
      let grouping = Grouping(dimensions: dimensions, first: first, sizes: sizes)
      guard first + grouping.count <= Self.greatestCount else {
        throw Diagnostic(
          .tooManyGroups(dimensions, grouping.count), failure: .configuration)
      }
      laid.append(grouping)
      first += grouping.count
    }
    self.groupings = laid
    self.places = places
    self.members = members
    count = first
    singles = laid.first { $0.dimensions.count > 1 }?.first ?? first
  }

  /// The group of a number of a grouping.
  func group(_ number: Int, in grouping: Grouping) -> Group {
    var rest = number - grouping.first
    var chosen: [String: String] = [:]
    for (dimension, size) in zip(grouping.dimensions, grouping.sizes).reversed() {
      let place = rest % size
      rest /= size
      chosen[dimension] = place == 0 ? Group.none : members[dimension]?[place - 1]
    }
    return Group(chosen)
  }

  /// The number of a group, and of its grouping; nil where there is no such member or grouping.
  func number(of group: Group) -> (group: Int, grouping: Int)? {
    let dimensions = Set(group.members.keys)
    for (index, grouping) in groupings.enumerated() where Set(grouping.dimensions) == dimensions {
      var number = 0
      for (dimension, size) in zip(grouping.dimensions, grouping.sizes) {
        let member = group.members[dimension] ?? Group.none
        let place =
          member == Group.none ? 0 : members[dimension]?.firstIndex(of: member).map { $0 + 1 }
        guard let place else { return nil }
        number = number * size + place
      }
      return (grouping.first + number, index)
    }
    return nil
  }
}

extension Group {
  /// The member of the records that lack a dimension.
  public static let none = "(none)"
  /// The member of those that are beyond the limit of a dimension.
  public static let other = "(all other)"
}

extension Diagnostic.Message {
  static func tooManyGroups(_ dimensions: [String], _ count: Int) -> Self {
    let names = dimensions.map { "'\($0)'" }.joined(separator: " by ")
    return Self(
      "the dimension \(names) has \(count) groups; expected at most \(GroupLayout.greatestCount)")
  }
}
