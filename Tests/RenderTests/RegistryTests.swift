import Compose
import Foundation
import Records
import Templates
import Testing

@testable import Render

/// Tables that stand for files and for other tables, held against them.
@Suite struct RegistryTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  @Test func `every file of the templates is a row of their table`() throws {
    let folder = "\(Self.root)/templates/files"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(Set(files) == Set(BuiltInTemplates.files.map(\.name)))
    for file in BuiltInTemplates.files {
      let text = try String(contentsOfFile: "\(folder)/\(file.name)", encoding: .utf8)
      #expect(file.text == text, "\(file.name)")
    }
  }

  @Test func `every medium is a row of one table, with a file of its own`() throws {
    #expect(Medium.all.map(\.file) == ["index.html", "report.md", "metrics.json", "metrics.csv"])
    for medium in Medium.all {
      #expect(try !medium.write(.init(.sample)).isEmpty, "\(medium.file)")
    }
  }
}
