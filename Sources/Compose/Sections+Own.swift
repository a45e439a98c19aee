import Aggregate
import Language

extension SectionPlan {
  /// What the pipeline file defines itself.
  static let own = SectionPlan("own") { $0.own }
}

extension Composer {
  fileprivate var own: Section? {
    let builtIn = Set(MetricTable.builtIn.map(\.id))
    let ids = input.snapshot.metrics.map(\.id).filter { !builtIn.contains($0) }
    guard let first = ids.first else { return nil }
    return Section(
      "own", finding(first, .own), subtitle: .phrase(.ownSubtitle, ["span": span]),
      blocks(
        ids.prefix(3).map { line($0) }, [trend(.phrase(.ownTable, ["kind": kindName]), ids)],
        [coverageNote(ids)]))
  }
}
