import Foundation
import Testing

@testable import Pipeline

/// `docs/sources.md`, held against what is read.
@Suite struct SourcesPageTests {
  static let page = try? String(
    contentsOfFile: "\(RunTests.root)/docs/sources.md", encoding: .utf8)

  @Test func `each example is read without a mistake`() throws {
    let examples = try #require(Self.page).components(separatedBy: "```yaml\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
    #expect(examples.count == 6)
    for example in examples {
      let text = "pipeline: p\nreports: [{ name: board, period: month }]\nsources:\n" + example
      #expect(PipelineFileTests.mistakes(text) == [])
    }
  }

  @Test func `each key is told of`() throws {
    let page = try #require(Self.page)
    for key in PipelineFileParser.sourceKeys + PipelineFileParser.fieldKeys {
      #expect(page.contains("`\(key)`"), "\(key)")
    }
  }
}
