public import Aggregate

/// Who reads a report, and so what it may show.
public enum Audience: String, Sendable, CaseIterable {
  case board, `internal`, coaching

  /// Whether values of few records are shown.
  var seesSmallN: Bool { self == .internal }
}

/// What a snapshot becomes for an audience.
struct Edition {
  /// As they hold for the audience.
  let smallN: SmallN

  init(_ audience: Audience, _ pipeline: PipelineFile) {
    var limits = pipeline.smallN
    if audience.seesSmallN { limits.suppress = 0 }
    smallN = limits
  }

  /// Everything that is rendered, compared or published comes through here.
  func snapshot(_ snapshot: MetricSnapshot) -> MetricSnapshot {
    snapshot.markingIndicative(smallN).suppressingSmall(smallN)
  }
}
