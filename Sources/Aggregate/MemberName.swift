import Columnar

/// The name of a member of a dimension, as everything that is published has it.
public enum MemberName {
  /// In Unicode scalars.
  static let longest = 100
  private static let digits = 12

  /// A text of at most 100 characters as it is; of a longer one the beginning, with the head of a
  /// hash of all of it, so that texts which begin alike stay apart.
  public static func of(_ text: String) -> String {
    if text.utf8.count <= longest { return text }
    let scalars = text.unicodeScalars
    guard
      let end = scalars.index(
        scalars.startIndex, offsetBy: longest, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return text }
    let hash = String(ByteHash.of(text.utf8Span.span).low, radix: 16)
    let tail = String((String(repeating: "0", count: 16 - hash.count) + hash).prefix(digits))
    return String(scalars.prefix(longest - 1 - digits)) + "…" + tail
  }
}
