import Civil
import Columnar
import Records
import Render

/// A record of the common schema as a person reads it.
enum RecordText {
  /// One JSON object, fields in the order of the schema, those that are missing left out; instants
  /// in a zone, with their offset.
  static func json(
    _ records: RecordBatch, row: Int, _ dictionary: TextDictionary, zone: Zone
  ) -> String {
    let texts = dictionary.texts
    let members = zip(records.schema.fields, records.columns).compactMap { field, column in
      let value = column[row]
      return value == .missing
        ? nil : "\(JSONText.quoted(field.name)):\(json(value, field.type, texts, zone))"
    }
    return "{\(members.joined(separator: ","))}"
  }

  private static func json(
    _ value: Int64, _ type: FieldType, _ texts: [String], _ zone: Zone
  ) -> String {
    switch type {
    case .text, .enumeration: JSONText.quoted(texts[Int(value)])
    case .instant: JSONText.quoted(instant(value, zone))
    case .boolean: value == 1 ? "true" : "false"
    case .decimal, .share, .money: JSONText.number(Double(value) / Double(type.scale))
    case .integer, .seconds: "\(value)"
    }
  }

  /// `2026-10-01T09:30:00+01:00`.
  static func instant(_ instant: Int64, _ zone: Zone) -> String {
    let offset = zone.offset(at: instant)
    let date = zone.date(at: instant)
    let seconds = Int(instant + offset) - date.day * 86_400
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { two(Int64($0)) }
    let shift = abs(offset)
    let zone =
      offset == 0 ? "Z" : "\(offset < 0 ? "-" : "+")\(two(shift / 3600)):\(two(shift / 60 % 60))"
    return "\(date)T\(time.joined(separator: ":"))\(zone)"
  }
}
