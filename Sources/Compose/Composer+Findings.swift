import Aggregate
import Compare
import Language
import Records

extension Composer {
  /// A heading that says what a metric did; the fallback where that is not known.
  func finding(_ id: String, _ fallback: PhraseID) -> Words {
    guard let move = move(id), move.change.absolute != nil else { return .phrase(fallback) }
    let said: PhraseID =
      switch move.verdict {
      case .improved: .improvedTo
      case .worse: .worsenedTo
      case .noDetectableChange: move.change.absolute == 0 ? .stayedAt : .heldAt
      default: .movedTo
      }
    return .phrase(
      said,
      [
        "metric": .metric(id),
        "value": inDays(.figure(.value(move.cells.new)), against: input.previous),
        "change": .figure(.change(move.cells)),
      ])
  }

  /// Where a metric lies, such as `above its band of 75.0 %–85.0 %`; nil without a band.
  func place(_ id: String) -> Words? {
    guard let metric = input.snapshot[id], let target = input.target(id)?.bound,
      case .within(let band) = target, let number = input.snapshot.value(id, input.period)?.value
    else { return nil }
    let said: PhraseID =
      band.contains(number) ? .withinBand : number < band.lowerBound ? .belowBand : .aboveBand
    return .phrase(said, ["bound": .figure(.bound(target, metric.unit))])
  }

  /// Which of these metrics do not rest on all their records; nil where all do.
  func coverageNote(_ ids: [String]) -> Words? {
    let gaps = ids.filter(input.hasGap).map { id in
      Words.phrase(
        .coverageGap,
        ["metric": .metric(id), "coverage": .figure(.coverage(CellID(id, input.period)))])
    }
    if gaps.isEmpty { return nil }
    return .phrase(
      .coverageNote, ["period": .period(input.period), "gaps": .list(gaps, .listSemicolon)])
  }
}

extension ReportInput {
  /// Whether a metric of the whole, in the period reported on, does not rest on all its records.
  func hasGap(_ id: String) -> Bool {
    // A team's month and an agent's day are one kind of record: neither lacks what is the other's.
    guard let metric = snapshot[id], metric.leading.kind != .staff,
      let value = snapshot.value(id, period), value.value != nil, let coverage = value.coverage
    else { return false }
    return coverage < 1
  }
}
