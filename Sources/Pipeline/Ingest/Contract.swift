import Aggregate
import Columnar
import Extract
import Publish
import Records
import Transform

/// What the files of a source hold, column by column, held against what they held in the last run.
struct Contract {
  /// What becomes of a change.
  enum Policy: String, Sendable, CaseIterable {
    /// New columns are noted, others are warned of.
    case additive
    /// Any change stops the run.
    case strict
    case ignore
  }

  /// So many rows of a source are looked at, and at least so many of each file.
  private static let sampleRows = 1000
  private static let leastRows = 100
  /// A column that so few of the records have, in percent, may be out of the sample by chance.
  private static let leastFilled = 50

  let pipeline: PipelineFile
  let source: PipelineFile.Source

  /// What the files of a source have.
  struct Found: Sendable {
    /// Of all files together.
    var columns: [Catalog.Column]
    /// Of each file, in small letters, as a reader takes a name in other letter case for the same.
    var names: [Set<String>]
  }

  /// The columns of the source's files with their types. What held before is kept where the files
  /// have no rows, and where one of them cannot be read, since the run will report it.
  func columns(of files: [Ingest.File], before: [Catalog.Column]) -> Found {
    var names: [Set<String>] = []
    let kept = Found(columns: before, names: files.map { _ in [] })
    var order: [String] = []
    var places: [String: Int] = [:]
    var sketches: [ColumnSketch] = []
    let rows = max(Self.leastRows, Self.sampleRows / max(1, files.count))
    do throws(Diagnostic) {
      for file in files {
        let columns = try sampledColumns(file.request)
        names.append(Set(columns.map { $0.lowercased() }))
        for column in columns where places[column] == nil {
          places[column] = order.count
          order.append(column)
          sketches.append(ColumnSketch())
        }
        let own = columns.compactMap { places[$0] }
        try sample(file.request, columns, rows: rows, into: &sketches, at: own)
      }
    } catch {
      return kept
    }
    if order.isEmpty { return kept }
    let columns = zip(order, sketches).map { (name, sketch) in
      if sketch.rows == 0, let known = before.first(where: { $0.name == name }) { return known }
      let filled = sketch.rows == 0 ? 0 : (sketch.rows - sketch.missing) * 100 / sketch.rows
      let types = sketch.readings.map(\.name)
      return Catalog.Column(
        source: source.name, name: name, filled: filled,
        type: filled == 0 ? "" : types.joined(separator: " or "))
    }
    return Found(columns: columns, names: names)
  }

  /// What `rejects` adds to a file is no column of the source.
  private func sampledColumns(_ request: ReadRequest) throws(Diagnostic) -> [String] {
    try request.sampledColumns().filter { !$0.hasSuffix(RecordWriter.reasonName) }
  }

  /// Adds the values of the first rows of a file to the sketches of its columns.
  private func sample(
    _ request: ReadRequest, _ columns: [String], rows: Int, into sketches: inout [ColumnSketch],
    at places: [Int]
  ) throws(Diagnostic) {
    var request = request
    request.columns = columns
    var batch = TextBatch(columnCount: columns.count)
    guard let piece = try request.open().nextPiece(), try piece.read(into: &batch) else { return }
    for (column, place) in places.enumerated() {
      for row in 0..<min(batch.rowCount, rows) {
        sketches[place].add(batch.text(column, row))
      }
    }
  }

  /// What differs from the last run, as warnings, or as errors where the source is strict.
  func changes(from before: [Catalog.Column], to now: [Catalog.Column]) -> [Diagnostic] {
    guard source.schema != .ignore, !before.isEmpty else { return [] }
    let old = Dictionary(before.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    let new = Dictionary(now.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    let severity: Diagnostic.Severity = source.schema == .strict ? .error : .warning
    var changes: [Diagnostic] = []
    func note(_ message: Diagnostic.Message, _ severity: Diagnostic.Severity) {
      changes.append(
        Diagnostic(message, at: source.location, severity: severity, failure: .dataGate))
    }
    // A reader takes a name in other letter case for the same.
    let folded = (
      old: Set(before.map { $0.name.lowercased() }), new: Set(now.map { $0.name.lowercased() })
    )
    for column in before where column.filled >= Self.leastFilled {
      if !folded.new.contains(column.name.lowercased()) {
        note(.columnGone(column.name, source.name, affected(by: column.name)), severity)
      } else if new[column.name]?.filled == 0 {
        note(.columnEmpty(column.name, source.name, affected(by: column.name)), severity)
      }
    }
    for column in now where !folded.old.contains(column.name.lowercased()) {
      note(.columnNew(column.name, source.name), source.schema == .strict ? .error : .note)
    }
    for column in now {
      guard let type = old[column.name]?.type, !type.isEmpty, !column.type.isEmpty,
        !isSame(type, column.type)
      else { continue }
      note(
        .columnChanged(column.name, source.name, type, column.type, affected(by: column.name)),
        severity)
    }
    return changes
  }

  /// For each file the mapped columns that it lacks, of fields that a record may lack, if the source
  /// had them in the last run or has them in another file. A column that never was there is a mistake
  /// of the pipeline file.
  func lacking(in found: Found, known before: [Catalog.Column]) -> [[String]] {
    let there = found.names.reduce(into: Set(before.map { $0.name.lowercased() })) {
      $0.formUnion($1)
    }
    let required = source.mapping.kind.required
    let optional = source.mapping.fields.filter { field in
      !required.contains(field.field.name) && !there.isDisjoint(with: names(of: field))
    }
    return found.names.map { own in
      // Nothing is known of a file without columns.
      own.isEmpty ? [] : optional.filter { own.isDisjoint(with: names(of: $0)) }.map(\.from)
    }
  }

  private func names(of field: FieldMapping) -> [String] {
    ([field.from] + field.alternatives).map { $0.lowercased() }
  }

  /// That one file lacks columns which others have; a strict source is not read without them.
  func warnings(
    of file: Ingest.File, _ lacking: [String], _ found: Found
  ) -> [Diagnostic] {
    guard source.schema != .ignore, file.request.format.isDelimited else { return [] }
    let others = found.names.reduce(into: Set<String>()) { $0.formUnion($1) }
    return lacking.filter { others.contains($0.lowercased()) && !source.optional.contains($0) }
      .map { column in
        Diagnostic(
          .columnNotInFile(column, source.name, affected(by: column)), at: .init(file: file.path),
          severity: source.schema == .strict ? .error : .warning, failure: .dataGate)
      }
  }

  /// A date that was in doubt may be settled by more values.
  private func isSame(_ a: String, _ b: String) -> Bool {
    let (a, b) = (a.components(" or "), b.components(" or "))
    return a.contains { b.contains($0) }
  }

  /// The metrics that cannot be computed without the fields that a column is mapped onto.
  private func affected(by column: String) -> [String] {
    let fields = source.mapping.fields
      .filter { $0.from == column || $0.alternatives.contains(column) }.map(\.field.name)
    guard !fields.isEmpty else { return [] }
    let kind = source.mapping.kind.kind
    let all = MetricCatalogue(pipeline).lines.filter { $0.lacks.isEmpty }
    var without = pipeline
    for index in without.sources.indices where without.sources[index].mapping.kind.kind == kind {
      without.sources[index].mapping.fields.removeAll { fields.contains($0.field.name) }
      for field in fields { without.sources[index].mapping.constants[field] = nil }
    }
    let left = Set(MetricCatalogue(without).lines.filter { $0.lacks.isEmpty }.map(\.metric.id))
    return all.map(\.metric.id).filter { !left.contains($0) }
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let found = rest.firstRange(of: separator) {
      parts.append(String(rest[..<found.lowerBound]))
      rest = rest[found.upperBound...]
    }
    return parts + [String(rest)]
  }
}

extension Diagnostic.Message {
  private static func listed(_ metrics: [String]) -> String {
    if metrics.isEmpty { return "; no metric needs it" }
    let more = metrics.count > 8 ? " and \(metrics.count - 8) more" : ""
    return "; these metrics need it: \(metrics.prefix(8).joined(separator: ", "))\(more)"
  }

  static func columnGone(_ name: String, _ source: String, _ metrics: [String]) -> Self {
    Self("the column '\(name)' of '\(source)' is gone\(listed(metrics))")
  }

  static func columnNotInFile(_ name: String, _ source: String, _ metrics: [String]) -> Self {
    Self("no column '\(name)', which other files of '\(source)' have\(listed(metrics))")
  }

  static func columnEmpty(_ name: String, _ source: String, _ metrics: [String]) -> Self {
    Self("the column '\(name)' of '\(source)' is empty now\(listed(metrics))")
  }

  static func columnNew(_ name: String, _ source: String) -> Self {
    Self("the column '\(name)' of '\(source)' is new")
  }

  static func columnChanged(
    _ name: String, _ source: String, _ before: String, _ now: String, _ metrics: [String]
  ) -> Self {
    Self(
      "the column '\(name)' of '\(source)' was \(before) and is now \(now)\(listed(metrics))")
  }
}
