import Foundation

/// The confidence at which an interval first touches something: 1 less it is a p that never disagrees with
/// the interval.
enum ConfidenceLimit {
  /// - Parameters:
  ///   - distance: of the value itself, more than 0.
  ///   - clearance: how far the interval that misses a share `p` of cases keeps from what it may touch; below
  ///     zero where it reaches over it, nil where it has no limit on that side.
  /// - Returns: rounded, so that decisions are the same on every machine.
  static func p(distance: Double, _ clearance: (_ p: Double) -> Double?) -> Double {
    func clear(_ exponent: Double) -> Double { clearance(pow(10, exponent)) ?? -.infinity }
    // Of the exponent: p may be very small.
    let least = -40.0
    let reach = clear(least)
    if reach > 0 { return 0 }
    return pow(10, root(from: (least, reach), to: (0, distance), clear)).decidable
  }

  /// Where a function that rises comes above zero: by the chord between the two nearest places known
  /// (the Illinois rule), and by halving where that is slow.
  private static func root(
    from low: (x: Double, y: Double), to high: (x: Double, y: Double),
    _ function: (Double) -> Double
  ) -> Double {
    var (low, high) = (low, high)
    var wasAbove: Bool?
    // Three steps by chords should have the place within an eighth.
    var (steps, width) = (0, high.x - low.x)
    while true {
      let middle = low.x + (high.x - low.x) / 2
      let least = max(low.x.ulp, high.x.ulp)
      if high.x - low.x <= 2 * least { return middle }
      var x = middle
      if low.y.isFinite && steps < 3 {
        let chord = low.x + (high.x - low.x) * (low.y / (low.y - high.y))
        // Close by, a place beyond it closes in from the other side.
        x = min(max(chord, low.x + least), high.x - least)
      }
      let y = function(x)
      if y > 0 {
        high = (x, y)
        // What stays twice weighs half, so that it moves next.
        if wasAbove == true { low.y /= 2 }
      } else {
        low = (x, y)
        if wasAbove == false { high.y /= 2 }
      }
      wasAbove = y > 0
      steps += 1
      if high.x - low.x <= width / 8 || steps > 3 { (steps, width) = (0, high.x - low.x) }
    }
  }
}
