import Aggregate
import Records

/// Tests that leave nothing out, as that an answer is the latest of its ticket: a metric of a
/// pipeline's own that lacks them tells what one does that has them, and is taken to have them too.
///
/// They are found by value: all that the metric publishes is what it would be with them.
struct VoidTests {
  /// Sums by the stretch that they are of.
  private typealias Sums = [Range<Int64>: Int]

  private let parts: [MetricSnapshot]
  /// By part its groups, unified.
  private let groups: [[Group]]
  private let tests: DimensionTests

  init(_ parts: [MetricSnapshot], _ groups: [[Group]], _ tests: DimensionTests) {
    self.parts = parts
    self.groups = groups
    self.tests = tests
  }

  /// What metrics tell, by part and place, with the tests that they lack.
  func supplied(_ disclosures: [[Disclosure]]) -> [[Disclosure]] {
    let builtIn = Set(MetricTable.builtIn.map(\.id))
    let models = disclosures.joined().filter { $0.guarded != nil }.map(\.forms)
    var known: [DimensionTests.Cell: Sums]?
    var disclosures = disclosures
    let all = disclosures
    for part in parts.indices {
      for metric in parts[part].metrics.indices
      where !builtIn.contains(parts[part].metrics[metric].id) {
        for (place, form) in all[part][metric].forms.enumerated() {
          let wanted = models.compactMap { form.lacking($0).map(form.with) }
          if wanted.isEmpty { continue }
          let sums = known ?? sums(all)
          known = sums
          guard
            let found = wanted.first(where: {
              agrees($0, all[part][metric], part, metric, place, sums)
            })
          else { continue }
          disclosures[part][metric].forms[place] = found
          if place == 0, disclosures[part][metric].guarded != nil {
            disclosures[part][metric].guarded = found
          }
        }
      }
    }
    return disclosures
  }

  /// The sums that values tell, where each is of one cell.
  private func sums(_ disclosures: [[Disclosure]]) -> [DimensionTests.Cell: Sums] {
    var sums: [DimensionTests.Cell: Sums] = [:]
    for part in parts.indices {
      for (metric, disclosure) in disclosures[part].enumerated() {
        for (place, form) in disclosure.forms.enumerated() {
          for (group, values) in values(disclosure, part, metric, place) {
            let cells = tests.cells(form, group)
            guard cells.count == 1, let (cell, factor) = cells.first, factor == 1 else { continue }
            sums[cell, default: [:]].merge(values) { $1 }
          }
        }
      }
    }
    return sums
  }

  /// The values of one of the forms that a metric tells, by group; none where they cannot be read from
  /// it.
  private func values(
    _ disclosure: Disclosure, _ part: Int, _ metric: Int, _ form: Int
  ) -> [(group: Group, values: Sums)] {
    let snapshot = parts[part]
    let own = snapshot.metrics[metric]
    return snapshot.groups.indices.map { number in
      var values: Sums = [:]
      for (period, value) in (snapshot.series(own.id, snapshot.groups[number]) ?? []).enumerated() {
        if let sum = own.sum(form, value) {
          values[disclosure.span(snapshot.spans[period])] = sum
        }
      }
      return (groups[part][number], values)
    }
  }

  private func agrees(
    _ form: Form, _ disclosure: Disclosure, _ part: Int, _ metric: Int, _ place: Int,
    _ known: [DimensionTests.Cell: Sums]
  ) -> Bool {
    var isSeen = false
    for (group, values) in values(disclosure, part, metric, place) where !values.isEmpty {
      let cells = tests.cells(form, group).map { (sums: known[$0.key], factor: $0.value) }
      for (span, value) in values {
        var sum = 0
        for (sums, factor) in cells {
          guard let own = sums?[span] else { return false }
          sum += factor * own
        }
        if sum != value { return false }
        isSeen = isSeen || value != 0
      }
    }
    return isSeen
  }
}

extension Form {
  /// The conditions that all terms of others have, on fields of which this says nothing; nil where
  /// there are none, or the two do not count the same kind of thing.
  fileprivate func lacking(_ others: [Form]) -> [String: Condition]? {
    let terms = others.flatMap(\.factors.keys)
    guard let first = terms.first, Set(terms.map(\.family)) == Set(factors.keys.map(\.family))
    else { return nil }
    let shared = first.conditions.filter { field, condition in
      terms.allSatisfy { $0.conditions[field] == condition }
        && factors.keys.allSatisfy { $0.conditions[field] == nil }
    }
    return shared.isEmpty ? nil : shared
  }
}

extension Metric {
  /// The sum that a value tells of one of the metric's forms; nil where it cannot be read from it.
  fileprivate func sum(_ form: Int, _ value: MetricValue) -> Int? {
    guard basis.isEmpty, isCount || !formula.isSum else { return nil }
    return formula.sum(told: form, by: value)
  }
}
