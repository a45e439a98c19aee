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

  /// The records of a term that are of a group of the table.
  struct Cell: Hashable {
    /// Its number.
    let term: Int
    let group: Int
  }

  /// A form of a group of the table.
  struct Sum: Hashable {
    let form: Int
    let group: Int
  }

  typealias Metrics = [(part: Int, metric: Int)]

  /// What adds up among groups.
  var table: GroupTable
  /// Metrics, by part and place, whose sums have to do with one another.
  private(set) var components: [Metrics] = []
  private var forms: [Form] = []
  private var formNumbers: [Form: Int] = [:]
  /// Of terms that say nothing of dimensions.
  private var termNumbers: [Form.Term: Int] = [:]
  private var cells: [Sum: [(cell: Cell, factor: Int)]] = [:]
  private let parts: [MetricSnapshot]
  /// By part the numbers of its groups.
  private let groups: [[Int]]
  private let disclosures: [[Disclosure]]
  private let tests: DimensionTests
  /// Terms that have to do with what nobody may work out, and forms in which they are.
  private var relevant: (terms: Set<Form.Term>, forms: Set<Int>) = ([], [])

  init(
    _ parts: [MetricSnapshot], _ limits: SmallN, meetings: [Group],
    isFlag: (String, RecordKind) -> Bool, name: (String, String) -> String
  ) {
    self.parts = parts
    var choices = MemberChoices()
    let meetings = choices.unified(meetings.filter { $0.dimensions.count < 3 })
    let own = parts.map { choices.unified($0.groups) }
    let lists = [meetings] + own
    let tests = DimensionTests(
      dimensions: Set(lists.joined().flatMap(\.dimensions)), choices: choices)
    self.tests = tests
    let told = parts.map { part in
      part.metrics.map { Disclosure($0, limits, isFlag: isFlag) }
    }
    disclosures = Self.withoutKnownCounts(VoidTests(parts, own, tests).supplied(told), tests)
    let forms = Set(disclosures.joined().flatMap(\.forms))
    var all = Set(own.joined())
    for (part, groups) in zip(disclosures, own) {
      // What says nothing of dimensions is of the groups themselves.
      for form in Set(part.flatMap(\.forms))
      where form.factors.keys.contains(where: { tests.stem($0) != $0 }) {
        for group in groups { all.formUnion(tests.cells(form, group).keys.map(\.group)) }
      }
    }
    table = GroupTable(
      all, published: Set(own.joined()),
      Combinations(lists, choices, tested: tests.words(Array(forms)), name: name), name: name)
    let table = table
    groups = own.map { $0.map { table[$0] ?? 0 } }
    for form in disclosures.joined().flatMap(\.forms)
    where !form.factors.isEmpty && formNumbers[form] == nil {
      formNumbers[form] = self.forms.count
      self.forms.append(form)
    }
    connect()
  }

  /// How many records a rate looks at is no secret, nor how many of them a metric of one's own looks
  /// at: what is left of a count is what makes it differ from those. Where a guarded sum is such a
  /// number itself, it is not known.
  private static func withoutKnownCounts(
    _ disclosures: [[Disclosure]], _ tests: DimensionTests
  ) -> [[Disclosure]] {
    func stems(_ forms: [Form]) -> Set<Form.Term> {
      Set(forms.flatMap { $0.factors.keys.map(tests.stem) })
    }
    let known = stems(disclosures.joined().flatMap(\.looksAt))
      .subtracting(stems(disclosures.joined().compactMap(\.guarded)))
    return disclosures.map { part in
      part.map { disclosure in
        var disclosure = disclosure
        disclosure.drop { known.contains(tests.stem($0)) }
        return disclosure
      }
    }
  }

  // MARK: What has to do with what

  /// Puts metrics together that share a sum, leaving out those that tell nothing of what is guarded.
  private mutating func connect() {
    let stems = forms.map { Set($0.factors.keys.map(tests.stem)) }
    var terms = Set(
      disclosures.joined().compactMap(\.guarded).flatMap { formNumbers[$0].map { stems[$0] } ?? [] }
    )
    while let more = stems.first(where: {
      !$0.isDisjoint(with: terms) && !$0.isSubset(of: terms)
    }) {
      terms.formUnion(more)
    }
    var found: [(stems: Set<Form.Term>, metrics: Metrics)] = []
    for (part, disclosures) in disclosures.enumerated() {
      for (metric, disclosure) in disclosures.enumerated() {
        let own = Set(disclosure.forms.flatMap { formNumbers[$0].map { stems[$0] } ?? [] })
          .intersection(terms)
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
    relevant = (terms, Set(forms.indices.filter { !stems[$0].isDisjoint(with: terms) }))
  }

  func faces(of component: Metrics) -> [Face] {
    component.flatMap { part, metric in
      let snapshot = parts[part]
      let disclosure = disclosures[part][metric]
      let forms = disclosure.forms.compactMap { formNumbers[$0] }.filter(relevant.forms.contains)
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

  /// A form of a group as a sum of cells, in an order of their own.
  mutating func cells(_ sum: Sum) -> [(cell: Cell, factor: Int)] {
    if let known = cells[sum] { return known }
    let own = tests.cells(forms[sum.form], table.groups[sum.group])
    let terms = Set(own.keys.map(\.term).filter { termNumbers[$0] == nil })
    let new = terms.count < 2 ? Array(terms) : terms.sorted { $0.text < $1.text }
    for term in new { termNumbers[term] = termNumbers.count }
    let found = own.compactMap { cell, factor -> (cell: Cell, factor: Int)? in
      guard let term = termNumbers[cell.term], let group = table[cell.group] else { return nil }
      return (Cell(term: term, group: group), factor)
    }
    .sorted { ($0.cell.group, $0.cell.term) < ($1.cell.group, $1.cell.term) }
    cells[sum] = found
    return found
  }
}
