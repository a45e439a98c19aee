import Columnar

/// What a column of an export seems to hold, learnt from some of its values: its type, how many
/// values are missing, how many are distinct, and the first of them.
public struct ColumnSketch {
  /// Past so many, distinct values are not counted.
  public static let mostDistinct = 1000

  public private(set) var rows = 0
  public private(set) var missing = 0
  public private(set) var examples: [String] = []
  /// Whether all values of a format have the time of midnight, which one may have by chance.
  public func areMidnights(_ format: String) -> Bool {
    guard let format = try? InstantFormat(format) else { return false }
    var tally = InstantTally()
    for value in seen {
      if let reading = format.instant(value.utf8Span.span) { tally.count(reading) }
    }
    return tally.areMidnights
  }

  /// Words for "not given" that came up.
  public private(set) var missingWords: Set<String> = []
  private var seen: Set<String> = []
  /// The types that may still be the column's, and how many distinct values do not fit each.
  private var types: [(type: ColumnType, misfits: Int)]
  /// How many values were seen at a glance to be no dates; they count among the misfits of each.
  private var noDates = 0

  private func misfits(of entry: (type: ColumnType, misfits: Int)) -> Int {
    entry.misfits + (entry.type.isDate ? noDates : 0)
  }

  /// A type holds although one in so many values does not fit it: exports have broken rows.
  private static let tolerance = 50

  public init() { types = ColumnType.all.map { ($0, 0) } }

  /// How many values differ; nil past the limit.
  public var distinct: Int? { seen.count > Self.mostDistinct ? nil : seen.count }

  /// All distinct values, in order; nil past the limit.
  public var values: [String]? { distinct == nil ? nil : seen.sorted() }

  /// Words that exports write where nothing is given.
  private static let placeholders: Set<String> = [
    "NULL", "null", "N/A", "n/a", "NA", "None", "[None]", "(none)", "?", "-", "--",
  ]

  public mutating func add(_ text: Span<UInt8>) {
    rows += 1
    let trimmed = text.trimmed()
    let value = String(copying: trimmed)
    guard !trimmed.isEmpty, !Self.placeholders.contains(value) else {
      missing += 1
      if !trimmed.isEmpty { missingWords.insert(value) }
      return
    }
    guard seen.count <= Self.mostDistinct, seen.insert(value).inserted else { return }
    if examples.count < 3 { examples.append(value) }
    let mayBeDate = trimmed.mayBeDate
    for index in types.indices where !(types[index].type.isDate && !mayBeDate) {
      if !types[index].type.fits(trimmed) { types[index].misfits += 1 }
    }
    if !mayBeDate { noDates += 1 }
    if seen.count % 64 == 0 {
      types = types.filter { misfits(of: $0) * Self.tolerance <= 2 * seen.count }
    }
  }

  /// The type that the values fit, or several readings of a date, a duration or a number. Text where there are
  /// no values, or no other type fits.
  public var readings: [ColumnType] {
    let fitting = types.filter { misfits(of: $0) * Self.tolerance <= seen.count }
    guard missing < rows, let first = fitting.first else { return [.text] }
    if first.type.isDecimal {
      // `1.234` is a thousand and more, or less than two.
      let decimals = fitting.filter { $0.type.isDecimal }
      let least = decimals.map(\.misfits).min() ?? 0
      let best = decimals.filter { $0.misfits == least }.map(\.type)
      return best.filter { $0.kind == best[0].kind || $0.kind == .decimal(.comma) }
    }
    if first.type.isDuration {
      // `1:30` is minutes and seconds, or hours and minutes.
      let durations = fitting.filter(\.type.isDuration)
      let least = durations.map(\.misfits).min() ?? 0
      return durations.filter { $0.misfits == least }.map(\.type)
    }
    guard first.type.isDate else { return [first.type] }
    let dates = fitting.filter(\.type.isDate)
    let least = dates.map(\.misfits).min() ?? 0
    let best = dates.filter { $0.misfits == least }.map(\.type)
    return best[0].isAmbiguous ? best.filter(\.isAmbiguous) : [best[0]]
  }
}

/// A type that texts may have, and how it is written.
public struct ColumnType: Sendable {
  public enum Kind: Sendable, Equatable {
    case integer, boolean, text
    case decimal(DecimalMark?)
    case instant(format: String)
    case duration(unit: FieldMapping.Unit)
  }

  public let kind: Kind
  /// Whether day and month may be meant either way.
  let isAmbiguous: Bool
  private let test: @Sendable (Span<UInt8>) -> Bool

  /// In words.
  public var name: String {
    switch kind {
    case .integer: "integer"
    case .boolean: "boolean"
    case .text: "text"
    case .decimal(nil): "decimal"
    case .decimal(.point?): "decimal with marks of thousands"
    case .decimal(.comma?): "decimal with comma"
    case .instant(let format): "instant '\(format)'"
    case .duration(let unit): "duration '\(unit.rawValue)'"
    }
  }

  var isDecimal: Bool { if case .decimal = kind { true } else { false } }

  public var isDuration: Bool { if case .duration = kind { true } else { false } }

  var isDate: Bool { if case .instant = kind { true } else { false } }

  func fits(_ text: Span<UInt8>) -> Bool { test(text) }

  public static let text = ColumnType(kind: .text, isAmbiguous: false) { _ in true }

  /// The more telling come first.
  static let all: [ColumnType] =
    [
      ColumnType(kind: .boolean, isAmbiguous: false) { text in
        castBoolean(text) != nil && text[0].isLetter
      },
      instant("iso"),
    ] + dates.map { instant($0, isAmbiguous: !$0.hasPrefix("yyyy")) }
    + named.map { instant($0) } + [
      ColumnType(kind: .integer, isAmbiguous: false) { castInteger($0) != nil },
      decimal(nil), decimal(.point), decimal(.comma),
      ColumnType(kind: .duration(unit: .hms), isAmbiguous: false) { text in
        text.hasColon && castDuration(text, .hms) != nil
      },
      ColumnType(kind: .duration(unit: .signedHM), isAmbiguous: false) { text in
        text.hasColon && castDuration(text, .signedHM) != nil
      },
    ]

  private static func decimal(_ mark: DecimalMark?) -> ColumnType {
    ColumnType(kind: .decimal(mark), isAmbiguous: false) { castDecimal($0, mark) != nil }
  }

  private static func instant(_ pattern: String, isAmbiguous: Bool = false) -> ColumnType {
    let format = try? InstantFormat(pattern)
    return ColumnType(kind: .instant(format: pattern), isAmbiguous: isAmbiguous) { text in
      // A bare number may be anything.
      text.count > 5 && !text.isNumber && format?.instant(text) != nil
    }
  }

  /// Numeric dates with and without a time of day. With points between, no country writes the month
  /// first.
  private static let dates: [String] = {
    let days =
      ["/", "-"].flatMap { mark in
        ["dd\(mark)MM\(mark)yyyy", "MM\(mark)dd\(mark)yyyy", "yyyy\(mark)MM\(mark)dd"]
          + ["dd\(mark)MM\(mark)yy", "MM\(mark)dd\(mark)yy", "yy\(mark)MM\(mark)dd"]
      } + ["dd.MM.yyyy", "yyyy.MM.dd", "dd.MM.yy"]
    return days.flatMap { day in
      let times = ["HH:mm", "HH:mm:ss", "hh:mm a", "hh:mm:ss a"]
      return [day] + times.map { "\(day) \($0)" } + times.map { "\(day), \($0)" }
    }
  }()

  /// Dates whose month is a word.
  private static let named = [
    "dd/MMM/yy hh:mm a", "dd/MMM/yyyy hh:mm a", "dd MMM yyyy", "dd MMM yyyy HH:mm",
    "dd MMM yyyy HH:mm:ss", "EEE, dd MMM yyyy HH:mm:ss", "EEE, dd MMM yyyy HH:mm:ss Z",
    "MMM dd, yyyy", "MMM dd, yyyy hh:mm a", "dd-MMM-yyyy HH:mm:ss", "dd-MMM-yyyy",
    "dd-MMM-yy", "dd-MMM-yy HH:mm", "dd/MMM/yy HH:mm", "yyyy'年'M'月'd'日'",
    "yyyy'年'M'月'd'日' HH:mm",
  ]
}

extension Span<UInt8> {
  /// Whether it has digits, and between them what dates have.
  fileprivate var mayBeDate: Bool {
    guard 6...40 ~= count else { return false }
    var digits = 0
    var marks = 0
    for i in indices {
      let byte = self[i]
      if byte.digit != nil { digits += 1 }
      if byte == 0x2D || byte == 0x2E || byte == 0x2F || byte == 0x20 || byte >= 0x80 {
        marks += 1
      }
    }
    return digits >= 3 && marks >= 1
  }

  fileprivate var hasColon: Bool {
    for i in indices where self[i] == UInt8(ascii: ":") { return true }
    return false
  }

  fileprivate var isNumber: Bool {
    var points = 0
    for i in indices where self[i].digit == nil {
      if self[i] != UInt8(ascii: ".") { return false }
      points += 1
    }
    return points < 2
  }
}
