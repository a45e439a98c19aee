import Columnar

/// Text as it may stand in HTML and SVG.
func escaped(_ text: String) -> String {
  var result = ""
  for character in text.visible.unicodeScalars {
    switch character {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.unicodeScalars.append(character)
    }
  }
  return result
}

/// Text that Markdown takes as it stands, in a table too.
func escapedForMarkdown(_ text: String) -> String {
  var result = ""
  for character in text.visible.unicodeScalars {
    if "\\`*_{}[]<>#|!~&".unicodeScalars.contains(character) { result += "\\" }
    result.unicodeScalars.append(character)
  }
  return result
}

/// Text as code in Markdown, where nothing is escaped: between more backticks than it has in a row.
func codeInMarkdown(_ text: String) -> String {
  let text = text.visible
  let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
  let fence = String(repeating: "`", count: longest + 1)
  let space = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
  return fence + space + text + space + fence
}
