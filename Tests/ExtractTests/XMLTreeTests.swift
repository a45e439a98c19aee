import CLibXML2
import Columnar
import Foundation
import TestSupport
import Testing

@testable import Extract

/// The reader, which sees a document pass by, against libxml2's tree of the whole of it.
@Suite struct XMLTreeTests {
  static let columns = [
    "a", "b", "c", "a.a", "a.b", "a.b.c", "b.a", "b.c", "c.c.c", "@x", "@y", "a@x", "a@y", "b@x",
    "a.b@x", "c.c@y",
  ]

  /// The records of a document and the values of columns, found in the tree.
  static func tree(_ document: [UInt8], _ record: String, _ columns: [String]) -> [[String]]? {
    // Safe: the tree is freed when the values are copied out of it.
    let parsed = unsafe document.withUnsafeBufferPointer {
      unsafe $0.withMemoryRebound(to: CChar.self) {
        unsafe xmlReadMemory(
          $0.baseAddress, Int32($0.count), nil, nil, Int32(XML_PARSE_NOERROR.rawValue))
      }
    }
    guard let parsed = unsafe parsed else { return nil }
    defer { unsafe xmlFreeDoc(parsed) }
    var rows: [[String]] = []
    func visit(_ node: xmlNodePtr) {
      if name(node) == record {
        rows.append(columns.map { values(node, $0).joined(separator: "|") })
      } else {
        for child in unsafe elements(node) { visit(child) }
      }
    }
    visit(xmlDocGetRootElement(parsed))
    return rows
  }

  private static func name(_ node: xmlNodePtr) -> String {
    unsafe local(node.pointee.name)
  }

  /// The tree keeps a prefix that is not declared with the name.
  private static func local(_ name: UnsafePointer<xmlChar>) -> String {
    let whole = unsafe String(cString: name)
    return whole.firstMatch(of: /^[^:]+:/).map { String(whole[$0.range.upperBound...]) } ?? whole
  }

  private static func content(_ node: xmlNodePtr) -> String {
    let text = unsafe xmlNodeGetContent(node)
    defer { unsafe free(text) }
    return unsafe text.map { unsafe String(cString: $0) } ?? ""
  }

  private static func elements(_ node: xmlNodePtr) -> [xmlNodePtr] {
    var children: [xmlNodePtr] = unsafe []
    var next = unsafe node.pointee.children
    while let child = unsafe next {
      if unsafe child.pointee.type == XML_ELEMENT_NODE { unsafe children.append(child) }
      unsafe next = child.pointee.next
    }
    return unsafe children
  }

  private static func values(_ record: xmlNodePtr, _ path: String) -> [String] {
    let parts = path.split(separator: "@", omittingEmptySubsequences: false)
    var nodes = unsafe [record]
    for step in parts[0].split(separator: ".") {
      unsafe nodes = nodes.flatMap { unsafe elements($0).filter { unsafe name($0) == step } }
    }
    guard parts.count == 2 else { return unsafe nodes.map { unsafe content($0) } }
    return unsafe nodes.flatMap { node in
      var found: [String] = []
      var next = unsafe node.pointee.properties
      while let attribute = unsafe next {
        if unsafe local(attribute.pointee.name) == parts[1] {
          let text = unsafe xmlNodeGetContent(
            UnsafeRawPointer(attribute).bindMemory(to: xmlNode.self, capacity: 1))
          unsafe found.append(String(cString: text!))
          unsafe free(text)
        }
        unsafe next = attribute.pointee.next
      }
      return found
    }
  }

  /// Writes random documents.
  struct Writer {
    var random: SeededGenerator
    var text = ""

    init(_ seed: Int) { random = SeededGenerator(seed) }

    mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random)! }

    mutating func element(_ name: String, depth: Int) {
      text += "<\(name)"
      for attribute in ["x", "y", "n:x", "z"] where Int.random(in: 0..<4, using: &random) == 0 {
        let quote = pick(["\"", "'"])
        text += pick([" ", "\n "]) + attribute + pick(["=", " = "]) + quote
        for _ in 0..<Int.random(in: 0..<4, using: &random) {
          text += pick([
            "v", " ", "é", "&amp;", "&lt;", "&#38;", "&#x26;", "&quot;", "&amp;#38;", "&gt;", "1",
            "\t",
          ])
        }
        text += quote
      }
      let count = depth > 5 ? 0 : Int.random(in: 0..<6, using: &random)
      if count == 0 && Bool.random(using: &random) {
        text += pick(["/>", " />"])
        return
      }
      text += ">"
      for _ in 0..<count {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4:
          element(pick(["a", "b", "c", "a", "b", "n:a", "n:b", "d", "r"]), depth: depth + 1)
        case 4: text += "<![CDATA[" + pick(["", "x<y&amp;", "]]", "<a>no</a>", "é"]) + "]]>"
        case 5: text += "<!--" + pick(["", " <r/> ", "a&b", "é - e"]) + "-->"
        case 6: text += "<?" + pick(["go", "go <r>", "n x='>'"]) + "?>"
        default:
          text += pick([
            "text", " ", "\n  ", "&amp;", "&#233;", "€", "&lt;r&gt;", "&#x1F600;", "|", "\r\n",
            "'\"",
          ])
        }
      }
      text += "</\(name)>"
    }

    mutating func document() -> [UInt8] {
      text = pick(["", "<?xml version=\"1.0\"?>\n", "<?xml version='1.0' encoding='UTF-8'?>"])
      text += pick(["", "<!-- <r>first</r> -->\n", "<?style x?>", "<!DOCTYPE all>\n"])
      text += "<all xmlns:n='urn:n' xmlns='urn:d'>"
      for _ in 0..<Int.random(in: 0..<6, using: &random) {
        if Int.random(in: 0..<4, using: &random) == 0 {
          element(pick(["a", "n:d"]), depth: 2)
        } else {
          element(pick(["r", "n:r"]), depth: 1)
        }
        text += pick(["", "\n", " ", "text"])
      }
      text += "</all>" + pick(["", "\n", "<!-- end -->"])
      return Array(text.utf8)
    }
  }

  @Test(arguments: 0..<40)
  func `random documents give what the tree gives, at every block size`(seed: Int) throws {
    var writer = Writer(seed)
    for _ in 0..<10 {
      let document = writer.document()
      let expected = try #require(Self.tree(document, "r", Self.columns))
      let some = Self.columns.filter { _ in Bool.random(using: &writer.random) }
      for blockSize in [4, 9, 61, 1 << 20] {
        guard !expected.isEmpty else { continue }
        let all = try readAll(document, "xml", Self.columns, blockSize: blockSize, records: "r")
        #expect(all.rows == expected, "\(String(decoding: document, as: UTF8.self))")
        guard !some.isEmpty else { continue }
        let few = try readAll(document, "xml", some, blockSize: blockSize, records: "r")
        #expect(few.rows == Self.tree(document, "r", some))
        // A record's own text is again a document that gives the same record.
        #expect(few.records.count == expected.count)
      }
    }
  }

  @Test func `a changed document is read as the tree has it, or refused as the tree refuses it`()
    throws
  {
    var writer = Writer(7)
    var refused = 0
    var wrong: [String] = []
    let count = 1500
    for _ in 0..<count {
      var document = writer.document()
      for _ in 0..<Int.random(in: 1...2, using: &writer.random) {
        let place = Int.random(in: 0..<document.count, using: &writer.random)
        let byte = Array("<>/&;'\"= abrx!?-[]".utf8).randomElement(using: &writer.random)!
        switch Int.random(in: 0..<3, using: &writer.random) {
        case 0: document.remove(at: place)
        case 1: document[place] = byte
        default: document.insert(byte, at: place)
        }
      }
      let expected = Self.tree(document, "r", Self.columns)
      let read = try? readAll(document, "xml", Self.columns, blockSize: 64, records: "r")
      if expected == nil { refused += 1 }
      // Without any record the reader refuses the file.
      let wanted = expected?.isEmpty == true ? nil : expected
      if read?.rows != wanted { wrong.append(String(decoding: document, as: UTF8.self)) }
    }
    #expect(wrong == [])
    #expect((count / 8...count * 7 / 8).contains(refused))
  }
}
