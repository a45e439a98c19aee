import Civil
import Foundation

/// Measures business time between random instants on one core, against a walk day by day.
///
///     calendar-bench [FILE]    prints a JSON line; writes the intervals for the outside peer
///
/// The calendar: two shifts a weekday in London, one on Saturday, nine holidays a year; intervals
/// of up to thirty days over five years. Of seven passes the best counts.
let calendar = try BenchCalendar()
var random = SplitMix(state: 20_260_324)
let first = calendar.zone.start(of: CivilDate(2021, 1, 1))
let last = calendar.zone.start(of: CivilDate(2026, 1, 1))
let intervals = (0..<1_000_000).map { _ in
  let from = Int64.random(in: first..<last, using: &random)
  return (from: from, to: from + Int64.random(in: 0...30 * 86_400, using: &random))
}

/// Millions of intervals a second, and the sum of their business seconds.
func measure(_ passes: Int, _ count: Int, _ seconds: (Int64, Int64) -> Int64) -> (Double, Int64) {
  var best = Double.infinity
  var sum: Int64 = 0
  for _ in 0..<passes {
    sum = 0
    let time = ContinuousClock().measure {
      for interval in intervals.prefix(count) { sum += seconds(interval.from, interval.to) }
    }
    best = min(best, Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18)
  }
  return (Double(count) / best / 1e6, sum)
}

let build = ContinuousClock().measure { _ = calendar.business }
let (rate, sum) = measure(7, intervals.count) { calendar.fast.seconds(from: $0, to: $1) }
let ends = measure(7, intervals.count) {
  calendar.fast.instant(after: $0, adding: ($1 - $0) / 5) ?? 0
}
// The walk takes a tenth of the intervals, which the fast path must count alike.
let walked = measure(2, intervals.count / 10) { calendar.walk(from: $0, to: $1) }
let same = measure(1, intervals.count / 10) { calendar.fast.seconds(from: $0, to: $1) }
guard walked.1 == same.1 else { fatalError("the walk counts \(walked.1), not \(same.1)") }
func rounded(_ number: Double) -> Double { (number * 100).rounded() / 100 }
print(
  #"{"million_intervals_a_second": \#(rounded(rate)), "business_seconds": \#(sum), "#
    + #""million_instants_a_second": \#(rounded(ends.0)), "#
    + #""walk_million_intervals_a_second": \#(rounded(walked.0)), "#
    + #""build_milliseconds": \#(rounded(Double(build.components.attoseconds) * 1e-15))}"#)

if CommandLine.arguments.count > 1 {
  // Local times, since the peer knows no zones; London's changes fall outside the shifts.
  var bytes = Data()
  for interval in intervals {
    for instant in [interval.from, interval.to] {
      let local = instant + calendar.zone.offset(at: instant)
      withUnsafeBytes(of: local.littleEndian) { bytes.append(contentsOf: $0) }
    }
  }
  try bytes.write(to: URL(fileURLWithPath: CommandLine.arguments[1]))
}
