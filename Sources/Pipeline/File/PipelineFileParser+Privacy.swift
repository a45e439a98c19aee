import Aggregate
import Columnar
import Yams

extension PipelineFileParser {
  /// `small_n: { indicative: 30, suppress: 10 }`.
  func smallN(_ map: ConfigMap) -> SmallN {
    var limits = SmallN()
    guard let node = map.node("small_n"),
      let map = ConfigMap(node, "'small_n'", keys: ["indicative", "suppress"], problems)
    else { return limits }
    limits.indicative = limit(map, "indicative") ?? limits.indicative
    limits.suppress = limit(map, "suppress") ?? limits.suppress
    return limits
  }

  private func limit(_ map: ConfigMap, _ key: String) -> Int? {
    guard let node = map.node(key), let text = map.text(key) else { return nil }
    guard let number = Int(text), 0...1_000_000 ~= number else {
      problems.add(.notALimit(text, key), at: node)
      return nil
    }
    return number
  }
}

extension Diagnostic.Message {
  static func notALimit(_ text: String, _ key: String) -> Self {
    Self("'\(key)' must be a number of records from 0 to 1000000; found '\(text)'")
  }
}
