import Civil
public import Columnar

/// The measures of one record kind, with columns and codes looked up: what a batch is run through.
public struct MeasureProgram: Sendable {
  enum Place: Sendable {
    /// The slot column of an instant, by its place in `instants`.
    case at(Int)
    /// From one column until another.
    case standing(Int, Int)
  }

  enum Worth: Sendable {
    case one
    case column(Int)
    case difference(Int, Int)
    case age
  }

  struct Step: Sendable {
    let place: Place
    let worth: Worth
    let tests: [CompiledTest]
    let ageTests: [(FieldTest.Operator, Int64)]
    let isDistributed: Bool
    /// Which block of cells: of the sums, or of the distributions.
    let cells: Int

    @inline(__always)
    func value(_ row: Int, _ columns: [[Int64]]) -> Int64? {
      switch worth {
      case .one: return 1
      case .column(let column):
        let value = columns[column][row]
        return value == .missing ? nil : value
      case .difference(let a, let b):
        let (x, y) = (columns[a][row], columns[b][row])
        return x == .missing || y == .missing ? nil : x - y
      case .age: return nil
      }
    }
  }

  let layout: GroupLayout
  let axis: PeriodAxis
  let context: AggregationContext
  public let kind: RecordKind
  /// The schema of the records as they are loaded.
  public let loaded: Schema
  let measures: [Step]
  /// The columns by whose instants something is attributed.
  let instants: [Int]
  let sumCount: Int
  let distributionCount: Int
  private let schema: Schema
  private let derived: [DerivedField]
  /// For each grouping that the kind has, its first group, and its columns.
  private let groupings: [(first: Int, sizes: [Int], columns: [Int])]
  private let cellOf: [Measure: Int]

  init(
    _ plan: AggregationPlan, _ kind: RecordKind, loaded: Schema, layout: GroupLayout,
    context: AggregationContext
  ) {
    self.layout = layout
    self.context = context
    self.kind = kind
    self.loaded = loaded
    axis = plan.axis

    let all = plan.measures(kind)
    var needed = Set(all.flatMap(\.fields))
    for field in DerivedField.all.reversed() where field.kind == kind {
      if needed.contains(field.field.name) { needed.formUnion(field.inputs) }
    }
    let derived = DerivedField.all.filter { $0.kind == kind && needed.contains($0.field.name) }
    let schema = Schema(kind: kind, fields: loaded.fields + derived.map(\.field))
    self.derived = derived
    self.schema = schema

    var instants: [Int] = []
    var cells: [Measure: Int] = [:]
    let distributed = plan.distributed(kind)
    var sumCount = 0
    var distributionCount = 0
    func column(_ name: String) -> Int { schema.index(of: name) ?? 0 }
    measures = all.map { measure in
      let place: Place
      switch measure.attribution {
      case .at(let field):
        if !instants.contains(column(field)) { instants.append(column(field)) }
        place = .at(instants.firstIndex(of: column(field)) ?? 0)
      case .standing(let from, let until): place = .standing(column(from), column(until))
      }
      let worth: Worth
      switch measure.value {
      case .one: worth = .one
      case .field(let field): worth = .column(column(field))
      case .difference(let a, let b): worth = .difference(column(a), column(b))
      case .age: worth = .age
      }
      let isDistributed = distributed.contains(measure)
      cells[measure] = isDistributed ? distributionCount : sumCount
      if isDistributed { distributionCount += 1 } else { sumCount += 1 }
      return Step(
        place: place, worth: worth,
        tests: measure.tests.filter { $0.field != "age" }
          .map { CompiledTest($0, schema, context.dictionaries) },
        ageTests: measure.tests.filter { $0.field == "age" }.compactMap { test in
          if case .compares(let comparison, let number) = test.claim { return (comparison, number) }
          return nil
        },
        isDistributed: isDistributed, cells: cells[measure] ?? 0)
    }
    self.instants = instants
    self.sumCount = sumCount
    self.distributionCount = distributionCount
    cellOf = cells
    groupings = layout.groupings.compactMap { grouping in
      let columns = grouping.dimensions.compactMap { loaded.index(of: $0) }
      guard columns.count == grouping.dimensions.count else { return nil }
      return (grouping.first, grouping.sizes, columns)
    }
  }

  func cells(of measure: Measure) -> Int { cellOf[measure] ?? 0 }

  /// Whether the records of this kind have all dimensions of a grouping.
  func has(_ dimensions: [String]) -> Bool {
    dimensions.allSatisfy { loaded.index(of: $0) != nil }
  }

  /// The columns that are derived from all records at once, for each partition.
  public func link(_ partitions: [RecordBatch]) -> [[[Int64]]] {
    var linked = [[[Int64]]](repeating: [], count: partitions.count)
    for field in derived {
      guard case .linked(let derive) = field.derivation else { continue }
      let inputs = partitions.map { DerivedField.Input(batch: $0, context: context) }
      for (partition, column) in derive(inputs).enumerated() { linked[partition].append(column) }
    }
    return linked
  }

  /// The batch with its derived columns behind the loaded ones.
  func derive(_ records: RecordBatch, _ linked: [[Int64]]) -> RecordBatch {
    var batch = RecordBatch(schema: schema)
    batch.count = records.count
    batch.columns = records.columns
    var nextLinked = 0
    for field in derived {
      switch field.derivation {
      case .row(let derive):
        batch.columns.append(derive(DerivedField.Input(batch: batch, context: context)))
      case .linked:
        batch.columns.append(linked[nextLinked])
        nextLinked += 1
      }
    }
    return batch
  }

  /// For each grouping, the group of each row.
  func groups(_ batch: RecordBatch) -> [[Int]] {
    groupings.map { grouping in
      var groups = [Int](repeating: 0, count: batch.count)
      for (column, size) in zip(grouping.columns, grouping.sizes) {
        let codes = batch.columns[column]
        for row in 0..<batch.count {
          groups[row] = groups[row] * size + (codes[row] == .missing ? 0 : Int(codes[row]) + 1)
        }
      }
      if grouping.first > 0 { for row in groups.indices { groups[row] += grouping.first } }
      return groups
    }
  }
}
