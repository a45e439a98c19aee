import Columnar

/// Finds the record element of an XML document, and what its records hold.
struct XMLSniffer {
  /// Elements nested deeper are no columns.
  private static let deepest = 24

  private(set) var records: String
  private(set) var columns: [String] = []

  /// - Parameter records: the record element, where it is known already.
  init(_ text: [UInt8], records: String) {
    let outline = Outline(text, deepest: Self.deepest)
    self.records = records.isEmpty ? Self.recordName(outline) : records
    var attributes: [String] = []
    var known: Set<String> = []
    let inner = outline.paths.map { path in
      path.firstIndex(of: self.records).map { path[($0 + 1)...].joined(separator: ".") }
    }
    for (path, name) in outline.attributes {
      guard let inner = inner[path] else { continue }
      if known.insert(inner + "@" + name).inserted { attributes.append(inner + "@" + name) }
    }
    let inside = inner.compactMap(\.self).filter { !$0.isEmpty && known.insert($0).inserted }
    columns = attributes + Sniffer.leaves(inside)
  }

  /// The element nearest to the root that is repeated under one parent; else the root's first.
  private static func recordName(_ outline: Outline) -> String {
    let repeated = outline.paths.indices
      .filter {
        outline.paths[$0].count > 1 && outline.counts[$0] > 1 && outline.isFilled[$0]
      }
      .map { outline.paths[$0] }
      .min { ($0.count, $0.joined(separator: ".")) < ($1.count, $1.joined(separator: ".")) }
    return repeated?.last ?? outline.paths.first { $0.count == 2 }?.last ?? ""
  }
}

/// The paths of the elements of a document that may be cut anywhere, each once, in the order in
/// which they appear.
private struct Outline {
  private(set) var paths: [[String]] = []
  /// How many elements have the path.
  private(set) var counts: [Int] = []
  /// Whether any has elements or attributes of its own.
  private(set) var isFilled: [Bool] = []
  /// Each attribute of each path once.
  private(set) var attributes: [(path: Int, name: String)] = []

  private struct Step: Hashable {
    var parent: Int
    var name: ArraySlice<UInt8>
  }

  private var numbers: [Step: Int] = [:]
  private var knownAttributes: Set<Step> = []

  init(_ text: [UInt8], deepest: Int) {
    // The numbers of the paths of the elements that are open, but for those too deep.
    var open: [Int] = []
    var tooDeep = 0
    var rest = text[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[(start + 1)...]
      if let end = Self.passedOver(rest) {
        rest = rest[end...]
        continue
      }
      guard let end = Self.tagEnd(rest) else { return }
      let tag = rest[..<end]
      rest = rest[(end + 1)...]
      if tag.first == UInt8(ascii: "/") {
        if tooDeep > 0 { tooDeep -= 1 } else { _ = open.popLast() }
        continue
      }
      let isClosed = tag.last == UInt8(ascii: "/")
      if open.count == deepest {
        tooDeep += isClosed ? 0 : 1
        continue
      }
      let number = add(isClosed ? tag.dropLast() : tag, to: open.last ?? -1)
      if !isClosed { open.append(number) }
    }
  }

  /// - Parameter tag: what stands between `<` and `>`.
  private mutating func add(_ tag: ArraySlice<UInt8>, to parent: Int) -> Int {
    let name = tag.prefix { $0 > 0x20 }
    let step = Step(parent: parent, name: Self.localName(name))
    let number = numbers[step] ?? paths.count
    if number == paths.count {
      numbers[step] = number
      let above = parent < 0 ? [] : paths[parent]
      paths.append(above + [String(decoding: step.name, as: UTF8.self)])
      counts.append(0)
      isFilled.append(false)
    }
    counts[number] += 1
    if parent >= 0 { isFilled[parent] = true }
    var rest = tag[name.endIndex...]
    while let attribute = Self.nextAttribute(&rest) {
      if attribute.starts(with: Array("xmlns".utf8)) { continue }
      isFilled[number] = true
      let step = Step(parent: number, name: Self.localName(attribute))
      guard knownAttributes.insert(step).inserted else { continue }
      attributes.append((number, String(decoding: step.name, as: UTF8.self)))
    }
    return number
  }

  /// Where a tag ends: at the first `>` outside quotes.
  private static func tagEnd(_ rest: ArraySlice<UInt8>) -> Int? {
    var quote: UInt8 = 0
    for (at, byte) in zip(rest.indices, rest) {
      switch byte {
      case quote: quote = 0
      case UInt8(ascii: "\"") where quote == 0, UInt8(ascii: "'") where quote == 0: quote = byte
      case UInt8(ascii: ">") where quote == 0: return at
      default: break
      }
    }
    return nil
  }

  /// Takes a name, `=` and a value in quotes off the beginning; returns the name.
  private static func nextAttribute(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    rest = rest.drop { $0 <= 0x20 }
    let name = rest.prefix { $0 > 0x20 && $0 != UInt8(ascii: "=") }
    rest = rest[name.endIndex...].drop { $0 <= 0x20 }
    guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "=") else { return nil }
    rest = rest.drop { $0 <= 0x20 }
    guard let quote = rest.popFirst(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
      let end = rest.firstIndex(of: quote)
    else { return nil }
    rest = rest[(end + 1)...]
    return name
  }

  /// Where a comment, CDATA section, declaration or instruction ends; nil for a tag.
  private static func passedOver(_ rest: ArraySlice<UInt8>) -> Int? {
    guard rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "?") else { return nil }
    for (begin, end) in [("!--", "-->"), ("![CDATA[", "]]>"), ("!", ">"), ("?", "?>")]
    where rest.starts(with: Array(begin.utf8)) {
      return rest.firstRange(of: Array(end.utf8))?.upperBound ?? rest.endIndex
    }
    return nil
  }

  private static func localName(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
  }
}
