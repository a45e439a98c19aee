public import Aggregate
public import Compare

/// What a chart shows, and what it says in words; how it is drawn is for the medium.
public struct Chart: Sendable, Hashable {
  public enum Mark: Sendable, Hashable {
    /// A line a series, over periods.
    case lines
    /// A bar from zero for each place; a second series is the period before.
    case bars
    /// From an opening level to a closing one, a step at each place.
    case bridge([Step])
  }

  public enum Step: Sendable, Hashable {
    case level, adds, takes
  }

  /// What stands at a place.
  public enum Point: Sendable, Hashable {
    case cell(CellID)
    /// A number of no cell's, such as a part of a change.
    case amount(Double)

    public var cell: CellID? { if case .cell(let cell) = self { cell } else { nil } }
  }

  public struct Series: Sendable, Hashable {
    public var name: Words
    /// One a place; nil where there is none such.
    public var points: [Point?]
    /// Which one it is among those that a reader knows again from chart to chart: a member without
    /// values in one of them leaves its colour to no other.
    public var rank: Int

    public init(_ name: Words, _ cells: [CellID?], rank: Int = 0) {
      self.init(name, points: cells.map { $0.map(Point.cell) }, rank: rank)
    }

    public init(_ name: Words, points: [Point?], rank: Int = 0) {
      self.name = name
      self.points = points
      self.rank = rank
    }
  }

  /// Between which values a period's ordinarily lies.
  public struct Limits: Sendable, Hashable {
    public var lower: Double
    public var mean: Double
    public var upper: Double
    /// Whether its own value is part of the ordinary variation.
    public var isOrdinary: Bool

    public init(lower: Double, mean: Double, upper: Double, isOrdinary: Bool = true) {
      self.lower = lower
      self.mean = mean
      self.upper = upper
      self.isOrdinary = isOrdinary
    }
  }

  /// A day on the axis of time, and what happened on it.
  public struct Milestone: Sendable, Hashable {
    /// Where it lies: 0 is where the first place begins, 1 where the second does.
    public var place: Double
    public var label: String

    public init(place: Double, label: String) {
      self.place = place
      self.label = label
    }
  }

  /// What is expected of the first series at a place behind the last, and between what at 95 %.
  public struct Expected: Sendable, Hashable {
    public var place: Words
    public var value: Double
    public var low: Double
    public var high: Double

    public init(place: Words, value: Double, low: Double, high: Double) {
      self.place = place
      self.value = value
      self.low = low
      self.high = high
    }
  }

  public var title: Words
  public var summary: Words
  public var mark: Mark
  /// Along the axis: periods, members or steps.
  public var places: [Words]
  public var series: [Series]
  public var unit: Metric.Unit
  /// What is aimed at, one a place; nil where nothing is. Empty where no target is drawn.
  public var bounds: [Target.Bound?]
  /// Of one series: one a place; nil where its value is not known. Empty where none are drawn.
  public var limits: [Limits?]
  /// By place.
  public var milestones: [Milestone]
  /// Of a chart of lines; in the order of their places.
  public private(set) var expected: [Expected] = []

  /// Draws the first series on, and says so.
  public mutating func expect(_ expected: [Expected]) {
    self.expected = expected
    let told = expected.map { one in
      Words.phrase(
        .expectedIn, ["value": .figure(.amount(one.value, unit)), "period": one.place])
    }
    if !told.isEmpty { summary = .list([summary, .list(told, .listComma)], .listSemicolon) }
  }

  public init(
    _ title: Words, summary: Words, _ mark: Mark, places: [Words], series: [Series],
    unit: Metric.Unit, bounds: [Target.Bound?] = [], limits: [Limits?] = [],
    milestones: [Milestone] = []
  ) {
    self.title = title
    self.summary = summary
    self.mark = mark
    self.places = places
    self.series = series
    self.unit = unit
    self.bounds = bounds
    self.limits = limits
    self.milestones = milestones
  }
}
