import Columnar
import Extract
import Synchronization

/// A file that the workers read together: one at a time cuts the next piece off.
///
/// A class, because the workers share it.
final class OpenFile: Sendable {
  enum Next: Sendable {
    /// A piece, and the seed of its records' fingerprint.
    case piece(any RecordPiece, seed: UInt64)
    case end
    /// Another worker is cutting.
    case busy
    case broken(Diagnostic)
  }

  private struct Cursor {
    var reader: (any RecordReader)?
    var doubts: [Diagnostic] = []
    var isDone = false
  }

  private let request: ReadRequest
  private let cursor = Mutex(Cursor())
  /// How many pieces were cut off and not yet loaded, and one while the file is not at its end.
  private let left = Atomic(1)

  init(_ request: ReadRequest) { self.request = request }

  /// What makes the file doubtful, once it was read.
  var doubts: [Diagnostic] { cursor.withLock { $0.doubts } }

  /// The next piece.
  /// - Parameter waits: whether to wait for another worker that is cutting.
  func next(waits: Bool) -> Next {
    if waits { return cursor.withLock { cut(&$0) } }
    return cursor.withLockIfAvailable { cut(&$0) } ?? .busy
  }

  /// Whether all rows of the file are loaded.
  var isLoaded: Bool { left.load(ordering: .acquiring) == 0 }

  /// Notes that a piece is loaded.
  func noteLoaded() { left.subtract(1, ordering: .acquiringAndReleasing) }

  private func cut(_ cursor: inout Cursor) -> Next {
    if cursor.isDone { return .end }
    do throws(Diagnostic) {
      if cursor.reader == nil { cursor.reader = try request.open() }
      guard let reader = cursor.reader else { return .end }
      if let piece = try reader.nextPiece() {
        left.add(1, ordering: .relaxed)
        return .piece(piece, seed: reader.layoutSeed)
      }
      cursor.doubts = try reader.doubts()
    } catch {
      close(&cursor)
      return .broken(error)
    }
    close(&cursor)
    return .end
  }

  private func close(_ cursor: inout Cursor) {
    cursor.reader = nil
    if !cursor.isDone { noteLoaded() }
    cursor.isDone = true
  }
}
