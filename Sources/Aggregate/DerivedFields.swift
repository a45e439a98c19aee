public import Columnar
import Link

/// The fields that are told or derived, as other modules see them: names that a `where:` may use.
public enum DerivedFields {
  public static func field(_ name: String, _ kind: RecordKind) -> Field? {
    of(kind).first { $0.name == name }
  }

  public static func of(_ kind: RecordKind) -> [Field] {
    let own =
      MomentField.of(kind).map(\.field) + DerivedField.all.filter { $0.kind == kind }.map(\.field)
    return kind == .ramp ? Ramp.fields : own
  }
}
