import Columnar
import Presets
import Transform
import Yams

/// The mappings of known exports, carried in the binary: see the folder `presets/`.
enum Preset {
  static var all: [String: String] { BuiltInPresets.all }

  /// A preset and how many of its columns an export has.
  struct Likeness: Sendable {
    let name: String
    let present: Int
    let total: Int

    /// Enough to be taken for that export.
    var isClose: Bool { present * 10 >= total * 7 }
  }

  /// The preset of a format whose columns an export has most of.
  static func nearest(to columns: [String], format: String) -> Likeness? {
    let plain = Set(columns.map { $0.lowercased() })
    return all.sorted { $0.key < $1.key }.compactMap { name, text in
      guard let map = try? Yams.load(yaml: text) as? [String: Any],
        map["format"] as? String == format
      else { return nil }
      let fields = (map["fields"] as? [String: Any] ?? [:]).values.map(Self.names)
      let present = fields.count { names in names.contains { plain.contains($0.lowercased()) } }
      return Likeness(name: name, present: present, total: fields.count)
    }
    .filter { $0.present * 3 >= $0.total }
    .max { $0.present * $1.total < $1.present * $0.total }
  }

  /// The fields that each record needs and a preset leaves to the source.
  static func unmapped(_ name: String) -> [Field] {
    guard let text = all[name], let map = try? Yams.load(yaml: text) as? [String: Any],
      let name = RecordKind(rawValue: map["kind"] as? String ?? ""),
      let kind = CommonSchema.kind(name)
    else { return [] }
    let mapped = ["fields", "set"].flatMap { key in (map[key] as? [String: Any] ?? [:]).keys }
    return kind.required.filter { !mapped.contains($0) }.compactMap(kind.field)
  }

  /// The fields of a preset, with the names of their columns.
  static func columns(_ name: String) -> [(field: String, columns: [String])] {
    guard let text = all[name], let map = try? Yams.load(yaml: text) as? [String: Any]
    else { return [] }
    let fields = map["fields"] as? [String: Any] ?? [:]
    return fields.keys.sorted().compactMap { field in fields[field].map { (field, names($0)) } }
  }

  /// The fields of a preset that are read in one format of instants, with the names of their
  /// columns.
  static func instants(_ name: String) -> [(field: String, columns: [String], format: String)] {
    guard let text = all[name], let map = try? Yams.load(yaml: text) as? [String: Any],
      let kind = RecordKind(rawValue: map["kind"] as? String ?? "").flatMap(CommonSchema.kind)
    else { return [] }
    let fields = map["fields"] as? [String: Any] ?? [:]
    return fields.keys.sorted().compactMap { field in
      let details = fields[field] as? [String: Any]
      guard case .instant? = kind.field(field)?.type, details?["after"] == nil,
        let value = fields[field]
      else { return nil }
      return (field, names(value), details?["format"] as? String ?? InstantFormat.iso.text)
    }
  }

  /// The names that a field of a preset may be read from.
  private static func names(_ field: Any) -> [String] {
    let from = (field as? [String: Any])?["from"] ?? field
    return (from as? [Any] ?? [from]).map { "\($0)" }
  }
}
