public import Aggregate

/// Which members of one dimension lie in one member of another alone: teams in regions.
public struct Nesting: Sendable, Hashable {
  /// By dimension and member, the group that it lies in.
  private let parents: [String: [String: Group]]

  public static let none = Nesting(meetings: [])

  /// A member of one dimension, and the group that it lies in.
  public struct Place: Sendable, Hashable {
    public let inner: Group
    public let outer: Group

    public init(_ inner: Group, in outer: Group) {
      self.inner = inner
      self.outer = outer
    }
  }

  /// - Parameter places: one a member of a dimension.
  public init(_ places: [Place]) {
    parents = places.reduce(into: [:]) { parents, place in
      guard let (dimension, member) = place.inner.members.first else { return }
      parents[dimension, default: [:]][member] = place.outer
    }
  }

  /// In the order of the inner groups.
  public var places: [Place] {
    parents.flatMap { dimension, members in
      members.map { Place(Group([dimension: $0.key]), in: $0.value) }
    }.sorted { $0.inner < $1.inner }
  }

  /// - Parameter meetings: all pairs of members of two dimensions that have records in common.
  public init(meetings: [Group]) {
    var met: [String: [String: [String: Set<String>]]] = [:]
    for pair in meetings where pair.members.count == 2 {
      let names = pair.dimensions
      for (a, b) in [(names[0], names[1]), (names[1], names[0])] {
        guard let inner = pair.members[a], let outer = pair.members[b] else { continue }
        // What has no member lies anywhere.
        if inner == Group.none || outer == Group.none { continue }
        met[a, default: [:]][b, default: [:]][inner, default: []].insert(outer)
      }
    }
    var parents: [String: [String: Group]] = [:]
    for (inner, others) in met {
      // The widest of several that it lies in is of no use; the narrowest tells most.
      let outer = others.filter { _, members in
        let outers = members.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        return members.values.allSatisfy { $0.count == 1 } && outers.count > 1
          && outers.count < members.count
      }.max { a, b in
        let (x, y) = (
          a.value.values.reduce(into: Set()) { $0.formUnion($1) }.count,
          b.value.values.reduce(into: Set()) { $0.formUnion($1) }.count
        )
        return x == y ? a.key > b.key : x < y
      }
      guard let (dimension, members) = outer else { continue }
      parents[inner] = members.compactMapValues { $0.first.map { Group([dimension: $0]) } }
    }
    self.parents = parents
  }

  /// The group that a group of one dimension lies in; nil where there is none.
  public func parent(of group: Group) -> Group? {
    guard let (dimension, member) = group.members.first, group.members.count == 1 else {
      return nil
    }
    return parents[dimension]?[member]
  }

  /// The groups that lie in a group.
  public func children(of group: Group, among groups: [Group]) -> [Group] {
    groups.filter { parent(of: $0) == group }
  }

  /// Whether two groups are the same, or one lies in the other.
  public func areRelated(_ a: Group, _ b: Group) -> Bool { contains(a, b) || contains(b, a) }

  /// Whether all of a group lies in another; the whole is no group of its own here.
  private func contains(_ outer: Group, _ inner: Group) -> Bool {
    if outer == inner { return true }
    if outer == .whole { return false }
    let own = outer.members.allSatisfy { inner.members[$0] == $1 }
    if own { return true }
    return inner.members.contains { dimension, member in
      guard let parent = parent(of: Group([dimension: member])) else { return false }
      return contains(outer, parent)
    }
  }
}
