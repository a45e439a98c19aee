import Columnar

extension XMLShape {
  /// The shape of a record that libxml2 has read.
  ///
  /// - Parameters:
  ///   - record: its bytes, from the first of its start tag to the last of its end tag.
  ///   - names: what is wanted of it.
  /// - Returns: nil where it is more than tags and text, or where the values of a column lie in
  ///   several elements or in one that has elements of its own.
  convenience init?(of record: Span<UInt8>, _ names: borrowing WantedNames, columns: Int) {
    var learner = XMLShapeLearner(record)
    guard learner.learn(names), let name = learner.recordName else { return nil }
    self.init(
      learner.slots, tail: learner.literal, endTag: Self.endTag(of: name),
      columns: columns)
  }

  fileprivate static func endTag(of name: [UInt8]) -> [UInt8] {
    Array("</".utf8) + name + [UInt8(ascii: ">")]
  }
}

/// Takes a record apart into what every record of its shape has, and the texts between.
private struct XMLShapeLearner: ~Escapable {
  private struct Open {
    let name: [UInt8]
    let target: WantedNames.Target
  }

  private let record: Span<UInt8>
  private var at = 0
  /// The elements that are open and have elements of their own; the first is the record.
  private var open: [Open] = []
  private(set) var recordName: [UInt8]?
  private(set) var slots: [XMLShape.Slot] = []
  /// What was passed since the last slot.
  private(set) var literal: [UInt8] = []

  @_lifetime(copy record)
  init(_ record: Span<UInt8>) { self.record = record }

  private func byte(_ place: Int) -> UInt8 { place < record.count ? record[place] : 0 }

  /// - Returns: whether the record has a shape.
  @_lifetime(self: copy self)
  mutating func learn(_ names: borrowing WantedNames) -> Bool {
    while at < record.count {
      guard byte(at) == UInt8(ascii: "<") else { return false }
      if byte(at + 1) == UInt8(ascii: "/") {
        guard close() else { return false }
        if open.isEmpty { return at == record.count && !slots.isEmpty }
      } else {
        guard element(names) else { return false }
      }
      while XMLShape.isBlank(byte(at)) { pass(1) }
    }
    return false
  }

  @_lifetime(self: copy self)
  private mutating func pass(_ count: Int) {
    for _ in 0..<count {
      literal.append(byte(at))
      at += 1
    }
  }

  /// The end tag of an element that has elements.
  @_lifetime(self: copy self)
  private mutating func close() -> Bool {
    guard let last = open.last, isEndTag(of: last.name, at: at) else { return false }
    pass(last.name.count + 3)
    open.removeLast()
    return true
  }

  private func isEndTag(of name: [UInt8], at place: Int) -> Bool {
    byte(place) == UInt8(ascii: "<") && byte(place + 1) == UInt8(ascii: "/")
      && name.indices.allSatisfy { byte(place + 2 + $0) == name[$0] }
      && byte(place + 2 + name.count) == UInt8(ascii: ">")
  }

  /// A start tag, and where text alone follows, the element.
  @_lifetime(self: copy self)
  private mutating func element(_ names: borrowing WantedNames) -> Bool {
    guard let name = name(at: at + 1), open.count < XMLShape.deepest else { return false }
    let isRecord = open.isEmpty
    guard isRecord == (recordName == nil), name != recordName else { return false }
    let target =
      isRecord
      ? WantedNames.Target(element: 0, column: -1)
      : open.last.map { names.child(of: $0.target.element, named: name) } ?? .unwanted
    let behind = at + 1 + name.count
    let openTag = Array("<".utf8) + name + [UInt8(ascii: ">")]
    let emptyTag = Array("<".utf8) + name + Array("/>".utf8)
    let closeTag = XMLShape.endTag(of: name)
    if byte(behind) == UInt8(ascii: "/") && byte(behind + 1) == UInt8(ascii: ">") {
      at = behind + 2
      return !isRecord && add(openTag, emptyTag, closeTag, target)
    }
    guard byte(behind) == UInt8(ascii: ">") else { return false }
    var next = behind + 1
    while next < record.count && byte(next) != UInt8(ascii: "<") { next += 1 }
    if byte(next + 1) == UInt8(ascii: "/") {
      guard !isRecord, isEndTag(of: name, at: next) else { return false }
      at = next + closeTag.count
      return add(openTag, emptyTag, closeTag, target)
    }
    // The text of an element that has elements would be theirs too.
    guard target.column < 0, (behind + 1..<next).allSatisfy({ XMLShape.isBlank(byte($0)) }) else {
      return false
    }
    if isRecord { recordName = name }
    open.append(Open(name: name, target: target))
    pass(behind + 1 - at)
    return true
  }

  @_lifetime(self: copy self)
  private mutating func add(
    _ open: [UInt8], _ empty: [UInt8], _ close: [UInt8], _ target: WantedNames.Target
  ) -> Bool {
    let column = Int(target.column)
    // The values of a path that comes twice are joined.
    if column >= 0 && slots.contains(where: { $0.column == column }) { return false }
    slots.append(
      .init(open: literal + open, empty: literal + empty, close: close, column: column))
    literal = []
    return true
  }

  /// A name without a prefix, and with letters of ASCII alone.
  private func name(at place: Int) -> [UInt8]? {
    var name: [UInt8] = []
    while place + name.count < record.count {
      let byte = byte(place + name.count)
      let isLetter = byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte == UInt8(ascii: "_")
      let isOther =
        byte >= 0x30 && byte <= 0x39 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      guard isLetter || isOther && !name.isEmpty else { break }
      name.append(byte)
    }
    return name.isEmpty ? nil : name
  }
}
