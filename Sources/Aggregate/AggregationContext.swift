public import Columnar

/// What the aggregation must know of a run beside the records themselves.
public struct AggregationContext: Sendable {
  /// The dictionary of each text field, by the field's name.
  public let dictionaries: [String: TextDictionary]
  public let policies: [SLAPolicy]
  /// The instant up to which the data is taken to be whole; what is due after it is not judged.
  public let cutoff: Int64
  /// Where a record came from, by kind, partition and row.
  public let locators: @Sendable (RecordKind, Int, Int) -> Locator

  public init(
    dictionaries: [String: TextDictionary], policies: [SLAPolicy], cutoff: Int64,
    locators: @escaping @Sendable (RecordKind, Int, Int) -> Locator
  ) {
    self.dictionaries = dictionaries
    self.policies = policies
    self.cutoff = cutoff
    self.locators = locators
  }
}
