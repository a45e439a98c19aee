import Columnar
import Statistics

/// Statistics and intervals as `metrics.json` has them; `docs/data.md` describes each.
extension Estimate {
  /// An object with sorted keys.
  var json: String {
    func number(_ value: Double) -> String { JSONText.number(value) }
    switch self {
    case .share(let share):
      return """
        {"days":\(share.dispersion.days),"k":\(share.k),"kind":"share","n":\(share.n),\
        "phi":\(number(share.dispersion.factor))}
        """
    case .mean(let mean):
      return """
        {"cubes":\(number(mean.cubes)),"kind":"mean","n":\(mean.n),\
        "squares":\(number(mean.squares)),"sum":\(number(mean.sum))}
        """
    case .ratio(let ratio):
      return """
        {"kind":"ratio","units":\(ratio.units),"x":\(number(ratio.x)),"xx":\(number(ratio.xx)),\
        "xy":\(number(ratio.xy)),"y":\(number(ratio.y)),"yy":\(number(ratio.yy))}
        """
    case .count(let count):
      return """
        {"count":\(count.count),"days":\(count.dispersion.days),"kind":"count",\
        "phi":\(number(count.dispersion.factor))}
        """
    case .nps(let nps):
      return """
        {"detractors":\(nps.detractors),"kind":"nps","passives":\(nps.passives),\
        "promoters":\(nps.promoters)}
        """
    case .quantile(let ladder):
      let rungs = ladder.rungs.map(\.json).joined(separator: ",")
      return """
        {"kind":"quantile","n":\(ladder.n),"rungs":[\(rungs)],"value":\(number(ladder.value))}
        """
    case .full(let value): return #"{"kind":"full","value":\#(number(value))}"#
    }
  }

  /// At 95 %; nil where there is none.
  var intervalJSON: String? {
    interval(missing: 0.05)?.decidable.json
  }
}

extension Bounds {
  /// A side without a limit is null.
  var json: String { "[\(JSONText.number(low)),\(JSONText.number(high))]" }
}
