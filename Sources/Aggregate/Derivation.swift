import Columnar
import Link
import Records

/// The columns that measures of one kind need beside those that are linked.
struct Derivation: Sendable {
  /// With the derived fields behind the linked ones.
  let schema: Schema
  /// Which records were opened on a day that alone is known.
  let births: DayColumn?
  private let fields: [DerivedField]
  private let amounts: [Amount]

  init(_ accumulations: [Accumulation], _ linked: Schema, _ context: AggregationContext) {
    var needed = Set(accumulations.flatMap(\.measure.fields))
    for field in DerivedField.all.reversed()
    where field.kind == linked.kind && needed.contains(field.field.name) {
      needed.formUnion(field.inputs + field.optional + field.anyOf)
    }
    fields = DerivedField.all.filter {
      $0.kind == linked.kind && needed.contains($0.field.name)
        && linked.index(of: $0.field.name) == nil
    }
    amounts = accumulations.compactMap { Amount($0.measure) }
      .reduce(into: [Amount]()) { if !$0.contains($1) { $0.append($1) } }
    schema = Schema(
      kind: linked.kind,
      fields: linked.fields + (context.days.isEmpty ? [] : [DayColumn.field])
        + fields.map(\.field) + amounts.map(\.field))
    births = DayColumn(["created"], schema, context.days)
  }

  /// The batch with its derived columns behind the linked ones.
  func derive(
    _ records: RecordBatch, _ timelines: StatusTimelines, _ context: AggregationContext
  ) -> RecordBatch {
    var batch = RecordBatch(schema: schema)
    batch.count = records.count
    batch.columns = records.columns
    if !context.days.isEmpty { batch.columns.append(context.days.column(records)) }
    for field in fields {
      batch.columns.append(
        field.derive(
          DerivedField.Input(batch: batch, context: context, timelines: timelines)))
    }
    for amount in amounts {
      batch.columns.append(
        Derivations.amount(
          .init(batch: batch, context: context, timelines: timelines), amount.of,
          by: amount.instant))
    }
    return batch
  }
}

/// A column of amounts in the pipeline's currency.
struct Amount: Equatable {
  let of: String
  let instant: String

  /// Nil where the measure is not one of amounts.
  init?(_ measure: Measure) {
    guard case .amount(let name) = measure.value else { return nil }
    of = name
    instant = measure.attribution.field
  }

  var field: Field { Field("\(of)@\(instant)", .money) }
}
