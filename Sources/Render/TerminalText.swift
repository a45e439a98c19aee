import Compose

/// A document for a terminal: lines of at most 100 characters, columns aligned, controls made harmless.
struct TerminalText {
  private let writer: Writer

  init(_ writer: Writer) { self.writer = writer }

  /// All sections, a blank line before each.
  var sections: String { writer.document.sections.map(text).joined() }

  private func text(_ section: Section) -> String {
    var text = "\n\(writer.text(section.heading).visible)\n"
    for (place, block) in section.blocks.enumerated() {
      // Of a section's table its heading says what it is.
      let isNamed: Bool =
        if case .table(let table) = block { table.caption == section.heading } else { true }
      if place > 0 { text += "\n" }
      text += self.text(block, captioned: !isNamed)
    }
    return text
  }

  private func text(_ block: Block, captioned: Bool = true) -> String {
    switch block {
    case .list(let items):
      items.map { wrapped("- " + writer.text($0), hanging: 2) + "\n" }.joined()
    case .paragraph(let paragraph): wrapped(writer.text(paragraph.words)) + "\n"
    case .chart(let chart):
      wrapped("\(writer.text(chart.title)): \(writer.text(chart.summary))") + "\n"
    case .table(let table):
      (captioned ? "\(writer.text(table.caption).visible)\n" : "")
        + TextTable.aligned(
          [table.columns.map(writer.text)]
            + table.rows.map { $0.map { writer.text($0.words) } }, leading: table.names)
    case .scorecard: TextTable.scorecard(writer.document)
    case .definitions(let ids):
      ids.compactMap { writer.document.metric($0) }
        .map { wrapped("\($0.label): \($0.definition)", hanging: 2) + "\n" }.joined()
    case .details(let heading, let blocks):
      "\(writer.text(heading).visible)\n" + blocks.map { text($0) }.joined(separator: "\n")
    }
  }
}
