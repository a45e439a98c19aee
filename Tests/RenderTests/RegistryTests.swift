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

  @Test func `every file of the templates is a row of their table, and the package carries it`()
    throws
  {
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(Self.root)/templates")
      .filter { $0 != "BuiltInTemplates.swift" && !$0.hasPrefix(".") }
    #expect(Set(files) == Set(BuiltInTemplates.files.map(\.name)))
    let package = try String(contentsOfFile: "\(Self.root)/Package.swift", encoding: .utf8)
    for file in BuiltInTemplates.files {
      #expect(package.contains(".embedInCode(\"\(file.name)\")"), "\(file.name)")
      #expect(!file.text.isEmpty, "\(file.name)")
    }
  }

  @Test func `every medium is a row of one table, with a file of its own`() throws {
    #expect(Medium.all.map(\.file) == ["index.html", "report.md", "metrics.json", "metrics.csv"])
    for medium in Medium.all {
      #expect(try !medium.write(.init(.sample)).isEmpty, "\(medium.file)")
    }
  }
}
