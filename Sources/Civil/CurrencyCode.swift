/// Currencies by their ISO 4217 codes.
///
/// Source: ISO 4217, list one, as of 2026. Metals, units of account of funds and test codes are
/// left out: they have no minor unit.
public enum CurrencyCode {
  /// All codes, in their order. Those at the end were withdrawn since 2021: older exports have them.
  public static let all: [String] =
    current.split(whereSeparator: \.isWhitespace).map(String.init)
    + ["ANG", "BGN", "CUC", "HRK", "SLL", "ZWL"]

  public static func isValid(_ code: String) -> Bool { known.contains(code) }

  /// How many decimal digits an amount has: cents are 2.
  public static func minorDigits(_ code: String) -> Int { digits[code] ?? 2 }

  private static let known = Set(all)

  /// Those that do not have 2.
  private static let digits: [String: Int] = {
    var digits: [String: Int] = [:]
    for (count, codes) in [
      (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
      (3, "BHD IQD JOD KWD LYD OMR TND"),
      (4, "CLF UYW"),
    ] {
      for code in codes.split(separator: " ") { digits[String(code)] = count }
    }
    return digits
  }()

  private static let current = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
    CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP
    GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR
    KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
    MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
    USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """
}

extension CurrencyCode {
  /// The code that an unknown one is most like: one letter other, or two swapped.
  ///
  /// Among three letters a neighbour means little, so the common currencies come first.
  public static func nearest(to code: String) -> String? {
    let upper = code.uppercased()
    if isValid(upper) { return upper }
    let common = ["EUR", "USD", "GBP", "JPY", "CHF", "CAD", "AUD", "CNY", "INR", "SEK"]
    return (common + all).first { isNeighbour(Array(upper.utf8), Array($0.utf8)) }
  }

  private static func isNeighbour(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    let different = a.indices.filter { a[$0] != b[$0] }
    if different.count == 2, different[1] == different[0] + 1 {
      return a[different[0]] == b[different[1]] && a[different[1]] == b[different[0]]
    }
    return different.count == 1
  }
}
