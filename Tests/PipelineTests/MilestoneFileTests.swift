import Civil
import Compare
import Testing

@testable import Pipeline

/// The milestones of a pipeline file; its mistakes are in `EveryKeyTests`.
@Suite struct MilestoneFileTests {
  @Test func `a milestone has a day, a kind, and what it is confined to`() throws {
    let file = try PipelineFile.parse(
      PipelineFileTests.good + """

        milestones:
          - { date: 2026-08-11, label: Core 8.0, kind: release }
          - date: 2026-05-04
            label: Chat bot
            kind: initiative
            where: { team: [A, B], priority: urgent }
            metrics: [created, csat]
            rebase: true
        """, path: "p.yml")
    #expect(
      file.milestones == [
        Milestone(date: CivilDate(2026, 8, 11), label: "Core 8.0", kind: .release),
        Milestone(
          date: CivilDate(2026, 5, 4), label: "Chat bot", kind: .initiative,
          members: ["team": ["A", "B"], "priority": ["urgent"]], metrics: ["created", "csat"],
          rebases: true),
      ])
  }
}
