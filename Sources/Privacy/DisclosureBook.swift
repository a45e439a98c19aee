import Aggregate
import Columnar
import Records

/// What the values of several snapshots tell: which sums of which groups, and which of these belong
/// together.
struct DisclosureBook {
  /// Where a value stands.
  struct Place: Hashable {
    let part: Int
    let metric: Int
    let group: Int
    let period: Int
  }

  /// A value that is published, unless it is suppressed.
  struct Face {
    let place: Place
    /// Its group in the table.
    let group: Int
    let span: Range<Int64>
    let n: Int
    /// Numbers of forms that it tells; of the first it is said that nobody may work it out.
    let forms: [Int]
    let isGuarded: Bool
    /// Whether it was published, or suppressed, before.
    var isDecided = false

    func isFew(_ limits: SmallN) -> Bool { isGuarded && 0 < n && n < limits.suppress }
  }

  /// A multiple of the records of a term that are of a group.
  struct Cell: Hashable {
    let term: Form.Term
    let group: Int
  }

  let table: GroupTable
  /// Metrics, by part and place, whose sums have to do with one another.
  private(set) var components: [[(part: Int, metric: Int)]] = []
  private(set) var forms: [Form] = []
  private var formNumbers: [Form: Int] = [:]
  private let parts: [MetricSnapshot]
  /// By part the numbers of its groups.
  private let groups: [[Int]]
  private var disclosures: [[Disclosure]] = []
  private let dimensions: Set<String>

  init(
    _ parts: [MetricSnapshot], _ limits: SmallN, meetings: [Group],
    isFlag: (String, RecordKind) -> Bool, name: (String, String) -> String
  ) {
    self.parts = parts
    let disclosures = parts.map { part in
      part.metrics.map { Disclosure($0, limits, isFlag: isFlag) }
    }
    // A test of a dimension takes a part of each group, whether or not a report has it.
    let split = Set(parts.flatMap(\.groups).flatMap(\.dimensions))
    let groupings = Set(parts.flatMap(\.groups).map(\.dimensions))
    let tested = Set(
      disclosures.joined().flatMap(\.forms).flatMap(\.factors.keys).map {
        split.intersection($0.conditions.keys)
      })
    var table = GroupTable(
      parts.map(\.groups), meetings: meetings,
      others: Set(groupings.flatMap { own in tested.map { $0.union(own).sorted() } }), name: name)
    groups = parts.map { part in table.unified(part.groups).map { table[$0] ?? 0 } }
    self.table = table
    self.disclosures = disclosures
    dimensions = Set(table.groups.flatMap(\.dimensions))
    dropVoidTests()
    dropKnownCounts()
    for part in disclosures {
      for form in part.flatMap(\.forms) where !form.factors.isEmpty && formNumbers[form] == nil {
        formNumbers[form] = forms.count
        forms.append(form)
      }
    }
    connect()
  }

  // MARK: What is known anyway

  /// How many records a rate looks at is no secret, nor how many of them a metric of one's own looks
  /// at: what is left of a count is what makes it differ from those. Where a guarded sum is such a
  /// number itself, it is not known.
  private mutating func dropKnownCounts() {
    let guarded = Set(
      disclosures.joined().compactMap(\.guarded).flatMap { $0.factors.keys.map(stem) })
    let known = Set(
      disclosures.joined().flatMap(\.looksAt).flatMap { $0.factors.keys.map(stem) }
    ).subtracting(guarded)
    disclosures = disclosures.map { part in
      part.map { disclosure in
        var disclosure = disclosure
        disclosure.drop { known.contains(stem($0)) }
        return disclosure
      }
    }
  }

  // MARK: What has to do with what

  /// The term without what it says of dimensions, which is a matter of groups.
  private func stem(_ term: Form.Term) -> Form.Term {
    var stem = term
    for dimension in dimensions { stem.conditions[dimension] = nil }
    return stem
  }

  /// Puts metrics together that share a sum, leaving out those that tell nothing of what is guarded.
  private mutating func connect() {
    let stems = forms.map { Set($0.factors.keys.map(stem)) }
    var relevant = Set(
      disclosures.joined().compactMap(\.guarded).flatMap { formNumbers[$0].map { stems[$0] } ?? [] }
    )
    while let more = stems.first(where: {
      !$0.isDisjoint(with: relevant) && !$0.isSubset(of: relevant)
    }) {
      relevant.formUnion(more)
    }
    var found: [(stems: Set<Form.Term>, metrics: [(part: Int, metric: Int)])] = []
    for (part, disclosures) in disclosures.enumerated() {
      for (metric, disclosure) in disclosures.enumerated() {
        let own = Set(disclosure.forms.flatMap { formNumbers[$0].map { stems[$0] } ?? [] })
          .intersection(relevant)
        if own.isEmpty { continue }
        var whole = (stems: own, metrics: [(part: part, metric: metric)])
        for other in found where !other.stems.isDisjoint(with: own) {
          whole.stems.formUnion(other.stems)
          whole.metrics += other.metrics
        }
        found.removeAll { !$0.stems.isDisjoint(with: own) }
        found.append(whole)
      }
    }
    components = found.map { $0.metrics.sorted { ($0.part, $0.metric) < ($1.part, $1.metric) } }
    self.relevant = Set(forms.indices.filter { !stems[$0].isDisjoint(with: relevant) })
  }

  private var relevant: Set<Int> = []

  func faces(of component: [(part: Int, metric: Int)]) -> [Face] {
    component.flatMap { part, metric in
      let snapshot = parts[part]
      let disclosure = disclosures[part][metric]
      let forms = disclosure.forms.compactMap { formNumbers[$0] }.filter(relevant.contains)
      return snapshot.groups.enumerated().flatMap { place, group -> [Face] in
        guard let series = snapshot.series(snapshot.metrics[metric].id, group) else { return [] }
        return series.enumerated().map { period, value in
          Face(
            place: Place(part: part, metric: metric, group: place, period: period),
            group: groups[part][place], span: disclosure.span(snapshot.spans[period]), n: value.n,
            forms: forms, isGuarded: disclosure.guarded != nil)
        }
      }
    }
  }

  // MARK: Sums of groups

  /// A form of a group as a sum of cells: what it says of dimensions is a matter of other groups.
  func cells(_ form: Form, _ group: Int) -> [Cell: Int] {
    var cells: [Cell: Int] = [:]
    for (term, factor) in form.factors {
      for (cell, own) in self.cells(term, group) {
        let sum = cells[cell, default: 0] + factor * own
        cells[cell] = sum == 0 ? nil : sum
      }
    }
    return cells
  }

  private func cells(_ term: Form.Term, _ group: Int) -> [(Cell, Int)] {
    var cells = [(Cell(term: stem(term), group: group), 1)]
    for (dimension, condition) in term.conditions.sorted(by: { $0.key < $1.key })
    where dimensions.contains(dimension) {
      cells = cells.flatMap { cell, factor -> [(Cell, Int)] in
        // What cannot be said of groups stays a condition.
        var own = cell.term
        own.conditions[dimension] = condition
        let apart = [(Cell(term: own, group: cell.group), factor)]
        func inner(_ member: String, _ factor: Int) -> [(Cell, Int)]? {
          switch table.place(cell.group, dimension, member) {
          case .group(let group): [(Cell(term: cell.term, group: group), factor)]
          case .nowhere: []
          case .unknown: nil
          }
        }
        switch condition {
        case .word(let word): return inner(word, factor) ?? apart
        case .present: return inner(Group.none, -factor).map { [(cell, factor)] + $0 } ?? apart
        default: return apart
        }
      }
    }
    return cells
  }

  // MARK: Tests that leave nothing out

  /// A metric of a pipeline's own may lack a test of another that leaves nothing out, as that an
  /// answer is the latest of its ticket: then both tell the same, and it is taken to have the test.
  private mutating func dropVoidTests() {
    let builtIn = Set(MetricTable.builtIn.map(\.id))
    let known = Dictionary(
      parts.indices.flatMap { part in
        parts[part].metrics.indices.flatMap { sums(part, $0) }
      }, uniquingKeysWith: { first, _ in first })
    let models = disclosures.joined().filter { $0.guarded != nil }.map(\.forms)
    for part in parts.indices {
      for metric in parts[part].metrics.indices
      where !builtIn.contains(parts[part].metrics[metric].id) {
        for (place, form) in disclosures[part][metric].forms.enumerated() {
          var tried: Set<Form> = [form]
          for model in models {
            guard let more = form.lacking(model), tried.insert(form.with(more)).inserted else {
              continue
            }
            let wanted = form.with(more)
            if agrees(wanted, part, metric, place, known) {
              let isGuarded = place == 0 && disclosures[part][metric].guarded != nil
              disclosures[part][metric].forms[place] = wanted
              if isGuarded { disclosures[part][metric].guarded = wanted }
              break
            }
          }
        }
      }
    }
  }

  private struct SumPlace: Hashable {
    let cell: Cell
    let span: Range<Int64>
  }

  /// The sums that a metric's values tell, where each is of one cell.
  private func sums(_ part: Int, _ metric: Int) -> [(SumPlace, Int)] {
    disclosures[part][metric].forms.indices.flatMap { place in
      values(part, metric, place).compactMap { group, span, value in
        let cells = self.cells(disclosures[part][metric].forms[place], group)
        guard cells.count == 1, let (cell, factor) = cells.first, factor == 1 else { return nil }
        return (SumPlace(cell: cell, span: span), value)
      }
    }
  }

  /// The values of one of the forms that a metric tells; none where they cannot be read from it.
  private func values(
    _ part: Int, _ metric: Int, _ place: Int
  ) -> [(group: Int, span: Range<Int64>, value: Int)] {
    let snapshot = parts[part]
    let own = snapshot.metrics[metric]
    let disclosure = disclosures[part][metric]
    return snapshot.groups.indices.flatMap { number in
      (snapshot.series(own.id, snapshot.groups[number]) ?? []).enumerated().compactMap {
        period, value in
        own.sum(place, value).map {
          (groups[part][number], disclosure.span(snapshot.spans[period]), $0)
        }
      }
    }
  }

  private func agrees(
    _ form: Form, _ part: Int, _ metric: Int, _ place: Int, _ known: [SumPlace: Int]
  ) -> Bool {
    var isSeen = false
    for (group, span, value) in values(part, metric, place) {
      var sum = 0
      for (cell, factor) in cells(form, group) {
        guard let own = known[SumPlace(cell: cell, span: span)] else { return false }
        sum += factor * own
      }
      if sum != value { return false }
      isSeen = isSeen || value != 0
    }
    return isSeen
  }
}

extension Disclosure {
  /// The stretch that is added up over; an instant is a stretch without length.
  func span(_ period: Range<Int64>) -> Range<Int64> {
    switch standing {
    case nil: period
    case .start: period.lowerBound..<period.lowerBound
    case .end: period.upperBound..<period.upperBound
    }
  }
}

extension Form {
  /// The conditions that all terms of others have, on fields of which this says nothing; nil where
  /// there are none, or the two do not count the same kind of thing.
  fileprivate func lacking(_ others: [Form]) -> [String: Condition]? {
    let terms = others.flatMap(\.factors.keys)
    guard let first = terms.first, Set(terms.map(\.family)) == Set(factors.keys.map(\.family))
    else { return nil }
    let shared = first.conditions.filter { field, condition in
      terms.allSatisfy { $0.conditions[field] == condition }
        && factors.keys.allSatisfy { $0.conditions[field] == nil }
    }
    return shared.isEmpty ? nil : shared
  }
}

extension Metric {
  /// The sum that a value tells of one of the metric's forms; nil where it cannot be read from it.
  fileprivate func sum(_ form: Int, _ value: MetricValue) -> Int? {
    guard basis.isEmpty, isCount || !formula.isSum else { return nil }
    return formula.sum(told: form, by: value)
  }
}
