import Columnar
import Extract

extension PipelineFile.Source {
  /// How a file of the source is read; its columns are still to be named. Where the source leaves
  /// the format out, it is found, and with it all that the source does not say.
  ///
  /// - Returns: the request; what was found, in words, empty where nothing was looked for; and the
  ///   same where it is not what the file's name suggests.
  func request(
    for path: String
  ) throws(Diagnostic) -> (request: ReadRequest, layout: String, note: String?) {
    var request = ReadRequest(path: path, format: format ?? FileFormat.all[0], columns: [])
    request.dialect = dialect
    request.encoding = encoding
    request.records = records
    request.aliases = aliases
    request.joins = joins
    request.optional = optional
    for field in mapping.fields where !field.alternatives.isEmpty {
      request.alternatives[field.from, default: []] += field.alternatives
    }
    // What stands in for another need not be there itself, unless a field is it.
    request.optional.formUnion(
      Set(mapping.fields.flatMap(\.alternatives))
        .subtracting(mapping.fields.map(\.from) + mapping.drops.map(\.column)))
    guard format == nil else { return (request, "", nil) }
    let suggested = FileFormat.suggested(by: path)
    let found = try Sniffer(
      path, format: suggested, encoding: encoding, records: records,
      delimiter: declaresDialect ? dialect.delimiter : nil)
    request.format = found.format
    request.encoding = found.encoding
    request.records = found.records
    if !declaresDialect {
      request.dialect = found.dialect
      // What is said of the rows holds of a dialect that is found, too.
      request.dialect.footer += dialect.footer
      request.dialect.ragged = dialect.ragged
      request.dialect.openEnd = dialect.openEnd
    }
    let isPlain =
      (declaresDialect || found.dialect == Dialect())
      && (encoding != nil || found.encoding == .utf8)
    return (request, found.words, suggested == nil || !isPlain ? found.words : nil)
  }
}
