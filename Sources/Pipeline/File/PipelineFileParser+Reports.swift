import Aggregate
import Civil
import Columnar
import Records
import Render
import Yams

extension PipelineFileParser {
  static let reportKeys = [
    "name", "period", "template", "dimensions", "pairs", "history", "metrics", "scorecard",
    "audience",
  ]
  static let longestScorecard = 9
  /// How many periods a report shows of each kind: so many that the same one a year before is
  /// among them.
  private static let histories: [Period.Kind: Int] = [
    .day: 367, .week: 53, .month: 13, .quarter: 13, .year: 13, .fiscalQuarter: 13, .fiscalYear: 13,
  ]

  static func history(_ kind: Period.Kind) -> Int { histories[kind] ?? 13 }

  func reports(_ map: ConfigMap, _ scope: FieldScope, _ metrics: [Metric]) -> [PipelineFile.Report]
  {
    guard map.requiredNode("reports") != nil else { return [] }
    var names = ReportNames()
    return map.nodes("reports", atLeastOne: true).compactMap { node in
      guard let map = ConfigMap(node, "the report", keys: Self.reportKeys, problems),
        let name = map.requiredName("name")
      else { return nil }
      if let mistake = names.add(name) { problems.add(mistake, at: map.node("name") ?? node) }
      return report(name, map, scope, metrics)
    }
  }

  private func report(
    _ name: String, _ map: ConfigMap, _ scope: FieldScope, _ metrics: [Metric]
  ) -> PipelineFile.Report {
    let kinds = Period.Kind.regular.map(\.rawValue)
    let kind = map.choice("period", kinds).flatMap(Period.Kind.init) ?? .month
    var limits: [String: Int] = [:]
    var seen: Set<Set<String>> = []
    let dimensions = map.nodes("dimensions").compactMap { node -> String? in
      guard let name = dimension(node, scope, &limits) else { return nil }
      if !seen.insert([name]).inserted { problems.add(.splitTwice([name]), at: node) }
      return name
    }
    let pairs = map.nodes("pairs").compactMap { node -> [String]? in
      guard case .sequence(let items) = node, items.count == 2 else {
        problems.add(.notAPair, at: node)
        return nil
      }
      let names = items.compactMap { map.text($0, "pairs") }
      if names.count < 2 { return nil }
      for item in items { checkDimension(item, scope) }
      if Set(names).count < 2 || !seen.insert(Set(names)).inserted {
        problems.add(.splitTwice(names), at: node)
      }
      return names
    }
    let history = map.count("history", of: "periods", 1...1000) ?? Self.history(kind)
    let shown = self.metrics(map, "metrics", metrics)
    let scorecard = self.metrics(map, "scorecard", metrics)
    if scorecard.count > Self.longestScorecard, let node = map.node("scorecard") {
      problems.add(.longScorecard(scorecard.count), at: node)
    }
    if !shown.isEmpty {
      for node in map.nodes("scorecard") {
        if let id = node.scalar?.string, scorecard.contains(id), !shown.contains(id) {
          problems.add(.notShown(id), at: node)
        }
      }
    }
    return PipelineFile.Report(
      name: name, period: kind, history: history, dimensions: dimensions, pairs: pairs,
      memberLimits: limits,
      metrics: shown, scorecard: scorecard, template: template(map),
      audience: map.choice("audience", Audience.allCases.map(\.rawValue)).flatMap(Audience.init)
        ?? .board,
      location: problems.location(map.node))
  }

  /// A dimension by its name, or `{ name: account, top: 20 }`.
  private func dimension(
    _ node: Node, _ scope: FieldScope, _ limits: inout [String: Int]
  ) -> String? {
    if let name = node.scalar?.string {
      checkDimension(node, scope)
      return name
    }
    guard let map = ConfigMap(node, "the dimension", keys: ["name", "top"], problems),
      let name = map.requiredText("name"), let nameNode = map.node("name")
    else { return nil }
    checkDimension(nameNode, scope)
    if let count = map.count("top", of: "members", 1...1000) { limits[name] = count }
    return name
  }

  /// The metrics that a key names, each once.
  func metrics(_ map: ConfigMap, _ key: String, _ metrics: [Metric]) -> [String] {
    let ids = metrics.map(\.id)
    var found: [String] = []
    for node in map.nodes(key, atLeastOne: true) {
      guard let id = map.text(node, key) else { continue }
      if !ids.contains(id) { problems.add(.unknownMetric(id, ids), at: node) }
      if found.contains(id) { problems.add(.listedTwice(id, key), at: node) }
      found.append(id)
    }
    return found
  }

  func checkDimension(_ node: Node, _ scope: FieldScope) {
    guard let name = node.scalar?.string else { return }
    let texts = scope.kinds.values.joined().filter(\.type.isText).map(\.name)
      .filter { !DerivedFields.undivided.contains($0) }
    if !texts.contains(name) {
      problems.add(.unknownDimension(name, Array(Set(texts)).sorted()), at: node)
    }
  }

  /// A template file, checked against the report model; nil for the one built in.
  private func template(_ map: ConfigMap) -> String? {
    guard let node = map.node("template"), let name = map.text("template"), name != "board" else {
      return nil
    }
    guard let file = besides(name, at: node, missing: .unknownTemplate(name)) else { return nil }
    guard let text = String(data: file.content, encoding: .utf8) else {
      problems.add(.fileNotUTF8, at: .init(file: file.path))
      return nil
    }
    for diagnostic in TemplateCheck.unknownNames(in: text, file: file.path) {
      problems.add(diagnostic.message, at: diagnostic.location ?? problems.location(node))
    }
    return text
  }
}

extension Diagnostic.Message {
  static func longScorecard(_ count: Int) -> Self {
    Self(
      "'scorecard' has \(count) metrics; expected at most \(PipelineFileParser.longestScorecard)")
  }

  static func notShown(_ id: String) -> Self {
    Self("the scorecard names '\(id)', which 'metrics' does not have; expected it in both")
  }

  static var notAPair: Self {
    Self("a pair must be a list of two dimensions, as [region, channel]")
  }

  static func splitTwice(_ names: [String]) -> Self {
    Self("the report splits by \(names.map { "'\($0)'" }.joined(separator: " and ")) twice")
  }

  static func unknownMetric(_ id: String, _ ids: [String]) -> Self {
    Self("no metric '\(id)'\(suggestion(for: id, among: ids)); 'deskbrief metrics' lists them")
  }

  static func unknownDimension(_ name: String, _ names: [String]) -> Self {
    Self("no text field '\(name)' to split by\(suggestion(for: name, among: names))")
  }

  static func unknownTemplate(_ name: String) -> Self {
    Self("no template '\(name)'; expected 'board', or a file beside the pipeline file")
  }
}
