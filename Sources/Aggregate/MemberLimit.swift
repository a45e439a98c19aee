/// Which members of a dimension stay on their own: those with the most records.
public struct MemberLimit: Sendable {
  /// How many stay where nothing else is said.
  public static let usual = 50

  /// How many stay.
  public let count: Int
  /// How many records each code has.
  public let frequencies: [Int]

  public init(count: Int, frequencies: [Int]) {
    self.count = count
    self.frequencies = frequencies
  }

  /// The codes that stay, ascending; between members of one frequency their names decide.
  func kept(_ texts: [String]) -> [Int] {
    func frequency(_ code: Int) -> Int { code < frequencies.count ? frequencies[code] : 0 }
    let used = texts.indices.filter { frequency($0) > 0 && texts[$0] != Group.other }
    // A code that no record has makes no member, so it need not be held together with the others.
    guard used.count > count else { return texts.indices.filter { texts[$0] != Group.other } }
    let order = used.sorted {
      frequency($0) == frequency($1) ? texts[$0] < texts[$1] : frequency($0) > frequency($1)
    }
    return order.prefix(count).sorted()
  }
}
