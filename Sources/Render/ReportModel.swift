import Aggregate
import Compose
import Language
import Templates

/// A document as templates see it: the names in it are those that a template may use.
struct ReportModel {
  let writer: Writer
  let document: Document

  init(_ document: Document, _ language: Language) {
    writer = Writer(document, language)
    self.document = document
  }

  /// The sections that a template knows by a name of their own.
  private static let named: Set = [
    "messages", "scorecard", "data-quality", "definitions", "lineage",
  ]

  var node: ModelNode {
    var members = document.about.mapValues(text)
    for case .paragraph(let paragraph) in blocks("lineage") {
      members[paragraph.name] = .spans(writer.spans(paragraph.words))
    }
    members.merge([
      "language": .text(writer.language.code),
      "words": words,
      "facts": .spans(writer.spans(document.facts)),
      "part_columns": .list(document.parts.map { .object(["name": text($0)]) }),
      "css": .markup(BuiltInTemplates.stylesheet),
      "messages": .list(list(blocks("messages")).map { .object(["text": text($0)]) }),
      "scorecard_subtitle": text(document.section("scorecard")?.subtitle ?? .none),
      "scorecard": .list(scorecard),
      "sections": .list(document.sections.filter { !Self.named.contains($0.id) }.map(node)),
      "quality": quality,
      "definitions": .list(definitions),
      "missing": .list(missing),
      "has_missing": .flag(!missing.isEmpty),
    ]) { _, new in new }
    return .object(members)
  }

  func text(_ words: Words) -> ModelNode { .text(writer.text(words)) }

  private func blocks(_ section: String) -> [Block] { document.section(section)?.blocks ?? [] }

  private func list(_ blocks: [Block]) -> [Words] {
    blocks.flatMap { block -> [Words] in if case .list(let items) = block { items } else { [] } }
  }

  /// What stands in a report whatever its data: the phrases without arguments, by `snake_case` names.
  private var words: ModelNode {
    var words: [String: ModelNode] = [:]
    for id in PhraseID.allCases where writer.language[id]?.arguments.isEmpty ?? false {
      let name = id.rawValue.map { $0.isUppercase ? "_\($0.lowercased())" : "\($0)" }.joined()
      words[name] = .text(writer.language.text(id))
    }
    return .object(words)
  }

  private func node(_ section: Section) -> ModelNode {
    var (charts, tables, notes): ([ModelNode], [ModelNode], [ModelNode]) = ([], [], [])
    for block in section.blocks {
      switch block {
      case .chart(let chart): charts.append(node(chart))
      case .table(let table): tables.append(writer.table(table).node)
      case .paragraph(let paragraph): notes.append(.object(["text": text(paragraph.words)]))
      default: break
      }
    }
    let messages = list(section.blocks).map { ModelNode.object(["text": text($0)]) }
    return .object([
      "messages": .list(messages), "has_messages": .flag(!messages.isEmpty),
      "id": .text(section.id), "heading": text(section.heading),
      "subtitle": text(section.subtitle), "charts": .list(charts), "tables": .list(tables),
      "notes": .list(notes),
    ])
  }

  private func node(_ chart: Chart) -> ModelNode {
    .object([
      "title": text(chart.title), "summary": text(chart.summary),
      "svg": .markup(Drawing(chart, writer).svg),
    ])
  }

  private var quality: ModelNode {
    var members: [String: ModelNode] = ["adds_up": .flag(true)]
    var tables: [ModelNode] = []
    for block in blocks("data-quality") {
      switch block {
      case .paragraph(let paragraph):
        members[paragraph.name] = text(paragraph.words)
        if paragraph.tone == .bad { members["adds_up"] = .flag(false) }
      case .table(let table): tables.append(writer.table(table).node)
      default: break
      }
    }
    members["tables"] = .list(tables)
    return .object(members)
  }

  private var definitions: [ModelNode] {
    let ids = blocks("definitions").flatMap { block -> [String] in
      if case .definitions(let ids) = block { ids } else { [] }
    }
    return ids.compactMap { document.metric($0) }.map { metric in
      let good = writer.language.text(metric.good.phrase)
      return .object([
        "id": .code(metric.id), "label": text(.metric(metric.id)),
        "text": .text(metric.definition), "unit": .text(metric.unit.rawValue),
        "version": .text(String(metric.version)), "good": .text(good),
        "note": .text(
          writer.language.text(
            .definitionNote, ["version": String(metric.version), "good": good])),
      ])
    }
  }

  private var missing: [ModelNode] {
    let details = blocks("definitions").flatMap { block -> [Block] in
      if case .details(_, let blocks) = block { blocks } else { [] }
    }
    return list(details).map { .object(arguments($0)) }
  }

  /// The arguments of a phrase by their names, and those of the phrases in it.
  private func arguments(_ words: Words) -> [String: ModelNode] {
    guard case .phrase(_, let arguments) = words else { return [:] }
    return arguments.reduce(into: [:]) { members, argument in
      members.merge(self.arguments(argument.value)) { own, _ in own }
      members[argument.key] =
        if case .code(let id) = argument.value { .code(id) } else { text(argument.value) }
    }
  }
}
