public import Columnar
import Foundation

/// Writes reports beside the old ones and swaps them in whole, when all of them are written.
public struct Publisher {
  let root: String
  private var staged: [(new: String, place: String)] = []

  public init(root: String) { self.root = root }

  /// Writes a report's files into a folder of their own; returns where they will stand.
  public mutating func stage(
    report: String, period: String, files: [(name: String, text: String)]
  ) throws(Diagnostic) -> String {
    let place = FileSystem.join(FileSystem.join(root, report), period)
    let new = FileSystem.join(FileSystem.join(root, report), ".\(period).new")
    do {
      try? FileManager.default.removeItem(atPath: new)
      try FileManager.default.createDirectory(atPath: new, withIntermediateDirectories: true)
      for file in files {
        try Data(file.text.utf8).write(to: URL(fileURLWithPath: FileSystem.join(new, file.name)))
      }
    } catch {
      throw Diagnostic(
        .notWritten(error.localizedDescription), at: .init(file: new), failure: .cannotCreate)
    }
    staged.append((new, place))
    return place
  }

  /// Puts all that was staged in place, and points `latest` at the newest period of each report.
  public func publish() throws(Diagnostic) {
    let manager = FileManager.default
    for (new, place) in staged {
      try? manager.removeItem(atPath: new + ".old")
      try FileSystem.swap(new, into: place, aside: new + ".old")
      try? manager.removeItem(atPath: new + ".old")
      try pointLatest(at: place)
    }
  }

  private func pointLatest(at place: String) throws(Diagnostic) {
    let url = URL(fileURLWithPath: place)
    let folder = url.deletingLastPathComponent().path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let own = url.lastPathComponent
    // The newest among periods of the same kind: their names sort as the periods do.
    let newest =
      names.filter { $0.count == own.count && !$0.hasPrefix(".") && $0 != "latest" }.max() ?? own
    let link = FileSystem.join(folder, "latest")
    let new = FileSystem.join(folder, ".latest.new")
    do {
      try? FileManager.default.removeItem(atPath: new)
      try FileManager.default.createSymbolicLink(atPath: new, withDestinationPath: newest)
    } catch {
      throw Diagnostic(
        .notWritten(error.localizedDescription), at: .init(file: new), failure: .cannotCreate)
    }
    try FileSystem.rename(new, to: link)
  }
}
