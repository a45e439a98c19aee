import Columnar

/// Finds the record element of an XML document, and what its records hold.
struct XMLSniffer {
  /// Elements nested deeper are no columns.
  private static let deepest = 24

  private let outline: Outline

  init(_ text: [UInt8]) { outline = Outline(text, deepest: Self.deepest) }

  /// The record element: the one nearest to the root that is repeated. Without any there is one
  /// record: the element nearest to the root that has two leaves or more.
  /// - Throws: a message without a location, where two are as near.
  func records() throws(Diagnostic) -> String {
    let leaves = outline.leafCounts
    let repeated = nearest { outline.counts[$0] > 1 && outline.isFilled[$0] }
    let names = repeated.isEmpty ? nearest { leaves[$0] > 1 } : repeated
    guard names.count < 2 else { throw Diagnostic(.elementsInDoubt(names), failure: .dataGate) }
    if let name = names.first { return name }
    let depth = leaves.first.map { $0 > 1 } ?? false ? 1 : 2
    return outline.paths.first { $0.count == depth }?.last ?? ""
  }

  /// The names of the elements within the root that a test takes, nearest to the root.
  private func nearest(_ isTaken: (Int) -> Bool) -> [String] {
    let taken = outline.paths.indices.filter { outline.paths[$0].count > 1 && isTaken($0) }
      .map { outline.paths[$0] }
    let least = taken.map(\.count).min()
    var known: Set<String> = []
    return taken.filter { $0.count == least }.compactMap(\.last).filter {
      known.insert($0).inserted
    }
  }

  /// The paths of the attributes and of the elements with text of a record element; of each child
  /// of the root, where it has no name.
  func columns(of records: String) -> [String] {
    let inner = inner(records)
    var known: Set<String> = []
    let attributes = outline.attributes.compactMap { path, name in
      inner[path].map { $0 + "@" + name }
    }
    .filter { known.insert($0).inserted }
    let places = inner.indices.filter { place in
      inner[place].map { !$0.isEmpty && known.insert($0).inserted } ?? false
    }
    let inside = places.compactMap { inner[$0] }
    let leaves = Set(Sniffer.leaves(inside))
    let withText = Set(inner.indices.filter { outline.hasText[$0] }.compactMap { inner[$0] })
    return attributes + inside.filter { leaves.contains($0) || withText.contains($0) }
  }

  /// The paths of all attributes and elements of a record element.
  func paths(of records: String) -> Set<String> {
    let inner = inner(records)
    let attributes = outline.attributes.compactMap { path, name in
      inner[path].map { $0 + "@" + name }
    }
    return Set(inner.compactMap(\.self) + attributes)
  }

  /// The path within a record element, for each path of the document; nil outside of it.
  private func inner(_ records: String) -> [String?] {
    outline.paths.map { path in
      records.isEmpty
        ? path.count < 2 ? nil : path[2...].joined(separator: ".")
        : path.firstIndex(of: records).map { path[($0 + 1)...].joined(separator: ".") }
    }
  }
}

extension Diagnostic.Message {
  static func elementsInDoubt(_ names: [String]) -> Self {
    let listed = names.prefix(8).map { "'\($0)'" }.joined(separator: " or ")
    return Self("the records may be the elements \(listed); say which by 'records'")
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
  /// Whether any has elements of its own.
  private var isParent: [Bool] = []
  /// Whether any has text of its own, beside its elements.
  private(set) var hasText: [Bool] = []
  private var parents: [Int] = []
  /// Each attribute of each path once.
  private(set) var attributes: [(path: Int, name: String)] = []

  /// For each path how many kinds of elements without others are within.
  var leafCounts: [Int] {
    var counts = [Int](repeating: 0, count: paths.count)
    for (path, parent) in parents.enumerated() where parent >= 0 && !isParent[path] {
      counts[parent] += 1
    }
    return counts
  }

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
      if let element = open.last, tooDeep == 0, !hasText[element] {
        hasText[element] =
          rest[..<start].contains { $0 > 0x20 } || rest[start...].starts(with: Self.textBegins)
      }
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
      isParent.append(false)
      hasText.append(false)
      parents.append(parent)
    }
    counts[number] += 1
    if parent >= 0 { (isFilled[parent], isParent[parent]) = (true, true) }
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

  private static let textBegins = Array("<![CDATA[".utf8)

  private static func localName(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
  }
}
