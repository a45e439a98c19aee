import Aggregate

extension Sections {
  /// Promises kept: ours, and by the export's own verdict.
  var sla: ReportSection? {
    let own = ["sla_first_reply", "sla_next_reply", "sla_resolution"]
    let export = "sla_resolution.export"
    let ids = known(own + [export])
    guard let first = ids.first else { return nil }
    var section = ReportSection(
      id: "sla", heading: finding(first, "Service levels"),
      subtitle:
        "Met ÷ (met + breached), by due time; calendar or business time as each policy says; \(span)"
    )
    let isBoth = ids.contains(export) && ids.contains("sla_resolution")
    section.charts = ids.filter { !isBoth || !$0.hasPrefix("sla_resolution") }.compactMap {
      line($0)
    }
    if isBoth {
      section.charts += [
        line(
          "Solved within SLA: by our policies and as the export says", ["sla_resolution", export],
          names: ["ours", "the export's"])
      ].compactMap { $0 }
      section.notes.append(
        """
        What the export says is the verdict of the exporting tool, by its own policies and clock. It \
        stands beside ours; neither corrects the other.
        """)
    }
    if input.dimensions.contains("priority") {
      section.tables += [members("priority", ids, caption: "Service levels by priority")]
        .compactMap { $0 }
    }
    section.tables.append(trend("Service levels by \(kindName)", ids))
    section.notes += [coverageNote(ids)].compactMap { $0 }
    return section
  }
}
