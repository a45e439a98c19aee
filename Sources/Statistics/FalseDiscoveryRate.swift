/// How many of the findings among many tests may be false.
public enum FalseDiscoveryRate {
  /// The q of each p: the smallest rate at which it would be found.
  ///
  /// Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995), 289–300.
  ///
  /// - Parameter p: nil where there was no test; that neither counts nor has a q.
  public static func q(_ p: [Double?]) -> [Double?] {
    let tested = p.indices.compactMap { index in p[index].map { (index: index, p: $0) } }
      .sorted { $0.p < $1.p }
    var q = [Double?](repeating: nil, count: p.count)
    var least = 1.0
    for (rank, test) in tested.enumerated().reversed() {
      least = min(least, test.p * Double(tested.count) / Double(rank + 1))
      q[test.index] = least.decidable
    }
    return q
  }
}
