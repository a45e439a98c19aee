import Aggregate
import Civil
import Columnar
import Foundation
import Testing

@testable import Pipeline

/// Vendors' figures of the eight tickets of `Tests/Cases/explain-as`, against values counted by hand.
@Suite struct VendorTests {
  struct Expected: Sendable {
    let vendor: Vendor
    let metric: String
    let ours: Double
    let theirs: Double
    /// Of theirs.
    let n: Int

    init(
      _ vendor: Vendor, _ metric: String, ours: Double, theirs: Double, n: Int
    ) {
      self.vendor = vendor
      self.metric = metric
      self.ours = ours
      self.theirs = theirs
      self.n = n
    }
  }

  private static let hour = 3600.0

  /// Solved in October: T1 (48 h), T2 (twice; 51 h), T3 (2 h, no reply), T4 (24 h, open again), T5
  /// (24 h). First replies: T1 24 h, T2 1 h, T4 3 h, T5 2 h in October, T6 half an hour in November;
  /// T1 was opened in September.
  static let expected = [
    Expected(.zendesk, "first_response.median", ours: 2.5 * hour, theirs: 1.5 * hour, n: 4),
    Expected(.zendesk, "resolution.median", ours: 24 * hour, theirs: 36 * hour, n: 4),
    // T1, T4 and T5 of the four with a reply; T1, T3 and T5 of the four that are solved now.
    Expected(.zendesk, "one_touch", ours: 0.75, theirs: 0.75, n: 4),
    // The first of six solves; T2 of the four that are solved now.
    Expected(.zendesk, "reopen_rate", ours: 1.0 / 6, theirs: 0.25, n: 4),
    // S1 and S5 of S1, S2, S4, S5; S5's ticket is open again.
    Expected(.zendesk, "csat", ours: 0.5, theirs: 1.0 / 3, n: 3),
    Expected(.zendesk, "solved", ours: 5, theirs: 4, n: 4),
    Expected(.zendesk, "requester_wait.median", ours: 24 * hour, theirs: 25.5 * hour, n: 4),
    Expected(.intercom, "first_response.median", ours: 2.5 * hour, theirs: 1.5 * hour, n: 4),
    // Without T2 (reopened) and T4 (moved): 3 of 5; by the start T5 alone of T2 to T5: T3 had no
    // teammate.
    Expected(.intercom, "fcr", ours: 0.6, theirs: 0.25, n: 4),
    // (600 + 1200 + 300 + 900 + 900) s ÷ 5; (27 + 2 + 24) h ÷ 3, of T2, T3 and T5.
    Expected(.intercom, "handle_time", ours: 780, theirs: 53 * hour / 3, n: 3),
    // Due in October: T2 and T5 met, T4 not; opened in October: T6 too.
    Expected(.intercom, "sla_first_reply", ours: 2.0 / 3, theirs: 0.75, n: 4),
    // In office hours 8, 1, 3 and 2 h.
    Expected(.freshdesk, "first_response.median", ours: 2.5 * hour, theirs: 3.5 * hour, n: 4),
    // In office hours 16, 19, 0, 8 and 8 h.
    Expected(.freshdesk, "resolution.median", ours: 24 * hour, theirs: 10.2 * hour, n: 5),
    // T2's customer wrote again.
    Expected(.freshdesk, "fcr", ours: 0.6, theirs: 0.8, n: 5),
    Expected(.servicenow, "resolution.median", ours: 24 * hour, theirs: 29.8 * hour, n: 5),
    Expected(.servicenow, "fcr", ours: 0.6, theirs: 0.8, n: 5),
    Expected(.servicenow, "reopen_rate", ours: 1.0 / 6, theirs: 0.4, n: 5),
    Expected(.servicenow, "sla_first_reply", ours: 2.0 / 3, theirs: 0.5, n: 4),
    // Due in October: T3 and T5 met, T1, T2 and T4 not; T4 is open.
    Expected(.servicenow, "sla_resolution", ours: 0.4, theirs: 0.5, n: 4),
    // 5, 3, 4, 2 and 5.
    Expected(.servicenow, "csat", ours: 0.5, theirs: 3.8, n: 5),
  ]

  @Test(arguments: expected)
  func `a vendor's figure is the one counted by hand`(expected: Expected) async throws {
    let folder = try RunTests.Folder(copying: "\(RunTests.root)/Tests/Cases/explain-as")
    let explain = Explain(
      try PipelineFile.read("\(folder.path)/pipeline.yml"),
      RunOptions(
        asOf: CivilDate(2026, 11, 10), threads: 1, startedAt: "", program: "test"),
      Progress { _ in })
    let found = try await explain.explain(
      .init(
        metric: expected.metric, period: Period(.month, containing: CivilDate(2026, 10, 1)),
        vendor: expected.vendor))
    let ours = try #require(found.value.value)
    #expect(abs(ours - expected.ours) < 1e-9)
    let theirs = try #require(found.vendor?.steps.compactMap(\.value).last)
    #expect(abs((theirs.value ?? 0) - expected.theirs) < 1e-9)
    #expect(theirs.n == expected.n)
  }

  @Test func `every vendor's figure stands beside a metric of the table`() {
    let ids = Set(MetricTable.builtIn.map(\.id))
    for vendor in Vendor.allCases {
      #expect(Set(vendor.figures.map(\.metric)).count == vendor.figures.count)
      for figure in vendor.figures {
        #expect(ids.contains(figure.metric), "\(vendor.name): \(figure.metric)")
        #expect(figure.isCounterpart || figure.rules.isEmpty)
        for rule in figure.rules { #expect(rule.source.hasPrefix("https://"), "\(rule.name)") }
      }
    }
  }
}
