import Aggregate
import Civil
import Compare
import Language
import Render
import Statistics
import Testing

@testable import Compose
@testable import Privacy

/// The section of an initiative; its arithmetic is held against statsmodels in
/// `DifferenceInDifferencesTests`.
@Suite struct InitiativeSectionTests {
  /// Tickets created of two regions over the sample's 13 months; A has half as many again from May 2026
  /// on.
  static func input(_ milestones: [Milestone]) -> ReportInput {
    var input = ReportInput.sample
    let all = input.snapshot
    let metrics = all.metrics.filter { $0.id == "created" }
    input.snapshot = ShownSnapshot(
      MetricSnapshot(
        metrics: metrics, periods: all.periods, groups: all.groups,
        values: [
          all.groups.map { group in
            all.periods.map { period in
              let isAfter = period.first >= CivilDate(2026, 5, 1)
              let count = group.members["region"] == "A" && isAfter ? 1500 : 1000
              return MetricValue(
                value: Double(count), n: count, estimate: .count(Count(count)))
            }
          }
        ]))
    input.milestones = milestones
    return input
  }

  static func launch(_ members: [String: [String]]) -> Milestone {
    Milestone(
      date: CivilDate(2026, 5, 4), label: "Launch", kind: .initiative, members: members)
  }

  @Test func `an initiative has a section with its effect, its interval and how it was checked`()
    throws
  {
    let told = try #require(
      SectionsTests.section("initiative-1", Self.input([Self.launch(["region": ["A"]])])))
    // 1500.5 ÷ 1000.5; the interval by hand: z = 1.96, variances of 1 ÷ 1500.5 + 1 ÷ 1000.5 over five
    // months and 2 ÷ 1000.5 over seven.
    #expect(told.heading == "Launch: Tickets created +50.0 % against the others")
    let table = try #require(told.tables.first)
    let cells = table.rows.map { $0.map { told.writer.text($0.words) } }
    #expect(
      cells == [
        [
          "Tickets created", "+50.0 %", "+42.8 % to +57.5 %", "changed", "no (p = 1.00)", "no",
          "0 of 4", "7, 5",
        ]
      ])
    #expect(
      told.writer.text(told.section.subtitle)
        == "Launch (2026-05-04); region A against B; by month, without the month that it began in")
    #expect(told.charts.count == 1 && told.charts[0].milestones.map(\.label) == ["Launch"])
  }

  @Test func `one that left nobody alone says that it cannot be measured`() throws {
    let told = try #require(SectionsTests.section("initiative-1", Self.input([Self.launch([:])])))
    #expect(told.heading == "Launch: its effect cannot be measured")
    #expect(told.tables.isEmpty && told.notes.count == 1)
  }

  @Test func `without an initiative there is no such section`() {
    let release = Milestone(date: CivilDate(2026, 5, 4), label: "Launch", kind: .release)
    #expect(SectionsTests.section("initiative-1", Self.input([release])) == nil)
    #expect(SectionsTests.section("initiative-1", Self.input([])) == nil)
  }
}
