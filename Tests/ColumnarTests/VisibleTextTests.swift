import Columnar
import Testing

@Suite struct VisibleTextTests {
  @Test(arguments: [
    ("Zoë 北京 — ok", "Zoë 北京 — ok"), ("a\tb\r\nc\nd\re", "a b  c d e"),
    ("nul\u{0}", "nul<U+0000>"), ("\u{1B}[31mred", "<U+001B>[31mred"),
    ("\u{7F}\u{85}\u{9B}", "<U+007F><U+0085><U+009B>"),
    ("exe.\u{202E}gpj", "exe.<U+202E>gpj"), ("\u{2066}x\u{2069}", "<U+2066>x<U+2069>"),
    ("\u{2028}", "<U+2028>"),
    // A mark of direction of right-to-left names, a soft hyphen, and a joiner of emoji stay.
    ("\u{200F}שלום", "\u{200F}שלום"), ("\u{AD}👩‍🚒", "\u{AD}👩‍🚒"),
  ])
  func `what a page or a terminal would obey is written out`(text: String, visible: String) {
    #expect(text.visible == visible)
  }

  @Test func `the lines of a text of several stay`() {
    #expect("a\tb\r\nc\n\u{1B}".visible(keepingLines: true) == "a\tb\r\nc\n<U+001B>")
    #expect("over\rwritten".visible(keepingLines: true) == "over<U+000D>written")
  }

  @Test func `JSON has all of it escaped`() {
    #expect(JSONText.quoted("\u{0}\u{1B}\u{9B}\u{202E}\n") == #""\u0000\u001b\u009b\u202e\n""#)
  }
}
