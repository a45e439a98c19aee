import Aggregate
import Civil
import Columnar
import Compare
import Foundation
import Privacy
import Records
import Render
import Statistics

/// The figures of a `metrics.json`, as they were published: what two editions are compared by, without
/// the exports that they came from.
public struct PublishedFigures: Sendable {
  let period: Period
  let asOf: CivilDate
  /// By the ids of metrics; empty in files of early versions.
  let definitions: [String: String]
  let nesting: Nesting
  /// Nil in files of early versions.
  let feeds: Feeds?
  let snapshot: ShownSnapshot
  /// The ids of metrics that the pipeline file does not have, sorted.
  let unknown: [String]

  /// - Parameters:
  ///   - bytes: of the file.
  ///   - name: what messages call it.
  ///   - known: the metrics that there may be, one an id.
  init(
    _ bytes: [UInt8], name: String, known: [Metric], fiscalStart: Int
  ) throws(Diagnostic) {
    func failure(_ message: Diagnostic.Message) -> Diagnostic {
      Diagnostic(message, at: .init(file: name), failure: .configuration)
    }
    let form: Form
    do { form = try JSONDecoder().decode(Form.self, from: Data(bytes)) } catch {
      throw failure(.notMetrics(Self.words(error)))
    }
    guard form.format == MetricsFile.format else { throw failure(.otherFormat(form.format)) }
    func period(_ text: String) throws(Diagnostic) -> Period {
      guard let period = Period(text, fiscalStart: fiscalStart) else {
        throw failure(.notAPeriod(text))
      }
      return period
    }
    guard let asOf = CivilDate(form.as_of) else { throw failure(.notAnAsOf(form.as_of)) }
    self.asOf = asOf
    self.period = try period(form.period)
    definitions = form.definitions ?? [:]
    nesting = Nesting(
      (form.nesting ?? []).map { .init(Group($0.dimensions), in: Group($0.within)) })

    var sources: [Feeds.Source] = []
    for source in form.sources ?? [] {
      guard let kind = RecordKind(rawValue: source.kind) else { continue }
      var periods: Set<Period> = []
      for text in source.periods { periods.insert(try period(text)) }
      sources.append(
        .init(
          name: source.name, kind: kind, periods: periods,
          members: source.members.mapValues(Set.init)))
    }
    feeds = form.sources == nil ? nil : Feeds(sources)

    let named = Set(form.cells.map(\.metric))
    let metrics = known.filter { named.contains($0.id) }
    unknown = named.subtracting(metrics.map(\.id)).sorted()
    var names: [String: Period] = [:]
    for text in Set(form.cells.map(\.period)) { names[text] = try period(text) }
    let periods = names.values.sorted()
    let groups = Set(form.cells.map(\.dimensions)).map(Group.init).sorted()
    let places = (
      metric: Dictionary(uniqueKeysWithValues: metrics.enumerated().map { ($1.id, $0) }),
      group: Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1, $0) }),
      period: Dictionary(uniqueKeysWithValues: periods.enumerated().map { ($1, $0) })
    )
    var values = metrics.map { _ in [[MetricValue]?](repeating: nil, count: groups.count) }
    // What has no line rests on no record.
    let absent = [MetricValue](repeating: .unknown, count: periods.count)
    for cell in form.cells {
      guard let metric = places.metric[cell.metric],
        let group = places.group[Group(cell.dimensions)],
        let period = names[cell.period].flatMap({ places.period[$0] })
      else { continue }
      var series = values[metric][group] ?? absent
      series[period] = MetricValue(
        value: cell.value, n: cell.n ?? 0, flags: cell.flags.compactMap(MetricValue.Flag.init),
        coverage: cell.coverage, estimate: cell.statistics)
      values[metric][group] = series
    }
    guard periods.last == self.period else { throw failure(.noCellsOf(form.period)) }
    snapshot = ShownSnapshot(
      published: MetricSnapshot(
        metrics: metrics, periods: periods, groups: groups, values: values))
  }

  /// Whether the period was not over when the data ended.
  var isPart: Bool { asOf < period.end }

  private struct Form: Decodable {
    struct Cell: Decodable {
      let coverage: Double?
      let dimensions: [String: String]
      let flags: [String]
      let metric: String
      let n: Int?
      let period: String
      let statistics: Estimate?
      let value: Double?
    }

    struct Place: Decodable {
      let dimensions: [String: String]
      let within: [String: String]
    }

    struct Source: Decodable {
      let kind: String
      let members: [String: [String]]
      let name: String
      let periods: [String]
    }

    let as_of: String
    let cells: [Cell]
    let definitions: [String: String]?
    let format: String
    let nesting: [Place]?
    let period: String
    let sources: [Source]?
  }

  /// What is wrong, and at which key.
  private static func words(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    let context: DecodingError.Context
    let what: String
    switch error {
    case .keyNotFound(let key, let found): (context, what) = (found, "lacks '\(key.stringValue)'")
    case .typeMismatch(let type, let found): (context, what) = (found, "expected \(type)")
    case .valueNotFound(let type, let found):
      (context, what) = (found, "expected \(type), found null")
    case .dataCorrupted(let found): (context, what) = (found, found.debugDescription)
    @unknown default: return "\(error)"
    }
    var path = ""
    for key in context.codingPath {
      path += key.intValue.map { "[\($0)]" } ?? (path.isEmpty ? "" : ".") + key.stringValue
    }
    return path.isEmpty ? what : "\(path): \(what)"
  }
}

extension Diagnostic.Message {
  static func notMetrics(_ reason: String) -> Self {
    Self("is not a metrics.json as Deskbrief writes it: \(reason)")
  }

  static func otherFormat(_ format: String) -> Self {
    Self("is of the format '\(format)'; expected '\(MetricsFile.format)'")
  }

  static func notAnAsOf(_ text: String) -> Self {
    Self("its as_of '\(text)' is not a date; expected one such as 2026-11-02")
  }

  static func noCellsOf(_ period: String) -> Self {
    Self("has no figures of its period \(period)")
  }
}
