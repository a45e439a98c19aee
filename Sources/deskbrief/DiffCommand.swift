public import ArgumentParser
import Columnar
import Foundation
import Pipeline
import Records
import Render

extension Audience: ExpressibleByArgument {}

struct DiffCommand: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, markdown, html, json
  }

  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare each metric between two periods.",
    discussion: """
      Periods are named as in 2026-10, 2026-W44 or 2026-Q4, or by the words last, previous, next \
      and year-before: --to last is the last whole period before --as-of, --from previous the one \
      before --to.

      Examples:
        deskbrief diff pipeline.yml --from 2026-08 --to 2026-09
        deskbrief diff pipeline.yml --from previous --to last --by region
        deskbrief diff pipeline.yml --from year-before --to 2026-10 --format markdown
      """)

  @OptionGroup var common: CommonOptions

  @Option(help: "The earlier period.")
  var from = "previous"

  @Option(help: "The later period.")
  var to = "last"

  @Option(help: "Split by a dimension; may be given again. (default: those of the reports)")
  var by: [String] = []

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
      // Words are relative to the period that is named: the other one first.
      let words = ["last", "previous", "next", "year-before"]
      let later =
        try words.contains(to) && !words.contains(from)
        ? diff.period(to, relativeTo: diff.period(from, relativeTo: nil))
        : diff.period(to, relativeTo: nil)
      let earlier = try diff.period(from, relativeTo: later)
      let comparison = try await display.showing {
        try await diff.compare(from: earlier, to: later, dimensions: by.isEmpty ? nil : by)
      }
      let report = DiffReport(
        title: file.title, comparison: comparison, currency: file.currency, showsGroups: !whole)
      switch json ? .json : format {
      case .text: try Console.print(report.text())
      case .markdown: try Console.print(report.markdown())
      case .html: try Console.print(report.html())
      case .json: try Console.print(report.json())
      }
    }
  }
}
