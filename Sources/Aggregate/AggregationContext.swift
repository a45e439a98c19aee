public import Columnar

/// What the aggregation must know of a run beside the records themselves.
public struct AggregationContext: Sendable {
  /// Turns an amount in millionths of a currency, given by its code in the dictionary or missing,
  /// in the month of an instant, into millionths of the pipeline's currency, whole minor units of it;
  /// nil without a rate.
  public typealias MoneyConversion =
    @Sendable (
      _ millionths: Int64, _ currency: Int64, _ month: Int64
    ) -> Int64?

  /// The dictionary of each text field, by the field's name.
  public let dictionaries: [String: TextDictionary]
  public let policies: [SLAPolicy]
  public let calendars: [TicketCalendar]
  public let contactThresholds: ContactThresholds
  /// The instant up to which the data is taken to be whole; what is due after it is not judged.
  public let cutoff: Int64
  public let visits: RequesterVisits
  public let money: MoneyConversion
  /// How many millionths of the pipeline's currency its minor unit has.
  public let minorUnit: Int64
  public let days: DayPrecision
  let unconverted = UnconvertedAmounts()

  public init(
    dictionaries: [String: TextDictionary], policies: [SLAPolicy] = [],
    calendars: [TicketCalendar] = [], contactThresholds: ContactThresholds = .init(),
    cutoff: Int64, visits: RequesterVisits = .init(),
    money: @escaping MoneyConversion = { _, _, _ in nil }, minorUnit: Int64 = 10_000,
    days: DayPrecision = .init()
  ) {
    self.dictionaries = dictionaries
    self.policies = policies
    self.calendars = calendars
    self.contactThresholds = contactThresholds
    self.cutoff = cutoff
    self.visits = visits
    self.money = money
    self.minorUnit = minorUnit
    self.days = days
  }
}
