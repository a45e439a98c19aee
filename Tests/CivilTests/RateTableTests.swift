import Columnar
import TestSupport
import Testing

@testable import Civil

@Suite struct RateTableTests {
  static let text = """
    date,from,to,rate
    2026-09-01,EUR,USD,1.25
    2026-10-01,EUR,USD,1.28
    2026-10-01,EUR,JPY,160
    2026-10-01,KWD,EUR,2.8
    2026-10-15,USD,EUR,0.8
    """

  static func table() throws -> RateTable { try RateTable(csv: text, file: "rates.csv") }

  @Test func `the latest rate on or before the day counts, also turned round`() throws {
    let table = try Self.table()
    func rate(_ from: String, _ to: String, _ day: CivilDate) -> [Int64]? {
      table.rate(from: from, to: to, on: day).map { [$0.numerator, $0.denominator] }
    }
    #expect(rate("EUR", "USD", CivilDate(2026, 8, 31)) == nil)
    #expect(rate("EUR", "USD", CivilDate(2026, 9, 30)) == [5, 4])
    #expect(rate("EUR", "USD", CivilDate(2026, 10, 1)) == [32, 25])
    #expect(rate("USD", "EUR", CivilDate(2026, 10, 14)) == [25, 32])
    // The later row is the one the other way: 1 ÷ 0.8.
    #expect(rate("EUR", "USD", CivilDate(2026, 10, 15)) == [5, 4])
    #expect(rate("USD", "USD", CivilDate(2000, 1, 1)) == [1, 1])
    #expect(rate("GBP", "USD", CivilDate(2026, 10, 15)) == nil)
  }

  @Test func `two other currencies meet in the base`() throws {
    let table = try Self.table()
    #expect(table.base == "EUR")
    // 0.8 EUR a dollar × 160 yen a euro = 128 yen.
    let yen = try #require(table.rate(from: "USD", to: "JPY", on: CivilDate(2026, 11, 1)))
    #expect([yen.numerator, yen.denominator] == [128, 1])
    #expect(RateTable([]).rate(from: "USD", to: "JPY", on: CivilDate(2026, 11, 1)) == nil)
  }

  /// Calculated by hand.
  @Test(
    arguments: [
      // 12.34 USD × 0.8 = 9.872 EUR.
      (1234, "USD", "EUR", "0.8", 987),
      // 12.34 EUR × 160 = 1974.4 yen, which have no cents.
      (1234, "EUR", "JPY", "160", 1974),
      // 1.005 KWD × 2.8 = 2.814 EUR.
      (1005, "KWD", "EUR", "2.8", 281),
      // 1 yen at 0.00625 EUR = 0.625 cents.
      (1, "JPY", "EUR", "0.00625", 1),
      // Halves go to the even cent: 0.5, 1.5, 2.5, −0.5, −1.5.
      (1, "USD", "EUR", "0.5", 0), (3, "USD", "EUR", "0.5", 2), (5, "USD", "EUR", "0.5", 2),
      (-1, "USD", "EUR", "0.5", 0), (-3, "USD", "EUR", "0.5", -2), (-5, "USD", "EUR", "0.3", -2),
      // 1 CLF has four digits, 1 CLP none: 1.0000 × 38,512.77 = 38,513.
      (10_000, "CLF", "CLP", "38512.77", 38_513),
    ] as [(Int64, String, String, String, Int64)])
  func `an amount is converted exactly and rounded half to even`(
    minor: Int64, from: String, to: String, rate: String, expected: Int64
  ) throws {
    let rate = try #require(Rate(rate))
    #expect(rate.convert(minor: minor, from: from, to: to) == expected)
  }

  @Test func `what does not fit is nil and never wrong`() throws {
    let rate = try #require(Rate("2"))
    #expect(rate.convert(minor: .max, from: "USD", to: "EUR") == nil)
    #expect(rate.convert(minor: .max / 2, from: "USD", to: "EUR") == Int64.max - 1)
    #expect(rate.convert(minor: .min / 2, from: "USD", to: "EUR") == Int64.min)
    #expect(Rate("99999999999999999999") == nil)
    let fine = try #require(Rate("1.00000000000000001"))
    #expect(fine.times(fine) == nil)
    #expect(fine.convert(minor: .max, from: "JPY", to: "CLF") == nil)
  }

  @Test func `halves to even are those of a slow count`() {
    for divisor in Int128(1)...12 {
      for number in Int128(-60)...60 {
        // The whole number whose distance is least; of two the even one.
        let near = (Int128(-61)...61).min {
          let (a, b) = (abs($0 * divisor - number), abs($1 * divisor - number))
          return a == b ? $0 % 2 == 0 && $1 % 2 != 0 : a < b
        }
        #expect(Rate.halfEven(number, divisor) == near, "\(number) / \(divisor)")
      }
    }
  }

  /// ISO 4217 list one, as the Python package `iso4217` carries it.
  @Test func `minor units are those of ISO 4217`() {
    #expect(CurrencyCode.all.count == 165 + 6)
    #expect(Set(CurrencyCode.all).count == CurrencyCode.all.count)
    #expect(CurrencyCode.minorDigits("JPY") == 0)
    #expect(CurrencyCode.minorDigits("KWD") == 3)
    #expect(CurrencyCode.minorDigits("CLF") == 4)
    #expect(CurrencyCode.minorDigits("MGA") == 2)
    let digits = Dictionary(grouping: CurrencyCode.all, by: CurrencyCode.minorDigits)
    #expect(digits.mapValues(\.count) == [0: 17, 2: 145, 3: 7, 4: 2])
    #expect(!CurrencyCode.isValid("XAU") && !CurrencyCode.isValid("eur"))
  }

  @Test(arguments: [
    (
      "date,from,to,rate\n2026-13-01,EUR,USD,1",
      "r.csv:2:1: error: '2026-13-01' is not a date; expected one such as 2026-11-02"
    ),
    (
      "date,from,to,rate\n2026-10-01, EUO,USD,1",
      "r.csv:2:13: error: 'EUO' is not an ISO 4217 currency; did you mean 'EUR'?"
    ),
    (
      "date,from,to,rate\r\n2026-10-01,EUR,usd,1\r\n",
      "r.csv:2:16: error: 'usd' is not an ISO 4217 currency; did you mean 'USD'?"
    ),
    (
      "date,from,to,rate\n\n2026-10-01,EUR,USD,0",
      "r.csv:3:20: error: '0' is not a rate; expected a number above 0 such as 1.0847, of at most 18 digits"
    ),
    (
      "date,from,to,rate\n2026-10-01,EUR,USD,1,5",
      "r.csv:2:1: error: expected 4 fields: date, from, to, rate; found 5"
    ),
    (
      "date,from,to,rate\n2026-10-01,EUR,EUR,1",
      "r.csv:2:16: error: the rate of EUR in itself is always 1; expected two currencies"
    ),
    (
      "date,from,to,rate\n2026-10-01,EUR,USD,1\n2026-10-01,EUR,USD,2",
      "r.csv:3:1: error: there is a rate of EUR in USD on 2026-10-01 already, in line 2"
    ),
    (
      "date;from;to;rate",
      "r.csv:1:1: error: a table of rates begins with the line 'date,from,to,rate'"
    ),
    ("", "r.csv:1:1: error: a table of rates begins with the line 'date,from,to,rate'"),
  ])
  func `a mistake of a table is found at its place`(text: String, expected: String) {
    do {
      _ = try RateTable(csv: text, file: "r.csv")
      Issue.record("no mistake found")
    } catch {
      #expect(error.all.map(\.description) == [expected])
    }
  }

  @Test func `a byte order mark, quotes and blank lines are let be`() throws {
    let table = try RateTable(
      csv: "\u{FEFF}date,from,to,rate\r\n\"2026-10-01\",\"EUR\",\"USD\",\"1.25\"\r\n\r\n", file: "r"
    )
    #expect(table.rate(from: "EUR", to: "USD", on: CivilDate(2026, 10, 1)) == Rate("1.25"))
  }
}
