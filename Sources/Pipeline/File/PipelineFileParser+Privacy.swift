import Aggregate
import Columnar
import Yams

extension PipelineFileParser {
  private static let limits = 0...1_000_000

  /// `small_n: { indicative: 30, suppress: 10 }`.
  func smallN(_ map: ConfigMap) -> SmallN {
    var limits = SmallN()
    guard let node = map.node("small_n"),
      let map = ConfigMap(node, "'small_n'", keys: ["indicative", "suppress"], problems)
    else { return limits }
    limits.indicative = map.count("indicative", of: "records", Self.limits) ?? limits.indicative
    limits.suppress = map.count("suppress", of: "records", Self.limits) ?? limits.suppress
    return limits
  }

  /// `privacy: { key_file: secrets/deskbrief.key }`.
  func key(_ map: ConfigMap) -> PseudonymKey? {
    guard let node = map.node("privacy"),
      let map = ConfigMap(node, "'privacy'", keys: ["key_file"], problems),
      let name = map.requiredText("key_file"), let place = map.node("key_file"),
      let file = besides(name, at: place, follows: true)
    else { return nil }
    var bytes = Array(file.content)
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    return problems.attempt(at: place) { () throws(Diagnostic) in
      try PseudonymKey(bytes, in: "'\(name)'")
    }
  }
}
