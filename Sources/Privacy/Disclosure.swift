import Aggregate
import Columnar
import Records

/// What a metric's value tells, if it is shown.
struct Disclosure {
  /// What can be worked out from the value and its n.
  var forms: [Form] = []
  /// Those of them that say how many records it looks at.
  var looksAt: [Form] = []
  /// What nobody may work out where the value is not shown; nil where it says nothing of single
  /// records.
  var guarded: Form?
  /// Whether it is a standing as it was at the start of the period, or at its end.
  var standing: Standing?

  enum Standing { case start, end }

  init(_ metric: Metric, _ limits: SmallN, isFlag: (String, RecordKind) -> Bool) {
    let told = metric.formula.told
    forms = told.map {
      Form($0.measures, less: $0.less, isDistribution: $0.isDistribution, isFlag: isFlag)
    }
    looksAt = zip(told, forms).filter(\.0.isLookedAt).map(\.1)
    if metric.isOfRecords(limits) { guarded = forms.first }
    if metric.isInstant {
      standing = metric.parts.contains(where: \.isOpening) ? .start : .end
    }
  }

  /// Takes terms out that are known anyway.
  mutating func drop(_ isKnown: (Form.Term) -> Bool) {
    forms = forms.map { Form(factors: $0.factors.filter { !isKnown($0.key) }) }
    if guarded != nil { guarded = forms.first }
  }

  /// The stretch that is added up over; an instant is a stretch without length.
  func span(_ period: Range<Int64>) -> Range<Int64> {
    switch standing {
    case nil: period
    case .start: period.lowerBound..<period.lowerBound
    case .end: period.upperBound..<period.upperBound
    }
  }
}
