import Statistics

/// 100 × (promoters − detractors) ÷ answers.
public struct NetPromoterFormula: Formula {
  /// 1 for each promoter, 0 for each passive answer, −1 for each detractor.
  public let classes: Measure
  /// 1 for each promoter and each detractor.
  public let extremes: Measure
  public let answers: Measure

  public var parts: [MetricPart] {
    [MetricPart(.numerator, classes), MetricPart(.denominator, answers)]
  }

  public var leading: Measure { answers }
  public var basis: [Measure] { [answers.count] }
  public var splitsIntoRateAndMix: Bool { true }

  public var told: [ToldSum] {
    [ToldSum([classes]), ToldSum([answers], isLookedAt: true), ToldSum([extremes])]
  }

  public func sum(told place: Int, by value: MetricValue) -> Int? {
    switch place {
    case 0: Int(((value.value ?? 0) / 100 * Double(value.n)).rounded())
    case 1: value.n
    default:
      if case .nps(let answers) = value.estimate {
        answers.promoters + answers.detractors
      } else {
        nil
      }
    }
  }

  public func sampled(_ availability: FieldAvailability) -> [Accumulation] {
    [Accumulation(extremes, .sum)]
  }

  public func changing(numerator: (Measure) -> Measure, denominator: (Measure) -> Measure) -> Self {
    NetPromoterFormula(
      classes: numerator(classes), extremes: numerator(extremes), answers: denominator(answers))
  }

  public func value(_ cells: MetricCells) -> MetricValue {
    let n = Int(cells.sum(.denominator))
    guard n > 0 else { return .unknown }
    let (net, ends) = (Int(cells.sum(.numerator)), Int(cells.sampled(0)))
    let (promoters, detractors) = ((ends + net) / 2, (ends - net) / 2)
    return MetricValue(
      value: 100 * Double(net) / Double(n), n: n,
      estimate: .nps(
        NetPromoters(promoters: promoters, passives: n - ends, detractors: detractors)))
  }
}

extension Formula where Self == NetPromoterFormula {
  public static func netPromoters(_ classes: Measure, extremes: Measure, of answers: Measure)
    -> Self
  {
    NetPromoterFormula(classes: classes, extremes: extremes, answers: answers)
  }
}
