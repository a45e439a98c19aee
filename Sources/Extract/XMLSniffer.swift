import Columnar

/// Finds the record element of an XML document, and what its records hold.
struct XMLSniffer {
  private(set) var records: String
  private(set) var columns: [String] = []

  private struct Element {
    var path: [String]
    var attributes: [String]
  }

  /// - Parameter records: the record element, where it is known already.
  init(_ text: [UInt8], records: String) {
    let elements = Self.elements(of: text)
    self.records = records.isEmpty ? Self.recordName(elements) : records
    var inside: [String] = []
    var attributes: [String] = []
    for element in elements {
      guard let at = element.path.firstIndex(of: self.records) else { continue }
      let inner = element.path[(at + 1)...].joined(separator: ".")
      if !inner.isEmpty && !inside.contains(inner) { inside.append(inner) }
      for name in element.attributes {
        let attribute = inner + "@" + name
        if !attributes.contains(attribute) { attributes.append(attribute) }
      }
    }
    let leaves = inside.filter { name in !inside.contains { $0.hasPrefix(name + ".") } }
    columns = attributes + leaves
  }

  /// The element nearest to the root that is repeated under one parent; else the root's first.
  private static func recordName(_ elements: [Element]) -> String {
    let counts = Dictionary(grouping: elements, by: \.path).mapValues(\.count)
    let repeated = counts.filter { $0.key.count > 1 && $0.value > 1 }.keys
      .filter { path in
        elements.contains { $0.path.count > path.count && $0.path.starts(with: path) }
          || elements.contains { $0.path == path && !$0.attributes.isEmpty }
      }
      .min { ($0.count, $0.joined(separator: ".")) < ($1.count, $1.joined(separator: ".")) }
    return repeated?.last ?? elements.first { $0.path.count == 2 }?.path.last ?? ""
  }

  /// The start tags of a document that may be cut anywhere.
  private static func elements(of text: [UInt8]) -> [Element] {
    var elements: [Element] = []
    var path: [String] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[(open + 1)...]
      if let end = passedOver(rest) {
        rest = rest[end...]
        continue
      }
      guard let close = rest.firstIndex(of: UInt8(ascii: ">")) else { break }
      let tag = String(decoding: rest[rest.startIndex..<close], as: UTF8.self)
      rest = rest[(close + 1)...]
      if tag.hasPrefix("/") {
        if !path.isEmpty { path.removeLast() }
        continue
      }
      path.append(localName(tag.prefix { !$0.isWhitespace && $0 != "/" }))
      elements.append(Element(path: path, attributes: attributes(of: tag)))
      if tag.hasSuffix("/") { path.removeLast() }
    }
    return elements
  }

  /// Where a comment, CDATA section, declaration or instruction ends; nil for a tag.
  private static func passedOver(_ rest: ArraySlice<UInt8>) -> Int? {
    for (begin, end) in [("!--", "-->"), ("![CDATA[", "]]>"), ("!", ">"), ("?", "?>")]
    where rest.starts(with: Array(begin.utf8)) {
      return rest.firstRange(of: Array(end.utf8))?.upperBound ?? rest.endIndex
    }
    return nil
  }

  private static func attributes(of tag: String) -> [String] {
    tag.matches(of: /\s([^\s=]+)\s*=\s*(?:"[^"]*"|'[^']*')/)
      .map { String($0.1) }.filter { !$0.hasPrefix("xmlns") }.map { localName($0[...]) }
  }

  private static func localName(_ name: Substring) -> String {
    name.lastIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? String(name)
  }
}
