import Records

/// A metric of how many agents are needed or there, with the load that it is computed from.
public struct StaffingMetric: Sendable {
  public let metric: Metric
  let kind: QueueLoad.Kind
  /// The part of the pipeline file that it needs.
  public static let part = "staffing"

  /// The time that its records take; tests whose field is optional read it where it is there.
  let load: Measure
}

extension MetricTable {
  /// The metrics of staffing; of each kind of load the first that a pipeline's sources allow is used.
  public static let staffing: [StaffingMetric] = [
    row(
      .contacts, needed,
      Measure(
        .contact, .at("offered"), .field("work_seconds"),
        [
          FieldTest("direction", .isNone(of: ["outbound"])), .optional("offered_count"),
          .optional("abandoned_count"), .optional("wait_seconds"), .optional("team"),
          .optional("channel"),
        ])),
    row(
      .tickets, needed,
      lastSolves.with([
        present("handle_seconds"), .optional("team"), .optional("channel"),
      ]).of(.field("handle_seconds"))),
    row(
      .shifts, scheduled,
      Measure(
        .staff, .at("date"), .field("scheduled_seconds"),
        [present("scheduled_seconds"), .optional("team")])),
  ]

  /// Each metric of staffing once, with what a pipeline lacks for it.
  public static func staffing(
    _ availability: FieldAvailability
  ) -> [(metric: Metric, lacks: [String])] {
    var told: Set<String> = []
    return staffing.filter { told.insert($0.metric.id).inserted }.map { first in
      if !availability.parts.contains(StaffingMetric.part) {
        return (first.metric, [StaffingMetric.part])
      }
      let rows = staffing.filter { $0.metric.id == first.metric.id }
      let known = rows.first { availability.missing($0.metric).isEmpty }
      return (
        known?.metric ?? first.metric, known == nil ? availability.missing(first.metric) : []
      )
    }
  }

  /// The same for no pipeline.
  public static var firstOfStaffing: [Metric] {
    staffing(FieldAvailability(mapped: [:])).map(\.metric)
  }

  /// The metrics that are no cells: of periods to come, and of staffing.
  public static var ahead: [Metric] { forecasts.map(\.metric) + firstOfStaffing }

  private typealias Words = (id: String, label: String, definition: String)

  private static let needed: Words = (
    "staffing.needed", "Agents needed",
    """
    Full-time agents that the period's contacts and tickets ask for, by team and channel. Calls and \
    chats: for each half-hour of the week the fewest agents with whom the share of `service_level` \
    is answered in time and nobody is busier than `occupancy`, by Erlang A where at least 10 of those \
    whose wait is known gave up (patience: time waited ÷ given up), else by Erlang C. Tickets of all \
    other channels: their handle time ÷ `occupancy`. Both ÷ (1 − `shrinkage`) ÷ the `hours` of a \
    week. The interval at 95 % is that of how many came.
    """
  )

  private static let scheduled: Words = (
    "staffing.scheduled", "Agents scheduled",
    """
    Scheduled time ÷ the `hours` of a week: full-time agents on average over the period.
    """
  )

  private static func row(
    _ kind: QueueLoad.Kind, _ words: Words, _ load: Measure
  ) -> StaffingMetric {
    StaffingMetric(
      metric: Metric(
        words.id, words.label, .number, good: .neither, .total(load), words.definition),
      kind: kind, load: load)
  }
}

extension FieldTest {
  /// Holds for all records: a field that is read where it is there.
  fileprivate static func optional(_ field: String) -> FieldTest {
    FieldTest(field, .isNone(of: []))
  }

  var isOptional: Bool { claim == .isNone(of: []) }
}
