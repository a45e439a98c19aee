import Language
import Testing

/// Tables of languages, and how they write numbers.
@Suite struct LanguageTests {
  static let languages = [Language.english]

  @Test(arguments: PhraseID.allCases) func `every language says every phrase`(id: PhraseID) {
    for language in Self.languages {
      #expect(language[id]?.arguments == Language.english[id]?.arguments, "\(language.code)")
      #expect(language[id] != nil, "\(language.code)")
    }
  }

  @Test(
    arguments: [
      (0, "0 s"), (59.4, "59 s"), (60, "1 min"), (3540, "59 min"), (3600, "1 h"),
      (18_720, "5 h 12 min"),
      (172_800, "2.0 d"), (293_760, "3.4 d"), (-60, "−1 min"),
    ] as [(Double, String)])
  func `durations`(seconds: Double, text: String) {
    #expect(Language.english.duration(seconds) == text)
  }

  @Test func `numbers are written one way`() {
    let english = Language.english
    #expect(english.percent(0.8666666) == "86.7 %")
    #expect(english.grouped(1_234_567) == "1,234,567")
    #expect(english.grouped(-1234.5, 2) == "−1,234.50")
    #expect(english.points(-1.4) == "−1.4 pts")
    #expect(english.signed(0, "0") == "±0")
    #expect(english.relative(0.123) == "+12.3 %")
    #expect(english.fixed(2.5, 0) == "3")
    #expect(english.fixed(-0.04, 1) == "0.0")
    #expect(english.coverage(0.999) == "99 %" && english.coverage(0.004) == "under 1 %")
  }

  @Test func `another language has other signs and forms`() {
    let language = Language(
      code: "xx", point: ",", separator: ".", months: [], form: { $0 < 2 ? .one : .other },
      phrases: [.days: Pattern(by: "days", one: "{days} jour", other: "{days} jours")])
    #expect(language.grouped(-1_234_567.5, 1) == "−1.234.567,5")
    #expect(language.text(.days, ["days": "0"], number: 0) == "0 jour")
    #expect(language.text(.days, ["days": "2"], number: 2) == "2 jours")
  }
}
