import Columnar

/// The bytes of an export from front to back, decompressed.
///
/// A class bound, because a source is a position in an open file; used by one worker at a time.
protocol ByteSource: AnyObject {
  /// Adds bytes to the window's end, as many as fit, and returns how many; 0 at the end.
  func read(into window: ByteWindow) throws(Diagnostic) -> Int
}
