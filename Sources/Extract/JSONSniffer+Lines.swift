extension JSONSniffer {
  /// Whether the first line is a whole object, and the next, if there is one, begins another; and
  /// the lines are records, no pages of them.
  static func isLines(_ text: ArraySlice<UInt8>) -> Bool {
    let lines = text.split(separator: 0x0A, maxSplits: 2).map { $0.drop { $0 <= 0x20 } }
    guard let first = lines.first else { return false }
    var nesting = JSONNesting(depth: 0)
    for (index, byte) in first.enumerated() {
      nesting.take(byte)
      if nesting.depth == 0 && !nesting.isInString {
        let isAlone = first.dropFirst(index + 1).allSatisfy { $0 <= 0x20 }
        guard isAlone else { return false }
        let next = lines.dropFirst().first?.first
        // One object alone is a document where it holds an array of objects.
        return next.map { $0 == UInt8(ascii: "{") && !isPage(Array(first)) }
          ?? !hasRecords(Array(text))
      }
    }
    return false
  }

  private static func hasRecords(_ text: [UInt8]) -> Bool {
    do { return try !records(of: text).isEmpty } catch { return true }
  }
}
