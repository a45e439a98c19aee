import Columnar
import Foundation

/// A published figure, as a line of `metrics.json` has it.
public struct Cell: Sendable, Equatable, Decodable {
  /// What a figure is of: the same in each edition.
  public struct Key: Sendable, Hashable {
    public let metric: String
    public let period: String
    /// `region=EMEA;team=Billing`, in the order of the dimensions' names; empty for the whole.
    public let group: String
  }

  let metric: String
  let period: String
  let dimensions: [String: String]
  let value: Double?
  let n: Int?
  let flags: [String]

  var key: Key {
    let members = dimensions.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return Key(metric: metric, period: period, group: members.joined(separator: ";"))
  }

  /// Whether it said of itself that it may still change.
  var isProvisional: Bool { flags.contains("provisional") || flags.contains("partial") }

  /// Whether the audience may not see it, so that nothing was published that could change.
  var isSuppressed: Bool { flags.contains("suppressed") }
}

/// The figures of an edition: the lines of its `metrics.json` without what they rest on, of which two
/// that are equal byte for byte are equal figures.
public struct CellLines: Sendable, Equatable {
  let lines: [String]

  /// - Parameter lines: one JSON object each.
  public init(_ lines: [String]) { self.lines = lines.map(Self.figure) }

  /// - Parameter figures: lines that say nothing of what they rest on.
  public init(figures: [String]) { lines = figures }

  /// A line without interval and statistics, which may differ where the figure does not. In a text a
  /// quote is escaped, so that these keys are found nowhere else.
  private static func figure(_ line: String) -> String {
    let bytes = Array(line.utf8)
    var figure: [UInt8] = []
    var rest = 0
    for (key, next) in stretches {
      guard let start = place(of: key, in: bytes, from: rest),
        let end = place(of: next, in: bytes, from: start + key.count)
      else { continue }
      figure += bytes[rest..<start]
      rest = end
    }
    return rest == 0 ? line : String(decoding: figure + bytes[rest...], as: UTF8.self)
  }

  /// Where each of the two begins, and what comes behind it.
  private static let stretches = [
    (",\"interval\":", ",\"metric\":"), (",\"statistics\":", ",\"unit\":"),
  ].map { (Array($0.utf8), Array($1.utf8)) }

  /// Byte by byte: the search of the library, for any collection in any other, takes many times as long.
  private static func place(of key: [UInt8], in bytes: [UInt8], from first: Int) -> Int? {
    var place = first
    while place + key.count <= bytes.count {
      var matched = 0
      while matched < key.count && bytes[place + matched] == key[matched] { matched += 1 }
      if matched == key.count { return place }
      place += 1
    }
    return nil
  }

  /// The lines between `"cells":[` and its end.
  ///
  /// - Returns: nil where the text is no `metrics.json`.
  init?(metrics: [UInt8]) {
    let rows = metrics.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    guard let first = rows.first, first.hasSuffix("\"cells\":["),
      let end = rows.firstIndex(where: { $0.hasPrefix("],") })
    else { return nil }
    self.init(rows[1..<end].map { $0.hasSuffix(",") ? String($0.dropLast()) : $0 })
  }

  /// The figures that are in both but differ, in the order of these lines.
  func changes(since old: CellLines) throws(Diagnostic) -> [(old: Cell, new: Cell)] {
    let (before, now) = (Set(old.lines), Set(lines))
    var known: [Cell.Key: Cell] = [:]
    for line in old.lines where !now.contains(line) {
      let cell = try Self.cell(line)
      known[cell.key] = cell
    }
    var changes: [(old: Cell, new: Cell)] = []
    for line in lines where !before.contains(line) {
      let cell = try Self.cell(line)
      if let old = known[cell.key] { changes.append((old, cell)) }
    }
    return changes
  }

  private static func cell(_ line: String) throws(Diagnostic) -> Cell {
    do {
      return try JSONDecoder().decode(Cell.self, from: Data(line.utf8))
    } catch {
      throw Diagnostic(.notACell(line), failure: .software)
    }
  }
}

extension Diagnostic.Message {
  static func notACell(_ line: String) -> Self { Self("'\(line)' is not a line of metrics.json") }
}
