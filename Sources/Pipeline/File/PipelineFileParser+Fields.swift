import Aggregate
import Civil
import Columnar
import Records
import Transform
import Yams

/// What a source or a preset says of the columns of its fields.
extension PipelineFileParser {
  static let fieldKeys = [
    "from", "type", "format", "precision", "timezone", "unit", "decimal", "values", "else",
    "missing", "shown_to", "true", "false", "html", "join", "after", "add",
  ]
  private static let customTypes: [String: FieldType] = [
    "text": .text, "integer": .integer, "decimal": .decimal, "boolean": .boolean,
    "instant": .instant, "seconds": .seconds, "share": .share,
  ]

  func constants(_ map: ConfigMap, _ kind: CommonSchema.Kind) -> [String: String] {
    guard let node = map.node("set"),
      let set = ConfigMap(node, "'set'", keys: kind.fields.map(\.name), map.problems)
    else { return [:] }
    let mapped = map.node("fields")?.mapping
    var constants: [String: String] = [:]
    for entry in set.all {
      guard let text = set.text(entry.value, entry.key), let field = kind.field(entry.key) else {
        continue
      }
      check(text, FieldMapping(field, from: ""), at: entry.value, map.problems)
      if mapped?[entry.key] != nil {
        map.problems.add(.mappedAndSet(entry.key), at: entry.keyNode)
      }
      constants[entry.key] = text
    }
    return constants
  }

  func fields(_ map: ConfigMap, _ kind: CommonSchema.Kind) -> [FieldMapping] {
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
    if value.mapping == nil {
      let columns = columns(value, name, problems)
      guard let first = columns.first else { return nil }
      guard let field = kind.field(name) else {
        problems.add(.unknownField(name, kind), at: keyNode)
        return nil
      }
      var mapping = FieldMapping(field, from: first)
      mapping.alternatives = Array(columns.dropFirst())
      return mapping
    }
    guard let map = ConfigMap(value, "the field '\(name)'", keys: Self.fieldKeys, problems) else {
      return nil
    }
    let custom = map.choice("type", Self.customTypes.keys.sorted()).flatMap { Self.customTypes[$0] }
    guard
      let field = kind.field(name) ?? custom.map({ Field(name, $0, "a field of this pipeline") })
    else {
      if map.node("type") == nil { problems.add(.unknownField(name, kind), at: keyNode) }
      return nil
    }
    let names = map.node("from").map { columns($0, "from", problems) } ?? []
    let parts = map.node("join").map { columns($0, "join", problems) } ?? []
    if let node = map.node("join"), map.node("from") != nil {
      problems.add(.fromAndJoin, at: node)
    }
    guard let from = names.first ?? (parts.isEmpty ? nil : parts.joined(separator: " + ")) else {
      if map.node("join") == nil { _ = map.requiredNode("from") }
      return nil
    }
    if let own = kind.field(name), let entry = map.all.first(where: { $0.key == "type" }) {
      problems.add(.typeOfCommonField(own), at: entry.keyNode)
    }
    if kind.field(name) == nil, DerivedFields.isReserved(name) {
      problems.add(.reservedName(name), at: keyNode)
      return nil
    }
    var mapping = FieldMapping(field, from: from)
    mapping.alternatives = Array(names.dropFirst())
    if names.isEmpty { mapping.joined = parts }
    mapping.after = map.choice(
      "after", kind.fields.filter { $0.type == .instant && $0.name != name }.map(\.name))
    checkTraits(map, field)
    if let node = map.node("add"), let text = map.text("add") {
      if let number = Int64(text) {
        mapping.addend = number
      } else {
        problems.add(.notAnAddend(text), at: node)
      }
    }
    mapping.shownTo = shownTo(map, field, isOwn: kind.field(name) == nil)
    mapping.isHTML = map.isTrue("html") ?? false
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
    mapping.precision = map.choice("precision", FieldMapping.Precision.allCases.map(\.rawValue))
      .flatMap(FieldMapping.Precision.init)
    mapping.unit = map.choice("unit", FieldMapping.Unit.allCases.map(\.rawValue))
      .flatMap(FieldMapping.Unit.init)
    mapping.decimalMark = map.choice("decimal", DecimalMark.allCases.map(\.rawValue))
      .flatMap(DecimalMark.init)
    mapping.missing = map.texts("missing", mayBeEmpty: true)
    mapping.trueWords = map.texts("true")
    mapping.falseWords = map.texts("false")
    let isTrue = Set(mapping.trueWords.map { $0.lowercased() })
    for node in map.nodes("false") where isTrue.contains(node.scalar?.string.lowercased() ?? "") {
      problems.add(.trueAndFalse(node.scalar?.string ?? ""), at: node)
    }
    mapping.otherwise = map.node("else").flatMap { map.text($0, "else", mayBeEmpty: true) }
    if let node = map.node("values"),
      let values = ConfigMap(node, "'values'", keys: nil, problems)
    {
      for entry in values.all {
        guard let ours = values.text(entry.value, entry.key, mayBeEmpty: true) else { continue }
        if !ours.isEmpty { check(ours, mapping, at: entry.value, problems) }
        mapping.values[entry.key] = ours
      }
    }
    if let node = map.node("else"), let ours = mapping.otherwise {
      if !ours.isEmpty { check(ours, mapping, at: node, problems) }
    }
    return mapping
  }

  /// The columns of a field: one, or several that stand in for it, each once.
  private func columns(_ node: Node, _ key: String, _ problems: ConfigProblems) -> [String] {
    var columns: [String] = []
    for item in node.sequence.map(Array.init) ?? [node] {
      guard let column = item.scalar?.string else {
        problems.add(.expectedText(key, found: item), at: item)
        continue
      }
      if column.isEmpty { problems.add(.noColumn(key), at: item) }
      if columns.contains(column) { problems.add(.listedTwice(column, key), at: item) }
      columns.append(column)
    }
    if columns.isEmpty, node.sequence?.isEmpty == true { problems.add(.emptyList(key), at: node) }
    return columns.filter { !$0.isEmpty }
  }

  /// Keys that a field of its type does not read.
  private func checkTraits(_ map: ConfigMap, _ field: Field) {
    let isDuration = field.type == .seconds || map.node("after") != nil
    let reads: [(key: String, isRead: Bool, what: String)] = [
      ("format", field.type == .instant && !isDuration, "dates and times"),
      ("precision", field.type == .instant, "dates and times"),
      ("timezone", field.type == .instant && !isDuration, "dates and times"),
      ("after", field.type == .instant, "dates and times"),
      ("unit", isDuration, "durations"),
      ("decimal", field.type.hasDecimals || isDuration, "numbers with decimals and durations"),
      ("else", field.type.isText, "text"), ("html", field.type == .text, "free text"),
      ("true", field.type == .boolean, "truth values"),
      ("false", field.type == .boolean, "truth values"),
      ("add", field.type == .integer, "whole numbers"),
    ]
    for (key, isRead, what) in reads where !isRead {
      guard let entry = map.all.first(where: { $0.key == key }) else { continue }
      map.problems.add(.notOfType(key, what, field), at: entry.keyNode)
    }
  }

  /// That the instants from which durations are counted are read, each from a column of its own.
  func checkBases(_ map: ConfigMap, _ mapping: SourceMapping) {
    for field in mapping.fields {
      guard let after = field.after else { continue }
      let base = mapping.fields.first { $0.field.name == after }
      if let base, base.after == nil { continue }
      let node = map.node("fields")?.mapping?[field.field.name]
      problems.add(
        .noBase(field.field.name, after, isCounted: base != nil),
        at: node?.mapping?["after"] ?? map.node("fields") ?? map.node)
    }
  }

  /// That a word of ours is a value of its field.
  private func check(
    _ word: String, _ mapping: FieldMapping, at node: Node, _ problems: ConfigProblems
  ) {
    if mapping.takes(word) { return }
    if case .enumeration(let words) = mapping.field.type {
      problems.add(.notAChoice(word, mapping.field.name, words), at: node)
    } else {
      problems.add(.notAValueOf(mapping, word), at: node)
    }
  }
}

extension Diagnostic.Message {
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

  static func reservedName(_ name: String) -> Self {
    Self(
      "a field of your own cannot be named '\(name)', which names something else; expected another name"
    )
  }

  static func noColumn(_ key: String) -> Self { Self("'\(key)' names no column") }

  static var fromAndJoin: Self {
    Self("a field has either 'from' or 'join'; found both")
  }

  static func mappedAndSet(_ field: String) -> Self {
    Self("'\(field)' is in 'fields' and in 'set'; expected one of them")
  }

  static func typeOfCommonField(_ field: Field) -> Self {
    Self(
      "'type' is for a field of your own; '\(field.name)' is one of the common schema, of the type "
        + "\(field.type.name)")
  }

  static func notOfType(_ key: String, _ what: String, _ field: Field) -> Self {
    let type = if case .enumeration = field.type { "a list of words" } else { field.type.name }
    return Self("'\(key)' is for \(what) alone; '\(field.name)' is of the type \(type)")
  }

  static func noBase(_ field: String, _ base: String, isCounted: Bool) -> Self {
    isCounted
      ? Self(
        "'\(field)' cannot be counted from '\(base)', which is counted from another field itself")
      : Self("'\(field)' is counted from '\(base)', which the source does not map")
  }

  static func trueAndFalse(_ word: String) -> Self {
    Self("'\(word)' is in 'true' and in 'false'; expected one of them")
  }

  static func notAnAddend(_ text: String) -> Self {
    Self("'add' must be a whole number; found '\(text)'")
  }

  static func notAValueOf(_ mapping: FieldMapping, _ text: String) -> Self {
    let unit = mapping.unit.map { "a duration in '\($0.rawValue)'" }
    let expected =
      switch mapping.field.type {
      case _ where mapping.after != nil: unit ?? "a number of seconds"
      case .instant:
        mapping.format.map { "a date and time of the format '\($0.text)'" }
          ?? "a date and time such as '2026-10-31T09:00:00Z'"
      case .seconds: unit ?? "a number of seconds"
      case .integer: "a whole number"
      case .decimal, .money: "a number such as '12.5'"
      case .share: "a share such as '85%'"
      case .boolean: "true or false"
      case .text, .enumeration: "text"
      }
    return Self("'\(mapping.field.name)' cannot be '\(text)'; expected \(expected)")
  }
}
