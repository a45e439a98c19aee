import Columnar
import Publish

extension Run {
  /// Where a run keeps and publishes, locked for it.
  struct Desk {
    let workspace: Workspace
    let catalog: Catalog
    let publisher: Publisher
    /// The folder that reports are published in.
    let root: String
  }

  /// Locks the folders, and completes what a run left that was ended.
  func open() throws(Diagnostic) -> Desk {
    let root = try root()
    let workspace = try Workspace(
      of: pipeline.path, name: pipeline.name, root: root, startedAt: options.startedAt)
    if let stale = workspace.stale {
      engine.progress.say(.note(.interrupted(stale)))
    }
    let spans = spans
    let catalog = try Catalog(path: workspace.catalogPath, spans: spans)
    let publisher = Publisher(catalog: catalog, root: root, spans: spans)
    for series in try publisher.recover(label: workspace.label) {
      engine.progress.say(.note(.published(series.name)))
    }
    return Desk(workspace: workspace, catalog: catalog, publisher: publisher, root: root)
  }

  private func root() throws(Diagnostic) -> String {
    if let out = options.out { return out }
    let root = FileSystem.join(pipeline.folder, "reports")
    if FileSystem.isLink(root) && !FileSystem.isWithin(pipeline.folder, root) {
      throw Diagnostic(.reportsLeaveFolder, at: .init(file: root), failure: .cannotCreate)
    }
    return root
  }
}

extension Diagnostic.Message {
  static func interrupted(_ holder: String) -> Self {
    Self("the last run was interrupted: \(holder)")
  }

  static func published(_ series: String) -> Self {
    Self("\(series): what it had recorded is published now")
  }

  static var reportsLeaveFolder: Self {
    Self(
      "the folder of reports is a symbolic link that leaves the folder of the pipeline file; "
        + "expected a folder, or --out")
  }
}
