public import Columnar
import Synchronization

/// How far a run has come, for whoever shows it.
///
/// A class of atomics, because the workers count while another task looks.
public final class Progress: Sendable {
  public struct Reading: Sendable {
    public var stage: String
    public var files: Int
    public var bytes: Int
    public var rows: Int
  }

  private let rows = Atomic(0)
  private let state = Mutex((stage: "", files: 0, bytes: 0))
  private let log: @Sendable (Diagnostic) -> Void

  /// - Parameter log: takes the warnings and notes of a run as they come.
  public init(log: @escaping @Sendable (Diagnostic) -> Void) { self.log = log }

  public var reading: Reading {
    let (stage, files, bytes) = state.withLock { $0 }
    return Reading(stage: stage, files: files, bytes: bytes, rows: rows.load(ordering: .relaxed))
  }

  func begin(_ stage: String, files: Int = 0, bytes: Int = 0) {
    state.withLock { state in
      state.stage = stage
      if files > 0 { (state.files, state.bytes) = (files, bytes) }
    }
  }

  func add(rows count: Int) { rows.add(count, ordering: .relaxed) }

  func say(_ diagnostic: Diagnostic) { log(diagnostic) }

  func say(_ diagnostics: [Diagnostic]) { diagnostics.forEach(log) }
}
