import Civil
import Columnar
import Extract
import Load
import Records
import Transform

/// What one worker of an ingest keeps between pieces: a caster and batches for each source and system.
struct IngestWorker: ~Copyable {
  /// A class, so that it can be kept in a table although its parts cannot be copied.
  private final class Bench {
    var caster: RecordCaster
    var text: TextBatch
    var load: LoadBatch

    init(_ caster: consuming RecordCaster, columns: Int, layout: RowLayout) {
      self.caster = caster
      text = TextBatch(columnCount: columns)
      load = LoadBatch(layout)
    }
  }

  private struct Key: Hashable {
    let source: Int
    let system: String
  }

  private let ingest: Ingest
  private var benches: [Key: Bench] = [:]
  private var collectors: [RecordKind: RowCollector]
  private var outcome: Ingest.Outcome
  private var spill: RejectionSpill?

  init(_ ingest: Ingest) {
    self.ingest = ingest
    collectors = ingest.states.mapValues { RowCollector($0) }
    spill = ingest.spillFolder.map { RejectionSpill(folder: $0) }
    outcome = Ingest.Outcome(
      files: Array(repeating: Ingest.FileOutcome(), count: ingest.files.count))
  }

  /// Splits a piece, casts it and loads it; returns how many rows it had.
  mutating func take(
    _ piece: any RecordPiece, file: Int, seed: UInt64
  ) throws(Diagnostic) -> Int {
    let source = ingest.files[file].source
    let bench = try bench(Key(source: source, system: ingest.files[file].system))
    let before = bench.caster.counts
    guard let collector = collectors[ingest.sources[source].mapping.kind.kind] else { return 0 }
    let columns = ingest.files[file].request.columns.count
    let reasons = ingest.files[file].request.reasonColumn
    // A file of rows that are sent again has a column more.
    if bench.text.columnCount < columns { bench.text = TextBatch(columnCount: columns) }
    var ownSeed = seed ^ UInt64(source)
    if ingest.sources[source].systemRule != nil {
      ownSeed ^= ByteHash.of(ingest.files[file].system.utf8Span.span).low
    }
    while try piece.read(into: &bench.text) {
      outcome.files[file].fingerprint += bench.text.fingerprint(seed: ownSeed)
      bench.caster.cast(
        &bench.text, file: file, reasons: reasons, into: &bench.load)
      let rejections = bench.caster.takeRejections()
      try spill?.add(rejections, ingest.sources[source].mapping.kind.kind)
    }
    let open = ingest.open
    collector.take(bench.load, file: file) { open[$0].isLoaded }
    bench.load.rows.removeAll()
    let counts = bench.caster.counts.since(before)
    outcome.files[file].counts += counts
    return counts.read
  }

  consuming func finish() -> Ingest.Outcome {
    for collector in collectors.values { collector.finish() }
    do throws(Diagnostic) {
      if let rejected = try spill?.finish() { outcome.rejected = rejected }
    } catch {
      outcome.failures.append(error)
    }
    for (key, bench) in benches {
      outcome.resent.formUnion(bench.caster.resent)
      outcome.noteFilled(bench.caster.filled, source: key.source)
      outcome.note(bench.caster.instants, source: key.source)
    }
    return outcome
  }

  private mutating func bench(_ key: Key) throws(Diagnostic) -> Bench {
    if let known = benches[key] { return known }
    var mapping = ingest.sources[key.source].mapping
    mapping.system = key.system
    let kind = mapping.kind.kind
    guard let layout = ingest.states[kind]?.layout, let schema = ingest.schemas[kind] else {
      throw Diagnostic(.init("no schema for the source"), failure: .software)
    }
    let dictionaries = ingest.dictionaries
    let caster = try RecordCaster(
      mapping, schema: schema, zone: { (name) throws(Diagnostic) in try Zone.named(name) },
      days: ingest.zone,
      dictionary: { dictionaries[$0] ?? TextDictionary() })
    let new = Bench(
      caster, columns: RecordCaster.readColumns(mapping, for: schema).count, layout: layout)
    benches[key] = new
    return new
  }
}
