import Aggregate
import Civil
import Columnar
import Compare
import Compose
import Extract
import Foundation
import Link
import Load
import Records
import Synchronization
import Transform

/// Reads the exports of a pipeline and aggregates them: what `run` and `diff` share.
struct Engine {
  let pipeline: PipelineFile
  let options: RunOptions
  let progress: Progress

  /// The records of a run in their latest state, with what became of every row.
  struct Loaded: Sendable {
    let ingest: Ingest
    let outcome: Ingest.Outcome
    /// By source.
    let counts: [ReportInput.SourceCounts]
    let fingerprints: [Fingerprint]
    /// By the number of a file.
    let traits: [FileTraits]
    /// Which instants are known to the day only.
    let days: KnownDays
  }

  /// The instant at which the data is taken to end.
  var cutoff: Int64 { pipeline.zone.start(of: options.asOf) }

  // MARK: Plans

  /// The period that a report is about.
  func period(of report: PipelineFile.Report) throws(Diagnostic) -> Period {
    guard let text = options.period else {
      return Period(report.period, containing: options.asOf, fiscalStart: pipeline.fiscalStart)
        .advanced(by: -1)
    }
    let period = try Self.period(text, pipeline)
    guard period.first < options.asOf else {
      throw Diagnostic(.periodToCome(period, options.asOf), failure: .usage)
    }
    return period
  }

  static func period(_ text: String, _ pipeline: PipelineFile) throws(Diagnostic) -> Period {
    guard let period = Period(text, fiscalStart: pipeline.fiscalStart) else {
      throw Diagnostic(.notAPeriod(text), failure: .usage)
    }
    return period
  }

  /// The reports of a run: those whose periods are of the kind asked for; all, where none is.
  func reports() throws(Diagnostic) -> [PipelineFile.Report] {
    guard let text = options.period else { return pipeline.reports }
    let kind = try Self.period(text, pipeline).kind
    let matching = pipeline.reports.filter { $0.period == kind }
    return matching.isEmpty ? pipeline.reports : matching
  }

  func plan(_ report: PipelineFile.Report) throws(Diagnostic) -> AggregationPlan {
    let last = try period(of: report)
    let count = last.kind == report.period ? report.history : PipelineFileParser.history(last.kind)
    return plan(
      axis: PeriodAxis(endingWith: last, count: count, zone: pipeline.zone, before: options.asOf),
      dimensions: report.dimensions, pairs: report.pairs, metrics: metrics(of: report))
  }

  /// The ids of the metrics that a report asks for; empty for all.
  private func metrics(of report: PipelineFile.Report) -> [String] {
    report.metrics.isEmpty ? [] : report.metrics + report.scorecard
  }

  /// How many days of a period lie before the day of the report; nil where all of them do, or none.
  func daysSoFar(_ period: Period) -> Int? {
    options.asOf > period.first && options.asOf < period.end
      ? options.asOf.day - period.first.day : nil
  }

  /// The plans of the like parts that a part of a period is held against, each of so many days: of
  /// February no more than it has. None where the period of the report is whole.
  func partPlans(
    _ report: PipelineFile.Report
  ) throws(Diagnostic) -> [(days: Int, plan: AggregationPlan)] {
    let last = try period(of: report)
    guard let soFar = daysSoFar(last) else { return [] }
    let others = [last.yearBefore, last.advanced(by: -1)]
    return Dictionary(grouping: others) { min(soFar, $0.dayCount) }
      .sorted { $0.key < $1.key }
      .map { days, others in
        (
          days,
          plan(
            axis: PeriodAxis(others + [last], first: days, zone: pipeline.zone),
            dimensions: report.dimensions, pairs: report.pairs, metrics: metrics(of: report))
        )
      }
  }

  /// - Parameter metrics: the ids wanted; empty for all.
  func plan(
    axis: PeriodAxis, dimensions: [String], pairs: [[String]], metrics: [String] = []
  ) -> AggregationPlan {
    AggregationPlan(
      metrics: pipeline.metrics.filter { metrics.isEmpty || metrics.contains($0.id) },
      availability: pipeline.availability, dimensions: dimensions, pairs: pairs, axis: axis)
  }

  /// One period, split by one set of dimensions, with all that a trace reads: the metrics of a run,
  /// so that what is known is what a run knows, and some of one's own. As in a run, the period ends
  /// with the data.
  func tracedPlan(
    _ period: Period, dimensions: [String], own: [Metric] = []
  ) -> AggregationPlan {
    AggregationPlan(
      metrics: pipeline.metrics + own, availability: pipeline.availability, dimensions: [],
      pairs: dimensions.isEmpty ? [] : [dimensions],
      axis: PeriodAxis(endingWith: period, count: 1, zone: pipeline.zone, before: options.asOf),
      isTraced: true)
  }

  // MARK: Files

  /// The files of all sources, in the order that decides between versions.
  func files() throws(Diagnostic) -> [Ingest.File] {
    let folder = options.exports ?? pipeline.folder
    var files: [Ingest.File] = []
    var problems: [Diagnostic] = []
    for (index, source) in pipeline.sources.enumerated() where !source.isAlternative {
      do throws(Diagnostic) {
        for (path, container) in try paths(of: source, in: folder) {
          do throws(Diagnostic) {
            let layout = try layout(of: path, index)
            let system = try system(of: path, in: container, layout, below: folder)
            files.append(try file(path, of: layout, system: system, in: container))
          } catch {
            problems.append(error)
          }
        }
      } catch {
        problems += error.all
      }
    }
    guard problems.isEmpty else { throw Diagnostic(problems) }
    return files
  }

  /// What the patterns of a source name, once each in their natural order: files, and members
  /// of archives with the archive.
  private func paths(
    of source: PipelineFile.Source, in folder: String
  ) throws(Diagnostic) -> [(path: String, container: String)] {
    var containers: [String: String] = [:]
    var others: Set<String> = []
    var broken: [String: Diagnostic] = [:]
    for (container, members) in source.globs.flatMap({ FilePattern($0).files(in: folder) }) {
      do throws(Diagnostic) {
        for path in try MemberPath.expanded(container) {
          let member = path.dropFirst(container.count + 1)
          if members?.matches(path: String(member)) ?? true {
            containers[path] = container
          } else {
            others.insert(path)
          }
        }
      } catch {
        broken[container] = error
      }
    }
    guard broken.isEmpty else {
      throw Diagnostic(broken.keys.inNaturalOrder().compactMap { broken[$0] })
    }
    guard !containers.isEmpty else {
      throw Diagnostic(
        .noFiles(source.name, source.globs, folder, others: others.inNaturalOrder()),
        at: source.filesLocation, failure: .noInput)
    }
    return containers.keys.inNaturalOrder().map { ($0, containers[$0] ?? $0) }
  }

  /// The layout of a source that a file has most columns of: the source itself, or one of the
  /// alternatives behind it.
  private func layout(of path: String, _ index: Int) throws(Diagnostic) -> Int {
    let rest = pipeline.sources[(index + 1)...].prefix { $0.isAlternative }
    guard !rest.isEmpty else { return index }
    var best = (share: -1.0, index: index)
    for candidate in index...(index + rest.count) {
      let source = pipeline.sources[candidate]
      let there = Set(
        try source.request(for: path).request.sampledColumns().map { $0.lowercased() })
      let fields = source.mapping.fields
      let present = fields.count { field in
        (field.joined.isEmpty ? [field.from] + field.alternatives : field.joined)
          .contains { there.contains($0.lowercased()) }
      }
      let share = Double(present) / Double(max(1, fields.count))
      if share > best.share { best = (share, candidate) }
    }
    return best.index
  }

  /// The system whose records a file holds.
  private func system(
    of path: String, in container: String, _ index: Int, below folder: String
  ) throws(Diagnostic) -> String {
    let source = pipeline.sources[index]
    guard let rule = source.systemRule else { return source.mapping.system }
    // A member of an archive lies in it as in a folder.
    let member = path == container ? "" : "/" + path.dropFirst(container.count + 1)
    let prefix = FileSystem.join(folder, "")
    let own = container.hasPrefix(prefix) ? String(container.dropFirst(prefix.count)) : container
    guard let system = rule.system(of: own + member) else {
      throw Diagnostic(
        .noSystem(rule, source.name), at: .init(file: path), failure: .configuration)
    }
    if !rule.choices.isEmpty && !rule.choices.contains(system) {
      throw Diagnostic(
        .notAChoice(system, "system", rule.choices), at: .init(file: path),
        failure: .configuration)
    }
    return system
  }

  /// - Parameter container: the file on disk, which `path` may name a member of.
  private func file(
    _ path: String, of index: Int, system: String, in container: String
  ) throws(Diagnostic) -> Ingest.File {
    // Before anything of the file is looked at.
    let stamp = try FileStamp(container)
    var found = try pipeline.sources[index].request(for: path)
    found.request.stamp = stamp
    if let note = found.note { progress.note("\(path): read as \(note)") }
    let attributes = try? FileManager.default.attributesOfItem(atPath: container)
    return Ingest.File(
      source: index, system: system, path: path, bytes: attributes?[.size] as? Int ?? 0,
      request: found.request, layout: found.layout)
  }

  // MARK: Load

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
    for doubt in outcome.doubts { progress.note(doubt.description) }
    for (index, source) in pipeline.sources.enumerated() {
      let doubt = MidnightDoubt(source: source, zone: pipeline.zone.name)
      for warning in doubt.warnings(outcome.instants[index] ?? [:]) {
        progress.note(warning.description)
      }
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
    var counts: [ReportInput.SourceCounts] = []
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

extension Ingest.File {
  /// The same file, which may lack some columns.
  func without(_ columns: Set<String>) -> Ingest.File {
    var request = request
    request.optional.formUnion(columns)
    return Ingest.File(
      source: source, system: system, path: path, bytes: bytes, request: request, layout: layout)
  }

  /// - Parameter reasons: whether the reasons of a file of rows that are sent again are read, too.
  func reading(_ columns: [String], reasons: Bool = false) -> Ingest.File {
    var request = request
    request.columns = columns
    if reasons { request.addReasonColumn() }
    return Ingest.File(
      source: source, system: system, path: path, bytes: bytes, request: request, layout: layout)
  }
}

extension Diagnostic.Message {
  static func notAPeriod(_ text: String) -> Self {
    Self(
      "'\(text)' is not a period; expected one such as 2026-10, 2026-W44, 2026-Q4, 2026, 2026-10-31 or FY2026-Q3"
    )
  }

  static func periodToCome(_ period: Period, _ day: CivilDate) -> Self {
    Self("the period \(period) begins after the data ends; expected one before --as-of \(day)")
  }

  /// - Parameter others: members of archives that the patterns leave out.
  static func noFiles(
    _ source: String, _ globs: [String], _ folder: String, others: [String]
  ) -> Self {
    let listed = { (names: [String]) in names.map { "'\($0)'" }.joined(separator: ", ") }
    let hint = others.isEmpty ? "" : "; there are \(listed(Array(others.prefix(8))))"
    return Self(
      "no file of the source '\(source)' matches \(listed(globs)) in '\(folder)'\(hint)")
  }

  static func unknownFormat(_ formats: [String]) -> Self {
    Self(
      "the file's name does not show its format; expected 'format' in its source: "
        + formats.joined(separator: ", "))
  }
}
