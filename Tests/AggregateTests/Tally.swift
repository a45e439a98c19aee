import Civil
import Columnar
import Link
import Records
import Testing

@testable import Aggregate

/// A small table of records of one kind, aggregated by itself.
struct Tally {
  var kind: RecordKind
  var fields: [Field]
  var metrics: [Metric]
  var dimensions: [String] = []
  var pairs: [[String]] = []
  var words: [String: [String]] = [:]
  var periods = 1
  /// The kind of the periods, of which the last holds the first of October 2026.
  var period = Period.Kind.month
  var more: [RecordKind: [Field]] = [:]
  /// Whether days are counted that forecasts are made of.
  var looksAhead = false
  /// Parts of the pipeline file.
  var parts: Set<String> = []
  /// The day after the last of the data.
  var cutoff = CivilDate(2027, 1, 1)

  /// The start of a day of October 2026, which begins on a Thursday, and some seconds.
  static func october(_ day: Int, _ seconds: Int64 = 0) -> Int64 {
    Int64(CivilDate(2026, 10, 1).day + day - 1) * 86_400 + seconds
  }

  func aggregation() throws -> Aggregation {
    let axis = PeriodAxis(
      endingWith: Period(period, containing: CivilDate(2026, 10, 1)), count: periods, zone: .utc)
    var dictionaries = words.mapValues { TextDictionary($0) }
    for field in fields where field.type.isText && dictionaries[field.name] == nil {
      dictionaries[field.name] = TextDictionary()
    }
    let plan = AggregationPlan(
      metrics: metrics,
      availability: FieldAvailability(
        mapped: more.merging([kind: fields], uniquingKeysWith: { $1 }), parts: parts),
      dimensions: dimensions, pairs: pairs, axis: axis, looksAhead: looksAhead)
    return try Aggregation(
      plan,
      context: AggregationContext(
        dictionaries: dictionaries, cutoff: Int64(cutoff.day) * 86_400))
  }

  /// Rows in the order of `fields`; texts are codes of `words`.
  func batch(_ rows: [[Int64]], _ program: MeasureProgram) -> RecordBatch {
    var batch = RecordBatch(schema: program.linked, count: rows.count)
    for (column, field) in program.linked.fields.enumerated() {
      guard let place = fields.firstIndex(where: { $0.name == field.name }) else { continue }
      batch.columns[column] = rows.map { $0[place] }
    }
    return batch
  }

  /// - Parameter parts: rows that are counted apart and merged.
  func snapshot(_ parts: [[Int64]]...) throws -> MetricSnapshot {
    let aggregation = try aggregation()
    let program = try #require(aggregation.programs.first { $0.kind == kind })
    let whole = aggregation.programs.map { PartialAggregate($0) }
    let place = aggregation.programs.firstIndex { $0.kind == kind } ?? 0
    var merged = whole
    for rows in parts {
      var partial = whole[place]
      partial.update(batch(rows, program), StatusTimelines())
      merged[place].merge(partial)
    }
    return aggregation.finish(merged)
  }
}
