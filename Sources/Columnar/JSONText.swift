/// Values as they may stand in JSON.
public enum JSONText {
  /// The shortest digits that read back as the same number; whole numbers without a point.
  public static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "null" }
    if let whole = Int(exactly: value) { return String(whole) }
    return "\(value)"
  }

  public static func whole(_ number: Int?) -> String { number.map(String.init) ?? "null" }

  /// What a page or a terminal would obey is escaped, as the quotes are; see `String.visible`.
  public static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy {
      $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain { return "\"\(text)\"" }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.isHidden:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
