import Compose

/// Milestones above a chart of lines: each a line down to the axis and its label, no label on another.
struct MilestoneRows {
  struct Placed {
    let x: Double
    let row: Int
    /// Whether the label stands left of its line, for want of room on the right.
    let isLeft: Bool
    /// Nothing where there is no room for it; what the chart says in words has it.
    let label: String
  }

  static let height = 16.0
  private static let most = 4
  private static let gap = 4.0

  let placed: [Placed]

  /// How much higher the chart is for them.
  var height: Double { Double((placed.map(\.row).max() ?? -1) + 1) * Self.height }

  /// - Parameter milestones: with their places on the drawing, from left to right.
  init(_ milestones: [(x: Double, label: String)]) {
    // Of each row what labels have taken.
    var taken = [[ClosedRange<Double>]](repeating: [], count: Self.most)
    placed = milestones.map { x, label in
      let label = Self.short(label)
      let width = Double(TextTable.width(label)) * 7.5
      let isLeft = x + Self.gap + width > SVG.width
      let start = isLeft ? max(0, x - Self.gap - width) : x + Self.gap
      let room = start - Self.gap...start + width + Self.gap
      let row = taken.indices.first { row in taken[row].allSatisfy { !$0.overlaps(room) } }
      guard let row else { return Placed(x: x, row: Self.most - 1, isLeft: isLeft, label: "") }
      taken[row].append(room)
      return Placed(x: x, row: row, isLeft: isLeft, label: label)
    }
  }

  private static func short(_ label: String) -> String {
    label.count > 36 ? label.prefix(35) + "…" : label
  }

  func svg(bottom: Double) -> String {
    placed.map { one in
      let y = Double(one.row) * Self.height + 12
      let text =
        one.label.isEmpty
        ? ""
        : SVG.text(
          one.isLeft ? one.x - Self.gap : one.x + Self.gap, y, one.label,
          one.isLeft ? "milestone end" : "milestone")
      return SVG.line(one.x, y - 10, one.x, bottom, "milestone") + text
    }.joined()
  }
}
