import Aggregate
import Civil
import Columnar
import Compare
import Link
import Privacy
import Records

extension Engine {
  /// Which sources have records in which periods of an axis, and of which members of some dimensions.
  func feeds(
    _ loaded: Loaded, _ axis: PeriodAxis, _ dimensions: [String], as edition: Edition
  ) async -> Feeds {
    let names = pipeline.sources.map(\.name)
    var numbers: [String: Int] = [:]
    for name in names where numbers[name] == nil { numbers[name] = numbers.count }
    // Layouts of one source share its name.
    let sourceOfFile = loaded.ingest.files.map { numbers[names[$0.source]] ?? 0 }
    let records = loaded.outcome.records
    let shared = SharedCounter()
    let counted = await inParallel(max(1, options.threads)) { _ in
      var rows = FedRows()
      while let index = shared.next(below: TicketPartitions.count) {
        for kind in records.kinds { rows.add(records, kind, index, axis, dimensions, sourceOfFile) }
      }
      return rows
    }
    let rows = counted.reduce(into: FedRows()) { $0.merge($1) }
    var named: [Int: String] = [:]
    for (name, number) in numbers { named[number] = name }
    let sources = rows.sources.sorted { $0.key < $1.key }.compactMap { key, source in
      self.source(named[key.source] ?? "", key.kind, source, axis, edition, loaded)
    }
    return Feeds(sources)
  }

  private func source(
    _ name: String, _ kind: RecordKind, _ rows: FedRows.Source, _ axis: PeriodAxis,
    _ edition: Edition, _ loaded: Loaded
  ) -> Feeds.Source? {
    let fed = axis.periods.indices.filter { (rows.counts[axis.slots[$0]] ?? 0) > 0 }
    let all = fed.reduce(0) { $0 + (rows.counts[axis.slots[$1]] ?? 0) }
    guard !fed.isEmpty, all >= Feeds.fewestRecords * fed.count else { return nil }
    var members: [String: Set<String>] = [:]
    for (dimension, codes) in rows.codes {
      let texts = loaded.ingest.dictionaries[dimension]?.texts ?? []
      members[dimension] = Set(
        codes.map { code in
          code == .missing || code >= texts.count
            ? Group.none : edition.name(dimension, MemberName.of(texts[Int(code)]))
        })
    }
    return Feeds.Source(
      name: name, kind: kind, periods: Set(fed.map { axis.periods[$0] }), members: members)
  }
}

/// The records of each source by the slots of an axis, and the codes of their members.
private struct FedRows: Sendable {
  struct Key: Hashable, Comparable, Sendable {
    let source: Int
    let kind: RecordKind

    static func < (a: Key, b: Key) -> Bool {
      (a.source, a.kind.rawValue) < (b.source, b.kind.rawValue)
    }
  }

  struct Source: Sendable {
    var counts: [Int: Int] = [:]
    var codes: [String: Set<Int64>] = [:]
  }

  private(set) var sources: [Key: Source] = [:]

  mutating func add(
    _ records: TicketPartitions, _ kind: RecordKind, _ index: Int, _ axis: PeriodAxis,
    _ dimensions: [String], _ sourceOfFile: [Int]
  ) {
    let fields = records.schema(kind)?.fields ?? []
    let files = records.locators(kind, index).map { sourceOfFile[$0.file] }
    if files.isEmpty { return }
    let count = (files.max() ?? 0) + 1
    // A record counts in every period that an instant of it lies in.
    var slots = [Int](repeating: 0, count: count * (axis.boundaries.count + 1))
    var isTimed = false
    for (column, field) in fields.enumerated()
    where field.type == .instant && field.name != "updated" {
      isTimed = true
      for (row, value) in records.values(kind, column, index).enumerated() where value != .missing {
        slots[files[row] * (axis.boundaries.count + 1) + axis.slot(of: value)] += 1
      }
    }
    guard isTimed else { return }
    var codes = [[String: Set<Int64>]](repeating: [:], count: count)
    for (column, field) in fields.enumerated() where dimensions.contains(field.name) {
      let values = records.values(kind, column, index)
      // By source and code; what is missing stands first.
      let width = Int(values.lazy.filter { $0 != .missing }.max() ?? 0) + 2
      var seen = [Bool](repeating: false, count: count * max(1, width))
      for (row, value) in values.enumerated() {
        seen[files[row] * width + (value == .missing ? 0 : Int(value) + 1)] = true
      }
      for source in 0..<count {
        codes[source][field.name] = Set(
          (0..<width).filter { seen[source * width + $0] }
            .map { $0 == 0 ? .missing : Int64($0 - 1) })
      }
    }
    for source in Set(files) {
      var own = sources[Key(source: source, kind: kind)] ?? Source()
      for slot in 1..<axis.boundaries.count {
        let rows = slots[source * (axis.boundaries.count + 1) + slot]
        if rows > 0 { own.counts[slot, default: 0] += rows }
      }
      own.codes.merge(codes[source]) { $0.union($1) }
      sources[Key(source: source, kind: kind)] = own
    }
  }

  mutating func merge(_ other: FedRows) {
    for (key, source) in other.sources {
      sources[key, default: Source()].counts.merge(source.counts, uniquingKeysWith: +)
      sources[key, default: Source()].codes.merge(source.codes) { $0.union($1) }
    }
  }
}
