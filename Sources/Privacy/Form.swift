import Aggregate
import Columnar
import Records

/// Records that are counted, or whose values are added up, as far as a reader may reckon with them:
/// a sum of conditions that hold, each with a factor.
///
/// What is not so is all less what is so, and one of two words is either, so that each test is a sum
/// of a few conditions that have nothing to do with one another. Two measures that differ in such
/// tests alone have terms in common, by which one follows from others.
struct Form: Hashable {
  /// What may be added up: sums of one value of one kind of record, by one instant.
  struct Family: Hashable {
    let kind: RecordKind
    let attribution: Measure.Attribution
    let value: Measure.Value
    let countsTicketsOnce: Bool
    /// Whether it is all the values, not their sum.
    let isDistribution: Bool
  }

  enum Condition: Hashable {
    case present
    case word(String)
    case atLeast(Int64)
    /// Of two fields, which nothing is known of but that it holds.
    case test(FieldTest)
  }

  /// Conditions on different fields, by field; all of them hold.
  struct Term: Hashable {
    let family: Family
    var conditions: [String: Condition] = [:]

    /// Another for each other term.
    var text: String {
      let conditions = conditions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      return "\(family) \(conditions)"
    }

    /// The term where another condition holds too; nil where both cannot.
    func with(_ field: String, _ condition: Condition) -> Term? {
      var term = self
      switch (conditions[field], condition) {
      case (nil, _), (.present, _): term.conditions[field] = condition
      case (let own, _) where own == condition: break
      case (_, .present): break
      case (.atLeast(let a), .atLeast(let b)): term.conditions[field] = .atLeast(max(a, b))
      default: return nil
      }
      return term
    }
  }

  private(set) var factors: [Term: Int] = [:]

  /// - Parameter isFlag: whether a field is true or false.
  init(
    _ measures: [Measure], less: [Measure] = [], isDistribution: Bool = false,
    isFlag: (String, RecordKind) -> Bool
  ) {
    for (measure, sign) in measures.map({ ($0, 1) }) + less.map({ ($0, -1) }) {
      let family = Family(
        kind: measure.kind, attribution: measure.attribution, value: measure.value,
        countsTicketsOnce: measure.countsTicketsOnce, isDistribution: isDistribution)
      var form = Form(factors: [Term(family: family): sign])
      for test in measure.tests {
        form = form.with(test, isFlag: isFlag(test.field, measure.kind))
      }
      add(form)
    }
  }

  init(factors: [Term: Int] = [:]) { self.factors = factors }

  mutating func add(_ other: Form) {
    for (term, factor) in other.factors { add(term, factor) }
  }

  mutating func add(_ term: Term, _ factor: Int) {
    let sum = factors[term, default: 0] + factor
    factors[term] = sum == 0 ? nil : sum
  }

  private func with(_ test: FieldTest, isFlag: Bool) -> Form {
    var form = Form()
    let field = if case .comparesField = test.claim { test.text } else { test.field }
    for (condition, factor) in test.conditions(isFlag: isFlag) {
      for (term, own) in factors {
        if let term = condition.map({ term.with(field, $0) }) ?? term {
          form.add(term, own * factor)
        }
      }
    }
    return form
  }

  /// The form where some conditions hold too.
  func with(_ conditions: [String: Condition]) -> Form {
    var form = Form()
    for (term, factor) in factors {
      var whole: Term? = term
      for (field, condition) in conditions { whole = whole?.with(field, condition) }
      if let whole { form.add(whole, factor) }
    }
    return form
  }
}

extension FieldTest {
  /// The test as a sum; nil is the condition that always holds.
  fileprivate func conditions(isFlag: Bool) -> [(Form.Condition?, Int)] {
    func atLeast(_ number: Int64) -> [(Form.Condition?, Int)] {
      if isFlag && number <= 0 { return [(.present, 1)] }
      return isFlag && number > 1 ? [] : [(.atLeast(number), 1)]
    }
    func less(_ sum: [(Form.Condition?, Int)]) -> [(Form.Condition?, Int)] {
      sum.map { ($0.0, -$0.1) }
    }
    switch claim {
    case .present: return [(.present, 1)]
    case .missing: return [(nil, 1), (.present, -1)]
    case .isAny(let words): return Set(words).map { (.word($0), 1) }
    case .isNone(let words): return [(nil, 1)] + Set(words).map { (.word($0), -1) }
    case .comparesField, .isDay: return [(.test(self), 1)]
    case .isTimed: return [(nil, 1), (.test(FieldTest(field, .isDay(or: []))), -1)]
    case .compares(let comparison, let number):
      let next = number == .max ? number : number + 1
      switch comparison {
      case .atLeast: return atLeast(number)
      case .greater: return atLeast(next)
      case .less: return [(.present, 1)] + less(atLeast(number))
      case .atMost: return [(.present, 1)] + less(atLeast(next))
      case .equal: return atLeast(number) + less(atLeast(next))
      case .notEqual: return [(.present, 1)] + less(atLeast(number)) + atLeast(next)
      }
    }
  }
}
