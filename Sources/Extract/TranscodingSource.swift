import Columnar

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Text of another encoding, converted to UTF-8 by iconv.
///
/// A byte that is not valid in the encoding becomes three that no UTF-8 has, see `InvalidByte`: so
/// the readers reject the record that it stands in, and no other, and the byte is not lost.
///
/// A class, because it owns iconv's state.
@safe final class TranscodingSource: ByteSource {
  let encoding: TextEncoding?
  private let source: any ByteSource
  private let unit: Int
  // Safe: opened in init and closed in deinit.
  private let converter: iconv_t
  /// What was read and is not converted yet.
  private var input = ByteWindow(fileOffset: 0, capacity: 0)
  private var consumed = 0
  private var isAtEnd = false
  /// What is converted, and how much of it was given out.
  private var output = ByteWindow(fileOffset: 0, capacity: 0)
  private var given = 0

  init(_ source: any ByteSource, from encoding: TextEncoding, path: String) throws(Diagnostic) {
    self.source = source
    self.encoding = encoding
    unit = encoding.unit
    // Safe: both names are C strings for the call only.
    unsafe converter = iconv_open("UTF-8", encoding.iconvName)
    // iconv tells failure by a pointer of all ones.
    guard Int(bitPattern: unsafe converter) != -1 else {
      throw Diagnostic(.noConverter(encoding.name), at: path, .software)
    }
  }

  deinit {
    // Safe: opened in init.
    unsafe iconv_close(converter)
  }

  func read(into window: ByteWindow) throws(Diagnostic) -> Int {
    var total = 0
    while window.count < window.capacity {
      if given == output.count {
        try convertMore()
        if output.count == 0 { break }
      }
      let count = min(output.count - given, window.capacity - window.count)
      let output = output
      window.append(output.bytes.extracting(given..<(given + count)))
      given += count
      total += count
    }
    return total
  }

  /// Fills the output anew; it stays empty at the end.
  private func convertMore() throws(Diagnostic) {
    output = ByteWindow(fileOffset: 0, capacity: 1 << 18)
    given = 0
    while true {
      if consumed == input.count && !isAtEnd { try refill() }
      if consumed == input.count { return }
      switch convert(into: output) {
      case .full: return
      case .cut: try refill()
      case nil: break
      }
    }
  }

  private func refill() throws(Diagnostic) {
    let last = input
    let left = last.count - consumed
    let next = ByteWindow(fileOffset: 0, capacity: left + 1 << 18)
    next.append(last.bytes.extracting(consumed..<last.count))
    isAtEnd = try source.read(into: next) == 0
    input = next
    consumed = 0
  }

  /// The marks of one unit of two bytes.
  private static let longestMark = 6

  private enum Stop {
    /// There is no room left in the window.
    case full
    /// The input ends in the middle of a character.
    case cut
  }

  /// Converts as much as there is room for.
  private func convert(into window: ByteWindow) -> Stop? {
    var stop: Stop?
    // Safe: iconv writes at most `room` bytes of the free space, and reads at most `left` bytes of
    // the input, whose bytes it does not change.
    _ = unsafe window.fill { (free: UnsafeMutableBufferPointer<UInt8>) -> Int in
      guard let base = free.baseAddress, free.count > Self.longestMark else {
        stop = .full
        return 0
      }
      var from: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutableRawPointer(
        mutating: input.start + consumed
      ).assumingMemoryBound(to: CChar.self)
      var to: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutableRawPointer(base)
        .assumingMemoryBound(to: CChar.self)
      let before = input.count - consumed
      var left = before
      // Some room is kept for the marks of invalid bytes.
      var room = free.count - Self.longestMark
      let status = unsafe iconv(converter, &from, &left, &to, &room)
      let reason = errno
      consumed += before - left
      var made = free.count - Self.longestMark - room
      guard status == -1 else { return made }
      if reason == E2BIG {
        stop = .full
      } else if reason == EINVAL && !isAtEnd {
        stop = .cut
      } else {
        let input = input
        for place in consumed..<min(input.count, consumed + unit) {
          for byte in InvalidByte.mark(input.bytes[place]) {
            unsafe base[made] = byte
            made += 1
          }
        }
        consumed = min(input.count, consumed + unit)
      }
      return made
    }
    return stop
  }
}

/// No bytes at all.
private final class EmptySource: ByteSource {
  func read(into window: ByteWindow) throws(Diagnostic) -> Int { 0 }
}

extension TextEncoding {
  /// A text in this encoding as a string, invalid bytes marked; nil where the system lacks it.
  func text(of bytes: [UInt8]) -> String? {
    utf8(of: bytes).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether bytes are a text in this encoding: all are valid, and no control characters but those
  /// of layout stand among them.
  func converts(_ bytes: [UInt8]) -> Bool {
    guard let utf8 = utf8(of: bytes), let text = String(validating: utf8, as: UTF8.self) else {
      return false
    }
    return !text.unicodeScalars.contains { 0x7F...0x9F ~= $0.value }
  }

  private func utf8(of bytes: [UInt8]) -> [UInt8]? {
    let head = ByteWindow(bytes)
    let source = PrefixedSource(head, EmptySource())
    let output = ByteWindow(fileOffset: 0, capacity: bytes.count * 4 + 16)
    guard let converted = try? TranscodingSource(source, from: self, path: ""),
      (try? converted.read(into: output)) != nil
    else { return nil }
    return Array(output.bytes)
  }

  /// Text of UTF-8 in this encoding; what it lacks becomes `?`.
  func bytes(of text: [UInt8], path: String) throws(Diagnostic) -> [UInt8] {
    // Safe: both names are C strings for the call only; closed below.
    let converter = unsafe iconv_open(iconvName, "UTF-8")
    guard Int(bitPattern: converter) != -1 else {
      throw Diagnostic(.noConverter(name), at: path, .software)
    }
    defer { unsafe iconv_close(converter) }
    var input = text.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: text.count * 4 + 16)
    var made = 0
    // Safe: iconv stays within the counts it is given, which are those of the two arrays.
    unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var left = source.count
        while left > 0 {
          var to = unsafe target.baseAddress.map { unsafe $0 + made }
          var room = target.count - made
          let before = room
          let status = unsafe iconv(converter, &from, &left, &to, &room)
          made += before - room
          guard status == -1, left > 0, made < target.count else { break }
          unsafe target[made] = CChar(bitPattern: UInt8(ascii: "?"))
          made += 1
          unsafe from = from.map { unsafe $0 + 1 }
          left -= 1
        }
      }
    }
    return output.prefix(made).map { UInt8(bitPattern: $0) }
  }
}

extension Diagnostic.Message {
  static func noConverter(_ encoding: String) -> Self {
    Self("this system cannot convert text from \(encoding)")
  }

  static func unknownEncoding(_ name: String) -> Self {
    Self(
      "the document declares the encoding '\(name)', which is not read; expected one of "
        + TextEncoding.all.map(\.name).joined(separator: ", "))
  }
}
