import Columnar

/// Where editions are shown: what is published in it, and how. A sink more is a file with its functions
/// and a line in `all`.
public struct Sink: Sendable {
  let name: String

  /// Brings files near the place of their series, whole and on the disk, where nobody looks.
  let stage:
    @Sendable (_ files: [PublishedFile], _ series: Series, _ root: String, Steps) throws(Diagnostic)
      -> Void
  /// Puts what was staged in its place, at once.
  let show: @Sendable (_ series: Series, _ root: String, Steps) throws(Diagnostic) -> Void
  /// What is in the place of a series, whoever put it there; nil where nothing is.
  let found: @Sendable (_ series: Series, _ root: String) throws(Diagnostic) -> [PublishedFile]?
  /// The pipeline whose reports are in the place of a report; nil where none are.
  let owner: @Sendable (_ series: Series, _ root: String) -> String?
  /// Makes the newest period of a kind the one that is seen first.
  let pointLatest:
    @Sendable (_ series: Series, _ kind: String, _ root: String, PeriodSpan.Reader, Steps)
      throws(Diagnostic) -> Void
  /// Removes what a run left that was ended before it recorded.
  let tidy: @Sendable (_ root: String, Steps) throws(Diagnostic) -> Void

  /// The first is what a run publishes in, if nothing else is said.
  public static let all: [Sink] = [.folder]

  /// Whether the files in the place are these and no others.
  func isShowing(_ files: [PublishedFile], _ series: Series, _ root: String) -> Bool {
    guard let found = try? found(series, root) else { return false }
    return found.sorted { $0.name < $1.name } == files.sorted { $0.name < $1.name }
  }
}
