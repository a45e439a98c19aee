import CBareSAX
import Columnar
import Extract
import Foundation

/// Measures the readers alone: no casts, no pipeline.
///
///     readers-bench make FOLDER MIB      writes plain.csv, quoted.csv, rows.ndjson, rows.xml
///     readers-bench read FILE [THREADS]  the best of five passes over all columns, as JSON
///     readers-bench sax FILE             the same for a bare SAX2 pass over XML
let arguments = CommandLine.arguments

func best(of runs: Int, _ body: () throws -> Void) rethrows -> Double {
  var least = Double.infinity
  for _ in 0..<runs {
    let clock = ContinuousClock()
    let time = try clock.measure(body)
    least = min(
      least, Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18)
  }
  return least
}

func peakMemory() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss
}

func report(_ file: String, _ seconds: Double, rows: Int, bytes: Int) {
  let size = ((try? FileManager.default.attributesOfItem(atPath: file)[.size]) as? Int) ?? 0
  let rate = Int(Double(size) / seconds / 1e6)
  print(
    #"{"seconds":\#(seconds),"megabytes_a_second":\#(rate),"rows":\#(rows),"cell_bytes":\#(bytes),"peak_kib":\#(peakMemory())}"#
  )
}

/// One pass; `look` sees each batch.
@Sendable func pass(
  _ request: ReadRequest, threads: Int, _ look: @escaping @Sendable (borrowing TextBatch) -> Void
) throws {
  let reader = try request.open()
  let lock = NSLock()
  DispatchQueue.concurrentPerform(iterations: threads) { _ in
    do {
      var batch = TextBatch(columnCount: request.columns.count)
      while let piece = try lock.withLock({ try reader.nextPiece() }) {
        while try piece.read(into: &batch) { look(batch) }
      }
    } catch {
      fatalError("\(error)")
    }
  }
}

switch arguments.dropFirst().first {
case "make" where arguments.count == 4:
  try BenchFiles.write(to: arguments[2], mebibytes: Int(arguments[3]) ?? 256)
case "read" where arguments.count >= 3:
  let file = arguments[2]
  var request = ReadRequest(
    path: file, format: FileFormat.suggested(by: file)!, columns: BenchFiles.columns)
  if request.format.name == "xml" { request.records = "ticket" }
  let threads = arguments.count > 3 ? Int(arguments[3])! : 1
  let totals = Totals()
  try pass(request, threads: threads) { totals.add($0) }
  let seconds = try best(of: 5) { try pass(request, threads: threads) { _ in } }
  report(file, seconds, rows: totals.rows, bytes: totals.bytes)
case "sax" where arguments.count == 3:
  let file = arguments[2]
  var result = bare_sax_result()
  let seconds = best(of: 5) { result = bare_sax_read(file) }
  report(file, seconds, rows: result.records, bytes: result.bytes)
default:
  print("usage: readers-bench make FOLDER MIB | read FILE [THREADS] | sax FILE")
  exit(64)
}

/// What all cells come to, for the peers to be held against.
final class Totals: @unchecked Sendable {
  private let lock = NSLock()
  private(set) var rows = 0
  private(set) var bytes = 0

  func add(_ batch: borrowing TextBatch) {
    var bytes = 0
    for column in 0..<batch.columnCount {
      for row in 0..<batch.rowCount { bytes += batch.text(column, row).count }
    }
    let rows = batch.rowCount
    lock.withLock {
      self.rows += rows
      self.bytes += bytes
    }
  }
}
