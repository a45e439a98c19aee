import Compare
import Testing

@testable import Pipeline

/// `staffing` in a pipeline file; its mistakes are in `EveryKeyTests`.
@Suite struct StaffingFileTests {
  static func rules(_ more: String) throws -> StaffingRules? {
    try PipelineFile.parse(PipelineFileTests.good + "\n" + more, path: "p.yml").staffing
  }

  @Test func `what a file does not say is as usual, the goal as its target says`() throws {
    #expect(try Self.rules("") == nil)
    #expect(
      try Self.rules("staffing: { shrinkage: 30% }")
        == StaffingRules(
          shrinkage: 0.3, occupancy: 0.85, share: 0.8, within: 20, week: 144_000, atOnce: [:]))
    #expect(
      try Self.rules(
        """
        service_level: { within: 30s }
        staffing: { shrinkage: 0.25, occupancy: 80%, service_level: 90%, hours: 38h 30m, at_once: { chat: 3 } }
        """)
        == StaffingRules(
          shrinkage: 0.25, occupancy: 0.8, share: 0.9, within: 30, week: 138_600,
          atOnce: ["chat": 3]))
  }
}
