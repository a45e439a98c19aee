import Columnar
import Compare
import Records

extension PipelineFileParser {
  static let topicKeys = ["fields", "owners"]
  static let ownerKeys = ["department", "words"]

  /// Which texts are looked at for topics; nil where the file does not ask for them.
  func topics(_ map: ConfigMap, _ sources: [PipelineFile.Source]) -> TopicRules? {
    guard let node = map.node("topics"),
      let map = ConfigMap(node, "'topics'", keys: Self.topicKeys, problems)
    else { return nil }
    _ = map.requiredNode("fields")
    var fields: [String] = []
    for item in map.nodes("fields", atLeastOne: true) {
      guard let name = map.text(item, "fields") else { continue }
      if !TopicRules.choices.contains(name) {
        problems.add(.notAChoice(name, "fields", TopicRules.choices), at: item)
      } else if fields.contains(name) {
        problems.add(.listedTwice(name, "fields"), at: item)
      } else if !isMapped(name, name == "comment" ? .survey : .ticket, sources) {
        problems.add(.topicNotMapped(name), at: item)
      } else {
        fields.append(name)
      }
    }
    if !isMapped("requester", .ticket, sources) {
      problems.add(.topicsWithoutRequesters, at: node)
    }
    return TopicRules(fields: fields, owners: owners(map))
  }

  private func isMapped(
    _ field: String, _ kind: RecordKind, _ sources: [PipelineFile.Source]
  ) -> Bool {
    sources.contains { source in
      source.mapping.kind.kind == kind
        && source.mapping.fields.contains { $0.field.name == field }
    }
  }

  private func owners(_ map: ConfigMap) -> [TopicRules.Owner] {
    map.nodes("owners").compactMap { node in
      guard let map = ConfigMap(node, "the owner", keys: Self.ownerKeys, problems) else {
        return nil
      }
      let department = map.requiredName("department")
      _ = map.requiredNode("words")
      let words = map.texts("words", atLeastOne: true)
      guard let department else { return nil }
      return TopicRules.Owner(department: department, words: Set(words.map { $0.lowercased() }))
    }
  }
}

extension Diagnostic.Message {
  static func topicNotMapped(_ field: String) -> Self {
    Self("'fields' has '\(field)', which no source maps")
  }

  static var topicsWithoutRequesters: Self {
    Self("'topics' counts customers, but no source of tickets maps 'requester'")
  }
}
