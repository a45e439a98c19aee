import Columnar

extension Explanation {
  /// All rows, by the part of the formula that they belong to: summing the values of a role gives
  /// that part of the figure.
  public func csv() -> String {
    var text = "role,source,file,line,id,event_file,event_line,instant,value\n"
    for row in listings.flatMap(\.rows) {
      text +=
        [
          row.role.rawValue, CSVText.field(row.source), CSVText.field(row.place.file),
          "\(row.place.line)", CSVText.field(row.id), CSVText.field(row.event?.file ?? ""),
          row.event.map { "\($0.line)" } ?? "", row.instant,
          row.value.map { JSONText.number($0) } ?? "",
        ].joined(separator: ",") + "\n"
    }
    return text
  }
}
