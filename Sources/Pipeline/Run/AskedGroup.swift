import Aggregate
import Columnar

/// The group that a question is about: as the records have it, and as it is shown.
struct AskedGroup {
  /// With true names.
  let own: Group
  /// With pseudonyms where the edition hides names.
  let shown: Group
  private let codes: [String: Int64]
  private let sizes: [String: Int]

  /// Fields whose members are people or customers: messages list none of them.
  private static let persons: Set<String> = [
    "agent", "requester", "account", "id", "ticket", "subject", "comment",
  ]

  init(
    _ members: [String: String], _ engine: Engine, _ loaded: Engine.Loaded
  ) throws(Diagnostic) {
    let edition = Edition(.internal, engine)
    var own: [String: String] = [:]
    var codes: [String: Int64] = [:]
    var sizes: [String: Int] = [:]
    for (dimension, member) in members.sorted(by: { $0.key < $1.key }) {
      let texts = (loaded.ingest.dictionaries[dimension]?.texts ?? []).map(MemberName.of)
      sizes[dimension] = texts.count
      if member == Group.none || member == Group.other {
        own[dimension] = member
        continue
      }
      let names: [String]
      if edition.audience.hidden.contains(dimension), let key = edition.key {
        names = texts.map { Pseudonyms(key: key).name(dimension, $0) }
      } else {
        names = texts
      }
      guard let code = names.firstIndex(of: member) else {
        let choices =
          Self.persons.contains(dimension) ? [] : (names + [Group.none]).sorted()
        throw Diagnostic(.noMember(dimension, member, choices), failure: .usage)
      }
      own[dimension] = texts[code]
      codes[dimension] = Int64(code)
    }
    self.own = Group(own)
    shown = Group(members)
    self.codes = codes
    self.sizes = sizes
  }

  /// Which members stay on their own: the one asked for, beside all others as one; as in the first
  /// report that splits so where these are what is asked for.
  func limits(_ linkage: Linkage, _ engine: Engine) -> [String: MemberLimit] {
    let reported = engine.pipeline.reports.reduce(into: [String: Int]()) { limits, report in
      limits.merge(report.memberLimits) { first, _ in first }
    }
    var limits = linkage.memberLimits(reported)
    for (dimension, code) in codes {
      var frequencies = [Int](repeating: 1, count: sizes[dimension] ?? 0)
      frequencies[Int(code)] = 2
      limits[dimension] = MemberLimit(count: 1, frequencies: frequencies)
    }
    return limits
  }
}

extension Diagnostic.Message {
  static func noMember(_ dimension: String, _ member: String, _ choices: [String]) -> Self {
    Self("no '\(member)' in '\(dimension)'\(suggestion(for: member, among: choices))")
  }
}
