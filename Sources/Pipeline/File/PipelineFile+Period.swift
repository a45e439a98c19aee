import Civil
import Columnar

extension PipelineFile {
  /// A period by its name.
  func period(_ name: String) throws(Diagnostic) -> Period {
    guard let period = Period(name, fiscalStart: fiscalStart) else {
      throw Diagnostic(.notAPeriod(name), failure: .usage)
    }
    return period
  }
}

extension Diagnostic.Message {
  static func notAPeriod(_ text: String) -> Self {
    Self(
      "'\(text)' is not a period; expected one such as 2026-10, 2026-W44, 2026-Q4, 2026, 2026-10-31 or FY2026-Q3"
    )
  }
}
