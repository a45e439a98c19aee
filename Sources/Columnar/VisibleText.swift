extension String {
  /// The text as a page or a terminal may show it: a line break or a tab becomes a space, and what
  /// they would obey, or show in another order than it is written, its code: `<U+202E>`.
  ///
  /// Control characters (C0, DEL, C1), line and paragraph separators, and the embeddings, overrides
  /// and isolates of bidirectional text.
  public var visible: String { visible(keepingLines: false) }

  /// - Parameter keepingLines: whether line breaks and tabs stay, as in a text of several lines.
  public func visible(keepingLines: Bool) -> String {
    guard utf8.contains(where: Self.mayBeHidden) else { return self }
    var result = UnicodeScalarView()
    var rest = unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\r" where rest.first == "\n" && keepingLines: result.append(scalar)
      case "\n", "\t": result.append(keepingLines ? scalar : " ")
      case "\r" where !keepingLines: result.append(" ")
      case _ where scalar.isHidden: result += "<\(scalar.code)>".unicodeScalars
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Whether a byte may begin a character that is not shown as it is.
  private static func mayBeHidden(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xE2
  }
}

extension Unicode.Scalar {
  /// Whether it does something to the text around it instead of being seen.
  var isHidden: Bool {
    switch value {
    case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// `U+202E`.
  var code: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
