public import Columnar
public import Compose
import Language
import Mustache
import Templates

/// The board report in its two forms. Document in, text out: no clock, no locale, no order by chance.
public enum BoardReport {
  /// - Parameter template: a template of the pipeline's own, checked before; nil for the one
  ///   built in.
  public static func html(_ document: Document, template: String? = nil) throws(Diagnostic)
    -> String
  {
    try render(template ?? BuiltInTemplates.html, ReportModel(document, .english).node, .html)
  }

  public static func markdown(_ document: Document) throws(Diagnostic) -> String {
    try render(BuiltInTemplates.markdown, ReportModel(document, .english).node, .markdown)
  }

  /// All that its files are made of but the figures: another text makes other files.
  public static func form(template: String? = nil) -> String {
    let partials = BuiltInTemplates.partials.sorted { $0.key < $1.key }.map(\.value)
    return
      ([template ?? BuiltInTemplates.html, BuiltInTemplates.markdown]
      + [BuiltInTemplates.stylesheet] + partials).joined(separator: "\n")
  }

  static func render(
    _ template: String, _ model: ModelNode, _ syntax: ModelNode.Syntax
  ) throws(Diagnostic) -> String {
    do {
      let partials = try BuiltInTemplates.partials.mapValues { try MustacheTemplate(string: $0) }
      let library = MustacheLibrary(templates: partials)
      return try MustacheTemplate(string: template).render(
        model.value(for: syntax), library: library)
    } catch {
      throw Diagnostic(.templateBroken("\(error)"), failure: .configuration)
    }
  }
}

extension Medium {
  static let html = Medium("index.html") { source throws(Diagnostic) in
    try BoardReport.html(source.document, template: source.template)
  }
  static let markdown = Medium("report.md") { source throws(Diagnostic) in
    try BoardReport.markdown(source.document)
  }
}

extension Diagnostic.Message {
  static func templateBroken(_ reason: String) -> Self { Self("the template is broken: \(reason)") }
}
