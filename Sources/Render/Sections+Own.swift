import Aggregate

extension Sections {
  /// What the pipeline file defines itself.
  var own: ReportSection? {
    let builtIn = Set(MetricTable.builtIn.map(\.id))
    let ids = input.snapshot.metrics.map(\.id).filter { !builtIn.contains($0) }
    guard let first = ids.first else { return nil }
    var section = ReportSection(
      id: "own", heading: finding(first, "Metrics of this pipeline"),
      subtitle: "Metrics that the pipeline file defines; all teams; \(span)")
    section.charts = ids.prefix(3).compactMap { line($0) }
    section.tables.append(trend("Metrics of this pipeline by \(kindName)", ids))
    section.notes = [coverageNote(ids)].compactMap { $0 }
    return section
  }
}
