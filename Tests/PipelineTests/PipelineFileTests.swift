import Aggregate
import Columnar
import Foundation
import TestSupport
import Testing

@testable import Pipeline

@Suite struct PipelineFileTests {
  static let good = """
    pipeline: p
    timezone: Europe/London
    sources:
      - name: a
        files: a.csv
        fields:
          id: Id
          created: Created
    reports:
      - { name: board, period: month, dimensions: [team] }
    """

  /// The mistakes of a text, one a line.
  static func mistakes(_ text: String) -> [String] {
    do {
      _ = try PipelineFile.parse(text, path: "p.yml")
      return []
    } catch {
      return error.all.map(\.description)
    }
  }

  @Test func `a good file has no mistakes`() throws {
    #expect(Self.mistakes(Self.good) == [])
    let file = try PipelineFile.parse(Self.good, path: "x/p.yml")
    #expect(file.folder == "x")
    #expect(file.reports[0].history == 13)
  }

  @Test(arguments: [
    (
      "timezone: Europe/London", "timezon: UTC",
      "p.yml:2:1: error: unknown key 'timezon' in the pipeline file; did you mean 'timezone'?"
    ),
    (
      "timezone: Europe/London", "timezone: Europe/Lodnon",
      "p.yml:2:11: error: no time zone 'Europe/Lodnon'; expected an IANA name such as 'Europe/London'"
    ),
    (
      "files: a.csv", "files: ../a.csv",
      "p.yml:5:12: error: the pattern '../a.csv' leaves the folder of the pipeline file; expected a relative path without '..' (the folder itself can be given by --exports)"
    ),
    (
      "files: a.csv", "files: a[1.csv",
      "p.yml:5:12: error: the '[' in '[1.csv' is not closed; expected ']'"
    ),
    (
      "files: a.csv", "files: \"[[]a{b.zip#c\"",
      "p.yml:5:12: error: the '{' in '{b.zip#c' is not closed; expected '}'"
    ),
    (
      "created: Created", "created: [a, \"cf[-1].value\"]\n    format: json",
      "p.yml:8:20: error: 'cf[-1].value' is not a path; expected '[0]', '[]' or '[name=value]' for elements of an array"
    ),
    (
      "created: Created", "created: { from: \"o.x[].[]\" }\n    format: ndjson",
      "p.yml:8:24: error: 'o.x[].[]' is not a path; expected a name behind the '.'"
    ),
    (
      "created: Created", "created: a[0\n    format: ndjson",
      "p.yml:8:16: error: 'a[0' is not a path; expected ']' behind the '['"
    ),
    (
      "created: Created", "created: a..b\n    format: xml",
      "p.yml:8:16: error: 'a..b' is not a path; expected a name on each side of a '.'"
    ),
    (
      "created: Created", "created: a@\n    format: xml",
      "p.yml:8:16: error: 'a@' is not a path; expected the attribute's name behind the '@'"
    ),
    (
      "created: Created", "created: a[0]\n    format: xml",
      "p.yml:8:16: error: 'a[0]' is not a path; expected elements by their names alone"
    ),
    (
      "created: Created", "craeted: Created",
      "p.yml:8:7: error: no field 'craeted' in the common schema of a ticket; did you mean 'created'?"
    ),
    (
      "files: a.csv", "files: a.csv\n    preset: servicenow-cvs",
      "p.yml:6:13: error: no preset 'servicenow-cvs'; did you mean 'servicenow-csv'?"
    ),
    (
      "files: a.csv", "files: a.csv\n    reject_above: lots",
      "p.yml:6:19: error: 'reject_above' must be a share from 0% to 100%, such as '2%' or '0.02'; found 'lots'"
    ),
    (
      "created: Created", "created: { from: Created, format: \"QQ\" }",
      "p.yml:8:41: error: 'QQ' in the format 'QQ' is not a pattern of dates; expected yyyy, MM, MMM, dd, HH, hh, mm, ss, SSS, a, EEE or XXX, and other text in 'single quotes'"
    ),
    (
      "dimensions: [team]", "dimensions: [taem]",
      "p.yml:10:48: error: no text field 'taem' to split by; did you mean 'team'?"
    ),
    (
      "period: month", "period: moth",
      "p.yml:10:28: error: 'period' cannot be 'moth'; did you mean 'month'?"
    ),
    (
      "period: month", "period: month, template: bord.mustache",
      "p.yml:10:45: error: no template 'bord.mustache'; expected 'board', or a file beside the pipeline file"
    ),
    ("name: a\n", "name: [a]\n", "p.yml:4:11: error: 'name' must be a single value; found a list"),
    (
      "pipeline: p", "pipeline: p\ntargets: { csta: \">= 1\" }",
      "p.yml:2:12: error: unknown key 'csta' in 'targets'; did you mean 'csat'?"
    ),
    (
      "pipeline: p", "pipeline: p\ntargets: { csat: \"90\" }",
      "p.yml:2:18: error: '90' is not a target of 'csat'; expected one such as '>= 90%'"
    ),
    (
      "pipeline: p", "pipeline: p\npipeline: q",
      "p.yml:1:1: error: not valid YAML: the key 'pipeline' is in one mapping twice"
    ),
    (
      "pipeline: p", "pipeline: [",
      "p.yml:3:8: error: not valid YAML: did not find expected ',' or ']'"
    ),
  ])
  func `a mistake is reported at its line and column`(
    good: String, bad: String, expected: String
  ) {
    #expect(
      Self.mistakes(Self.good.replacingOccurrences(of: good, with: bad)).contains(expected),
      "\(Self.mistakes(Self.good.replacingOccurrences(of: good, with: bad)))")
  }

  @Test func `all mistakes are reported at once`() {
    let bad = Self.good.replacingOccurrences(of: "Europe/London", with: "Mars")
      .replacingOccurrences(of: "created: Created", with: "creatd: Created")
      .replacingOccurrences(of: "[team]", with: "[temas]")
    #expect(Self.mistakes(bad).count == 4)
  }

  @Test func `own metrics have the shape of the table's rows`() throws {
    let text =
      Self.good + """

        metrics:
          - { id: refunds, label: Refunds, share: { of: ticket, where: { category: Refund } }, at: created, good: down }
          - { id: fast, count: { where: { handle_seconds: "<= 1h 30m", escalated: true } } }
          - { id: p75, quantile: { value: solved - created, q: 75%, where: { first_reply: "<= solved" } }, at: solved }
        """
    let metrics = try PipelineFile.parse(text, path: "p.yml").metrics.suffix(3)
    let created = Measure(.ticket, .at("created"))
    #expect(
      metrics.map { AnyHashable($0.formula) } == [
        RatioFormula.ratio(
          created.with(FieldTest("category", .isAny(of: ["Refund"]))), created),
        TotalFormula.total(
          created.with(FieldTest("handle_seconds", .compares(.atMost, 5400)))
            .with(FieldTest("escalated", .compares(.equal, 1)))),
        QuantileFormula.quantile(
          Measure(
            .ticket, .at("solved"), .difference("solved", "created"),
            [
              FieldTest("first_reply", .comparesField(.atMost, "solved")),
              FieldTest("solved", .present),
              FieldTest("created", .present),
            ]), q: 0.75),
      ])
    #expect(metrics.map(\.good) == [.down, .neither, .neither])
  }

  @Test func `patterns match names, folders and choices`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "glob-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for path in [
      "a/tickets-1.csv", "a/b/tickets-2.csv.gz", "a/b/c/x.csv", "tickets-3.csv", "a/.hidden.csv",
      "a/q[1]{*}?.csv", "a/q1.csv",
    ] {
      let file = URL(fileURLWithPath: "\(folder)/\(path)")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: file)
    }
    func found(_ pattern: String) -> [String] {
      Glob(pattern).files(in: folder).map { String($0.dropFirst(folder.count + 1)) }
    }
    #expect(
      found("**/tickets-*.csv*") == ["a/b/tickets-2.csv.gz", "a/tickets-1.csv", "tickets-3.csv"])
    #expect(found("*/tickets-[0-9].csv") == ["a/tickets-1.csv"])
    #expect(found("a/{x,tickets-?}.csv") == ["a/tickets-1.csv"])
    #expect(found("a/**/{x,t*}.csv") == ["a/b/c/x.csv", "a/tickets-1.csv"])
    #expect(found("none*") == [])
    #expect(found(Glob.escaped("a/q[1]{*}?.csv")) == ["a/q[1]{*}?.csv"])
    #expect(Glob.mistake(Glob.escaped("a/q[1]{*}?.csv")) == nil)
    #expect(found("a/q[1].csv") == ["a/q1.csv"])
  }

  /// A pattern of one name, matched in the most obvious way: what the fast one is held against.
  private static func matches(_ pattern: ArraySlice<Character>, _ name: ArraySlice<Character>)
    -> Bool
  {
    guard let first = pattern.first else { return name.isEmpty }
    let rest = pattern.dropFirst()
    switch first {
    case "*": return (0...name.count).contains { matches(rest, name.dropFirst($0)) }
    case "?": return !name.isEmpty && matches(rest, name.dropFirst())
    case "[":
      let end = rest.firstIndex(of: "]")!
      let isNegated = rest.first == "!"
      let isIn = name.first.map { rest[..<end].dropFirst(isNegated ? 1 : 0).contains($0) }
      return isIn.map { $0 != isNegated } ?? false && matches(rest[(end + 1)...], name.dropFirst())
    case "{":
      let end = rest.firstIndex(of: "}")!
      return rest[..<end].split(separator: ",", omittingEmptySubsequences: false)
        .contains { matches($0 + rest[(end + 1)...], name) }
    default: return name.first == first && matches(rest, name.dropFirst())
    }
  }

  @Test(arguments: 0..<20)
  func `random patterns match as the obvious way does`(seed: Int) {
    var random = SeededGenerator(seed)
    let parts = ["*", "?", "[ab]", "[!a]", "{a,b*}", "{,ab}", "{b}", "a", "b", "c"]
    var found = 0
    for _ in 0..<300 {
      let pattern = (0..<Int.random(in: 0...6, using: &random))
        .map { _ in parts.randomElement(using: &random)! }.joined()
      let name = String(
        (0..<Int.random(in: 0...7, using: &random)).map { _ in
          "abc".randomElement(using: &random)!
        })
      let isMatch = Self.matches(Array(pattern)[...], Array(name)[...])
      #expect(
        NamePattern(pattern).matches(name.utf8) == isMatch, "\(pattern) \(name), seed \(seed)")
      if isMatch { found += 1 }
    }
    #expect((5...295).contains(found))
  }

  @Test func `patterns of many stars, folders or choices end`() {
    let name = String(repeating: "a", count: 250)
    let stars = String(repeating: "*a", count: 40)
    #expect(!NamePattern(stars + "b").matches(name.utf8))
    #expect(NamePattern(stars).matches(name.utf8))
    #expect(!NamePattern(String(repeating: "{a,a*}", count: 40) + "b").matches(name.utf8))
    let folders = String(repeating: "**/", count: 40)
    let path = String(repeating: "a/", count: 60)
    #expect(!Glob(folders + "b").matches(path: path + "a"))
    #expect(Glob(folders + "a").matches(path: path + "a"))
    #expect(Glob(folders + "none-*").files(in: "Sources") == [])
  }

  @Test func `aliases that multiply are refused`() {
    let levels = (1...9).map { level in
      "a\(level): &a\(level) [\((0..<9).map { _ in "*a\(level - 1)" }.joined(separator: ", "))]"
    }
    #expect(
      Self.mistakes("a0: &a0 x\n" + levels.joined(separator: "\n")) == [
        "p.yml:1:1: error: the file has more than 100000 values, an alias counting as all that it names; expected fewer"
      ])
  }

  @Test func `a pattern of members matches whole paths`() {
    let matches = { Glob($0).matches(path: $1) }
    #expect(matches("tickets*.xml", "tickets-1.xml"))
    #expect(!matches("tickets*.xml", "dir/tickets-1.xml"))
    #expect(matches("dir/*.csv", "dir/x.csv"))
    #expect(matches("**/*.csv", "x.csv") && matches("**/*.csv", "a/b/x.csv"))
    #expect(!matches("**/x", "x/y") && matches("**", "x/y"))
    #expect(!matches("dir", "dir/x.csv"))
  }
}
