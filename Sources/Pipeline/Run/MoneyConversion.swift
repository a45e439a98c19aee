import Civil
import Columnar
import Link

/// Amounts of exports in minor units of the pipeline's currency.
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
    location = pipeline.sources.first { $0.mapping.kind.kind == .cost }?.location
  }

  /// At the rate of the month's last day, or the latest before it; nil where there is none.
  ///
  /// - Parameters:
  ///   - millionths: the amount in millionths of its currency, of which no more than the minor unit
  ///     counts: half away from zero.
  ///   - code: of the currency; missing for the pipeline's own.
  func minorUnits(_ millionths: Int64, _ code: Int64, month: Int64) -> Int64? {
    let name = code == .missing ? currency : names[Int(code)].uppercased()
    let digits = CurrencyCode.minorDigits(name)
    let unit = (0..<(6 - min(6, digits))).reduce(Int64(1)) { unit, _ in unit * 10 }
    let half = millionths < 0 ? -(unit / 2) : unit / 2
    let minor = (millionths + half) / unit
    guard name != currency else { return minor }
    let lastDay = Period(.month, containing: zone.date(at: month)).end + -1
    return rates.rate(from: name, to: currency, on: lastDay)?
      .convert(minor: minor, from: name, to: currency)
  }

  /// Proves that every amount can be converted.
  func check(_ records: TicketPartitions) throws(DiagnosticList) {
    guard let schema = records.schema(.cost), let months = schema.index(of: "month"),
      let currencies = schema.index(of: "currency")
    else { return }
    var lacking: Set<String> = []
    for batch in records.batches(.cost) {
      for row in 0..<batch.count where batch.columns[currencies][row] != .missing {
        let (code, month) = (batch.columns[currencies][row], batch.columns[months][row])
        if minorUnits(0, code, month: month) == nil {
          let period = Period(.month, containing: zone.date(at: month))
          lacking.insert("\(names[Int(code)].uppercased()) in \(period)")
        }
      }
    }
    if lacking.isEmpty { return }
    throw DiagnosticList([
      Diagnostic(.noRate(lacking.sorted(), currency), at: location, failure: .dataGate)
    ])
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
