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
      problems.add(.ratesNotUTF8, at: .init(file: file.path))
      return nil
    }
    do {
      return (try RateTable(csv: text, file: file.path), text)
    } catch {
      for diagnostic in error.diagnostics {
        problems.add(diagnostic.message, at: diagnostic.location ?? problems.location(node))
      }
      return nil
    }
  }

  /// A file beside the pipeline file, or in a folder beside it.
  ///
  /// - Parameter follows: whether a link may lead out of the folder.
  func besides(
    _ name: String, at node: Node, follows: Bool = false
  ) -> (path: String, content: Data)? {
    if name.isEmpty || name.hasPrefix("/") || name.split(separator: "/").contains("..") {
      problems.add(.fileLeavesFolder(name), at: node)
      return nil
    }
    let folder = problems.file.lastIndex(of: "/").map { String(problems.file[..<$0]) } ?? "."
    let path = FileSystem.join(folder, name)
    guard let content = FileManager.default.contents(atPath: path) else {
      problems.add(.noFileBeside(name), at: node)
      return nil
    }
    guard follows || !leavesFolder(path, name, at: node) else { return nil }
    return (path, content)
  }
}

extension PipelineFileParser {
  /// Whether a file is elsewhere, through a link: what is in it could be published.
  func leavesFolder(_ path: String, _ name: String, at node: Node) -> Bool {
    if FileSystem.isWithin(FileSystem.parent(of: problems.file), path) { return false }
    problems.add(.linkLeavesFolder(name), at: node)
    return true
  }
}

extension Diagnostic.Message {
  static func linkLeavesFolder(_ name: String) -> Self {
    Self(
      "'\(name)' is a symbolic link that leaves the folder of the pipeline file; expected a file in it"
    )
  }

  static func fileLeavesFolder(_ name: String) -> Self {
    Self(
      "the file '\(name)' leaves the folder of the pipeline file; expected a relative path without '..'"
    )
  }

  static func noFileBeside(_ name: String) -> Self {
    Self("cannot read '\(name)'; expected a file beside the pipeline file")
  }

  static var ratesNotUTF8: Self { Self("the table of rates is not UTF-8") }
}
