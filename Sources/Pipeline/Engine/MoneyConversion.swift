import Civil
import Columnar
import Records

/// Amounts of exports in the pipeline's currency.
struct MoneyConversion: Sendable {
  private let zone: Zone
  private let currency: String
  private let rates: RateTable
  /// By code of the field `currency`.
  private let names: [String]
  private let location: Diagnostic.Location?

  init(_ pipeline: PipelineFile, _ names: [String]) {
    zone = pipeline.zone
    currency = pipeline.currency
    rates = pipeline.rates ?? RateTable([])
    self.names = names
    location =
      pipeline.sources.first { source in
        source.mapping.readFields.contains { $0.name == "currency" }
      }?.location
  }

  /// How many millionths of a currency its minor unit has.
  private static func minorUnit(_ currency: String) -> Int64 {
    (0..<(6 - min(6, CurrencyCode.minorDigits(currency)))).reduce(1) { unit, _ in unit * 10 }
  }

  var minorUnit: Int64 { Self.minorUnit(currency) }

  /// Millionths of the pipeline's currency, whole minor units of it: at the rate of the month's last
  /// day, or the latest before it; nil where there is none.
  ///
  /// - Parameters:
  ///   - millionths: the amount in millionths of its currency, of which no more than the minor unit
  ///     counts: half away from zero.
  ///   - code: of the currency; missing for the pipeline's own.
  func amount(_ millionths: Int64, _ code: Int64, month: Int64) -> Int64? {
    let name = name(code)
    let unit = Self.minorUnit(name)
    let half = millionths < 0 ? -(unit / 2) : unit / 2
    let (rounded, isTooGreat) = millionths.addingReportingOverflow(half)
    if isTooGreat { return nil }
    var minor = rounded / unit
    if name != currency {
      let lastDay = Period(.month, containing: zone.date(at: month)).end + -1
      guard
        let converted = rates.rate(from: name, to: currency, on: lastDay)?
          .convert(minor: minor, from: name, to: currency)
      else { return nil }
      minor = converted
    }
    let (amount, overflows) = minor.multipliedReportingOverflow(by: minorUnit)
    return overflows ? nil : amount
  }

  /// The records of a batch whose currency has no rate in the month of an instant.
  func unconverted(
    _ records: RecordBatch, by instant: String
  ) -> [(currency: Int64, instant: Int64)] {
    let (currencies, instants) = (records.values("currency"), records.values(instant))
    return (0..<records.count).compactMap { row in
      let (currency, instant) = (currencies[row], instants[row])
      guard currency != .missing, instant != .missing,
        amount(0, currency, month: instant) == nil
      else { return nil }
      return (currency, instant)
    }
  }

  private func name(_ code: Int64) -> String {
    code == .missing ? currency : names[Int(code)].uppercased()
  }

  /// What says that some amounts could not be converted; nil where all were.
  ///
  /// - Parameter source: where it is; nil for the first that names currencies.
  func lacking(
    _ amounts: [(currency: Int64, instant: Int64)], at source: Diagnostic.Location? = nil
  ) -> Diagnostic? {
    let lacking = Set(
      amounts.map { amount in
        let month = Period(.month, containing: zone.date(at: amount.instant))
        return "\(name(amount.currency)) in \(month)"
      })
    return lacking.isEmpty
      ? nil
      : Diagnostic(.noRate(lacking.sorted(), currency), at: source ?? location, failure: .dataGate)
  }
}

extension Diagnostic.Message {
  static func noRate(_ lacking: [String], _ currency: String) -> Self {
    let listed = lacking.prefix(5).joined(separator: ", ")
    let more = lacking.count > 5 ? " and \(lacking.count - 5) more" : ""
    return Self(
      "no rate to \(currency) for \(listed)\(more); expected one in the table of 'rates', dated on or "
        + "before the last day of the month")
  }
}
