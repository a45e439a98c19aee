import Columnar
import Statistics

/// Statistics and intervals as `metrics.json` has them; `docs/data.md` describes each.
extension Estimate {
  /// Writes an object with sorted keys.
  func write(to text: inout String) {
    switch self {
    case .share(let share):
      text.write("{", "days", share.dispersion.days)
      text.write(",", "k", share.k)
      text += ",\"kind\":\"share\""
      text.write(",", "n", share.n)
      text.write(",", "phi", share.dispersion.factor)
    case .mean(let mean):
      text.write("{", "cubes", mean.cubes)
      text += ",\"kind\":\"mean\""
      text.write(",", "n", mean.n)
      text.write(",", "squares", mean.squares)
      text.write(",", "sum", mean.sum)
    case .ratio(let ratio):
      text += "{\"kind\":\"ratio\""
      text.write(",", "units", ratio.units)
      text.write(",", "x", ratio.x)
      text.write(",", "xx", ratio.xx)
      text.write(",", "xy", ratio.xy)
      text.write(",", "y", ratio.y)
      text.write(",", "yy", ratio.yy)
    case .count(let count):
      text.write("{", "count", count.count)
      text.write(",", "days", count.dispersion.days)
      text += ",\"kind\":\"count\""
      text.write(",", "phi", count.dispersion.factor)
      text += ",\"weekdays\":["
      for (place, records) in count.dispersion.weekdays.enumerated() {
        text += place > 0 ? ",\(records)" : "\(records)"
      }
      text += "]"
    case .nps(let nps):
      text.write("{", "detractors", nps.detractors)
      text += ",\"kind\":\"nps\""
      text.write(",", "passives", nps.passives)
      text.write(",", "promoters", nps.promoters)
    case .quantile(let ladder):
      text += "{\"kind\":\"quantile\""
      text.write(",", "n", ladder.n)
      text += ",\"rungs\":["
      for (place, rung) in ladder.rungs.enumerated() {
        if place > 0 { text += "," }
        rung.write(to: &text)
      }
      text += "]"
      text.write(",", "value", ladder.value)
    case .full(let value):
      text += "{\"kind\":\"full\""
      text.write(",", "value", value)
    }
    text += "}"
  }

  /// At 95 %; nil where there is none.
  var printedInterval: Bounds? { interval(missing: 0.05)?.decidable }

  /// The same as JSON.
  var intervalJSON: String? { printedInterval?.json }
}

extension String {
  /// Appends a number under a key.
  fileprivate mutating func write(_ before: String, _ key: String, _ number: Int) {
    self += before
    self += "\""
    self += key
    self += "\":"
    self += number.description
  }

  fileprivate mutating func write(_ before: String, _ key: String, _ number: Double) {
    self += before
    self += "\""
    self += key
    self += "\":"
    self += JSONText.number(number)
  }
}

extension Bounds {
  /// A side without a limit is null.
  var json: String {
    var text = ""
    write(to: &text)
    return text
  }

  func write(to text: inout String) {
    text += "["
    text += JSONText.number(low)
    text += ","
    text += JSONText.number(high)
    text += "]"
  }
}
