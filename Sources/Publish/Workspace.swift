public import Columnar
import Foundation

/// The folder `.deskbrief/NAME/` beside the pipeline file `NAME.yml`, and the folder of its reports,
/// both locked for one run.
public final class Workspace: Sendable {
  public let folder: String
  /// The folder of the reports, as the catalog names it: relative to the pipeline file's if it is
  /// within.
  public let label: String
  private let locks: [Lock]

  /// - Parameters:
  ///   - pipelineFile: its path.
  ///   - name: the pipeline's own.
  ///   - root: the folder that reports are published in.
  ///   - startedAt: when the run began, for others to read.
  public init(
    of pipelineFile: String, name: String, root: String, startedAt: String
  ) throws(Diagnostic) {
    let beside = FileSystem.parent(of: pipelineFile)
    let shared = FileSystem.join(beside, Self.shared)
    folder = Self.folder(of: pipelineFile)
    for path in [shared, folder, FileSystem.join(folder, "quarantine")] {
      do {
        try FileSystem.makeFolder(path, mode: 0o700)
      } catch {
        throw Diagnostic(
          .noWorkspace(error.message.text), at: .init(file: path), failure: .cannotCreate)
      }
    }
    let holder =
      "process \(FileSystem.processID) on '\(FileSystem.hostName)' since \(startedAt), "
      + "of the pipeline '\(name)'"
    let own = try Lock(FileSystem.join(folder, "lock"), holder: holder)
    try OldWorkspace(shared).move(to: folder, name: name)
    try FileSystem.makeFolder(root)
    locks = [own, try Lock(FileSystem.join(root, ".lock"), holder: holder)]
    label = Self.label(root, within: beside)
  }

  private static let shared = ".deskbrief"

  /// That of a pipeline file, whether it is there or not.
  public static func folder(of pipelineFile: String) -> String {
    let file = pipelineFile.split(separator: "/").last.map(String.init) ?? pipelineFile
    let dot = file.dropFirst().lastIndex(of: ".") ?? file.endIndex
    let shared = FileSystem.join(FileSystem.parent(of: pipelineFile), Self.shared)
    return FileSystem.join(shared, String(file[..<dot]))
  }

  private static func label(_ root: String, within folder: String) -> String {
    guard let path = FileSystem.resolved(root), let base = FileSystem.resolved(folder) else {
      return root
    }
    if path == base { return "." }
    return path.hasPrefix(base + "/") ? String(path.dropFirst(base.count + 1)) : path
  }

  /// Who did not release the lock, since the process was ended: what it began must be completed.
  public var stale: String? { locks.lazy.compactMap(\.stale).first }

  public var catalogPath: String { FileSystem.join(folder, "catalog.sqlite") }
  public var quarantineFolder: String { FileSystem.join(folder, "quarantine") }
}

extension Diagnostic.Message {
  static func noWorkspace(_ reason: String) -> Self { Self("cannot make the workspace: \(reason)") }
}
