extension FieldMapping {
  /// All that decides what a value of the field is, in one text: where two mappings differ in it, their
  /// values may mean different things.
  public var meaning: String {
    let words = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let parts: [(String, [String])] = [
      ("from", joined.isEmpty ? [from] + alternatives : joined), ("after", [after ?? ""]),
      ("add", ["\(addend)"]), ("html", ["\(isHTML)"]), ("format", [format?.text ?? ""]),
      ("zone", [zone ?? ""]), ("precision", [precision?.rawValue ?? ""]),
      ("unit", [unit?.rawValue ?? ""]), ("decimal", [decimalMark?.rawValue ?? ""]),
      ("values", words), ("otherwise", [otherwise ?? ""]), ("missing", missing),
      ("true", trueWords), ("false", falseWords),
    ]
    return "\(field.name): "
      + parts.map { name, texts in
        "\(name) " + texts.map { "\($0.utf8.count):\($0)" }.joined(separator: ",")
      }.joined(separator: ";")
  }
}

extension SourceMapping {
  /// What decides which of its rows are records, and the meaning of what all of them share.
  public var meaning: String {
    let dropped = drops.map { "\($0.column)=\($0.words.joined(separator: ","))" }
    return "\(kind.kind.rawValue) \(zone) missing \(missing.joined(separator: ",")) "
      + "drop \(dropped.joined(separator: ";"))"
  }
}
