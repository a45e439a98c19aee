import Columnar

/// Text in lines of at most 100 characters, each with some spaces before it; a longer word stands alone.
///
/// - Parameter hanging: how many more spaces stand before the lines that follow the first.
func wrapped(_ text: String, indent: Int = 0, hanging: Int = 0) -> String {
  func margin(_ lines: [String]) -> String {
    String(repeating: " ", count: indent + (lines.isEmpty ? 0 : hanging))
  }
  var lines: [String] = []
  var line = ""
  // A unit stays with its number.
  let units: Set<Substring> = ["%", "d", "h", "min", "pts", "s"]
  var words: [String] = []
  for word in text.visible.split(separator: " ") {
    let unit = word.prefix { $0.isLetter || $0 == "%" }
    if units.contains(unit), words.last?.last?.isNumber ?? false {
      words[words.count - 1] += " \(word)"
    } else {
      words.append(String(word))
    }
  }
  for word in words {
    if !line.isEmpty && margin(lines).count + line.count + 1 + word.count > 100 {
      lines.append(margin(lines) + line)
      line = ""
    }
    line += (line.isEmpty ? "" : " ") + word
  }
  return (lines + [margin(lines) + line]).joined(separator: "\n")
}
