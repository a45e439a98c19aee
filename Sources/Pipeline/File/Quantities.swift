/// The numbers of a pipeline file with their units.

/// `12`, `-0.5`: digits with a sign and a point, and nothing else that Swift would read.
func plainNumber(_ text: some StringProtocol) -> Double? {
  let isPlain = text.utf8.allSatisfy {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || "+-.".utf8.contains($0)
  }
  guard isPlain, let number = Double(text), number.magnitude < 1e15 else { return nil }
  return number
}

/// `2%` or `0.02`, as a part of one.
func percentage(_ text: String) -> Double? {
  let trimmed = text.filter { $0 != " " }
  if trimmed.hasSuffix("%") { return plainNumber(trimmed.dropLast()).map { $0 / 100 } }
  return plainNumber(trimmed)
}

/// `90s`, `30m`, `4h`, `2d`, `1h 30m`, in seconds; a plain number is seconds.
func durationSeconds(_ text: String) -> Int64? {
  let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
  // More than a hundred thousand years is a slip, and would not fit in the end.
  let longest: Int64 = 10_000_000_000_000
  if let seconds = Int64(text) { return -longest...longest ~= seconds ? seconds : nil }
  var total: Int64 = 0
  var number = ""
  var parts = 0
  for character in text where character != " " {
    if character.isASCII && (character.isNumber || character == ".") {
      number.append(character)
    } else if let unit = units[character], let value = plainNumber(number) {
      let seconds = (value * Double(unit)).rounded()
      guard seconds < Double(longest - total) else { return nil }
      total += Int64(seconds)
      number = ""
      parts += 1
    } else {
      return nil
    }
  }
  return number.isEmpty && parts > 0 ? total : nil
}
