import Columnar
import Records

/// The codes of words that linking must know, and of events' words in the tickets' dictionaries.
struct Codes: Sendable {
  let new, open, pending, onHold, solved, closed, deleted, merged: Int64
  let outbound: Int64
  /// By the code of a status: whether its tickets are left out of every figure.
  let leftOut: CodeSet
  let done: CodeSet
  private let stillOpen: CodeSet
  /// By the code of an event kind its place in the common schema's list; nil for unknown ones.
  let eventKinds: [Int64: EventKind]
  let entries: [Int64]
  let exits: [Int64]

  init(_ dictionaries: [String: TextDictionary], leftOut: [String]) {
    let status = dictionaries["status"] ?? TextDictionary()
    new = status.code(of: "new")
    open = status.code(of: "open")
    pending = status.code(of: "pending")
    onHold = status.code(of: "on_hold")
    solved = status.code(of: "solved")
    closed = status.code(of: "closed")
    deleted = status.code(of: "deleted")
    merged = status.code(of: "merged")
    done = [solved, closed]
    stillOpen = [new, open, pending, onHold]
    self.leftOut = CodeSet(leftOut.map { status.code(of: $0) })
    outbound = dictionaries["direction"]?.knownCode(of: "outbound") ?? .missing
    let kinds = dictionaries["kind"] ?? TextDictionary()
    eventKinds = Dictionary(
      uniqueKeysWithValues: EventKind.allCases.map { (kinds.code(of: $0.rawValue), $0) })
    let entered = dictionaries["entered"] ?? TextDictionary()
    let left = dictionaries["left"] ?? TextDictionary()
    entries = MomentField.entries.map { entered.code(of: $0) }
    exits = MomentField.exits.map { left.code(of: $0) }
  }

  @inline(__always)
  func isOpen(_ status: Int64) -> Bool { stillOpen.contains(status) }
}

/// The families of some events, as bits.
struct Families: OptionSet, Sendable {
  var rawValue: Int

  init(rawValue: Int) { self.rawValue = rawValue }

  init(_ family: EventKind.Family) { rawValue = 1 << family.rawValue }

  func has(_ family: EventKind.Family) -> Bool { rawValue & 1 << family.rawValue != 0 }
}
