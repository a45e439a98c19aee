import Aggregate
import Columnar
import Privacy
import Records

extension Edition {
  init(_ audience: Audience, _ engine: Engine) {
    var limits = engine.pipeline.smallN
    limits.staffAreAgents = engine.pipeline.availability.isMapped("agent", .staff)
    self.init(
      audience, limits, key: engine.options.key ?? engine.pipeline.key,
      shown: engine.pipeline.fields(shownTo: audience))
  }

  /// Whether something that splits by these dimensions lacks a key.
  func mistake(
    _ what: String, _ dimensions: Set<String>, _ pipeline: PipelineFile,
    at location: Diagnostic.Location? = nil
  ) -> Diagnostic? {
    let named = hidden(dimensions)
    if named.isEmpty || key != nil { return nil }
    return Diagnostic(
      .needsKey(
        what, named.sorted(), audience, undeclared: named.intersection(pipeline.undeclared).sorted()
      ),
      at: location, failure: .configuration)
  }
}

extension PipelineFile.Report {
  /// All that it splits by.
  var splits: Set<String> { Set(dimensions).union(pairs.joined()) }

  /// That it splits by names which its audience may not see, and there is no key to hide them.
  func lacksKey(_ engine: Engine) -> Diagnostic? {
    Edition(audience, engine)
      .mistake("the report '\(name)'", splits, engine.pipeline, at: location)
  }
}

extension Diagnostic.Message {
  /// - Parameter undeclared: fields of the pipeline's own that could say that they may be seen.
  static func needsKey(
    _ what: String, _ dimensions: [String], _ audience: Audience, undeclared: [String]
  ) -> Self {
    let message = needsKey(what, dimensions, audience)
    if undeclared.isEmpty { return message }
    let fields = undeclared.map { "'\($0)'" }.joined(separator: ", ")
    return Self(
      "\(message.text); or, if \(fields) \(undeclared.count == 1 ? "names" : "name") neither agents nor "
        + "customers, 'shown_to: [\(audience.rawValue)]' on the field in its source")
  }
}
