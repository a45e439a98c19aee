public import Aggregate
public import Civil

/// The name of a figure: wherever it is shown, it is one value.
public struct CellID: Sendable, Hashable {
  public let metric: String
  public let period: Period
  public let group: Group
  /// Where the value is one of the first days alone, how many they are: a period that is not over is
  /// compared with as many days of another. nil for all that count.
  public let days: Int?

  public init(_ metric: String, _ period: Period, _ group: Group = .whole, days: Int? = nil) {
    self.metric = metric
    self.period = period
    self.group = group
    self.days = days
  }
}

/// Two cells of one metric and group that are compared.
public struct CellPair: Sendable, Hashable {
  public let old: CellID
  public let new: CellID

  public init(_ old: CellID, _ new: CellID) {
    self.old = old
    self.new = new
  }
}
