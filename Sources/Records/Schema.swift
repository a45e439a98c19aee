/// The fields that a batch of one record kind carries, in column order.
public struct Schema: Sendable, Hashable {
  public let kind: RecordKind
  public let fields: [Field]

  public init(kind: RecordKind, fields: [Field]) {
    self.kind = kind
    self.fields = fields
  }

  public func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }

  public subscript(name: String) -> Field? { fields.first { $0.name == name } }
}
