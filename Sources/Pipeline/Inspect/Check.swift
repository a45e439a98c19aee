import Aggregate
import Civil
public import Columnar
import Extract
import Language
import Records
import Transform

/// Reads the first rows of each source without running, and tells what would go wrong.
public struct Check {
  public struct Sample: Sendable {
    public let source: String
    public let path: String
    public let rows: Int
    public let rejected: Int
    /// Rows that a rule of the source says are no records.
    public let dropped: Int
    /// The first records as they were read, one JSON object each.
    public let records: [String]
  }

  public struct Outcome: Sendable {
    public let samples: [Sample]
    /// Errors, and warnings for rows that would be rejected.
    public let diagnostics: [Diagnostic]
  }

  let engine: Engine

  public init(_ pipeline: PipelineFile, _ options: RunOptions) {
    engine = Engine(pipeline: pipeline, options: options, progress: Progress { _ in })
  }

  /// - Parameters:
  ///   - rows: how many rows of each file are read, about.
  ///   - records: how many records of each file are shown.
  public func run(rows: Int = 1000, records: Int = 0) throws(Diagnostic) -> Outcome {
    var samples: [Sample] = []
    var diagnostics = engine.pipeline.reports.compactMap { $0.lacksKey(engine) }
    diagnostics += Unmet(pipeline: engine.pipeline).metrics(of: engine.pipeline.reports)
    let files = try engine.files()
    var filled: [Int: [Bool]] = [:]
    var instants: [Int: [String: InstantTally]] = [:]
    for file in files {
      do throws(Diagnostic) {
        let (sample, found, own, tallies) = try self.sample(file, rows: rows, records: records)
        for (field, tally) in tallies {
          instants[file.source, default: [:]][field, default: .init()] += tally
        }
        samples.append(sample)
        diagnostics += found
        if sample.rows > 0 {
          filled[file.source] = filled[file.source].map { zip($0, own).map { $0 || $1 } } ?? own
        }
      } catch {
        diagnostics.append(error)
      }
    }
    for (index, source) in engine.pipeline.sources.enumerated() {
      diagnostics += MidnightDoubt(source: source, zone: engine.pipeline.zone.name)
        .warnings(instants[index] ?? [:])
      guard let filled = filled[index] else { continue }
      diagnostics += AbsentColumns(
        source: source, files: files.filter { $0.source == index }.map(\.request)
      ).warnings(filled, schema(source))
    }
    diagnostics += unread()
    for source in engine.pipeline.sources {
      let own = samples.filter { $0.source == source.name }
      let (read, rejected) = (
        own.reduce(0) { $0 + $1.rows }, own.reduce(0) { $0 + $1.rejected }
      )
      if Double(rejected) > source.rejectAbove * Double(read) {
        diagnostics.append(
          Diagnostic(
            .wouldNotPublish(source.name, rejected, read, source.rejectAbove), at: source.location,
            failure: .dataGate))
      }
    }
    return Outcome(samples: samples, diagnostics: diagnostics)
  }

  /// What sources map in vain.
  private func unread() -> [Diagnostic] {
    // Which period is asked for does not matter here.
    let plans = engine.pipeline.reports.compactMap { try? ReportPlan($0, engine).plan }
    guard plans.count == engine.pipeline.reports.count else { return [] }
    let unread = UnreadFields(plans)
    return engine.pipeline.sources.compactMap { source in
      let names = unread.of(source)
      return names.isEmpty
        ? nil
        : .note(.unreadFields(names, source.name), at: source.location)
    }
  }

  private func schema(_ source: PipelineFile.Source) -> Schema {
    Schema(kind: source.mapping.kind.kind, fields: source.mapping.readFields)
  }

  /// - Returns: the sample, what was found, for each column whether any row had it, and by field how
  ///   instants were written.
  private func sample(
    _ file: Ingest.File, rows: Int, records: Int
  ) throws(Diagnostic) -> (
    Sample, [Diagnostic], filled: [Bool], instants: [String: InstantTally]
  ) {
    let source = engine.pipeline.sources[file.source]
    let schema = schema(source)
    let dictionary = TextDictionary()
    let zone = engine.pipeline.zone
    var caster = try RecordCaster(
      source.mapping, schema: schema,
      zone: { (name) throws(Diagnostic) in name == zone.name ? zone : try Zone.named(name) },
      days: zone,
      dictionary: { _ in dictionary })
    let columns = RecordCaster.readColumns(source.mapping, for: schema)
    var text = TextBatch(columnCount: columns.count)
    var load = LoadBatch(RowLayout(schema, [source.mapping]))
    var shownRecords: [String] = []
    var diagnostics: [Diagnostic] = []
    var unconverted: [(currency: Int64, instant: Int64)] = []
    let born = source.mapping.kind.began.first { schema.index(of: $0) != nil }
    let countsMoney = engine.pipeline.countsMoney(of: source.mapping.kind.kind)
    let reader = try file.reading(columns).request.open()
    reading: while true {
      guard let piece = try reader.nextPiece() else {
        diagnostics += try reader.doubts()
        break
      }
      while try piece.read(into: &text) {
        caster.cast(&text, file: 0, into: &load)
        let read = RecordBatch(schema, load)
        for row in 0..<min(read.count, max(0, records - shownRecords.count)) {
          shownRecords.append(RecordText.json(read, row: row, dictionary, zone: zone))
        }
        if countsMoney, let born {
          unconverted += MoneyConversion(engine.pipeline, dictionary.texts)
            .unconverted(read, by: born)
        }
        load.rows.removeAll()
        if caster.counts.read >= rows { break reading }
      }
    }
    if let lacking = MoneyConversion(engine.pipeline, dictionary.texts).lacking(
      unconverted, at: source.location)
    {
      diagnostics.append(lacking)
    }
    if let absent = try absentOfPreset(file, source) { diagnostics.append(absent) }
    let rejections = caster.takeRejections()
    let shown = rejections.prefix(5).sorted { $0.offset < $1.offset }
    let places = try file.request.locations(of: shown.map(\.offset))
    diagnostics += zip(shown, places).map { rejection, place in
      .warning(.wouldReject(rejection), at: place)
    }
    if rejections.count > shown.count {
      diagnostics.append(
        .note(.moreRejected(rejections.count - shown.count), at: .init(file: file.path)))
    }
    return (
      Sample(
        source: source.name, path: file.path, rows: caster.counts.read,
        rejected: caster.counts.rejected, dropped: caster.counts.dropped, records: shownRecords),
      diagnostics, caster.filled, caster.instants
    )
  }

  /// The columns of the source's preset that a delimited text lacks.
  private func absentOfPreset(
    _ file: Ingest.File, _ source: PipelineFile.Source
  ) throws(Diagnostic) -> Diagnostic? {
    guard !source.optional.isEmpty, file.request.format.isDelimited else { return nil }
    let there = Set(try file.request.sampledColumns().map { $0.lowercased() })
    let absent = source.mapping.fields.filter { field in
      source.optional.contains(field.from)
        && !([field.from] + field.alternatives + field.joined)
          .contains { there.contains($0.lowercased()) }
    }
    guard !absent.isEmpty else { return nil }
    return .note(
      .presetColumnsAbsent(absent.map { ($0.from, $0.field.name) }),
      at: .init(file: file.path, line: 1, column: 1))
  }
}

extension Diagnostic.Message {
  static func presetColumnsAbsent(_ columns: [(name: String, field: String)]) -> Self {
    let listed = columns.map { "'\($0.name)' (\($0.field))" }.joined(separator: ", ")
    return Self("not in the file, of the preset's columns: \(listed)")
  }

  static func moreRejected(_ count: Int) -> Self {
    Self("\(count) more \(count == 1 ? "row" : "rows") would be rejected")
  }

  static func wouldNotPublish(_ source: String, _ rejected: Int, _ read: Int, _ limit: Double)
    -> Self
  {
    Self(
      "\(rejected) of \(read) rows tried of the source '\(source)' would be rejected; a run takes at most "
        + "\(Language.english.fixed(limit * 100, 2)) %, and would publish nothing")
  }

  static func wouldReject(_ rejection: Rejection) -> Self {
    let field = rejection.field.isEmpty ? "" : "field '\(rejection.field)': "
    return Self("the row would be rejected: \(field)\(rejection.reason.text)")
  }
}
