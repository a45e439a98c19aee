/// What charts are drawn with.
enum SVG {
  /// In units of which a letter takes about seven; as wide as half a page, so that the letters are
  /// read on paper and on a telephone.
  static let width = 520.0

  static func frame(
    _ body: String, title: String, summary: String, width: Double, height: Double
  ) -> String {
    "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 \(coordinate(width)) "
      + "\(coordinate(height))\"><title>\(escaped(title))</title>"
      + "<desc>\(escaped(summary))</desc>\(body)</svg>"
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String)
    -> String
  {
    "<line class=\"\(style)\" x1=\"\(coordinate(x1))\" y1=\"\(coordinate(y1))\" "
      + "x2=\"\(coordinate(x2))\" y2=\"\(coordinate(y2))\"/>"
  }

  static func polyline(_ points: [(x: Double, y: Double)], _ style: String) -> String {
    let points = points.map { "\(coordinate($0.x)),\(coordinate($0.y))" }
    return "<polyline class=\"line \(style)\" points=\"\(points.joined(separator: " "))\"/>"
  }

  /// A hatched area between an upper edge and a lower one, from left to right.
  static func fan(_ edges: [(x: Double, upper: Double, lower: Double)]) -> String {
    let spacing = 5.0
    var body = ""
    for (one, next) in zip(edges, edges.dropFirst()) {
      var x = (one.x / spacing).rounded(.up) * spacing
      while x < next.x {
        let part = (x - one.x) / (next.x - one.x)
        body += line(
          x, one.upper + part * (next.upper - one.upper), x,
          one.lower + part * (next.lower - one.lower), "hatch")
        x += spacing
      }
    }
    return body
  }

  static func dot(_ x: Double, _ y: Double, radius: Double, _ style: String) -> String {
    "<circle class=\"dot \(style)\" cx=\"\(coordinate(x))\" cy=\"\(coordinate(y))\" "
      + "r=\"\(coordinate(radius))\"/>"
  }

  static func text(_ x: Double, _ y: Double, _ text: String, _ style: String) -> String {
    "<text class=\"\(style)\" x=\"\(coordinate(x))\" y=\"\(coordinate(y))\">\(escaped(text))</text>"
  }

  static func bar(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String)
    -> String
  {
    "<rect class=\"\(style)\" x=\"\(coordinate(x))\" y=\"\(coordinate(y))\" "
      + "width=\"\(coordinate(max(0, width)))\" height=\"\(coordinate(height))\"/>"
  }

  /// A place in a drawing, to a tenth.
  static func coordinate(_ number: Double) -> String {
    let tenths = (abs(number) * 10).rounded(.toNearestOrAwayFromZero)
    guard tenths < 9e15 else { return "\(number)" }
    let (whole, rest) = Int(tenths).quotientAndRemainder(dividingBy: 10)
    let sign = number < 0 && tenths > 0 ? "-" : ""
    return sign + "\(whole)" + (rest == 0 ? "" : ".\(rest)")
  }
}
