public import Columnar

/// The derived fields as other modules see them: names that a `where:` may use.
public enum DerivedFields {
  public static func field(_ name: String, _ kind: RecordKind) -> Field? {
    DerivedField.named(name, kind)?.field
  }

  public static func names(_ kind: RecordKind) -> [String] {
    DerivedField.all.filter { $0.kind == kind }.map(\.field.name)
  }
}
