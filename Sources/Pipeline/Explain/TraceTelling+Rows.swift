import Aggregate
import Columnar
import Records
import Render

extension TraceTelling {
  /// A traced record of one of the metric's parts.
  private struct Entry {
    let part: Int
    let found: Tracing.Found
    var rank: Int?
    var isAtQuantile = false
  }

  private struct Section {
    let title: String
    let entries: [Entry]
    var shown: ArraySlice<Entry>
    let unit: Metric.Unit
  }

  /// The rows behind the value; lines are counted for those that are shown alone.
  func listings(_ question: Explain.Question) throws(Diagnostic) -> [Explanation.Listing] {
    let sections = question.listsParts ? partSections() : readerSections(question.limit)
    let shown = sections.map { section in
      Array(question.limit.map { section.shown.prefix($0) } ?? section.shown)
    }
    let places = try SourceLines(
      shown.joined().flatMap { [$0.found.locator, $0.found.event].compactMap { $0 } },
      loaded.ingest.files)
    let ids = loaded.ingest.dictionaries["id"]?.texts ?? []
    return zip(sections, shown).map { section, entries in
      Explanation.Listing(
        title: section.title, total: section.entries.count,
        rows: entries.map { row($0, places, ids) }, unit: section.unit)
    }
  }

  private func row(_ entry: Entry, _ places: SourceLines, _ ids: [String]) -> Explanation.Row {
    let part = tracer.parts[entry.part]
    let found = entry.found
    let file = loaded.ingest.files[found.locator.file]
    return Explanation.Row(
      role: part.role, source: engine.pipeline.sources[file.source].name,
      place: places[found.locator],
      id: found.id == .missing ? "" : MemberName.of(ids[Int(found.id)]),
      event: found.event.map { places[$0] },
      instant: RecordText.instant(found.instant, engine.pipeline.zone),
      value: part.role == .distinct
        ? nil : Double(found.value) / Double(aggregation.scale(of: part.measure)),
      rank: entry.rank, isAtQuantile: entry.isAtQuantile)
  }

  // MARK: Which rows

  private func entries(_ role: MetricPart.Role) -> [Entry] {
    let parts = tracer.parts.indices.filter { tracer.parts[$0].role == role }
    let all = parts.flatMap { part in trace.found[part].map { Entry(part: part, found: $0) } }
    return parts.count < 2
      ? all
      : all.sorted {
        ($0.found.locator, $0.part, $0.found.key) < ($1.found.locator, $1.part, $1.found.key)
      }
  }

  private func section(_ role: MetricPart.Role, _ title: String, _ entries: [Entry]) -> Section {
    let part = tracer.parts.first { $0.role == role }
    return Section(
      title: title, entries: entries, shown: entries[...],
      unit: role == .distinct ? .count : part.map { unit($0.measure) } ?? .count)
  }

  /// Every part by itself.
  private func partSections() -> [Section] {
    MetricPart.Role.allCases.compactMap { role in
      guard tracer.parts.contains(where: { $0.role == role }) else { return nil }
      let ranked = role == .values ? ranked() : nil
      return section(role, role.title, ranked ?? entries(role))
    }
  }

  private func readerSections(_ limit: Int?) -> [Section] {
    var sections: [Section] = []
    for role in [MetricPart.Role.counted, .numerator, .less, .distinct]
    where tracer.parts.contains(where: { $0.role == role }) {
      sections.append(section(role, role.title, entries(role)))
    }
    if let ranked = ranked() {
      var values = section(.values, MetricPart.Role.values.title, ranked)
      if let limit, let middle = ranked.firstIndex(where: \.isAtQuantile) {
        let first = max(0, min(middle - (limit - 1) / 2, ranked.count - limit))
        values.shown = ranked[first...]
      }
      sections.append(values)
    } else if tracer.parts.contains(where: { $0.role == .values }) {
      sections.append(section(.values, MetricPart.Role.values.title, entries(.values)))
    }
    if tracer.parts.contains(where: { $0.role == .denominator }) {
      let kinds = Set(tracer.parts.filter { $0.role == .numerator }.map(\.measure.kind))
      let isShared = tracer.parts.contains {
        $0.role == .denominator && kinds.contains($0.measure.kind)
      }
      sections.append(
        section(
          .denominator, isShared ? "In the denominator only" : MetricPart.Role.denominator.title,
          denominatorOnly()))
    }
    return sections
  }

  private func denominatorOnly() -> [Entry] {
    struct Key: Hashable {
      let kind: RecordKind
      let key: Int64
    }
    func key(_ entry: Entry) -> Key {
      Key(kind: tracer.parts[entry.part].measure.kind, key: entry.found.key)
    }
    let counted = Set(entries(.numerator).map(key))
    return entries(.denominator).filter { !counted.contains(key($0)) }
  }

  /// The values of a quantile in their order, the ranks that it is made of marked; nil for other
  /// formulas.
  private func ranked() -> [Entry]? {
    guard let q = (tracer.metric.formula as? QuantileFormula)?.q else { return nil }
    var all = entries(.values).enumerated()
      .sorted { ($0.element.found.value, $0.offset) < ($1.element.found.value, $1.offset) }
      .map(\.element)
    let ranks = CellValues.ranks(q, of: all.count)
    for place in all.indices {
      all[place].rank = place + 1
      all[place].isAtQuantile = ranks.contains(place)
    }
    return all
  }
}

extension MetricPart.Role {
  var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}
