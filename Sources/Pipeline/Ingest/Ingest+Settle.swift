import Columnar
import Link
import Load
import Records
import Transform

extension Ingest {
  /// What came of one partition of one kind.
  private struct Share: Sendable {
    var kept: [Int]
    /// The rejected rows whose record was kept in a later state.
    var corrected: [Locator] = []
    var shared: [SharedName] = []
    var latestUpdate = Int64.missing
    var failure: Diagnostic?
  }

  /// Says what is the latest of each record, by its own key; then deals the records to the tickets that
  /// they are about.
  func settle(_ outcome: inout Outcome, workers: Int) async {
    let kinds = RecordKind.allCases.filter { states[$0] != nil }
    let dealers = kinds.compactMap { schemas[$0].map(TicketPartitions.Dealer.init) }
    let rejected = outcome.rejected
    let next = SharedCounter()
    let shares = await inParallel(workers) { [self] _ in
      var shares: [Share] = []
      while let number = next.next(below: kinds.count * RecordKey.partitionCount) {
        let (place, index) = number.quotientAndRemainder(dividingBy: RecordKey.partitionCount)
        guard let state = states[kinds[place]] else { continue }
        let settled = state.settle(partition: index)
        shares.append(share(settled, kinds[place], index, rejected))
        dealers[place].deal(settled.rows, from: index)
      }
      return shares
    }
    outcome.records = TicketPartitions(dealers)
    outcome.kept = [Int](repeating: 0, count: files.count)
    var shared: [SharedName] = []
    var latest = Int64.missing
    for share in shares.joined() {
      for file in files.indices { outcome.kept[file] += share.kept[file] }
      outcome.failures += share.failure.map { [$0] } ?? []
      shared += share.shared
      latest = max(latest, share.latestUpdate)
    }
    outcome.rejected.correct(shares.joined().flatMap(\.corrected))
    outcome.latestUpdate = latest == .missing ? nil : latest
    do throws(Diagnostic) {
      try SharedNames(shared, files: files, sources: sources).reject(in: &outcome)
    } catch {
      outcome.failures.append(error)
    }
  }

  private func share(
    _ settled: LatestState.Settled, _ kind: RecordKind, _ partition: Int, _ rejected: RejectedRows
  ) -> Share {
    var share = Share(kept: [Int](repeating: 0, count: files.count), shared: settled.shared)
    for row in 0..<settled.rows.rows.count {
      share.kept[settled.rows.rows.locator(row).file] += 1
      share.latestUpdate = max(share.latestUpdate, settled.rows.rows.updated(row))
    }
    do throws(Diagnostic) {
      // A rejected row is superseded as a kept one is: by a later state that was kept, such as the
      // one that was corrected.
      let versions = try rejected.versions(.init(kind: kind, partition: partition))
      if versions.isEmpty { return share }
      let superseded = settled.superseded(versions, began: states[kind]?.traits.began)
      share.corrected = zip(versions, superseded).compactMap { $1 ? $0.locator : nil }
    } catch {
      share.failure = error
    }
    return share
  }
}

extension RowLayout {
  convenience init(_ schema: Schema, _ mappings: [SourceMapping]) {
    let mapped = Set(mappings.flatMap(\.fields).map(\.field.name))
    self.init(
      schema.fields.map(\.type), hasUpdated: mapped.contains("updated"),
      hasVersion: mapped.contains("version"),
      hasFirst: LatestState.Traits(schema, mappings).began != nil)
  }
}

extension LatestState.Traits {
  init(_ schema: Schema, _ mappings: [SourceMapping]) {
    // Only of what has a name of its own is it known when it began.
    let named = mappings.first { $0.kind.key == ["id"] }
    self.init(
      began: named.flatMap { schema.index(of: $0.kind.birth) }, mayRepeat: schema.kind == .event)
  }
}
