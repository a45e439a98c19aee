import Aggregate
import Civil
import Columnar
import Foundation
import Render
import Yams

extension PipelineFileParser {
  static let reportKeys = [
    "name", "period", "template", "dimensions", "pairs", "history", "metrics", "scorecard",
    "audience",
  ]
  /// How many periods a report shows of each kind: so many that the same one a year before is
  /// among them.
  private static let histories: [Period.Kind: Int] = [
    .day: 367, .week: 53, .month: 13, .quarter: 13, .year: 13, .fiscalQuarter: 13, .fiscalYear: 13,
  ]

  static func history(_ kind: Period.Kind) -> Int { histories[kind] ?? 13 }

  func reports(_ map: ConfigMap, _ scope: FieldScope, _ metrics: [Metric]) -> [PipelineFile.Report]
  {
    guard map.node("reports") != nil else {
      problems.add(.lacksKey("reports", "the pipeline file"), at: map.node)
      return []
    }
    var names: Set<String> = []
    return map.nodes("reports").compactMap { node in
      guard let map = ConfigMap(node, "the report", keys: Self.reportKeys, problems),
        let name = map.requiredText("name")
      else { return nil }
      if !names.insert(name).inserted { problems.add(.reportTwice(name), at: node) }
      if name.contains("/") || name.hasPrefix(".") {
        problems.add(.notAFolderName(name), at: map.node("name") ?? node)
      }
      return report(name, map, scope, metrics)
    }
  }

  private func report(
    _ name: String, _ map: ConfigMap, _ scope: FieldScope, _ metrics: [Metric]
  ) -> PipelineFile.Report {
    let kinds = Period.Kind.allCases.map(\.rawValue)
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
      for item in items { checkDimension(item, scope) }
      let names = items.compactMap { $0.scalar?.string }
      if Set(names).count < 2 || !seen.insert(Set(names)).inserted {
        problems.add(.splitTwice(names), at: node)
      }
      return names
    }
    var history = Self.history(kind)
    if let node = map.node("history"), let text = map.text("history") {
      if let count = Int(text), 1...1000 ~= count {
        history = count
      } else {
        problems.add(.notAHistory(text), at: node)
      }
    }
    for node in map.nodes("scorecard") + map.nodes("metrics") {
      let ids = metrics.map(\.id)
      if let id = node.scalar?.string, !ids.contains(id) {
        problems.add(.unknownMetric(id, ids), at: node)
      }
    }
    return PipelineFile.Report(
      name: name, period: kind, history: history, dimensions: dimensions, pairs: pairs,
      memberLimits: limits,
      metrics: map.texts("metrics"), scorecard: map.texts("scorecard"), template: template(map),
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
    if let text = map.text("top") {
      if let count = Int(text), 1...1000 ~= count {
        limits[name] = count
      } else {
        problems.add(.notALimit(text), at: map.node("top") ?? node)
      }
    }
    return name
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
    if name.hasPrefix("/") || name.split(separator: "/").contains("..") {
      problems.add(.globLeavesFolder(name), at: node)
      return nil
    }
    let folder = problems.file.lastIndex(of: "/").map { String(problems.file[..<$0]) } ?? "."
    let path = FileSystem.join(folder, name)
    guard let data = FileManager.default.contents(atPath: path) else {
      problems.add(.unknownTemplate(name), at: node)
      return nil
    }
    if leavesFolder(path, name, at: node) { return nil }
    let text = String(decoding: data, as: UTF8.self)
    for diagnostic in TemplateCheck.unknownNames(in: text, file: path) {
      problems.add(diagnostic.message, at: diagnostic.location ?? problems.location(node))
    }
    return text
  }
}

extension Diagnostic.Message {
  static func reportTwice(_ name: String) -> Self { Self("there are two reports named '\(name)'") }

  static func notAFolderName(_ name: String) -> Self {
    Self("'\(name)' names a folder; expected one without '/' that does not begin with '.'")
  }

  static var notAPair: Self {
    Self("a pair must be a list of two dimensions, as [region, channel]")
  }

  static func notAHistory(_ text: String) -> Self {
    Self("'history' must be a number of periods from 1 to 1000; found '\(text)'")
  }

  static func splitTwice(_ names: [String]) -> Self {
    Self("the report splits by \(names.map { "'\($0)'" }.joined(separator: " and ")) twice")
  }

  static func notALimit(_ text: String) -> Self {
    Self("'top' must be a number of members from 1 to 1000; found '\(text)'")
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
