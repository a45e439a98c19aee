import Civil
import Columnar
import Foundation
import Yams

extension PipelineFileParser {
  /// The dates of a calendar's `holidays`: written there, or in files beside the pipeline file.
  func holidays(_ map: ConfigMap) -> Set<CivilDate> {
    var dates: Set<CivilDate> = []
    for node in map.nodes("holidays") {
      guard let text = map.text(node, "holidays") else { continue }
      if let date = CivilDate(text) {
        dates.insert(date)
      } else if text.contains("/") || text.contains(".") {
        dates.formUnion(holidayFile(text, at: node))
      } else {
        problems.add(.notAHoliday(text), at: node)
      }
    }
    return dates
  }

  private func holidayFile(_ name: String, at node: Node) -> Set<CivilDate> {
    if name.hasPrefix("/") || name.split(separator: "/").contains("..") {
      problems.add(.holidaysLeaveFolder(name), at: node)
      return []
    }
    let folder = problems.file.lastIndex(of: "/").map { String(problems.file[..<$0]) } ?? "."
    let path = FileSystem.join(folder, name)
    let values = try? URL(fileURLWithPath: path).resolvingSymlinksInPath()
      .resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
    // What is no plain file might never end.
    guard values?.isRegularFile == true else {
      problems.add(.noHolidayFile(name, besides(name, in: folder)), at: node)
      return []
    }
    if leavesFolder(path, name, at: node) { return [] }
    guard values?.fileSize ?? 0 <= HolidayFile.maximumLength,
      let data = FileManager.default.contents(atPath: path)
    else {
      problems.add(.longHolidayFile, at: .init(file: path, line: 1, column: 1))
      return []
    }
    do {
      return try HolidayFile(Array(data), file: path).dates
    } catch {
      for mistake in error.diagnostics {
        problems.add(mistake.message, at: mistake.location ?? problems.location(node))
      }
      return []
    }
  }

  /// The files that stand where a file was looked for, named as it was.
  private func besides(_ name: String, in folder: String) -> [String] {
    let parent = name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
    let path = parent.isEmpty ? folder : FileSystem.join(folder, parent)
    let names = try? FileManager.default.contentsOfDirectory(atPath: path)
    return (names ?? []).sorted().map { parent + $0 }
  }
}

extension Diagnostic.Message {
  static func notAHoliday(_ text: String) -> Self {
    Self(
      "'\(text)' is no holiday; expected a date such as '2026-12-25' or a file such as "
        + "'holidays/us.csv'")
  }

  static func holidaysLeaveFolder(_ name: String) -> Self {
    Self(
      "'\(name)' leaves the folder of the pipeline file; expected a relative path without '..'")
  }

  static func noHolidayFile(_ name: String, _ others: [String]) -> Self {
    let near = nearestName(to: name, among: others).map { "; did you mean '\($0)'?" }
    return Self("no file '\(name)' beside the pipeline file\(near ?? "")")
  }
}
