public import Civil
public import Privacy

/// What a run is asked to do; the clock and the machine enter here and nowhere else.
public struct RunOptions: Sendable {
  /// The day on which the data is taken to end: what was due before it is judged.
  public var asOf: CivilDate
  /// The period to report on; nil for the last whole one before `asOf`.
  public var period: String?
  /// The folder in which the sources' files lie; nil for the pipeline file's own.
  public var exports: String?
  /// The folder that reports are written to; nil for `reports/` beside the pipeline file.
  public var out: String?
  public var threads: Int
  /// When the run began, for the catalog.
  public var startedAt: String
  /// Of pseudonyms, instead of the pipeline file's; nil for that.
  public var key: PseudonymKey?
  /// The program's name and version, as reports name it.
  public var program: String

  public init(
    asOf: CivilDate, period: String? = nil, exports: String? = nil, out: String? = nil,
    threads: Int, startedAt: String, program: String, key: PseudonymKey? = nil
  ) {
    self.asOf = asOf
    self.period = period
    self.exports = exports
    self.out = out
    self.threads = threads
    self.startedAt = startedAt
    self.program = program
    self.key = key
  }
}
