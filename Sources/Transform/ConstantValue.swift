import Civil
import Columnar
import Records

extension FieldMapping {
  /// Whether a text is a value of the field, written as its column would be. A word of `values` or
  /// `set` must be one.
  public func takes(_ text: String) -> Bool {
    let bytes = text.utf8Span.span
    return switch field.type {
    case .text: true
    case .enumeration(let words): words.contains(text)
    case .boolean:
      (trueWords + falseWords).contains { $0.lowercased() == text.lowercased() }
        || castBoolean(bytes) != nil
    case .integer: castInteger(bytes) != nil
    case .decimal, .money: castDecimal(bytes, decimalMark)?.scaled(by: field.type.scale) != nil
    case .share: castShare(bytes, decimalMark) != nil
    case .instant where after == nil: (format ?? .iso).instant(bytes) != nil
    case .instant, .seconds: castDuration(bytes, unit ?? .seconds, decimalMark) != nil
    }
  }
}

/// A constant of a source as a stored value; missing where its text is none of the field's type,
/// which the check of the pipeline file has ruled out.
///
/// - Parameter zone: of times without an offset.
func constantValue(
  _ text: String, _ field: Field, _ zone: Zone, _ dictionary: (String) -> TextDictionary
) -> Int64 {
  let bytes = text.utf8Span.span
  return switch field.type {
  case .text, .enumeration: dictionary(field.name).code(of: text)
  case .boolean: castBoolean(bytes) ?? .missing
  case .integer: castInteger(bytes) ?? .missing
  case .seconds: castDuration(bytes, .seconds) ?? .missing
  case .decimal, .money: castDecimal(bytes, nil)?.scaled(by: field.type.scale) ?? .missing
  case .share: castShare(bytes, nil) ?? .missing
  case .instant:
    InstantFormat.iso.instant(bytes).map { reading in
      reading.offset.map { reading.local - $0 } ?? zone.instant(local: reading.local).instant
    } ?? .missing
  }
}
