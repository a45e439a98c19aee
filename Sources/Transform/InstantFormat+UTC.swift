import Civil
import Columnar

/// Reads `2026-10-31T08:15:30Z`, as most exports write instants, eight bytes at a time.
///
/// - Returns: nil for any other text, which may be an instant in another way of writing.
@inline(__always)
func readUTC(_ text: Span<UInt8>) -> InstantFormat.Reading? {
  guard text.count == 20,
    // `2026-10-`, `31T08:15` and `8:15:30Z`.
    let date = text.word(at: 0).digits(between: 0xFF00_00FF_0000_0000, 0x2D30_302D_3030_3030),
    let time = text.word(at: 8).digits(between: 0x0000_FF00_00FF_0000, 0x3030_3A30_3054_3030),
    let rest = text.word(at: 12).digits(between: 0xFF00_00FF_0000_FF00, 0x5A30_303A_3030_3A30)
  else { return nil }
  let (year, month, day) = (date.pair(0) &* 100 &+ date.pair(2), date.pair(5), time.pair(0))
  let (hour, minute, second) = (time.pair(3), time.pair(6), rest.pair(5))
  guard let days = CivilDate.validDays(year, month, day), hour < 24, minute < 60, second <= 60
  else { return nil }
  // A leap second is read as the last second of its minute.
  let seconds = hour &* 3600 &+ minute &* 60 &+ min(second, 59)
  return .init(local: Int64(days) &* 86_400 &+ Int64(seconds), offset: 0)
}

extension UInt64 {
  /// Eight characters as their digits, where they are digits but for the marks.
  ///
  /// - Parameters:
  ///   - marks: all bits of the bytes that must be as in the pattern.
  ///   - pattern: the marks, and zeros in place of digits.
  @inline(__always)
  fileprivate func digits(between marks: UInt64, _ pattern: UInt64) -> UInt64? {
    let digits = self ^ pattern
    let beyondNine = (digits &+ 0x7676_7676_7676_7676) | digits
    return beyondNine & 0x8080_8080_8080_8080 == 0 && digits & marks == 0 ? digits : nil
  }

  /// The number that the digits at a place and behind it write.
  @inline(__always)
  fileprivate func pair(_ place: UInt64) -> Int {
    let bytes = self >> (place &* 8)
    return Int(bytes & 0xFF) &* 10 &+ Int(bytes >> 8 & 0xFF)
  }
}
