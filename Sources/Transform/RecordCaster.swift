public import Civil
public import Columnar
public import Records

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
    /// The key of the ticket that the record is, or is about.
    case link
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
  private let keys: RecordKeys
  private let required: [Int]
  /// The step of the instant at which records begin.
  private let began: Int?
  private let updated: Int?
  private let version: Int?
  /// For each row of a batch the first step that failed, or -1; `dropped` for a row that a rule
  /// drops.
  private var failed: [Int] = []
  private static let dropped = Int.max
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
    let systems = dictionary("system")
    let ownZone = try zone(mapping.zone)
    let zoneOf = { (field: Field) in mapping.kind.days.contains(field.name) ? days : ownZone }
    valueSources = schema.fields.map { field in
      if field.name == Field.ticketLink.name { return .link }
      if field.name == "system" { return .constant(systems.code(of: mapping.system)) }
      if let step = names.firstIndex(of: field.name) { return .column(step) }
      if let text = mapping.constants[field.name] {
        return .constant(constantValue(text, field, zoneOf(field), dictionary))
      }
      return .constant(.missing)
    }
    keys = RecordKeys(mapping, names, zone: zoneOf, systems: systems, dictionary)
    began = names.firstIndex(of: mapping.kind.birth)
    required = mapping.kind.required.compactMap { names.firstIndex(of: $0) }
    updated = names.firstIndex(of: "updated")
    version = names.firstIndex(of: "version")
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

  /// Casts a batch; rows that fail are noted as rejections, the others are added to `output`.
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
      let values = steps[step].values
      for row in 0..<count where failed[row] < 0 && values[row] == .missing {
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
          record: batch.record(row: row).copied(), version: version(batch, row, file: file),
          origin: reasons.map { Origin.of(batch.text($0, row).copied()) } ?? ""))
    }
  }

  /// The state that a row that failed would have been; nil where its key cannot be read.
  private func version(
    _ batch: borrowing TextBatch, _ row: Int, file: Int
  ) -> Rejection.Version? {
    var bytes = ByteArena()
    guard keys.isReadable(batch, row, steps, required) else { return nil }
    let values = [began, updated, version].map { step in
      step.map { steps[$0].values[row] } ?? .missing
    }
    let isKnown = values[1] != TextCast.refused && values[2] != TextCast.refused
    return Rejection.Version(
      key: keys.key(batch, row, steps, &bytes),
      began: values[0] == TextCast.refused ? .missing : values[0],
      number: isKnown ? (values[1], values[2]) : nil)
  }

  /// Adds the rows that passed to the output.
  private func gather(_ batch: borrowing TextBatch, file: Int, into output: inout LoadBatch) {
    var kept: [Int] = []
    kept.reserveCapacity(batch.rowCount)
    for row in 0..<batch.rowCount where failed[row] < 0 { kept.append(row) }
    let first = output.rows.extend(by: kept.count)
    var bytes = ByteArena()
    for (i, row) in kept.enumerated() {
      output.rows.set(keys.key(batch, row, steps, &bytes), at: first + i)
      output.rows.set(Locator(file: file, offset: batch.fileOffset(row: row)), at: first + i)
    }
    output.rows.setVersions(
      from: first, updated: updated.map { steps[$0].values },
      number: version.map { steps[$0].values }, at: kept)
    for (column, source) in valueSources.enumerated() {
      switch source {
      case .column(let step):
        output.rows.set(column, from: first, to: steps[step].values, at: kept)
      case .constant(let value): output.rows.set(column, from: first, to: value)
      case .link:
        for (i, row) in kept.enumerated() {
          let ticket =
            mapping.kind.kind == .ticket
            ? output.rows.key(first + i) : keys.ticket(batch, row, steps)
          output.rows.set(column, first + i, to: ticket?.link ?? .missing)
        }
      }
    }
  }
}
