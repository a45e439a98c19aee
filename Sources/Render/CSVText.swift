import Aggregate
import Columnar

/// Text as it may stand in CSV.
public enum CSVText {
  /// A text cell; one that a spreadsheet would take for a formula gets an apostrophe before it.
  public static func field(_ text: String) -> String {
    let text = text.visible
    let isFormula =
      text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return safe
    }
    return "\""
      + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  /// A group as one field: `region=EMEA;team=DACH`.
  static func group(_ group: Group) -> String {
    field(group.dimensions.map { "\($0)=\(group.members[$0] ?? "")" }.joined(separator: ";"))
  }
}
