import Aggregate
import Columnar
import Foundation
import Privacy
import Records
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
    if let mode = FileMode(file.path), mode.isOpenToOthers {
      problems.add(.keyOpenToOthers(name, mode), at: place)
      return nil
    }
    var bytes = Array(file.content)
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    return problems.attempt(at: place) { () throws(Diagnostic) in
      try PseudonymKey(bytes, in: "'\(name)'")
    }
  }

  /// `shown_to: [internal, coaching]` of a field; nil where it says nothing.
  ///
  /// A field of the common schema may be kept from some of those who see it, never shown to more.
  func shownTo(_ map: ConfigMap, _ field: Field, isOwn: Bool) -> Set<Audience>? {
    guard let node = map.node("shown_to") else { return nil }
    guard field.type.isText else {
      problems.add(.shownIsNotText(field), at: node)
      return nil
    }
    let allowed = Audience.allCases.filter { isOwn || field.shownTo.contains($0) }
    let names = allowed.map(\.rawValue)
    var audiences: Set<Audience> = []
    for node in map.nodes("shown_to") {
      guard let text = map.text(node, "shown_to") else { continue }
      if let audience = Audience(rawValue: text), allowed.contains(audience) {
        audiences.insert(audience)
      } else if !isOwn, Audience(rawValue: text) != nil {
        problems.add(.neverShown(field, text, names), at: node)
      } else {
        problems.add(.notAChoice(text, "shown_to", names), at: node)
      }
    }
    return audiences
  }
}

extension Diagnostic.Message {
  static func keyOpenToOthers(_ name: String, _ mode: FileMode) -> Self {
    Self(
      "the key file '\(name)' is open to others than its owner (mode \(mode)); expected 0600, as after "
        + "'chmod 600 \(name)'")
  }

  static func shownIsNotText(_ field: Field) -> Self {
    Self(
      "'shown_to' is for texts, which a report may be split by; '\(field.name)' is of the type "
        + "'\(field.type.name)'")
  }

  static func neverShown(_ field: Field, _ audience: String, _ audiences: [String]) -> Self {
    let listed = audiences.map { "'\($0)'" }.joined(separator: ", ")
    return Self(
      "'\(field.name)' is never shown to '\(audience)' by name; "
        + (audiences.isEmpty ? "it has no audience" : "expected some of \(listed)"))
  }
}

/// Who may do what with a file, as its name's last link leads to.
struct FileMode: CustomStringConvertible {
  let bits: Int

  init?(_ path: String) {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: target)
    guard let bits = attributes?[.posixPermissions] as? Int else { return nil }
    self.bits = bits
  }

  /// Whether its group or others may read or write it.
  var isOpenToOthers: Bool { bits & 0o077 != 0 }

  var description: String {
    let digits = String(bits & 0o777, radix: 8)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
