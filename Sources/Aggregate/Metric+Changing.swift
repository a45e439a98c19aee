extension Metric {
  /// The same metric by another formula.
  func with(_ formula: some Formula, unit: Unit? = nil) -> Metric {
    Metric(
      id, label, unit ?? self.unit, good: good, formula, version: version, lookAhead: lookAhead,
      counters: counters, evidence: evidence, basis: basis, definition)
  }

  /// The same metric under another id.
  func named(_ id: String) -> Metric {
    Metric(
      id, label, unit, good: good, formula, version: version, lookAhead: lookAhead,
      counters: counters, evidence: evidence, basis: basis, definition)
  }

  /// With the records of the denominator as n.
  var withoutBasis: Metric {
    Metric(
      id, label, unit, good: good, formula, version: version, lookAhead: lookAhead,
      counters: counters, evidence: evidence, definition)
  }

  /// The same formula over other measures; those that are no denominator count as numerators.
  func changing(
    numerator: (Measure) -> Measure, denominator: (Measure) -> Measure
  ) -> Metric {
    func changed(_ formula: some Formula) -> Metric {
      with(formula.changing(numerator: numerator, denominator: denominator))
    }
    return changed(formula)
  }
}

extension Measure {
  /// The same records by the instant of another field.
  func by(_ field: String) -> Measure {
    Measure(kind, .at(field), value, tests, countsTicketsOnce: countsTicketsOnce)
  }

  /// The same with another field in the place of one.
  func reading(_ other: String, for field: String) -> Measure {
    func name(_ own: String) -> String { own == field ? other : own }
    var value = value
    switch value {
    case .one: break
    case .field(let own): value = .field(name(own))
    case .amount(let own): value = .amount(name(own))
    case .age(let own): value = .age(name(own))
    case .difference(let a, let b): value = .difference(name(a), name(b))
    }
    var attribution = attribution
    if case .at(let own) = attribution { attribution = .at(name(own)) }
    let tests = tests.map { test in
      if case .comparesField(let comparison, let own) = test.claim {
        return FieldTest(name(test.field), .comparesField(comparison, name(own)))
      }
      return FieldTest(name(test.field), test.claim)
    }
    return Measure(kind, attribution, value, tests, countsTicketsOnce: countsTicketsOnce)
  }

  /// Without the tests of some fields.
  func without(_ fields: String...) -> Measure {
    Measure(
      kind, attribution, value, tests.filter { !fields.contains($0.field) },
      countsTicketsOnce: countsTicketsOnce)
  }

  /// Each ticket once.
  var once: Measure { Measure(kind, attribution, value, tests, countsTicketsOnce: true) }
}
