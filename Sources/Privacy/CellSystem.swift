import Aggregate

/// The values of metrics that have to do with one another, over stretches that do, as a system of
/// sums; and what of them is suppressed.
struct CellSystem {
  private typealias Face = DisclosureBook.Face

  /// A sum that some values tell, or none.
  private struct Key: Hashable {
    enum Sum: Hashable {
      /// Of the term of a number.
      case term(Int)
      /// A sum of several cells.
      case form(Int)
    }
    let sum: Sum
    let group: Int
    let span: Int
  }

  private struct Spot: Hashable {
    let group: Int
    let span: Int
  }

  private let faces: [DisclosureBook.Face]
  private let spans: [Range<Int64>]
  private let whole: Int?
  private var isHidden: [Bool]
  private var keys: [Key] = []
  private var numbers: [Key: Int] = [:]
  private var equations: [[SumSystem.Entry]] = []
  /// By face what it tells, and what nobody may work out.
  private var told: [[Int]] = []
  private var guarded: [Int?] = []
  private var facesOf: [[Int]] = []
  private var system = SumSystem([], cells: 0)
  /// How many records a group has in a stretch: the most of any value there.
  private var records: [Spot: Int] = [:]
  /// Where a value is suppressed.
  private var touched: Set<Spot> = []
  /// Sums that must not follow, in the order in which they came to be hidden.
  private var open: [Int] = []

  init(
    _ faces: [DisclosureBook.Face], _ block: SpanTable.Block, _ book: inout DisclosureBook
  ) {
    self.faces = faces
    spans = block.spans
    whole = book.table[.whole]
    isHidden = Array(repeating: false, count: faces.count)
    let places = Dictionary(uniqueKeysWithValues: spans.enumerated().map { ($1, $0) })
    tell(places, &book)
    addUp(block, places, &book)
    facesOf = Array(repeating: [], count: keys.count)
    for (face, cells) in told.enumerated() {
      for cell in Set(cells) { facesOf[cell].append(face) }
    }
    system = SumSystem(equations, cells: keys.count)
  }

  /// The values that are suppressed.
  var hidden: [DisclosureBook.Face] { faces.indices.filter { isHidden[$0] }.map { faces[$0] } }

  /// How many rows the algebra has subtracted from others.
  var eliminations: Int { system.eliminations }

  mutating func suppress(_ limits: SmallN, isDecided: (DisclosureBook.Face) -> Bool) {
    for cell in keys.indices where facesOf[cell].isEmpty { system.forget(cell) }
    for face in faces.indices where faces[face].isDecided && isDecided(faces[face]) {
      hide(face: face)
    }
    for face in faces.indices where faces[face].isFew(limits) && !faces[face].isDecided {
      hide(face: face)
    }
    var next = 0
    while next < open.count {
      let cell = open[next]
      next += 1
      while system.isDetermined(cell), let companion = companion(system.culprits(cell)) {
        hide(cell: companion)
      }
    }
  }

  // MARK: What is told, and what adds up

  private mutating func number(_ key: Key) -> Int {
    if let number = numbers[key] { return number }
    numbers[key] = keys.count
    keys.append(key)
    return keys.count - 1
  }

  private mutating func tell(_ places: [Range<Int64>: Int], _ book: inout DisclosureBook) {
    for face in faces {
      guard let span = places[face.span] else { continue }
      let spot = Spot(group: face.group, span: span)
      records[spot] = max(records[spot] ?? 0, face.n)
      var own: [Int] = []
      var secret: Int?
      for (number, form) in face.forms.enumerated() {
        let parts = book.cells(.init(form: form, group: face.group)).map { cell, factor in
          SumSystem.Entry(
            cell: self.number(Key(sum: .term(cell.term), group: cell.group, span: span)),
            factor: Residue(factor))
        }
        if parts.isEmpty { continue }
        var cell = parts[0].cell
        if parts.count > 1 {
          let key = Key(sum: .form(form), group: face.group, span: span)
          let isNew = numbers[key] == nil
          cell = self.number(key)
          if isNew { equations.append(parts + [SumSystem.Entry(cell: cell, factor: -1)]) }
        }
        own.append(cell)
        if number == 0 { secret = cell }
      }
      told.append(own)
      guarded.append(face.isGuarded ? secret : nil)
    }
  }

  /// The relations of groups in each stretch, and those of stretches in each group, of the groups of
  /// which a term is told.
  private mutating func addUp(
    _ block: SpanTable.Block, _ places: [Range<Int64>: Int], _ book: inout DisclosureBook
  ) {
    var told: [Int: Set<Int>] = [:]
    for key in keys {
      if case .term(let term) = key.sum { told[term, default: []].insert(key.group) }
    }
    for (term, groups) in told.sorted(by: { $0.key < $1.key }) {
      let groups = groups.sorted()
      for relation in book.table.relations(of: groups) {
        for span in spans.indices {
          equations.append(
            relation.map { group, factor in
              let key = Key(sum: .term(term), group: group, span: span)
              return SumSystem.Entry(cell: number(key), factor: factor)
            })
        }
      }
      for relation in block.relations {
        for group in groups {
          equations.append(
            relation.map { span, factor in
              let key = Key(sum: .term(term), group: group, span: places[span] ?? 0)
              return SumSystem.Entry(cell: number(key), factor: Residue(factor))
            })
        }
      }
    }
  }

  // MARK: Suppressing

  private func spot(_ cell: Int) -> Spot { Spot(group: keys[cell].group, span: keys[cell].span) }

  /// Suppresses whatever tells a sum.
  private mutating func hide(cell: Int) {
    for face in facesOf[cell] where !faces[face].isDecided { hide(face: face) }
  }

  private mutating func hide(face: Int) {
    if isHidden[face] { return }
    isHidden[face] = true
    for cell in told[face] {
      touched.insert(spot(cell))
      if facesOf[cell].allSatisfy({ isHidden[$0] }) { system.forget(cell) }
    }
    guard let cell = guarded[face] else { return }
    hide(cell: cell)
    open.append(cell)
  }

  /// Which of the sums from which a hidden one follows is suppressed too.
  private func companion(_ culprits: [Int]) -> Int? {
    // That there are no records to look at is no secret.
    let choices = culprits.filter { cell in
      !facesOf[cell].isEmpty
        && facesOf[cell].allSatisfy { face in
          !faces[face].isDecided && !(faces[face].isGuarded && faces[face].n == 0)
        }
    }
    func records(_ cell: Int) -> Int { self.records[spot(cell)] ?? 0 }
    let usual = choices.filter { cell in
      let most = whole.flatMap { self.records[Spot(group: $0, span: keys[cell].span)] } ?? .max
      return 0 < records(cell) && records(cell) < most
    }
    if let cell = usual.min(by: { a, b in
      let (x, y) = (spot(a), spot(b))
      return (touched.contains(x) ? 0 : 1, records(a), x.group, x.span, a)
        < (touched.contains(y) ? 0 : 1, records(b), y.group, y.span, b)
    }) {
      return cell
    }
    func least(_ cell: Int) -> Int {
      let n = facesOf[cell].map { faces[$0].n }.max() ?? 0
      return n == 0 ? .max : n
    }
    return choices.min { (least($0), $0) < (least($1), $1) }
  }
}
