// Publishes a report as a run does, and is killed before a step of it: `publish-killed FOLDER VALUE
// STEP`. Prints the step. It ends by itself where there are fewer steps.
import Columnar
import Foundation
import Publish
import Synchronization

let arguments = CommandLine.arguments
let (folder, value, last) = (arguments[1], arguments[2], Int(arguments[3]) ?? 0)
let taken = Mutex(0)

let steps = Steps { (step) throws(Diagnostic) in
  if taken.withLock({
    $0 += 1; return $0 - 1
  }) == last {
    FileHandle.standardOutput.write(Data("\(step)\n".utf8))
    kill(getpid(), SIGKILL)
  }
}

let spans: PeriodSpan.Reader = { name in
  name == "2026-10" ? PeriodSpan(kind: "month", first: "2026-10-01", end: "2026-11-01") : nil
}
let workspace = try Workspace(
  of: "\(folder)/pipeline.yml", name: "small", root: "\(folder)/reports",
  startedAt: "2026-11-02T06:00:00Z")
let catalog = try Catalog(path: workspace.catalogPath, spans: spans)
let publisher = Publisher(
  catalog: catalog, root: "\(folder)/reports", spans: spans, steps: steps)
_ = try publisher.recover(label: workspace.label)
let series = Series(pipeline: "small", root: workspace.label, report: "board", period: "2026-10")
let line = """
  {"coverage":null,"dimensions":{},"flags":[],"metric":"created","n":\(value),"period":"2026-10",\
  "unit":"count","value":\(value)}
  """
let candidate = Candidate(
  series: series, span: PeriodSpan(kind: "month", first: "2026-10-01", end: "2026-11-01"),
  kind: "month", asOf: "2026-11-02", dataTo: 0, cells: CellLines([line]),
  sources: Sources(
    files: [], definitions: ["created": "1"], pipelineFile: "p", program: "test", form: ""))
let decision = try Decision(candidate, try publisher.standing(series, kind: "month").edition)
let metrics = """
  {"as_of":"2026-11-02","cells":[
  \(line)
  ],"edition":"\(decision.edition.kind.rawValue)","format":"deskbrief.metrics/1",\
  "number":\(decision.edition.number),"period":"2026-10","pipeline":"small","report":"board"}

  """
try publisher.commit(
  Catalog.Run(
    id: value, pipeline: "small", asOf: "2026-11-02", startedAt: "", program: "test", read: 0,
    kept: 0, superseded: 0, dropped: 0, rejected: 0),
  files: [],
  publications: [
    ReportRecord(
      candidate, decision,
      files: decision.needsFiles
        ? [
          PublishedFile(name: "index.html", bytes: Array("<p>\(line)".utf8)),
          PublishedFile(name: "metrics.json", bytes: Array(metrics.utf8)),
        ] : [])
  ], contract: [])
