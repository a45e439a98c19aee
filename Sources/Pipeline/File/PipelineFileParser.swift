import Aggregate
import Civil
public import Columnar
import Compare
import Foundation
import Transform
import Yams

extension PipelineFile {
  /// Reads a pipeline file.
  ///
  /// - Throws: all mistakes that were found, each with its line and column.
  public static func read(_ path: String) throws(Diagnostic) -> PipelineFile {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Diagnostic(.noPipelineFile, at: .init(file: path), failure: .noInput)
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw Diagnostic(.pipelineNotUTF8, at: .init(file: path), failure: .configuration)
    }
    return try parse(text, path: path)
  }

  /// Reads the text of a pipeline file that stands at `path`.
  ///
  /// - Parameter presets: their texts by their names.
  static func parse(
    _ text: String, path: String, presets: [String: String] = Preset.all
  ) throws(Diagnostic) -> PipelineFile {
    let problems = ConfigProblems(file: path)
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw Diagnostic(yaml: error, file: path)
    }
    guard let root else {
      throw Diagnostic(
        .emptyPipelineFile, at: .init(file: path, line: 1, column: 1), failure: .configuration)
    }
    if root.isLarger(than: ConfigProblems.mostValues) {
      throw Diagnostic(
        .manyValues, at: .init(file: path, line: 1, column: 1), failure: .configuration)
    }
    let file = PipelineFileParser(problems: problems, presets: presets).parse(root, path: path)
    guard let file, problems.isEmpty else { throw Diagnostic(problems.inOrder) }
    return file
  }
}

/// The parser of pipeline files: the top level. Each part has its own file.
struct PipelineFileParser {
  static let keys = [
    "pipeline", "title", "timezone", "currency", "rates", "fiscal_year_starts", "systems",
    "sources", "calendars", "sla", "service_level", "small_n", "privacy", "metrics", "targets",
    "worth", "milestones", "staffing", "topics", "reports",
  ]
  static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  /// Keys whose values change no figure; what stands in such a file may.
  private static let namesOfFiles = ["files", "rates", "key_file"]

  let problems: ConfigProblems
  /// The texts of presets by their names.
  var presets = Preset.all
  /// How many digits the minor unit of the pipeline's currency has.
  var moneyDigits = 2

  func parse(_ root: Node, path: String) -> PipelineFile? {
    guard let map = ConfigMap(root, "the pipeline file", keys: Self.keys, problems) else {
      return nil
    }
    let name = map.requiredName("pipeline")
    let zoneName = map.text("timezone") ?? "UTC"
    let zone = problems.attempt(at: map.node("timezone") ?? root) { () throws(Diagnostic) in
      try Zone.named(zoneName)
    }
    let fiscal = map.choice("fiscal_year_starts", Self.months) ?? Self.months[0]
    let fiscalStart = (Self.months.firstIndex(of: fiscal) ?? 0) + 1
    let systems = map.names("systems")
    let sources = sources(map, systems: systems, zone: zoneName)
    let own = FieldScope(
      kinds: Dictionary(
        grouping: sources, by: \.mapping.kind.kind
      ).mapValues { ofKind in
        var fields = ofKind[0].mapping.kind.fields
        for field in ofKind.flatMap(\.mapping.fields).map(\.field)
        where !fields.contains(where: { $0.name == field.name }) {
          fields.append(field)
        }
        return fields
      })
    let thresholds = contactThresholds(map)
    let metrics = MetricTable.table(thresholds) + ownMetrics(map, own, sources)
    let rates = rates(map)
    let calendars = calendars(map, own)
    var file = PipelineFile(
      path: path, name: name ?? "", title: map.name("title") ?? name ?? "", zone: zone ?? .utc,
      currency: currency(map), rates: rates?.table,
      fiscalStart: fiscalStart,
      sources: sources, calendars: calendars, policies: policies(map, own), metrics: metrics,
      smallN: smallN(map), key: key(map),
      targets: withMoney(map).targets(map, metrics, own, fiscalStart: fiscalStart),
      reports: reports(map, own, metrics),
      canonicalText: canonicalText(root) + (rates?.text ?? "") + canonicalText(calendars))
    file.contactThresholds = thresholds
    file.worth = withMoney(map).worth(map, metrics)
    file.topics = topics(map, sources)
    file.staffing = staffing(
      map, within: thresholds.within, share: file.targets.serviceLevel)
    file.milestones = milestones(map, metrics, own)
    file.rules =
      ["sla", "service_level", "calendars"].compactMap(map.node).map(canonicalText).joined()
      + canonicalText(calendars)
    return name == nil || zone == nil ? nil : file
  }

  /// The parser for amounts of the pipeline's currency.
  private func withMoney(_ map: ConfigMap) -> PipelineFileParser {
    var parser = self
    parser.moneyDigits = CurrencyCode.minorDigits(map.node("currency")?.scalar?.string ?? "")
    return parser
  }

  /// The tree without layout, and without the names of files, which change no figure.
  private func canonicalText(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar): "\(scalar.string.utf8.count):\(scalar.string)"
    case .sequence(let items): "[" + items.map(canonicalText).joined(separator: ",") + "]"
    case .mapping(let mapping):
      "{"
        + mapping.filter { !Self.namesOfFiles.contains($0.key.scalar?.string ?? "") }
        .map { canonicalText($0.key) + "=" + canonicalText($0.value) }
        .joined(separator: ",") + "}"
    default: ""
    }
  }

  /// The holidays of each calendar, which may stand in files of their own.
  private func canonicalText(_ calendars: [TicketCalendar]) -> String {
    calendars.map { calendar in
      let dates = calendar.calendar.holidays.sorted().map(\.description)
      return "\(calendar.name.utf8.count):\(calendar.name)=[\(dates.joined(separator: ","))]"
    }.joined()
  }
}

extension Diagnostic {
  /// A mistake of YAML itself.
  init(yaml error: any Error, file: String) {
    var mark: Mark?
    var reason = "\(error)"
    if let error = error as? YamlError {
      switch error {
      case .scanner(_, let problem, let place, _), .parser(_, let problem, let place, _),
        .composer(_, let problem, let place, _):
        mark = place
        reason = problem
      case .duplicatedKeysInMapping(let duplicates, let context):
        mark = context.mark
        reason = "the key '\(duplicates.joined(separator: "', '"))' is in one mapping twice"
      default: break
      }
    }
    self.init(
      .notYAML(reason), at: .init(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1),
      failure: .configuration)
  }
}

extension Diagnostic.Message {
  static var noPipelineFile: Self { Self("no such pipeline file; 'deskbrief init' writes one") }
  static var pipelineNotUTF8: Self { Self("the pipeline file is not UTF-8") }
  static var emptyPipelineFile: Self { Self("the pipeline file is empty") }
  static func notYAML(_ reason: String) -> Self { Self("not valid YAML: \(reason)") }
}
