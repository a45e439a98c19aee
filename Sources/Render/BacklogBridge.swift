import Aggregate

/// How the opening backlog became the closing one.
struct BacklogBridge {
  private struct Step {
    var name: String
    var change: Double

    var sign: String { change < 0 || name == "solved" ? "−" : "+" }
  }

  private let period: String
  private let opening: Double
  private let closing: Double
  private let steps: [Step]

  init?(_ input: ReportInput) {
    func count(_ id: String) -> Double? { input.snapshot.value(id, input.period)?.value }
    guard let opening = count("backlog.opening"), let closing = count("backlog") else { return nil }
    period = input.name(of: input.period)
    self.opening = opening
    self.closing = closing
    // Steps that never happen, as restored tickets without events, are not shown.
    steps = [
      ("created", 1.0), ("reopened", 1), ("restored", 1), ("solved", -1), ("removed", -1),
    ].compactMap { name, sign in
      guard let size = count("backlog.\(name)") else { return nil }
      return size == 0 && (name == "restored" || name == "removed")
        ? nil : Step(name: name, change: sign * size)
    }
  }

  private var holds: Bool { steps.reduce(opening) { $0 + $1.change } == closing }

  private var title: String { holds ? "Backlog bridge" : "Backlog bridge: DOES NOT ADD UP" }

  private var sum: String {
    let terms = steps.map { "\($0.sign) \(Format.grouped(abs($0.change), 0))" }
    return
      ([Format.grouped(opening, 0)] + terms + [holds ? "=" : "≠", Format.grouped(closing, 0)])
      .joined(separator: " ")
  }

  var chart: ReportChart {
    let words = "Opening " + steps.map { "\($0.sign) \($0.name)" }.joined(separator: " ")
    let summary = "\(words): \(sum)"
    var level = opening
    let bars = steps.map { step -> Waterfall.Step in
      level += step.change
      return .init(name: step.name, change: step.change, level: level)
    }
    let drawn = Waterfall(
      title: title, summary: summary,
      steps: [.init(name: "opening", change: nil, level: opening)] + bars
        + [.init(name: "closing", change: nil, level: closing)])
    return ReportChart(title: title, summary: summary, svg: drawn.svg())
  }

  var table: ReportTable {
    let rows =
      [("Opening backlog", opening)] + steps.map { ("\($0.sign) \($0.name)", abs($0.change)) }
      + [("= closing backlog", closing)]
    return ReportTable(
      caption: "\(title), \(period): \(sum)", columns: ["", "Tickets"],
      rows: rows.map { [.init(text: $0.0), .init(text: Format.grouped($0.1, 0))] })
  }
}
