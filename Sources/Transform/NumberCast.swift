import Columnar

/// A decimal number, exactly: `mantissa / 10^scale`.
struct DecimalNumber: Equatable {
  var mantissa: Int64
  var scale: Int

  static let powers: [Int64] = (0...18).map { (0..<$0).reduce(Int64(1)) { power, _ in power * 10 } }

  /// The number times `factor`, rounded half away from zero; nil where it does not fit.
  func scaled(by factor: Int64) -> Int64? {
    let product = Int128(mantissa) * Int128(factor)
    let divisor = Int128(Self.powers[scale])
    let half = divisor / 2
    let rounded = (product + (product < 0 ? -half : half)) / divisor
    return Int64(exactly: rounded)
  }
}

/// `-12`, `+3`, `1200`; nil for anything else.
@inline(__always)
func castInteger(_ text: Span<UInt8>) -> Int64? {
  if text.count == 1 { return text[0].digit.map(Int64.init) }
  return castLongInteger(text)
}

private func castLongInteger(_ text: Span<UInt8>) -> Int64? {
  var i = 0
  var isNegative = false
  if text.count > 1 && (text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+")) {
    isNegative = text[0] == UInt8(ascii: "-")
    i = 1
  }
  guard i < text.count, text.count <= 19 else { return nil }
  var value: Int64 = 0
  if text.count <= 18 {
    // So many digits fit.
    while i < text.count {
      guard let digit = text[i].digit else { return nil }
      value = value &* 10 &+ Int64(digit)
      i &+= 1
    }
    return isNegative ? -value : value
  }
  while i < text.count {
    guard let digit = text[i].digit else { return nil }
    let (product, overflow) = value.multipliedReportingOverflow(by: 10)
    let (sum, overflow2) = product.addingReportingOverflow(Int64(digit))
    if overflow || overflow2 { return nil }
    value = sum
    i &+= 1
  }
  return isNegative ? -value : value
}

/// What stands before the decimals of a number; the other one stands between its thousands.
public enum DecimalMark: String, Sendable, CaseIterable {
  case point = "."
  case comma = ","
}

/// `3`, `-2.50`, `1,234.5`, or with a decimal comma `1.234,5`; up to 18 digits, and an exponent of
/// zero. Marks of thousands are taken where three digits follow each; where the decimal mark is not
/// given it is a point, and one comma alone, as in `1,234`, is in doubt and not taken.
func castDecimal(_ text: Span<UInt8>, _ mark: DecimalMark?) -> DecimalNumber? {
  let usesComma = mark == .comma
  let point = usesComma ? UInt8(ascii: ",") : UInt8(ascii: ".")
  let group = usesComma ? UInt8(ascii: ".") : UInt8(ascii: ",")
  var groups = 0
  var i = 0
  var isNegative = false
  if text.count > 1 && (text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+")) {
    isNegative = text[0] == UInt8(ascii: "-")
    i = 1
  }
  var mantissa: Int64 = 0
  var digits = 0
  var scale = 0
  var hasPoint = false
  var sinceGroup: Int?
  var places = 0
  while i < text.count {
    let byte = text[i]
    if let digit = byte.digit {
      digits += 1
      if mantissa > 99_999_999_999_999_999 || scale == 18 {
        // More places than are kept change no figure; more whole digits do not fit.
        guard hasPoint else { return nil }
      } else {
        mantissa = mantissa * 10 + Int64(digit)
        if hasPoint { scale += 1 }
      }
      if hasPoint { places += 1 } else { sinceGroup = sinceGroup.map { $0 + 1 } }
    } else if byte == point && !hasPoint {
      if let since = sinceGroup, since != 3 { return nil }
      hasPoint = true
    } else if byte == group && !hasPoint && digits > 0 {
      if let since = sinceGroup {
        if since != 3 { return nil }
      } else if digits > 3 || mantissa == 0 {
        return nil
      }
      groups += 1
      sinceGroup = 0
    } else {
      return nil
    }
    i += 1
  }
  if digits == 0 || !hasPoint && sinceGroup.map({ $0 != 3 }) ?? false { return nil }
  if mark == nil && groups == 1 && !hasPoint { return nil }
  return DecimalNumber(mantissa: isNegative ? -mantissa : mantissa, scale: scale)
}

/// A share of one in millionths: `0.85`, `85%`, `85 %`.
func castShare(_ text: Span<UInt8>, _ mark: DecimalMark?) -> Int64? {
  if text.count > 1 && text[text.count - 1] == UInt8(ascii: "%") {
    let number = castDecimal(text.extracting(0..<(text.count - 1)).trimmed(), mark)
    return number?.scaled(by: 10_000)
  }
  return castDecimal(text, mark)?.scaled(by: 1_000_000)
}

/// `true`, `yes`, `t`, `y`, `1` and their opposites, in any case; nil for anything else.
@inline(__always)
func castBoolean(_ text: Span<UInt8>) -> Int64? {
  switch text.count {
  case 1:
    switch text[0].lowercased {
    case UInt8(ascii: "1"), UInt8(ascii: "t"), UInt8(ascii: "y"): return 1
    case UInt8(ascii: "0"), UInt8(ascii: "f"), UInt8(ascii: "n"): return 0
    default: return nil
    }
  case 2: return text.isWord("no") ? 0 : nil
  case 3: return text.isWord("yes") ? 1 : nil
  // `true` and `fals`, in small letters: the bit tells a letter from a capital, and no other byte
  // from either.
  case 4: return text.halfWord(at: 0) | 0x2020_2020 == 0x6575_7274 ? 1 : nil
  case 5:
    return text.halfWord(at: 0) | 0x2020_2020 == 0x736C_6166 && text[4].lowercased == 0x65 ? 0 : nil
  default: return nil
  }
}
