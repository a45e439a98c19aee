import Columnar
import Foundation
import Testing

@testable import Pipeline

/// A mistake in the value of each key that a pipeline file may have: what is said of it, and where.
@Suite struct EveryKeyTests {
  static let base = """
    pipeline: p
    currency: GBP
    # top
    sources:
      - name: a
        files: a.csv
        # source
        fields:
          id: Id
          created: Created
          # field
      - name: b
        kind: survey
        files: b.csv
        set: { kind: csat }
        fields: { id: Id }
    calendars:
      c:
        zone: UTC
        hours: { mon-fri: "08:00-18:00" }
        # calendar
    sla:
      - first_reply: 8h
        # policy
    reports:
      - name: board
        # report
    """

  /// A line of the base and what takes its place; `¦` marks the place of the mistake.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let line: String
    let text: String
    let message: String

    init(_ line: String, _ text: String, _ message: String) {
      self.line = line
      self.text = text
      self.message = message
    }

    var testDescription: String { "\(line) → \(text)" }

    /// The file with the mistake, and what must be said of it.
    var applied: (file: String, expected: String) {
      let marked = EveryKeyTests.base.replacingOccurrences(of: line, with: text)
      let before = marked.components(separatedBy: "¦")[0]
      let lines = before.components(separatedBy: "\n")
      let place = "\(lines.count):\(lines[lines.count - 1].utf8.count + 1)"
      return (
        marked.replacingOccurrences(of: "¦", with: ""), "p.yml:\(place): error: \(message)"
      )
    }
  }

  static let top: [Mistake] = [
    Mistake("pipeline: p", "pipeline: ¦''", "'pipeline' must not be empty"),
    Mistake("pipeline: p", "pipeline: ¦\"  \"", "'pipeline' must not be empty"),
    Mistake(
      "pipeline: p", "pipeline: ¦\"a\\eb\"",
      "'pipeline' must be text that can be seen, on one line; found U+001B"),
    Mistake("pipeline: p", "¦title: t", "the pipeline file lacks 'pipeline'"),
    Mistake("# top", "title: ¦''", "'title' must not be empty"),
    Mistake(
      "# top", "title: ¦\"a\\nb\"",
      "'title' must be text that can be seen, on one line; found U+000A"),
    Mistake("# top", "title: ¦[a]", "'title' must be a single value; found a list"),
    Mistake(
      "# top", "timezone: ¦Mars",
      "no time zone 'Mars'; expected an IANA name such as 'Europe/London'"),
    Mistake("# top", "timezone:¦ ", "'timezone' must not be empty"),
    Mistake(
      "currency: GBP", "currency: ¦pound",
      "'pound' is not an ISO 4217 currency; expected one such as 'EUR'"),
    Mistake(
      "# top", "rates: ¦none.csv",
      "cannot read 'none.csv'; expected a file beside the pipeline file"),
    Mistake(
      "# top", "rates: ¦../rates.csv",
      "the file '../rates.csv' leaves the folder of the pipeline file; expected a relative path "
        + "without '..'"),
    Mistake(
      "# top", "fiscal_year_starts: ¦4",
      "'fiscal_year_starts' cannot be '4'; expected 'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'"
    ),
    Mistake("# top", "systems: [a, ¦'']", "'systems' must not be empty"),
    Mistake("# top", "systems: [a, ¦a]", "'systems' has 'a' twice"),
    Mistake("# top", "systems: ¦{ a: b }", "'systems' must be a single value; found a mapping"),
    Mistake(
      "# top", "service_level: ¦20s", "'service_level' must be a mapping; found a single value"),
    Mistake(
      "# top", "service_level: { within: ¦-5 }", "'within' must be longer than zero; found '-5'"),
    Mistake(
      "# top", "service_level: { short: ¦-1s }",
      "'-1s' is not a duration; expected one such as '4h', '30m' or '2d'"),
    Mistake(
      "# top", "service_level: { short: ¦99999999999999 }",
      "'99999999999999' is not a duration; expected one such as '4h', '30m' or '2d'"),
    Mistake(
      "# top", "small_n: { suppress: ¦-1 }",
      "'suppress' must be a number of records from 0 to 1000000; found '-1'"),
    Mistake(
      "# top", "small_n: { indicative: ¦few }",
      "'indicative' must be a number of records from 0 to 1000000; found 'few'"),
    Mistake("# top", "privacy: ¦{}", "'privacy' lacks 'key_file'"),
    Mistake(
      "# top", "privacy: { key_file: ¦. }",
      "'.' is not a regular file; expected a file beside the pipeline file"),
    Mistake("# top", "topics: ¦[subject]", "'topics' must be a mapping; found a list"),
    Mistake(
      "# top", "small_n: { ¦supress: 1 }",
      "unknown key 'supress' in 'small_n'; did you mean 'suppress'?"),
  ]

  static let source: [Mistake] = [
    Mistake("- name: a\n", "- name: ¦''\n", "'name' must not be empty"),
    Mistake("- name: a\n", "- ¦kind: ticket\n", "the source lacks 'name'"),
    Mistake("  - name: b\n", "  - ¦name: a\n", "there are two sources named 'a'"),
    Mistake("files: a.csv", "files: ¦[]", "'files' must have at least one entry"),
    Mistake("files: a.csv", "files: ¦''", "'files' must not be empty"),
    Mistake(
      "files: a.csv", "files: [a.csv, ¦/etc/a.csv]",
      "the pattern '/etc/a.csv' leaves the folder of the pipeline file; expected a relative path "
        + "without '..' (the folder itself can be given by --exports)"),
    Mistake("# source", "kind: ¦tickets", "'kind' cannot be 'tickets'; did you mean 'ticket'?"),
    Mistake("# source", "preset: ¦[]", "'preset' must have at least one entry"),
    Mistake("# source", "preset: ¦zendesk", "no preset 'zendesk'"),
    Mistake(
      "# source", "preset: [zendesk-csv, ¦zendesk-csv]", "'preset' has 'zendesk-csv' twice"),
    Mistake("# source", "system: ¦''", "'system' must not be empty"),
    Mistake(
      "# source", "ticket_system: ¦zd",
      "a ticket names no ticket; 'ticket_system' is for events, contacts and surveys"),
    Mistake(
      "# source", "timezone: ¦UTX",
      "no time zone 'UTX'; expected an IANA name such as 'Europe/London'"),
    Mistake("# source", "missing: [¦[a]]", "'missing' must be a single value; found a list"),
    Mistake("# source", "drop: ¦spam", "'drop' must be a mapping; found a single value"),
    Mistake("# source", "drop: { status: ¦[] }", "'status' must have at least one entry"),
    Mistake(
      "# source", "set: { closed: ¦gestern }",
      "'closed' cannot be 'gestern'; expected a date and time such as '2026-10-31T09:00:00Z'"),
    Mistake(
      "# source", "set: { reopens: ¦1.5 }", "'reopens' cannot be '1.5'; expected a whole number"),
    Mistake(
      "# source", "set: { escalated: ¦maybe }",
      "'escalated' cannot be 'maybe'; expected true or false"),
    Mistake(
      "# source", "set: { handle_seconds: ¦5m }",
      "'handle_seconds' cannot be '5m'; expected a number of seconds"),
    Mistake(
      "# source", "set: { csat_score: ¦good }",
      "'csat_score' cannot be 'good'; expected a number such as '12.5'"),
    Mistake(
      "# source", "set: { priority: ¦P1 }",
      "'priority' cannot be 'P1'; expected 'low', 'normal', 'high', 'urgent'"),
    Mistake(
      "# source", "set: { ¦regoin: EMEA }", "unknown key 'regoin' in 'set'; did you mean 'region'?"),
    Mistake("# source", "set: { region: ¦'' }", "'region' must not be empty"),
    Mistake(
      "# source", "set: { ¦created: 2026-10-01 }",
      "'created' is in 'fields' and in 'set'; expected one of them"),
    Mistake(
      "set: { kind: csat }\n    fields: { id: Id }", "set: ¦{ kind: csat, id: 1 }",
      "'set' gives 'id' to every row, so that all would be one survey"),
    Mistake(
      "# source", "reject_above: ¦200%",
      "'reject_above' must be a share from 0% to 100%, such as '2%' or '0.02'; found '200%'"),
    Mistake(
      "# source", "reject_above: ¦2",
      "'reject_above' must be a share from 0% to 100%, such as '2%' or '0.02'; found '2'"),
    Mistake(
      "# source", "reject_above: ¦nan",
      "'reject_above' must be a share from 0% to 100%, such as '2%' or '0.02'; found 'nan'"),
    Mistake(
      "# source", "reject_above: ¦-1%",
      "'reject_above' must be a share from 0% to 100%, such as '2%' or '0.02'; found '-1%'"),
    Mistake(
      "# source", "schema: ¦lax",
      "'schema' cannot be 'lax'; expected 'additive', 'strict', 'ignore'"),
    Mistake(
      "# source", "order: ¦newest-first",
      "a ticket has no 'order'; it is for events, which may have happened at one instant"),
    Mistake(
      "# source", "format: ¦xlsx",
      "'format' cannot be 'xlsx'; expected 'csv', 'json', 'ndjson', 'xml'"),
    Mistake("# source", "encoding: ¦utf8", "'encoding' cannot be 'utf8'; did you mean 'utf-8'?"),
    Mistake(
      "# source", "format: csv\n    ¦records: data.tickets",
      "'records' is for json and xml alone; the format is csv"),
    Mistake(
      "# source", "format: json\n    ¦delimiter: ;",
      "'delimiter' is for csv alone; the format is json"),
    Mistake(
      "# source", "format: xml\n    ¦aliases: { a: b }",
      "'aliases' is for csv alone; the format is xml"),
    Mistake(
      "# source", "aliases: { Creada: ¦[Created] }", "'Creada' must be a single value; found a list"
    ),
    Mistake("# source", "delimiter: ¦''", "'delimiter' must not be empty"),
    Mistake(
      "# source", "delimiter: ¦none",
      "'delimiter' must be 1 to 16 bytes without a line break; found ''"),
    Mistake(
      "# source", "delimiter: ¦\"\\r\"",
      "'delimiter' must be 1 to 16 bytes without a line break; found a line break"),
    Mistake(
      "# source", "delimiter: ¦'\"'",
      "'delimiter' and 'quote' have a character in common; expected different ones"),
    Mistake(
      "# source", "quote: ¦é",
      "'quote' must be one ASCII character, 'tab', 'backslash' or 'none'; found 'é'"),
    Mistake(
      "# source", "quote: ¦backslash\n    escape: backslash",
      "'quote' and 'escape' have a character in common; expected different ones"),
    Mistake(
      "# source", "escape: ¦ab",
      "'escape' must be one ASCII character, 'tab', 'backslash' or 'none'; found 'ab'"),
    Mistake(
      "# source", "comment: ¦12345678901234567",
      "'comment' must be 0 to 16 bytes without a line break; found '12345678901234567'"),
    Mistake(
      "# source", "preamble: ¦101", "'preamble' must be a number of rows from 0 to 100; found '101'"
    ),
    Mistake(
      "# source", "header: ¦one", "'header' must be a number of rows from 0 to 100; found 'one'"),
    Mistake(
      "# source", "header_names: ¦last",
      "'header_names' cannot be 'last'; expected 'first', 'joined'"),
    Mistake("# source", "footer: [Total, ¦'']", "'footer' must not be empty"),
    Mistake(
      "# source", "ragged: ¦drop", "'ragged' cannot be 'drop'; expected 'reject', 'pad', 'rest'"),
    Mistake(
      "# source", "open_end: ¦yes", "'open_end' cannot be 'yes'; expected 'true', 'false'"),
    Mistake(
      "# source", "¦reject_obove: 1%",
      "unknown key 'reject_obove' in the source; did you mean 'reject_above'?"),
  ]

  static let field: [Mistake] = [
    Mistake(
      "fields: { id: Id }", "fields: { id: Id, ¦scroe: Score }",
      "no field 'scroe' in the common schema of a survey; did you mean 'score'?"),
    Mistake("id: Id\n      created", "id: ¦''\n      created", "'id' names no column"),
    Mistake("id: Id\n      created", "id: ¦[]\n      created", "'id' must have at least one entry"),
    Mistake("# field", "team: [Team, ¦Team]", "'team' has 'Team' twice"),
    Mistake(
      "# field", "team: [Team, ¦{ from: Group }]", "'team' must be a single value; found a mapping"),
    Mistake("# field", "team: { from: ¦'' }", "'from' names no column"),
    Mistake("# field", "team: ¦{ missing: x }", "the field 'team' lacks 'from'"),
    Mistake(
      "# field", "team: { from: Team, ¦form: x }",
      "unknown key 'form' in the field 'team'; did you mean 'from'?"),
    Mistake("# field", "team: { join: ¦[] }", "'join' must have at least one entry"),
    Mistake(
      "# field", "team: { from: Team, join: ¦[A, B] }",
      "a field has either 'from' or 'join'; found both"),
    Mistake(
      "# field", "mine: { from: Mine, type: ¦number }",
      "'type' cannot be 'number'; expected 'boolean', 'decimal', 'instant', 'integer', 'seconds', 'share', 'text'"
    ),
    Mistake(
      "# field", "solved: { from: Solved, ¦type: text }",
      "'type' is for a field of your own; 'solved' is one of the common schema, of the type instant"
    ),
    Mistake(
      "# field", "team: { from: Team, shown_to: [¦all] }",
      "'shown_to' cannot be 'all'; expected 'board', 'internal', 'coaching'"),
    Mistake(
      "# field", "solved: { from: Solved, precision: ¦hour }",
      "'precision' cannot be 'hour'; expected 'day', 'time'"),
    Mistake(
      "# field", "solved: { from: Solved, format: ¦YYYY }",
      "'YYYY' in the format 'YYYY' is not a pattern of dates; expected yyyy, MM, MMM, dd, HH, hh, mm, "
        + "ss, SSS, a, EEE or XXX, and other text in 'single quotes'"),
    Mistake(
      "# field", "team: { from: Team, ¦format: iso }",
      "'format' is for dates and times alone; 'team' is of the type text"),
    Mistake(
      "# field", "priority: { from: P, ¦timezone: UTC }",
      "'timezone' is for dates and times alone; 'priority' is of the type a list of words"),
    Mistake(
      "# field", "solved: { from: Solved, timezone: ¦Mars }",
      "no time zone 'Mars'; expected an IANA name such as 'Europe/London'"),
    Mistake(
      "# field", "handle_seconds: { from: H, unit: ¦hours }",
      "'unit' cannot be 'hours'; expected 's', 'ms', 'min', 'h', 'd', 'hms', 'signed-hm', 'day-fraction', 'epoch-date'"
    ),
    Mistake(
      "# field", "reopens: { from: R, ¦unit: h }",
      "'unit' is for durations alone; 'reopens' is of the type integer"),
    Mistake(
      "# field", "solved: { from: S, ¦unit: h }",
      "'unit' is for durations alone; 'solved' is of the type instant"),
    Mistake(
      "# field", "solved: { from: S, unit: h, after: ¦solved }",
      "'after' cannot be 'solved'; expected 'created', 'first_reply', 'closed', 'updated', 'escalated_at', 'sla_first_reply_due', 'sla_resolution_due'"
    ),
    Mistake(
      "# field", "solved: { from: S, unit: h, after: ¦closed }",
      "'solved' is counted from 'closed', which the source does not map"),
    Mistake(
      "# field",
      "solved: { from: S, unit: h, after: ¦closed }\n      closed: { from: C, unit: h, after: created }",
      "'solved' cannot be counted from 'closed', which is counted from another field itself"),
    Mistake(
      "# field", "team: { from: T, ¦after: created }",
      "'after' is for dates and times alone; 'team' is of the type text"),
    Mistake(
      "# field", "handle_seconds: { from: H, decimal: ¦';' }",
      "'decimal' cannot be ';'; expected '.', ','"),
    Mistake(
      "# field", "reopens: { from: R, ¦decimal: ',' }",
      "'decimal' is for numbers with decimals and durations alone; 'reopens' is of the type integer"
    ),
    Mistake(
      "# field", "priority: { from: P, values: { P1: ¦top } }",
      "'priority' cannot be 'top'; expected 'low', 'normal', 'high', 'urgent'"),
    Mistake(
      "# field", "reopens: { from: R, values: { none: ¦no } }",
      "'reopens' cannot be 'no'; expected a whole number"),
    Mistake(
      "# field", "solved: { from: S, format: epoch-s, values: { never: ¦2026-10-01 } }",
      "'solved' cannot be '2026-10-01'; expected a date and time of the format 'epoch-s'"),
    Mistake(
      "# field", "handle_seconds: { from: H, unit: hms, values: { none: ¦0 } }",
      "'handle_seconds' cannot be '0'; expected a duration in 'hms'"),
    Mistake(
      "# field", "team: { from: T, values: ¦[a] }", "'values' must be a mapping; found a list"),
    Mistake(
      "# field", "priority: { from: P, else: ¦top }",
      "'priority' cannot be 'top'; expected 'low', 'normal', 'high', 'urgent'"),
    Mistake(
      "# field", "reopens: { from: R, ¦else: 0 }",
      "'else' is for text alone; 'reopens' is of the type integer"),
    Mistake(
      "# field", "team: { from: T, missing: ¦{ a: b } }",
      "'missing' must be a single value; found a mapping"),
    Mistake("# field", "escalated: { from: E, true: [¦''] }", "'true' must not be empty"),
    Mistake(
      "# field", "escalated: { from: E, true: [x], false: [¦X] }",
      "'X' is in 'true' and in 'false'; expected one of them"),
    Mistake(
      "# field", "team: { from: T, ¦true: [ja] }",
      "'true' is for truth values alone; 'team' is of the type text"),
    Mistake(
      "# field", "team: { from: T, ¦false: [nein] }",
      "'false' is for truth values alone; 'team' is of the type text"),
    Mistake(
      "# field", "subject: { from: S, html: ¦1 }",
      "'html' cannot be '1'; expected 'true', 'false'"),
    Mistake(
      "# field", "reopens: { from: R, ¦html: true }",
      "'html' is for free text alone; 'reopens' is of the type integer"),
    Mistake(
      "# field", "reopens: { from: R, add: ¦0.5 }", "'add' must be a whole number; found '0.5'"),
    Mistake(
      "# field", "team: { from: T, ¦add: 1 }",
      "'add' is for whole numbers alone; 'team' is of the type text"),
  ]

  static let service: [Mistake] = [
    Mistake(
      "zone: UTC", "zone: ¦GMT+25",
      "no time zone 'GMT+25'; expected an IANA name such as 'Europe/London'"),
    Mistake(
      "hours: { mon-fri: \"08:00-18:00\" }", "hours: ¦always",
      "the hours must be a mapping; found a single value"),
    Mistake(
      "mon-fri: \"08:00-18:00\"", "mon-fri: ¦\"08:00-26:00\"",
      "'08:00-26:00' is not a shift; expected one such as '08:00-18:00' or '22:00-06:00', or 'closed'"
    ),
    Mistake(
      "mon-fri: \"08:00-18:00\"", "mon-fri: ¦\"24:00-08:00\"",
      "'24:00-08:00' is not a shift; expected one such as '08:00-18:00' or '22:00-06:00', or 'closed'"
    ),
    Mistake(
      "mon-fri: \"08:00-18:00\"", "¦mon-fry: \"08:00-18:00\"",
      "no weekday 'fry'; did you mean 'fri'?"),
    Mistake(
      "# calendar", "where: { priority: ¦top }",
      "'priority' cannot be 'top'; expected 'low', 'normal', 'high', 'urgent'"),
    Mistake(
      "# calendar", "where: { priority: ¦'!= top' }",
      "'priority' cannot be 'top'; expected 'low', 'normal', 'high', 'urgent'"),
    Mistake(
      "# calendar", "holidays: [¦2026-02-30]",
      "'2026-02-30' is not a holiday; expected a date such as '2026-12-25' or a file such as "
        + "'holidays/us.csv'"),
    Mistake("# calendar", "holidays: [¦none.ics]", "no file 'none.ics' beside the pipeline file"),
    Mistake(
      "# calendar", "days: { ¦2026-13-01: closed }",
      "'2026-13-01' is not a date; expected one such as '2026-12-24'"),
    Mistake(
      "# calendar", "from: { 2026-11-01: { mon: ¦9-5 } }",
      "'9-5' is not a shift; expected one such as '08:00-18:00' or '22:00-06:00', or 'closed'"),
    Mistake("  c:\n", "  ¦'':\n", "'the name of a calendar' must not be empty"),
    Mistake(
      "first_reply: 8h", "first_reply: ¦0h", "'first_reply' must be longer than zero; found '0h'"),
    Mistake(
      "first_reply: 8h", "first_reply: ¦-60", "'first_reply' must be longer than zero; found '-60'"),
    Mistake(
      "# policy", "next_reply: ¦8x",
      "'8x' is not a duration; expected one such as '4h', '30m' or '2d'"),
    Mistake(
      "# policy", "resolution: ¦soon",
      "'soon' is not a duration; expected one such as '4h', '30m' or '2d'"),
    Mistake(
      "# policy", "clock: ¦buisness", "'clock' cannot be 'buisness'; did you mean 'business'?"),
    Mistake("# policy", "calendar: ¦d", "no calendar 'd'; expected 'c'"),
    Mistake(
      "# policy", "clock: ¦calendar\n    calendar: c",
      "'clock: calendar' counts all time, but the policy names a calendar; expected 'business'"),
    Mistake(
      "# policy", "pause: [¦waiting]",
      "'pause' cannot be 'waiting'; expected 'new', 'open', 'pending', 'on_hold', 'solved', 'closed', 'deleted', 'spam', 'merged', 'test'"
    ),
    Mistake(
      "# policy", "where: { team: ¦[] }",
      "'team' cannot be compared this way; expected a word, a list of words or '!= word', or 'present', 'missing'"
    ),
  ]

  private static let numbers =
    "; expected 'version', 'reopens', 'replies', 'group_changes', 'escalated', 'handle_seconds', "
    + "'bot_involved', 'bot_handed_off', 'escalation_level', 'csat_score', 'made_sla', 'made_first_reply_sla', 'escalation_known', 'returned_72h', 'is_assigned'"
  static let metric: [Mistake] = [
    ("- ¦label: x", "the metric lacks 'id'"),
    ("- { id: ¦'', count: {} }", "'id' must not be empty"),
    ("- { id: ¦csat, count: {} }", "there is a metric 'csat' already, built in or above"),
    ("- { id: m, label: ¦'', count: {} }", "'label' must not be empty"),
    ("- { id: m, definition: ¦'', count: {} }", "'definition' must not be empty"),
    (
      "- ¦{ id: m }",
      "the metric 'm' needs exactly one of 'count', 'share', 'mean', 'sum', 'quantile'"
    ),
    (
      "- { id: m, unit: ¦hours, count: {} }",
      "'unit' cannot be 'hours'; expected 'count', 's', 'share', 'points', 'number', 'weeks', 'money'"
    ),
    (
      "- { id: m, good: ¦better, count: {} }",
      "'good' cannot be 'better'; expected 'up', 'down', 'neither', 'band'"
    ),
    (
      "- { id: m, at: ¦created_at, count: {} }",
      "no instant 'created_at' on a ticket; did you mean 'created'?"
    ),
    ("- { id: m, count: { of: ¦tickets } }", "'of' cannot be 'tickets'; did you mean 'ticket'?"),
    (
      "- { id: m, count: { ¦value: reopens } }",
      "unknown key 'value' in 'count'; expected 'of', 'where'"
    ),
    (
      "- { id: m, share: { ¦q: 0.5 } }",
      "unknown key 'q' in 'share'; expected 'of', 'where', 'among'"
    ),
    ("- { id: m, share: { among: ¦x } }", "'where' must be a mapping; found a single value"),
    ("- { id: m, mean: ¦{} }", "'mean' lacks 'value'"),
    ("- { id: m, mean: { value: ¦team } }", "no number or duration 'team' on a ticket" + numbers),
    (
      "- { id: m, mean: { value: ¦created } }",
      "no number or duration 'created' on a ticket" + numbers
    ),
    (
      "- { id: m, sum: { value: ¦solved - reopens } }",
      "'solved' and 'reopens' are of different types; expected a difference of two alike"
    ),
    (
      "- { id: m, sum: { value: ¦a + b } }",
      "'a + b' is not a value; expected a field, or a difference such as 'solved - created'"
    ),
    (
      "- { id: m, quantile: { value: reopens, q: ¦90 } }",
      "'q' must be a share from 0% to 100%, such as '2%' or '0.02'; found '90'"
    ),
    (
      "- { id: m, count: { where: { reopens: ¦'>= nan' } } }",
      "'reopens' cannot be compared this way; expected a number such as '>= 4', or 'present', 'missing'"
    ),
    (
      "- { id: m, count: { where: { csat_score: ¦'>= inf' } } }",
      "'csat_score' cannot be compared this way; expected a number such as '>= 4', or 'present', 'missing'"
    ),
    (
      "- { id: m, count: { where: { csat_score: ¦'>= 99999999999999' } } }",
      "'csat_score' cannot be compared this way; expected a number such as '>= 4', or 'present', 'missing'"
    ),
    (
      "- { id: m, count: { where: { solved: ¦'<= handle_seconds' } } }",
      "'solved' cannot be compared this way; expected another instant, such as '<= closed', or 'present', 'missing'"
    ),
    (
      "- { id: m, count: { where: { team:  ¦} } }",
      "'team' cannot be compared this way; expected a word, a list of words or '!= word', or 'present', 'missing'"
    ),
  ].map { Mistake("# top", "metrics:\n  \($0.0)", $0.1) }

  static let target: [Mistake] = [
    ("csat: ¦[]", "'csat' must have at least one entry"),
    ("csat: ¦90%", "'90%' is not a target of 'csat'; expected one such as '>= 90%'"),
    ("csat: ¦'>= 900%'", "'csat' cannot have a value of '>= 900%'; expected from 0% to 100%"),
    ("csat: ¦'>= nan'", "'>= nan' is not a target of 'csat'; expected one such as '>= 90%'"),
    (
      "csat: ¦'<= 90%'",
      "'<= 90%' is met by worse values, as more of 'csat' is better; expected one such as '>= 90%'"
    ),
    ("nps: ¦'>= 101'", "'nps' cannot have a value of '>= 101'; expected from -100 to 100"),
    (
      "first_response.median: ¦'>= 4h'",
      "'>= 4h' is met by worse values, as less of 'first_response.median' is better; expected one such "
        + "as '<= 4h'"
    ),
    (
      "first_response.median: ¦'<= -4'",
      "'first_response.median' cannot have a value of '<= -4'; expected zero or more"
    ),
    (
      "occupancy: ¦'85%..75%'",
      "the band '85%..75%' ends below its start; expected the lower end first"
    ),
    ("csat: ¦{ from: 2026-07 }", "the target of 'csat' lacks 'target'"),
    ("csat: { target: ¦'', where: { team: x } }", "'target' must not be empty"),
    ("csat: { target: '>= 9%', where: ¦{} }", "'where' must have at least one entry"),
    ("csat: { target: '>= 9%', where: { team: ¦'' } }", "'team' must not be empty"),
    ("csat: { target: '>= 9%', where: { ¦colour: red } }", "no text field 'colour' to split by"),
    (
      "csat: { target: '>= 9%', from: ¦july }",
      "'july' is not a period; expected one such as 2026-10, 2026-W44, 2026-Q4, 2026, 2026-10-31 or "
        + "FY2026-Q3"
    ),
    (
      "csat: { target: '>= 9%', from: 2026-07, to: ¦2026-06 }",
      "the target ends on 2026-06-30, before it begins on 2026-07-01"
    ),
  ].map { Mistake("# top", "targets:\n  \($0.0)", $0.1) }

  static let milestone: [Mistake] = [
    ("¦{ label: x, kind: release }", "the milestone lacks 'date'"),
    ("¦{ date: 2026-05-04, kind: release }", "the milestone lacks 'label'"),
    ("¦{ date: 2026-05-04, label: x }", "the milestone lacks 'kind'"),
    (
      "{ date: ¦2026-02-30, label: x, kind: release }",
      "'2026-02-30' is not a date; expected one such as '2026-12-24'"
    ),
    ("{ date: 2026-05-04, label: ¦'', kind: release }", "'label' must not be empty"),
    (
      "{ date: 2026-05-04, label: x, kind: ¦releases }",
      "'kind' cannot be 'releases'; did you mean 'release'?"
    ),
    (
      "{ date: 2026-05-04, label: x, kind: policy, ¦were: {} }",
      "unknown key 'were' in the milestone; did you mean 'where'?"
    ),
    (
      "{ date: 2026-05-04, label: x, kind: policy, where: ¦{} }",
      "'where' must have at least one entry"
    ),
    (
      "{ date: 2026-05-04, label: x, kind: policy, where: { priority: ¦[] } }",
      "'priority' must have at least one entry"
    ),
    (
      "{ date: 2026-05-04, label: x, kind: policy, where: { priority: [high, ¦urgnt] } }",
      "'priority' cannot be 'urgnt'; did you mean 'urgent'?"
    ),
    (
      "{ date: 2026-05-04, label: x, kind: policy, where: { ¦colour: red } }",
      "no text field 'colour' to split by"
    ),
    (
      "{ date: 2026-05-04, label: x, kind: policy, metrics: [¦csta] }",
      "no metric 'csta'; did you mean 'csat'?; 'deskbrief metrics' lists them"
    ),
    (
      "{ date: 2026-05-04, label: x, kind: policy, rebase: ¦always }",
      "'rebase' cannot be 'always'; expected 'true', 'false'"
    ),
  ].map { Mistake("# top", "milestones:\n  - \($0.0)", $0.1) }

  static let staffing: [Mistake] = [
    ("¦{}", "'staffing' lacks 'shrinkage'"),
    ("¦30%", "'staffing' must be a mapping; found a single value"),
    (
      "{ shrinkage: ¦none }",
      "'shrinkage' must be a share from 0% to 100%, such as '2%' or '0.02'; found 'none'"
    ),
    ("{ shrinkage: ¦100% }", "'shrinkage' must be under 100%"),
    ("{ shrinkage: 0%, occupancy: ¦0% }", "'occupancy' must be over 0%"),
    ("{ shrinkage: 0%, service_level: ¦100% }", "'service_level' must be under 100%"),
    ("{ shrinkage: 0%, hours: ¦0h }", "'hours' must be longer than zero; found '0h'"),
    (
      "{ shrinkage: 0%, at_once: { chat: ¦0 } }",
      "'chat' must be a number of contacts from 1 to 20; found '0'"
    ),
    (
      "{ shrinkage: 0%, ¦ocupancy: 85% }",
      "unknown key 'ocupancy' in 'staffing'; did you mean 'occupancy'?"
    ),
  ].map { Mistake("# top", "staffing: \($0.0)", $0.1) }

  static let worth: [Mistake] = [
    (
      "csat: ¦10%",
      "'10%' is not the size of a change of 'csat'; expected one such as 1pp"
    ),
    (
      "resolution.median: ¦-5m",
      "'-5m' is not the size of a change of 'resolution.median'; expected one such as 10% or 30m"
    ),
  ].map { Mistake("# top", "worth:\n  \($0.0)", $0.1) }

  private static let refused =
    ", since its name is that of a folder; expected at most 64 bytes without '/', '\\' and ':', no "
    + "'.' or space at either end, and not 'latest'"

  static let report: [Mistake] = [
    Mistake(
      "reports:\n  - name: board\n    # report", "reports: ¦[]",
      "'reports' must have at least one entry"),
    Mistake("- name: board", "- ¦period: month", "the report lacks 'name'"),
    Mistake("name: board", "name: ¦''", "'name' must not be empty"),
    Mistake("name: board", "name: ¦latest", "a report cannot be named 'latest'" + refused),
    Mistake("name: board", "name: ¦Latest", "a report cannot be named 'Latest'" + refused),
    Mistake("name: board", "name: ¦.", "a report cannot be named '.'" + refused),
    Mistake("name: board", "name: ¦..", "a report cannot be named '..'" + refused),
    Mistake("name: board", "name: ¦a/b", "a report cannot be named 'a/b'" + refused),
    Mistake("name: board", "name: ¦a\\b", "a report cannot be named 'a\\b'" + refused),
    Mistake("name: board", "name: ¦\"a \"", "a report cannot be named 'a '" + refused),
    Mistake(
      "name: board", "name: ¦\"a\\tb\"",
      "'name' must be text that can be seen, on one line; found U+0009"),
    Mistake(
      "name: board", "name: ¦\"a\\u202Eb\"",
      "'name' must be text that can be seen, on one line; found U+202E"),
    Mistake("# report", "period: month\n  - name: ¦board", "there are two reports named 'board'"),
    Mistake(
      "# report", "period: month\n  - name: ¦Board",
      "the reports 'Board' and 'board' would be one folder where letter case does not count; expected "
        + "another name"),
    Mistake("# report", "period: ¦monthly", "'period' cannot be 'monthly'; did you mean 'month'?"),
    Mistake(
      "# report", "history: ¦0", "'history' must be a number of periods from 1 to 1000; found '0'"),
    Mistake(
      "# report", "dimensions: [¦subjetc]",
      "no text field 'subjetc' to split by; did you mean 'subject'?"),
    Mistake("# report", "dimensions: [¦[region]]", "the dimension must be a mapping; found a list"),
    Mistake("# report", "dimensions: [id, ¦id]", "the report splits by 'id' twice"),
    Mistake(
      "# report", "dimensions: [{ name: id, top: ¦0 }]",
      "'top' must be a number of members from 1 to 1000; found '0'"),
    Mistake(
      "# report", "pairs: [¦[kind]]",
      "a pair must be a list of two dimensions, as [region, channel]"),
    Mistake("# report", "pairs: [[kind, ¦[kind]]]", "'pairs' must be a single value; found a list"),
    Mistake("# report", "metrics: ¦[]", "'metrics' must have at least one entry"),
    Mistake(
      "# report", "metrics: [¦csta]",
      "no metric 'csta'; did you mean 'csat'?; 'deskbrief metrics' lists them"),
    Mistake("# report", "scorecard: [csat, ¦csat]", "'scorecard' has 'csat' twice"),
    Mistake(
      "# report", "metrics: [nps]\n    scorecard: [¦csat]",
      "the scorecard names 'csat', which 'metrics' does not have; expected it in both"),
    Mistake(
      "# report",
      "scorecard: ¦[csat, nps, ces, fcr, qa, occupancy, abandonment, one_touch, backlog, reopen_rate]",
      "'scorecard' has 10 metrics; expected at most 9"),
    Mistake("# report", "template: ¦''", "'template' must not be empty"),
    Mistake(
      "# report", "template: ¦none.mustache",
      "no template 'none.mustache'; expected 'board', or a file beside the pipeline file"),
    Mistake(
      "# report", "template: ¦.",
      "'.' is not a regular file; expected a file beside the pipeline file"),
    Mistake(
      "# report", "audience: ¦all",
      "'audience' cannot be 'all'; expected 'board', 'internal', 'coaching'"),
  ]

  /// A part of the base, from one text up to another.
  private static func part(_ from: String, _ to: String) -> String {
    let start = base.range(of: from)!.lowerBound
    return String(base[start..<base[start...].range(of: to)!.lowerBound])
  }

  static let rooms: [Mistake] = [
    Mistake(
      part("sources:", "calendars:"), "sources: ¦[]\n", "'sources' must have at least one entry"),
    Mistake(
      part("sources:", "calendars:"), "sources: [¦a.csv]\n",
      "the source must be a mapping; found a single value"),
    Mistake(
      part("calendars:", "sla:"), "calendars: ¦[c]\n",
      "'calendars' must be a mapping; found a list"),
    Mistake(
      part("sla:", "reports:"), "sla: [¦8h]\n",
      "the SLA policy must be a mapping; found a single value"),
  ]

  static let all =
    rooms + top + source + field + service + metric + target + worth + staffing + milestone + report

  @Test func `the base has no mistakes`() { #expect(PipelineFileTests.mistakes(Self.base) == []) }

  @Test(arguments: all) func `a mistake is said once and at its place`(mistake: Mistake) {
    let (file, expected) = mistake.applied
    #expect(PipelineFileTests.mistakes(file) == [expected])
  }

  @Test func `each key has a mistake`() {
    let keys =
      PipelineFileParser.keys + PipelineFileParser.sourceKeys + PipelineFileParser.fieldKeys
      + PipelineFileParser.calendarKeys + PipelineFileParser.policyKeys
      + PipelineFileParser.metricKeys + PipelineFileParser.formulas.flatMap(\.value)
      + PipelineFileParser.targetKeys + PipelineFileParser.milestoneKeys
      + PipelineFileParser.reportKeys
    let texts = Self.all.map(\.text)
    for key in Set(keys) {
      #expect(texts.contains { $0.contains("\(key):") }, "\(key)")
    }
  }

  /// The exit code of a mistake is decided by the first.
  @Test func `each mistake ends a command with 78`() {
    for mistake in Self.all {
      do {
        _ = try PipelineFile.parse(mistake.applied.file, path: "p.yml")
        Issue.record("\(mistake.text) is accepted")
      } catch {
        #expect(error.all.allSatisfy { $0.failure == .configuration })
      }
    }
  }

  @Test func `a broken preset is a mistake with its place`() {
    let broken = [
      (
        "fields: { id: [Id }",
        "presets/mine.yml:1:19: error: not valid YAML: did not find expected ',' or ']'"
      ),
      (
        "feilds: { id: Id }",
        "presets/mine.yml:1:1: error: unknown key 'feilds' in the preset; did you mean 'fields'?"
      ),
      (
        "fields: { id: Id }\nset: { priority: P1 }",
        "presets/mine.yml:2:18: error: 'priority' cannot be 'P1'; expected 'low', 'normal', 'high', 'urgent'"
      ),
      ("", "presets/mine.yml:1:1: error: the preset is empty"),
    ]
    for (text, expected) in broken {
      do {
        _ = try PipelineFile.parse(
          Self.base.replacingOccurrences(of: "# source", with: "preset: mine"), path: "p.yml",
          presets: ["mine": text])
        Issue.record("the preset is accepted")
      } catch {
        #expect(error.all.map(\.description).contains(expected), "\(error)")
      }
    }
    #expect(throws: Diagnostic.self) {
      try Preset.nearest(to: ["Id"], format: "csv", among: ["mine": "fields: { id: [Id }"])
    }
  }

  @Test(arguments: Preset.all.keys.sorted()) func `a preset has no mistakes`(name: String) {
    let file = """
      pipeline: p
      sources:
        - { name: a, files: a, preset: \(name), set: { kind: csat } }
      reports: [{ name: board }]
      """
    let mistakes = PipelineFileTests.mistakes(file)
    #expect(!mistakes.contains { $0.hasPrefix("presets/") }, "\(mistakes)")
  }
}
