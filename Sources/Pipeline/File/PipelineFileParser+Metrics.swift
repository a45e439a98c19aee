import Aggregate
import Columnar
import Compare
import Transform
import Yams

extension PipelineFileParser {
  static let metricKeys = [
    "id", "label", "definition", "unit", "good", "at", "count", "share", "mean", "sum", "quantile",
  ]
  /// The formulas, each with the keys that it reads.
  static let formulas: KeyValuePairs = [
    "count": ["of", "where"], "share": ["of", "where", "among"],
    "mean": ["of", "where", "value"], "sum": ["of", "where", "value"],
    "quantile": ["of", "where", "value", "q"],
  ]

  /// The pipeline's own metrics, in the shape of the built-in table's rows.
  func ownMetrics(_ map: ConfigMap, _ scope: FieldScope) -> [Metric] {
    var ids = Set(MetricTable.builtIn.map(\.id))
    return map.nodes("metrics").compactMap { node in
      guard let map = ConfigMap(node, "the metric", keys: Self.metricKeys, problems),
        let id = map.requiredName("id")
      else { return nil }
      if !ids.insert(id).inserted { problems.add(.metricTwice(id), at: map.node("id") ?? node) }
      return metric(id, map, scope)
    }
  }

  private func metric(_ id: String, _ map: ConfigMap, _ scope: FieldScope) -> Metric? {
    let given = Self.formulas.filter { map.node($0.key) != nil }
    guard given.count == 1, let (formula, keys) = given.first, let node = map.node(formula) else {
      problems.add(.notOneFormula(id, Self.formulas.map(\.key)), at: map.node)
      return nil
    }
    guard let body = ConfigMap(node, "'\(formula)'", keys: keys, problems),
      let kindName = body.choice("of", RecordKind.allCases.map(\.rawValue))
        ?? (body.node("of") == nil ? "ticket" : nil),
      let kind = RecordKind(rawValue: kindName),
      let at = instant(map, kind, scope)
    else { return nil }

    let among = scope.tests(body.node("among"), kind, problems)
    let tests = scope.tests(body.node("where"), kind, problems)
    let population = Measure(kind, .at(at), .one, among)
    let built: (Metric.Formula, Metric.Unit)?
    switch formula {
    case "count": built = (.total(Measure(kind, .at(at), .one, among + tests)), .count)
    case "share":
      let part = Measure(kind, .at(at), .one, among + tests)
      built = (.ratio(part, population), .share)
    default: built = valued(formula, body, kind, at, among + tests, scope)
    }
    guard let (formula, unit) = built else { return nil }
    let label = map.name("label") ?? id
    return Metric(
      id, label, map.choice("unit", units).flatMap(Metric.Unit.init) ?? unit,
      good: map.choice("good", ["up", "down", "neither", "band"]).flatMap(Metric.Direction.init)
        ?? .neither,
      formula, evidence: kind == .reply && unit == .count ? MetricTable.knownReplies : nil,
      map.text("definition") ?? formula.words)
  }

  private var units: [String] {
    [Metric.Unit.count, .seconds, .share, .points, .number, .weeks, .money].map(\.rawValue)
  }

  /// A mean, sum or quantile of a field, or of the difference of two.
  private func valued(
    _ formula: String, _ body: ConfigMap, _ kind: RecordKind, _ at: String, _ tests: [FieldTest],
    _ scope: FieldScope
  ) -> (Metric.Formula, Metric.Unit)? {
    guard let text = body.requiredText("value"), let node = body.node("value") else { return nil }
    let names = text.split(separator: " ").map(String.init)
    let isDifference = names.count == 3 && names[1] == "-"
    guard names.count == 1 || isDifference else {
      problems.add(.notAValue(text), at: node)
      return nil
    }
    let fields = isDifference ? [names[0], names[2]] : names
    // A difference is of two instants; alone, an instant is no amount of anything.
    let known = scope.names(kind).filter { name in
      guard let type = scope.field(name, kind)?.type else { return false }
      return isDifference ? type == .instant : type != .instant && !type.isText
    }
    for name in fields where !known.contains(name) {
      problems.add(
        isDifference ? .noSuchInstant(name, kind, known) : .noSuchField(name, kind, known), at: node
      )
      return nil
    }
    let value: Measure.Value =
      isDifference ? .difference(fields[0], fields[1]) : .field(fields[0])
    let present = fields.map { FieldTest($0, .present) }
    let measure = Measure(kind, .at(at), value, tests + present)
    let counted = Measure(kind, .at(at), .one, tests + present)
    let type = scope.field(fields[0], kind)?.type
    let unit: Metric.Unit =
      isDifference || type == .seconds ? .seconds : type == .money ? .money : .number
    switch formula {
    case "mean": return (.ratio(measure, counted), unit)
    case "sum": return (.total(measure), unit)
    default:
      if body.node("q") == nil { return (.quantile(measure, q: 0.5), unit) }
      return body.share("q").map { (.quantile(measure, q: $0), unit) }
    }
  }

  /// The instant by which moments count where a metric names none.
  private static let began: [RecordKind: String] = [
    .reply: "replied", .solve: "solved", .spell: "from", .ramp: "started",
  ]

  private func instant(_ map: ConfigMap, _ kind: RecordKind, _ scope: FieldScope) -> String? {
    let name = map.text("at") ?? CommonSchema.kind(kind)?.began ?? Self.began[kind] ?? ""
    guard scope.field(name, kind)?.type == .instant else {
      let instants = scope.names(kind).filter { scope.field($0, kind)?.type == .instant }
      problems.add(.noSuchInstant(name, kind, instants), at: map.node("at") ?? map.node)
      return nil
    }
    return name
  }
}

extension Metric.Formula {
  /// What is computed, for a metric that brings no definition of its own.
  var words: String {
    func population(_ measure: Measure) -> String {
      let tests = measure.tests.map(\.text)
      return "\(measure.kind.rawValue) records"
        + (tests.isEmpty ? "" : " where " + tests.joined(separator: " and "))
    }
    func value(_ measure: Measure) -> String {
      switch measure.value {
      case .one: "the number"
      case .field(let name): name
      case .difference(let a, let b): "\(a) − \(b)"
      case .age(let name): "the age since \(name)"
      }
    }
    func at(_ measure: Measure) -> String {
      if case .at(let name) = measure.attribution { return ", by \(name)" }
      return ", at the end of the period"
    }
    switch self {
    case .total(let measures, _) where measures[0].value == .one:
      return "The number of \(population(measures[0]))\(at(measures[0]))."
    case .ratio(let a, _, let b, _) where a[0].value == .one:
      return "The number of \(population(a[0])) ÷ the number of \(population(b[0]))\(at(b[0]))."
    case .ratio(let a, _, _, _):
      return "The mean of \(value(a[0])) over \(population(a[0]))\(at(a[0]))."
    case .quantile(let measure, let q):
      return "The \(q) quantile of \(value(measure)) over \(population(measure))\(at(measure))."
    case .total(let measures, _):
      return "The sum of \(value(measures[0])) over \(population(measures[0]))\(at(measures[0]))."
    case .opening(let measure), .perDistinct(let measure, _), .monthly(let measure, _),
      .lastMonth(let measure), .varianceOfMean(let measure, _):
      return "Of \(value(measure)) over \(population(measure))\(at(measure))."
    }
  }
}

extension Diagnostic.Message {
  static func metricTwice(_ id: String) -> Self {
    Self("there is a metric '\(id)' already, built in or above")
  }

  static func notOneFormula(_ id: String, _ formulas: [String]) -> Self {
    Self(
      "the metric '\(id)' needs exactly one of \(formulas.map { "'\($0)'" }.joined(separator: ", "))"
    )
  }

  static func notAValue(_ text: String) -> Self {
    Self("'\(text)' is not a value; expected a field, or a difference such as 'solved - created'")
  }

  static func noSuchField(_ name: String, _ kind: RecordKind, _ known: [String]) -> Self {
    Self(
      "no number or duration '\(name)' on a \(kind.rawValue)\(suggestion(for: name, among: known))")
  }

  static func noSuchInstant(_ name: String, _ kind: RecordKind, _ known: [String]) -> Self {
    Self("no instant '\(name)' on a \(kind.rawValue)\(suggestion(for: name, among: known))")
  }
}
