import Civil
import Columnar
import Foundation
import Testing

@testable import Pipeline

/// The exports of the presets, cut off at every byte of their ends, and of the whole where they are
/// small.
@Suite struct TruncationTests {
  static let cases = CasesTests.cases.filter { $0.hasPrefix("preset-") }

  private static let small = 500
  private static let tail = 250

  @Test(arguments: cases)
  func `a cut export gives the right rows, or says where it ends`(name: String) throws {
    let folder = try RunTests.Folder(copying: "\(RunTests.root)/Tests/Cases/\(name)")
    let pipeline = try PipelineFile.read("\(folder.path)/pipeline.yml")
    let check = Check(
      pipeline,
      RunOptions(
        asOf: CivilDate(2026, 11, 2), period: nil, exports: nil, threads: 1, startedAt: "",
        program: "test"))
    let whole = try check.run(records: 100)
    for path in Set(whole.samples.map(\.path)).sorted() {
      let file = URL(fileURLWithPath: path)
      let bytes = try Data(contentsOf: file)
      let tail = bytes.count - Self.tail
      for end in bytes.indices where end >= tail || bytes.count <= Self.small || end % 5 == 0 {
        try bytes.prefix(end).write(to: file)
        if let invented = invented(check, path, whole) {
          Issue.record("\(file.lastPathComponent) cut at \(end): \(invented)")
          break
        }
      }
      try bytes.write(to: file)
    }
  }

  /// A record of a cut file that the whole one has not; nil where there is none, or where it is
  /// told at which line the file is cut.
  private func invented(
    _ check: Check, _ path: String, _ whole: Check.Outcome
  ) -> String? {
    let outcome: Check.Outcome
    do throws(Diagnostic) {
      outcome = try check.run(records: 100)
    } catch {
      // The layouts of a source are told apart by what is in its files.
      return error.all.first { $0.location?.file != path }?.description
    }
    let isTold = outcome.diagnostics.contains {
      $0.location?.file == path && $0.severity != .note && !whole.diagnostics.contains($0)
    }
    guard !isTold else { return nil }
    for sample in outcome.samples where sample.path == path {
      let records = whole.samples.filter { $0.path == path && $0.source == sample.source }
        .flatMap(\.records)
      if !records.starts(with: sample.records) { return sample.records.last ?? "" }
    }
    return nil
  }
}
