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
    let missing = Diagnostic.Message.noHolidayFile(name, neighbours(name))
    guard let file = besides(name, at: node, missing: missing) else { return [] }
    do {
      return try HolidayFile(Array(file.content), file: file.path).dates
    } catch {
      for mistake in error.all {
        problems.add(mistake.message, at: mistake.location ?? problems.location(node))
      }
      return []
    }
  }

  /// The files where a file was looked for, named as it was.
  private func neighbours(_ name: String) -> [String] {
    let folder = problems.file.lastIndex(of: "/").map { String(problems.file[..<$0]) } ?? "."
    let parent = name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
    let path = parent.isEmpty ? folder : FileSystem.join(folder, parent)
    let names = try? FileManager.default.contentsOfDirectory(atPath: path)
    return (names ?? []).inNaturalOrder().map { parent + $0 }
  }
}

extension Diagnostic.Message {
  static func notAHoliday(_ text: String) -> Self {
    Self(
      "'\(text)' is not a holiday; expected a date such as '2026-12-25' or a file such as "
        + "'holidays/us.csv'")
  }

  static func noHolidayFile(_ name: String, _ others: [String]) -> Self {
    let near = nearestName(to: name, among: others).map { "; did you mean '\($0)'?" }
    return Self("no file '\(name)' beside the pipeline file\(near ?? "")")
  }
}
