public import Columnar
public import Compose

/// A file that an edition of a report is published in: a row of the table of all of them.
public struct Medium: Sendable {
  /// What it is written from.
  public struct Source: Sendable {
    public let input: ReportInput
    public let document: Document
    /// Of the pipeline's own for the page, checked before; nil for the one built in.
    public let template: String?

    public init(_ input: ReportInput, template: String? = nil) {
      self.input = input.judged(printsAlike: PrintedValues(currency: input.currency).areAlike)
      document = Document(self.input)
      self.template = template
    }
  }

  public let file: String
  private let text: @Sendable (Source) throws(Diagnostic) -> String

  init(_ file: String, _ text: @escaping @Sendable (Source) throws(Diagnostic) -> String) {
    self.file = file
    self.text = text
  }

  public func write(_ source: Source) throws(Diagnostic) -> String { try text(source) }

  public static let all = [html, markdown, metricsJSON, metricsCSV]
}
