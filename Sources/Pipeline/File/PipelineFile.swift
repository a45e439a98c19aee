public import Aggregate
public import Civil
public import Columnar
public import Compare
public import Extract
import Link
public import Privacy
public import Records
public import Transform

/// A pipeline file, read and checked.
public struct PipelineFile: Sendable {
  public struct Source: Sendable {
    public var name: String
    public var globs: [String]
    public var format: FileFormat?
    public var dialect = Dialect()
    public var encoding: TextEncoding?
    /// Whether the file says how delimited text is written; else that is found where the format is.
    var declaresDialect = false
    var schema = Contract.Policy.additive
    public var records = ""
    public var mapping: SourceMapping
    /// How the names of its files say their systems; nil where all are of the mapping's.
    public var systemRule: SystemRule?
    /// For a column its other names, in delimited text.
    public var aliases: [String: [String]] = [:]
    /// Columns that are made of others, in delimited text.
    public var joins: [String: [String]] = [:]
    /// The preset's columns that delimited text may lack: all but those that each record needs.
    public var optional: Set<String> = []
    /// Whether it is one of several layouts of the source before it: a file belongs to the first
    /// layout whose columns it has.
    public var isAlternative = false
    /// Whether of events of one instant the later ones stand first; nil where that is to be found.
    public var runsNewestFirst: Bool?
    /// The share of rows above which rejects stop the run.
    public var rejectAbove = 0.02
    public var location: Diagnostic.Location
    public var filesLocation: Diagnostic.Location
  }

  public struct Report: Sendable {
    public var name: String
    public var period: Period.Kind
    /// How many periods are shown, the reported one with them.
    public var history: Int
    public var dimensions: [String]
    public var pairs: [[String]]
    /// By dimension how many members stay on their own, where it is not the usual number.
    public var memberLimits: [String: Int] = [:]
    /// The metrics that are computed; empty for all.
    public var metrics: [String]
    /// The metrics of the scorecard; empty for the default.
    public var scorecard: [String]
    /// A template file beside the pipeline file; nil for the one of this name built in.
    public var template: String?
    public var audience: Audience
    public var location: Diagnostic.Location
  }

  /// The file, as messages name it.
  public var path: String
  public var name: String
  public var title: String
  public var zone: Zone
  /// A code of ISO 4217; empty where the file names none.
  public var currency: String
  /// Exchange rates; nil where the file names no table.
  public var rates: RateTable?
  public var fiscalStart: Int
  public var sources: [Source]
  /// The first that fits a ticket serves it.
  public var calendars: [TicketCalendar]
  public var policies: [SLAPolicy]
  public var contactThresholds = ContactThresholds()
  /// The built-in metrics, then the file's own.
  public var metrics: [Metric]
  public var smallN: SmallN
  /// Of pseudonyms; nil where the file names none.
  public var key: PseudonymKey?
  public var targets: Targets
  public var worth = Worth()
  /// Which texts are looked at for topics; nil where the file does not ask for them.
  public var topics: TopicRules?
  /// How need of agents is computed; nil where the file does not ask for it.
  public var staffing: StaffingRules?
  /// In the order of the file.
  public var milestones: [Milestone] = []
  public var reports: [Report]
  /// The content without comments, layout and the names of exports, and the dates of holiday files:
  /// part of what a run's id is made of.
  public var canonicalText: String
  /// Of it what derived fields are made by: policies, calendars and thresholds.
  var rules = ""

  /// The day that it is in the reporting zone at an instant.
  public func day(at instant: Int64) -> CivilDate { zone.date(at: instant) }

  /// The folder that the file stands in.
  public var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The fields that the sources of a kind map, among them their constants.
  public func mappedFields(_ kind: RecordKind) -> Set<String> {
    var names: Set<String> = []
    for source in sources where source.mapping.kind.kind == kind {
      names.formUnion(source.mapping.fields.map(\.field.name))
      names.formUnion(source.mapping.constants.keys)
    }
    return names
  }

  /// The fields of each kind that is read, in the common order, then the pipeline's own; and the
  /// parts of the file that some figures need.
  public var availability: FieldAvailability {
    var mapped: [RecordKind: [Field]] = [:]
    for kind in kinds {
      let names = mappedFields(kind)
      var fields = (CommonSchema.kind(kind)?.fields ?? []).filter { names.contains($0.name) }
      for field in sources.filter({ $0.mapping.kind.kind == kind }).flatMap(\.mapping.fields)
        .map(\.field)
      where !fields.contains(where: { $0.name == field.name }) {
        fields.append(field)
      }
      mapped[kind] = fields
    }
    var parts: Set<String> = []
    if !policies.isEmpty { parts.insert("sla") }
    if !calendars.isEmpty { parts.insert("calendars") }
    if !currency.isEmpty { parts.insert("currency") }
    if staffing != nil { parts.insert(StaffingMetric.part) }
    return FieldAvailability(
      mapped: mapped, parts: parts,
      policyFields: Set((policies.flatMap(\.tests) + calendars.flatMap(\.tests)).flatMap(\.fields)))
  }

  /// The names of the text fields of all kinds that are read: those to split by.
  var textFields: [String] {
    Set(
      availability.mapped.values.joined().filter(\.type.isText).map(\.name)
        + (kinds.contains(.event) ? MomentField.histories : [])
    ).sorted()
  }

  /// Whether amounts of records of a kind become the pipeline's currency.
  func countsMoney(of kind: RecordKind) -> Bool {
    !currency.isEmpty
      && metrics.contains { metric in
        metric.measures.contains { measure in
          guard measure.kind == kind else { return false }
          if case .amount = measure.value { return true }
          return measure.fields.contains { DerivedFields.field($0, kind)?.type == .money }
        }
      }
  }

  /// The text fields that an audience may see by name: those that say so wherever they are mapped.
  func fields(shownTo audience: Audience) -> Set<String> {
    var shown: [String: Bool] = [:]
    func note(_ name: String, _ audiences: Set<Audience>) {
      shown[name] = (shown[name] ?? true) && audiences.contains(audience)
    }
    for source in sources {
      for mapping in source.mapping.fields {
        note(mapping.field.name, mapping.shownTo ?? mapping.field.shownTo)
      }
      for name in source.mapping.constants.keys {
        note(name, source.mapping.kind.field(name)?.shownTo ?? .nobody)
      }
    }
    // Events bring these, whether or not a ticket's own columns do.
    for name in MomentField.histories where shown[name] == nil {
      note(name, CommonSchema.ticket.field(name)?.shownTo ?? .nobody)
    }
    return Set(shown.filter(\.value).keys)
  }

  /// The text fields of the pipeline's own that say nothing of who may see them.
  var undeclared: Set<String> {
    Set(
      sources.flatMap { source in
        source.mapping.fields.filter {
          $0.shownTo == nil && source.mapping.kind.field($0.field.name) == nil
        }
      }.map(\.field.name))
  }

  public var kinds: [RecordKind] {
    RecordKind.allCases.filter { kind in sources.contains { $0.mapping.kind.kind == kind } }
  }
}
