import CByteMasks
import Columnar

/// Finds the records of JSON documents that are read window by window: the elements of the array
/// at a path of each, or values that stand one after the other. A path that ends with `*` is that of
/// an object, all of whose members that are arrays hold records.
struct JSONDocumentScanner {
  static let deepest = 1000

  private enum Phase {
    /// Where a document begins.
    case start
    /// Within the array, whose end is still to come.
    case elements(isFirst: Bool)
    /// Between the members of an object of arrays.
    case members
    /// Between values at the top level.
    case sequence
    /// Behind the array, with so many brackets still open.
    case tail(JSONNesting)
  }

  private let request: ReadRequest
  private let steps: [String]
  private var phase = Phase.start
  private var records: [Range<Int>] = []

  init(_ request: ReadRequest) {
    let records = request.records
    self.request = request
    steps = records.isEmpty ? [] : records.split(separator: ".").map(String.init)
  }

  /// The records found by the last scan, as places in its window.
  mutating func takeRecords() -> [Range<Int>] {
    defer { records = [] }
    return records
  }

  /// Finds the whole records of a window; returns where the last of them ends.
  mutating func scan(_ window: ByteWindow, isLast: Bool) throws(Diagnostic) -> Int {
    records.removeAll(keepingCapacity: true)
    var at = 0
    while true {
      switch phase {
      case .start:
        guard let behind = try enter(window, at, isLast) else { return at }
        at = behind
      case .members:
        guard let next = try nextArray(window, at, isLast) else { return at }
        at = next
      case .elements(let isFirst):
        at = try elements(window, at, isFirst, isLast)
        if case .elements = phase { return at }
      case .sequence: return try sequence(window, at, isLast)
      case .tail(let nesting):
        at = try tail(window, at, nesting, isLast)
        if case .tail = phase { return at }
      }
    }
  }

  /// Says whether the document was whole, where the file ended with a window.
  func finish(at offset: Int) throws(Diagnostic) {
    switch phase {
    case .start: throw Diagnostic(.emptyJSON, at: .init(file: request.path), failure: .dataGate)
    case .sequence: return
    case .tail(let nesting) where nesting.depth == 0: return
    case .elements, .members, .tail:
      throw Diagnostic(
        .truncatedJSON, at: try request.location(of: offset), failure: .dataGate)
    }
  }

  /// Walks to the first record; nil where the window must be longer for that.
  private mutating func enter(
    _ window: ByteWindow, _ start: Int, _ isLast: Bool
  ) throws(Diagnostic) -> Int? {
    let bytes = window.bytes
    var at = start == 0 && bytes.startsWithByteOrderMark ? 3 : start
    if isLast && skipBlank(bytes, at) == bytes.count { try fail(.emptyJSON, window, at) }
    var depth = 0
    for (index, step) in steps.enumerated() {
      at = skipBlank(bytes, at)
      guard at < bytes.count else { return try more(isLast, window, at) }
      guard bytes[at] == UInt8(ascii: "{") else {
        let name = steps[..<index].joined(separator: ".")
        try fail(.notAnObject(name.isEmpty ? "the top level" : "'\(name)'", step), window, at)
      }
      depth += 1
      if step == "*" && index == steps.count - 1 {
        phase = .members
        openDepth = depth
        return at + 1
      }
      guard let found = try member(step, window, at + 1, isLast) else { return nil }
      at = found
    }
    at = skipBlank(bytes, at)
    guard at < bytes.count else {
      return try more(isLast, window, at)
    }
    if bytes[at] == UInt8(ascii: "[") {
      phase = .elements(isFirst: true)
      openDepth = depth
      return at + 1
    }
    guard steps.isEmpty else { try fail(.notAnArray(steps.joined(separator: ".")), window, at) }
    phase = .sequence
    return at
  }

  /// How many objects enclose the array.
  private var openDepth = 0

  /// Where the value of a member begins, in the object whose inside starts at `start`.
  private func member(
    _ name: String, _ window: ByteWindow, _ start: Int, _ isLast: Bool
  ) throws(Diagnostic) -> Int? {
    let bytes = window.bytes
    var at = start
    while true {
      at = skipBlank(bytes, at)
      if at < bytes.count && bytes[at] == UInt8(ascii: ",") { at = skipBlank(bytes, at + 1) }
      guard at < bytes.count else { return try more(isLast, window, at) }
      guard bytes[at] == UInt8(ascii: "\"") else {
        try fail(.noRecordPath(steps.joined(separator: "."), name), window, at)
      }
      guard let keyEnd = try valueEnd(window, at) else { return try more(isLast, window, at) }
      let isFound = equal(bytes.extracting((at + 1)..<(keyEnd - 1)), name.utf8Span.span)
      at = skipBlank(bytes, keyEnd)
      guard at < bytes.count else { return try more(isLast, window, at) }
      guard bytes[at] == UInt8(ascii: ":") else { try fail(.unexpectedJSON("':'"), window, at) }
      at = skipBlank(bytes, at + 1)
      if isFound { return at }
      guard at < bytes.count, let end = try valueEnd(window, at) else {
        return try more(isLast, window, at)
      }
      at = end
    }
  }

  /// Where the elements of the next array begin, in the object of arrays, or what lies behind the
  /// object; nil where the window must be longer.
  private mutating func nextArray(
    _ window: ByteWindow, _ start: Int, _ isLast: Bool
  ) throws(Diagnostic) -> Int? {
    let bytes = window.bytes
    var at = start
    while true {
      at = skipBlank(bytes, at)
      if at < bytes.count && bytes[at] == UInt8(ascii: ",") { at = skipBlank(bytes, at + 1) }
      guard at < bytes.count else { return try more(isLast, window, at) }
      if bytes[at] == UInt8(ascii: "}") {
        phase = .tail(JSONNesting(depth: openDepth - 1))
        return at + 1
      }
      guard bytes[at] == UInt8(ascii: "\"") else {
        try fail(.unexpectedJSON("a member's name"), window, at)
      }
      guard let keyEnd = try valueEnd(window, at) else { return try more(isLast, window, at) }
      at = skipBlank(bytes, keyEnd)
      guard at < bytes.count else { return try more(isLast, window, at) }
      guard bytes[at] == UInt8(ascii: ":") else { try fail(.unexpectedJSON("':'"), window, at) }
      at = skipBlank(bytes, at + 1)
      guard at < bytes.count else { return try more(isLast, window, at) }
      if bytes[at] == UInt8(ascii: "[") {
        phase = .elements(isFirst: true)
        return at + 1
      }
      guard let end = try valueEnd(window, at) else { return try more(isLast, window, at) }
      at = end
    }
  }

  private mutating func elements(
    _ window: ByteWindow, _ start: Int, _ isFirst: Bool, _ isLast: Bool
  ) throws(Diagnostic) -> Int {
    let bytes = window.bytes
    var isFirst = isFirst
    var at = start
    while true {
      var next = skipBlank(bytes, at)
      guard next < bytes.count else { break }
      if bytes[next] == UInt8(ascii: "]") {
        phase = steps.last == "*" ? .members : .tail(JSONNesting(depth: openDepth))
        return next + 1
      }
      if !isFirst {
        guard bytes[next] == UInt8(ascii: ",") else {
          try fail(.unexpectedJSON("',' or ']'"), window, next)
        }
        next = skipBlank(bytes, next + 1)
        guard next < bytes.count else { break }
      }
      guard let end = try valueEnd(window, next), end < bytes.count || isLast else { break }
      records.append(next..<end)
      isFirst = false
      at = end
    }
    if isLast { try fail(.truncatedJSON, window, at) }
    phase = .elements(isFirst: isFirst)
    return at
  }

  private mutating func sequence(
    _ window: ByteWindow, _ start: Int, _ isLast: Bool
  ) throws(Diagnostic) -> Int {
    let bytes = window.bytes
    var at = start
    while true {
      at = skipBlank(bytes, at)
      guard at < bytes.count else { return at }
      guard let end = try valueEnd(window, at), end < bytes.count || isLast else { break }
      records.append(at..<end)
      at = end
    }
    if isLast { try fail(.truncatedJSON, window, at) }
    return at
  }

  /// Passes over what stands behind the array, up to the next document or the window's end.
  private mutating func tail(
    _ window: ByteWindow, _ start: Int, _ nesting: JSONNesting, _ isLast: Bool
  ) throws(Diagnostic) -> Int {
    let bytes = window.bytes
    var nesting = nesting
    for at in start..<bytes.count {
      if nesting.depth == 0 && bytes[at] > 0x20 {
        guard bytes[at] == UInt8(ascii: "{") || bytes[at] == UInt8(ascii: "[") else {
          try fail(.textBehindJSON, window, at)
        }
        phase = .start
        return at
      }
      nesting.take(bytes[at])
    }
    phase = .tail(nesting)
    if isLast && nesting.depth > 0 { try fail(.truncatedJSON, window, bytes.count) }
    return bytes.count
  }

  /// Where the value that begins at `start` ends; nil where the window ends first.
  private func valueEnd(_ window: ByteWindow, _ start: Int) throws(Diagnostic) -> Int? {
    let bytes = window.bytes
    switch bytes[start] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      switch bracketedEnd(window, start) {
      case .end(let end): return end
      case .windowEnds: return nil
      case .tooDeep: try fail(.tooDeepJSON, window, start)
      }
    case UInt8(ascii: "\""):
      var at = start + 1
      while at < bytes.count {
        if bytes[at] == UInt8(ascii: "\"") { return at + 1 }
        at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
      }
      return nil
    case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ","), UInt8(ascii: ":"):
      try fail(.unexpectedJSON("a value"), window, start)
    default:
      var at = start
      while at < bytes.count && bytes[at] > 0x20 && !",]}".utf8.contains(bytes[at]) { at += 1 }
      return at
    }
  }

  private enum Bracketed {
    case end(Int)
    case windowEnds
    case tooDeep
  }

  /// Where the brackets that open at `start` close: 64 bytes at a time where no backslash stands.
  private func bracketedEnd(_ window: ByteWindow, _ start: Int) -> Bracketed {
    let bytes = window.bytes
    var nesting = JSONNesting(depth: 0)
    var at = start
    while at < bytes.count {
      // Safe: a block begins within the window, which has a block of padding.
      let masks = unsafe nested_masks_of(window.start + at)
      let isPlain = masks.backslashes == 0 && !nesting.isEscaped
      if isPlain && bytes.count - at >= 64 {
        var inside = masks.quotes
        inside ^= inside << 1
        inside ^= inside << 2
        inside ^= inside << 4
        inside ^= inside << 8
        inside ^= inside << 16
        inside ^= inside << 32
        if nesting.isInString { inside = ~inside }
        let opens = masks.opening & ~inside
        var closes = masks.closing & ~inside
        let depth = nesting.depth
        var closed = 0
        while closes != 0 {
          let below = closes & (0 &- closes) &- 1
          closed += 1
          if depth + (opens & below).nonzeroBitCount == closed {
            return .end(at + closes.trailingZeroBitCount + 1)
          }
          closes &= closes &- 1
        }
        nesting.depth = depth + opens.nonzeroBitCount - closed
        nesting.isInString = inside >> 63 == 1
        if nesting.depth > Self.deepest { return .tooDeep }
        at += 64
      } else {
        for i in at..<min(at + 64, bytes.count) {
          nesting.take(bytes[i])
          if nesting.depth == 0 && !nesting.isInString { return .end(i + 1) }
          if nesting.depth > Self.deepest { return .tooDeep }
        }
        at += 64
      }
    }
    return .windowEnds
  }

  private func skipBlank(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var at = start
    while at < bytes.count && bytes[at] <= 0x20 { at += 1 }
    return at
  }

  private func more(_ isLast: Bool, _ window: ByteWindow, _ at: Int) throws(Diagnostic) -> Int? {
    if isLast { try fail(.truncatedJSON, window, at) }
    return nil
  }

  private func fail(
    _ message: Diagnostic.Message, _ window: ByteWindow, _ at: Int
  ) throws(Diagnostic) -> Never {
    throw Diagnostic(
      message, at: try request.location(of: window.fileOffset + at), failure: .dataGate)
  }
}

/// How many brackets are open, seen byte by byte.
struct JSONNesting {
  var depth: Int
  var isInString = false
  var isEscaped = false

  init(depth: Int) { self.depth = depth }

  @inline(__always)
  mutating func take(_ byte: UInt8) {
    if isEscaped {
      isEscaped = false
    } else if isInString {
      if byte == UInt8(ascii: "\\") { isEscaped = true }
      if byte == UInt8(ascii: "\"") { isInString = false }
    } else {
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
    }
  }
}

extension Diagnostic.Message {
  static func notAnObject(_ place: String, _ step: String) -> Self {
    Self("\(place) is not an object; expected one with the member '\(step)'")
  }

  static func noRecordPath(_ path: String, _ name: String) -> Self {
    Self("no member '\(name)' on the record path '\(path)'")
  }

  static func notAnArray(_ path: String) -> Self {
    Self("'\(path)' is not an array; expected the array of records")
  }

  static func unexpectedJSON(_ expected: String) -> Self {
    Self("malformed JSON; expected \(expected)")
  }

  static var emptyJSON: Self { Self("the file is empty; expected an array or objects") }

  static var truncatedJSON: Self { Self("the file ends in the middle of the JSON document") }

  static var textBehindJSON: Self { Self("more text follows the JSON document") }

  static var tooDeepJSON: Self {
    Self("JSON nested deeper than \(JSONDocumentScanner.deepest) levels begins here")
  }
}
