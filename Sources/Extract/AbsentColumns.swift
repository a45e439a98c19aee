public import Columnar

extension ReadRequest {
  /// Those of some columns that none of the first records has, be it empty or null. In delimited
  /// text there are none, since its reader demands all columns.
  public func absent(among columns: [String]) throws(Diagnostic) -> [String] {
    switch format.name {
    case "csv": return []
    case "xml":
      let there = XMLSniffer(try Sniffer.sample(try openSource(self))).paths(of: records)
      return columns.filter { !there.contains($0) }
    default:
      var left = columns.map(JSONPath.init)
      try JSONSniffer.forEachRecord(self) { record in left.removeAll { $0.isIn(record) } }
      return left.map(\.text)
    }
  }
}

extension FileFormat {
  /// What makes a column one that no record of the format can have; nil where nothing does.
  public func mistake(ofColumn column: String) -> Diagnostic.Message? {
    switch name {
    case "csv": return nil
    case "xml":
      let parts = column.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.last == "" { return .pathMistake(column, "the attribute's name behind the '@'") }
      if column.contains("[") { return .pathMistake(column, "elements by their names alone") }
      let hasGap =
        !parts[0].isEmpty
        && parts[0].split(separator: ".", omittingEmptySubsequences: false).contains("")
      return hasGap ? .pathMistake(column, "a name on each side of a '.'") : nil
    default: return JSONPath.mistake(column)
    }
  }
}
