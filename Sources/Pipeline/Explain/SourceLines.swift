import Columnar
import Extract
import Render

/// The lines of some records: counted in one pass over each file, its containers opened.
struct SourceLines {
  private var lines: [Locator: Int] = [:]
  private let files: [Ingest.File]

  init(_ locators: [Locator], _ files: [Ingest.File]) throws(Diagnostic) {
    self.files = files
    let byFile = Dictionary(grouping: Set(locators), by: \.file)
    for (file, ofFile) in byFile.sorted(by: { $0.key < $1.key }) {
      let ordered = ofFile.sorted()
      let places = try files[file].request.locations(of: ordered.map(\.offset))
      for (locator, place) in zip(ordered, places) { lines[locator] = place.line ?? 0 }
    }
  }

  subscript(locator: Locator) -> Explanation.Place {
    Explanation.Place(file: files[locator.file].path, line: lines[locator] ?? 0)
  }
}
