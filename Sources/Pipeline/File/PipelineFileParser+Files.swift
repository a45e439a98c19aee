import Columnar
import Foundation
import Yams

extension PipelineFileParser {
  /// What is longer is no table of rates, no template and no key.
  private static let longestFile = 64 << 20

  /// A file beside the pipeline file, or in a folder beside it.
  ///
  /// - Parameter missing: what is said where it is not there.
  func besides(
    _ name: String, at node: Node, missing: Diagnostic.Message? = nil, follows: Bool = false
  ) -> (path: String, content: Data)? {
    if name.isEmpty || name.hasPrefix("/") || name.split(separator: "/").contains("..") {
      problems.add(.fileLeavesFolder(name), at: node)
      return nil
    }
    let folder = problems.file.lastIndex(of: "/").map { String(problems.file[..<$0]) } ?? "."
    let path = FileSystem.join(folder, name)
    let values = try? URL(fileURLWithPath: path).resolvingSymlinksInPath()
      .resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
    guard let values else {
      problems.add(missing ?? .noFileBeside(name), at: node)
      return nil
    }
    // What is elsewhere, through a link, could be published.
    guard follows || FileSystem.isWithin(folder, path) else {
      problems.add(.linkLeavesFolder(name), at: node)
      return nil
    }
    // A folder has no content, and a pipe or a device might never end.
    guard values.isRegularFile == true else {
      problems.add(.notAFile(name), at: node)
      return nil
    }
    if let size = values.fileSize, size > Self.longestFile {
      problems.add(.longFile(name, size, Self.longestFile), at: node)
      return nil
    }
    guard let content = FileManager.default.contents(atPath: path) else {
      problems.add(.noFileBeside(name), at: node)
      return nil
    }
    return (path, content)
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
      "the file '\(name)' leaves the folder of the pipeline file; expected a relative path without "
        + "'..'")
  }

  static func noFileBeside(_ name: String) -> Self {
    Self("cannot read '\(name)'; expected a file beside the pipeline file")
  }

  static func notAFile(_ name: String) -> Self {
    Self("'\(name)' is not a regular file; expected a file beside the pipeline file")
  }

  static func longFile(_ name: String, _ size: Int, _ longest: Int) -> Self {
    Self("'\(name)' has \(size) bytes; expected at most \(longest)")
  }

  static var fileNotUTF8: Self { Self("the file is not UTF-8") }
}
