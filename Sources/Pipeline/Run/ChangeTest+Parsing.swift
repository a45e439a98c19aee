import Aggregate
import Civil
public import Columnar
public import Compare
public import Render

extension PipelineFile {
  /// Reads what a change must be: `csat worse`, `csat[region=EMEA] < -2pp`, `backlog > 10%`, `any
  /// concerning`.
  public func changeTest(_ text: String) throws(Diagnostic) -> ChangeTest {
    let (name, asked) = Self.halves(text)
    let (subject, metric) = try subject(name, of: text)
    if let sign = asked.first, sign == "<" || sign == ">" {
      guard let metric else { throw Diagnostic(.sizeOfAny(text), failure: .usage) }
      let size = String(asked.dropFirst())
      guard
        let least = changeSize(
          size, metric.unit, moneyDigits: CurrencyCode.minorDigits(currency))
      else { throw Diagnostic(.notAChange(size.filter { $0 != " " }, metric), failure: .usage) }
      return ChangeTest(subject, sign == "<" ? .isBelow(least) : .isAbove(least), text: text)
    }
    if let direction = Signal.Direction(rawValue: asked) {
      return ChangeTest(subject, .signal(direction), text: text)
    }
    guard Self.verdicts.contains(asked) else {
      throw Diagnostic(.notAChangeTest(text, Self.verdicts), failure: .usage)
    }
    return ChangeTest(subject, .verdict(asked), text: text)
  }

  /// Ids of metrics that there are.
  public func metricIDs(_ ids: [String]) throws(Diagnostic) -> [String] {
    for id in ids where !metrics.contains(where: { $0.id == id }) {
      throw Diagnostic(.unknownMetric(id, metrics.map(\.id)), failure: .usage)
    }
    return ids
  }

  /// Members of dimensions, as `region=EMEA`.
  public func members(_ texts: [some StringProtocol]) throws(Diagnostic) -> [String: String] {
    var members: [String: String] = [:]
    for text in texts {
      let halves = text.split(separator: "=", maxSplits: 1)
      guard halves.count == 2 else {
        throw Diagnostic(.notAMember(String(text)), failure: .usage)
      }
      let dimension = String(halves[0]).filter { $0 != " " }
      guard textFields.contains(dimension) else {
        throw Diagnostic(.unknownDimension(dimension, textFields), failure: .usage)
      }
      members[dimension] = String(halves[1])
    }
    return members
  }

  private static let verdicts = ["worse", "improved", "changed", "concerning", "improving"]

  /// The subject, and what is asked of it.
  private static func halves(_ text: String) -> (subject: String, asked: String) {
    let trimmed = text.drop { $0 == " " }
    let end =
      trimmed.firstIndex(of: "]").map { trimmed.index(after: $0) }
      ?? trimmed.firstIndex { " <>".contains($0) } ?? trimmed.endIndex
    var asked = trimmed[end...].drop { $0 == " " }
    while asked.last == " " { asked.removeLast() }
    return (String(trimmed[..<end]), String(asked))
  }

  private func subject(
    _ name: String, of text: String
  ) throws(Diagnostic) -> (ChangeTest.Subject, Metric?) {
    if name == "any" { return (.any, nil) }
    let parts = name.split(separator: "[", maxSplits: 1)
    let id = parts.first.map(String.init) ?? ""
    guard let metric = metrics.first(where: { $0.id == id }) else {
      throw Diagnostic(.unknownMetric(id, metrics.map(\.id)), failure: .usage)
    }
    let members = try parts.count == 2 ? members(parts[1].dropLast().split(separator: ",")) : [:]
    return (.metric(id, Group(members)), metric)
  }
}

extension Diff.Result {
  /// That a comparison is not to be let pass: what each test holds of, with its figures; nil where none
  /// does.
  public func failure(of tests: [ChangeTest], in report: DiffReport) -> Diagnostic? {
    var found: [Diagnostic] = []
    for test in tests {
      for row in test.rows(comparison.rows) {
        found.append(
          Diagnostic(.testHolds(test.text, report.sentence(of: row)), failure: .dataGate))
      }
      for signal in test.signals(course?.signals ?? []) {
        found.append(
          Diagnostic(.testHolds(test.text, report.sentence(of: signal)), failure: .dataGate))
      }
    }
    return found.isEmpty ? nil : Diagnostic(found)
  }
}

extension Diagnostic.Message {
  static func notAChangeTest(_ text: String, _ words: [String]) -> Self {
    Self(
      "'\(text)' is not a condition; expected a metric or 'any' and one of \(words.joined(separator: ", ")), or "
        + "a metric and a size, such as 'csat worse', 'csat[region=EMEA] < -2pp' or 'any concerning'"
    )
  }

  static func notAMember(_ text: String) -> Self {
    Self("'\(text)' is not a member; expected one such as region=EMEA")
  }

  static func sizeOfAny(_ text: String) -> Self {
    Self("'\(text)' gives a size for any metric; expected the one that it is for")
  }

  static func testHolds(_ test: String, _ sentence: String) -> Self {
    Self("'\(test)': \(sentence)")
  }
}
