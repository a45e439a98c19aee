public import Aggregate
public import Language

// What backends count with: how cells compare.
extension Document {
  public func unit(_ cell: CellID) -> Metric.Unit {
    self[cell].unit(metric(cell.metric)?.unit ?? .count)
  }

  /// The unit in which a move is shown.
  public func unit(_ pair: CellPair) -> Metric.Unit { self[pair.old].unit(unit(pair.new)) }

  /// New less old; nil where either is not known.
  public func difference(_ pair: CellPair) -> Double? {
    guard let old = self[pair.old].value, let new = self[pair.new].value else { return nil }
    return new - old
  }

  /// The difference as a part of the old value; nil where that is zero, or either is not known.
  public func relative(_ pair: CellPair) -> Double? {
    guard let old = self[pair.old].value, old != 0 else { return nil }
    return difference(pair).map { $0 / abs(old) }
  }
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
