/// The templates of the folder `files`, carried in the binary.
public enum BuiltInTemplates {
  /// A file of that folder.
  public struct File: Sendable {
    public let name: String
    /// By which templates include it, as in `{{> table}}`; nil for a page of its own.
    public let partial: String?
    public let text: String

    init(_ name: String, partial: String? = nil, _ bytes: [UInt8]) {
      self.name = name
      self.partial = partial
      text = String(decoding: bytes, as: UTF8.self)
    }
  }

  public static let files = [
    File("board.html.mustache", PackageResources.board_html_mustache),
    File("board.md.mustache", PackageResources.board_md_mustache),
    File("diff.html.mustache", PackageResources.diff_html_mustache),
    File("diff.md.mustache", PackageResources.diff_md_mustache),
    File("table.html.mustache", partial: "table", PackageResources.table_html_mustache),
    File("table.md.mustache", partial: "table_md", PackageResources.table_md_mustache),
    File("board.css", PackageResources.board_css),
  ]

  public static var html: String { text("board.html.mustache") }
  public static var markdown: String { text("board.md.mustache") }
  public static var diffHTML: String { text("diff.html.mustache") }
  public static var diffMarkdown: String { text("diff.md.mustache") }
  public static var stylesheet: String { text("board.css") }

  /// What templates may include, by name.
  public static var partials: [String: String] {
    Dictionary(
      uniqueKeysWithValues: files.compactMap { file in file.partial.map { ($0, file.text) } })
  }

  private static func text(_ name: String) -> String {
    files.first { $0.name == name }?.text ?? ""
  }
}
