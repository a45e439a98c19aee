/// The templates of this folder, carried in the binary.
public enum BuiltInTemplates {
  public static var html: String { text(PackageResources.board_html_mustache) }
  public static var markdown: String { text(PackageResources.board_md_mustache) }
  public static var diffHTML: String { text(PackageResources.diff_html_mustache) }
  public static var diffMarkdown: String { text(PackageResources.diff_md_mustache) }
  public static var stylesheet: String { text(PackageResources.board_css) }

  /// What templates may include by `{{> name}}`.
  public static var partials: [String: String] {
    [
      "table": text(PackageResources.table_html_mustache),
      "table_md": text(PackageResources.table_md_mustache),
    ]
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
