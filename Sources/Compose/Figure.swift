public import Aggregate
public import Compare

/// A figure of a document: which one, and what is said of it. How it is written is for the language and
/// the medium.
public enum Figure: Sendable, Hashable {
  /// In its unit, with what a reader must know of it at once.
  case value(CellID)
  /// As a table shows it: with the marks that the appendix explains.
  case marked(CellID)
  /// Without a mark, in the unit of a chart.
  case bare(CellID, Metric.Unit)
  /// How many records it rests on.
  case n(CellID)
  /// What it may be at 95 %.
  case interval(CellID)
  /// The share of its records that have what it needs.
  case coverage(CellID)

  /// A move as one short text: points for shares, per cent for others.
  case change(CellPair)
  /// A move in the metric's unit, always with its sign.
  case difference(CellPair)
  /// The same without a sign.
  case size(CellPair)
  /// A move as a part of the old value.
  case relative(CellPair)

  /// A number of no cell's, such as a limit of variation.
  case amount(Double, Metric.Unit)
  /// The same to one decimal.
  case tenths(Double)
  /// The same as a difference, always with its sign.
  case deviation(Double, Metric.Unit)
  /// From one difference to another, a side without a limit nil.
  case reach(Double?, Double?, Metric.Unit)
  /// How often chance alone makes something: p; or among how many found ones so often: q.
  case probability(Double, String = "p")
  /// A part of one as a relative change.
  case growth(Double)
  /// What a target asks for.
  case bound(Target.Bound, Metric.Unit)
  /// How far a value is from it.
  case distance(CellID, Target.Bound)

  /// Of things that are no metric's: rows, targets, days.
  case count(Int)
  case part(Int, of: Int)

  /// The cells that it rests on.
  public var cells: [CellID] {
    switch self {
    case .value(let cell), .marked(let cell), .bare(let cell, _), .n(let cell),
      .interval(let cell), .coverage(let cell), .distance(let cell, _):
      [cell]
    case .change(let pair), .difference(let pair), .size(let pair), .relative(let pair):
      [pair.old, pair.new]
    case .amount, .tenths, .deviation, .reach, .probability, .growth, .bound, .count, .part: []
    }
  }
}
