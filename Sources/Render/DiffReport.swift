import Aggregate
public import Columnar
public import Compare
public import Compose
import Language
import Templates

/// What changed between two periods, in the forms that `diff` prints.
public struct DiffReport: Sendable {
  let title: String
  let comparison: Comparison
  let currency: String
  var selection: DiffSelection
  /// In which the signals were looked for; nil where the course is not known.
  let course: ReportInput?

  public init(
    title: String, comparison: Comparison, course: ReportInput? = nil, currency: String,
    selection: DiffSelection = DiffSelection()
  ) {
    self.title = title
    self.comparison = comparison
    self.course = course
    self.currency = currency
    self.selection = selection
  }

  func content(_ form: ComparisonDocument.Form) -> ComparisonDocument {
    ComparisonDocument(comparison, selection, form, course: course)
  }

  func document(_ form: ComparisonDocument.Form) -> Document {
    content(form).document(title: title, currency: currency)
  }

  public func html() throws(Diagnostic) -> String {
    try BoardReport.render(BuiltInTemplates.diffHTML, model, .html)
  }

  public func markdown() throws(Diagnostic) -> String {
    try BoardReport.render(BuiltInTemplates.diffMarkdown, model, .markdown)
  }

  private var model: ModelNode { ReportModel(document(.full), .english).node }
}
