import Aggregate
import Civil
import Columnar
import Compare
import Privacy
import Records

/// What a pipeline file asks for and does not get, and why: warnings, which a run and a check print.
struct Unmet {
  let pipeline: PipelineFile

  private func warning(
    _ message: Diagnostic.Message, at location: Diagnostic.Location? = nil
  ) -> Diagnostic {
    .warning(message, at: location ?? .init(file: pipeline.path))
  }

  // MARK: Metrics that lack fields

  /// - Parameter reports: those that are published.
  func metrics(of reports: [PipelineFile.Report]) -> [Diagnostic] {
    let lacks = lacks
    var told: Set<String> = []
    let asked = reports.flatMap { report in
      (report.metrics + report.scorecard).map { ($0, report.location) }
    }
    let named: [(id: String, location: Diagnostic.Location?)] =
      own.map { ($0.id, nil) } + policies.map { ($0, nil) }
      + pipeline.targets.entries.map { ($0.metric, nil) } + asked
    let missing = named.compactMap { id, location -> Diagnostic? in
      guard let fields = lacks[id], told.insert(id).inserted else { return nil }
      return warning(.metricLacks(id, fields), at: location)
    }
    return missing + own.flatMap(apart)
  }

  private var own: [Metric] {
    let builtIn = Set(MetricTable.builtIn.map(\.id))
    return pipeline.metrics.filter { !builtIn.contains($0.id) }
  }

  /// By metric the fields without which it cannot be computed.
  private var lacks: [String: [String]] {
    Dictionary(
      MetricCatalogue(pipeline).lines.filter { !$0.lacks.isEmpty }.map { ($0.metric.id, $0.lacks) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The metrics that policies give targets for.
  private var policies: [String] {
    let targets: [(KeyPath<SLAPolicy, Int64?>, String)] = [
      (\.firstReply, "sla_first_reply"), (\.nextReply, "sla_next_reply"),
      (\.resolution, "sla_resolution"),
    ]
    return targets.filter { target in pipeline.policies.contains { $0[keyPath: target.0] != nil } }
      .map(\.1)
  }

  /// The sources that lack a field of a metric which others of the kind have.
  private func apart(_ metric: Metric) -> [Diagnostic] {
    metric.kinds.filter { !$0.isDerived }.flatMap { kind -> [Diagnostic] in
      let needed = Set(metric.measures.filter { $0.kind == kind }.flatMap(\.needed))
      let sources = pipeline.sources.filter { $0.mapping.kind.kind == kind }
      return needed.sorted().filter { pipeline.mappedFields(kind).contains($0) }
        .flatMap { field in
          sources.filter { source in !source.mapping.readFields.contains { $0.name == field } }
            .map { warning(.sourceLacks($0.name, field, metric.id), at: $0.location) }
        }
    }
  }

  // MARK: Targets that are not judged

  /// - Parameter shown: of each report that is published its figures.
  func targets(_ shown: [ShownSnapshot]) -> [Diagnostic] {
    pipeline.targets.aims.compactMap { aim in
      let metrics = shown.filter { $0[aim.metric] != nil }
      guard !metrics.contains(where: { $0.series(aim.metric, aim.group) != nil }) else {
        return nil
      }
      let dimensions = aim.group.dimensions
      let isSplit = metrics.contains { snapshot in
        snapshot.groups.contains { $0.dimensions == dimensions }
      }
      // What lacks fields was said before.
      guard !metrics.isEmpty || lacks[aim.metric] == nil else { return nil }
      let why =
        metrics.isEmpty
        ? "no report that is published has the metric"
        : isSplit
          ? "no record of the metric belongs to it"
          : "no report that is published splits by \(dimensions.joined(separator: " and "))"
      return warning(.targetNotJudged(aim.metric, aim.group, why))
    }
  }

  // MARK: Reports that another period is asked of

  /// - Parameter text: as `--period` has it; nil where it is not given.
  func otherPeriods(_ text: String?, published: [PipelineFile.Report]) -> [Diagnostic] {
    guard let period = text.flatMap({ Period($0, fiscalStart: pipeline.fiscalStart) }) else {
      return []
    }
    return pipeline.reports.filter { $0.period != period.kind }.map { report in
      let isPublished = published.contains { $0.name == report.name }
      return warning(
        .otherPeriod(report.name, report.period, period, isPublished), at: report.location)
    }
  }
}

extension Diagnostic.Message {
  static func sourceLacks(_ source: String, _ field: String, _ metric: String) -> Self {
    Self(
      "the source '\(source)' maps no '\(field)', so its records do not count in the metric '\(metric)'"
    )
  }

  static func targetNotJudged(_ metric: String, _ group: Group, _ why: String) -> Self {
    let members = group.dimensions.map { "\($0) '\(group.members[$0] ?? "")'" }
    let whose = members.isEmpty ? "" : " for \(members.joined(separator: ", "))"
    return Self("the target of '\(metric)'\(whose) is not judged: \(why)")
  }

  static func otherPeriod(
    _ report: String, _ kind: Period.Kind, _ period: Period, _ isPublished: Bool
  ) -> Self {
    let kind = kind.rawValue.split(separator: "_").joined(separator: " ")
    return Self(
      "the report '\(report)' is by \(kind)"
        + (isPublished
          ? "; it is published for \(period) because --period asks for it"
          : ", and is not published for \(period)"))
  }
}
