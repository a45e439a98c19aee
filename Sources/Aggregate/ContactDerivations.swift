import Columnar

/// What contacts come to; a row may stand for many contacts of an interval.
enum ContactDerivations {
  static func offeredCount(_ input: DerivedField.Input) -> [Int64] {
    input["contacts"].map { $0 == .missing ? 1 : $0 }
  }

  static func handledCount(_ input: DerivedField.Input) -> [Int64] {
    let (offered, handled) = (input["offered_count"], input["handled"])
    let (answered, abandoned) = (input["answered"], input["abandoned"])
    return input.rows.map { row in
      if handled[row] != .missing { return handled[row] }
      if answered[row] != .missing { return answered[row] == 1 ? offered[row] : 0 }
      if abandoned[row] != .missing { return abandoned[row] == 1 ? 0 : offered[row] }
      return .missing
    }
  }

  static func abandonedCount(_ input: DerivedField.Input) -> [Int64] {
    let (offered, handled) = (input["offered_count"], input["handled_count"])
    let abandoned = input["abandoned"]
    return input.rows.map { row in
      if abandoned[row] != .missing { return abandoned[row] == 1 ? offered[row] : 0 }
      return handled[row] == .missing ? .missing : offered[row] - handled[row]
    }
  }

  /// Abandoned sooner than counts against a team; missing where nobody tells how soon.
  static func shortCount(_ input: DerivedField.Input) -> [Int64] {
    let (abandoned, wait) = (input["abandoned_count"], input["wait_seconds"])
    let short = input.context.contactThresholds.short
    return input.rows.map { row in
      if abandoned[row] == .missing || abandoned[row] == 0 { return abandoned[row] }
      if wait[row] == .missing { return .missing }
      return wait[row] < short ? abandoned[row] : 0
    }
  }

  /// A count without those that are known to have been given up too soon.
  static func lessShort(_ input: DerivedField.Input, _ count: String) -> [Int64] {
    let (abandoned, short) = (input["abandoned_count"], input["short_count"])
    return zip(input[count].indices, input[count]).map { row, count in
      if count == .missing || abandoned[row] == .missing { return .missing }
      return short[row] == .missing ? count : count - short[row]
    }
  }

  /// Answered in time; missing where that cannot be told.
  static func servedCount(_ input: DerivedField.Input) -> [Int64] {
    let (handled, wait) = (input["handled_count"], input["wait_seconds"])
    let within = input.context.contactThresholds.within
    return input.rows.map { row in
      if handled[row] == .missing || handled[row] > 0 && wait[row] == .missing { return .missing }
      return handled[row] > 0 && wait[row] <= within ? handled[row] : 0
    }
  }

  /// Answered and abandoned, without the short ones; missing where an answer's wait is not known.
  static func judgedCount(_ input: DerivedField.Input) -> [Int64] {
    let (handled, kept, wait) = (
      input["handled_count"], input["kept_count"], input["wait_seconds"]
    )
    return input.rows.map { row in
      if handled[row] == .missing || kept[row] == .missing { return .missing }
      if handled[row] > 0 && wait[row] == .missing { return .missing }
      return handled[row] + kept[row]
    }
  }

  /// Talk, hold and wrap, or all in one.
  static func workSeconds(_ input: DerivedField.Input) -> [Int64] {
    let whole = input["handle_seconds"]
    let (talk, hold, wrap) = (
      input["talk_seconds"], input["hold_seconds"], input["wrap_seconds"]
    )
    return input.rows.map { row in
      if whole[row] != .missing { return whole[row] }
      if talk[row] == .missing { return .missing }
      return [hold[row], wrap[row]].reduce(talk[row]) { $1 == .missing ? $0 : $0 &+ $1 }
    }
  }

  /// When the agent was done with it.
  static func wrapped(_ input: DerivedField.Input) -> [Int64] {
    let (offered, ended) = (input["offered"], input["ended"])
    let (wait, work) = (input["wait_seconds"], input["work_seconds"])
    return input.rows.map { row in
      if ended[row] != .missing { return ended[row] }
      return offered[row] + (wait[row] == .missing ? 0 : wait[row])
        + (work[row] == .missing ? 0 : work[row])
    }
  }
}
