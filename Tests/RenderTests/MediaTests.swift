import Compose
import Language
import Templates
import Testing

@testable import Render

/// One document in three media: the same words and figures in each.
@Suite struct MediaTests {
  /// The numbers of a text, each with its sign, in their order.
  static func figures(_ text: String) -> [String] {
    text.matches(of: /[−+±]?[0-9]+(?:[.,][0-9]+)*/).map { String($0.output) }
  }

  /// What a browser shows of a page, and the summaries of its charts.
  static func shown(_ html: String) -> String {
    let start = html.firstRange(of: "<body>")?.lowerBound ?? html.startIndex
    // A drawing is told by its summary; its title stands above it.
    let text = String(html[start...]).replacing(/<svg class="spark".*?<\/svg>/, with: "")
      .replacing(/<svg.*?<desc>(.*?)<\/desc>.*?<\/svg>/) { ": \($0.output.1)" }
    return text.replacing(/<[^>]*>/, with: " ").replacing("&#39;", with: "'")
      .replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&amp;", with: "&")
  }

  static let inputs: [ReportInput] = [
    .sample, .sampleOfPart, SuppressedRenderTests.input, RenderTests.hostile,
  ]

  @Test(arguments: inputs.indices) func `figures are the same in every medium`(index: Int) throws {
    let document = Document(Self.inputs[index])
    let plain = Self.figures(PlainText(document).text)
    #expect(plain.count > 1000)
    let markdown = try BoardReport.markdown(document).replacing("\\", with: "")
    let html = Self.shown(try BoardReport.html(document))
    for (medium, figures) in [("Markdown", Self.figures(markdown)), ("HTML", Self.figures(html))] {
      let difference = zip(figures, plain).enumerated().first { $1.0 != $1.1 }?.offset
      let place = max(0, (difference ?? 0) - 5)
      #expect(
        figures.count == plain.count && difference == nil,
        "\(medium): \(figures[place...].prefix(12)), \(plain[place...].prefix(12))")
    }
  }

  /// A language that says each phrase by its name, with its arguments in order.
  static let names = Language(
    code: "zz", point: "٫", separator: "٬", months: (1...12).map { "m\($0)" },
    form: { _ in .other },
    phrases: Dictionary(
      uniqueKeysWithValues: PhraseID.allCases.map { id in
        let arguments = (Language.english[id]?.arguments ?? []).sorted().map { "{\($0)}" }
        return (id, Pattern(stringLiteral: "⟦\((["\(id)"] + arguments).joined(separator: " "))⟧"))
      }))

  @Test func `every sentence and label comes from the language's table`() throws {
    let document = Document(.sampleOfPart)
    // Texts of the metric table and of the sample's data, the longest first.
    let metrics = ReportInput.sample.snapshot.metrics
    let data =
      metrics.flatMap { [$0.label, $0.definition, $0.id] } + [
        "Sample", "sample", "board", "UTC", "deskbrief", "Region", "region", "the field is empty",
        "ticket", "survey", "spam", "created", "metrics.json", "metrics.csv",
        "Launch",
      ]
    let texts = Set(data).sorted { ($0.count, $0) > ($1.count, $1) }
    let model = ReportModel(document, Self.names).node
    for text in [
      PlainText(document, Self.names).text,
      try BoardReport.render(BuiltInTemplates.markdown, model, .markdown)
        .replacing("\\", with: ""),
      Self.shown(try BoardReport.render(BuiltInTemplates.html, model, .html)),
    ] {
      var rest = text
      // From the innermost outwards.
      while let phrase = rest.firstMatch(of: /⟦[^⟦⟧]*⟧/) { rest.removeSubrange(phrase.range) }
      for text in texts { rest = rest.replacing(text, with: " ") }
      // What is left of letters are the members `A` and `B`, and the source `a`.
      let words = rest.split { !$0.isLetter }.filter { !["A", "B", "a"].contains($0) }
      #expect(words.isEmpty, "\(words.prefix(20))")
    }
  }
}
