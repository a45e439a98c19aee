import Aggregate
import Columnar
import Transform

/// Which instants of which sources are known to the day only: those that are said to be, and those
/// whose values all lack a time.
struct KnownDays: Sendable {
  /// By source the fields.
  let fields: [[String]]
  let precision: DayPrecision

  /// - Parameters:
  ///   - files: by file its source.
  ///   - instants: by source and field how instants were written.
  init(_ pipeline: PipelineFile, _ files: [Int], _ instants: [Int: [String: InstantTally]]) {
    let fields = pipeline.sources.enumerated().map { index, source -> [String] in
      let mapping = source.mapping
      return mapping.fields.filter { field in
        guard field.field.type == .instant, !mapping.kind.days.contains(field.field.name) else {
          return false
        }
        return field.precision == .day
          || field.precision == nil && field.after == nil
            && instants[index]?[field.field.name]?.areDays ?? false
      }.map(\.field.name)
    }
    self.fields = fields
    precision = DayPrecision(fields: files.map { fields[$0] }, zone: pipeline.zone)
  }

  /// The sources and fields of kinds between whose instants time is measured, in words; nil where
  /// there are none.
  func words(_ pipeline: PipelineFile) -> String? {
    let listed = zip(pipeline.sources, fields).compactMap { source, fields in
      fields.isEmpty ? nil : "\(fields.joined(separator: ", ")) of \(source.name)"
    }
    return listed.isEmpty ? nil : listed.joined(separator: "; ")
  }
}

/// Columns of instants that all have the time of midnight, as if they were days.
struct MidnightDoubt {
  let source: PipelineFile.Source
  let zone: String

  /// - Parameter instants: by field how they were written.
  func warnings(_ instants: [String: InstantTally]) -> [Diagnostic] {
    source.mapping.fields.compactMap { field in
      guard field.precision == nil, field.field.type == .instant, field.field.name != "updated",
        !source.mapping.kind.days.contains(field.field.name),
        let tally = instants[field.field.name], tally.areMidnights
      else { return nil }
      let isMoved = tally.midnightsWithOffset > 0
      return .warning(
        .midnights(field.from, field.field.name, isMoved ? zone : nil), at: source.location)
    }
  }
}

extension Diagnostic.Message {
  /// - Parameter zone: in which instants of another offset may fall on another day; nil for none.
  static func midnights(_ column: String, _ field: String, _ zone: String?) -> Self {
    let moved = zone.map { ", and may fall on the day before in \($0)" } ?? ""
    return Self(
      "every value of the column '\(column)' is at midnight, and counts as that moment\(moved); "
        + "expected 'precision: day' on the field '\(field)' if they are days, else 'precision: time'"
    )
  }
}
