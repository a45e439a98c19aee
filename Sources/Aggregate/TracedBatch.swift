import Columnar
public import Link
public import Records

/// The linked records of one kind of one partition as a program sees them, before any measure has
/// chosen among them: what is traced, for as many values as are asked for.
public struct TracedBatch: Sendable {
  let program: MeasureProgram
  /// With the derived columns.
  let batch: RecordBatch
  /// For each set of groups and each grouping, the group of each row.
  let groups: [[[Int]]]
  /// Why a row is left out of the population; nil where it counts.
  let reasons: [String?]

  public init(_ program: MeasureProgram, _ records: RecordBatch, _ timelines: StatusTimelines) {
    self.program = program
    batch = program.derive(records, timelines)
    groups = program.groups(batch)
    let population = Population(batch.schema, program.context.dictionaries)
    let columns = batch.columns
    reasons = (0..<batch.count).map { population.reason($0, columns) }
  }

  public var kind: RecordKind { program.kind }
  public var count: Int { batch.count }

  /// A column by its name; one of missing values where there is none.
  public func values(_ name: String) -> [Int64] { batch.values(name) }

  public func field(_ name: String) -> Field? { batch.schema[name] }
}
