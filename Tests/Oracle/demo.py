"""Recomputes the demo's figures from its raw exports, with Python's own readers and no code of ours.

    python3 demo.py [EXPORTS] > expected.json     # EXPORTS is pipelines/demo/exports; needs duckdb

Here the exports are read, and what each column means is said. What the figures mean is written out in
the modules of oracle.py, in the slow, obvious way. The cells have the shape of metrics.json; `records`
counts the rows. What was rejected, and why, goes to stderr.
"""

import csv
import gzip
import io
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from datetime import date, datetime, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

import duckdb

import oracle
import oracle_calendar
import oracle_moments
from oracle_calendar import Calendar
from oracle_load import FIELDS, KEYS, add, latest_states, natural, read_rates

AS_OF = date(2026, 11, 2)
REPORT = {"period": "month", "history": 13,
          "groups": [[], ["region"], ["team"], ["channel"], ["priority"], ["region", "team"]]}
PRIORITIES = ["low", "normal", "high", "urgent"]
LEFT_OUT = ["deleted", "spam", "merged"]
HOUR = 3600


class Rejected(Exception):
    pass


# Casts: from text to a value, or Rejected

def local_time(pattern, zone):
    """Local times: in a spring gap they move forward, in autumn they take the earlier offset."""
    zone = ZoneInfo(zone)

    def cast(text):
        try:
            local = datetime.strptime(text, pattern)
        except ValueError:
            raise Rejected(f"no date: {text}")
        return int(local.replace(tzinfo=zone, fold=0).timestamp())
    return cast


def utc_time(text):
    try:
        return int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc).timestamp())
    except ValueError:
        raise Rejected(f"no date: {text}")


def integer(text):
    if not re.fullmatch(r"-?\d+", text):
        raise Rejected(f"no whole number: {text}")
    return int(text)


def clock(text):
    match = re.fullmatch(r"(\d+):([0-5]\d):([0-5]\d)", text)
    if not match:
        raise Rejected(f"no duration: {text}")
    hours, minutes, seconds = map(int, match.groups())
    return hours * 3600 + minutes * 60 + seconds


def half_up(seconds):
    return int((seconds + Fraction(1, 2)) // 1)


def comma_minutes(text):
    if not re.fullmatch(r"\d+(,\d+)?", text):
        raise Rejected(f"no number: {text}")
    return half_up(Fraction(text.replace(",", ".")) * 60)


def milliseconds(text):
    return half_up(Fraction(integer(text), 1000))


def seconds(unit):
    return lambda text: integer(text) * unit


def day(pattern):
    return lambda text: datetime.strptime(text, pattern).date().isoformat()


def one_of(words):
    def cast(text):
        if text not in words:
            raise Rejected(f"unknown word: {text}")
        return words[text]
    return cast


def named(words):
    return lambda text: words.get(text, text)


def same(*words):
    return {word: word for word in words}


# Readers: from files to rows of text by the names of our fields; None for a broken record

def text_of(path):
    return gzip.decompress(path.read_bytes()).decode("utf-8")


def csv_rows(path, fields):
    reader = csv.reader(io.StringIO(text_of(path), newline=""))
    header = next(reader)
    places = {field: header.index(column) for field, column in fields.items()}
    for row in reader:
        if row:
            is_whole = len(row) == len(header)
            yield {field: row[place] for field, place in places.items()} if is_whole else None


def xml_rows(path, fields):
    for record in ElementTree.fromstring(text_of(path)).iter("Vorgang"):
        yield {field: record.get(place[1:]) if place[0] == "@" else record.findtext(place)
               for field, place in fields.items()}


def json_rows(path, fields):
    def at(record, place):
        for part in place.split("/"):
            record = None if record is None else record.get(part)
        return record if record is None or isinstance(record, str) else json.dumps(record)
    for line in text_of(path).split("\n"):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError:
                yield None
                continue
            yield {field: at(record, place) for field, place in fields.items()}


# What the exports' columns are and mean

chicago = local_time("%m/%d/%Y %I:%M %p", "America/Chicago")
berlin = local_time("%d.%m.%Y %H:%M", "Europe/Berlin")
csv_flag = one_of({"TRUE": True, "FALSE": False})
json_flag = one_of({"true": True, "false": False})

SOURCES = [
    ("amer-tickets", "amer", "ticket", "amer/*.csv.gz", csv_rows, {"-"}, {
        "id": ("Id", str), "requester": ("Requester", str), "team": ("Group", str), "agent": ("Assignee", str),
        "status": ("Status", one_of({"On-hold": "on_hold", **{
            word.capitalize(): word for word in ["new", "open", "pending", "solved", "closed", *LEFT_OUT]}})),
        "priority": ("Priority", one_of({"P1": "urgent", "P2": "high", "P3": "normal", "P4": "low"})),
        "channel": ("Via", named({"Mail": "email", "Phone call": "phone", "Chat": "chat",
                                  "Twitter": "social", "Web form": "web"})),
        "category": ("Category", str), "created": ("Created at", chicago),
        "first_reply": ("First reply at", chicago), "solved": ("Solved at", chicago),
        "updated": ("Updated at", chicago), "reopens": ("Reopens", integer), "replies": ("Replies", integer),
        "group_changes": ("Reassignments", integer), "handle_seconds": ("Handle time", clock),
        "escalated": ("Escalated", csv_flag), "bot_involved": ("Bot involved", csv_flag),
        "bot_handed_off": ("Bot handed off", csv_flag)}),
    ("emea-tickets", "emea", "ticket", "emea/*.xml.gz", xml_rows, set(), {
        "id": ("@id", str), "requester": ("Kunde/Nummer", str), "team": ("Bearbeitung/Team", str),
        "agent": ("Bearbeitung/Bearbeiter", str),
        "status": ("Status", one_of({
            "Neu": "new", "In Arbeit": "open", "Wartet auf Kunde": "pending", "Zurückgestellt": "on_hold",
            "Gelöst": "solved", "Geschlossen": "closed", "Gelöscht": "deleted", "Spam": "spam",
            "Zusammengeführt": "merged"})),
        "priority": ("Dringlichkeit", one_of({"Niedrig": "low", "Mittel": "normal", "Hoch": "high",
                                              "Kritisch": "urgent"})),
        "channel": ("Eingang", named({"E-Mail": "email", "Telefon": "phone", "Chat": "chat",
                                      "Soziale Medien": "social", "Webformular": "web"})),
        "category": ("Thema", named({"Anmeldung": "Login", "Abgleich": "Sync"})),
        "created": ("Zeiten/Angelegt", berlin), "first_reply": ("Zeiten/ErsteAntwort", berlin),
        "solved": ("Zeiten/Geloest", berlin), "closed": ("Zeiten/Geschlossen", berlin),
        "updated": ("Zeiten/Geaendert", berlin), "reopens": ("Bearbeitung/Wiedereroeffnet", integer),
        "replies": ("Bearbeitung/Antworten", integer), "group_changes": ("Bearbeitung/Weiterleitungen", integer),
        "handle_seconds": ("Bearbeitung/Minuten", comma_minutes),
        "escalated": ("Bearbeitung/Eskaliert", one_of({"ja": True, "nein": False}))}),
    ("apac-tickets", "apac", "ticket", "apac/*.ndjson.gz", json_rows, set(), {
        "id": ("id", str), "requester": ("requester/id", str), "team": ("assignee/team", str),
        "agent": ("assignee/name", str),
        "status": ("status", one_of({"waiting_customer": "pending",
                                     **same("new", "open", "on_hold", "solved", "closed", *LEFT_OUT)})),
        "priority": ("priority", one_of(same(*PRIORITIES))),
        "channel": ("via/channel", named({"voice": "phone", "messaging": "chat", "line": "social"})),
        "category": ("category", named({"login": "Login", "sync": "Sync"})),
        "created": ("timestamps/created", utc_time), "first_reply": ("timestamps/first_reply", utc_time),
        "solved": ("timestamps/solved", utc_time), "closed": ("timestamps/closed", utc_time),
        "updated": ("timestamps/updated", utc_time), "reopens": ("metrics/reopens", integer),
        "replies": ("metrics/replies", integer), "group_changes": ("metrics/transfers", integer),
        "handle_seconds": ("metrics/handle_ms", milliseconds), "escalated": ("escalated", json_flag),
        "bot_involved": ("bot/involved", json_flag), "bot_handed_off": ("bot/handed_off", json_flag)}),
    ("apac-events", "apac", "event", "apac-log/*.ndjson.gz", json_rows, set(), {
        "ticket": ("ticket", str), "at": ("at", utc_time), "sequence": ("n", integer),
        "kind": ("type", one_of({
            "create": "created", "agent": "public_reply_agent", "customer": "public_reply_customer", "bot": "bot_reply",
            "status": "status", "team": "team", "escalate": "escalated", "solve": "solved", "reopen": "reopened",
            "merge": "merged", "delete": "deleted", "restore": "restored"})),
        "from": ("from", named({"waiting_customer": "pending"})), "to": ("to", named({"waiting_customer": "pending"})),
        "actor": ("by", str)}),
    ("contacts", "queue", "contact", "contacts/*.csv.gz", csv_rows, set(), {
        "id": ("Interaction", str), "offered": ("Offered", utc_time),
        "channel": ("Media", one_of({"Phone": "phone", "Chat": "chat"})), "region": ("Region", str), "team": ("Queue", str),
        "direction": ("Direction", one_of({"in": "inbound", "out": "outbound"})),
        "answered": ("Outcome", one_of({"answered": True, "abandoned": False})), "wait_seconds": ("Wait", integer),
        "talk_seconds": ("Talk", integer), "hold_seconds": ("Hold", integer), "wrap_seconds": ("Wrap-up", integer),
        "agent": ("Agent", str), "ticket": ("Ticket", str), "ticket_system": ("Region", str.lower)}),
    ("surveys", "surveys", "survey", "surveys/*.csv.gz", csv_rows, set(), {
        "id": ("Response ID", str), "kind": ("Type", one_of({"CSAT": "csat", "NPS": "nps"})),
        "score": ("Score", integer), "scale": ("Scale", integer), "sent": ("Sent at", utc_time),
        "responded": ("Responded at", utc_time), "ticket": ("Ticket", str), "ticket_system": ("Region", str.lower),
        "region": ("Region", str), "team": ("Team", str), "channel": ("Channel", str)}),
    ("effort", "surveys", "survey", "effort/*.csv.gz", csv_rows, set(), {
        "id": ("Response", str), "score": ("Effort", integer), "responded": ("Answered", utc_time), "ticket": ("Ticket", str),
        "ticket_system": ("Region", str.lower), "region": ("Region", str), "team": ("Team", str),
        "channel": ("Channel", str)}),
    ("team-months", "hr", "staff", "staff/team-months.csv.gz", csv_rows, set(), {
        "region": ("Region", str), "team": ("Team", str), "date": ("Month", day("%Y-%m-%d")), "headcount": ("FTE", float),
        "hires": ("Joined", float), "leavers_voluntary": ("Left", float), "leavers_involuntary": ("Dismissed", float),
        "paid_seconds": ("Shift hours", seconds(HOUR))}),
    ("agent-days", "hr", "staff", "staff/agent-days.csv.gz", csv_rows, set(), {
        "region": ("Region", str), "team": ("Team", str), "agent": ("Agent", str), "date": ("Day", day("%d.%m.%Y")),
        "on_queue_seconds": ("On queue", seconds(60)), "interacting_seconds": ("With customers", seconds(60)),
        "qa_points": ("Points", integer), "qa_possible": ("Possible", integer), "qa_critical_fail": ("Critical", integer)}),
    ("costs", "finance", "cost", "finance/*.csv.gz", csv_rows, set(), {
        "region": ("Region", str), "team": ("Team", str), "month": ("Month", day("%Y-%m-%d")), "line": ("Line", str),
        "budget": ("Budget", str), "actual": ("Actual", str), "currency": ("Currency", str)}),
]
FIXED = {
    "amer-tickets": {"region": "AMER"}, "emea-tickets": {"region": "EMEA"}, "apac-tickets": {"region": "APAC"},
    "effort": {"kind": "ces", "scale": 7, "easy_end": "high"}, "team-months": {"agent": "*"},
}
REQUIRED = {"ticket": ["id", "created"], "event": ["ticket", "at", "kind"], "contact": ["id", "offered"],
            "survey": ["id", "kind"], "staff": ["team", "date"], "cost": ["team", "month"]}


def load(folder):
    """The records of each kind in the order of the sources, and by source the rows read and those rejected."""
    records, counts, reasons = {kind: [] for kind in KEYS}, {}, Counter()
    for source, system, kind, pattern, rows, missing, fields in SOURCES:
        counts[source] = count = Counter(read=0, rejected=0)
        fixed = FIXED.get(source, {})
        for path in sorted(folder.glob(pattern), key=natural):
            alike = Counter()
            for texts in rows(path, {field: place for field, (place, _) in fields.items()}):
                count["read"] += 1
                try:
                    record = record_of(texts, kind, fields, missing) | fixed
                    if any(record[name] is None for name in REQUIRED[kind]):
                        raise Rejected("a required field is empty")
                except Rejected as rejection:
                    count["rejected"] += 1
                    reasons[source, str(rejection)] += 1
                    continue
                record |= {"system": system, "ticket_system": record.get("ticket_system") or system, "source": source,
                           "told": " ".join([*fields, *fixed])}
                add(records[kind], record, kind, alike)
    return records, counts, reasons


def record_of(texts, kind, fields, missing):
    if texts is None:
        raise Rejected("a broken record")
    record = dict.fromkeys(FIELDS[kind].split())
    for field, (_, cast) in fields.items():
        text = (texts[field] or "").strip()
        record[field] = None if text == "" or text in missing else cast(text)
    return record


# Clocks

def dates(path):
    """The dates of a list of holidays, or of an iCalendar file."""
    text = path.read_text(encoding="utf-8")
    found = re.findall(r"DTSTART;VALUE=DATE:(\d{4})(\d\d)(\d\d)", text) or re.findall(r"(?m)^(\d{4})-(\d\d)-(\d\d)", text)
    return ["-".join(parts) for parts in found]


def calendars(holidays):
    hours = {"mon-fri": ["08:00-18:00"]}
    short = {"2025-12-24": ["08:00-12:00"], "2025-12-31": ["08:00-12:00"]}
    anz = ["2025-12-25", "2025-12-26", "2026-01-01", "2026-01-26", "2026-04-03", "2026-04-06"]
    sea = ["2025-10-20", "2025-12-25", "2026-01-01", "2026-02-17", "2026-02-18", "2026-04-03", "2026-05-01", "2026-08-10"]
    return {
        "amer": Calendar("America/Chicago", hours, dates(holidays / "us.csv"), where={"region": "AMER"}),
        "uk": Calendar("Europe/London", hours, dates(holidays / "uk.ics"), where={"team": "UK & Ireland"}),
        "emea": Calendar("Europe/Berlin", hours, dates(holidays / "de.csv"), short, {"region": "EMEA"}),
        "japan": Calendar("Asia/Tokyo", hours, dates(holidays / "jp.csv"), where={"team": "Japan"}),
        "anz": Calendar("Australia/Brisbane", hours, anz, where={"team": "ANZ"}),
        "sea": Calendar("Asia/Singapore", hours, sea, where={"team": "South-East Asia"}),
    }


# By priority: clock, and hours to the first reply, the next reply and the solve.
SLA = {"urgent": ("calendar", 1, 2, 8), "high": ("business", 2, 4, 12), "normal": ("business", 4, 8, 30),
       "low": ("business", 8, 16, 60)}
POLICIES = [{"where": {"priority": priority}, "clock": clock, "pause": ["pending"], "first_reply": first * HOUR,
             "next_reply": then * HOUR, "resolution": solve * HOUR} for priority, (clock, first, then, solve) in SLA.items()]


def main(folder):
    records, counts, reasons = load(folder)
    oracle_calendar.FIRST = int(datetime(2025, 7, 1, tzinfo=timezone.utc).timestamp())
    oracle_moments.CALENDARS, oracle_moments.POLICIES = calendars(folder.parent / "holidays"), POLICIES
    db = duckdb.connect()
    latest = latest_states(db, records, read_rates(folder / "finance" / "rates.csv"))
    figures = oracle.figures_of(db, latest, AS_OF, REPORT)
    figures.all()
    figures.share("login_share", "tickets", "created", "coalesce(category IN ('Login', 'Sync'), false)")
    # No export has a verdict on SLA, nor says how long agents have been there, or that agents opened tickets.
    unknown = {"ramp", "sla_resolution.export", "created.outbound"}
    found = [cell for cell in figures.cells if cell["metric"] not in unknown]
    total = latest["counts"] | {"orphans": oracle.orphans(latest, AS_OF)}
    for name in ["read", "rejected"]:  # with those that are no records
        total[name] += sum(count["rejected"] for count in counts.values())
    print(oracle.document(found, total, is_complete=True), end="")
    for source, count in counts.items():
        print(source, dict(count), file=sys.stderr)
    for (source, reason), number in sorted(reasons.items()):
        print(f"rejected {number}: {source}: {reason}", file=sys.stderr)


if __name__ == "__main__":
    root = pathlib.Path(__file__).resolve().parents[2]
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "pipelines" / "demo" / "exports")
