public import Civil
public import Columnar

/// Casts the text columns of one source into typed ones, column by column.
///
/// Each worker has its own, since it remembers the texts it has seen.
public struct RecordCaster: ~Copyable {
  /// What a source's rows came to.
  public struct Counts: Sendable, Equatable {
    public var read = 0
    public var rejected = 0
    /// Rows that a rule of the source says are no records.
    public var dropped = 0
    /// Local times moved out of a spring gap, and those that came twice.
    public var movedTimes = 0
    public var ambiguousTimes = 0

    public init() {}

    public static func += (a: inout Counts, b: Counts) {
      a.read += b.read
      a.rejected += b.rejected
      a.dropped += b.dropped
      a.movedTimes += b.movedTimes
      a.ambiguousTimes += b.ambiguousTimes
    }

    /// What was counted after an earlier reading of the same counters.
    public func since(_ earlier: Counts) -> Counts {
      var difference = self
      difference.read -= earlier.read
      difference.rejected -= earlier.rejected
      difference.dropped -= earlier.dropped
      difference.movedTimes -= earlier.movedTimes
      difference.ambiguousTimes -= earlier.ambiguousTimes
      return difference
    }
  }

  /// A row that passed and bears the origin of a rejected one, for which it stands.
  public struct Resent: Sendable, Hashable {
    public let file: Int
    public let origin: String
  }

  private enum ValueSource {
    case column(Int)
    case constant(Int64)
    /// The hash of the key of the ticket that the record is, or is about.
    case link
    case absent
  }

  /// How a record names the ticket that it is about.
  private struct Link {
    /// The step of the ticket's id.
    let ticket: Int
    /// The step of its system; nil where all are of one.
    let system: Int?
    let constant: [UInt8]
    let systems: TextDictionary
  }

  public private(set) var counts = Counts()
  public private(set) var rejections: [Rejection] = []
  /// Noted where a file has a column with origins.
  public private(set) var resent: Set<Resent> = []
  /// For each field that is read, then for each rule, whether any row had a value for it.
  public private(set) var filled: [Bool]
  private let mapping: SourceMapping
  private let schema: Schema
  private var steps: [ColumnCast]
  /// For each column of the schema, where its values come from.
  private let valueSources: [ValueSource]
  private let keyColumns: [Int]
  private let required: [Int]
  private let updated: Int?
  private let version: Int?
  /// What the keys of all rows begin with: the system, and key fields that are the same for all.
  private let keyPrefix: [UInt8]
  private let link: Link?
  /// For each row of a batch the first step that failed, or -1; `dropped` for a row that a rule
  /// drops.
  private var failed: [Int] = []
  private static let dropped = Int.max
  private static let separator: UInt8 = 0x1F
  /// The steps whose durations are counted from the instants of others.
  private let offsets: [(step: Int, base: Int)]
  /// The columns that stand in for others where these are empty.
  private let alternatives: [(column: Int, alternative: Int)]
  /// The columns and words of the rules, the columns behind those of the fields.
  private let drops: [(column: Int, words: [[UInt8]])]

  /// The fields of a mapping that are read from the file: those that the schema wants, the key,
  /// and those whose cast may reject the row.
  public static func readFields(_ mapping: SourceMapping, for schema: Schema) -> [FieldMapping] {
    mapping.fields.filter { field in
      let name = field.field.name
      return schema.index(of: name) != nil || mapping.kind.key.contains(name)
        || field.field.type != .text
        || mapping.kind.namesTicket && (name == "ticket" || name == "ticket_system")
    }
  }

  /// The columns that the reader is asked for: those of the fields, those of the rules, then those
  /// that stand in for others.
  public static func readColumns(_ mapping: SourceMapping, for schema: Schema) -> [String] {
    let fields = readFields(mapping, for: schema)
    return fields.map(\.from) + mapping.drops.map(\.column) + fields.flatMap(\.alternatives)
  }

  /// - Parameters:
  ///   - zone: finds a zone by its name.
  ///   - dictionary: the dictionary of a field, by its name.
  /// - Throws: a message without a location, where a zone is unknown.
  public init(
    _ mapping: SourceMapping, schema: Schema,
    zone: (String) throws(Diagnostic) -> Zone, days: Zone,
    dictionary: (String) -> TextDictionary
  ) throws(Diagnostic) {
    self.mapping = mapping
    self.schema = schema
    let fields = Self.readFields(mapping, for: schema)
    let names = fields.map(\.field.name)
    steps = []
    for (column, field) in fields.enumerated() {
      let isKey =
        mapping.kind.key.contains(field.field.name)
        || mapping.kind.namesTicket && field.field.name == "ticket"
      let isWanted = schema.index(of: field.field.name) != nil
      steps.append(
        ColumnCast(
          field, column: column, missing: mapping.missing, isKeyOnly: isKey && !isWanted,
          zone: try zone(field.zone ?? mapping.zone), days: days,
          isDayByNature: mapping.kind.days.contains(field.field.name),
          dictionary: dictionary(field.field.name)))
    }
    valueSources = schema.fields.map { field in
      if field.name == Field.ticketLink.name { return .link }
      if field.name == "system" { return .constant(dictionary("system").code(of: mapping.system)) }
      if let step = names.firstIndex(of: field.name) { return .column(step) }
      if let text = mapping.constants[field.name] {
        return .constant(constantValue(text, field, dictionary))
      }
      return .absent
    }
    // Without a sequence, what an event says tells it from another of its second.
    let further =
      mapping.kind.kind == .event && !names.contains("sequence") ? ["from", "to", "actor"] : []
    keyColumns = (mapping.kind.key + further).compactMap { names.firstIndex(of: $0) }
    required = mapping.kind.required.compactMap { names.firstIndex(of: $0) }
    updated = names.firstIndex(of: "updated")
    version = names.firstIndex(of: "version")
    keyPrefix = mapping.kind.key.reduce(Array(mapping.system.utf8) + [Self.separator]) {
      prefix, field in
      mapping.constants[field].map { prefix + Array($0.utf8) + [Self.separator] } ?? prefix
    }
    link = names.firstIndex(of: "ticket").flatMap { ticket in
      guard mapping.kind.namesTicket else { return nil }
      let system = mapping.constants["ticket_system"] ?? mapping.system
      return Link(
        ticket: ticket, system: names.firstIndex(of: "ticket_system"),
        constant: Array(system.utf8) + [Self.separator], systems: dictionary("ticket_system"))
    }
    offsets = fields.enumerated().compactMap { step, field in
      field.after.flatMap { names.firstIndex(of: $0) }.map { (step, $0) }
    }
    // Readers of nested text give a column that is wanted twice in its last place only.
    let columns = Self.readColumns(mapping, for: schema)
    let twins = columns.indices.compactMap { column in
      columns.lastIndex(of: columns[column]).flatMap { $0 == column ? nil : (column, $0) }
    }
    let behind = fields.count + mapping.drops.count
    let replaced = fields.indices.flatMap { column in
      fields[column].alternatives.map { _ in column }
    }
    alternatives = twins + replaced.enumerated().map { ($0.element, behind + $0.offset) }
    drops = mapping.drops.enumerated().map { index, rule in
      (fields.count + index, rule.words.map { Array($0.utf8) })
    }
    filled = [Bool](repeating: false, count: behind)
  }

  /// Casts a batch; rows that fail are noted as rejections, the others are put into `output`.
  ///
  /// - Parameter reasons: the column of reasons, where the file is one of rows that are sent again.
  public mutating func cast(
    _ batch: inout TextBatch, file: Int, reasons: Int? = nil, into output: inout LoadBatch
  ) {
    for (column, alternative) in alternatives {
      let step = column < steps.count ? steps[column] : nil
      batch.fillBlanks(of: column, from: alternative) { step?.isBlank($0) ?? $0.isEmpty }
    }
    let count = batch.rowCount
    for column in filled.indices where !filled[column] {
      filled[column] = (0..<count).contains { !batch.text(column, $0).isEmpty }
    }
    counts.read += count + batch.broken.count + batch.passedOver
    counts.dropped += batch.passedOver
    failed.removeAll(keepingCapacity: true)
    failed.append(contentsOf: repeatElement(-1, count: count))
    for (column, words) in drops {
      for row in 0..<count where failed[row] < 0 {
        let text = batch.text(column, row).trimmed()
        if words.contains(where: { text.equals($0) }) {
          failed[row] = Self.dropped
          counts.dropped += 1
        }
      }
    }
    for i in steps.indices { steps[i].run(batch, step: i, &failed, &counts) }
    for (step, base) in offsets {
      steps[step].add(to: steps[base].values, step: step, &failed)
    }
    for step in required {
      for row in 0..<count where failed[row] < 0 && steps[step].isMissing(row) {
        failed[row] = step
      }
    }
    noteBroken(batch, file: file)
    noteFailed(batch, file: file, reasons)
    if let reasons { noteResent(batch, file: file, reasons) }
    gather(batch, file: file, into: &output)
  }

  /// By field how its instants were written so far.
  public var instants: [String: InstantTally] {
    var tallies: [String: InstantTally] = [:]
    for step in steps where step.tally != InstantTally() {
      tallies[step.mapping.field.name] = step.tally
    }
    return tallies
  }

  /// Hands over the rejections noted so far.
  public mutating func takeRejections() -> [Rejection] {
    defer { rejections = [] }
    return rejections
  }

  private mutating func noteBroken(_ batch: borrowing TextBatch, file: Int) {
    for row in batch.broken {
      counts.rejected += 1
      rejections.append(
        Rejection(
          locator: Locator(file: file, offset: batch.fileOffset + row.offset),
          offset: batch.fileOffset + row.at, field: "", column: "", value: "",
          reason: row.reason, category: row.category.text,
          record: batch.windowBytes(row.offset, row.length).copied()))
    }
  }

  private mutating func noteResent(_ batch: borrowing TextBatch, file: Int, _ reasons: Int) {
    for row in 0..<batch.rowCount where failed[row] < 0 {
      let origin = Origin.of(batch.text(reasons, row).copied())
      if !origin.isEmpty { resent.insert(Resent(file: file, origin: origin)) }
    }
  }

  private mutating func noteFailed(
    _ batch: borrowing TextBatch, file: Int, _ reasons: Int?
  ) {
    for row in 0..<batch.rowCount where failed[row] >= 0 && failed[row] != Self.dropped {
      let step = failed[row]
      counts.rejected += 1
      let field = steps[step].mapping
      let text = batch.text(step, row).trimmed()
      rejections.append(
        Rejection(
          locator: Locator(file: file, offset: batch.fileOffset(row: row)),
          offset: batch.fileOffset(column: step, row: row), field: field.field.name,
          column: field.from, value: String(copying: text),
          reason: steps[step].reason(text, isMissing: steps[step].isMissing(row)),
          category: steps[step].category(text, isMissing: steps[step].isMissing(row)),
          record: batch.record(row: row).copied(), key: key(batch, row), version: version(row),
          origin: reasons.map { Origin.of(batch.text($0, row).copied()) } ?? ""))
    }
  }

  /// The key of a row that failed; empty where a part of it is lacking.
  private func key(_ batch: borrowing TextBatch, _ row: Int) -> [UInt8] {
    var key = keyPrefix
    for (i, column) in keyColumns.enumerated() {
      let text = batch.text(column, row).trimmed()
      let isLacking = text.isEmpty && required.contains(column)
      if isLacking || steps[column].values[row] == TextCast.refused { return [] }
      if i > 0 { key.append(Self.separator) }
      key += text.copied()
    }
    return key
  }

  private func version(_ row: Int) -> (updated: Int64, number: Int64)? {
    let values = [updated, version].map { step in step.map { steps[$0].values[row] } ?? .missing }
    return values.contains(TextCast.refused) ? nil : (values[0], values[1])
  }

  /// Fills the output with the rows that passed.
  private func gather(_ batch: borrowing TextBatch, file: Int, into output: inout LoadBatch) {
    let rows = batch.rowCount
    output.keyBytes.removeAll()
    output.keyEnds.removeAll(keepingCapacity: true)
    output.keyHashes.removeAll(keepingCapacity: true)
    output.locators.removeAll(keepingCapacity: true)
    for row in 0..<rows where failed[row] < 0 {
      let start = output.keyBytes.count
      output.keyBytes.append(keyPrefix.span)
      for (i, column) in keyColumns.enumerated() {
        if i > 0 { output.keyBytes.append(Self.separator) }
        output.keyBytes.append(batch.text(column, row).trimmed())
      }
      let end = output.keyBytes.count
      output.keyEnds.append(end)
      output.keyHashes.append(Self.hash(output.keyBytes, start, end))
      output.locators.append(Locator(file: file, offset: batch.fileOffset(row: row)))
    }
    let kept = output.keyEnds.count
    output.records.count = kept
    let links = links(batch, output.keyHashes)
    output.partitionHashes = links.enumerated().map { row, link in
      link == .missing ? output.keyHashes[row] : UInt64(bitPattern: link)
    }
    for (column, source) in valueSources.enumerated() {
      switch source {
      case .column(let step): copy(step, rows: rows, into: &output.records.columns[column])
      case .constant(let value):
        output.records.columns[column] = [Int64](repeating: value, count: kept)
      case .link: output.records.columns[column] = links
      case .absent: output.records.columns[column] = [Int64](repeating: .missing, count: kept)
      }
    }
    copy(updated, rows: rows, kept: kept, into: &output.updated)
    copy(version, rows: rows, kept: kept, into: &output.versions)
  }

  /// For each row that passed the hash of its ticket's key; missing where it names none.
  private func links(_ batch: borrowing TextBatch, _ keyHashes: [UInt64]) -> [Int64] {
    guard let link else {
      return mapping.kind.kind == .ticket
        ? keyHashes.map(Self.link) : [Int64](repeating: .missing, count: keyHashes.count)
    }
    var links: [Int64] = []
    links.reserveCapacity(keyHashes.count)
    var key = ByteArena()
    for row in 0..<batch.rowCount where failed[row] < 0 {
      if steps[link.ticket].isMissing(row) {
        links.append(.missing)
        continue
      }
      key.removeAll()
      if let system = link.system, !steps[system].isMissing(row) {
        let name = link.systems.text(of: steps[system].values[row])
        key.append(name.utf8Span.span)
        key.append(Self.separator)
      } else {
        key.append(link.constant.span)
      }
      key.append(batch.text(link.ticket, row).trimmed())
      links.append(Self.link(Self.hash(key, 0, key.count)))
    }
    return links
  }

  private static func hash(_ keys: borrowing ByteArena, _ start: Int, _ end: Int) -> UInt64 {
    ByteHash.of(keys.bytes(start, end - start)).low
  }

  /// A hash as a value of a column, which must not say "missing".
  private static func link(_ hash: UInt64) -> Int64 {
    let value = Int64(bitPattern: hash)
    return value == .missing ? .missing + 1 : value
  }

  private func copy(_ step: Int?, rows: Int, kept: Int, into values: inout [Int64]) {
    if let step {
      copy(step, rows: rows, into: &values)
    } else {
      values = [Int64](repeating: .missing, count: kept)
    }
  }

  private func copy(_ step: Int, rows: Int, into values: inout [Int64]) {
    values.removeAll(keepingCapacity: true)
    // Taken out of the loop, so that no row pays for an access check.
    let (cast, failed) = (steps[step].values, failed)
    for row in 0..<rows where failed[row] < 0 { values.append(cast[row]) }
  }
}

/// A constant of a source as a stored value; the pipeline file's check has proved that it casts.
func constantValue(
  _ text: String, _ field: Field, _ dictionary: (String) -> TextDictionary
) -> Int64 {
  switch field.type {
  case .text, .enumeration: dictionary(field.name).code(of: text)
  case .boolean: castBoolean(text.utf8Span.span) ?? .missing
  case .integer, .seconds: castInteger(text.utf8Span.span) ?? .missing
  case .decimal, .money:
    castDecimal(text.utf8Span.span, nil)?.scaled(by: field.type.scale) ?? .missing
  case .share: castShare(text.utf8Span.span, nil) ?? .missing
  case .instant: .missing
  }
}
