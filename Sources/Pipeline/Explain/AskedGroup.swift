import Aggregate
import Columnar
import Privacy
import Records

/// The group that a question is about: as the records have it, and as it is shown.
struct AskedGroup {
  /// With true names.
  let own: Group
  /// With pseudonyms where the edition hides names.
  let shown: Group
  private let codes: [String: Int64]
  private let sizes: [String: Int]

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
      let names = texts.map { edition.name(dimension, $0) }
      guard let code = names.firstIndex(of: member) else {
        // Of people, customers and free words messages list none.
        let choices =
          engine.pipeline.fields(shownTo: .board).contains(dimension)
          ? (names + [Group.none]).sorted() : []
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
