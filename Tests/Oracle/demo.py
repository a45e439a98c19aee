#!/usr/bin/env python3
"""Recomputes the demo's KPIs from the raw exports, with Python's own readers and by the definitions in docs/metrics.md, in the
plainest way: no code or figure of Deskbrief goes in. Writes expected cells as JSON.
usage: demo.py PIPELINES/DEMO > expected.json"""
import csv, datetime as dt, gzip, io, json, pathlib, sys
import xml.etree.ElementTree as ET
from zoneinfo import ZoneInfo

base, UTC = pathlib.Path(sys.argv[1]) / "exports", dt.timezone.utc
LONDON, CUTOFF = ZoneInfo("Europe/London"), dt.datetime(2026, 11, 2, tzinfo=ZoneInfo("Europe/London")).timestamp()
OPEN, LEFT_OUT = {"new", "open", "pending", "on_hold"}, {"deleted", "spam", "merged", "test"}
STATUSES = OPEN | LEFT_OUT | {"solved", "closed"}
SLA = {"urgent": (1, 8), "high": (4, 24), "normal": (8, 72), "low": (24, 120)}
PERIODS = [f"{y}-{m:02d}" for y, m in [(2025, 10), (2025, 11), (2025, 12)] + [(2026, m) for m in range(1, 11)]]
text = lambda path: gzip.open(path).read().decode("utf-8")
counts = {}


def local(zone, pattern):
    def parse(value):
        wall = dt.datetime.strptime(value, pattern)
        there = wall.replace(tzinfo=zone, fold=0)
        back = there.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        return there.timestamp() if back == wall else there.timestamp()
    return parse


def iso(value): return dt.datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()


def boolean(value): return {"TRUE": 1, "FALSE": 0, "ja": 1, "nein": 0, True: 1, False: 0}[value]


def choose(table): return lambda value: table[value]


def record(raw, plan, required):
    """A row through a plan of {field: (value, cast)}; None where any cast fails."""
    out = {}
    for field, (value, cast) in plan(raw).items():
        if isinstance(value, str): value = value.strip()
        if value in (None, "", "-"):
            if field in required: return None
            out[field] = None
            continue
        try:
            out[field] = cast(value)
        except (ValueError, KeyError):
            return None
    return out


latest = {}


def take(kind, source, system, row):
    seen = counts.setdefault(source, [0, 0])
    seen[0] += 1
    if row is None:
        seen[1] += 1
        return
    key = (kind, system, row["id"])
    stamp = row.get("updated") if row.get("updated") is not None else float("-inf")
    if key not in latest or stamp >= latest[key][0]:
        latest[key] = (stamp, source, {**row, "system": system})


def hms(value):
    h, m, s = value.split(":")
    return int(h) * 3600 + int(m) * 60 + int(s)


status = lambda words: lambda v: words.get(v) or {s: s for s in STATUSES}[v.lower()]
when = local(ZoneInfo("America/Chicago"), "%m/%d/%Y %I:%M %p")
amer = lambda r: dict(
    id=(r["Id"], str), requester=(r["Requester"], str), status=(r["Status"], status({"Hold": "on_hold"})), priority=(r["Priority"], choose({"P1": "urgent", "P2": "high", "P3": "normal", "P4": "low"})),
    channel=(r["Via"], str.lower), team=(r["Group"], str), category=(r["Category"], str), created=(r["Created at"], when), first_reply=(r["First reply at"], when),
    solved=(r["Solved at"], when), updated=(r["Updated at"], when), reopens=(r["Reopens"], int), replies=(r["Replies"], int), moves=(r["Reassignments"], int),
    handle=(r["Handle time"], hms), escalated=(r["Escalated"], boolean), bot=(r["Bot involved"], boolean), handed=(r["Bot handed off"], boolean))
for path in sorted((base / "amer").glob("tickets-*.csv.gz")):
    rows = csv.reader(io.StringIO(text(path), newline=""))
    head = next(rows)
    for values in rows:
        row = record(dict(zip(head, values)), amer, {"id", "created"}) if len(values) == len(head) else None
        take("ticket", "amer-tickets", "amer", row and {**row, "region": "AMER"})

when_de = local(ZoneInfo("Europe/Berlin"), "%d.%m.%Y %H:%M")
DE = {"Neu": "new", "Offen": "open", "Wartet auf Kunde": "pending", "Wartet": "on_hold", "Gelöst": "solved", "Geschlossen": "closed", "Gelöscht": "deleted", "Spam": "spam"}
tenths = lambda v: int(v.replace(",", "").replace(".", "")) * 6 if "," in v else int(v) * 60
emea = lambda e: dict(
    id=(e.get("id"), str), requester=(e.findtext("Kunde/Nummer"), str), status=(e.findtext("Status"), choose(DE)), priority=(e.findtext("Prioritaet"), choose({"Dringend": "urgent", "Hoch": "high", "Normal": "normal", "Niedrig": "low"})),
    channel=(e.findtext("Kanal"), choose({"E-Mail": "email", "Telefon": "phone", "Chat": "chat", "Soziale Medien": "social", "Webformular": "web"})), team=(e.findtext("Team"), str), category=(e.findtext("Thema"), str),
    created=(e.findtext("Zeiten/Angelegt"), when_de), first_reply=(e.findtext("Zeiten/ErsteAntwort"), when_de), solved=(e.findtext("Zeiten/Geloest"), when_de), updated=(e.findtext("Zeiten/Geaendert"), when_de),
    reopens=(e.findtext("Wiedereroeffnet"), int), replies=(e.findtext("Antworten"), int), moves=(e.findtext("Wechsel"), int), handle=(e.findtext("Bearbeitungszeit"), tenths),
    escalated=(e.findtext("Eskaliert"), boolean), bot=(e.findtext("Bot"), boolean), handed=(e.findtext("BotUebergabe"), boolean))
for path in sorted((base / "emea").glob("*.xml.gz")):
    for element in ET.fromstring(text(path)).iter("Vorgang"):
        row = record(element, emea, {"id", "created"})
        take("ticket", "emea-tickets", "emea", row and {**row, "region": "EMEA"})

apac = lambda r: dict(
    id=(str(r["id"]), str), requester=(str(r["requester"]["id"]), str), status=(r["status"], status({})), priority=(r["priority"], choose({p: p for p in SLA})), channel=(r["via"]["channel"], str), team=(r["group"]["name"], str),
    category=(r["topic"], str), created=(r["timestamps"]["created"], iso), first_reply=(r["timestamps"]["first_reply"], iso), solved=(r["timestamps"]["solved"], iso), updated=(r["timestamps"]["updated"], iso),
    reopens=(r["metrics"]["reopens"], int), replies=(r["metrics"]["replies"], int), moves=(r["metrics"]["moves"], int), handle=(r["metrics"]["handle_ms"], lambda v: (v + 500) // 1000),
    escalated=(r["escalated"], boolean), bot=(r["bot"]["involved"], boolean), handed=(r["bot"]["handed_off"], boolean))
for path in sorted((base / "apac").glob("*.ndjson.gz")):
    for line in text(path).split("\n"):
        if not line.strip(): continue
        try:
            raw = json.loads(line)
        except ValueError:
            take("ticket", "apac-tickets", "apac", None)
            continue
        row = record(raw, apac, {"id", "created"})
        take("ticket", "apac-tickets", "apac", row and {**row, "region": "APAC"})

survey = lambda r: dict(id=(r["Response ID"], str), kind=(r["Type"], str.lower), score=(r["Score"], int), scale=(r["Scale"], int), sent=(r["Sent at"], iso), responded=(r["Responded at"], iso),
                        ticket=(r["Ticket"], str), region=(r["Region"], str), team=(r["Team"], str), channel=(r["Channel"], str))
for path in sorted((base / "surveys").glob("*.csv.gz")):
    for raw in csv.DictReader(io.StringIO(text(path), newline="")):
        take("survey", "surveys", "surveys", record(raw, survey, {"id", "kind"}))

tickets = [v[2] for k, v in latest.items() if k[0] == "ticket" and v[2]["status"] not in LEFT_OUT]
surveys = [v[2] for k, v in latest.items() if k[0] == "survey"]
visits = {}
for t in tickets: visits.setdefault((t["system"], t["requester"]), []).append(t["created"])
for t in tickets:
    t["back"] = any(t["created"] < other <= t["created"] + 72 * 3600 for other in visits[t["system"], t["requester"]])
answers = {}
for s in surveys:
    if s["responded"] is not None and (s["ticket"], s["kind"]) not in answers or s["responded"] is not None and s["responded"] >= answers[s["ticket"], s["kind"]]["responded"]:
        answers[s["ticket"], s["kind"]] = s
answers = list(answers.values())


def month(instant): return dt.datetime.fromtimestamp(instant, LONDON).strftime("%Y-%m")


def end_of(period):
    y, m = map(int, period.split("-"))
    return dt.datetime(y + m // 12, m % 12 + 1, 1, tzinfo=LONDON).timestamp()


def quantile(values, parts):
    """Type 7, of whole seconds: parts in ten thousand."""
    values, rank = sorted(values), (len(values) - 1) * parts
    low, rest = rank // 10000, rank % 10000
    return (values[low] * (10000 - rest) + values[min(low + 1, len(values) - 1)] * rest) / 10000


cells = []


def put(metric, period, dims, value, n, unit):
    cells.append(dict(metric=metric, period=period, dimensions=dims, value=value, n=n))


def by_month(rows, field):
    table = {p: [] for p in PERIODS}
    for row in rows:
        if row[field] is not None and month(row[field]) in table: table[month(row[field])].append(row)
    return table


def share(metric, period, dims, part, whole, scale=1): put(metric, period, dims, scale * part / whole if whole else None, whole, "share")


def spread(metric, period, dims, values):
    for name, parts in (("median", 5000), ("p90", 9000)):
        put(f"{metric}.{name}", period, dims, quantile(values, parts) if values else None, len(values), "s")


def report(dims, rows, polled):
    created, solved, replied = by_month(rows, "created"), by_month(rows, "solved"), by_month(rows, "first_reply")
    for r in rows:
        hours = SLA[r["priority"]]
        r["due1"], r["due2"] = r["created"] + hours[0] * 3600, r["created"] + hours[1] * 3600
        is_open = r["status"] in OPEN
        r["until"] = None if is_open else r["solved"] if r["solved"] is not None else r["created"]
        late = r["due1"] < CUTOFF
        r["met1"] = (r["first_reply"] <= r["due1"]) if r["first_reply"] is not None else None if r["solved"] is not None and r["solved"] <= r["due1"] else False if late else None
        r["met2"] = (r["solved"] <= r["due2"]) if r["solved"] is not None and not is_open else False if r["due2"] < CUTOFF else None
    due1, due2 = by_month(rows, "due1"), by_month(rows, "due2")
    csat, nps = by_month([a for a in polled if a["kind"] == "csat"], "responded"), by_month([a for a in polled if a["kind"] == "nps"], "responded")
    for p in PERIODS:
        put("created", p, dims, len(created[p]), len(created[p]), "count")
        put("solved", p, dims, len(solved[p]), len(solved[p]), "count")
        end = end_of(p)
        standing = [end - r["created"] for r in rows if r["created"] < end and not (r["until"] is not None and max(r["until"], r["created"]) < end)]
        put("backlog", p, dims, len(standing), len(standing), "count")
        put("backlog_age.median", p, dims, quantile(standing, 5000) if standing else None, len(standing), "s")
        share("backlog_age.over_7d", p, dims, sum(a > 7 * 86400 for a in standing), len(standing))
        spread("first_response", p, dims, [r["first_reply"] - r["created"] for r in replied[p] if r["first_reply"] >= r["created"]])
        spread("resolution", p, dims, [r["solved"] - r["created"] for r in solved[p] if r["solved"] >= r["created"]])
        handled = [r["handle"] for r in solved[p] if r["handle"] is not None]
        share("handle_time", p, dims, sum(handled), len(handled))
        share("reopen_rate", p, dims, sum(r["reopens"] > 0 for r in solved[p]), len(solved[p]))
        share("transfer_rate", p, dims, sum(r["moves"] > 0 for r in solved[p]), len(solved[p]))
        touched = [r for r in solved[p] if r["replies"] >= 1]
        share("one_touch", p, dims, sum(r["replies"] == 1 and r["reopens"] == 0 for r in touched), len(touched))
        share("escalation_rate", p, dims, sum(r["escalated"] for r in created[p]), len(created[p]))
        for name, due, met in (("sla_first_reply", due1, "met1"), ("sla_resolution", due2, "met2")):
            judged = [r[met] for r in due[p] if r[met] is not None]
            share(name, p, dims, sum(judged), len(judged))
        bots = [r for r in created[p] if r["bot"]]
        share("bot_handoff", p, dims, sum(r["handed"] for r in bots), len(bots))
        share("bot_containment", p, dims, sum(not r["handed"] and not r["back"] for r in bots), len(bots))
        share("login_share", p, dims, sum(r["category"] in ("Login", "Sync") for r in created[p]), len(created[p]))
        if "priority" not in dims:
            share("csat", p, dims, sum(a["score"] >= 4 for a in csat[p]), len(csat[p]))
            share("nps", p, dims, sum((a["score"] >= 9) - (a["score"] <= 6) for a in nps[p]), len(nps[p]), 100)


report({}, tickets, answers)
for dimension in ("region", "team", "channel", "priority"):
    for member in sorted({t[dimension] for t in tickets}):
        report({dimension: member}, [t for t in tickets if t[dimension] == member], [a for a in answers if a.get(dimension) == member])
read, rejected = sum(c[0] for c in counts.values()), sum(c[1] for c in counts.values())
json.dump(dict(cells=cells, records=dict(read=read, kept=len(latest), rejected=rejected, superseded=read - rejected - len(latest))), sys.stdout)
