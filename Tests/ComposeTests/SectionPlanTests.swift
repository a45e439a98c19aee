import Foundation
import Language
import Records
import Testing

@testable import Compose

/// The table of sections.
@Suite struct SectionPlanTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  @Test func `every section in the files of this room is a row, once`() throws {
    let folder = "\(Self.root)/Sources/Compose"
    var declared: [String] = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
      declared += text.matches(of: /SectionPlan\(\s*"([^"]*)"/).map { String($0.output.1) }
    }
    #expect(Set(declared) == Set(SectionPlan.all.map(\.id)))
    #expect(declared.count == SectionPlan.all.count)
  }

  @Test(arguments: Audience.allCases) func `an audience sees the sections that its rows say`(
    audience: Audience
  ) throws {
    var input = ReportInput.sample
    input.audience = audience
    let shown = Set(Document(input).sections.map { $0.id.hasPrefix("by-") ? "by" : $0.id })
    // The sample has no metric of a pipeline's own, no initiative, no days to forecast from, no queues.
    let planned = SectionPlan.all.filter { $0.audiences.contains(audience) }.map(\.id)
    let unasked: Set = ["own", "initiatives", "forecast", "staffing", "topics"]
    #expect(shown == Set(planned).subtracting(unasked))
    let page = try String(contentsOfFile: "\(Self.root)/docs/pipeline.md", encoding: .utf8)
    let row = page.split(separator: "\n").first { $0.hasPrefix("| `audience` |") }
    #expect(row?.contains("`\(audience.rawValue)`") == true)
  }

  @Test func `a section that an audience may not see is not made`() {
    let composer = Composer(input: .sample)
    let plan = SectionPlan("secret", for: .coaching) { _ in
      Section("secret", .phrase(.quality))
    }
    #expect(composer.sections([plan], for: .board).isEmpty)
    #expect(composer.sections([plan], for: .coaching).map(\.id) == ["secret"])
  }
}
