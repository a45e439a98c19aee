import Foundation
import Testing

/// Simulated worlds through the command just built: a few here, hundreds in `make calibrate`.
@Suite struct CalibrationTests {
  private static func run(_ script: String, _ arguments: [String]) throws -> [String: Any] {
    let command = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
    let outcome = try RunTests.python(
      ["\(RunTests.root)/Tests/Calibration/\(script)", "\(command)/deskbrief"] + arguments,
      with: "\(RunTests.root)/.venv/bin/python")
    try #require(outcome.status == 0)
    let line = outcome.text.split(separator: "\n").last ?? ""
    return try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test func `a page of months in which nothing changed shows no signal`() throws {
    let found = try Self.run("calibrate.py", ["1", "nothing"])
    #expect(found["with_signal"] as? Double == 0, "\(found)")
  }

  @Test(arguments: ["csat", "team_reply"])
  func `what was planted is the first signal`(kind: String) throws {
    let found = try Self.run("calibrate.py", ["1", kind])
    #expect(found["right_first"] as? Double == 1, "\(found)")
  }

}
