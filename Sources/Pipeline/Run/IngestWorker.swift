import Civil
import Columnar
import Extract
import Load
import Transform

/// What one worker of an ingest keeps between pieces: a caster and batches for each source.
struct IngestWorker: ~Copyable {
  /// A class, so that it can be kept in a table although its parts cannot be copied.
  private final class Bench {
    var caster: RecordCaster
    var text: TextBatch
    var load: LoadBatch

    init(_ caster: consuming RecordCaster, columns: Int, schema: Schema) {
      self.caster = caster
      text = TextBatch(columnCount: columns)
      load = LoadBatch(schema: schema)
    }
  }

  private let ingest: Ingest
  private var benches: [Int: Bench] = [:]
  private var spread = LatestState.Spread()
  private var outcome: Ingest.Outcome

  init(_ ingest: Ingest) {
    self.ingest = ingest
    outcome = Ingest.Outcome(
      files: Array(repeating: Ingest.FileOutcome(), count: ingest.files.count))
  }

  /// Splits a piece, casts it and loads it; returns how many rows it had.
  mutating func take(
    _ piece: any RecordPiece, file: Int, seed: UInt64
  ) throws(Diagnostic) -> Int {
    let source = ingest.files[file].source
    let bench = try bench(source)
    let before = bench.caster.counts
    guard let state = ingest.states[ingest.sources[source].mapping.kind.kind] else { return 0 }
    let columns = ingest.files[file].request.columns.count
    let reasons = ingest.files[file].request.reasonColumn
    // A file of rows that are sent again has a column more.
    if bench.text.columnCount < columns { bench.text = TextBatch(columnCount: columns) }
    let ownSeed = seed ^ UInt64(source)
    while try piece.read(into: &bench.text) {
      outcome.files[file].fingerprint += bench.text.fingerprint(seed: ownSeed)
      bench.caster.cast(
        &bench.text, file: file, reasons: reasons, into: &bench.load)
      state.apply(bench.load, &spread)
    }
    outcome.rejections += bench.caster.takeRejections()
    let counts = bench.caster.counts.since(before)
    outcome.files[file].counts += counts
    return counts.read
  }

  consuming func finish() -> Ingest.Outcome {
    for bench in benches.values { outcome.resent.formUnion(bench.caster.resent) }
    outcome.filled = benches.mapValues { $0.caster.filled }
    outcome.instants = benches.mapValues { $0.caster.instants }
    return outcome
  }

  private mutating func bench(_ source: Int) throws(Diagnostic) -> Bench {
    if let known = benches[source] { return known }
    let mapping = ingest.sources[source].mapping
    guard let schema = ingest.schemas[mapping.kind.kind] else {
      throw Diagnostic(.init("no schema for the source"), failure: .software)
    }
    let dictionaries = ingest.dictionaries
    let caster = try RecordCaster(
      mapping, schema: schema, zone: { (name) throws(Diagnostic) in try Zone.named(name) },
      days: ingest.zone,
      dictionary: { dictionaries[$0] ?? TextDictionary() })
    let new = Bench(
      caster, columns: RecordCaster.readColumns(mapping, for: schema).count, schema: schema)
    benches[source] = new
    return new
  }
}
