import Records
import Transform

/// The fields of the common schema, for those who map columns onto them.
public enum FieldReference {
  public static var kinds: [String] { CommonSchema.kinds.map(\.kind.rawValue) }

  /// Kind, field, type and meaning; a field that each record needs is marked.
  public static func rows(_ kind: String?) -> [[String]] {
    CommonSchema.kinds.filter { kind == nil || $0.kind.rawValue == kind }.flatMap { kind in
      let unread = unread(kind)
      return kind.fields.map { field in
        let mark =
          kind.required.contains(field.name)
          ? " (needed)" : unread.contains(field.name) ? " (feeds only metrics of your own)" : ""
        return [kind.kind.rawValue, field.name, field.type.name, field.summary + mark]
      }
    }
  }

  public static func markdown(_ kind: String?) -> String {
    var text = """
      # Fields: the common schema

      Made by `deskbrief fields --markdown`. A source maps its columns onto the fields of one kind of \
      record; a field without a column is not known. Records of one system and kind with the same key \
      are versions of one: the latest counts. Durations may be given in any unit that `unit` names, \
      instants in any format that `format` writes.

      """
    for schema in CommonSchema.kinds where kind == nil || schema.kind.rawValue == kind {
      let key = (["system"] + schema.key).map { "`\($0)`" }.joined(separator: ", ")
      text +=
        "\n## `\(schema.kind.rawValue)`\n\nKey: \(key).\n\n| field | type | meaning |\n|---|---|---|\n"
      for row in rows(schema.kind.rawValue) {
        let cells = row.dropFirst().map { $0.split(separator: "|").joined(separator: "\\|") }
        text += "| `\(cells[0])` | \(cells[1]) | \(cells[2]) |\n"
      }
    }
    return text
  }
}
