import Civil
import Columnar
import Testing

@testable import Pipeline

/// The currency and the exchange rates of a pipeline file.
@Suite struct RatesFileTests {
  @Test func `the table beside the pipeline file is read, and belongs to its content`() throws {
    let folder = try RunTests.Folder()
    try folder.write("pipeline.yml", PipelineFileTests.good + "\ncurrency: EUR\nrates: fx.csv\n")
    try folder.write("fx.csv", "date,from,to,rate\n2026-10-01,USD,EUR,0.8\n")
    let first = try PipelineFile.read("\(folder.path)/pipeline.yml")
    let day = CivilDate(2026, 10, 2)
    #expect(first.rates?.rate(from: "USD", to: "EUR", on: day) == Rate("0.8"))
    try folder.write("fx.csv", "date,from,to,rate\n2026-10-01,USD,EUR,0.9\n")
    let second = try PipelineFile.read("\(folder.path)/pipeline.yml")
    #expect(second.canonicalText != first.canonicalText)
    try folder.write("other.csv", "date,from,to,rate\n2026-10-01,USD,EUR,0.9\n")
    try folder.write(
      "pipeline.yml", PipelineFileTests.good + "\ncurrency: EUR\nrates: other.csv\n")
    let renamed = try PipelineFile.read("\(folder.path)/pipeline.yml")
    #expect(renamed.canonicalText == second.canonicalText)
  }

  @Test(arguments: [
    ("currency: GPB", "p.yml:11:11: error: 'GPB' is not an ISO 4217 currency; did you mean 'GBP'?"),
    ("currency: eur", "p.yml:11:11: error: 'eur' is not an ISO 4217 currency; did you mean 'EUR'?"),
    (
      "currency: euro",
      "p.yml:11:11: error: 'euro' is not an ISO 4217 currency; expected one such as 'EUR'"
    ),
    (
      "rates: ../fx.csv",
      "p.yml:11:8: error: the file '../fx.csv' leaves the folder of the pipeline file; expected a relative path without '..'"
    ),
    (
      "rates: no-such.csv",
      "p.yml:11:8: error: cannot read 'no-such.csv'; expected a file beside the pipeline file"
    ),
  ])
  func `a mistake is reported at its line and column`(bad: String, expected: String) {
    #expect(PipelineFileTests.mistakes(PipelineFileTests.good + "\n" + bad) == [expected])
  }

  @Test func `a mistake of the table is reported in the table`() throws {
    let folder = try RunTests.Folder()
    try folder.write("pipeline.yml", PipelineFileTests.good + "\ncurrency: EUR\nrates: fx.csv\n")
    try folder.write("fx.csv", "date,from,to,rate\n2026-10-01,USD,EUR,much\n")
    do {
      _ = try PipelineFile.read("\(folder.path)/pipeline.yml")
      Issue.record("no mistake found")
    } catch {
      #expect(
        error.all.map(\.description) == [
          "\(folder.path)/fx.csv:2:20: error: 'much' is not a rate; expected a number above 0 such as 1.0847, of at most 18 digits"
        ])
    }
  }
}
