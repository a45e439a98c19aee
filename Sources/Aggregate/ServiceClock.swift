import Civil
import Columnar

/// When service levels fall due: the clock of a policy runs in calendar or business time, and stands
/// still while a ticket waits in a status that the policy names.
struct ServiceClock {
  private let input: DerivedField.Input
  private let ticketRow: [Int64]

  init(_ input: DerivedField.Input) {
    self.input = input
    ticketRow = input["ticket_row"]
  }

  /// For each row the instant at which the target of its policy is used up.
  ///
  /// Statuses count up to the fulfilment, or to the cut-off where there is none; from then on the
  /// clock runs without a stop. What stands still at the cut-off has no due time yet.
  ///
  /// Where one of the two is known to the day only, targets of whole days are due at the end of a
  /// day, and others are not judged.
  /// - Parameters:
  ///   - from: the field since when the clock runs.
  ///   - fulfilled: when the service was given; missing where it was not.
  ///   - field: that of `fulfilled`.
  ///   - target: the seconds that a policy gives a row.
  func due(
    from start: String, _ fulfilled: [Int64], of field: String,
    _ target: (_ row: Int, SLAPolicy) -> Int64?
  ) -> [Int64] {
    var dues = [Int64](repeating: .missing, count: input.batch.count)
    let policies = input.context.policies
    let starts = input[start]
    let (areDays, startsAreDays) = (input.areDays(start, field), input.areDays(start))
    let own = ownCalendars()
    Derivations.forEachFirstFit(policies.map(\.tests), input) { index, rows in
      let policy = policies[index]
      let pauses = Set(policy.pauses.map { input.code("status", $0) })
      let named = policy.calendar.flatMap { name in
        input.context.calendars.first { $0.name == name }?.calendar
      }
      // At all hours, without a stop.
      let isPlain = policy.clock == .calendar && pauses.isEmpty && input.context.days.isEmpty
      rows.forEach { row in
        guard starts[row] != .missing, let seconds = target(row, policy) else { return }
        if isPlain {
          dues[row] = starts[row] + seconds
          return
        }
        let isDay = areDays(row)
        if isDay && (policy.clock == .business || seconds % 86_400 != 0) { return }
        let clock: RunningClock
        switch policy.clock {
        case .calendar: clock = .elapsed
        case .business:
          guard let calendar = named ?? (own.isEmpty ? nil : own[row]) else { return }
          clock = .business(calendar)
        }
        // From noon on a number of days ends on the right one, whatever the clocks do.
        let start = starts[row] + (startsAreDays(row) ? 43_200 : 0)
        let due = due(row, start, fulfilled[row], seconds, pauses, clock)
        dues[row] = due.map { isDay ? input.context.days.end(ofDayAt: $0) : $0 } ?? .missing
      }
    }
    return dues
  }

  private func due(
    _ row: Int, _ start: Int64, _ fulfilled: Int64, _ target: Int64, _ pauses: Set<Int64>,
    _ clock: RunningClock
  ) -> Int64? {
    if pauses.isEmpty { return clock.instant(after: start, adding: target) }
    let end = fulfilled == .missing ? input.context.cutoff : fulfilled
    var at = start
    var left = target
    var due: Int64?
    var isPausedAtEnd = false
    input.timelines.forEachStretch(ofTicket: Int(ticketRow[row]), from: start, until: end) {
      from, to, status in
      guard pauses.contains(status) else { return true }
      let ran = clock.seconds(from: at, to: max(from, at))
      if ran >= left {
        due = clock.instant(after: at, adding: left)
      } else {
        left -= ran
        at = max(at, to)
        isPausedAtEnd = to == end
      }
      return due == nil
    }
    if let due { return due }
    if isPausedAtEnd && fulfilled == .missing { return nil }
    return clock.instant(after: at, adding: left)
  }

  /// The business calendar of each row: the first that fits; empty where no policy asks for it.
  private func ownCalendars() -> [BusinessCalendar?] {
    guard input.context.policies.contains(where: { $0.clock == .business }) else { return [] }
    var own = [BusinessCalendar?](repeating: nil, count: input.batch.count)
    let calendars = input.context.calendars
    Derivations.forEachFirstFit(calendars.map(\.tests), input) { index, rows in
      rows.forEach { own[$0] = calendars[index].calendar }
    }
    return own
  }
}

/// Calendar time, or that of a business calendar.
private enum RunningClock {
  case elapsed
  case business(BusinessCalendar)

  func seconds(from start: Int64, to end: Int64) -> Int64 {
    switch self {
    case .elapsed: max(0, end - start)
    case .business(let calendar): calendar.seconds(from: start, to: end)
    }
  }

  func instant(after start: Int64, adding seconds: Int64) -> Int64? {
    switch self {
    case .elapsed: start + seconds
    case .business(let calendar): calendar.instant(after: start, adding: seconds)
    }
  }
}
