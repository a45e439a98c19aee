/// How the months of a year differ, no more of it than is reliable.
///
/// Of at least two whole years: least squares of a line and an effect a month, the effects then times
/// their reliability 1 − 1 ÷ F, where F is their variance to what the residuals would make it.
struct ShrunkSeason {
  /// By place within the year, from the first value's month on; their mean is 0.
  let effects: [Double]
  /// 0…1.
  let reliability: Double

  /// - Parameter values: whole years of months, at least two.
  init(_ values: [Double]) {
    let years = values.count / 12
    let middle = Double(years - 1) / 2
    func value(_ month: Int, _ year: Int) -> Double { values[year * 12 + month] }
    let means = (0..<12).map { month in
      (0..<years).reduce(0) { $0 + value(month, $1) } / Double(years)
    }
    // What a year brings, by each month with itself.
    var (products, squares) = (0.0, 0.0)
    for year in 0..<years {
      let distance = Double(year) - middle
      for month in 0..<12 { products += distance * (value(month, year) - means[month]) }
      squares += 12 * distance * distance
    }
    let slope = products / squares
    // Later months lie further up the line.
    let raw = (0..<12).map { means[$0] - slope * Double($0) / 12 }
    let mean = raw.reduce(0, +) / 12
    let deviations = raw.map { $0 - mean }
    var residual = 0.0
    for year in 0..<years {
      for month in 0..<12 {
        let miss = value(month, year) - means[month] - slope * (Double(year) - middle)
        residual += miss * miss
      }
    }
    let within = residual / Double(values.count - 13)
    let between = Double(years) * deviations.reduce(0) { $0 + $1 * $1 } / 11
    reliability = between > within ? 1 - within / between : 0
    let share = reliability
    effects = deviations.map { $0 * share }
  }
}
