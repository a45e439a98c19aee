"""Recomputes the demo's figures from its raw exports, with Python's own readers and no code of ours.

    python3 demo.py [EXPORTS] > expected.json     # EXPORTS is pipelines/demo/exports

Every definition is written out here in the slow, obvious way. The cells have the shape of
metrics.json; `records` counts the rows. What was rejected, and why, goes to stderr.
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
from datetime import datetime, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = [(2025, 10), (2025, 11), (2025, 12)] + [(2026, month) for month in range(1, 11)]
CUTOFF = int(datetime(2026, 11, 2, tzinfo=LONDON).timestamp())
OPEN = {"new", "open", "pending", "on_hold"}
LEFT_OUT = {"deleted", "spam", "merged"}
SLA = {"urgent": (1, 8), "high": (4, 24), "normal": (8, 72), "low": (24, 120)}  # hours
DIMENSIONS = ["region", "team", "channel", "priority"]


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
            record = record[part]
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
        "id": ("Id", str), "requester": ("Requester", str), "team": ("Group", str),
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
        "status": ("status", one_of({"waiting_customer": "pending",
                                     **same("new", "open", "on_hold", "solved", "closed", *LEFT_OUT)})),
        "priority": ("priority", one_of(same(*SLA))),
        "channel": ("via/channel", named({"voice": "phone", "messaging": "chat", "line": "social"})),
        "category": ("category", named({"login": "Login", "sync": "Sync"})),
        "created": ("timestamps/created", utc_time), "first_reply": ("timestamps/first_reply", utc_time),
        "solved": ("timestamps/solved", utc_time), "closed": ("timestamps/closed", utc_time),
        "updated": ("timestamps/updated", utc_time), "reopens": ("metrics/reopens", integer),
        "replies": ("metrics/replies", integer), "group_changes": ("metrics/transfers", integer),
        "handle_seconds": ("metrics/handle_ms", milliseconds), "escalated": ("escalated", json_flag),
        "bot_involved": ("bot/involved", json_flag), "bot_handed_off": ("bot/handed_off", json_flag)}),
    ("surveys", "surveys", "survey", "surveys/*.csv.gz", csv_rows, set(), {
        "id": ("Response ID", str), "kind": ("Type", one_of({"CSAT": "csat", "NPS": "nps"})),
        "score": ("Score", integer), "scale": ("Scale", integer), "sent": ("Sent at", utc_time),
        "responded": ("Responded at", utc_time), "ticket": ("Ticket", str), "region": ("Region", str),
        "team": ("Team", str), "channel": ("Channel", str)}),
]


def load(folder):
    """The latest version of each ticket and survey, and the counts of rows by source."""
    latest, counts, reasons = {}, {}, Counter()
    for source, system, kind, pattern, rows, missing, fields in SOURCES:
        counts[source] = count = Counter(read=0, rejected=0)
        keys = set()
        for path in sorted(folder.glob(pattern), key=lambda path: str(path).encode()):
            for texts in rows(path, {field: place for field, (place, _) in fields.items()}):
                count["read"] += 1
                try:
                    record = record_of(texts, kind, fields, missing)
                except Rejected as rejection:
                    count["rejected"] += 1
                    reasons[source, str(rejection)] += 1
                    continue
                record.update(system=system, kind_of_record=kind)
                if kind == "ticket":
                    record["region"] = system.upper()
                key = (system, record["id"])
                keys.add(key)
                # Of versions with the same `updated` the one that is read later counts.
                if key not in latest or record.get("updated", 0) >= latest[key].get("updated", 0):
                    latest[key] = record
        count["kept"] = len(keys)
        count["superseded"] = count["read"] - count["rejected"] - count["kept"]
    return list(latest.values()), counts, reasons


def record_of(texts, kind, fields, missing):
    if texts is None:
        raise Rejected("a broken record")
    record = {}
    for field, (_, cast) in fields.items():
        text = (texts[field] or "").strip()
        record[field] = None if text == "" or text in missing else cast(text)
    for field in ["id", "created"] if kind == "ticket" else ["id", "kind"]:
        if record[field] is None:
            raise Rejected(f"no {field}")
    return record


# Figures

def month_of(instant):
    local = datetime.fromtimestamp(instant, LONDON)
    return local.year, local.month


def end_of(month):
    year, number = month
    return int(datetime(year + number // 12, number % 12 + 1, 1, tzinfo=LONDON).timestamp())


def count(values):
    return len(values), len(values)


def ratio(part, whole, scale=1):
    return (scale * part / whole if whole else None), whole


def quantile(values, q):
    """Linear between the closest ranks: type 7."""
    if not values:
        return None, 0
    values = sorted(values)
    rank = Fraction(q) * (len(values) - 1)
    low = int(rank)
    high = min(low + 1, len(values) - 1)
    return float(values[low] + (values[high] - values[low]) * (rank - low)), len(values)


def spans(tickets, end):
    return [t[end] - t["created"] for t in tickets if t[end] >= t["created"]]


def is_unsolved(ticket, moment):
    if ticket["created"] >= moment:
        return False
    if ticket["solved"] is None:
        return ticket["status"] not in ("solved", "closed")
    return ticket["status"] in OPEN or ticket["solved"] >= moment


def first_reply_verdict(ticket):
    due, reply, solved = ticket["first_reply_due"], ticket["first_reply"], ticket["solved"]
    if reply is not None:
        return reply <= due
    if solved is not None and solved <= due:
        return None
    return False if due < CUTOFF else None


def resolution_verdict(ticket):
    due, solved = ticket["resolution_due"], ticket["solved"]
    if solved is not None and ticket["status"] not in OPEN:
        return solved <= due
    if ticket["status"] in ("solved", "closed"):
        return None  # done, but nobody knows when
    return False if due < CUTOFF else None


def annotate(tickets):
    """Gives each ticket its due times, and whether its customer came back within 72 hours."""
    visits = {}
    for ticket in tickets:
        visits.setdefault((ticket["system"], ticket["requester"]), []).append(ticket["created"])
        for name, hours in zip(["first_reply_due", "resolution_due"], SLA[ticket["priority"]]):
            ticket[name] = ticket["created"] + hours * 3600
    for ticket in tickets:
        created = ticket["created"]
        ticket["came_back"] = any(created < other <= created + 72 * 3600
                                  for other in visits[ticket["system"], ticket["requester"]])


def latest_answers(surveys):
    """Of each ticket and kind of survey the answer that came last."""
    latest = {}
    for survey in surveys:
        key = (survey["kind"], survey["system"], survey["ticket"])
        if survey["score"] is not None and survey["responded"] is not None:
            if key not in latest or survey["responded"] >= latest[key]["responded"]:
                latest[key] = survey
    return list(latest.values())


def by_month(records, field):
    months = {month: [] for month in MONTHS}
    for record in records:
        if record[field] is not None and month_of(record[field]) in months:
            months[month_of(record[field])].append(record)
    return months


def ticket_figures(tickets):
    """Metric, unit, month, value and n over some tickets."""
    created, solved = by_month(tickets, "created"), by_month(tickets, "solved")
    replied = by_month(tickets, "first_reply")
    due = {name: by_month(tickets, name + "_due") for name in ["first_reply", "resolution"]}
    for month in MONTHS:
        yield "created", "count", month, count(created[month])
        yield "solved", "count", month, count(solved[month])
        end = end_of(month)
        ages = [end - t["created"] for t in tickets if is_unsolved(t, end)]
        yield "backlog", "count", month, count(ages)
        yield "backlog_age.median", "s", month, quantile(ages, "0.5")
        yield "backlog_age.over_7d", "share", month, ratio(sum(age > 7 * 86400 for age in ages), len(ages))
        for name, field, records in [("first_response", "first_reply", replied), ("resolution", "solved", solved)]:
            for statistic, q in [("median", "0.5"), ("p90", "0.9")]:
                yield f"{name}.{statistic}", "s", month, quantile(spans(records[month], field), q)
        handled = [t["handle_seconds"] for t in solved[month] if t["handle_seconds"] is not None]
        yield "handle_time", "s", month, ratio(sum(handled), len(handled))
        for name, field in [("reopen_rate", "reopens"), ("transfer_rate", "group_changes")]:
            known = [t[field] for t in solved[month] if t[field] is not None]
            yield name, "share", month, ratio(sum(value > 0 for value in known), len(known))
        replies = [t for t in solved[month] if (t["replies"] or 0) >= 1]
        touched = sum(t["replies"] == 1 and t["reopens"] == 0 for t in replies)
        yield "one_touch", "share", month, ratio(touched, len(replies))
        yield "escalation_rate", "share", month, ratio(sum(t["escalated"] is True for t in created[month]),
                                                       len(created[month]))
        for name, verdict in [("first_reply", first_reply_verdict), ("resolution", resolution_verdict)]:
            verdicts = [verdict(t) for t in due[name][month]]
            judged = [v for v in verdicts if v is not None]
            yield f"sla_{name}", "share", month, ratio(sum(judged), len(judged))
        bot = [t for t in created[month] if t.get("bot_involved")]
        yield "bot_handoff", "share", month, ratio(sum(t["bot_handed_off"] for t in bot), len(bot))
        contained = sum(not t["bot_handed_off"] and not t["came_back"] for t in bot)
        yield "bot_containment", "share", month, ratio(contained, len(bot))
        login = sum(t["category"] in ("Login", "Sync") for t in created[month])
        yield "login_share", "share", month, ratio(login, len(created[month]))


def survey_figures(answers):
    months = by_month(answers, "responded")
    for month in MONTHS:
        csat = [a["score"] for a in months[month] if a["kind"] == "csat"]
        yield "csat", "share", month, ratio(sum(score >= 4 for score in csat), len(csat))
        nps = [a["score"] for a in months[month] if a["kind"] == "nps"]
        balance = sum(score >= 9 for score in nps) - sum(score <= 6 for score in nps)
        yield "nps", "points", month, ratio(balance, len(nps), 100)


def cells(records, figures, dimensions):
    groups = [{}] + [{name: member} for name in dimensions for member in sorted({r[name] for r in records})]
    for group in groups:
        chosen = [r for r in records if all(r[name] == member for name, member in group.items())]
        for metric, unit, (year, month), (value, n) in figures(chosen):
            yield {"metric": metric, "period": f"{year}-{month:02}", "dimensions": group, "value": value,
                   "n": n, "unit": unit, "flags": []}


def main(folder):
    records, counts, reasons = load(folder)
    tickets = [r for r in records if r["kind_of_record"] == "ticket" and r["status"] not in LEFT_OUT]
    left_out = Counter(r["status"] for r in records if r["kind_of_record"] == "ticket" and r["status"] in LEFT_OUT)
    surveys = latest_answers(r for r in records if r["kind_of_record"] == "survey")
    annotate(tickets)
    found = [*cells(tickets, ticket_figures, DIMENSIONS), *cells(surveys, survey_figures, DIMENSIONS[:3])]
    found.sort(key=lambda cell: (cell["metric"], cell["period"], sorted(cell["dimensions"].items())))
    total = dict(sum(counts.values(), Counter()))
    lines = ",\n".join(json.dumps(cell, sort_keys=True, ensure_ascii=False) for cell in found)
    print(f'{{"cells": [\n{lines}\n], "format": "deskbrief.metrics/1", "records": {json.dumps(total, sort_keys=True)}}}')
    for source, count in counts.items():
        print(source, dict(count), file=sys.stderr)
    print("left out", dict(left_out), file=sys.stderr)
    for (source, reason), number in sorted(reasons.items()):
        print(f"rejected {number}: {source}: {reason}", file=sys.stderr)


if __name__ == "__main__":
    root = pathlib.Path(__file__).resolve().parents[2]
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "pipelines" / "demo" / "exports")
