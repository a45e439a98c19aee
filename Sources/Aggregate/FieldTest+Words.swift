import Columnar
public import Records

extension FieldTest {
  /// The claim as a reader of an explanation sees it: numbers in the units of the field.
  ///
  /// - Parameter field: the tested one, for its type; nil where it is not known.
  public func words(_ field: Field?) -> String {
    guard case .compares(let comparison, let number) = claim else { return text }
    if field?.type == .boolean {
      switch (comparison, number) {
      case (.equal, 1), (.notEqual, 0): return "\(self.field) is true"
      case (.equal, 0), (.notEqual, 1): return "\(self.field) is false"
      default: break
      }
    }
    return "\(self.field) \(comparison.rawValue) \(Self.plain(number, field?.type ?? .integer))"
  }

  /// What holds of a record that fails the test.
  ///
  /// - Parameter isGiven: whether the field is known to be there, as by a test before this one.
  public func failure(_ field: Field?, isGiven: Bool) -> String {
    let missing = isGiven ? "" : " or missing"
    switch claim {
    case .present: return "\(self.field) is missing"
    case .missing: return "\(self.field) is given"
    case .isAny(let words): return "\(self.field) is not \(words.joined(separator: " or "))"
    case .isNone(let words): return "\(self.field) is \(words.joined(separator: " or "))"
    case .compares(let comparison, let number):
      let claim = FieldTest(self.field, .compares(comparison.negated, number)).words(field)
      return claim + missing
    case .comparesField(let comparison, let other):
      return "\(self.field) \(comparison.negated.rawValue) \(other)" + missing
    case .isDay: return "\(self.field) is not known to the day only"
    case .isTimed: return "\(self.field) is known to the day only"
    }
  }

  /// A stored number, in the units of its field, without what is zero behind the point.
  private static func plain(_ number: Int64, _ type: FieldType) -> String {
    let (whole, rest) = number.quotientAndRemainder(dividingBy: type.scale)
    if rest == 0 { return type == .seconds ? "\(whole) s" : "\(whole)" }
    return "\(Double(number) / Double(type.scale))"
  }
}

extension FieldTest.Operator {
  /// What holds of two numbers of which this one does not.
  var negated: Self {
    switch self {
    case .atMost: .greater
    case .atLeast: .less
    case .notEqual: .equal
    case .less: .atLeast
    case .greater: .atMost
    case .equal: .notEqual
    }
  }
}
