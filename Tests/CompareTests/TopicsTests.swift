import Civil
import Testing

@testable import Compare

/// What terms a text has, and which of them rose and fell; the log odds are held against NumPy in
/// `LogOddsTests`.
@Suite struct TopicsTests {
  @Test(
    arguments: [
      ("Cannot log in to Mobile", ["log", "mobile"]),
      ("RE: Nightly export is late!", ["nightly", "export", "nightly export", "late"]),
      // No pair over a full stop, a word that says nothing, or a number.
      ("Sync failed. Login", ["sync", "failed", "sync failed", "login"]),
      ("Error 500 on sync", ["error", "sync"]),
      (
        "AW: Die Anmeldung schlägt fehl",
        ["anmeldung", "schlägt", "anmeldung schlägt", "fehl", "schlägt fehl"]
      ),
      ("L'export de la facture", ["export", "facture"]),
      ("La sincronización no funciona", ["sincronización", "funciona"]),
      ("Não consigo a sincronização", ["consigo", "sincronização"]),
      (
        "login_issue, password-reset",
        ["login", "issue", "login issue", "password", "reset", "password reset"]
      ),
      ("user12980@proseware.example", ["proseware", "example"]),
      ("ログインできない", ["ログ", "グイ", "イン", "ンで"]),
      ("同期の失敗", ["同期", "期の", "の失", "失敗"]),
      ("Login失敗", ["login", "失敗"]),
      ("", []), ("a 1 .", []),
    ])
  func `a text has its words, and the pairs that stand side by side`(
    text: String, terms: [String]
  ) {
    #expect(TermReader.terms(text) == Set(terms))
  }

  @Test func `every language has words that say nothing`() {
    #expect(StopWords.byLanguage.keys.sorted() == ["de", "en", "es", "fr", "ja", "pt"])
    for (language, words) in StopWords.byLanguage {
      let list = words.split(separator: " ")
      #expect(list.count == Set(list).count, "\(language)")
      #expect(!words.contains { $0.isUppercase }, "\(language)")
    }
  }

  static let period = Period(.month, containing: CivilDate(2026, 10, 1))
  /// Fifty terms of 40 customers in both months.
  static let calm = (0..<50).map { place in
    Topics.Count("calm\(place % 26)\(place / 26)", now: 40, before: 40)
  }

  static func topics(
    _ counts: [Topics.Count], names: Set<String> = [], owners: [TopicRules.Owner] = []
  ) -> [Topics.Topic] {
    Topics(
      counts, TopicRules(fields: ["subject"], owners: owners), period: period,
      before: period.advanced(by: -1), days: nil, names: names
    ).all
  }

  @Test func `what rose and what fell is told, the strongest first, and calm is nothing`() {
    #expect(Self.topics(Self.calm).isEmpty && Self.topics([]).isEmpty)
    let found = Self.topics(
      Self.calm + [
        Topics.Count("sync", now: 120, before: 30), Topics.Count("invoice", now: 10, before: 60),
      ])
    #expect(found.map(\.count.term) == ["sync", "invoice"])
    #expect(found.map(\.hasRisen) == [true, false] && found.allSatisfy { $0.q <= 0.05 })
  }

  @Test func `a term of fewer than ten customers, and a name, is not told`() {
    let few = Self.calm + [Topics.Count("smith", now: 9, before: 0)]
    #expect(Self.topics(few).isEmpty)
    let named =
      Self.calm + [
        Topics.Count("smith", now: 90, before: 5), Topics.Count("call smith", now: 90, before: 5),
      ]
    #expect(Self.topics(named).map(\.count.term) == ["call smith"])
    #expect(Self.topics(named, names: ["smith"]).isEmpty)
  }

  @Test func `a pair and its words are one topic, and the first rule that fits owns it`() {
    let owners = [
      TopicRules.Owner(department: "Product", words: ["nightly export"]),
      TopicRules.Owner(department: "Engineering", words: ["export", "sync"]),
    ]
    let found = Self.topics(
      Self.calm + [
        Topics.Count("export", now: 100, before: 25), Topics.Count("nightly", now: 90, before: 20),
        Topics.Count("nightly export", now: 90, before: 5),
        Topics.Count("sync", now: 80, before: 20),
      ], owners: owners)
    #expect(found.map(\.count.term) == ["nightly export", "sync"])
    #expect(found.map(\.owner) == ["Product", "Engineering"])
    #expect(TopicRules(fields: [], owners: owners).owner(of: "billing") == nil)
  }
}
