import Aggregate
import Columnar
import Compare
import Compose
import Language
import Statistics

/// A figure beside the others of its course: what its statistics say of it, how it differs from the period
/// before and why, and whether it is out of the ordinary.
extension Explanation {
  private var row: Comparison.Row? {
    diff?.comparison.rows.first { $0.metric.id == metric.id && $0.group == group }
  }

  private var variation: Variation? {
    guard let course = diff?.course, group.members.count < 2 else { return nil }
    return Variation(
      metric, group, in: course.snapshot, Milestones(course.milestones, in: course.snapshot))
  }

  /// Of a figure of the whole, what each member of a dimension adds to its change.
  private var splits: [Comparison.Split] {
    guard let diff, group == .whole else { return [] }
    return diff.comparison.splits.filter { $0.metric.id == metric.id }
  }

  // MARK: For a terminal

  /// Beside the value: its interval, its change, its control chart.
  func courseFacts(_ amounts: Amounts) -> [[String]] {
    let language = amounts.language
    var facts: [[String]] = []
    if let estimate = value.estimate {
      let interval = amounts.interval(value, metric.unit)
      let basis = estimate.basis(language)
      facts.append([
        language.text(.factInterval),
        interval == language.unknown
          ? basis : language.text(.intervalFromBasis, ["interval": interval, "basis": basis]),
      ])
    }
    if let row, let diff {
      let detail = diff.content(.brief).detail(of: row)
      facts.append([language.text(.factChange), diff.text(detail.change)])
      if let sure = detail.sure { facts.append(["", diff.text(sure)]) }
    }
    if let variation, variation.periods.last == period,
      variation.chart.points.count >= Variation.fewestShown
    {
      let last = variation.last
      func amount(_ number: Double) -> String { amounts.amount(number, value.unit(metric.unit)) }
      facts.append([
        language.text(.factChart),
        language.text(
          variation.chart.isTrial ? .chartWithTrialLimits : .chartWithLimits,
          [
            "mean": amount(last.mean), "lower": amount(last.lower), "upper": amount(last.upper),
            "since": variation.baseline.description, "rule": language.text(last.rule.phrase),
          ]),
      ])
    }
    return facts
  }

  /// The signals of the figure, and why it changed.
  func courseSections(_ amounts: Amounts) -> String {
    guard let diff else { return "" }
    let language = amounts.language
    var text = ""
    let told = diff.content(.brief).signals.filter { $0.signal.tells(of: metric, group) }
    if !told.isEmpty {
      text += "\n\(language.text(.messages))\n"
      for signal in told { text += wrapped("- " + diff.text(signal.words), hanging: 2) + "\n" }
    }
    let splits = splits
    if splits.isEmpty { return text }
    let columns: [PhraseID] = [.dimensionOf, .memberName, .causeRate, .causeMix, .contribution]
    let rows = splits.flatMap { split in
      split.members.filter { $0.part.rate != 0 || $0.part.mix != 0 }.map { member in
        let part = member.part
        let numbers: [Double?] =
          split.isByWeight
          ? [part.rate, part.mix, part.rate + part.mix] : [nil, nil, part.rate + part.mix]
        return ["  \(split.dimension)", member.name]
          + numbers.map { number in
            number.map { amounts.difference($0, split.unit) } ?? language.unknown
          }
      }
    }
    let head = columns.map { language.text($0) }
    return text + "\n"
      + language.text(
        .whyItChanged, ["period": diff.comparison.from.description]) + "\n"
      + TextTable.aligned([["  \(head[0])"] + head.dropFirst()] + rows, leading: 2)
  }

  // MARK: As data

  /// The comparison with the period before, as `diff --json` has it; null where there is none.
  var changeJSON: String {
    guard let diff, let row else { return "null" }
    return diff.line(row, why: splits.flatMap { split in split.members.map { (split, $0) } })
  }

  /// As `metrics.json` has it.
  var variationJSON: String {
    guard let variation, let course = diff?.course else { return "null" }
    let target = course.targets.target(metric.id, period, group)?.bound
    return MetricsFile.line(variation, metric, group, target)
  }

  var signalsJSON: String {
    guard let course = diff?.course else { return "[]" }
    let lines = zip(course.signals, course.signalLines()).filter {
      $0.0.tells(of: metric, group)
    }.map(\.1)
    return lines.isEmpty ? "[]" : "[\n\(lines.joined(separator: ",\n"))\n]"
  }

  var statisticsJSON: String {
    guard let estimate = value.estimate else { return "null" }
    var text = ""
    estimate.write(to: &text)
    return text
  }
}

extension Signal {
  /// Whether a figure is part of what it says.
  fileprivate func tells(of metric: Metric, _ group: Group) -> Bool {
    self.metric.id == metric.id && self.group == group
      || companions.contains { $0.metric.id == metric.id && $0.group == group }
  }
}

extension ControlChart.Rule {
  fileprivate var phrase: PhraseID {
    switch self {
    case .common: .ruleCommon
    case .outside: .ruleOutside
    case .trend: .ruleTrend
    case .twoOfThree: .ruleTwoOfThree
    case .shift: .ruleShift
    }
  }
}

extension Estimate {
  /// What an interval comes from, in a few words.
  fileprivate func basis(_ language: Language) -> String {
    func count(_ number: Int) -> String { language.grouped(Double(number)) }
    switch self {
    case .share(let share):
      return language.text(
        .basisShare, ["k": count(share.k), "n": count(share.n)], on: share.dispersion)
    case .count(let value):
      return language.text(.basisCount, ["count": count(value.count)], on: value.dispersion)
    case .mean(let mean):
      return language.text(
        .basisMean, ["n": count(mean.n), "skewness": language.fixed(mean.skewness, 2)])
    case .ratio(let ratio): return language.text(.basisRatio, ["units": count(ratio.units)])
    case .nps(let nps):
      return language.text(
        .basisNPS,
        [
          "promoters": count(nps.promoters), "passives": count(nps.passives),
          "detractors": count(nps.detractors),
        ])
    case .quantile(let ladder): return language.text(.basisQuantile, ["n": count(ladder.n)])
    case .full: return language.text(.basisFull)
    }
  }
}

extension Language {
  fileprivate func text(
    _ id: PhraseID, _ arguments: [String: String], on dispersion: Dispersion
  ) -> String {
    let basis = text(id, arguments)
    let days = dispersion.days
    if days == 0 { return basis }
    return text(
      dispersion.factor > 1 ? .basisOnUnlikeDays : .basisOnDays,
      ["basis": basis, "days": "\(days)", "phi": fixed(dispersion.factor, 2)], number: days)
  }
}
