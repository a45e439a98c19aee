import Civil
import Columnar
import Compare
import Testing

@testable import Pipeline

/// The targets of a pipeline file.
@Suite struct TargetFileTests {
  static func text(_ targets: String) -> String { PipelineFileTests.good + "\n" + targets }

  @Test func `a target is a bound, or a list with groups and times`() throws {
    let file = try PipelineFile.parse(
      Self.text(
        """
        fiscal_year_starts: april
        targets:
          csat: ">= 90%"
          reopen_rate: "2.5% .. 5%"
          first_response.median:
            - "<= 4h"
            - { target: "<= 2h", where: { team: EMEA, priority: urgent }, from: 2026-07, to: 2026-12 }
            - { target: "<= 1h", from: FY2027, to: 2027-12-15 }
        """), path: "p.yml")
    #expect(
      file.targets.entries == [
        Target(metric: "csat", bound: .atLeast(0.9)),
        Target(metric: "reopen_rate", bound: .within(0.025...0.05)),
        Target(metric: "first_response.median", bound: .atMost(14_400)),
        Target(
          metric: "first_response.median", bound: .atMost(7200),
          members: ["team": "EMEA", "priority": "urgent"], from: CivilDate(2026, 7, 1),
          until: CivilDate(2027, 1, 1)),
        Target(
          metric: "first_response.median", bound: .atMost(3600), from: CivilDate(2027, 4, 1),
          until: CivilDate(2027, 12, 16)),
      ])
  }

  @Test(arguments: [("GBP", 1250.0), ("JPY", 12.5), ("KWD", 12_500)])
  func `money is in the currency's own minor unit`(currency: String, minor: Double) throws {
    let file = try PipelineFile.parse(
      Self.text("currency: \(currency)\ntargets: { cost_per_contact: \"<= 12.5\" }"), path: "p.yml")
    #expect(file.targets.entries.map(\.bound) == [.atMost(minor)])
  }

  @Test(arguments: [
    (
      "csat: 85%..75%",
      "p.yml:12:9: error: the band '85%..75%' ends below its start; expected the lower end first"
    ),
    (
      "csat: 75%..",
      "p.yml:12:9: error: '75%..' is not a target of 'csat'; expected one such as '>= 90%'"
    ),
    (
      "csat: [ \">= 90%\", ]\n  csta: 1",
      "p.yml:13:3: error: unknown key 'csta' in 'targets'; did you mean 'csat'?"
    ),
    (
      "csat: [{ targt: \">= 90%\" }]",
      "p.yml:12:12: error: unknown key 'targt' in the target of 'csat'; did you mean 'target'?"
    ),
    ("csat: { where: { team: a } }", "p.yml:12:9: error: the target of 'csat' lacks 'target'"),
    (
      "csat: { target: \">= 9h\" }",
      "p.yml:12:19: error: '>= 9h' is not a target of 'csat'; expected one such as '>= 90%'"
    ),
    (
      "csat: { target: \">= 90%\", where: { taem: a } }",
      "p.yml:12:38: error: no text field 'taem' to split by; did you mean 'team'?"
    ),
    (
      "csat: { target: \">= 90%\", where: { priority: urgnt } }",
      "p.yml:12:48: error: 'priority' cannot be 'urgnt'; did you mean 'urgent'?"
    ),
    (
      "csat: { target: \">= 90%\", where: { team: [a, b] } }",
      "p.yml:12:44: error: 'team' must be a single value; found a list"
    ),
    (
      "csat: { target: \">= 90%\", from: 2026-13 }",
      "p.yml:12:35: error: '2026-13' is not a period; expected one such as 2026-10, 2026-W44, 2026-Q4, 2026, 2026-10-31 or FY2026-Q3"
    ),
    (
      "csat: { target: \">= 90%\", from: 2026-10, to: 2026-09 }",
      "p.yml:12:48: error: the target ends on 2026-09-30, before it begins on 2026-10-01"
    ),
  ])
  func `a mistake of a target is reported at its line and column`(bad: String, expected: String) {
    let found = PipelineFileTests.mistakes(Self.text("targets:\n  \(bad)"))
    #expect(found.contains(expected), "\(found)")
  }
}
