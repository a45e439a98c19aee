import Aggregate
import Columnar
import Crypto
import Foundation

/// Names that stand for the members of a dimension: the same for the same key, and nothing to work
/// back from without it.
struct Pseudonyms {
  /// Members that name nobody.
  static let kept: Set<String> = [Group.none, "(all other)"]

  let key: PseudonymKey
  /// How many hex digits tell members apart.
  var digits = 12

  /// `agent-3f9c…`: the head of the HMAC-SHA256 of field and value.
  func name(_ field: String, _ value: String) -> String {
    if Self.kept.contains(value) { return value }
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("\(field)\u{0}\(value)".utf8), using: SymmetricKey(data: key.bytes))
    return "\(field)-\(hexadecimal(code).prefix(digits))"
  }

  /// The snapshot with the members of some fields replaced, its groups in the order of their new
  /// names: the old order would tell the alphabet.
  ///
  /// - Throws: where two members get the same name, since their groups would become one.
  func replacing(_ fields: Set<String>, in snapshot: MetricSnapshot) throws(Diagnostic)
    -> MetricSnapshot
  {
    var names: [String: [String: String]] = [:]
    for group in snapshot.groups {
      for (field, member) in group.members
      where fields.contains(field) && names[field]?[member] == nil {
        names[field, default: [:]][member] = name(field, member)
      }
    }
    for (field, renamed) in names.sorted(by: { $0.key < $1.key })
    where Set(renamed.values).count < renamed.count {
      throw Diagnostic(.pseudonymTwice(field), failure: .configuration)
    }
    let groups = snapshot.groups.map { group in
      Group(
        Dictionary(
          uniqueKeysWithValues: group.members.map { ($0.key, names[$0.key]?[$0.value] ?? $0.value) }
        ))
    }
    let order = groups.indices.sorted { groups[$0] < groups[$1] }
    return MetricSnapshot(
      metrics: snapshot.metrics, periods: snapshot.periods, spans: snapshot.spans,
      groups: order.map { groups[$0] },
      values: snapshot.metrics.map { metric in
        order.map { snapshot.series(metric.id, snapshot.groups[$0]) }
      }, courses: snapshot.courses.mapValues { courses in order.map { courses[$0] } },
      queues: snapshot.queues)
  }
}

extension Diagnostic.Message {
  static func pseudonymTwice(_ field: String) -> Self {
    Self("two members of '\(field)' have the same pseudonym; expected another key")
  }
}
