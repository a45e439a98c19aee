import Foundation
import Testing

@testable import Pipeline

@Suite struct BuiltInPresetsTests {
  @Test func `each file of the folder is a preset`() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: "\(RunTests.root)/presets/yaml")
    #expect(Set(files) == Set(Preset.all.keys.map { "\($0).yml" }))
    for (name, text) in Preset.all {
      let file = try String(
        contentsOfFile: "\(RunTests.root)/presets/yaml/\(name).yml", encoding: .utf8)
      #expect(text == file, "\(name)")
    }
  }
}
