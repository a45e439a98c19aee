/// How much of a record kind has a field.
public struct FieldCoverage: Sendable {
  public var kind: String
  public var field: String
  public var present: Int
  public var total: Int

  public init(kind: String, field: String, present: Int, total: Int) {
    self.kind = kind
    self.field = field
    self.present = present
    self.total = total
  }
}
