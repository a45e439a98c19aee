"""Reads the raw exports of generate.py and keeps the latest state of each record.

The texts are read and cast by Python's own readers; DuckDB picks the latest versions.
"""

import csv
import json
import pathlib
import tempfile
from bisect import bisect_right
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import duckdb

ZONE = ZoneInfo("Europe/London")  # the pipeline's
CURRENCY = "GBP"
MINOR_DIGITS = {"GBP": 2, "EUR": 2, "USD": 2, "JPY": 0}

# (kind, system, system of the tickets it links to, files, zone of its local times, what is set)
# in the order of the pipeline file
SOURCES = [
    ("ticket", "zd", None, "tickets-amer-*.csv", "America/Chicago", {"region": "AMER"}),
    ("ticket", "zd", None, "tickets-emea-*.csv", "Europe/Berlin", {"region": "EMEA"}),
    ("ticket", "snow", None, "snow-*.ndjson", "Australia/Sydney", {}),
    ("event", "zd", "zd", "events-*.ndjson", "UTC", {}),
    ("contact", "calls", "zd", "calls.csv", "Europe/London", {}),
    ("contact", "chats", "snow", "chats.ndjson", "UTC", {}),
    ("survey", "desk", "zd", "surveys.csv", "UTC", {"easy_end": "high"}),
    ("survey", "snow", "snow", "snow-surveys.csv", "UTC", {"easy_end": "low"}),
    ("staff", "hr", None, "staff.csv", "UTC", {}),
    ("cost", "hr", None, "costs.csv", "UTC", {}),
]

# Per kind: the key, and the fields
KEYS = {
    "ticket": ["system", "id"], "event": ["system", "ticket", "at_text", "kind", "sequence"],
    "contact": ["system", "id"], "survey": ["system", "id"],
    "staff": ["team", "agent", "date"], "cost": ["team", "month", "line"],
}
FIELDS = {
    "ticket": "id created first_reply solved closed updated version status channel priority category product team region agent "
              "requester account tier language reopens replies group_changes escalated escalated_at handle_seconds "
              "bot_involved bot_handed_off merged_into made_sla",
    "event": "ticket at at_text kind sequence from to actor",
    "contact": "id offered ended updated answered abandoned contacts handled wait_seconds talk_seconds hold_seconds "
               "wrap_seconds handle_seconds direction team region channel agent ticket",
    "survey": "id kind score scale easy_end sent responded ticket team region channel",
    "staff": "team region agent date headcount hires leavers_voluntary leavers_involuntary scheduled_seconds paid_seconds "
             "on_queue_seconds interacting_seconds training_seconds qa_points qa_possible qa_critical_fail tenure_days",
    "cost": "team region month line currency budget actual",
}
TIMES = set("created first_reply solved closed updated escalated_at at offered ended sent responded".split())
DECIMALS = {"headcount", "hires", "leavers_voluntary", "leavers_involuntary"}
FLAGS = set("escalated bot_involved bot_handed_off made_sla answered abandoned".split())
NUMBERS = set("version reopens replies group_changes sequence contacts handled score scale headcount hires "
              "leavers_voluntary leavers_involuntary qa_points qa_possible qa_critical_fail tenure_days".split())


def is_number(name):
    return name in NUMBERS or name.endswith("_seconds")


def instant(text, zone):
    """A local time of the zone, or ISO 8601 with an offset. In a spring gap it moves forward
    by the gap, of two autumn readings it is the earlier one: both are what fold=0 means."""
    local = datetime.fromisoformat(text)
    if local.tzinfo is None:
        local = local.replace(tzinfo=ZoneInfo(zone), fold=0)
    return int(local.timestamp())


def midnight(day):
    """The first instant of a civil day in the pipeline's zone."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZONE).timestamp())


def record_of(texts, kind, zone):
    """A record by the common schema; an empty or absent text is a missing field."""
    texts = {name: str(text) for name, text in texts.items() if text is not None and str(text) != ""}
    if kind == "event":
        texts["at_text"] = texts["at"]
    record = dict.fromkeys(FIELDS[kind].split())
    for name in record.keys() & texts.keys():
        text = texts[name]
        record[name] = (instant(text, zone) if name in TIMES else int(text) if is_number(name) else
                        {"true": True, "false": False}[text.lower()] if name in FLAGS else text)
    return record


def raw_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            yield from csv.DictReader(file)
        else:
            yield from (json.loads(line) for line in file if line.strip())


def latest_of(db, kind, records):
    """The latest state: per key the greatest updated (missing is least), then version, then place."""
    names = ["system", "ticket_system", *FIELDS[kind].split(), "place"]
    names += [name for name in ["updated", "version"] if name not in names]
    types = {name: "DOUBLE" if name in DECIMALS else "BIGINT" if name in TIMES or is_number(name) or name == "place" else
             "BOOLEAN" if name in FLAGS else "VARCHAR" for name in names}
    load_table(db, "raw_" + kind, records, types)
    found = db.execute(f"""
        SELECT * FROM raw_{kind}
        QUALIFY row_number() OVER (
            PARTITION BY {", ".join(KEYS[kind])}
            ORDER BY updated DESC NULLS LAST, version DESC NULLS LAST, place DESC) = 1
        ORDER BY place""")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row)) for row in found.fetchall()]


def load_table(db, name, records, types):
    """Makes a table of DuckDB from dictionaries, by way of a file of JSON lines."""
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps({column: record.get(column) for column in types}) + "\n")
        file.flush()
        columns = ", ".join(f"'{column}': '{kind}'" for column, kind in types.items())
        db.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM "
                   f"read_json('{file.name}', format='newline_delimited', columns={{{columns}}})")


def load(folder, sources=SOURCES):
    """The latest records of each kind."""
    folder, db = pathlib.Path(folder), duckdb.connect()
    records, place = {kind: [] for kind in KEYS}, 0
    for kind, system, ticket_system, pattern, zone, fixed in sources:
        for path in sorted(folder.glob(pattern), key=lambda path: path.name):
            for texts in raw_rows(path):
                record = record_of(texts | fixed, kind, zone)
                place += 1
                records[kind].append(record | {"system": system, "ticket_system": ticket_system, "place": place})
    rates = read_rates(folder / "rates.csv") if records["cost"] else {}
    return db, latest_states(db, records, rates)


def latest_states(db, records, rates):
    """The latest records of each kind; staff and costs with their instant, money in minor units."""
    latest = {kind: latest_of(db, kind, records[kind]) for kind in KEYS}
    for row in latest["staff"]:
        row["at"] = midnight(date.fromisoformat(row["date"]))
    for row in latest["cost"]:
        row["at"] = midnight(date.fromisoformat(row["month"]))
        for name in ["budget", "actual"]:
            row[name] = minor_units(row[name], row["currency"], row["month"], rates)
    return latest


# Money

def read_rates(path):
    """(from, to) → the dated rates, in the order of their dates."""
    rates = {}
    for row in raw_rows(path):
        rates.setdefault((row["from"], row["to"]), []).append((row["date"], Fraction(row["rate"])))
    return {pair: sorted(dated) for pair, dated in rates.items()}


def minor_units(text, currency, month, rates):
    """A decimal in minor units of the pipeline's currency, half to even, at the latest rate dated
    on or before the last day of the month."""
    if text is None:
        return None
    amount = Fraction(Decimal(text))
    if currency is not None and currency != CURRENCY:
        first = date.fromisoformat(month)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        dated = rates[currency, CURRENCY]
        amount *= dated[bisect_right([day for day, _ in dated], last.isoformat()) - 1][1]
    return round(amount * 10 ** MINOR_DIGITS[CURRENCY])  # Python rounds a Fraction half to even
