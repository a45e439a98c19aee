public import ArgumentParser
import Columnar
import Compose
import Foundation
import Pipeline
import Records
import Render

extension Audience: ExpressibleByArgument {}
extension DiffSelection.Order: ExpressibleByArgument {}

struct DiffCommand: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, markdown, html, json, csv
  }

  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare each metric between two periods.",
    discussion: """
      Periods are named as in 2026-10, 2026-W44 or 2026-Q4, are ranges of days such as \
      2026-10-05..2026-10-11, or are named by the words last, previous, next \
      and year-before: --to last is the last whole period before --as-of, --from previous the one \
      before --to.

      Two metrics.json that runs have published, or the folders they are in, are compared as they stand, \
      without the exports, and so are two editions: board:2026-09 is the latest of the report 'board' on \
      that month, board:2026-09#1 the first.

      What departs from its course leads; then what changed detectably between the two periods. All \
      comparisons of the reports' dimensions are judged together: what is shown of them changes no \
      verdict.

      A condition of --fail-on is a metric or 'any' with one of worse, improved, changed (verdicts), \
      concerning, improving (signals), or a metric with the size of its change. Where one holds, the \
      command ends with 65 and names it.

      Examples:
        deskbrief diff pipeline.yml --from 2026-08 --to 2026-09
        deskbrief diff pipeline.yml --from previous --to last --by region
        deskbrief diff pipeline.yml --only csat --where region=EMEA --all
        deskbrief diff pipeline.yml --sort impact --top 10
        deskbrief diff pipeline.yml --fail-on 'csat < -2pp' --fail-on 'any concerning'
        deskbrief diff pipeline.yml --from year-before --to 2026-10 --format markdown
        deskbrief diff pipeline.yml --from board:2026-09 --to board:2026-10
      """)

  @OptionGroup var common: CommonOptions

  @Option(help: "The earlier period.")
  var from = "previous"

  @Option(help: "The later period.")
  var to = "last"

  @Option(help: "Split by a dimension; may be given again. (default: those of the reports)")
  var by: [String] = []

  @Option(help: "Show this metric; may be given again. (default: all)")
  var only: [String] = []

  @Option(help: "Show the groups with this member, as region=EMEA; may be given again.")
  var `where`: [String] = []

  @Option(
    help: ArgumentHelp(
      "Sort by: \(DiffSelection.Order.allCases.map(\.rawValue).joined(separator: ", "))."))
  var sort = DiffSelection.Order.table

  @Option(help: "Show so many rows of each table.")
  var top: Int?

  @Flag(help: "Show rows without a detectable change, too, in the text form.")
  var all = false

  @Option(help: "End with 65 where a change is so; may be given again.")
  var failOn: [String] = []

  @Option(
    help: ArgumentHelp(
      "Who may read it: \(Audience.allCases.map(\.rawValue).joined(separator: ", "))."))
  var audience = Audience.internal

  @Flag(help: "Only the whole, not by dimension.")
  var whole = false

  @Option(help: "How to print it: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = Format.text

  @Flag(help: "The same as --format json.")
  var json = false

  func run() async throws {
    try await reporting {
      let file = try PipelineFile.read(common.pipeline)
      let display = ProgressDisplay()
      let diff = Diff(
        file, try common.options(for: file), display.progress, audience: audience)
      let tests = try failOn.map(file.changeTest)
      let selection = try selection(file)
      let result = try await display.showing { try await compare(diff) }
      let report = DiffReport(
        title: file.title, comparison: result.comparison, course: result.course,
        currency: file.currency, selection: selection)
      switch json ? .json : format {
      case .text: try Console.print(report.text())
      case .markdown: try Console.print(report.markdown())
      case .html: try Console.print(report.html())
      case .json: try Console.print(report.json())
      case .csv: try Console.print(report.csv())
      }
      if let failure = result.failure(of: tests, in: report) { throw failure }
    }
  }

  private func compare(_ diff: Diff) async throws -> Diff.Result {
    if Diff.namesPublished(from) || Diff.namesPublished(to) {
      for (option, text) in [("--from", from), ("--to", to)] where !Diff.namesPublished(text) {
        throw Diagnostic(
          .init(
            "what was published is compared with what was published; expected a metrics.json or an "
              + "edition such as board:2026-09 for \(option), found '\(text)'"), failure: .usage)
      }
      return try diff.compare(from: diff.published(from), to: diff.published(to))
    }
    // Words are relative to the period that is named: the other one first.
    let words = ["last", "previous", "next", "year-before"]
    let later =
      try words.contains(to) && !words.contains(from)
      ? diff.period(to, relativeTo: diff.period(from, relativeTo: nil))
      : diff.period(to, relativeTo: nil)
    let earlier = try diff.period(from, relativeTo: later)
    return try await diff.compare(
      from: earlier, to: later, dimensions: by.isEmpty ? nil : by)
  }

  private func selection(_ file: PipelineFile) throws -> DiffSelection {
    var selection = DiffSelection()
    selection.metrics = try file.metricIDs(only)
    selection.members = try file.members(`where`)
    if let top, top < 1 {
      throw Diagnostic(.init("--top must be at least 1; found \(top)"), failure: .usage)
    }
    selection.dimensions = by
    selection.showsGroups = !whole
    selection.order = sort
    selection.most = top
    selection.showsAll = all
    return selection
  }
}
