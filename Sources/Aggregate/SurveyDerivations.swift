import Columnar
import Records

/// What answers mean. An answer that does not fit its scale is not judged.
enum SurveyDerivations {
  private static let one = FieldType.decimalScale

  private static func judged(
    _ input: DerivedField.Input, _ kind: String, _ judge: (_ row: Int, _ score: Int64) -> Int64
  ) -> [Int64] {
    let kinds = input["kind"]
    let scores = input["score"]
    let code = input.code("kind", kind)
    return input.rows.map { row in
      kinds[row] == code && scores[row] != .missing ? judge(row, scores[row]) : .missing
    }
  }

  /// Good: 4 and 5 of 1–5, 2 of 1–2, 1 of 0–1.
  static func satisfied(_ input: DerivedField.Input) -> [Int64] {
    let scales = input["scale"]
    return judged(input, "csat") { row, score in
      let (least, good, most): (Int64, Int64, Int64)
      switch scales[row] {
      case .missing, 5: (least, good, most) = (1, 4, 5)
      case 2: (least, good, most) = (1, 2, 2)
      case 1: (least, good, most) = (0, 1, 1)
      default: return .missing
      }
      guard score >= least * one, score <= most * one else { return .missing }
      return score >= good * one ? 1 : 0
    }
  }

  /// 1 for a promoter, −1 for a detractor, of 0–10.
  static func npsClass(_ input: DerivedField.Input) -> [Int64] {
    let scales = input["scale"]
    return judged(input, "nps") { row, score in
      guard scales[row] == .missing || scales[row] == 10, score >= 0, score <= 10 * one else {
        return .missing
      }
      return score >= 9 * one ? 1 : score <= 6 * one ? -1 : 0
    }
  }

  /// 5–7 of 1–7 where 7 is easy, 1–3 where 1 is.
  static func easy(_ input: DerivedField.Input) -> [Int64] {
    let scales = input["scale"]
    let ends = input["easy_end"]
    let (high, low) = (input.code("easy_end", "high"), input.code("easy_end", "low"))
    return judged(input, "ces") { row, score in
      guard scales[row] == .missing || scales[row] == 7, score >= one, score <= 7 * one else {
        return .missing
      }
      if ends[row] == high { return score >= 5 * one ? 1 : 0 }
      return ends[row] == low ? score <= 3 * one ? 1 : 0 : .missing
    }
  }

  /// Whether no later answer that can be judged came of the same kind for the same ticket; answers
  /// without a ticket are each their own. All answers for a ticket lie in one batch.
  static func isLatestAnswer(_ input: DerivedField.Input) -> [Int64] {
    struct Topic: Hashable {
      var ticket, kind: Int64
    }
    let judgements = [satisfied(input), npsClass(input), easy(input)]
    let (links, kinds) = (input[Field.ticketLink.name], input["kind"])
    let (responded, places) = (input["responded"], input["place"])
    var isLatest = [Int64](repeating: .missing, count: input.batch.count)
    var latest: [Topic: Int] = [:]
    for row in input.rows where responded[row] != .missing {
      guard judgements.contains(where: { $0[row] != .missing }) else { continue }
      isLatest[row] = 1
      if links[row] == .missing { continue }
      let topic = Topic(ticket: links[row], kind: kinds[row])
      if let known = latest[topic] {
        let isLater = (responded[known], places[known]) < (responded[row], places[row])
        isLatest[isLater ? known : row] = 0
        if !isLater { continue }
      }
      latest[topic] = row
    }
    return isLatest
  }
}
