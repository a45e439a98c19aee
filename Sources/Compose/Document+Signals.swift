public import Compare
import Language

extension Document {
  /// Signals alone, each a sentence.
  ///
  /// - Parameter input: what they were found in.
  public init(signalsOf input: ReportInput) {
    let composer = Composer(input: input)
    let section = Section(
      "signals", .phrase(.messages), [.list(input.signals.map(composer.sentence(of:)))])
    self.init(
      about: [:], facts: .none, sections: [section], currency: input.currency,
      metrics: input.snapshot.metrics, value: input.value)
  }

  /// The sentences of its lists.
  public var sentences: [Words] {
    sections.flatMap(\.blocks).flatMap { block -> [Words] in
      if case .list(let items) = block { items } else { [] }
    }
  }
}

extension Signal {
  /// The cells that its sentence names first: of the change.
  public var cells: [CellID] {
    [CellID(metric.id, from, group), CellID(metric.id, to, group)]
      + companions.flatMap {
        [CellID($0.metric.id, $0.from, $0.group), CellID($0.metric.id, $0.to, $0.group)]
      }
  }
}
