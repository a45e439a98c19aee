import Columnar
import Compose
import Language

extension Run {
  /// Stops the run where too many rows of a source were rejected, and not corrected since.
  func gate(_ intake: Intake) throws(Diagnostic) {
    var failures: [Diagnostic] = []
    let (loaded, quarantine) = (intake.loaded, intake.quarantine)
    let open = rejections(intake.rejected.open)
    for (source, counts) in zip(pipeline.sources, loaded.counts) {
      let reasons = open.filter { $0.source == source.name }
      let rejected = reasons.reduce(0) { $0 + $1.count }
      guard Double(rejected) > source.rejectAbove * Double(counts.read) else { continue }
      failures.append(
        Diagnostic(
          .gateFailed(source.name, rejected, counts.read, source.rejectAbove),
          at: source.location, failure: .dataGate))
      for (reason, count) in reasons.prefix(3).map({
        ("\($0.field.isEmpty ? "" : "\($0.field): ")\($0.reason)", $0.count)
      }) {
        failures.append(.note(.gateReason(count, reason), at: quarantine.map { .init(file: $0) }))
      }
    }
    if !failures.isEmpty { throw Diagnostic(failures) }
  }

  /// Rejections by source, field and reason, the most frequent first.
  func rejections(
    _ counts: [Quarantine.Counts.Reason: Int]
  ) -> [ReportInput.RejectionCount] {
    counts
      .map { .init(source: $0.source, field: $0.field, reason: $0.category, count: $1) }
      .sorted {
        $0.count == $1.count
          ? [$0.source, $0.field, $0.reason].lexicographicallyPrecedes([
            $1.source, $1.field, $1.reason,
          ])
          : $0.count > $1.count
      }
  }
}

extension Diagnostic.Message {
  static func gateFailed(_ source: String, _ rejected: Int, _ read: Int, _ limit: Double) -> Self {
    let share = Language.english.fixed(Double(rejected) / Double(max(1, read)) * 100, 2)
    return Self(
      "\(rejected) of \(read) rows of the source '\(source)' were rejected (\(share) %); at most "
        + "\(Language.english.fixed(limit * 100, 2)) % are taken, so nothing was published")
  }

  static func gateReason(_ count: Int, _ reason: String) -> Self {
    Self("\(count) \(count == 1 ? "row" : "rows"): \(reason)")
  }
}
