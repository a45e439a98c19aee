import Compose

/// A table as it is written: the same in HTML and in Markdown.
struct ReportTable {
  struct Cell {
    var text: String
    /// A class for HTML: `better`, `worse` or nothing.
    var style = ""
  }

  var caption: String
  /// The first ones name the row; the others are figures.
  var columns: [String]
  var rows: [[Cell]]
  var names = 1

  var node: ModelNode {
    .object([
      "caption": .text(caption),
      "columns": .list(
        columns.enumerated().map { index, name in
          .object([
            "text": .text(name), "is_first": .flag(index < names),
            "align": .markup(index < names ? "" : "num"),
          ])
        }),
      "rows": .list(
        rows.map { row in
          .object([
            "cells": .list(
              row.enumerated().map { index, cell in
                .object([
                  "text": .text(cell.text), "style": .text(cell.style),
                  "is_first": .flag(index < names),
                ])
              })
          ])
        }),
    ])
  }
}

extension Writer {
  /// A table in words of the language.
  func table(_ table: Table) -> ReportTable {
    ReportTable(
      caption: text(table.caption), columns: table.columns.map(text),
      rows: table.rows.map { row in
        row.map { ReportTable.Cell(text: text($0.words), style: $0.tone.style) }
      }, names: table.names)
  }
}
