import Columnar
import Records

extension Measure {
  /// What is added up, of which records, by what instant: for explanations. The tests stand apart.
  public var words: String {
    let records = Self.plurals[kind] ?? "\(kind.rawValue)s"
    let subject =
      switch value {
      case .one: countsTicketsOnce ? "tickets with \(records)" : records
      case .field(let field), .amount(let field): "\(field) of \(records)"
      case .difference(let a, let b): "\(a) − \(b) of \(records)"
      case .age: "age of \(records)"
      }
    switch attribution {
    case .at(let field): return "\(subject), by \(field)"
    case .standing: return "\(subject) standing at the end"
    }
  }

  private static let plurals: [RecordKind: String] = [
    .staff: "staff records", .cost: "budget lines", .reply: "replies", .spell: "open stretches",
    .ramp: "new agents",
  ]
}
