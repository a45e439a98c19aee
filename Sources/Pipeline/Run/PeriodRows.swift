import Civil
import Columnar
import Link
import Privacy
import Publish
import Records
import Render

/// How many of the latest records of each file have a time within a period: the rows that a report on it
/// rests on.
struct PeriodRows {
  private(set) var rows: [Int]
  /// How many of them were written after an instant.
  private(set) var later: [Int]
  /// Whether any record of a file says when it was written.
  private(set) var isDated: [Bool]

  init(fileCount: Int) {
    rows = [Int](repeating: 0, count: fileCount)
    later = rows
    isDated = [Bool](repeating: false, count: fileCount)
  }

  /// Those of all partitions, which the workers share out.
  ///
  /// - Parameter since: the instant; nil to count none.
  static func count(
    _ records: TicketPartitions, fileCount: Int, in period: Range<Int64>, since: Int64?,
    workers: Int
  ) async -> PeriodRows {
    let shared = SharedCounter()
    let counted = await inParallel(max(1, workers)) { _ in
      var rows = PeriodRows(fileCount: fileCount)
      while let index = shared.next(below: TicketPartitions.count) {
        for kind in records.kinds { rows.add(records, kind, index, period, since) }
      }
      return rows
    }
    return counted.reduce(into: PeriodRows(fileCount: fileCount)) { $0.merge($1) }
  }

  private mutating func merge(_ other: PeriodRows) {
    for file in rows.indices {
      rows[file] += other.rows[file]
      later[file] += other.later[file]
      isDated[file] = isDated[file] || other.isDated[file]
    }
  }

  private mutating func add(
    _ records: TicketPartitions, _ kind: RecordKind, _ index: Int, _ period: Range<Int64>,
    _ since: Int64?
  ) {
    let fields = records.schema(kind)?.fields ?? []
    let locators = records.locators(kind, index)
    let updated = records.updates(kind, index)
    var isWithin = [Bool](repeating: false, count: locators.count)
    for (column, field) in fields.enumerated()
    where field.type == .instant && field.name != "updated" {
      for (row, value) in records.values(kind, column, index).enumerated()
      where period.contains(value) {
        isWithin[row] = true
      }
    }
    for (row, locator) in locators.enumerated() {
      if updated[row] != .missing { isDated[locator.file] = true }
      guard isWithin[row] else { continue }
      rows[locator.file] += 1
      if let since, updated[row] != .missing, updated[row] > since { later[locator.file] += 1 }
    }
  }
}

extension Run {
  /// What the figures of a report come from.
  ///
  /// - Parameter since: when the edition before had its data; nil where that is not known.
  func sources(
    of planned: ReportPlan, _ intake: Intake, since: Int64?
  ) async -> Sources {
    let loaded = intake.loaded
    let period = planned.period
    let zone = pipeline.zone
    let rows = await PeriodRows.count(
      loaded.outcome.records, fileCount: loaded.ingest.files.count,
      in: zone.start(of: period.first)..<zone.start(of: period.end), since: since,
      workers: options.threads)
    let files = loaded.ingest.files.indices.map { index in
      let (file, fingerprint) = (
        loaded.ingest.files[index], loaded.outcome.files[index].fingerprint
      )
      return Sources.File(
        source: pipeline.sources[file.source].name, path: file.path,
        fingerprint: "\(fingerprint.count) \(fingerprint.low) \(fingerprint.high)",
        rows: rows.rows[index],
        rowsSince: since == nil || !rows.isDated[index] ? nil : rows.later[index])
    }
    let metrics = planned.plan.metrics
    let definitions = Dictionary(
      metrics.map { ($0.id, PipelineFile.definition($0)) },
      uniquingKeysWith: { $1 })
    return Sources(
      files: files, definitions: definitions, pipelineFile: digest([pipeline.canonicalText]),
      program: options.program, form: digest(form(planned.report)))
  }

  /// All that the files of a report are made of but its figures, the pipeline file and the program.
  private func form(_ report: PipelineFile.Report) -> [String] {
    // Another key makes other names.
    let edition = Privacy.Edition(report.audience, engine)
    let hidesNames = !edition.hidden(report.splits).isEmpty
    return [
      BoardReport.form(template: report.template),
      hidesNames ? edition.key?.fingerprint ?? "" : "",
    ]
  }

  private func digest(_ texts: [String]) -> String {
    Content.digest(texts.map { "\($0.utf8.count):\($0)" }.joined().utf8)
  }
}
