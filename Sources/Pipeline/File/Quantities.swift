/// The numbers of a pipeline file with their units.

/// `2%` or `0.02`, as a part of one.
func percentage(_ text: String) -> Double? {
  let trimmed = text.filter { $0 != " " }
  if trimmed.hasSuffix("%") { return Double(trimmed.dropLast()).map { $0 / 100 } }
  return Double(trimmed)
}

/// `90s`, `30m`, `4h`, `2d`, `1h 30m`, in seconds; a plain number is seconds.
func durationSeconds(_ text: String) -> Int64? {
  let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
  if let seconds = Int64(text) { return seconds }
  var total: Int64 = 0
  var number = ""
  var parts = 0
  for character in text where character != " " {
    if character.isASCII && (character.isNumber || character == ".") {
      number.append(character)
    } else if let unit = units[character], let value = Double(number) {
      // More than a hundred thousand years is a slip, and would not fit in the end.
      let seconds = (value * Double(unit)).rounded()
      guard seconds < 1e13 else { return nil }
      total += Int64(seconds)
      number = ""
      parts += 1
    } else {
      return nil
    }
  }
  return number.isEmpty && parts > 0 ? total : nil
}
