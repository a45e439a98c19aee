import Columnar
import Extract
import Link
import Records
import Transform

extension Engine {
  /// What linking must know of each file.
  func traits(
    of ingest: Ingest, _ records: TicketPartitions
  ) async throws(Diagnostic) -> [FileTraits] {
    let order = await eventOrder(ingest, records)
    var traits: [FileTraits] = []
    for file in ingest.files {
      let said = pipeline.sources[file.source].runsNewestFirst
      traits.append(
        FileTraits(
          tellsReplies: try has("first_reply", file),
          runsNewestFirst: said ?? order.runsNewestFirst(source: file.source)))
    }
    return traits
  }

  /// Whether a file's records may have a field: it is mapped, and from a column that is there.
  private func has(_ name: String, _ file: Ingest.File) throws(Diagnostic) -> Bool {
    let mapping = pipeline.sources[file.source].mapping
    if mapping.constants[name] != nil { return true }
    guard let field = mapping.fields.first(where: { $0.field.name == name }) else { return false }
    guard file.request.optional.contains(field.from) else { return true }
    let columns = Set(try file.request.sampledColumns().map { $0.lowercased() })
    return ([field.from] + field.alternatives + field.joined).contains {
      columns.contains($0.lowercased())
    }
  }

  private func eventOrder(
    _ ingest: Ingest, _ records: TicketPartitions
  ) async -> EventOrder {
    let none = EventOrder(sources: ingest.files.map(\.source), ingest.dictionaries)
    guard records.kinds.contains(.event) else { return none }
    let shared = SharedCounter()
    let orders = await inParallel(max(1, options.threads)) { _ in
      var order = none
      while let index = shared.next(below: TicketPartitions.count) {
        guard let events = records.records(.event, index) else { continue }
        order.add(events, records.locators(.event, index))
      }
      return order
    }
    return orders.reduce(into: none) { $0.merge($1) }
  }
}
