/// (Σ numerator − Σ less) ÷ Σ denominator.
public struct RatioFormula: Formula {
  public let numerator: [Measure]
  public let less: [Measure]
  public let denominator: [Measure]

  public var parts: [MetricPart] {
    Self.parts(.numerator, numerator) + Self.parts(.less, less)
      + Self.parts(.denominator, denominator)
  }

  /// Whether both are numbers of records of one kind.
  public var isOfCounts: Bool {
    less.isEmpty && numerator.count == 1 && denominator.count == 1 && numerator[0].value == .one
      && denominator[0].value == .one && numerator[0].kind == denominator[0].kind
  }

  public var leading: Measure { denominator[0] }
  public var basis: [Measure] { denominator.map(\.count) }
  public var splitsIntoRateAndMix: Bool { true }

  public var told: [ToldSum] {
    [ToldSum(numerator, less: less), ToldSum(denominator, isLookedAt: true)]
  }

  public func sum(told place: Int, by value: MetricValue) -> Int? {
    guard denominator.allSatisfy({ $0.value == .one }) else { return nil }
    let top = ((value.value ?? 0) * Double(value.n)).rounded()
    return place == 1 ? value.n : top.magnitude < 1e15 ? Int(top) : nil
  }

  public var words: String {
    let (part, whole) = (numerator[0], denominator[0])
    if part.value == .one {
      return
        "The number of \(part.populationWords) ÷ the number of \(whole.populationWords)\(whole.timeWords)."
    }
    return "The mean of \(part.valueWords) over \(part.populationWords)\(part.timeWords)."
  }

  public func changing(numerator change: (Measure) -> Measure, denominator: (Measure) -> Measure)
    -> Self
  {
    RatioFormula(
      numerator: numerator.map(change), less: less.map(change),
      denominator: self.denominator.map(denominator))
  }

  public func value(_ cells: MetricCells) -> MetricValue {
    let bottom = cells.sum(.denominator)
    guard bottom != 0, cells.hasNumerator else { return .unknown }
    let top = Double(cells.sum(.numerator) - cells.sum(.less)) / Double(cells.scale(.numerator))
    let value = top / (Double(bottom) / Double(cells.scale(.denominator)))
    return MetricValue(value: value, n: Int(cells.count), estimate: estimate(cells, value))
  }
}

extension Formula where Self == RatioFormula {
  public static func ratio(_ numerator: Measure, _ denominator: Measure) -> Self {
    .ratio([numerator], less: [], [denominator])
  }

  public static func ratio(_ numerator: [Measure], less: [Measure], _ denominator: [Measure])
    -> Self
  {
    RatioFormula(numerator: numerator, less: less, denominator: denominator)
  }

  /// The mean of a measure's values.
  public static func mean(_ measure: Measure) -> Self { .ratio(measure, measure.count) }
}
