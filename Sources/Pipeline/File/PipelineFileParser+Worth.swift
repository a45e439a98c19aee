import Aggregate
import Columnar
import Compare

extension PipelineFileParser {
  /// The least change of each metric that is worth a word.
  func worth(_ map: ConfigMap, _ metrics: [Metric]) -> Worth {
    guard let node = map.node("worth"),
      let worth = ConfigMap(node, "'worth'", keys: metrics.map(\.id), problems)
    else { return Worth() }
    var least: [String: Worth.Least] = [:]
    for entry in worth.all {
      guard let metric = metrics.first(where: { $0.id == entry.key }),
        let text = worth.text(entry.key)
      else { continue }
      let size = changeSize(text, metric.unit, moneyDigits: moneyDigits)
      switch size {
      case .absolute(let value)? where value >= 0, .relative(let value)? where value >= 0:
        least[entry.key] = size
      default: problems.add(.notAChange(text, metric), at: entry.value)
      }
    }
    return Worth(least)
  }
}
