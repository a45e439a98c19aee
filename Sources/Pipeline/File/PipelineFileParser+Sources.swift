import Aggregate
import Civil
import Columnar
import Extract
import Foundation
import Transform
import Yams

extension PipelineFileParser {
  private static let presetKeys =
    [
      "preset", "kind", "format", "encoding", "records", "timezone", "missing", "aliases", "drop",
      "fields", "set",
    ] + dialectKeys
  static let sourceKeys =
    presetKeys + ["name", "system", "ticket_system", "files", "reject_above", "schema"]
  static let fieldKeys = [
    "from", "type", "format", "timezone", "unit", "decimal", "values", "else", "missing", "true",
    "false", "html", "join", "after", "add", "shown_to",
  ]
  private static let customTypes: [String: FieldType] = [
    "text": .text, "integer": .integer, "decimal": .decimal, "boolean": .boolean,
    "instant": .instant, "seconds": .seconds, "share": .share,
  ]

  func sources(_ map: ConfigMap, systems: [String], zone: String) -> [PipelineFile.Source] {
    guard map.node("sources") != nil else {
      problems.add(.lacksKey("sources", "the pipeline file"), at: map.node)
      return []
    }
    var names: Set<String> = []
    return map.nodes("sources").flatMap { node in
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
    let presets = map.nodes("preset")
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
    let name = map.requiredText("name")
    guard
      let kindName = map.choice("kind", CommonSchema.kinds.map(\.kind.rawValue))
        ?? preset?.text("kind") ?? (map.node("kind") == nil ? "ticket" : nil),
      let kind = RecordKind(rawValue: kindName).flatMap({ CommonSchema.kind($0) })
    else { return nil }
    let system = map.text("system") ?? (systems.count == 1 ? systems[0] : name ?? "")
    if let value = map.node("system"), !systems.isEmpty, !systems.contains(system) {
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
    if let node = map.node("ticket_system"), let name = map.text("ticket_system") {
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
      if mapping.constants[required] == nil {
        problems.add(
          .fieldNotMapped(required, name ?? "", kindName), at: map.node("fields") ?? node)
      }
    }
    mapping.fields.removeAll { mapping.constants[$0.field.name] != nil }

    if map.node("files") == nil { problems.add(.lacksKey("files", "the source"), at: node) }
    let formats = FileFormat.all.map(\.name)
    var source = PipelineFile.Source(
      name: name ?? "", globs: map.texts("files"),
      format: (map.choice("format", formats) ?? preset?.text("format")).flatMap(FileFormat.named),
      mapping: mapping, location: problems.location(node),
      filesLocation: problems.location(map.node("files") ?? node))
    for glob in map.nodes("files") {
      if let text = glob.scalar?.string, let mistake = FilePattern.mistake(text) {
        problems.add(mistake, at: glob)
      }
    }
    if let format = source.format, let fields = map.node("fields") {
      checkPaths(fields, format)
    }
    if let preset { readLayout(preset, into: &source) }
    readLayout(map, into: &source)
    source.optional = Set(optional.map(\.from))
      .subtracting(mapping.fields.filter { !optional.contains($0) }.map(\.from))
    // Delimited text has one column for a field, which its header tells; nested text may have any.
    if let format = source.format, format.name != "csv" {
      for i in mapping.fields.indices {
        source.mapping.fields[i].alternatives = mapping.fields[i].aliases
      }
    }
    for field in mapping.fields where !field.aliases.isEmpty {
      source.aliases[field.from, default: []] += field.aliases
    }
    if let format = source.format, format.name != "csv" {
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
    source.declaresDialect =
      preset != nil
      || Self.dialectKeys.contains { map.node($0) != nil && !Self.rowPolicyKeys.contains($0) }
    if let value = map.node("reject_above"), let text = map.text("reject_above") {
      if let share = percentage(text) {
        source.rejectAbove = share
      } else {
        problems.add(.notAShare(text), at: value)
      }
    }
    return source
  }

  /// The mapping of a known export.
  private func preset(_ node: Node, _ map: ConfigMap) -> ConfigMap? {
    guard let name = map.text(node, "preset") else { return nil }
    guard let text = Preset.all[name] else {
      problems.add(.unknownPreset(name, Preset.all.keys.sorted()), at: node)
      return nil
    }
    let own = ConfigProblems(file: "preset \(name)")
    guard let root = try? Yams.compose(yaml: text) else { return nil }
    return ConfigMap(root, "the preset", keys: Self.presetKeys, own)
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
    return rules.all.map { ($0.key, rules.texts($0.key)) }
  }

  private func constants(_ map: ConfigMap, _ kind: CommonSchema.Kind) -> [String: String] {
    guard let node = map.node("set"),
      let set = ConfigMap(node, "'set'", keys: kind.fields.map(\.name), problems)
    else { return [:] }
    var constants: [String: String] = [:]
    for entry in set.all {
      guard let text = set.text(entry.value, entry.key) else { continue }
      if case .enumeration(let words)? = kind.field(entry.key)?.type, !words.contains(text) {
        problems.add(.notAChoice(text, entry.key, words), at: entry.value)
      }
      constants[entry.key] = text
    }
    return constants
  }

  private func fields(_ map: ConfigMap, _ kind: CommonSchema.Kind) -> [FieldMapping] {
    guard let node = map.node("fields"),
      let fields = ConfigMap(node, "'fields'", keys: nil, map.problems)
    else { return [] }
    return fields.all.compactMap { entry in
      field(entry.key, entry.keyNode, entry.value, kind, map.problems)
    }
  }

  private func field(
    _ name: String, _ keyNode: Node, _ value: Node, _ kind: CommonSchema.Kind,
    _ problems: ConfigProblems
  ) -> FieldMapping? {
    let columns = value.scalar.map { [$0.string] } ?? value.sequence?.compactMap(\.scalar?.string)
    if let columns, let first = columns.first {
      guard let field = kind.field(name) else {
        problems.add(.unknownField(name, kind), at: keyNode)
        return nil
      }
      var mapping = FieldMapping(field, from: first)
      mapping.aliases = Array(columns.dropFirst())
      return mapping
    }
    guard let map = ConfigMap(value, "the field '\(name)'", keys: Self.fieldKeys, problems) else {
      return nil
    }
    let custom = map.choice("type", Self.customTypes.keys.sorted()).flatMap { Self.customTypes[$0] }
    guard
      let field = kind.field(name) ?? custom.map({ Field(name, $0, "a field of this pipeline") })
    else {
      problems.add(.unknownField(name, kind), at: keyNode)
      return nil
    }
    let (names, parts) = (map.texts("from"), map.texts("join"))
    guard let from = names.first ?? (parts.isEmpty ? nil : parts.joined(separator: " + ")) else {
      problems.add(.lacksKey("from", "the field '\(name)'"), at: map.node)
      return nil
    }
    if kind.field(name) == nil, DerivedFields.isReserved(name) {
      problems.add(.reservedName(name), at: keyNode)
      return nil
    }
    var mapping = FieldMapping(field, from: from)
    mapping.aliases = Array(names.dropFirst())
    if names.isEmpty { mapping.joined = parts }
    mapping.after = map.choice("after", kind.fields.filter { $0.type == .instant }.map(\.name))
    if let text = map.text("add") {
      if let number = Int64(text), field.type == .integer {
        mapping.addend = number
      } else {
        problems.add(.notAnAddend(text), at: map.node("add") ?? map.node)
      }
    }
    mapping.shownTo = shownTo(map, field, isOwn: kind.field(name) == nil)
    mapping.isHTML = map.choice("html", ["true", "false"]) == "true"
    if let node = map.node("format"), let text = map.text("format") {
      mapping.format = problems.attempt(at: node) { () throws(Diagnostic) in
        try InstantFormat(text)
      }
    }
    if let node = map.node("timezone"), let zone = map.text("timezone") {
      mapping.zone = problems.attempt(at: node) { () throws(Diagnostic) in
        try Zone.named(zone).name
      }
    }
    mapping.unit = map.choice("unit", FieldMapping.Unit.allCases.map(\.rawValue))
      .flatMap(FieldMapping.Unit.init)
    mapping.decimalMark = map.choice("decimal", DecimalMark.allCases.map(\.rawValue))
      .flatMap(DecimalMark.init)
    mapping.missing = map.texts("missing")
    mapping.trueWords = map.texts("true")
    mapping.falseWords = map.texts("false")
    mapping.otherwise = map.text("else")
    if let node = map.node("values"),
      let values = ConfigMap(node, "'values'", keys: nil, problems)
    {
      for entry in values.all {
        guard let ours = values.text(entry.value, entry.key) else { continue }
        check(ours, field, at: entry.value, problems)
        mapping.values[entry.key] = ours
      }
    }
    if let node = map.node("else"), let ours = mapping.otherwise {
      check(ours, field, at: node, problems)
    }
    return mapping
  }

  /// An enumeration takes its own words only.
  private func check(_ word: String, _ field: Field, at node: Node, _ problems: ConfigProblems) {
    if case .enumeration(let words) = field.type, !words.contains(word), !word.isEmpty {
      problems.add(.notAChoice(word, field.name, words), at: node)
    }
  }
}

extension Diagnostic.Message {
  static func sourceTwice(_ name: String) -> Self { Self("there are two sources named '\(name)'") }

  static func fieldNotMapped(_ field: String, _ source: String, _ kind: String) -> Self {
    Self("the source '\(source)' does not map '\(field)', which each \(kind) needs")
  }

  static func unknownField(_ name: String, _ kind: CommonSchema.Kind) -> Self {
    let known = kind.fields.map(\.name)
    // A word of the name tells more than its letters: 'wait' is 'wait_seconds'.
    let word = known.first { $0.split(separator: "_").contains(Substring(name)) }
    let near = nearestName(to: name, among: known) ?? word
    return Self(
      "no field '\(name)' in the common schema of a \(kind.kind.rawValue)"
        + (near.map { "; did you mean '\($0)'?" }
          ?? "; expected one of those that 'deskbrief fields \(kind.kind.rawValue)' lists, or a 'type' for "
          + "a field of your own, which no built-in metric reads"))
  }

  static func unknownPreset(_ name: String, _ presets: [String]) -> Self {
    Self("no preset '\(name)'\(suggestion(for: name, among: presets))")
  }

  static func namesNoTicket(_ kind: String) -> Self {
    Self("a \(kind) names no ticket; 'ticket_system' is for events, contacts and surveys")
  }

  static func reservedName(_ name: String) -> Self {
    Self(
      "a field of your own cannot be named '\(name)', which names something else; expected another name"
    )
  }

  static func joinsNestedText(_ field: String, _ format: String) -> Self {
    Self("the field '\(field)' joins columns, which only delimited text has; found \(format)")
  }

  static func notAnAddend(_ text: String) -> Self {
    Self("'add' takes a whole number, on a field of whole numbers; found '\(text)'")
  }

  static func notAShare(_ text: String) -> Self {
    Self("'\(text)' is no share; expected one such as '2%' or '0.02'")
  }
}
