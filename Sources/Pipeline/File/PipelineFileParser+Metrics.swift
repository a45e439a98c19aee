import Aggregate
import Columnar
import Compare
import Records
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
  func ownMetrics(
    _ map: ConfigMap, _ scope: FieldScope, _ sources: [PipelineFile.Source]
  ) -> [Metric] {
    var ids = Set((MetricTable.builtIn + MetricTable.ahead).map(\.id))
    return map.nodes("metrics").compactMap { node in
      guard let map = ConfigMap(node, "the metric", keys: Self.metricKeys, problems),
        let id = map.requiredName("id")
      else { return nil }
      if !ids.insert(id).inserted { problems.add(.metricTwice(id), at: map.node("id") ?? node) }
      return metric(id, map, scope, sources)
    }
  }

  private func metric(
    _ id: String, _ map: ConfigMap, _ scope: FieldScope, _ sources: [PipelineFile.Source]
  ) -> Metric? {
    let given = Self.formulas.filter { map.node($0.key) != nil }
    guard given.count == 1, let (formula, keys) = given.first, let node = map.node(formula) else {
      problems.add(.notOneFormula(id, Self.formulas.map(\.key)), at: map.node)
      return nil
    }
    guard let body = ConfigMap(node, "'\(formula)'", keys: keys, problems),
      let kindName = body.choice("of", RecordKind.allCases.map(\.rawValue))
        ?? (body.node("of") == nil ? "ticket" : nil),
      let kind = RecordKind(rawValue: kindName),
      let at = instant(map, kind, scope, sources)
    else { return nil }

    let among = scope.tests(body.node("among"), kind, problems)
    let tests = scope.tests(body.node("where"), kind, problems)
    let population = Measure(kind, .at(at), .one, among)
    let asked = map.choice("unit", units).flatMap(Metric.Unit.init)
    let built: (any Formula, Metric.Unit)?
    switch formula {
    case "count" where asked == .money, "share" where asked == .money:
      problems.add(.notOfMoney(formula), at: map.node("unit") ?? map.node)
      return nil
    case "count": built = (TotalFormula.total(Measure(kind, .at(at), .one, among + tests)), .count)
    case "share":
      let part = Measure(kind, .at(at), .one, among + tests)
      built = (RatioFormula.ratio(part, population), .share)
    default: built = valued(formula, body, kind, at, among + tests, asked, scope)
    }
    guard let (formula, unit) = built else { return nil }
    let label = map.name("label") ?? id
    return Metric(
      id, label, asked ?? unit,
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
    _ asked: Metric.Unit?, _ scope: FieldScope
  ) -> (any Formula, Metric.Unit)? {
    guard let text = body.requiredText("value"), let node = body.node("value") else { return nil }
    let names = text.split(separator: " ").map(String.init)
    let isDifference = names.count == 3 && names[1] == "-"
    guard names.count == 1 || isDifference else {
      problems.add(.notAValue(text), at: node)
      return nil
    }
    let fields = isDifference ? [names[0], names[2]] : names
    // Alone, an instant is no amount of anything.
    let known = scope.names(kind).filter { name in
      guard let type = scope.field(name, kind)?.type else { return false }
      return !type.isText && (isDifference || type != .instant)
    }
    for name in fields where !known.contains(name) {
      problems.add(.noSuchField(name, kind, known), at: node)
      return nil
    }
    guard let (value, unit) = value(of: fields, kind, asked, scope, node) else { return nil }
    let present = fields.map { FieldTest($0, .present) }
    let measure = Measure(kind, .at(at), value, tests + present)
    let counted = Measure(kind, .at(at), .one, tests + present)
    switch formula {
    case "mean": return (RatioFormula.ratio(measure, counted), unit)
    case "sum": return (TotalFormula.total(measure), unit)
    default:
      if body.node("q") == nil { return (QuantileFormula.quantile(measure, q: 0.5), unit) }
      return body.share("q").map { (QuantileFormula.quantile(measure, q: $0), unit) }
    }
  }

  /// A field's value, or the difference of two, and its unit where the metric names none.
  private func value(
    of fields: [String], _ kind: RecordKind, _ asked: Metric.Unit?, _ scope: FieldScope,
    _ node: Node
  ) -> (Measure.Value, Metric.Unit)? {
    let types = fields.compactMap { scope.field($0, kind)?.type }
    let isMoney = types.contains(.money)
    if isMoney, let asked, asked != .money {
      problems.add(.onlyMoney(fields[0]), at: node)
      return nil
    }
    // What an export has is of any currency; what is derived is of the pipeline's.
    let isConverted = fields.allSatisfy { DerivedFields.field($0, kind) != nil }
    if fields.count == 2 {
      guard types[0] == types[1] else {
        problems.add(.unlike(fields[0], fields[1]), at: node)
        return nil
      }
      guard isConverted || !isMoney && asked != .money else {
        problems.add(.amountsApart(fields[0], fields[1]), at: node)
        return nil
      }
      let unit: Metric.Unit =
        isMoney ? .money : types[0] == .instant || types[0] == .seconds ? .seconds : .number
      return (.difference(fields[0], fields[1]), unit)
    }
    let isNumber = types[0] == .decimal || types[0] == .integer
    if asked == .money && !isMoney && !isNumber {
      problems.add(.noAmount(fields[0], types[0]), at: node)
      return nil
    }
    if isMoney && !isConverted || asked == .money && isNumber {
      return (.amount(fields[0]), .money)
    }
    return (.field(fields[0]), isMoney ? .money : types[0] == .seconds ? .seconds : .number)
  }

  /// The instant by which moments count where a metric names none.
  private static let began: [RecordKind: String] = [
    .reply: "replied", .solve: "solved", .spell: "from", .ramp: "started",
  ]

  /// The instant that a metric names, else the first of the kind's own that a source maps.
  private func instant(
    _ map: ConfigMap, _ kind: RecordKind, _ scope: FieldScope, _ sources: [PipelineFile.Source]
  ) -> String? {
    let own = CommonSchema.kind(kind)?.began ?? Self.began[kind].map { [$0] } ?? []
    let mapped = sources.filter { $0.mapping.kind.kind == kind }.flatMap(\.mapping.readFields)
    let name =
      map.text("at") ?? own.first { name in mapped.contains { $0.name == name } } ?? own.first ?? ""
    guard scope.field(name, kind)?.type == .instant else {
      let instants = scope.names(kind).filter { scope.field($0, kind)?.type == .instant }
      problems.add(.noSuchInstant(name, kind, instants), at: map.node("at") ?? map.node)
      return nil
    }
    return name
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

  static func notOfMoney(_ formula: String) -> Self {
    Self(
      "a '\(formula)' is not an amount; expected a 'sum', 'mean' or 'quantile' with 'unit: money'")
  }

  static func onlyMoney(_ field: String) -> Self {
    Self("'\(field)' is an amount of money; expected 'unit: money', or no unit")
  }

  static func noAmount(_ field: String, _ type: FieldType) -> Self {
    Self(
      "'\(field)' is of the type '\(type.name)', which is not an amount of money; expected a number"
    )
  }

  static func unlike(_ a: String, _ b: String) -> Self {
    Self("'\(a)' and '\(b)' are of different types; expected a difference of two alike")
  }

  static func amountsApart(_ a: String, _ b: String) -> Self {
    Self(
      "'\(a)' and '\(b)' may be of any currency; expected amounts in the pipeline's, such as "
        + "'actual_amount - budget_amount', or a metric for each")
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
