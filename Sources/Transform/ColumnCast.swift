import Civil
import Columnar

/// The cast of one column, with its parameters.
///
/// A class, because text columns own look-up tables; used by one worker.
final class ColumnCast {
  private enum Cast {
    case text
    /// Only the key needs the column, as it stands.
    case key
    case integer
    case decimal(scale: Int64)
    case share
    case boolean(true: [[UInt8]], false: [[UInt8]])
    case instant(InstantFormat)
    case duration(FieldMapping.Unit)
  }

  let mapping: FieldMapping
  private let column: Int
  private let missing: [[UInt8]]
  /// Bit `n` is set where a missing word has `n` bytes.
  private let missingLengths: UInt64
  /// Bit `n` is set where a missing word begins with a byte whose lowest six bits are `n`.
  private let missingStarts: UInt64
  private let cast: Cast
  /// What stands for the words of the value table, where the field is no text.
  private let replacements: [(theirs: [UInt8], ours: [UInt8])]
  private var text: TextCast?
  private var clock: LocalClock
  /// That of the days of the reports.
  private var dayClock: LocalClock
  private let isDayByNature: Bool
  /// How instants were written so far.
  private(set) var tally = InstantTally()
  /// One a row of the last batch.
  private(set) var values: [Int64] = []

  init(
    _ mapping: FieldMapping, column: Int, missing: [String], isKeyOnly: Bool, zone: Zone,
    days: Zone, isDayByNature: Bool, dictionary: TextDictionary
  ) {
    self.mapping = mapping
    self.column = column
    replacements =
      mapping.field.type.isText
      ? [] : mapping.values.sorted { $0.key < $1.key }.map { (Array($0.utf8), Array($1.utf8)) }
    let words = (missing + mapping.missing).map { Array($0.utf8) }
    self.missing = words
    missingLengths = words.reduce(0) { $0 | 1 << UInt64(min($1.count, 63)) }
    missingStarts = words.reduce(0) { $0 | 1 << UInt64(($1.first ?? 0) & 63) }
    clock = LocalClock(zone)
    dayClock = LocalClock(days)
    self.isDayByNature = isDayByNature
    let lower = { (words: [String]) in words.map { Array($0.lowercased().utf8) } }
    switch mapping.field.type {
    case .text where isKeyOnly: cast = .key
    case .text, .enumeration:
      cast = .text
      text = TextCast(mapping, missing: words, dictionary: dictionary)
    case .integer: cast = .integer
    case .decimal, .money: cast = .decimal(scale: mapping.field.type.scale)
    case .share: cast = .share
    case .boolean:
      cast = .boolean(true: lower(mapping.trueWords), false: lower(mapping.falseWords))
    case .instant where mapping.after != nil: cast = .duration(mapping.unit ?? .seconds)
    case .instant: cast = .instant(mapping.format ?? .iso)
    case .seconds: cast = .duration(mapping.unit ?? .seconds)
    }
  }

  /// Fields that count something, and fields that say how long something was done: never negative.
  private static let counts: Set<String> = [
    "reopens", "replies", "group_changes", "contacts", "handled", "qa_critical_fail",
  ]
  private static let worked: Set<String> = [
    "handle_seconds", "wait_seconds", "talk_seconds", "hold_seconds", "wrap_seconds",
    "scheduled_seconds", "paid_seconds", "on_queue_seconds", "interacting_seconds",
    "training_seconds",
  ]
  /// Ten thousand years in seconds: no duration is longer.
  private static let longest: Int64 = 315_569_520_000

  func isMissing(_ row: Int) -> Bool { values[row] == .missing }

  /// Casts all rows; a row that fails is marked with the step, unless an earlier one failed it.
  func run(
    _ batch: borrowing TextBatch, step: Int, _ failed: inout [Int],
    _ counts: inout RecordCaster.Counts
  ) {
    let count = batch.rowCount
    if values.count != count { values = [Int64](repeating: 0, count: count) }
    let mark = mapping.decimalMark
    var hasRefused = false
    switch cast {
    case .text:
      // Taken out for the loop, so that no row pays for an access check.
      guard var text = text.take() else { return }
      var values = values
      self.values = []
      var out = values.mutableSpan
      for row in 0..<count {
        let code = text.code(of: batch.text(column, row))
        hasRefused = hasRefused || code == TextCast.refused
        out[row] = code
      }
      self.values = values
      self.text = consume text
    case .key: hasRefused = forEach(batch) { _ in 0 }
    case .integer:
      let addend = mapping.addend
      let least = Self.counts.contains(mapping.field.name) ? 0 : Int64.min
      hasRefused = forEach(batch) { text in
        castInteger(text).flatMap { number in
          let (sum, overflow) = number.addingReportingOverflow(addend)
          return overflow || sum < least ? nil : sum
        }
      }
    case .decimal(let scale):
      hasRefused = forEach(batch) { castDecimal($0, mark)?.scaled(by: scale) }
    case .share: hasRefused = forEach(batch) { castShare($0, mark) }
    case .boolean(let trueWords, let falseWords) where trueWords.isEmpty && falseWords.isEmpty:
      hasRefused = forEach(batch) { castBoolean($0) }
    case .boolean(let trueWords, let falseWords):
      hasRefused = forEach(batch) { castBoolean($0, trueWords, falseWords) }
    case .duration(let unit):
      // What is left of a service level may be less than nothing; what was worked may not.
      let least = Self.worked.contains(mapping.field.name) ? 0 : -Self.longest
      hasRefused = forEach(batch) { text in
        castDuration(text, unit, mark).flatMap { seconds in
          seconds >= least && seconds <= Self.longest ? seconds : nil
        }
      }
    case .instant(let format):
      var clock = clock
      var dayClock = dayClock
      var tally = tally
      let precision = mapping.precision
      let isDayByNature = isDayByNature
      var moved = 0
      var ambiguous = 0
      let isISO = format.form == .iso
      hasRefused = forEach(batch) { text in
        let utc = isISO ? readUTC(text) : nil
        // As nearly all are.
        if let utc, precision != .day, utc.local % 86_400 != 0 {
          tally.times &+= 1
          return utc.local
        }
        guard let reading = utc ?? format.instant(text),
          reading.local.magnitude <= Self.farthest.magnitude
        else { return nil }
        tally.count(reading)
        // The day that is written, wherever the reader is.
        let isMidnight = reading.local % 86_400 == 0
        if precision == .day
          || precision == nil && (!reading.hasTime || isMidnight && isDayByNature)
        {
          let time = ((reading.local % 86_400) + 86_400) % 86_400
          return dayClock.instant(local: reading.local - time).0
        }
        if let offset = reading.offset { return reading.local - offset }
        let (instant, oddity) = clock.instant(local: reading.local)
        if oddity == .moved { moved += 1 } else if oddity == .ambiguous { ambiguous += 1 }
        return instant
      }
      self.clock = clock
      self.dayClock = dayClock
      self.tally = tally
      counts.movedTimes += moved
      counts.ambiguousTimes += ambiguous
    }
    if !hasRefused { return }
    for row in 0..<count where values[row] == TextCast.refused && failed[row] < 0 {
      failed[row] = step
    }
  }

  /// - Returns: whether any text was refused.
  @inline(__always)
  private func forEach(
    _ batch: borrowing TextBatch, _ cast: (Span<UInt8>) -> Int64?
  ) -> Bool {
    // Looked up once, not row by row.
    let (column, lengths, starts) = (column, missingLengths, missingStarts)
    let isReplacing = !replacements.isEmpty
    var values = values
    self.values = []
    var out = values.mutableSpan
    var hasRefused = false
    for row in 0..<batch.rowCount {
      let text = batch.text(column, row).trimmed()
      if text.isEmpty || Self.mayBeMissing(text, lengths, starts) && isMissing(text) {
        out[row] = .missing
        continue
      }
      let value: Int64?
      if isReplacing, let ours = replacement(of: text) {
        value = ours.isEmpty ? .missing : cast(ours.span)
      } else {
        value = cast(text)
      }
      out[row] = value ?? TextCast.refused
      hasRefused = hasRefused || value ?? TextCast.refused == TextCast.refused
    }
    self.values = values
    return hasRefused
  }

  private func replacement(of text: Span<UInt8>) -> [UInt8]? {
    replacements.first { text.equals($0.theirs) }?.ours
  }

  /// Instants within so many seconds of 1970 have a year of four digits.
  private static let farthest: Int64 = 253_402_300_799

  /// Sets the instants that lie a duration behind others; a row whose instant would lie beyond all
  /// calendars fails.
  func add(to bases: [Int64], step: Int, _ failed: inout [Int]) {
    for row in values.indices where values[row] != .missing && values[row] != TextCast.refused {
      let base = bases[row]
      guard base != .missing && base != TextCast.refused else {
        values[row] = .missing
        continue
      }
      let (instant, overflow) = base.addingReportingOverflow(values[row])
      if overflow || instant.magnitude > Self.farthest.magnitude {
        values[row] = TextCast.refused
        if failed[row] < 0 { failed[row] = step }
      } else {
        values[row] = instant
      }
    }
  }

  /// Whether a text says nothing: it is blank, or one of the words for that.
  func isBlank(_ text: Span<UInt8>) -> Bool { isMissing(text.trimmed()) }

  private func isMissing(_ text: Span<UInt8>) -> Bool {
    text.isEmpty
      || Self.mayBeMissing(text, missingLengths, missingStarts)
        && missing.contains { text.equals($0) }
  }

  /// Whether a text, which is not empty, has the length and the first byte of words for that.
  @inline(__always)
  private static func mayBeMissing(
    _ text: Span<UInt8>, _ lengths: UInt64, _ starts: UInt64
  ) -> Bool {
    lengths >> UInt64(min(text.count, 63)) & 1 != 0 && starts >> UInt64(text[0] & 63) & 1 != 0
  }

  /// Why a text failed, in words that many rows share.
  func category(_ text: Span<UInt8>, isMissing: Bool) -> String {
    if isMissing { return "the field is empty" }
    switch mapping.field.type {
    case .enumeration: return "the word has no mapping"
    case .text: return "the text is not valid UTF-8"
    case let type: return "the text is no \(type.name)"
    }
  }

  /// Why a text failed.
  func reason(_ text: Span<UInt8>, isMissing: Bool) -> Diagnostic.Message {
    if isMissing { return .requiredMissing }
    guard let value = String(validating: text) else { return .notUTF8 }
    let type = mapping.field.type
    if type.hasDecimals, mapping.decimalMark == nil, castDecimal(text, .comma) != nil {
      return .decimalInDoubt(value)
    }
    switch type {
    case .enumeration(let words): return .notListed(value, words)
    case .instant where mapping.after != nil:
      return .notCast(value, "duration in '\((mapping.unit ?? .seconds).rawValue)'")
    case .instant:
      let format = mapping.format.map { "the format '\($0.text)'" } ?? "ISO 8601"
      return .notCast(value, "instant of \(format)")
    case .seconds: return .notCast(value, "duration in '\((mapping.unit ?? .seconds).rawValue)'")
    default: return .notCast(value, type.name)
    }
  }
}

private func castBoolean(
  _ text: Span<UInt8>, _ trueWords: [[UInt8]], _ falseWords: [[UInt8]]
) -> Int64? {
  if trueWords.contains(where: { text.equalsIgnoringCase($0) }) { return 1 }
  if falseWords.contains(where: { text.equalsIgnoringCase($0) }) { return 0 }
  return castBoolean(text)
}
