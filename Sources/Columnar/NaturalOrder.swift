/// The order of file names as a person counts: `tickets-2026-9.csv` before `tickets-2026-10.csv`,
/// `tickets.csv` before `tickets (2).csv` and that before `tickets (10).csv`.
///
/// Names are compared folder by folder. Runs of digits compare as numbers, a point comes before any
/// other byte, so that a name comes before those that it begins, and all else compares by its bytes.
/// Names that only leading zeros tell apart compare by their bytes, so the order is total.
public enum NaturalOrder {
  /// Whether one path comes before another.
  public static func precedes(_ a: String, _ b: String) -> Bool {
    let (first, second) = (Array(a.utf8), Array(b.utf8))
    let order = compare(first, second)
    return order == 0 ? first.lexicographicallyPrecedes(second) : order < 0
  }

  private static func compare(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var (i, j) = (0, 0)
    while i < a.count && j < b.count {
      if isDigit(a[i]) && isDigit(b[j]) {
        let (first, second) = (digits(a, &i), digits(b, &j))
        if first.count != second.count { return first.count < second.count ? -1 : 1 }
        if first != second { return first.lexicographicallyPrecedes(second) ? -1 : 1 }
      } else {
        if a[i] != b[j] { return rank(a[i]) < rank(b[j]) ? -1 : 1 }
        i += 1
        j += 1
      }
    }
    return (i < a.count ? 1 : 0) - (j < b.count ? 1 : 0)
  }

  /// The run of digits at a place, without leading zeros; moves behind it.
  private static func digits(_ text: [UInt8], _ place: inout Int) -> ArraySlice<UInt8> {
    let start = place
    while place < text.count && isDigit(text[place]) { place += 1 }
    return text[start..<place].drop { $0 == UInt8(ascii: "0") }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// What parts names comes before what they are made of.
  private static func rank(_ byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "/"): -3
    case UInt8(ascii: "#"): -2
    case UInt8(ascii: "."): -1
    default: Int(byte)
    }
  }
}

extension Sequence<String> {
  /// Paths in their natural order.
  public func inNaturalOrder() -> [String] { sorted(by: NaturalOrder.precedes) }
}
