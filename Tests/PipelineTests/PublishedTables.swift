import Foundation

/// The tables of a published page, as a reader sees them.
struct PublishedTable {
  var caption: String
  var columns: [String]
  var rows: [[String]]

  /// Those of a page in Markdown.
  static func markdown(_ page: String) -> [PublishedTable] {
    var tables: [PublishedTable] = []
    var caption = ""
    var isWithin = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      guard line.hasPrefix("|") else {
        if !line.isEmpty { caption = plain(line) }
        isWithin = false
        continue
      }
      let cells = String(line.dropFirst().dropLast()).replacing("\\|", with: "\u{1}")
        .split(separator: "|", omittingEmptySubsequences: false)
        .map {
          plain(String($0).replacing("\u{1}", with: "|")).trimmingCharacters(in: .whitespaces)
        }
      if !isWithin {
        tables.append(PublishedTable(caption: caption, columns: cells, rows: []))
      } else if !cells.allSatisfy({ $0.hasSuffix("--") || $0.hasSuffix("--:") }) {
        tables[tables.count - 1].rows.append(cells)
      }
      isWithin = true
    }
    return tables
  }

  private static func plain(_ markdown: String) -> String {
    markdown.replacing("**", with: "").replacing(/\\(.)/) { $0.output.1 }
  }

  /// Those of a page in HTML.
  static func html(_ page: String) -> [PublishedTable] {
    page.matches(of: /(?s)<table.*?<\/table>/).map { match in
      let table = String(match.output)
      let rows = table.matches(of: /(?s)<tr>.*?<\/tr>/).map { row in
        String(row.output).matches(of: /(?s)<t[hd][^>]*>(.*?)<\/t[hd]>/).map { text($0.output.1) }
      }
      let caption = table.firstMatch(of: /<caption>(.*?)<\/caption>/).map { text($0.output.1) }
      return PublishedTable(
        caption: caption ?? "", columns: rows.first ?? [], rows: Array(rows.dropFirst()))
    }
  }

  private static func text(_ html: Substring) -> String {
    String(html).replacing(/<svg.*?<\/svg>/, with: "").replacing(
      /<span class="note">.*?<\/span>/, with: ""
    )
    .replacing(/<[^>]*>/, with: "").replacing("&#39;", with: "'").replacing("&quot;", with: "\"")
    .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    .trimmingCharacters(in: .whitespaces)
  }
}
