import Foundation
import Pipeline

/// Shows how far a run has come: one moving line on a terminal, plain lines in a log.
struct ProgressDisplay {
  let progress = Progress { Console.note($0.description) }
  private let began = Date()

  /// Runs a body beside the moving line.
  func showing<T: Sendable>(_ body: () async throws -> T) async throws -> T {
    let isTerminal = Console.isTerminal
    let progress = progress
    let began = began
    let ticker = Task {
      while isTerminal && !Task.isCancelled {
        try? await Task.sleep(for: .milliseconds(200))
        if Task.isCancelled { break }
        Console.show("\r\u{1B}[K\(Self.line(progress.reading, since: began))")
      }
    }
    defer {
      ticker.cancel()
      if isTerminal { Console.show("\r\u{1B}[K") }
    }
    return try await body()
  }

  /// The last line of a run, in a log and on a terminal.
  func finish() { Console.note(Self.line(progress.reading, since: began)) }

  private static func line(_ reading: Pipeline.Progress.Reading, since began: Date) -> String {
    let seconds = Date().timeIntervalSince(began)
    let rate = seconds > 0 ? Int(Double(reading.rows) / seconds) : 0
    let megabytes = String(format: "%.1f", Double(reading.bytes) / 1e6)
    let elapsed = String(format: "%.2f", seconds)
    return
      "\(reading.stage): \(reading.files) files, \(megabytes) MB, \(reading.rows) rows in \(elapsed) s (\(rate) rows/s)"
  }
}
