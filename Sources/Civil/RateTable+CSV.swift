public import Columnar

extension RateTable {
  private static let header = ["date", "from", "to", "rate"]

  /// Reads `date,from,to,rate` and a row for each rate, such as `2026-10-01,USD,EUR,0.8531`.
  ///
  /// - Throws: all mistakes, each with its line and column.
  public init(csv text: String, file: String) throws(Diagnostic) {
    var reader = Reader(file: file)
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() {
      reader.read(index == 0 && line.first == "\u{FEFF}" ? line.dropFirst() : line, index + 1)
    }
    if !reader.hasHeader { reader.report(.noRateHeader(Self.header), 1, 1) }
    guard reader.problems.isEmpty else { throw Diagnostic(reader.problems) }
    self.init(reader.entries)
  }

  private struct Reader {
    let file: String
    var hasHeader = false
    var entries: [Entry] = []
    var problems: [Diagnostic] = []
    /// The line of each day and pair.
    var seen: [String: Int] = [:]

    mutating func read(_ line: Substring, _ number: Int) {
      guard line.contains(where: { !$0.isWhitespace }) else { return }
      var column = 1
      var fields: [(text: String, column: Int)] = []
      for part in line.split(separator: ",", omittingEmptySubsequences: false) {
        let lead = part.prefix { $0 == " " || $0 == "\t" || $0 == "\"" }
        let text = part.dropFirst(lead.count).reversed()
          .drop { $0 == " " || $0 == "\t" || $0 == "\"" }.reversed()
        fields.append((String(text), column + lead.utf8.count))
        column += part.utf8.count + 1
      }
      if !hasHeader {
        hasHeader = true
        if fields.map(\.text) != RateTable.header {
          report(.noRateHeader(RateTable.header), number, 1)
        }
        return
      }
      guard fields.count == 4 else {
        return report(.rateFields(fields.count), number, 1)
      }
      row(fields, number)
    }

    private mutating func row(_ fields: [(text: String, column: Int)], _ number: Int) {
      let day = CivilDate(fields[0].text)
      if day == nil { report(.notARateDay(fields[0].text), number, fields[0].column) }
      let unknown = fields[1...2].filter { !CurrencyCode.isValid($0.text) }
      for field in unknown { report(.notACurrency(field.text), number, field.column) }
      let rate = Rate(fields[3].text)
      if rate == nil { report(.notARate(fields[3].text), number, fields[3].column) }
      guard let day, let rate, unknown.isEmpty else { return }
      let (from, to) = (fields[1].text, fields[2].text)
      if from == to { return report(.rateOfItself(from), number, fields[2].column) }
      if let first = seen.updateValue(number, forKey: "\(day) \(from) \(to)") {
        return report(.rateTwice(from, to, day, first), number, 1)
      }
      entries.append(Entry(day: day, from: from, to: to, rate: rate))
    }

    mutating func report(_ message: Diagnostic.Message, _ line: Int, _ column: Int) {
      problems.append(
        Diagnostic(
          message, at: .init(file: file, line: line, column: column), failure: .configuration))
    }
  }
}

extension Diagnostic.Message {
  public static func notACurrency(_ code: String) -> Self {
    let near = CurrencyCode.nearest(to: code).map { "; did you mean '\($0)'?" }
    return Self("'\(code)' is not an ISO 4217 currency\(near ?? "; expected one such as 'EUR'")")
  }

  static func noRateHeader(_ header: [String]) -> Self {
    Self("a table of rates begins with the line '\(header.joined(separator: ","))'")
  }

  static func rateFields(_ count: Int) -> Self {
    Self("expected 4 fields: date, from, to, rate; found \(count)")
  }

  static func notARateDay(_ text: String) -> Self {
    Self("'\(text)' is not a date; expected one such as 2026-11-02")
  }

  static func notARate(_ text: String) -> Self {
    Self("'\(text)' is not a rate; expected a number above 0 such as 1.0847, of at most 18 digits")
  }

  static func rateOfItself(_ code: String) -> Self {
    Self("the rate of \(code) in itself is always 1; expected two currencies")
  }

  static func rateTwice(_ from: String, _ to: String, _ day: CivilDate, _ line: Int) -> Self {
    Self("there is a rate of \(from) in \(to) on \(day) already, in line \(line)")
  }
}
