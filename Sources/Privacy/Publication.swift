public import Aggregate
public import Columnar
public import Records

/// All that is published together, as its readers may see it.
///
/// What the internal edition shows of few records is for those who may see it, and no part of what
/// the readers of others are taken to know.
public struct Publication: Sendable {
  /// A snapshot, and for whom.
  public struct Part: Sendable {
    public let edition: Edition
    public let snapshot: MetricSnapshot

    public init(_ snapshot: MetricSnapshot, for edition: Edition) {
      self.edition = edition
      self.snapshot = snapshot
    }

    var suppresses: Bool { !edition.audience.seesSmallN }
  }

  /// One a part, in their order.
  public let shown: [ShownSnapshot]
  private let parts: [Part]
  /// What is suppressed of each part, by metric, group and period.
  private let hidden: [[[[Bool]]]]

  /// - Parameters:
  ///   - earlier: what stands already, and is taken back no more.
  ///   - meetings: groups of single dimensions and of pairs: which members have records in common.
  ///   - isFlag: whether a field of a kind is true or false.
  public init(
    _ parts: [Part], after earlier: Publication? = nil, meetings: [Group] = [],
    isFlag: (String, RecordKind) -> Bool = { _, _ in false }
  ) throws(Diagnostic) {
    self.parts = parts
    var shown: [ShownSnapshot] = []
    var hidden = parts.map { _ in [[[Bool]]]() }
    let suppressing = parts.indices.filter { parts[$0].suppresses }
    let before = (earlier?.parts ?? []).indices.filter { earlier?.parts[$0].suppresses ?? false }
    if let first = suppressing.first {
      let editions = suppressing.map { parts[$0].edition }
      let suppression = Suppression(
        before.map {
          .init(snapshot: earlier?.parts[$0].snapshot ?? .empty, decided: earlier?.hidden[$0])
        } + suppressing.map { .init(snapshot: parts[$0].snapshot) },
        parts[first].edition.smallN, meetings: meetings, isFlag: isFlag
      ) { dimension, member in
        // Under a pseudonym wherever it has one: which of equals comes first tells of names.
        editions.first { !$0.shown.contains(dimension) }?.name(dimension, member) ?? member
      }
      for (place, part) in suppressing.enumerated() {
        hidden[part] = suppression.hidden[before.count + place]
      }
    }
    for (part, hidden) in zip(parts, hidden) {
      let marked = part.snapshot.markingIndicative(part.edition.smallN)
      shown.append(
        ShownSnapshot(
          try part.edition.named(
            part.suppresses ? marked.without(hidden, part.edition.smallN) : marked)))
    }
    self.shown = shown
    self.hidden = hidden
  }
}

extension MetricSnapshot {
  fileprivate static let empty = MetricSnapshot(metrics: [], periods: [], groups: [], values: [])
}
