import Civil
import Columnar
import Extract
import Link
import Load
import Records
import Synchronization
import Transform

/// Reads all exports into the latest state of each record kind, with all workers.
///
/// Each file is cut from front to back by one worker at a time, and its pieces are split, cast and
/// loaded by all; a file that is busy is passed over, so that a slow format is read beside others.
final class Ingest: Sendable {
  /// One file of a source. Files are numbered in the order of sources and, within one, of paths.
  struct File: Sendable {
    let source: Int
    /// The system whose records it holds.
    let system: String
    let path: String
    let bytes: Int
    let request: ReadRequest
    /// How the file is read, in words.
    let layout: String
  }

  /// What came of one file.
  struct FileOutcome: Sendable {
    var counts = RecordCaster.Counts()
    var fingerprint = Fingerprint()
  }

  /// What came of all files.
  struct Outcome: Sendable {
    var files: [FileOutcome]
    var rejected = RejectedRows()
    /// The rows that were kept and stand for rejected ones.
    var resent: Set<RecordCaster.Resent> = []
    var failures: [Diagnostic] = []
    /// What makes files doubtful that were read.
    var doubts: [Diagnostic] = []
    /// By source, for each of its columns whether any row had it: see `RecordCaster.filled`.
    var filled: [Int: [Bool]] = [:]
    /// The latest records, once all is read.
    var records = TicketPartitions([])
    /// By file, how many of its rows are the latest of their record.
    var kept: [Int] = []
    /// The latest `updated` of any record; nil where none has one.
    var latestUpdate: Int64?
    /// By source and field how instants were written.
    var instants: [Int: [String: InstantTally]] = [:]

    mutating func note(_ tallies: [String: InstantTally], source: Int) {
      for (field, tally) in tallies {
        instants[source, default: [:]][field, default: .init()] += tally
      }
    }

    mutating func noteFilled(_ columns: [Bool], source: Int) {
      filled[source] = filled[source].map { zip($0, columns).map { $0 || $1 } } ?? columns
    }
  }

  let files: [File]
  let sources: [PipelineFile.Source]
  let states: [RecordKind: LatestState]
  let dictionaries: [String: TextDictionary]
  /// That of the reports, whose days count.
  let zone: Zone
  let schemas: [RecordKind: Schema]
  /// The folder of files for rejected rows; nil where nobody asks for them.
  let spillFolder: String?
  private let progress: Progress
  let open: [OpenFile]
  private let outcome: Mutex<Outcome>

  init(
    files: [File], sources: [PipelineFile.Source], schemas: [RecordKind: Schema],
    dictionaries: [String: TextDictionary], zone: Zone, spillFolder: String? = nil,
    progress: Progress
  ) {
    self.zone = zone
    self.schemas = schemas
    self.spillFolder = spillFolder
    self.files = files
    self.sources = sources
    self.dictionaries = dictionaries
    self.progress = progress
    states = schemas.mapValues { schema in
      let mappings = sources.map(\.mapping).filter { $0.kind.kind == schema.kind }
      return LatestState(RowLayout(schema, mappings), .init(schema, mappings))
    }
    // Codes in the order of files, whichever is read first.
    for file in files { _ = dictionaries["system"]?.code(of: file.system) }
    open = files.map { OpenFile($0.request) }
    outcome = Mutex(Outcome(files: Array(repeating: FileOutcome(), count: files.count)))
  }

  /// Reads everything; what could not be read is among the outcome's failures.
  func run(workers: Int) async -> Outcome {
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, workers) { group.addTask { self.work() } }
    }
    var outcome = outcome.withLock { $0 }
    if outcome.failures.isEmpty { await settle(&outcome, workers: max(1, workers)) }
    outcome.failures.sort { "\($0)" < "\($1)" }
    outcome.doubts = sources.indices.flatMap(doubts)
    // Of a file that broke off it is not known what the rest has.
    if outcome.failures.isEmpty {
      outcome.doubts += sources.indices.flatMap { absent($0, outcome.filled[$0]) }
    }
    return outcome
  }

  /// What makes files of a source doubtful: the first of them, and how many more there are.
  private func doubts(source: Int) -> [Diagnostic] {
    let doubtful = files.indices.filter { files[$0].source == source && !open[$0].doubts.isEmpty }
    guard let first = doubtful.first, doubtful.count > 1 else {
      return doubtful.flatMap { open[$0].doubts }
    }
    return open[first].doubts.map { doubt in
      var doubt = doubt
      doubt.message = .alsoInFiles(doubt.message, doubtful.count - 1, sources[source].name)
      return doubt
    }
  }

  /// What of the mapping of a source was in none of its rows.
  private func absent(_ source: Int, _ filled: [Bool]?) -> [Diagnostic] {
    guard let filled, let schema = schemas[sources[source].mapping.kind.kind] else {
      return []
    }
    return AbsentColumns(
      source: sources[source], files: files.filter { $0.source == source }.map(\.request)
    ).warnings(filled, schema)
  }

  private func work() {
    var worker = IngestWorker(self)
    // Formats that cannot be split come first: the others fill the gaps.
    var left = Array(files.indices).sorted { (rank($0), $0) < (rank($1), $1) }
    while let file = left.first {
      var index = file
      var next = OpenFile.Next.busy
      for candidate in left {
        next = open[candidate].next(waits: false)
        index = candidate
        if case .busy = next { continue }
        break
      }
      if case .busy = next {
        index = file
        next = open[file].next(waits: true)
      }
      switch next {
      case .piece(let piece, let seed):
        do throws(Diagnostic) {
          progress.add(rows: try worker.take(piece, file: index, seed: seed))
        } catch {
          outcome.withLock { $0.failures.append(error) }
        }
        open[index].noteLoaded()
      case .broken(let diagnostic):
        outcome.withLock { $0.failures.append(diagnostic) }
        left.removeAll { $0 == index }
      case .end:
        left.removeAll { $0 == index }
      case .busy: break
      }
    }
    let done = worker.finish()
    outcome.withLock { outcome in
      for (file, result) in done.files.enumerated() {
        outcome.files[file].counts += result.counts
        outcome.files[file].fingerprint += result.fingerprint
      }
      outcome.rejected += done.rejected
      outcome.resent.formUnion(done.resent)
      outcome.failures += done.failures
      for (source, columns) in done.filled { outcome.noteFilled(columns, source: source) }
      for (source, tallies) in done.instants { outcome.note(tallies, source: source) }
    }
  }

  private func rank(_ file: Int) -> Int { files[file].request.format.isSplittable ? 1 : 0 }
}

extension Diagnostic.Message {
  static func alsoInFiles(_ message: Self, _ count: Int, _ source: String) -> Self {
    Self("\(message.text) (and in \(count) more \(count == 1 ? "file" : "files") of '\(source)')")
  }
}
