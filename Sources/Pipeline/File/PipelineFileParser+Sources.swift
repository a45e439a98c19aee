import Aggregate
import Civil
import Columnar
import Extract
import Foundation
import Records
import Transform
import Yams

extension PipelineFileParser {
  private static let presetKeys =
    [
      "preset", "kind", "format", "encoding", "records", "timezone", "missing", "aliases", "drop",
      "fields", "set",
    ] + dialectKeys
  static let sourceKeys =
    presetKeys + [
      "name", "system", "ticket_system", "files", "reject_above", "schema", "order",
    ]
  func sources(_ map: ConfigMap, systems: [String], zone: String) -> [PipelineFile.Source] {
    guard map.requiredNode("sources") != nil else { return [] }
    var names: Set<String> = []
    return map.nodes("sources", atLeastOne: true).flatMap { node in
      let layouts = layouts(node, systems: systems, zone: zone)
      if let source = layouts.first, !names.insert(source.name).inserted {
        problems.add(.sourceTwice(source.name), at: node)
      }
      return layouts
    }
  }

  /// A source; where it names several presets, once for each of these layouts.
  private func layouts(_ node: Node, systems: [String], zone: String) -> [PipelineFile.Source] {
    guard let map = ConfigMap(node, "the source", keys: Self.sourceKeys, problems) else {
      return []
    }
    let presets = map.nodes("preset", atLeastOne: true)
    _ = map.names("preset")
    guard presets.count > 1 else {
      let preset = presets.first.flatMap { self.preset($0, map) }
      return source(map, preset, systems: systems, zone: zone).map { [$0] } ?? []
    }
    return presets.enumerated().compactMap { index, node in
      guard let preset = preset(node, map) else { return nil }
      var layout = source(map, preset, systems: systems, zone: zone)
      if index > 0 {
        layout?.isAlternative = true
        layout?.name += " (\(node.scalar?.string ?? ""))"
      }
      return layout
    }
  }

  private func source(
    _ map: ConfigMap, _ preset: ConfigMap?, systems: [String], zone: String
  ) -> PipelineFile.Source? {
    let node = map.node
    let name = map.requiredName("name")
    guard
      let kindName = map.choice("kind", CommonSchema.kinds.map(\.kind.rawValue))
        ?? preset?.text("kind") ?? (map.node("kind") == nil ? "ticket" : nil),
      let kind = RecordKind(rawValue: kindName).flatMap({ CommonSchema.kind($0) })
    else { return nil }
    let rule = systemRule(map, systems)
    let isNamed = map.node("system")?.mapping == nil
    let system =
      (isNamed ? map.name("system") : nil) ?? (systems.count == 1 ? systems[0] : name ?? "")
    if let value = map.node("system"), isNamed, !systems.isEmpty, !systems.contains(system) {
      problems.add(.notAChoice(system, "system", systems), at: value)
    }

    var mapping = SourceMapping(
      kind: kind, system: system, zone: map.text("timezone") ?? preset?.text("timezone") ?? zone)
    if let node = map.node("timezone") {
      _ = problems.attempt(at: node) { () throws(Diagnostic) in try Zone.named(mapping.zone) }
    }
    mapping.missing =
      map.node("missing") == nil ? preset?.texts("missing") ?? [] : map.texts("missing")
    mapping.drops = preset.map(drops) ?? []
    mapping.drops += drops(map)
    if let preset {
      mapping.fields = fields(preset, kind)
      mapping.constants = constants(preset, kind)
    }
    var optional = mapping.fields
    for field in fields(map, kind) {
      let name = field.field.name
      mapping.fields.removeAll { $0.field.name == name }
      optional.removeAll { $0.field.name == name }
      mapping.constants[name] = nil
      mapping.fields.append(field)
    }
    mapping.constants.merge(constants(map, kind)) { $1 }
    if let node = map.node("ticket_system"), let name = map.name("ticket_system") {
      if !kind.namesTicket { problems.add(.namesNoTicket(kindName), at: node) }
      if !systems.isEmpty, !systems.contains(name) {
        problems.add(.notAChoice(name, "ticket_system", systems), at: node)
      }
      mapping.constants["ticket_system"] = name
    }
    // Days and months are dates of the calendar, not instants of some place.
    if kind.kind == .staff || kind.kind == .cost { mapping.zone = zone }
    optional.removeAll { kind.required.contains($0.field.name) }
    for required in kind.required
    where !mapping.fields.contains(where: { $0.field.name == required }) {
      // One with a mistake has its own message.
      if mapping.constants[required] == nil, map.node("fields")?.mapping?[required] == nil {
        problems.add(
          .fieldNotMapped(required, name ?? "", kindName), at: map.node("fields") ?? node)
      }
    }
    mapping.fields.removeAll { mapping.constants[$0.field.name] != nil }
    if !kind.key.isEmpty, kind.key.allSatisfy({ mapping.constants[$0] != nil }) {
      problems.add(.keyIsConstant(kind.key, kindName), at: map.node("set") ?? node)
    }
    checkBases(map, mapping)

    _ = map.requiredNode("files")
    let formats = FileFormat.all.map(\.name)
    var source = PipelineFile.Source(
      name: name ?? "", globs: map.texts("files", atLeastOne: true),
      format: (map.choice("format", formats) ?? preset?.text("format")).flatMap(FileFormat.named),
      mapping: mapping, location: problems.location(node),
      filesLocation: problems.location(map.node("files") ?? node))
    source.systemRule = rule
    for glob in map.nodes("files") {
      if let text = glob.scalar?.string, !text.isEmpty, let mistake = FilePattern.mistake(text) {
        problems.add(mistake, at: glob)
      }
    }
    if let format = source.format, let fields = map.node("fields") {
      checkPaths(fields, format)
    }
    if let format = source.format, map.nodes("preset").count < 2 { checkKeys(map, format) }
    if let preset { readLayout(preset, into: &source) }
    readLayout(map, into: &source)
    source.optional = Set(optional.map(\.from))
      .subtracting(mapping.fields.filter { !optional.contains($0) }.map(\.from))
    if let format = source.format, !format.isDelimited {
      for field in mapping.fields where !field.joined.isEmpty {
        problems.add(
          .joinsNestedText(field.field.name, format.name), at: map.node("fields") ?? map.node)
      }
    }
    for field in mapping.fields where !field.joined.isEmpty {
      source.joins[field.from] = field.joined
    }
    source.records = map.text("records") ?? preset?.text("records") ?? ""
    if let policy = map.choice("schema", Contract.Policy.allCases.map(\.rawValue)) {
      source.schema = Contract.Policy(rawValue: policy) ?? .additive
    }
    if let order = map.choice("order", ["oldest-first", "newest-first"]) {
      source.runsNewestFirst = order == "newest-first"
      if kind.kind != .event { problems.add(.hasNoOrder(kindName), at: map.node("order") ?? node) }
    }
    source.declaresDialect =
      preset != nil
      || Self.dialectKeys.contains { map.node($0) != nil && !Self.rowPolicyKeys.contains($0) }
    if let share = map.share("reject_above") { source.rejectAbove = share }
    return source
  }

  /// How the names of files say their systems; nil where a source has one.
  private func systemRule(_ map: ConfigMap, _ systems: [String]) -> SystemRule? {
    guard let node = map.node("system"), node.mapping != nil,
      let rule = ConfigMap(node, "'system'", keys: ["from", "pattern"], problems)
    else { return nil }
    guard
      let origin = rule.choice("from", SystemRule.Origin.allCases.map(\.rawValue))
        .flatMap(SystemRule.Origin.init)
    else {
      if rule.node("from") == nil { problems.add(.lacksKey("from", "'system'"), at: node) }
      return nil
    }
    return problems.attempt(at: rule.node("pattern") ?? node) { () throws(Diagnostic) in
      try SystemRule(origin, pattern: rule.text("pattern"), choices: systems)
    }
  }

  /// The mapping of a known export.
  private func preset(_ node: Node, _ map: ConfigMap) -> ConfigMap? {
    guard let name = map.text(node, "preset") else { return nil }
    guard let text = presets[name] else {
      problems.add(.unknownPreset(name, presets.keys.sorted()), at: node)
      return nil
    }
    let own = problems.of(file: Preset.path(name))
    do {
      return ConfigMap(try Preset.tree(name, text), "the preset", keys: Self.presetKeys, own)
    } catch {
      own.add(error)
      return nil
    }
  }

  /// Keys of a source that its format does not read.
  private func checkKeys(_ map: ConfigMap, _ format: FileFormat) {
    for (keys, isRead) in [
      (["records"], { $0.namesRecords }), (Self.dialectKeys + ["aliases"], { $0.isDelimited }),
    ] as [([String], (FileFormat) -> Bool)] where !isRead(format) {
      let readers = FileFormat.all.filter(isRead).map(\.name).joined(separator: " and ")
      for entry in map.all where keys.contains(entry.key) {
        problems.add(.notOfFormat(entry.key, readers, format.name), at: entry.keyNode)
      }
    }
  }

  /// What a source or a preset says of encoding, dialect and column names.
  private func readLayout(_ map: ConfigMap, into source: inout PipelineFile.Source) {
    if let name = map.choice("encoding", TextEncoding.all.map(\.name)) {
      source.encoding = TextEncoding.named(name)
    }
    readDialect(map, into: &source.dialect)
    guard let node = map.node("aliases"),
      let aliases = ConfigMap(node, "'aliases'", keys: nil, map.problems)
    else { return }
    for entry in aliases.all {
      guard let column = aliases.text(entry.value, entry.key) else { continue }
      source.aliases[column, default: []].append(entry.key)
    }
  }

  private func drops(_ map: ConfigMap) -> [(column: String, words: [String])] {
    guard let node = map.node("drop"),
      let rules = ConfigMap(node, "'drop'", keys: nil, map.problems)
    else { return [] }
    return rules.all.map {
      ($0.key, rules.texts($0.key, atLeastOne: true, mayBeEmpty: true))
    }
  }
}

extension Diagnostic.Message {
  static func sourceTwice(_ name: String) -> Self { Self("there are two sources named '\(name)'") }

  static func fieldNotMapped(_ field: String, _ source: String, _ kind: String) -> Self {
    Self("the source '\(source)' does not map '\(field)', which each \(kind) needs")
  }

  static func unknownPreset(_ name: String, _ presets: [String]) -> Self {
    Self("no preset '\(name)'\(suggestion(for: name, among: presets))")
  }

  static func namesNoTicket(_ kind: String) -> Self {
    Self("a \(kind) names no ticket; 'ticket_system' is for events, contacts and surveys")
  }

  static func hasNoOrder(_ kind: String) -> Self {
    Self("a \(kind) has no 'order'; it is for events, which may have happened at one instant")
  }

  static func joinsNestedText(_ field: String, _ format: String) -> Self {
    Self("the field '\(field)' joins columns, which only delimited text has; found \(format)")
  }

  static func keyIsConstant(_ key: [String], _ kind: String) -> Self {
    let names = key.map { "'\($0)'" }.joined(separator: ", ")
    return Self("'set' gives \(names) to every row, so that all would be one \(kind)")
  }

  static func notOfFormat(_ key: String, _ formats: String, _ found: String) -> Self {
    Self("'\(key)' is for \(formats) alone; the format is \(found)")
  }
}
