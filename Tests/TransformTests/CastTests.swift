import Civil
import Columnar
import Records
import Testing

@testable import Transform

@Suite struct CastTests {
  @Test(
    arguments: [
      ("0", 0), ("-12", -12), ("+3", 3), ("9223372036854775807", .max), ("", nil), ("1.0", nil),
      ("9223372036854775808", nil), ("1 2", nil), ("-", nil),
    ] as [(String, Int64?)])
  func `integers`(text: String, expected: Int64?) {
    #expect(castInteger(text.utf8Span.span) == expected)
  }

  @Test(
    arguments: [
      ("1.5", false, 1_500_000), ("-0.000001", false, -1), ("1,234.5", false, 1_234_500_000),
      ("1.234,5", true, 1_234_500_000), ("12,5", true, 12_500_000), ("0.0000005", false, 1),
      ("1,234", true, 1_234_000), ("1.234", true, 1_234_000_000), ("1,234", false, nil),
      ("0,125", false, nil), ("0.125,5", true, nil), ("1,234,567", false, 1_234_567_000_000),
      (".5", false, 500_000), ("1,23.4", false, nil), ("1,2345", false, nil), ("abc", false, nil),
      (".", false, nil), ("1e5", false, nil), ("0." + String(repeating: "0", count: 40), false, 0),
    ] as [(String, Bool, Int64?)])
  func `decimals in millionths`(text: String, comma: Bool, expected: Int64?) {
    #expect(
      castDecimal(text.utf8Span.span, comma ? .comma : nil)?.scaled(by: 1_000_000) == expected)
  }

  @Test(
    arguments: [
      ("90", "s", 90), ("1500", "ms", 2), ("12,5", "min", 750), ("1.5", "h", 5400),
      ("2", "d", 172_800),
      ("1:02:03", "hms", 3723), ("02:03", "hms", 123), ("100:00:00", "hms", 360_000),
      ("-4:30", "signed-hm", -16_200), ("0:61", "hms", nil), ("0.0000694", "day-fraction", 6),
      ("1970-01-02 00:04:53", "epoch-date", 86_693), ("abc", "s", nil), ("1:2:3:4", "hms", nil),
      (String(repeating: "1:", count: 16) + "1", "hms", nil),
    ] as [(String, String, Int64?)])
  func `durations in whole seconds`(text: String, unit: String, expected: Int64?) throws {
    let unit = try #require(FieldMapping.Unit(rawValue: unit))
    #expect(castDuration(text.utf8Span.span, unit, text.contains(",") ? .comma : nil) == expected)
  }

  @Test(
    arguments: [
      ("P1", "urgent"), ("p1", "low"), ("Open", "open"), ("OPEN", "open"), ("shut", "closed"),
      ("SHUT", "closed"), ("pX", "pX"), ("px", "low"),
    ])
  func `words in other letter case have a mapping where one meaning alone fits`(
    text: String, expected: String
  ) {
    let dictionary = TextDictionary()
    var mapping = FieldMapping(Field("word", .text, ""), from: "w")
    mapping.values = [
      "P1": "urgent", "p1": "low", "open": "open", "shut": "closed", "Shut": "closed", "PX": "a",
      "Px": "b", "px": "low",
    ]
    var cast = TextCast(mapping, missing: [], dictionary: dictionary)
    #expect(dictionary.text(of: cast.code(of: text.utf8Span.span)) == expected)
  }

  /// Expected by hand: 2026-10-31 is day 20,757 since 1970.
  static let day: Int64 = 20_757 * 86_400

  @Test(
    arguments: [
      ("iso", "2026-10-31", day, nil), ("iso", "2026-10-31T08:15:30Z", day + 29_730, 0),
      ("iso", "2026-10-31 08:15", day + 29_700, nil),
      ("iso", "2026-10-31T08:15:30.250+02:00", day + 29_730, 7200),
      ("iso", "2026-10-31T08:15:30-0530", day + 29_730, -19_800), ("iso", "2026-02-30", nil, nil),
      ("iso", "2026-10-31T24:00", nil, nil), ("iso", "31-10-2026", nil, nil),
      ("MM/dd/yyyy hh:mm a", "10/31/2026 12:05 AM", day + 300, nil),
      ("MM/dd/yyyy hh:mm a", "10/31/2026 12:05 PM", day + 43_500, nil),
      ("MM/dd/yyyy hh:mm a", "10/31/2026 13:05 PM", nil, nil),
      ("dd.MM.yyyy HH:mm", "31.10.2026 08:15", day + 29_700, nil),
      ("EEE, dd MMM yyyy HH:mm:ss", "Sat, 31 Oct 2026 08:15:30", day + 29_730, nil),
      ("d/MMM/yy h:mm a", "31/Oct/26 8:15 AM", day + 29_700, nil),
      ("yyyy-MM-dd'T'HH:mm:ssXXX", "2026-10-31T08:15:30+01:00", day + 29_730, 3600),
      ("epoch-s", "1793404800", 1_793_404_800, 0), ("epoch-ms", "1793404800999", 1_793_404_800, 0),
      ("dd.MM.yyyy", "31.02.2026", nil, nil),
    ] as [(String, String, Int64?, Int64?)])
  func `instants`(format: String, text: String, local: Int64?, offset: Int64?) throws {
    let read = try InstantFormat(format).instant(text.utf8Span.span)
    #expect(read?.local == local)
    #expect(read?.offset == offset)
  }

  @Test(
    arguments: [
      "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
      "January February March April May June July August September October November December",
      "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
      "Jän. Feb. Mär. Apr. Mai Jun. Jul. Aug. Sep. Okt. Nov. Dez.",
      "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
      "ene feb mar abr may jun jul ago sep oct nov dic",
      "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
      "jan fev mar abr mai jun jul ago set out nov dez",
      "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.",
    ])
  func `months by their names`(names: String) throws {
    let format = try InstantFormat("d MMM yyyy")
    for (index, name) in names.split(separator: " ").enumerated() {
      let read = format.instant("2 \(name) 2026".utf8Span.span)
      #expect(
        read?.local == Int64(CivilDate.days(2026, index + 1, 2)) * 86_400, "\(name)")
    }
    #expect(format.instant("2 jux 2026".utf8Span.span) == nil)
  }

  @Test func `a pattern without a year is refused with the letters it knows`() {
    #expect(throws: Diagnostic.self) { try InstantFormat("HH:mm") }
    #expect(throws: Diagnostic.self) { try InstantFormat("QQ yyyy") }
  }

  @Test(
    arguments: [
      ("TRUE", 1), ("no", 0), ("Y", 1), ("0", 0), ("ja", nil), ("", nil),
    ] as [(String, Int64?)])
  func `booleans`(text: String, expected: Int64?) {
    #expect(castBoolean(text.utf8Span.span) == expected)
  }

  @Test(
    arguments: [("85%", 850_000), ("85 %", 850_000), ("0.85", 850_000), ("x%", nil)]
      as [(String, Int64?)])
  func `shares in millionths`(text: String, expected: Int64?) {
    #expect(castShare(text.utf8Span.span, nil) == expected)
  }

  @Test(arguments: [
    ("<p>Tom &amp; Jerry</p><p>2 &lt; 3</p>", "Tom & Jerry 2 < 3"),
    ("a<br/>b&nbsp;c&#8211;&#x2014;", "a b c–—"),
    ("<style>p{}</style>x<script>if (a<b) {}</script>y<!-- <b> -->z", "x y z"),
    ("5 < 6 & &unknown; <", "5 < 6 & &unknown; <"),
    ("&lt;b&gt;", "<b>"), ("", ""),
  ])
  func `the words of an HTML text`(text: String, expected: String) {
    let bytes = Array(text.utf8)
    #expect(String(decoding: plainText(ofHTML: bytes.span), as: UTF8.self) == expected)
  }
}
