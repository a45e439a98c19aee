import Compare
import Language

extension Verdict {
  /// As a reader sees it, with why two values are not comparable.
  var words: Words {
    let verdict: PhraseID =
      switch self {
      case .improved: .statusImproved
      case .worse: .statusWorse
      case .changed: .statusChanged
      case .noDetectableChange: .statusNoChange
      case .notComparable: .verdictNotComparable
      case .notKnown: .verdictNotKnown
      }
    guard case .notComparable(let reason) = self else { return .phrase(verdict) }
    return .phrase(
      .verdictWhy, ["verdict": .phrase(verdict), "reason": .phrase(reason.phrase)])
  }
}

extension Verdict.Reason {
  /// In a word or two.
  fileprivate var phrase: PhraseID {
    switch self {
    case .coverage: .reasonCoverage
    case .definition: .reasonDefinition
    case .source: .reasonSource
    case .part: .reasonPart
    case .appeared: .reasonAppeared
    case .vanished: .reasonVanished
    case .absent: .reasonAbsent
    case .suppressed: .reasonSuppressed
    case .fullCount: .reasonFullCount
    case .noInterval: .reasonNoInterval
    }
  }
}
