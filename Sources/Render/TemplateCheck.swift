import Aggregate
import Civil
public import Columnar
import Compare
import Templates

/// Proves that every name of a template stands in the report model; the template library itself
/// renders an unknown name as nothing.
public enum TemplateCheck {
  /// - Returns: a diagnostic for each tag that names nothing, or is not closed.
  public static func unknownNames(in template: String, file: String) -> [Diagnostic] {
    var check = Checker(file: file, stack: [ReportModel(input: .sampleOfPart).node])
    check.run(template)
    return check.found
  }

  private struct Checker {
    let file: String
    var stack: [ModelNode]
    var open: [(name: String, location: Diagnostic.Location)] = []
    var found: [Diagnostic] = []

    mutating func run(_ template: String) {
      var rest = Substring(template)
      var line = 1
      var column = 1
      func move(_ text: Substring) {
        for character in text {
          if character == "\n" || character == "\r\n" {
            line += 1
            column = 1
          } else {
            column += 1
          }
        }
      }
      while let start = rest.firstRange(of: "{{") {
        move(rest[..<start.lowerBound])
        let location = Diagnostic.Location(file: file, line: line, column: column)
        let isTriple = rest[start.upperBound...].hasPrefix("{")
        guard let end = rest[start.upperBound...].firstRange(of: isTriple ? "}}}" : "}}") else {
          report(.tagNotClosed, location)
          return
        }
        tag(rest[start.upperBound..<end.lowerBound].drop { $0 == "{" }, location)
        move(rest[start.lowerBound..<end.upperBound])
        rest = rest[end.upperBound...]
      }
      for section in open { report(.sectionNotClosed(section.name), section.location) }
    }

    private mutating func tag(_ text: Substring, _ location: Diagnostic.Location) {
      let sigil = text.first.flatMap { "#^/!>&%=$<".contains($0) ? $0 : nil }
      let name = String(text.drop { sigil == $0 || $0 == " " }.prefix { $0 != " " })
      switch sigil {
      case "!", "%", "=", "$", "<": break
      case "/":
        if open.last?.name == name {
          open.removeLast()
          stack.removeLast()
        } else {
          report(.sectionNotOpen(name), location)
        }
      case ">":
        guard let partial = BuiltInTemplates.partials[name] else {
          report(.noPartial(name, BuiltInTemplates.partials.keys.sorted()), location)
          return
        }
        var inner = Checker(file: file, stack: stack)
        inner.run(partial)
        if !inner.found.isEmpty { report(.partialLacks(name), location) }
      default:
        let node = find(name)
        if node == nil { report(.noName(name, names), location) }
        if sigil == "#" || sigil == "^" {
          open.append((name, location))
          stack.append(sigil == "#" ? node ?? .object([:]) : .object([:]))
        }
      }
    }

    /// The node that a name means, from the innermost section outwards.
    private func find(_ name: String) -> ModelNode? {
      if name == "." { return stack.last }
      // A function of the template library around a name.
      let plain =
        name.hasSuffix(")") ? String(name.dropLast().split(separator: "(").last ?? "") : name
      let steps = plain.split(separator: ".").map(String.init)
      for level in stack.reversed() {
        guard var node = Self.member(steps.first ?? "", of: level) else { continue }
        for step in steps.dropFirst() {
          guard let next = Self.member(step, of: node) else { return nil }
          node = next
        }
        return node
      }
      return nil
    }

    private static func member(_ name: String, of node: ModelNode) -> ModelNode? {
      switch node {
      case .object(let members): members[name]
      case .list(let items): filled(items.compactMap { member(name, of: $0) })
      default: nil
      }
    }

    /// Of what the items of a list have by one name the first with something in it.
    private static func filled(_ nodes: [ModelNode]) -> ModelNode? {
      nodes.first { if case .list(let items) = $0 { !items.isEmpty } else { true } } ?? nodes.first
    }

    private var names: [String] {
      var names: Set<String> = []
      for level in stack {
        if case .object(let members) = level { names.formUnion(members.keys) }
        if case .list(let items) = level {
          for case .object(let members) in items { names.formUnion(members.keys) }
        }
      }
      return names.sorted()
    }

    private mutating func report(_ message: Diagnostic.Message, _ location: Diagnostic.Location) {
      found.append(Diagnostic(message, at: location, failure: .configuration))
    }
  }
}

extension Diagnostic.Message {
  static func noName(_ name: String, _ names: [String]) -> Self {
    Self("no '{{\(name)}}' in the report model\(suggestion(for: name, among: names))")
  }
  static func noPartial(_ name: String, _ partials: [String]) -> Self {
    Self("no partial '\(name)'\(suggestion(for: name, among: partials))")
  }
  static func partialLacks(_ name: String) -> Self {
    Self("the partial '\(name)' needs names that are not here; expected it within {{#tables}}")
  }
  static var tagNotClosed: Self { Self("the tag that begins here is not closed") }
  static func sectionNotClosed(_ name: String) -> Self {
    Self("the section '{{#\(name)}}' is not closed; expected '{{/\(name)}}'")
  }
  static func sectionNotOpen(_ name: String) -> Self {
    Self("'{{/\(name)}}' closes no section that is open")
  }
}

extension ReportInput {
  /// A report with something in each of its parts, whose model has every name.
  static var sample: ReportInput {
    let last = Period(.month, containing: CivilDate(2026, 10, 1))
    let periods = (0..<13).map { last.advanced(by: $0 - 12) }
    let groups = [Group.whole, Group(["region": "A"]), Group(["region": "B"])]
    let metrics = MetricTable.firstOfEach
    let values = metrics.map { metric in
      groups.map { group -> [MetricValue]? in
        periods.indices.map { MetricValue(value: Double($0), n: 20, flags: [.indicative]) }
      }
    }
    var input = ReportInput(
      pipeline: "sample", title: "Sample", report: "board", zone: "UTC",
      asOf: CivilDate(2026, 11, 2), dataTo: "2026-11-01 17:00", runID: "0000000000000000",
      edition: "original", program: "deskbrief", currency: "EUR",
      snapshot: MetricSnapshot(
        metrics: metrics, periods: periods, groups: groups, values: values),
      targets: Targets(), scorecard: [], dimensions: ["region"],
      sources: [
        .init(
          name: "a", kind: "ticket", read: 3, kept: 1, superseded: 1, rejected: 1, dropped: 0,
          movedTimes: 0,
          ambiguousTimes: 0)
      ],
      rejections: [.init(source: "a", field: "created", reason: "the field is empty", count: 1)],
      leftOut: [("spam", 1)],
      coverage: [.init(kind: "ticket", field: "created", present: 1, total: 1)],
      missing: [.init(metric: metrics[0], fields: ["created"])])
    input.orphans = [("survey", 1)]
    return input
  }

  /// The same, of a period that is not over, against a shorter one.
  static var sampleOfPart: ReportInput {
    var input = sample
    input.daysSoFar = 30
    input.add(input.snapshot, ofDays: 28)
    return input
  }
}
