/// Where a rejected row stood, as its reason begins when it is written back to be corrected:
/// `tickets.csv:12: expected 4 fields, as in the header; found 5`.
///
/// A row that is sent again bears it, so that it stands for the one that was rejected.
public enum Origin {
  private static let mark: [UInt8] = [UInt8(ascii: ":"), UInt8(ascii: " ")]

  /// The origin that a reason begins with, which may also stand alone; empty where it has none.
  public static func of(_ reason: [UInt8]) -> String {
    let reason = reason.drop { $0 <= 0x20 }
    for end in reason.indices where reason[end...].starts(with: mark) {
      if isOrigin(reason[..<end]) { return String(decoding: reason[..<end], as: UTF8.self) }
    }
    let end = reason.lastIndex { $0 > 0x20 && $0 != UInt8(ascii: ":") } ?? reason.startIndex - 1
    let whole = reason[..<(end + 1)]
    return isOrigin(whole) ? String(decoding: whole, as: UTF8.self) : ""
  }

  /// Whether a text is a name with a line behind it.
  private static func isOrigin(_ text: ArraySlice<UInt8>) -> Bool {
    let name = text.reversed().drop { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    return name.count > 1 && name.count < text.count && name.first == UInt8(ascii: ":")
  }
}
