import Aggregate
import Language

extension SectionPlan {
  /// What customers said, and what came back.
  static let quality = SectionPlan("quality") { $0.quality }
}

extension Composer {
  fileprivate var quality: Section? {
    let answers = ["csat", "csat_response_rate", "nps", "ces"]
    let outcomes = ["one_touch", "fcr", "reopen_rate", "transfer_rate", "escalation_rate"]
    let ids = known(answers + outcomes)
    guard let first = ids.first else { return nil }
    let hasBoth = ids.contains("fcr") && ids.contains("one_touch")
    let charts =
      ["csat", "nps", "ces"].map { line($0) } + [
        hasBoth
          ? line(.phrase(.fcrAndOneTouch), ["fcr", "one_touch"], names: [.fcr, .oneTouch])
          : line("fcr") ?? line("one_touch"),
        line(
          .phrase(.returns), ["reopen_rate", "transfer_rate", "escalation_rate"],
          names: [.reopened, .moved, .escalated]),
      ]
    let groups: [(PhraseID, [String])] = [(.answersTable, answers), (.returnsTable, outcomes)]
    let tables = groups.filter { !known($1).isEmpty }
      .map { trend(.phrase($0, ["kind": kindName]), $1) }
    return Section(
      "quality", finding(first, .quality), subtitle: .phrase(.qualitySubtitle, ["span": span]),
      blocks(charts, tables, [hasBoth ? .phrase(.fcrNote) : nil, coverageNote(ids)]))
  }
}
