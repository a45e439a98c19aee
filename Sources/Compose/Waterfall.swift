import Compare
import Language

/// What of a change of the whole each member of a dimension makes, the greatest first, and what they come
/// to.
struct Waterfall {
  /// So many members have a step of their own; the others share one.
  private static let mostSteps = 8

  private let split: Comparison.Split
  private let steps: [(name: Words, size: Double)]
  private let change: Double

  init(_ split: Comparison.Split) {
    self.split = split
    change = split.cause.rate + split.cause.mix
    let members = split.members.map { Step(name: $0.name, size: $0.part.rate + $0.part.mix) }
      .filter { $0.size != 0 }.sorted { $0.comesBefore($1) }
    let own = members.count > Self.mostSteps ? Self.mostSteps - 1 : members.count
    var steps: [(name: Words, size: Double)] = members.prefix(own).map { (.text($0.name), $0.size) }
    let others = members.dropFirst(own)
    if !others.isEmpty {
      steps.append(
        (
          .phrase(.waterfallOthers, ["count": .count(others.count)]),
          others.reduce(0) { $0 + $1.size }
        ))
    }
    self.steps = steps
  }

  private struct Step {
    let name: String
    let size: Double

    func comesBefore(_ other: Step) -> Bool {
      abs(size) == abs(other.size) ? name < other.name : abs(size) > abs(other.size)
    }
  }

  var chart: Chart {
    let parts = steps.map { step -> Words in
      .phrase(
        .waterfallPart,
        ["member": step.name, "change": .figure(.deviation(step.size, split.unit))])
    }
    return Chart(
      .phrase(
        .waterfall,
        ["metric": .metric(split.metric.id), "dimension": .text(split.dimension)]),
      summary: .phrase(
        .waterfallSummary,
        [
          "parts": .list(parts, .listComma), "change": .figure(.deviation(change, split.unit)),
        ]),
      .bridge(steps.map { _ in .adds } + [.level]),
      places: steps.map(\.name) + [.phrase(.waterfallAll)],
      series: [
        Chart.Series(
          .metric(split.metric.id), points: (steps.map(\.size) + [change]).map { .amount($0) })
      ],
      unit: split.unit)
  }
}
