import Columnar
public import Records

/// What is accumulated: some records of one kind, a value of each, and the period it belongs to.
public struct Measure: Sendable, Hashable {
  /// Which periods a record counts in.
  public enum Attribution: Sendable, Hashable {
    /// The period in which the instant of a field lies.
    case at(String)
    /// Each period at whose end the record stands: `from` before the end, `until` not before it.
    case standing(from: String, until: String)
  }

  public enum Value: Sendable, Hashable {
    case one
    case field(String)
    /// A field's amount in the pipeline's currency: of the record's own, where it has a `currency`, at
    /// the rate of the month that it counts in.
    case amount(String)
    /// The first field less the second.
    case difference(String, String)
    /// The time from a field to the end of the period; with `standing` only.
    case age(String)
  }

  public let kind: RecordKind
  public let attribution: Attribution
  public let value: Value
  public let tests: [FieldTest]
  /// Whether a ticket counts once a cell, however many of its moments lie in it.
  public let countsTicketsOnce: Bool

  public init(
    _ kind: RecordKind, _ attribution: Attribution, _ value: Value = .one,
    _ tests: [FieldTest] = [], countsTicketsOnce: Bool = false
  ) {
    self.kind = kind
    self.attribution = attribution
    self.value = value
    self.tests = tests
    self.countsTicketsOnce = countsTicketsOnce
  }

  /// The fields without which the measure counts nothing.
  public var needed: [String] {
    var optional = tests.filter { if case .isNone = $0.claim { true } else { false } }.map(\.field)
    if case .amount = value { optional.append("currency") }
    return fields.filter { !optional.contains($0) }
  }

  /// All fields that the measure reads.
  public var fields: [String] {
    var names: [String]
    switch attribution {
    case .at(let field): names = [field]
    case .standing(let from, let until): names = [from, until]
    }
    switch value {
    case .one: break
    case .field(let field), .age(let field): names.append(field)
    case .amount(let field): names += [field, "currency"]
    case .difference(let a, let b): names += [a, b]
    }
    if countsTicketsOnce { names.append("ticket_row") }
    return names + tests.flatMap(\.fields)
  }

  /// The measure with one more test.
  public func with(_ test: FieldTest) -> Measure { with([test]) }

  public func with(_ more: [FieldTest]) -> Measure {
    Measure(kind, attribution, value, tests + more, countsTicketsOnce: countsTicketsOnce)
  }

  /// The same records with another value of each.
  public func of(_ value: Value) -> Measure {
    Measure(kind, attribution, value, tests, countsTicketsOnce: countsTicketsOnce)
  }

  /// How many records the measure rests on: the measure itself where it counts them.
  var count: Measure { of(.one) }

  /// The fields that a record must have to be counted.
  private var asked: Set<String> {
    Set(tests.filter { $0.claim == .present }.map(\.field))
  }

  /// The records that would be looked at, if all had the fields that the measure asks for; nil where
  /// it asks for none.
  var population: Measure? {
    let asked = asked
    if asked.isEmpty { return nil }
    return Measure(
      kind, attribution, .one, tests.filter { !asked.contains($0.field) },
      countsTicketsOnce: countsTicketsOnce)
  }

  /// Those of the population that have the fields.
  var known: Measure? { population?.with(tests.filter { $0.claim == .present }) }
}
