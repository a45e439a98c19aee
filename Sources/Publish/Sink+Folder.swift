import Columnar
import Foundation

extension Sink {
  /// A folder a report, with one a period in it: `reports/board/2026-10/`.
  static let folder = Sink(
    name: "folder",
    stage: { (files, series, root, steps) throws(Diagnostic) in
      try FolderPlace(series, root).stage(files, steps)
    },
    show: { (series, root, steps) throws(Diagnostic) in
      try FolderPlace(series, root).show(steps)
    },
    found: { (series, root) throws(Diagnostic) in try FolderPlace(series, root).found() },
    owner: { series, root in FolderPlace(series, root).owner },
    pointLatest: { (series, kind, root, spans, steps) throws(Diagnostic) in
      try FolderPlace(series, root).pointLatest(kind, spans, steps)
    },
    tidy: { (root, steps) throws(Diagnostic) in try FolderPlace.tidy(root, steps) })
}

/// The place of a series in a folder of reports.
private struct FolderPlace {
  /// Of the report: its periods are in it.
  let shelf: String
  let place: String
  /// Where files are staged.
  let new: String
  let root: String

  init(_ series: Series, _ root: String) {
    self.root = root
    let report = FileSystem.join(root, series.report)
    shelf = series.member.isEmpty ? report : FileSystem.join(report, series.member)
    place = FileSystem.join(shelf, series.period)
    new = FileSystem.join(shelf, ".\(series.period).new")
  }

  func stage(_ files: [PublishedFile], _ steps: Steps) throws(Diagnostic) {
    try FileSystem.makeFolder(root)
    // A link would lead what is published out of the folder, and what it replaces with it.
    for path in [shelf, place] where FileSystem.isLink(path) {
      throw Diagnostic(.placeIsLink, at: .init(file: path), failure: .cannotCreate)
    }
    try steps.begin("make \(new)")
    try Self.remove(new)
    try FileSystem.makeFolder(new)
    for file in files {
      let path = FileSystem.join(new, file.name)
      try steps.begin("write \(path)")
      try FileSystem.write(file.bytes, to: path)
    }
    try steps.begin("sync \(new)")
    try FileSystem.sync(new)
    try steps.begin("sync \(shelf)")
    try FileSystem.sync(shelf)
  }

  func show(_ steps: Steps) throws(Diagnostic) {
    if FileSystem.resolved(place) == nil {
      try steps.begin("rename \(new)")
      try FileSystem.rename(new, to: place)
    } else {
      try steps.begin("swap \(new)")
      try FileSystem.swap(new, with: place)
    }
    try steps.begin("sync \(shelf)")
    try FileSystem.sync(shelf)
    try steps.begin("remove \(new)")
    try Self.remove(new)
  }

  func found() throws(Diagnostic) -> [PublishedFile]? {
    guard FileSystem.resolved(place) != nil else { return nil }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    var files: [PublishedFile] = []
    for name in names.sorted() {
      guard let data = FileManager.default.contents(atPath: FileSystem.join(place, name)) else {
        throw Diagnostic(.notRead, at: .init(file: place), failure: .inputOutput)
      }
      files.append(PublishedFile(name: name, bytes: Array(data)))
    }
    return files
  }

  var owner: String? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: shelf)) ?? []
    for name in names.sorted() where !name.hasPrefix(".") {
      let path = FileSystem.join(FileSystem.join(shelf, name), "metrics.json")
      if let data = FileManager.default.contents(atPath: path),
        let head = MetricsHead(Array(data))
      {
        return head.pipeline
      }
    }
    return nil
  }

  func pointLatest(
    _ kind: String, _ spans: PeriodSpan.Reader, _ steps: Steps
  ) throws(Diagnostic) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: shelf)) ?? []
    let periods = names.compactMap { name in spans(name).map { (name: name, span: $0) } }
    let own = periods.filter { $0.span.kind == kind }
    // By dates: the name of a quarter sorts after those of its months.
    let newest = (own.isEmpty ? periods : own).max {
      ($0.span.first, $0.span.end) < ($1.span.first, $1.span.end)
    }
    guard let name = newest?.name else { return }
    let link = FileSystem.join(shelf, "latest")
    let manager = FileManager.default
    if (try? manager.destinationOfSymbolicLink(atPath: link)) == name { return }
    let new = FileSystem.join(shelf, ".latest.new")
    try steps.begin("link \(link)")
    try Self.remove(new)
    do {
      try manager.createSymbolicLink(atPath: new, withDestinationPath: name)
    } catch {
      throw Diagnostic(
        .notWritten(error.localizedDescription), at: .init(file: new), failure: .cannotCreate)
    }
    try steps.begin("rename \(link)")
    try FileSystem.rename(new, to: link)
    try steps.begin("sync \(shelf)")
    try FileSystem.sync(shelf)
  }

  static func tidy(_ root: String, _ steps: Steps) throws(Diagnostic) {
    let manager = FileManager.default
    for report in ((try? manager.contentsOfDirectory(atPath: root)) ?? []).sorted() {
      let shelf = FileSystem.join(root, report)
      if report.hasPrefix(".") || FileSystem.isLink(shelf) { continue }
      for name in ((try? manager.contentsOfDirectory(atPath: shelf)) ?? []).sorted()
      where name.hasPrefix(".") && (name.hasSuffix(".new") || name.hasSuffix(".new.aside")) {
        let path = FileSystem.join(shelf, name)
        try steps.begin("remove \(path)")
        try remove(path)
      }
    }
  }

  private static func remove(_ path: String) throws(Diagnostic) {
    guard FileSystem.resolved(path) != nil || FileSystem.isLink(path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw Diagnostic(
        .notWritten(error.localizedDescription), at: .init(file: path), failure: .cannotCreate)
    }
  }
}

extension Diagnostic.Message {
  static var placeIsLink: Self {
    Self(
      "the folder is a symbolic link, which is not followed; expected a folder, or another --out")
  }

  static var notRead: Self { Self("cannot read what was published here") }
}
