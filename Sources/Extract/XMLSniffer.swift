import Columnar

/// Finds the record element of an XML document, and what its records hold.
struct XMLSniffer {
  /// Elements nested deeper are no columns.
  private static let deepest = 24

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
    var known: Set<String> = []
    for element in elements {
      guard let at = element.path.firstIndex(of: self.records) else { continue }
      let inner = element.path[(at + 1)...].joined(separator: ".")
      if !inner.isEmpty && known.insert(inner).inserted { inside.append(inner) }
      for name in element.attributes where known.insert(inner + "@" + name).inserted {
        attributes.append(inner + "@" + name)
      }
    }
    columns = attributes + Sniffer.leaves(inside)
  }

  /// The element nearest to the root that is repeated under one parent; else the root's first.
  private static func recordName(_ elements: [Element]) -> String {
    var counts: [[String]: Int] = [:]
    // Those that have elements or attributes of their own.
    var filled: Set<[String]> = []
    for element in elements {
      counts[element.path, default: 0] += 1
      filled.insert(Array(element.path.dropLast()))
      if !element.attributes.isEmpty { filled.insert(element.path) }
    }
    let repeated = counts.filter { $0.key.count > 1 && $0.value > 1 && filled.contains($0.key) }
      .keys
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
      if path.count <= deepest {
        elements.append(Element(path: path, attributes: attributes(of: tag)))
      }
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
