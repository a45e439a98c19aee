import Foundation
import Testing

@testable import Pipeline

/// `docs/pipeline.md`, held against what is read.
@Suite struct PipelinePageTests {
  static let page = try? String(
    contentsOfFile: "\(RunTests.root)/docs/pipeline.md", encoding: .utf8)

  @Test func `the example is read without a mistake`() throws {
    let example = try #require(Self.page).components(separatedBy: "```yaml\n").dropFirst().first?
      .components(separatedBy: "```").first
    #expect(PipelineFileTests.mistakes(try #require(example)) == [])
  }

  @Test func `each key is told of`() throws {
    let page = try #require(Self.page)
    for key in PipelineFileParser.keys + PipelineFileParser.policyKeys
      + PipelineFileParser.calendarKeys + PipelineFileParser.metricKeys
      + PipelineFileParser.formulas.flatMap(\.value) + PipelineFileParser.milestoneKeys
      + PipelineFileParser.staffingKeys
      + PipelineFileParser.topicKeys + PipelineFileParser.ownerKeys
      + PipelineFileParser.reportKeys
    {
      #expect(page.contains("`\(key)`") || page.contains("\(key):"), "\(key)")
    }
  }
}
