import Civil
import Columnar
import Foundation
import Yams

extension PipelineFileParser {
  func currency(_ map: ConfigMap) -> String {
    guard let node = map.node("currency"), let code = map.text("currency") else { return "" }
    if !CurrencyCode.isValid(code) { problems.add(.notACurrency(code), at: node) }
    return code
  }

  /// The exchange rates of the file that the pipeline names, and the text that they stand in.
  func rates(_ map: ConfigMap) -> (table: RateTable, text: String)? {
    guard let node = map.node("rates"), let name = map.text("rates"),
      let file = besides(name, at: node)
    else { return nil }
    guard let text = String(data: file.content, encoding: .utf8) else {
      problems.add(.fileNotUTF8, at: .init(file: file.path))
      return nil
    }
    if map.node("currency") == nil { problems.add(.ratesWithoutCurrency, at: node) }
    do {
      return (try RateTable(csv: text, file: file.path), text)
    } catch {
      for diagnostic in error.all {
        problems.add(diagnostic.message, at: diagnostic.location ?? problems.location(node))
      }
      return nil
    }
  }
}

extension Diagnostic.Message {
  static var ratesWithoutCurrency: Self {
    Self("'rates' needs a 'currency' to convert to, which the pipeline file lacks")
  }
}
