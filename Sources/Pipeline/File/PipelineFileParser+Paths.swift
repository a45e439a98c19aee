import Extract
import Yams

extension PipelineFileParser {
  /// Tells of columns of `fields` that no record of a format can have.
  func checkPaths(_ fields: Node, _ format: FileFormat) {
    for (_, value) in fields.mapping ?? [:] {
      let from = value.mapping.map { $0["from"] } ?? value
      for node in from?.sequence.map(Array.init) ?? from.map({ [$0] }) ?? [] {
        guard let path = node.scalar?.string, let mistake = format.mistake(ofColumn: path) else {
          continue
        }
        problems.add(mistake, at: node)
      }
    }
  }
}
