import Columnar
import Mustache

/// A part of the report model as templates see it.
enum ModelNode: Sendable {
  case text(String)
  /// What a machine reads: in Markdown a code span of its own, in HTML where the template has one.
  case code(String)
  /// Text with marks in it, put in by `{{{name}}}`.
  case spans([Writer.Span])
  /// SVG and CSS of our own making, put in by `{{{name}}}`; nothing in Markdown.
  case markup(String)
  case flag(Bool)
  case list([ModelNode])
  case object([String: ModelNode])

  enum Syntax {
    /// Text is escaped by the template.
    case html
    /// Text is escaped here.
    case markdown

    func text(_ span: Writer.Span) -> String {
      switch self {
      case .html: span.isCode ? "<code>\(escaped(span.text))</code>" : escaped(span.text)
      case .markdown:
        span.isCode ? codeInMarkdown(span.text) : escapedForMarkdown(span.text)
      }
    }
  }

  /// The node as the template library takes it.
  func value(for syntax: Syntax) -> Any {
    switch self {
    case .text(let text): syntax == .html ? text.visible : escapedForMarkdown(text)
    case .code(let text): syntax == .html ? text.visible : codeInMarkdown(text)
    case .spans(let spans): spans.map(syntax.text).joined()
    case .markup(let text): syntax == .html ? text : ""
    case .flag(let flag): flag
    case .list(let items): items.map { $0.value(for: syntax) }
    case .object(let members): ModelObject(members: members, syntax: syntax)
    }
  }
}

/// The members of an object, for the template library.
struct ModelObject: MustacheParent {
  let members: [String: ModelNode]
  let syntax: ModelNode.Syntax

  func child(named name: String) -> Any? { members[name]?.value(for: syntax) }
}
