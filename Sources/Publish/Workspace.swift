public import Columnar
import Foundation

/// The folder `.deskbrief/` beside the pipeline file, locked for one run.
///
/// A class, because it holds the lock until it goes.
public final class Workspace {
  public let folder: String
  private let lockFile: FileHandle

  public init(beside pipelineFolder: String) throws(Diagnostic) {
    folder = FileSystem.join(pipelineFolder, ".deskbrief")
    let manager = FileManager.default
    do {
      try manager.createDirectory(
        atPath: FileSystem.join(folder, "quarantine"), withIntermediateDirectories: true)
    } catch {
      throw Diagnostic(
        .noWorkspace(error.localizedDescription), at: .init(file: folder), failure: .cannotCreate)
    }
    let lockPath = FileSystem.join(folder, "lock")
    if !manager.fileExists(atPath: lockPath) {
      _ = manager.createFile(atPath: lockPath, contents: nil)
    }
    guard let lockFile = FileHandle(forUpdatingAtPath: lockPath) else {
      throw Diagnostic(
        .noWorkspace("cannot open the lock"), at: .init(file: lockPath), failure: .cannotCreate)
    }
    guard FileSystem.lock(lockFile.fileDescriptor) else {
      throw Diagnostic(.isLocked, at: .init(file: lockPath), failure: .locked)
    }
    self.lockFile = lockFile
  }

  public var catalogPath: String { FileSystem.join(folder, "catalog.sqlite") }
  public var quarantineFolder: String { FileSystem.join(folder, "quarantine") }
}

extension Diagnostic.Message {
  static func noWorkspace(_ reason: String) -> Self { Self("cannot make the workspace: \(reason)") }

  static var isLocked: Self {
    Self("another run of this pipeline holds the lock; try again when it is done")
  }
}
