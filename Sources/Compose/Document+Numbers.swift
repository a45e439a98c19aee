public import Aggregate
import Compare
public import Language

// What backends count with: how cells compare.
extension Document {
  public func unit(_ cell: CellID) -> Metric.Unit {
    self[cell].unit(metric(cell.metric)?.unit ?? .count)
  }

  private func change(_ pair: CellPair) -> Change {
    Change(from: self[pair.old], to: self[pair.new])
  }

  /// The unit in which a move is shown.
  public func unit(_ pair: CellPair) -> Metric.Unit {
    change(pair).unit(metric(pair.new.metric)?.unit ?? .count)
  }

  /// What stands at a place of a chart; nil where nothing is known.
  public func value(_ point: Chart.Point?) -> Double? {
    switch point {
    case .cell(let cell): self[cell].value
    case .amount(let number): number
    case nil: nil
    }
  }

  /// New less old; nil where either is not known.
  public func difference(_ pair: CellPair) -> Double? { change(pair).absolute }

  /// The difference as a part of the old value; nil where that is zero, or either is not known.
  public func relative(_ pair: CellPair) -> Double? { change(pair).relative }
}

extension Metric.Direction {
  public var phrase: PhraseID {
    switch self {
    case .up: .goodUp
    case .down: .goodDown
    case .band: .goodBand
    case .neither: .goodNeither
    }
  }
}
