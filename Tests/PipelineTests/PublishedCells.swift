import Foundation

/// The cells of a `metrics.json`, read without the program's own code.
struct PublishedCells {
  struct Cell {
    var value: Double?
    var n: Int?
    var flags: Set<String>
    var unit: String
    var coverage: Double?
  }

  let period: String
  private var cells: [[String]: Cell] = [:]

  init(_ json: Data) throws {
    let root = try JSONSerialization.jsonObject(with: json) as? [String: Any] ?? [:]
    period = root["period"] as? String ?? ""
    let lists = ["cells", "forecasts", "staffing"]
    for cell in lists.flatMap({ root[$0] as? [[String: Any]] ?? [] }) {
      let group = (cell["dimensions"] as? [String: String] ?? [:]).sorted { $0.key < $1.key }
        .flatMap { [$0.key, $0.value] }
      let name = [cell["metric"] as? String ?? "", cell["period"] as? String ?? ""] + group
      cells[name] = Cell(
        value: cell["value"] as? Double, n: cell["n"] as? Int,
        flags: Set(cell["flags"] as? [String] ?? []), unit: cell["unit"] as? String ?? "",
        coverage: cell["coverage"] as? Double)
    }
  }

  subscript(metric: String, period: String, group: [String]) -> Cell? {
    cells[[metric, period] + group]
  }
}

extension PublishedCells.Cell {
  /// Whether a text is this value as a table may print it: rounded to the digits that it shows, with
  /// the marks that belong to it.
  func prints(_ text: String, marked: Bool) -> Bool {
    if flags.contains("suppressed") { return text == "·" }
    var rest = Substring(text)
    for (mark, flag) in [("‡", "from_closed"), ("†", "from_counters"), ("*", "indicative")]
    where marked && flags.contains(flag) && (value != nil || mark == "*") {
      guard rest.hasSuffix(mark) else { return false }
      rest = rest.dropLast()
    }
    guard let value else { return rest == "–" }
    if flags.contains("provisional") {
      guard rest.hasSuffix(" (p)") else { return false }
      rest = rest.dropLast(4)
    }
    if flags.contains("approximate") {
      guard rest.hasPrefix("≈ ") else { return false }
      rest = rest.dropFirst(2)
    }
    return Printed(rest, unit)?.isRounded(value) ?? false
  }
}

/// A printed number in the unit of its metric, and half of what its last digit is worth.
struct Printed {
  var number = 0.0
  var half = 0.0

  /// Of some minor units one of the currency, as most have it.
  private static let minor = 100.0

  init?(_ text: some StringProtocol, _ unit: String) {
    var text = String(text)
    let isNegative = text.hasPrefix("−")
    if let first = text.first, "+−±".contains(first) { text.removeFirst() }
    if text == "same day" {
      half = 43_200
      return
    }
    var words = text.split(separator: " ")
    let scales: [String: [String: Double]] = [
      "share": ["%": 0.01, "pts": 0.01], "points": ["": 1, "pts": 1], "count": ["": 1],
      "number": ["": 1], "weeks": ["weeks": 1],
      "s": ["s": 1, "min": 60, "h": 3600, "d": 86_400], "relative": ["%": 0.01],
    ]
    if words.count == 1 || unit == "money" { words = [words[0], ""] }
    let scale = unit == "money" ? ["": Self.minor] : scales[unit] ?? [:]
    for place in stride(from: 0, to: words.count, by: 2) {
      let digits = words[place].filter { $0 != "," }
      guard place + 1 < words.count, let size = Double(digits),
        let unit = scale[String(words[place + 1])]
      else { return nil }
      number += size * unit
      let decimals = digits.split(separator: ".").dropFirst().first?.count ?? 0
      half = 0.5 * unit * pow(0.1, Double(decimals))
    }
    if unit == "count" { half = 0 }
    // Hours alone are of minutes that are none.
    if words.last == "h" { half = 30 }
    if isNegative { number = -number }
  }

  func isRounded(_ value: Double) -> Bool {
    abs(number - value) <= half + 1e-9 * max(1, abs(value))
  }
}
