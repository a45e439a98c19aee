import Columnar
import Extract
import Records
import Transform

/// The columns of a source's mapping that none of its rows had: a mistyped path of nested text would
/// read as empty for ever.
struct AbsentColumns {
  let source: PipelineFile.Source
  let files: [ReadRequest]

  /// - Parameters:
  ///   - filled: for each field that is read for the schema, then for each rule, whether any row had
  ///     a value.
  /// - Returns: a warning for each that no file has; none where a file cannot be read.
  func warnings(_ filled: [Bool], _ schema: Schema) -> [Diagnostic] {
    let fields = RecordCaster.readFields(source.mapping, for: schema)
    let wanted =
      fields.map { (names: [$0.from] + $0.alternatives, of: "the field '\($0.field.name)'") }
      + source.mapping.drops.map { (names: [$0.column], of: "'drop'") }
    let optional = files.reduce(into: Set<String>()) { $0.formUnion($1.optional) }
    let empty = zip(wanted, filled).filter { !$1 && !optional.contains($0.names[0]) }.map(\.0)
    guard !empty.isEmpty, !files.isEmpty, let absent = try? absent(empty.flatMap(\.names)) else {
      return []
    }
    return empty.filter { $0.names.allSatisfy(absent.contains) }.map { names, owner in
      .warning(.columnInNoRow(names, owner, source.name, there), at: source.location)
    }
  }

  /// Those of some columns that the beginning of no file has.
  private func absent(_ columns: [String]) throws(Diagnostic) -> Set<String> {
    var left = Set(columns)
    for file in files where !left.isEmpty {
      left = Set(try file.absent(among: left.sorted()))
    }
    return left
  }

  /// The columns of the first file, to be suggested.
  private var there: [String] { (try? files.first?.sampledColumns()) ?? [] }
}

extension Diagnostic.Message {
  static func columnInNoRow(
    _ names: [String], _ owner: String, _ source: String, _ there: [String]
  ) -> Self {
    let listed = names.map { "'\($0)'" }.joined(separator: ", ")
    return Self(
      "no row of '\(source)' has \(listed), the column of \(owner)"
        + suggestion(for: names[0], among: there))
  }
}
