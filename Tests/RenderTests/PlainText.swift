import Compose
import Language
import Render

/// A medium that is none of the program's: what a document needs to be read is all in it.
struct PlainText {
  let document: Document
  let writer: Writer

  init(_ document: Document, _ language: Language = .english) {
    self.document = document
    writer = Writer(document, language)
  }

  var text: String {
    let head = ["title", "period"].compactMap { document.about[$0].map(writer.text) }
    return
      ([head.joined(separator: ": "), writer.text(document.facts)]
      + document.sections.map(text)).joined(separator: "\n\n") + "\n"
  }

  private func text(_ section: Section) -> String {
    ([writer.text(section.heading), writer.text(section.subtitle)] + section.blocks.map(text))
      .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func text(_ block: Block) -> String {
    switch block {
    case .list(let items): items.map { "- \(writer.text($0))" }.joined(separator: "\n")
    case .paragraph(let paragraph): writer.text(paragraph.words)
    case .chart(let chart): text(chart)
    case .table(let table): text(table)
    case .scorecard(let scorecard): text(scorecard.table)
    case .definitions(let ids):
      ids.compactMap { document.metric($0) }.map { metric in
        "\(metric.label) (\(metric.id), \(metric.version)): \(metric.definition)"
      }.joined(separator: "\n")
    case .details(let heading, let blocks):
      ([writer.text(heading)] + blocks.map(text)).joined(separator: "\n")
    }
  }

  private func text(_ table: Table) -> String {
    ([writer.text(table.caption), table.columns.map(writer.text).joined(separator: "\t")]
      + table.rows.map { $0.map { writer.text($0.words) }.joined(separator: "\t") })
      .joined(separator: "\n")
  }

  private func text(_ chart: Chart) -> String {
    let courses = chart.series.map { series in
      "  " + course(series.points.map(document.value))
    }
    return (["\(writer.text(chart.title)): \(writer.text(chart.summary))"] + courses)
      .joined(separator: "\n")
  }

  /// `▁▃█`, with a gap where nothing is known.
  private func course(_ values: [Double?]) -> String {
    let blocks = Array("▁▂▃▄▅▆▇█")
    let known = values.compactMap { $0 }
    let (low, high) = (known.min() ?? 0, known.max() ?? 0)
    return String(
      values.map { value in
        guard let value else { return " " }
        let part = high > low ? (value - low) / (high - low) : 0.5
        return blocks[min(blocks.count - 1, Int(part * Double(blocks.count)))]
      })
  }
}
