import Columnar

/// The shape of the first document of a JSON text that may be cut anywhere: what its objects hold,
/// without the values.
indirect enum JSONOutline {
  case scalar
  /// The members in their order; none where objects nest too deep.
  case object([(name: String, value: JSONOutline)])
  /// nil for an empty one, else whether the first element is an object.
  case array(ofObjects: Bool?)

  private static let deepest = 4

  init(_ text: [UInt8]) {
    var scan = Scan(text: text, at: text.span.startsWithByteOrderMark ? 3 : 0)
    scan.blank()
    self = scan.value(depth: 0)
  }

  /// The members of an object; none of anything else.
  var members: [(name: String, value: JSONOutline)] {
    if case .object(let members) = self { members } else { [] }
  }

  var isObject: Bool { if case .object = self { true } else { false } }

  var isScalar: Bool { if case .scalar = self { true } else { false } }

  var isArrayOfObjects: Bool { if case .array(true?) = self { true } else { false } }

  /// Whether records are the members of an object, each by its key: all are objects, and the first
  /// two look alike.
  var isKeyed: Bool {
    guard members.count > 1, members.allSatisfy(\.value.isObject) else { return false }
    let (a, b) = (Set(members[0].value.names), Set(members[1].value.names))
    return !a.isEmpty && a.intersection(b).count * 2 >= a.union(b).count
  }

  /// Whether an object holds a column by its name: all members are arrays of plain values.
  var isColumnar: Bool {
    members.count > 1
      && members.allSatisfy { if case .array(let of) = $0.value { of != true } else { false } }
      && members.contains { if case .array(false?) = $0.value { true } else { false } }
  }

  var names: [String] { members.map(\.name) }

  /// Words of what is said about the records around them, page by page.
  private static let words = [
    "page", "next", "prev", "count", "total", "limit", "offset", "size", "more", "cursor", "start",
    "end_", "after", "url", "link", "meta", "generated", "exported", "tenant", "version",
  ]

  /// Whether the object says nothing but of pages, so that it is no record itself.
  var isEnvelope: Bool {
    members.allSatisfy { name, value in
      !value.isScalar || Self.words.contains { name.lowercased().contains($0) }
    }
  }

  /// A walk through the text.
  private struct Scan {
    let text: [UInt8]
    var at: Int

    mutating func blank() {
      while at < text.count && (text[at] <= 0x20 || text[at] == UInt8(ascii: ",")) { at += 1 }
    }

    mutating func value(depth: Int) -> JSONOutline {
      guard at < text.count else { return .scalar }
      switch text[at] {
      case UInt8(ascii: "{") where depth < JSONOutline.deepest: return object(depth)
      case UInt8(ascii: "{"):
        skip()
        return .object([])
      case UInt8(ascii: "["):
        var inner = self
        inner.at += 1
        inner.blank()
        skip()
        guard inner.at < text.count, text[inner.at] != UInt8(ascii: "]") else {
          return .array(ofObjects: nil)
        }
        return .array(ofObjects: text[inner.at] == UInt8(ascii: "{"))
      default:
        skip()
        return .scalar
      }
    }

    /// The object that begins here.
    private mutating func object(_ depth: Int) -> JSONOutline {
      var members: [(name: String, value: JSONOutline)] = []
      at += 1
      while true {
        blank()
        guard at < text.count, text[at] == UInt8(ascii: "\"") else { break }
        let start = at + 1
        skip()
        let name = String(decoding: text[start..<max(start, at - 1)], as: UTF8.self)
        while at < text.count && (text[at] <= 0x20 || text[at] == UInt8(ascii: ":")) { at += 1 }
        guard at < text.count else { break }
        members.append((name, value(depth: depth + 1)))
      }
      at += 1
      return .object(members)
    }

    /// Passes over a value.
    private mutating func skip() {
      var nesting = JSONNesting(depth: 0)
      let isPlain = !"\"{[".utf8.contains(text[at])
      while at < text.count {
        if isPlain && (",}]".utf8.contains(text[at]) || text[at] <= 0x20) { return }
        nesting.take(text[at])
        at += 1
        if !isPlain && nesting.depth == 0 && !nesting.isInString { return }
      }
    }
  }
}
