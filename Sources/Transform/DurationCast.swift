/// A duration in whole seconds, rounded half up; nil where the text is none in the unit.
func castDuration(
  _ text: Span<UInt8>, _ unit: FieldMapping.Unit, _ mark: DecimalMark? = nil
) -> Int64? {
  switch unit {
  case .seconds:
    if let whole = castInteger(text) { return whole }
    return castDecimal(text, mark)?.scaled(by: 1)
  case .milliseconds:
    guard var number = castDecimal(text, mark), number.scale <= 15 else { return nil }
    number.scale += 3
    return number.scaled(by: 1)
  case .minutes: return castDecimal(text, mark)?.scaled(by: 60)
  case .hours: return castDecimal(text, mark)?.scaled(by: 3600)
  case .days, .dayFraction: return castDecimal(text, mark)?.scaled(by: 86_400)
  case .hms: return castClock(text, leastParts: 2, mostParts: 3, lastIsMinutes: false)
  case .signedHM: return castClock(text, leastParts: 2, mostParts: 2, lastIsMinutes: true)
  case .epochDate: return InstantFormat.iso.instant(text)?.local
  }
}

/// `h:mm:ss`, `mm:ss` or `h:mm`, with a sign; the first part may be of any size.
private func castClock(
  _ text: Span<UInt8>, leastParts: Int, mostParts: Int, lastIsMinutes: Bool
) -> Int64? {
  var i = 0
  var isNegative = false
  if let first = text.isEmpty ? nil : text[0],
    first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
  {
    isNegative = first == UInt8(ascii: "-")
    i = 1
  }
  var total: Int64 = 0
  var part: Int64 = 0
  var digits = 0
  var parts = 1
  while i < text.count {
    if let digit = text[i].digit {
      part = part * 10 + Int64(digit)
      digits += 1
      guard digits <= 9, parts == 1 || digits <= 2 else { return nil }
    } else if text[i] == UInt8(ascii: ":") {
      guard digits > 0, parts < mostParts, parts == 1 || part < 60 else { return nil }
      total = (total + part) * 60
      part = 0
      digits = 0
      parts += 1
    } else {
      return nil
    }
    i += 1
  }
  guard digits > 0, parts >= leastParts, parts <= mostParts, part < 60 else { return nil }
  total += part
  if lastIsMinutes { total *= 60 }
  return isNegative ? -total : total
}
