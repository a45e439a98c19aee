/// Stretches of time, and which of them are made of others: three months are a quarter.
struct SpanTable {
  /// A sum of stretches that is zero whatever is added up.
  typealias Relation = [(span: Range<Int64>, factor: Int)]

  /// Stretches that have to do with one another, and how.
  struct Block {
    var spans: [Range<Int64>]
    var relations: [Relation] = []
  }

  private(set) var blocks: [Block] = []

  /// A stretch leads from an instant to another. Where ways meet, one stretch is the sum of others,
  /// forwards and backwards: short stretches make a tree, and each further one closes a circle.
  init(_ spans: Set<Range<Int64>>) {
    var tree: [Int64: [(to: Int64, span: Range<Int64>)]] = [:]
    var block: [Range<Int64>: Int] = [:]
    let order = spans.sorted {
      ($0.upperBound - $0.lowerBound, $0.lowerBound) < (
        $1.upperBound - $1.lowerBound, $1.lowerBound
      )
    }
    var parts: [Block?] = []
    for span in order {
      guard !span.isEmpty, let way = Self.way(span, tree) else {
        if !span.isEmpty {
          tree[span.lowerBound, default: []].append((span.upperBound, span))
          tree[span.upperBound, default: []].append((span.lowerBound, span))
        }
        block[span] = parts.count
        parts.append(Block(spans: [span]))
        continue
      }
      var whole = Block(spans: [span], relations: [[(span, -1)] + way])
      for number in Set(way.compactMap { block[$0.span] }).sorted() {
        if let part = parts[number] {
          whole.spans += part.spans
          whole.relations += part.relations
        }
        parts[number] = nil
      }
      for own in whole.spans { block[own] = parts.count }
      parts.append(whole)
    }
    blocks = parts.compactMap { $0 }.map { block in
      var block = block
      block.spans.sort(by: Self.precedes)
      return block
    }
    .sorted { Self.precedes($0.spans[0], $1.spans[0]) }
  }

  private static func precedes(_ a: Range<Int64>, _ b: Range<Int64>) -> Bool {
    (a.lowerBound, a.upperBound) < (b.lowerBound, b.upperBound)
  }

  /// The stretches of the tree that lead from the start of one to its end.
  private static func way(
    _ span: Range<Int64>, _ tree: [Int64: [(to: Int64, span: Range<Int64>)]]
  ) -> Relation? {
    var came: [Int64: (from: Int64, span: Range<Int64>)] = [:]
    var open = [span.lowerBound]
    var next = 0
    while next < open.count, came[span.upperBound] == nil {
      let here = open[next]
      next += 1
      for step in tree[here] ?? []
      where step.to != span.lowerBound && came[step.to] == nil {
        came[step.to] = (here, step.span)
        open.append(step.to)
      }
    }
    var way: Relation = []
    var here = span.upperBound
    while here != span.lowerBound {
      guard let step = came[here] else { return nil }
      way.append((step.span, step.span.upperBound == here ? 1 : -1))
      here = step.from
    }
    return way
  }
}
