public import Aggregate
public import ArgumentParser
import Columnar
import Pipeline
import Render

extension Vendor: ExpressibleByArgument {}

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Take one figure apart: what it counts, what it leaves out, and the rows behind it.",
    discussion: """
      Prints the definition, the numerator and the denominator, what was left out and why, and the \
      rows of the exports behind the figure: file, line and id. Of compressed files the line is that \
      of the text within. The figure is the one that 'run' publishes for the audience 'internal'; one \
      that is suppressed for every other audience is marked so. \
      With --as it is computed once more by the documented rules of a vendor's dashboard, one after \
      the other, and each rule's part in the difference is shown.

      Examples:
        deskbrief explain pipeline.yml --metric csat --period 2026-10 --where team=EMEA
        deskbrief explain pipeline.yml --metric first_response.median --all
        deskbrief explain pipeline.yml --metric one_touch --as zendesk
        deskbrief explain pipeline.yml --metric backlog --where region=APAC --where tier=gold --csv
      """)

  @OptionGroup var common: CommonOptions

  @Option(help: "The id of a metric; 'deskbrief metrics' lists them.")
  var metric: String

  @Option(
    help: ArgumentHelp(
      "The period: 2026-10, 2026-W44, 2026-Q4, 2026-10-31, FY2026-Q3. (default: the last whole one)"
    ))
  var period: String?

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "The member of a dimension, such as team=EMEA or 'team=(none)'; may be given again.",
      valueName: "dimension=member"))
  var members: [String] = []

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Compute it by the rules of a vendor's dashboard too.", valueName: "vendor"))
  var vendor: Vendor?

  @Flag(help: "List every row, not the first ten of each kind.")
  var all = false

  @Flag(help: "All rows as CSV: role, source, file, line, id, event, instant, value.")
  var csv = false

  @Flag(help: "One JSON object.")
  var json = false

  func run() async throws {
    try await reporting {
      if csv && json {
        throw Diagnostic(.init("--csv and --json cannot be given together"), failure: .usage)
      }
      if csv && vendor != nil {
        throw Diagnostic(
          .init("--csv lists the rows of our own figure; expected --as without it"),
          failure: .usage)
      }
      let file = try PipelineFile.read(common.pipeline)
      let display = ProgressDisplay()
      let explain = Explain(file, try common.options(for: file), display.progress)
      let question = Explain.Question(
        metric: metric, period: try explain.period(period), members: try chosen(),
        limit: all || csv ? nil : 10, listsParts: csv || json, vendor: vendor, isCompared: !csv)
      let explanation = try await display.showing { try await explain.explain(question) }
      if csv && explanation.isInternal {
        Console.note(
          "warning: the figure is shown to internal readers alone: it rests on few records, or gives away what does"
        )
      }
      try Console.print(csv ? explanation.csv() : json ? explanation.json() : explanation.text())
    }
  }

  /// The members by dimension.
  private func chosen() throws(Diagnostic) -> [String: String] {
    var chosen: [String: String] = [:]
    for text in members {
      guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
        throw Diagnostic(
          .init("--where '\(text)' names no member; expected one such as team=EMEA"),
          failure: .usage)
      }
      let dimension = String(text[..<sign])
      guard chosen.updateValue(String(text[text.index(after: sign)...]), forKey: dimension) == nil
      else {
        throw Diagnostic(
          .init("--where names '\(dimension)' twice; expected one member of a dimension"),
          failure: .usage)
      }
    }
    return chosen
  }
}
