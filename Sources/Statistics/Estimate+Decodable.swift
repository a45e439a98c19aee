/// Statistics as `metrics.json` has them; `docs/data.md` describes each.
extension Estimate: Decodable {
  private enum Key: String, CodingKey {
    case kind, k, n, phi, days, sum, squares, cubes, units, x, y, xx, xy, yy, count
    case promoters, passives, detractors, value, rungs, weekdays
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    func number(_ key: Key) throws -> Double { try values.decode(Double.self, forKey: key) }
    func whole(_ key: Key) throws -> Int { try values.decode(Int.self, forKey: key) }
    func dispersion() throws -> Dispersion {
      Dispersion(
        factor: try number(.phi), days: try whole(.days),
        weekdays: try values.decodeIfPresent([Int].self, forKey: .weekdays) ?? [])
    }
    switch try values.decode(String.self, forKey: .kind) {
    case "share":
      self = .share(Share(k: try whole(.k), n: try whole(.n), dispersion: try dispersion()))
    case "mean":
      self = .mean(
        Mean(
          n: try whole(.n), sum: try number(.sum), squares: try number(.squares),
          cubes: try number(.cubes)))
    case "ratio":
      self = .ratio(
        RatioOfSums(
          units: try whole(.units), x: try number(.x), y: try number(.y), xx: try number(.xx),
          xy: try number(.xy), yy: try number(.yy)))
    case "count": self = .count(Count(try whole(.count), dispersion: try dispersion()))
    case "nps":
      self = .nps(
        NetPromoters(
          promoters: try whole(.promoters), passives: try whole(.passives),
          detractors: try whole(.detractors)))
    case "quantile":
      self = .quantile(
        QuantileLadder(
          value: try number(.value), n: try whole(.n),
          rungs: try values.decode([[Double?]].self, forKey: .rungs).map {
            Bounds(low: $0.first ?? nil, high: $0.last ?? nil)
          }))
    case "full": self = .full(try number(.value))
    case let kind:
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: values, debugDescription: "no statistics are of the kind '\(kind)'")
    }
  }
}
