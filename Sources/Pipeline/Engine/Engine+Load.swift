import Aggregate
import Columnar
import Extract
import Link
import Load
import Records
import Transform

extension Engine {
  /// The records of a run in their latest state, with what became of every row.
  struct Loaded: Sendable {
    let ingest: Ingest
    let outcome: Ingest.Outcome
    /// By source.
    let counts: [SourceCounts]
    let fingerprints: [Fingerprint]
    /// By the number of a file.
    let traits: [FileTraits]
    /// Which instants are known to the day only.
    let days: KnownDays
  }

  /// Reads everything that the plans need.
  /// - Parameter spillFolder: where rejected rows are kept; nil where nobody asks for them.
  func load(
    _ plans: [AggregationPlan], from files: [Ingest.File], spillFolder: String? = nil
  ) async throws(Diagnostic) -> Loaded {
    var files = files
    var schemas: [RecordKind: Schema] = [:]
    for kind in pipeline.kinds {
      schemas[kind] = schema(kind, plans)
    }
    for index in files.indices {
      let mapping = pipeline.sources[files[index].source].mapping
      if let schema = schemas[mapping.kind.kind] {
        files[index] = files[index].reading(
          RecordCaster.readColumns(mapping, for: schema), reasons: true)
      }
    }
    let ingest = Ingest(
      files: files, sources: pipeline.sources, schemas: schemas, dictionaries: dictionaries(),
      zone: pipeline.zone, spillFolder: spillFolder, progress: progress)
    progress.begin("reading", files: files.count, bytes: files.reduce(0) { $0 + $1.bytes })
    let outcome = await ingest.run(workers: options.threads)
    progress.say(outcome.doubts)
    for (index, source) in pipeline.sources.enumerated() {
      let doubt = MidnightDoubt(source: source, zone: pipeline.zone.name)
      progress.say(doubt.warnings(outcome.instants[index] ?? [:]))
    }
    guard outcome.failures.isEmpty else { throw Diagnostic(outcome.failures) }
    return loaded(ingest, outcome, try await traits(of: ingest, outcome.records))
  }

  /// The fields that some plan loads.
  private func schema(_ kind: RecordKind, _ plans: [AggregationPlan]) -> Schema {
    var wanted: [Field] = []
    for plan in plans {
      for field in plan.loaded[kind]?.fields ?? [] where !wanted.contains(field) {
        wanted.append(field)
      }
    }
    return Schema(kind: kind, fields: wanted)
  }

  /// A dictionary for each text field; enumerations get their words in their own order.
  private func dictionaries() -> [String: TextDictionary] {
    var dictionaries: [String: TextDictionary] = ["system": TextDictionary()]
    let fields =
      pipeline.sources.flatMap { $0.mapping.kind.fields + $0.mapping.fields.map(\.field) }
      + MomentField.all.map(\.field)
    for field in fields where field.type.isText && dictionaries[field.name] == nil {
      if case .enumeration(let words) = field.type {
        dictionaries[field.name] = TextDictionary(words)
      } else {
        dictionaries[field.name] = TextDictionary()
      }
    }
    return dictionaries
  }

  private func loaded(
    _ ingest: Ingest, _ outcome: Ingest.Outcome, _ traits: [FileTraits]
  ) -> Loaded {
    var counts: [SourceCounts] = []
    var fingerprints: [Fingerprint] = []
    for (index, source) in pipeline.sources.enumerated() {
      var total = RecordCaster.Counts()
      var fingerprint = Fingerprint()
      var keptHere = 0
      for (file, result) in outcome.files.enumerated() where ingest.files[file].source == index {
        total += result.counts
        fingerprint += result.fingerprint
        keptHere += outcome.kept[file]
      }
      counts.append(
        .init(
          name: source.name, kind: source.mapping.kind.kind.rawValue, read: total.read,
          kept: keptHere,
          superseded: total.read - total.rejected - total.dropped - keptHere,
          rejected: total.rejected, dropped: total.dropped, movedTimes: total.movedTimes,
          ambiguousTimes: total.ambiguousTimes))
      fingerprints.append(fingerprint)
    }
    return Loaded(
      ingest: ingest, outcome: outcome, counts: counts, fingerprints: fingerprints, traits: traits,
      days: KnownDays(pipeline, ingest.files.map(\.source), outcome.instants))
  }
}
