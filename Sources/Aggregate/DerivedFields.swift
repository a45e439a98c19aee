import Columnar
import Link
public import Records

/// The fields that are told or derived, as other modules see them: names that a `where:` may use.
public enum DerivedFields {
  public static func field(_ name: String, _ kind: RecordKind) -> Field? {
    of(kind).first { $0.name == name }
  }

  /// Whether a field of a pipeline's own would be taken for one that is told or derived.
  public static func isReserved(_ name: String) -> Bool {
    name.contains("@") || ["system", "age", Field.ticketLink.name].contains(name)
      || RecordKind.allCases.contains { field(name, $0) != nil }
  }

  /// Fields of events that mean another thing in every row: nothing to split by.
  public static let undivided = ["from", "to", "kind", "ticket_system"]

  public static func of(_ kind: RecordKind) -> [Field] {
    let own =
      MomentField.of(kind).map(\.field) + DerivedField.all.filter { $0.kind == kind }.map(\.field)
    return kind == .ramp ? Ramp.fields : own
  }
}
