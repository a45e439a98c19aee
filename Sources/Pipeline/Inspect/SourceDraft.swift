import Columnar
import Extract
import Records
import Transform

/// A source of a pipeline file, drafted from what a file holds. What can be read in two ways is left
/// out, and told as a doubt.
struct SourceDraft {
  let path: String
  let sniffed: Sniffer
  let sketches: [ColumnSketch]
  let dateOrder: Inspection.DateOrder?
  let usesDecimalComma: Bool?
  /// The known export that the file is; nil where it is none.
  let preset: Preset?
  /// The likely fields and their columns.
  let mapping: [(field: String, column: String)]
  private let kind: CommonSchema.Kind

  init(
    path: String, sniffed: Sniffer, sketches: [ColumnSketch], hints: Inspection.Hints,
    preset: Preset?
  ) {
    self.path = path
    self.sniffed = sniffed
    self.sketches = sketches
    dateOrder = hints.dateOrder
    usesDecimalComma = hints.usesDecimalComma
    self.preset = preset
    let synonyms = FieldSynonyms(of: sniffed.columns)
    let drafts = CommonSchema.kinds.map { ($0, synonyms.mapping(onto: $0)) }
    // What a kind requires counts most.
    let score = { (draft: (CommonSchema.Kind, [(field: String, column: String)])) in
      draft.1.reduce(0) { $0 + (draft.0.required.contains($1.field) ? 10 : 1) }
    }
    (kind, mapping) = drafts.max { score($0) < score($1) } ?? drafts[0]
  }

  /// By column the field that it becomes.
  var fields: [String: String] {
    guard let preset else {
      return Dictionary(mapping.map { ($0.column, $0.field) }) { first, _ in first }
    }
    var fields: [String: String] = [:]
    for known in preset.columns {
      let names = known.names.map { $0.lowercased() }
      for column in sniffed.columns where names.contains(column.lowercased()) {
        fields[column] = fields[column] ?? known.field
      }
    }
    return fields
  }

  /// What is left open: dates and numbers that may be read either way, and what a preset does not
  /// say.
  var doubts: [Diagnostic] {
    let open = (preset?.unmapped ?? []).map { field in
      Diagnostic.Message.leftOpen(field, preset?.name ?? "")
    }
    return
      (open + (dateOrder == nil ? datesInDoubt : [])
      + (usesDecimalComma == nil && preset == nil ? numbersInDoubt : [])
      + (preset == nil ? durationsInDoubt : []) + midnightsInDoubt)
      .map { Diagnostic($0, at: .init(file: path), failure: .dataGate) }
  }

  private var datesInDoubt: [Diagnostic.Message] {
    zip(sniffed.columns, sketches).compactMap { column, sketch in
      let formats = formats(sketch.readings)
      return formats.count > 1 ? .dateInDoubt(column, formats) : nil
    }
  }

  private var numbersInDoubt: [Diagnostic.Message] {
    mapping.compactMap { name, column in
      guard let field = kind.field(name), field.type.hasDecimals,
        let sketch = sketch(column), sketch.readings.count > 1, !sketch.readings[0].isDuration,
        let example = sketch.examples.first(where: { $0.contains { ".,".contains($0) } })
      else { return nil }
      return .numberInDoubt(column, example)
    }
  }

  private var durationsInDoubt: [Diagnostic.Message] {
    mapping.compactMap { name, column in
      guard let sketch = sketch(column), isDurationInDoubt(column, sketch) else { return nil }
      return .durationInDoubt(column, sketch.examples.first ?? "")
    }
  }

  /// Instants that may be days: a preset says no more of them than the columns do.
  private var midnightsInDoubt: [Diagnostic.Message] {
    let pairs =
      preset == nil
      ? mapping.map { ($0.column, $0.field) }
      : fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return pairs.compactMap { column, field in
      mayBeDays(column, field) ? .midnightsInDoubt(column, field) : nil
    }
  }

  private func mayBeDays(_ column: String, _ name: String) -> Bool {
    guard name != "updated", !kind.days.contains(name), kind.field(name)?.type == .instant,
      let sketch = sketch(column)
    else { return false }
    let formats = formats(sketch.readings)
    return !formats.isEmpty && formats.allSatisfy(sketch.areMidnights)
  }

  private func sketch(_ column: String) -> ColumnSketch? {
    sniffed.columns.firstIndex(of: column).map { sketches[$0] }
  }

  private func formats(_ types: [ColumnType]) -> [String] {
    types.compactMap { if case .instant(let format) = $0.kind { format } else { nil } }
  }

  // MARK: The stanza

  var stanza: String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var lines = [
      "- name: \(Self.quoted(String(name.prefix { $0 != "." })))",
      "  files: \(Self.quoted(FilePattern.naming(path)))",
    ]
    if let preset {
      lines.append("  preset: \(preset.name)")
      if sniffed.encoding != .utf8 { lines.append("  encoding: \(sniffed.encoding.name)") }
      if let footer { lines.append(footer) }
      let other = otherFormats(preset)
      if !other.isEmpty { lines += ["  fields:"] + other }
      for field in preset.unmapped {
        lines.append("  # set: { \(field.name): … }  which the preset leaves open")
      }
    } else {
      lines += ["  kind: \(kind.kind.rawValue)", "  format: \(sniffed.format.name)"] + layout
      let words = Set(sketches.flatMap(\.missingWords)).sorted()
      if !words.isEmpty {
        lines.append("  missing: [\(words.map(Self.quoted).joined(separator: ", "))]")
      }
      lines.append(mapping.isEmpty ? "  fields: {}" : "  fields:")
      lines += mapping.flatMap(field)
      for required in kind.required where !mapping.contains(where: { $0.field == required }) {
        lines.append(
          "    # \(required): no column looks like it; every \(kind.kind.rawValue) needs it")
      }
    }
    return lines.map { "  \($0)\n" }.joined()
  }

  /// The instants that are written otherwise than a preset says, as the settings of the system that
  /// wrote them decide.
  private func otherFormats(_ preset: Preset) -> [String] {
    preset.instants.compactMap { known in
      let names = known.names.map { $0.lowercased() }
      guard let index = sniffed.columns.firstIndex(where: { names.contains($0.lowercased()) })
      else { return nil }
      let found = formats(sketches[index].readings)
      if found.isEmpty || found.contains(known.format ?? InstantFormat.iso.text) { return nil }
      let (own, note) = instant(sketches[index])
      let from = "from: \(Self.quoted(sniffed.columns[index]))"
      return
        "    \(known.field): { \(from)\(own.map { ", format: \(Self.quoted($0))" } ?? "") }\(note)"
    }
  }

  private var layout: [String] {
    let dialect = sniffed.dialect
    let usual = Dialect()
    let shown = { (bytes: [UInt8]) in Self.quoted(String(decoding: bytes, as: UTF8.self)) }
    var lines: [String] = []
    if sniffed.encoding != .utf8 { lines.append("encoding: \(sniffed.encoding.name)") }
    if !sniffed.records.isEmpty { lines.append("records: \(Self.quoted(sniffed.records))") }
    if dialect.delimiter != usual.delimiter {
      lines.append("delimiter: \(shown(dialect.delimiter))")
    }
    if dialect.quote != usual.quote { lines.append("quote: \(shown([dialect.quote]))") }
    if dialect.escape != 0 { lines.append("escape: \(shown([dialect.escape]))") }
    if dialect.preamble > 0 { lines.append("preamble: \(dialect.preamble)") }
    if dialect.headerRows != 1 { lines.append("header: \(dialect.headerRows)") }
    if dialect.headerNames != .first { lines.append("header_names: joined") }
    return lines.map { "  \($0)" } + (footer.map { [$0] } ?? [])
  }

  /// What begins the rows below the records.
  private var footer: String? {
    let texts = sniffed.dialect.footer.map { Self.quoted(String(decoding: $0, as: UTF8.self)) }
    return texts.isEmpty ? nil : "  footer: [\(texts.joined(separator: ", "))]"
  }

  private func field(_ name: String, _ column: String) -> [String] {
    guard let field = kind.field(name), let index = sniffed.columns.firstIndex(of: column) else {
      return []
    }
    var parts = ["from: \(Self.quoted(column))"]
    var note = ""
    switch field.type {
    case .instant where kind.kind == .ticket && isDuration(column, sketches[index]):
      if let unit = unit(column, sketches[index]) { parts.append("unit: \(unit.rawValue)") }
      parts += decimal(sketches[index]) + ["after: created"]
    case .instant:
      let (format, remark) = instant(sketches[index])
      if let format, format != "iso" { parts.append("format: \(Self.quoted(format))") }
      note = remark
    case .seconds:
      if let unit = unit(column, sketches[index]) { parts.append("unit: \(unit.rawValue)") }
      parts += decimal(sketches[index])
    case .decimal, .money, .share: parts += decimal(sketches[index])
    case .enumeration(let words):
      let (values, unknown) = values(sketches[index], words, FieldSynonyms.words[name] ?? [:])
      if !values.isEmpty {
        let pairs = values.map { "\(Self.quoted($0.theirs)): \($0.ours)" }
        parts.append("values: { \(pairs.joined(separator: ", ")) }")
      }
      if !unknown.isEmpty {
        note = "  # say what \(unknown.prefix(8).map(Self.quoted).joined(separator: ", ")) mean"
      }
    default: break
    }
    if mayBeDays(column, name) { note += "  # midnights: precision: day, or precision: time" }
    if isDurationInDoubt(column, sketches[index]) {
      note = "  # its unit is in doubt: hms or signed-hm"
    }
    let value = parts.count == 1 ? Self.quoted(column) : "{ \(parts.joined(separator: ", ")) }"
    return ["    \(name): \(value)\(note)"]
  }

  private func instant(_ sketch: ColumnSketch) -> (format: String?, note: String) {
    let types = sketch.readings
    let formats = formats(types)
    if formats.count > 1 {
      guard let dateOrder else {
        return (nil, "  # its format is in doubt: \(formats.joined(separator: " or "))")
      }
      return (formats.first { $0.hasPrefix(dateOrder.first) } ?? formats[0], "")
    }
    if let format = formats.first { return (format, "") }
    if case .integer? = types.first?.kind, let number = sketch.examples.first.flatMap({ Int($0) }) {
      if 100_000_000..<10_000_000_000 ~= number { return ("epoch-s", "") }
      if 100_000_000_000..<10_000_000_000_000 ~= number { return ("epoch-ms", "") }
    }
    return (nil, sketch.missing == sketch.rows ? "" : "  # its values are not dates and times")
  }

  private func decimal(_ sketch: ColumnSketch) -> [String] {
    let marks = sketch.readings.compactMap { type in
      if case .decimal(let mark) = type.kind { mark } else { nil as DecimalMark? }
    }
    let isInDoubt = sketch.readings.count > 1
    let mark = isInDoubt ? usesDecimalComma.map { $0 ? .comma : .point } : marks.first
    return mark.map { ["decimal: \"\($0.rawValue)\""] } ?? []
  }

  private func isDurationInDoubt(_ column: String, _ sketch: ColumnSketch) -> Bool {
    sketch.readings.count > 1 && sketch.readings[0].isDuration && unit(column, sketch) == nil
  }

  /// Whether a column holds how long something took, not when it was.
  private func isDuration(_ column: String, _ sketch: ColumnSketch) -> Bool {
    switch sketch.readings.first?.kind {
    case .duration: true
    case .integer, .decimal: unit(column, sketch) != nil
    default: false
    }
  }

  private func unit(_ column: String, _ sketch: ColumnSketch) -> FieldMapping.Unit? {
    let units = sketch.readings.compactMap { type in
      if case .duration(let unit) = type.kind { unit } else { nil }
    }
    let name = column.lowercased()
    if units.count > 1 {
      if name.contains("hour") || name.contains("hrs") || name.contains("hh") { return .signedHM }
      return name.contains("min") || name.contains("sec") || name.contains(":ss") ? .hms : nil
    }
    if let unit = units.first { return unit }
    if name.contains("min") { return .minutes }
    if name.contains("hour") || name.contains("hrs") { return .hours }
    if name.hasSuffix("ms") || name.contains("milli") { return .milliseconds }
    return nil
  }

  /// Our words for those of a column, where they differ; and those that none is known for.
  private func values(
    _ sketch: ColumnSketch, _ words: [String], _ synonyms: [String: String]
  ) -> (known: [(theirs: String, ours: String)], unknown: [String]) {
    var known: [(String, String)] = []
    var unknown: [String] = []
    for value in sketch.values ?? [] {
      let plain = value.lowercased()
      if words.contains(plain) { continue }
      let ours = synonyms[plain] ?? words.first { $0.replacing("_", with: " ") == plain }
      if let ours { known.append((value, ours)) } else { unknown.append(value) }
    }
    return (known, unknown)
  }

  /// Text as a YAML scalar.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\x" + (digits.count == 1 ? "0" : "") + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension Diagnostic.Message {
  static func leftOpen(_ field: Field, _ preset: String) -> Self {
    var choices = ""
    if case .enumeration(let words) = field.type { choices = ": \(words.joined(separator: ", "))" }
    return Self("the preset '\(preset)' leaves '\(field.name)' open; say which by 'set'\(choices)")
  }

  static func numberInDoubt(_ column: String, _ example: String) -> Self {
    let digits = example.filter { $0 != "." && $0 != "," }
    let point = example.replacing(",", with: ".")
    return Self(
      "the column '\(column)' can be read with marks of thousands or of decimals: '\(example)' may be "
        + "\(digits) or \(point); say which by --decimal point or --decimal comma")
  }

  static func durationInDoubt(_ column: String, _ example: String) -> Self {
    Self(
      "the column '\(column)' can be read as minutes and seconds and as hours and minutes, such as "
        + "'\(example)'; say which on its field by 'unit: hms' or 'unit: signed-hm'")
  }

  static func midnightsInDoubt(_ column: String, _ field: String) -> Self {
    Self(
      "every value of the column '\(column)' is at midnight: it may hold days; say which on the field "
        + "'\(field)' by 'precision: day' or 'precision: time'")
  }

  static func dateInDoubt(_ column: String, _ formats: [String]) -> Self {
    Self(
      "the column '\(column)' can be read as '\(formats.joined(separator: "' and as '"))': every value "
        + "fits; say which by --dates dmy, mdy or ymd")
  }
}
