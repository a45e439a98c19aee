public import Columnar
import Compose
import Language
import Templates

/// Proves that every name of a template stands in the report model; the template library itself
/// renders an unknown name as nothing.
public enum TemplateCheck {
  /// - Returns: a diagnostic for each tag that names nothing, or is not closed.
  public static func unknownNames(in template: String, file: String) -> [Diagnostic] {
    var check = Checker(file: file, stack: [ReportModel(Document(.sampleOfPart), .english).node])
    check.run(template)
    return check.found
  }

  private struct Checker {
    /// A section, a block, or a parent, whose end has not come yet.
    private struct Open {
      let name: String
      let location: Diagnostic.Location
      /// What the end of it brings back.
      let delimiters: (open: String, close: String)
      /// Of a parent the blocks that it may fill.
      var blocks: [String]?
    }

    let file: String
    var stack: [ModelNode]
    private var delimiters = (open: "{{", close: "}}")
    private var open: [Open] = []
    var found: [Diagnostic] = []
    /// The blocks that the template names.
    private(set) var blocks: [String] = []

    init(file: String, stack: [ModelNode]) {
      self.file = file
      self.stack = stack
    }

    mutating func run(_ template: String) {
      var rest = Substring(template)
      var line = 1
      var column = 1
      func move(_ text: Substring) {
        for character in text {
          if character == "\n" || character == "\r\n" {
            line += 1
            column = 1
          } else {
            column += 1
          }
        }
      }
      while let start = rest.firstRange(of: delimiters.open) {
        move(rest[..<start.lowerBound])
        let location = Diagnostic.Location(file: file, line: line, column: column)
        let isTriple = rest[start.upperBound...].hasPrefix("{")
        let close = delimiters.close + (isTriple ? "}" : "")
        guard let end = rest[start.upperBound...].firstRange(of: close) else {
          report(.tagNotClosed, location)
          return
        }
        tag(rest[start.upperBound..<end.lowerBound].drop { $0 == "{" }, location)
        move(rest[start.lowerBound..<end.upperBound])
        rest = rest[end.upperBound...]
      }
      for section in open { report(.sectionNotClosed(section.name), section.location) }
    }

    private mutating func tag(_ text: Substring, _ location: Diagnostic.Location) {
      let sigil = text.first.flatMap { "#^/!>&%=$<".contains($0) ? $0 : nil }
      let words = text.dropFirst(sigil == nil ? 0 : 1).split(whereSeparator: \.isWhitespace)
      let name = String(words.first ?? "")
      if let last = open.last, last.blocks != nil, !(sigil.map { "$/!".contains($0) } ?? false) {
        return report(.onlyBlocks(last.name), location)
      }
      switch sigil {
      case "!", "%": break
      case "=":
        guard words.count == 2, words[1].hasSuffix("="), words[1].count > 1 else {
          return report(.notDelimiters, location)
        }
        delimiters = (name, String(words[1].dropLast()))
      case "/":
        guard let last = open.last, last.name == name else {
          return report(.sectionNotOpen(name), location)
        }
        delimiters = last.delimiters
        open.removeLast()
        stack.removeLast()
      case ">": partial(name, location)
      case "<": begin(name, location, .object([:]), filling: partial(name, location))
      case "$":
        if let choices = open.last?.blocks, !choices.contains(name) {
          report(.noBlock(name, open.last?.name ?? "", choices), location)
        }
        blocks.append(name)
        begin(name, location, .object([:]))
      default:
        let node = find(name)
        if node == nil { report(.noName(name, names), location) }
        if sigil == "#" || sigil == "^" {
          begin(name, location, sigil == "#" ? node ?? .object([:]) : .object([:]))
        }
      }
    }

    private mutating func begin(
      _ name: String, _ location: Diagnostic.Location, _ node: ModelNode,
      filling blocks: [String]? = nil
    ) {
      open.append(Open(name: name, location: location, delimiters: delimiters, blocks: blocks))
      stack.append(node)
    }

    /// Checks a partial where it stands, and gives the blocks that it has.
    @discardableResult
    private mutating func partial(_ name: String, _ location: Diagnostic.Location) -> [String] {
      guard let partial = BuiltInTemplates.partials[name] else {
        report(.noPartial(name, BuiltInTemplates.partials.keys.sorted()), location)
        return []
      }
      var inner = Checker(file: file, stack: stack)
      inner.run(partial)
      if !inner.found.isEmpty { report(.partialLacks(name), location) }
      return inner.blocks
    }

    /// The node that a name means, from the innermost section outwards.
    private func find(_ name: String) -> ModelNode? {
      if name == "." { return stack.last }
      // A function of the template library around a name.
      let plain =
        name.hasSuffix(")") ? String(name.dropLast().split(separator: "(").last ?? "") : name
      let steps = plain.split(separator: ".").map(String.init)
      for level in stack.reversed() {
        guard var node = Self.member(steps.first ?? "", of: level) else { continue }
        for step in steps.dropFirst() {
          guard let next = Self.member(step, of: node) else { return nil }
          node = next
        }
        return node
      }
      return nil
    }

    private static func member(_ name: String, of node: ModelNode) -> ModelNode? {
      switch node {
      case .object(let members): members[name]
      case .list(let items): filled(items.compactMap { member(name, of: $0) })
      default: nil
      }
    }

    /// Of what the items of a list have by one name the first with something in it.
    private static func filled(_ nodes: [ModelNode]) -> ModelNode? {
      nodes.first { if case .list(let items) = $0 { !items.isEmpty } else { true } } ?? nodes.first
    }

    private var names: [String] {
      var names: Set<String> = []
      for level in stack {
        if case .object(let members) = level { names.formUnion(members.keys) }
        if case .list(let items) = level {
          for case .object(let members) in items { names.formUnion(members.keys) }
        }
      }
      return names.sorted()
    }

    private mutating func report(_ message: Diagnostic.Message, _ location: Diagnostic.Location) {
      found.append(Diagnostic(message, at: location, failure: .configuration))
    }
  }
}

extension Diagnostic.Message {
  static func noName(_ name: String, _ names: [String]) -> Self {
    Self("no '{{\(name)}}' in the report model\(suggestion(for: name, among: names))")
  }
  static func noPartial(_ name: String, _ partials: [String]) -> Self {
    Self("no partial '\(name)'\(suggestion(for: name, among: partials))")
  }
  static func partialLacks(_ name: String) -> Self {
    Self("the partial '\(name)' needs names that are not here; expected it within {{#tables}}")
  }
  static func noBlock(_ name: String, _ partial: String, _ blocks: [String]) -> Self {
    Self(
      "the partial '\(partial)' has no block '\(name)'"
        + (blocks.isEmpty ? "; it has none" : suggestion(for: name, among: blocks)))
  }
  static func onlyBlocks(_ partial: String) -> Self {
    Self("only blocks are allowed within '{{<\(partial)}}'; expected '{{$name}} … {{/name}}'")
  }
  static var notDelimiters: Self {
    Self("not a change of delimiters; expected two, as '{{=<% %>=}}'")
  }
  static var tagNotClosed: Self { Self("the tag that begins here is not closed") }
  static func sectionNotClosed(_ name: String) -> Self {
    Self("the section '{{#\(name)}}' is not closed; expected '{{/\(name)}}'")
  }
  static func sectionNotOpen(_ name: String) -> Self {
    Self("'{{/\(name)}}' closes no section that is open")
  }
}
