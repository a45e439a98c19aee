import Aggregate
import Columnar
import Records

/// Hides the values that rest on few records, and as many others as it takes that none of them can
/// be worked out from all that is published with them.
///
/// **What a reader knows.** A value that is shown tells its sum: a count itself, a rate its numerator
/// and denominator. Sums add up: over the members of a dimension, over the months of a quarter, and
/// over what a test takes and leaves (`Form`). All snapshots that are published together are one
/// system of equations (`SumSystem`).
///
/// **The rule.**
/// 1. A rate, mean or quantile with 0 < n < `suppress` is suppressed: its value, its n and its marks;
///    and with it whatever else tells the same sum.
/// 2. Where the sum of a suppressed value follows from sums that are shown, one of these is
///    suppressed too, and 1 holds for it: a cell that is suppressed for another metric already, else
///    that of the fewest records, of equals the first group. Again, until none follows.
/// 3. The whole is not taken, nor a cell that equals it in n, as long as there is another.
///
/// It ends, since each step suppresses one more, and where nothing is shown nothing follows.
///
/// It guards against sums. It does not guard against what a reader knows from elsewhere, against
/// bounds (two hidden parts of a total of nothing are nothing), nor against another edition.
struct Suppression {
  /// A snapshot that is published, with true names.
  struct Part {
    let snapshot: MetricSnapshot
    /// What of it is suppressed, by metric, group and period, where that is decided already.
    var decided: [[[Bool]]]?
  }

  /// By part, metric, group and period.
  private(set) var hidden: [[[[Bool]]]]

  /// - Parameters:
  ///   - meetings: groups of single dimensions and of pairs: which members have records in common.
  ///   - isFlag: whether a field of a kind is true or false.
  ///   - name: what decides the order of a dimension's members, of which the first of equals is
  ///     suppressed: not the true name, where that is not shown.
  init(
    _ parts: [Part], _ limits: SmallN, meetings: [Group] = [],
    isFlag: (String, RecordKind) -> Bool = { _, _ in false },
    name: (String, String) -> String = { $1 }
  ) {
    hidden = parts.map { part in
      part.decided
        ?? Array(
          repeating: Array(
            repeating: Array(repeating: false, count: part.snapshot.periods.count),
            count: part.snapshot.groups.count), count: part.snapshot.metrics.count)
    }
    guard parts.contains(where: { $0.snapshot.restsOnFew(limits) }) else { return }
    var book = DisclosureBook(
      parts.map(\.snapshot), limits, meetings: meetings, isFlag: isFlag, name: name)
    for component in book.components {
      let faces = book.faces(of: component)
      let bySpan = Dictionary(grouping: faces, by: \.span)
      for block in SpanTable(Set(bySpan.keys)).blocks {
        var own = block.spans.flatMap { bySpan[$0] ?? [] }
        for i in own.indices { own[i].isDecided = parts[own[i].place.part].decided != nil }
        guard
          own.contains(where: {
            $0.isDecided ? $0.isGuarded && isHidden($0.place) : $0.isFew(limits)
          })
        else { continue }
        var cells = CellSystem(own, block, &book)
        cells.suppress(limits) { face in isHidden(face.place) }
        for face in cells.hidden { hide(face.place) }
      }
    }
  }

  private func isHidden(_ place: DisclosureBook.Place) -> Bool {
    hidden[place.part][place.metric][place.group][place.period]
  }

  private mutating func hide(_ place: DisclosureBook.Place) {
    hidden[place.part][place.metric][place.group][place.period] = true
  }
}

extension MetricSnapshot {
  /// Whether any value must be suppressed because it rests on few records.
  func restsOnFew(_ limits: SmallN) -> Bool {
    metrics.contains { metric in
      metric.isOfRecords(limits)
        && groups.contains { group in
          series(metric.id, group)?.contains { 0 < $0.n && $0.n < limits.suppress } ?? false
        }
    }
  }

  /// The snapshot without some values, by metric, group and period.
  func without(_ hidden: [[[Bool]]], _ limits: SmallN) -> MetricSnapshot {
    MetricSnapshot(
      metrics: metrics, periods: periods, spans: spans, groups: groups,
      values: metrics.enumerated().map { number, metric in
        groups.enumerated().map { place, group in
          series(metric.id, group)?.enumerated().map { period, value in
            hidden[number][place][period] ? value.suppressed : value
          }
        }
      },
      courses: Dictionary(
        uniqueKeysWithValues: courses.map { id, courses in
          // A course without one of its periods is that period's figure less the others.
          let number = metrics.firstIndex { $0.id == id }
          return (
            id,
            courses.enumerated().map { place, course in
              number.map { hidden[$0][place].contains(true) } ?? true ? nil : course
            }
          )
        }),
      queues: queues.shown(limits))
  }
}

extension MetricValue {
  /// Without value, n, and the marks that tell of n; with those that belong to the period.
  var suppressed: MetricValue {
    MetricValue(
      value: nil, n: 0,
      flags: flags.filter { $0 == .partial || $0 == .provisional } + [.suppressed])
  }
}
