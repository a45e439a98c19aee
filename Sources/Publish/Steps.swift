public import Columnar

/// What is done to files and to the catalog, one step after the other. Each is announced before it
/// is taken, so that a test can let it fail, or end the process there.
public struct Steps: Sendable {
  private let before: @Sendable (String) throws(Diagnostic) -> Void

  public init(before: @escaping @Sendable (String) throws(Diagnostic) -> Void) {
    self.before = before
  }

  public static let plain = Steps { (_) throws(Diagnostic) in }

  /// Announces the next step.
  func begin(_ step: String) throws(Diagnostic) { try before(step) }
}
