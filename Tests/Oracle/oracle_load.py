"""Reads raw exports as a list of sources describes them, and keeps the latest state of each record.

The texts are read and cast by Python's own readers; DuckDB picks the latest versions. Rules, from METRICS.md:

- One id, one record. A row whose `created` (of a contact `offered`, of a survey `sent`) is more than a minute from
  that of the first row of its key is of another record that shares its name. Of two records the later is rejected:
  its latest state is, its earlier states are superseded as they would have been. Later is the order of sources, then
  of files, then of rows; files come in the order that people read: tickets-9 before tickets-10. A row that does
  not say when its record began is of the first.
- Two rows of a log that are alike in one file are two events; in another file they are the same events
  again. So an event's key has its number among the alike rows of its file. Alike are those of one
  (system, ticket, at, kind, sequence), the key of the common schema, and without a sequence to name it all else that
  a row says: a move to A and one to B in one minute are two, whatever files they lie in. `at` is an instant,
  however it is written.
- A field whose values all lack a time has day precision. Such a value is a `Day`: the first instant of its
  day in the pipeline's own zone, wherever it was written, since it is a day and no midnight of some zone.
- What no source tells is unknown: a record knows which fields its source maps.
"""

import csv
import json
import pathlib
import re
import tempfile
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import duckdb

ZONE = ZoneInfo("Europe/London")  # the pipeline's
CURRENCY = "GBP"
MINOR_DIGITS = {"GBP": 2, "EUR": 2, "USD": 2, "JPY": 0}
BEGAN = {"ticket": "created", "contact": "offered", "survey": "sent"}
SAME = 60  # seconds at most between the beginnings that two rows tell of one record

# Per kind: the key, and the fields
KEYS = {
    "ticket": ["system", "id"], "event": ["system", "ticket_system", "ticket", "at", "kind", "sequence", "said",
              "occurrence"],
    "contact": ["system", "id"], "survey": ["system", "id"],
    "staff": ["team", "agent", "date"], "cost": ["team", "month", "line"],
}
FIELDS = {
    "ticket": "id created first_reply solved closed updated version status channel priority category product team region agent "
              "requester account tier language reopens replies group_changes escalated escalated_at handle_seconds "
              "bot_involved bot_handed_off merged_into made_sla direction",
    "event": "ticket ticket_system at kind sequence from to actor",
    "contact": "id offered ended updated answered abandoned contacts handled wait_seconds talk_seconds hold_seconds "
               "wrap_seconds handle_seconds direction team region channel agent ticket ticket_system",
    "survey": "id kind score scale easy_end sent responded updated ticket ticket_system team region channel",
    "staff": "team region agent date headcount hires leavers_voluntary leavers_involuntary scheduled_seconds paid_seconds "
             "on_queue_seconds interacting_seconds training_seconds qa_points qa_possible qa_critical_fail tenure_days",
    "cost": "team region month line currency budget actual",
}
TIMES = set("created first_reply solved closed updated escalated_at at offered ended sent responded".split())
DECIMALS = {"headcount", "hires", "leavers_voluntary", "leavers_involuntary"}
FLAGS = set("escalated bot_involved bot_handed_off made_sla answered abandoned".split())
NUMBERS = set("version reopens replies group_changes sequence contacts handled score scale headcount hires "
              "leavers_voluntary leavers_involuntary qa_points qa_possible qa_critical_fail tenure_days".split())
# Of each record beside its fields: its source and place, and of which fields the source tells, or tells days only
BESIDE = {"place": "BIGINT", "file": "BIGINT", "source": "VARCHAR", "occurrence": "BIGINT", "told": "VARCHAR", "days": "VARCHAR",
          "order": "VARCHAR", "said": "VARCHAR"}


@dataclass
class Source:
    """A source of the pipeline file. `system` is a name, or None for that of the folder; `order` is
    "newest-first" where the pipeline file says so; `fields` are those mapped, by default all of the kind."""
    kind: str
    system: str | None
    files: str
    zone: str = "UTC"
    name: str = ""
    ticket_system: str | None = None
    set: dict = field(default_factory=dict)
    fields: list | None = None
    days: list = field(default_factory=list)
    order: str | None = None
    times: list = field(default_factory=list)

    def mapped(self):
        return [*(FIELDS[self.kind].split() if self.fields is None else self.fields), *self.set]


class Day(int):
    """The first instant of a day, of which no more is known."""


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


def day_of(at):
    """The civil day of an instant in the pipeline's zone."""
    return datetime.fromtimestamp(at, ZONE).date()


def record_of(texts, source):
    """A record by the common schema; an empty, absent or unmapped text is a missing field."""
    texts = {name: str(text) for name, text in texts.items() if text is not None and str(text) != ""}
    record = dict.fromkeys(FIELDS[source.kind].split())
    for name in record.keys() & texts.keys() & set(source.mapped()):
        text = texts[name]
        record[name] = (midnight(date.fromisoformat(text)) if name in source.days else
                        instant(text, source.zone) if name in TIMES else int(text) if is_number(name) else
                        {"true": True, "false": False}[text.lower()] if name in FLAGS else text)
    return record


def natural(path):
    """Files sort as people read their names: a number by its value, among the other characters as a digit."""
    return [(ord("0"), int(part)) if part.isdigit() else (ord(part), 0) for part in re.findall(r"\d+|\D", str(path))]


def raw_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            yield from csv.DictReader(file)
        else:
            yield from (json.loads(line) for line in file if line.strip())


def load(folder, sources=None):
    """The latest records of each kind, and the counts of rows."""
    folder, db = pathlib.Path(folder), duckdb.connect(config={"threads": 1})
    if sources is None:
        sources = [Source(**source) for source in json.loads((folder / "sources.json").read_text())]
    records, files = {kind: [] for kind in KEYS}, 0
    for source in sources:
        for path in sorted(folder.glob(source.files), key=lambda path: natural(path.relative_to(folder))):
            alike, files = Counter(), files + 1
            for texts in raw_rows(path):
                record = record_of(texts | source.set, source)
                system = source.system or path.parent.name
                record |= {"system": system, "source": source.name, "told": " ".join(source.mapped()), "days": " ".join(source.days),
                           "order": source.order, "file": files}
                record["ticket_system"] = record.get("ticket_system") or source.ticket_system or system
                add(records[source.kind], record, source.kind, alike)
    rates = read_rates(folder / "rates.csv") if (folder / "rates.csv").exists() else {}
    return db, latest_states(db, records, rates)


def add(records, record, kind, alike):
    """Adds a record with its place, and an event with its number among the alike rows of its file."""
    record["place"] = len(records)
    if kind == "event":
        record["said"] = json.dumps([record[name] for name in ["from", "to", "actor"]]) if record["sequence"] is None else None
        key = tuple(record[name] for name in KEYS["event"][:-1])
        record["occurrence"] = alike[key]
        alike[key] += 1
    records.append(record)


def namesakes(records, kind):
    """The rows of the first record of each key, and the number of other records that share a key."""
    began, kept = {}, []  # by key the beginnings of its records
    for row in records:
        known = began.setdefault(tuple(row[name] for name in KEYS[kind]), [])
        at = row[BEGAN[kind]]
        place = 0 if at is None else next((n for n, first in enumerate(known) if abs(at - first) <= SAME), len(known))
        if place == len(known) and at is not None:
            known.append(at)
        if place == 0:
            kept.append(row)
    return kept, sum(max(len(known) - 1, 0) for known in began.values())


def latest_states(db, records, rates):
    """The latest records of each kind; days, staff and costs with their instants, money in minor units."""
    valid, rejected = dict(records), 0
    for kind in BEGAN:
        valid[kind], others = namesakes(records[kind], kind)
        rejected += others
    latest = {kind: latest_of(db, kind, valid[kind]) for kind in KEYS}
    read, kept = (sum(len(rows) for rows in of.values()) for of in (records, latest))
    latest["counts"] = {"read": read, "kept": kept, "rejected": rejected, "superseded": read - kept - rejected}
    for kind in KEYS:
        for row in latest[kind]:
            row |= {name: Day(row[name]) for name in (row["days"] or "").split() if row[name] is not None}
    for row in latest["staff"]:
        row["at"] = midnight(date.fromisoformat(row["date"]))
    for row in latest["cost"]:
        row["at"] = midnight(date.fromisoformat(row["month"]))
        for name in ["budget", "actual"]:
            row[name] = minor_units(row[name], row["currency"], row["month"], rates)
    return latest


def latest_of(db, kind, records):
    """The latest state: per key the greatest updated (missing is least), then version, then place. An event that is
    sent again is the same event: its place among those of its instant is where it came first."""
    names = dict.fromkeys(["system", "ticket_system", *FIELDS[kind].split(), *BESIDE, "updated", "version"])
    types = {name: BESIDE.get(name) or ("DOUBLE" if name in DECIMALS else "BIGINT" if name in TIMES or is_number(name) else
                                        "BOOLEAN" if name in FLAGS else "VARCHAR") for name in names}
    load_table(db, "raw_" + kind, records, types)
    found = db.execute(f"""
        SELECT * FROM raw_{kind}
        QUALIFY row_number() OVER (
            PARTITION BY {", ".join(f'"{name}"' for name in KEYS[kind])}
            ORDER BY updated DESC NULLS LAST, version DESC NULLS LAST,
                place {"ASC" if kind == "event" else "DESC"}) = 1
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
