import Columnar
import Presets
import Records
import Transform
import Yams

/// The mapping of a known export, carried in the binary: see the folder `presets/yaml/`.
struct Preset {
  /// A field and the columns that it may be read from.
  struct Column {
    let field: String
    let names: [String]
    /// How instants are written; nil for ISO 8601.
    let format: String?
    /// Whether it is a duration, counted from another field.
    let isCounted: Bool
  }

  static var all: [String: String] { BuiltInPresets.all }

  let name: String
  let format: String
  private let kind: CommonSchema.Kind?
  /// In the order of their fields' names.
  let columns: [Column]
  private let constants: [String]

  /// - Throws: a mistake of the YAML, with its place.
  init(_ name: String, _ text: String) throws(Diagnostic) {
    let root = try Self.tree(name, text)
    self.name = name
    format = root["format"]?.scalar?.string ?? ""
    kind = (root["kind"]?.scalar?.string).flatMap(RecordKind.init).flatMap(CommonSchema.kind)
    columns = (root["fields"]?.mapping.map(Array.init) ?? []).map { key, value in
      let from = value.mapping == nil ? value : value["from"] ?? value["join"] ?? value
      return Column(
        field: key.scalar?.string ?? "",
        names: (from.sequence.map(Array.init) ?? [from]).compactMap(\.scalar?.string),
        format: value.mapping?["format"]?.scalar?.string,
        isCounted: value.mapping?["after"] != nil)
    }.sorted { $0.field < $1.field }
    constants = root["set"]?.mapping?.keys.compactMap(\.scalar?.string) ?? []
  }

  /// The path that messages name a preset by.
  static func path(_ name: String) -> String { "presets/\(name).yml" }

  /// - Throws: a mistake of the YAML, with its place.
  static func tree(_ name: String, _ text: String) throws(Diagnostic) -> Node {
    do {
      if let root = try Yams.compose(yaml: text) { return root }
    } catch {
      throw Diagnostic(yaml: error, file: path(name))
    }
    throw Diagnostic(
      .emptyPreset, at: .init(file: path(name), line: 1, column: 1), failure: .configuration)
  }

  // MARK: Which one an export is like

  /// A preset and how many of its columns an export has.
  struct Likeness {
    let preset: Preset
    let present: Int

    var total: Int { preset.columns.count }

    /// Enough to be taken for that export.
    var isClose: Bool { present * 10 >= total * 7 }
  }

  /// The preset of a format whose columns an export has most of.
  ///
  /// - Parameter presets: their texts by their names.
  static func nearest(
    to columns: [String], format: String, among presets: [String: String] = all
  ) throws(Diagnostic) -> Likeness? {
    let plain = Set(columns.map { $0.lowercased() })
    var best: Likeness?
    for (name, text) in presets.sorted(by: { $0.key < $1.key }) {
      let preset = try Preset(name, text)
      if preset.format != format { continue }
      let present = preset.columns.count { column in
        column.names.contains { plain.contains($0.lowercased()) }
      }
      let likeness = Likeness(preset: preset, present: present)
      if present * 3 < likeness.total { continue }
      if best.map({ $0.present * likeness.total < present * $0.total }) ?? true { best = likeness }
    }
    return best
  }

  /// The fields that each record needs and the preset leaves to the source.
  var unmapped: [Field] {
    guard let kind else { return [] }
    let mapped = Set(columns.map(\.field) + constants)
    return kind.required.filter { !mapped.contains($0) }.compactMap(kind.field)
  }

  /// The columns that are read in one format of instants.
  var instants: [Column] {
    columns.filter { kind?.field($0.field)?.type == .instant && !$0.isCounted }
  }
}

extension Diagnostic.Message {
  static var emptyPreset: Self { Self("the preset is empty") }
}
