#!/usr/bin/env python3
"""Writes the demo's exports: three regions' tickets and one survey tool's answers, seeded, the same bytes each time.

The story: on 2026-05-04 a chat bot starts in AMER and APAC; it takes part in more and more tickets, hands some of them
over, and handle time falls. On 2026-08-11 the release Core 8.0 drives login and sync tickets up in AMER and EMEA for
weeks. From July 2026 UK & Ireland lacks people: first replies slow down, EMEA's backlog grows and its CSAT slips, while
AMER's improves. In October NPS dips everywhere.

usage: generate.py [OUT]      default: exports/ beside this file
"""
import datetime as dt
import gzip, io, csv, json, math, pathlib, sys
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

OUT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "exports"
UTC = dt.timezone.utc
START, PULLED = dt.datetime(2025, 8, 1, tzinfo=UTC), dt.datetime(2026, 11, 2, tzinfo=UTC)
END = dt.datetime(2026, 11, 1, tzinfo=UTC)
RELEASE, BOT, THIN = (dt.datetime(2026, m, d, tzinfo=UTC) for m, d in ((8, 11), (5, 4), (7, 1)))
OCTOBER = dt.datetime(2026, 10, 1, tzinfo=UTC)


class Random:
    """splitmix64, so that no version of Python changes the data."""

    def __init__(self, seed):
        self.state = seed

    def unit(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & (2**64 - 1)
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & (2**64 - 1)
        return ((z ^ (z >> 31)) >> 11) / 2**53

    def chance(self, p):
        return self.unit() < p

    def pick(self, weighted):
        total = sum(w for _, w in weighted)
        at = self.unit() * total
        for value, weight in weighted:
            at -= weight
            if at < 0:
                return value
        return weighted[-1][0]

    def below(self, n):
        return int(self.unit() * n)

    def lognormal(self, median, sigma):
        normal = math.sqrt(-2 * math.log(1 - self.unit())) * math.cos(2 * math.pi * self.unit())
        return median * math.exp(sigma * normal)


REGIONS = {
    "AMER": dict(zone="America/Chicago", count=2100, seed=11, first=100_000,
                 teams=[("Billing", 3), ("Technical", 5), ("Enterprise", 2)]),
    "EMEA": dict(zone="Europe/Berlin", count=1850, seed=22, first=4_000,
                 teams=[("DACH", 4), ("UK & Ireland", 4), ("Nordics", 2)]),
    "APAC": dict(zone="Asia/Tokyo", count=1650, seed=33, first=70_000,
                 teams=[("Japan", 4), ("ANZ", 3), ("South-East Asia", 3)]),
}
CATEGORIES = [("Login", 14), ("Sync", 12), ("Billing", 18), ("Refund", 8), ("Export", 10), ("Performance", 12), ("How-to", 26)]
SUBJECTS = {"Login": "Cannot log in", "Sync": "Sync stuck", "Billing": "Question on invoice", "Refund": "Refund please",
            "Export": "Export fails", "Performance": "App is slow", "How-to": "How do I share a board"}
PRIORITY = [("low", 22), ("normal", 52), ("high", 20), ("urgent", 6)]
SPEED = {"low": 1.7, "normal": 1.0, "high": .5, "urgent": .2}
HOURS = [(h, 1 if h < 7 else 6 if h < 9 else 10 if h < 17 else 4 if h < 21 else 1) for h in range(24)]


def tickets(region):
    """The final state of each ticket of a region, in the order of creation."""
    spec, random = REGIONS[region], Random(REGIONS[region]["seed"])
    zone, days = ZoneInfo(spec["zone"]), (END - START).days
    weights = []
    for d in range(days):
        day = START + dt.timedelta(days=d)
        weight = (1.0 if day.weekday() < 5 else .3) * (1 + .18 * d / days)
        if region != "APAC" and day >= RELEASE:
            weight *= 1 + .75 * math.exp(-(day - RELEASE).days / 40)
        weights.append((d, weight))
    moments = []
    for _ in range(spec["count"]):
        local = (START + dt.timedelta(days=random.pick(weights))).replace(tzinfo=None)
        local += dt.timedelta(hours=random.pick(HOURS), minutes=random.below(60))
        moment = local.replace(tzinfo=zone).astimezone(UTC)
        if moment < END:
            moments.append(moment)
    for i, created in enumerate(sorted(moments)):
        yield ticket(region, spec, random, spec["first"] + i * 3, created)


def ticket(region, spec, random, number, created):
    team, priority = random.pick(spec["teams"]), random.pick(PRIORITY)
    hot = region != "APAC" and created >= RELEASE
    boost = 1 + 1.6 * math.exp(-(created - RELEASE).days / 45) if hot else 1
    category = random.pick([(c, w * boost if c in ("Login", "Sync") else w) for c, w in CATEGORIES])
    has_bot = region != "EMEA" and created >= BOT
    channel = random.pick([("email", 40), ("phone", 22), ("chat", 30 if has_bot else 18), ("social", 5), ("web", 12)])
    months_of_bot = max(0, (created - BOT).days / 30)
    bot = has_bot and random.chance(min(.75, .2 + .09 * months_of_bot) if channel == "chat" else .06)
    handed = bot and random.chance(max(.28, .62 - .05 * months_of_bot))
    thin = team == "UK & Ireland" and created >= THIN
    slow = SPEED[priority] * (1 + .22 * min(4, (created - THIN).days / 30) + .6 if thin else 1) * (1.15 if hot else 1)
    reply_median = {"AMER": 4300, "EMEA": 5200, "APAC": 3900}[region] * (.25 if channel in ("phone", "chat") else 1)
    reply = created + dt.timedelta(minutes=int(random.lognormal(reply_median, 1.0) * slow / 60))
    solve = reply + dt.timedelta(minutes=int(random.lognormal(46_000, 1.25) * slow / 60))
    contained = bot and not handed
    if contained:
        reply, solve = None, created + dt.timedelta(minutes=2 + random.below(20))
    reopens = random.pick([(0, 88), (1, 9), (2, 3)]) + (1 if thin and random.chance(.07) else 0)
    replies = 0 if contained else 1 + int(random.lognormal(1, .8))
    never = not contained and random.chance(.04 if thin else .012)
    if reply and (reply >= PULLED or (never and random.chance(.5))):
        reply, replies = None, 0
    solved = None if never or solve >= PULLED or (reply is None and not contained) else solve
    status = random.pick([("open", 5), ("pending", 3), ("on_hold", 1)]) if reply else "new"
    if solved:
        status = "closed" if solved + dt.timedelta(days=4) < PULLED else "solved"
    elif reply is None and not contained:
        status = "new"
    if random.chance(.012):
        status = random.pick([("spam", 2), ("deleted", 1)])
    handle = int(random.lognormal(620 if channel != "phone" else 780, .6) * (.82 if has_bot else 1))
    return dict(region=region, id=number, requester=1000 + random.below(520), subject=SUBJECTS[category], status=status,
                priority=priority, channel=channel, team=team, agent=f"{region.lower()}-{random.below(9) + 1:02d}",
                category=category, product=random.pick([("Core", 5), ("Mobile", 3), ("API", 1)]),
                tier=random.pick([("enterprise", 2), ("business", 4), ("starter", 5)]), created=created, reply=reply,
                solved=solved, updated=min(max(solved or reply or created, created) + dt.timedelta(minutes=3), PULLED - dt.timedelta(minutes=1)),
                reopens=reopens, replies=replies, moves=random.pick([(0, 74), (1, 18), (2, 8)]), handle=handle if solved and not contained else None,
                escalated=random.chance(.09 if hot else .05), bot=bot, handed=handed, number=random.below(900))


def earlier(t):
    """How the ticket stood before its solve, for an export that was taken then."""
    return {**t, "status": "open", "solved": None, "handle": None, "updated": t["created"] + dt.timedelta(minutes=5)}


def write(path, text):
    path = OUT / path
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=9) as f:
        f.write(text.encode("utf-8"))


def amer(rows):
    zone, words = ZoneInfo("America/Chicago"), {"urgent": "P1", "high": "P2", "normal": "P3", "low": "P4"}
    head = ["Id", "Requester", "Subject", "Status", "Priority", "Via", "Group", "Assignee", "Category", "Product", "Plan", "Created at",
            "First reply at", "Solved at", "Updated at", "Reopens", "Replies", "Reassignments", "Handle time", "Escalated", "Bot involved", "Bot handed off"]
    when = lambda t: t.astimezone(zone).strftime("%m/%d/%Y %I:%M %p") if t else "-"
    yes = lambda b: "TRUE" if b else "FALSE"
    subject = lambda t: {0: f'{t["subject"]}, "again" since Monday', 1: f'{t["subject"]}\nSent from my phone', 2: f'{t["subject"]}, please, thanks'}.get(t["number"] % 9, t["subject"])
    hms = lambda s: "-" if s is None else f"{s // 3600}:{s // 60 % 60:02d}:{s % 60:02d}"
    line = lambda t: [t["id"], f'C-{t["requester"]}', subject(t), t["status"].replace("on_hold", "hold").capitalize(), words[t["priority"]], t["channel"].capitalize(),
                      t["team"], t["agent"], t["category"], t["product"], t["tier"].capitalize(), when(t["created"]), when(t["reply"]), when(t["solved"]),
                      when(t["updated"]), t["reopens"], t["replies"], t["moves"], hms(t["handle"]), yes(t["escalated"]), yes(t["bot"]), yes(t["handed"])]

    def file(name, lines, broken=()):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(head)
        for i, values in enumerate(lines):
            writer.writerow(values)
            for at, text in broken:
                if at == i:
                    out.write(text + "\r\n")
        write(name, out.getvalue())

    old = [line(t) for t in rows if t["created"].year == 2025]
    # Some tickets stood open when the year's export was taken; the late file has their last state.
    late = {t["id"] for t in rows if t["created"] >= dt.datetime(2026, 10, 20, tzinfo=UTC) and t["solved"] and t["number"] % 3 == 0}
    new = [line(earlier(t) if t["id"] in late else t) for t in rows if t["created"].year == 2026]
    bad_date = list(new[40]); bad_date[0], bad_date[11] = 990001, "02/30/2026 09:00 AM"
    bad_priority = list(new[50]); bad_priority[0], bad_priority[4] = 990004, "P9"
    no_id = list(new[60]); no_id[0] = ""
    for at, row in ((700, bad_date), (800, bad_priority), (900, no_id)):
        new.insert(at, row)
    file("amer/tickets-2025.csv.gz", old, [(200, "103999,C-1100,Cannot log in,Open,P3,Email")])
    file("amer/tickets-2026.csv.gz", new, [(333, "115555,C-1203,Sync stuck"), (1000, "116666,C-1207,App is slow,Open,P2")])
    file("amer/tickets-2026-late.csv.gz", [line(t) for t in rows if t["id"] in late])


def emea(rows):
    zone = ZoneInfo("Europe/Berlin")
    words = dict(urgent="Dringend", high="Hoch", normal="Normal", low="Niedrig", email="E-Mail", phone="Telefon", chat="Chat", social="Soziale Medien",
                 web="Webformular", new="Neu", open="Offen", pending="Wartet auf Kunde", on_hold="Wartet", solved="Gelöst", closed="Geschlossen", spam="Spam", deleted="Gelöscht")
    when = lambda t: t.astimezone(zone).strftime("%d.%m.%Y %H:%M") if t else ""
    minutes = lambda s: "" if s is None else f"{s // 6 / 10:.1f}".replace(".", ",")
    yes = lambda b: "ja" if b else "nein"

    def record(t, handle=None, number=None):
        subject = f'<![CDATA[{t["subject"]} & "mehr"]]>' if t["number"] % 11 == 0 else escape(t["subject"])
        return (f'<Vorgang id="{number or t["id"]}"><Kunde><Nummer>K{t["requester"]}</Nummer><Tarif>{t["tier"].capitalize()}</Tarif></Kunde><Betreff>{subject}</Betreff>'
                f'<Status>{words[t["status"]]}</Status><Prioritaet>{words[t["priority"]]}</Prioritaet><Kanal>{words[t["channel"]]}</Kanal>'
                f'<Team>{escape(t["team"])}</Team><Bearbeiter>{t["agent"]}</Bearbeiter><Thema>{t["category"]}</Thema><Produkt>{t["product"]}</Produkt>'
                f'<Zeiten><Angelegt>{when(t["created"])}</Angelegt><ErsteAntwort>{when(t["reply"])}</ErsteAntwort><Geloest>{when(t["solved"])}</Geloest><Geaendert>{when(t["updated"])}</Geaendert></Zeiten>'
                f'<Wiedereroeffnet>{t["reopens"]}</Wiedereroeffnet><Antworten>{t["replies"]}</Antworten><Wechsel>{t["moves"]}</Wechsel>'
                f'<Bearbeitungszeit>{handle or minutes(t["handle"])}</Bearbeitungszeit><Eskaliert>{yes(t["escalated"])}</Eskaliert><Bot>{yes(t["bot"])}</Bot><BotUebergabe>{yes(t["handed"])}</BotUebergabe></Vorgang>\n')

    parts = []
    for i, t in enumerate(rows):
        if t["solved"] and t["number"] % 40 == 0:
            parts.append(record(earlier(t)))
        parts.append(record(t))
        if i in (300, 900, 1500):
            parts.append(record(t, handle="zwölf", number=99_000 + i))
    write("emea/vorgaenge.xml.gz", '<?xml version="1.0" encoding="UTF-8"?>\n<!-- Nachtexport -->\n<Vorgaenge stand="2026-11-02">\n' + "".join(parts) + "</Vorgaenge>\n")


def apac(rows):
    when = lambda t: t.strftime("%Y-%m-%dT%H:%M:%SZ") if t else None

    def record(t):
        subject = {0: "ログインできません", 1: f'{t["subject"]} \u2014 \u00fcber "API"'}.get(t["number"] % 8, t["subject"])
        return json.dumps({"id": t["id"], "subject": subject, "status": t["status"], "priority": t["priority"], "via": {"channel": t["channel"]},
                           "group": {"name": t["team"]}, "assignee": t["agent"], "requester": {"id": t["requester"], "plan": t["tier"]},
                           "topic": t["category"], "product": t["product"], "timestamps": {"created": when(t["created"]), "first_reply": when(t["reply"]),
                           "solved": when(t["solved"]), "updated": when(t["updated"])},
                           "metrics": {"reopens": t["reopens"], "replies": t["replies"], "moves": t["moves"], "handle_ms": None if t["handle"] is None else t["handle"] * 1000},
                           "escalated": t["escalated"], "bot": {"involved": t["bot"], "handed_off": t["handed"]}},
                          ensure_ascii=t["number"] % 2 == 0, separators=(",", ":"))

    lines = []
    for i, t in enumerate(rows):
        if t["solved"] and t["number"] % 37 == 0:
            lines.append(record(earlier(t)))
        lines.append(record(t))
        if i in (400, 1200):
            lines.append(record(t)[:150])
    write("apac/tickets.ndjson.gz", "\n".join(lines) + "\n")


def surveys(all_rows):
    random, out = Random(44), io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["Response ID", "Type", "Score", "Scale", "Comment", "Sent at", "Responded at", "Ticket", "Region", "Team", "Channel"])
    when = lambda t: t.strftime("%Y-%m-%dT%H:%M:%SZ") if t else ""
    number = 500_000
    for t in all_rows:
        if not t["solved"] or t["status"] in ("spam", "deleted") or not random.chance(.9):
            continue
        number += 1
        sent = t["solved"] + dt.timedelta(hours=2)
        kind = "CSAT" if random.chance(.7) else "NPS"
        answered = random.chance(.62 if kind == "CSAT" else .5)
        responded = sent + dt.timedelta(minutes=int(random.lognormal(500, 1.0)))
        if sent >= PULLED:
            continue
        if not answered or responded >= PULLED:
            writer.writerow([number, kind, "", 5 if kind == "CSAT" else 10, "", when(sent), "", f'{t["region"]}-{t["id"]}', t["region"], t["team"], t["channel"]])
            continue
        good = {"AMER": .84, "EMEA": .87, "APAC": .88}[t["region"]]
        if t["region"] == "AMER" and responded >= BOT:
            good += .04
        if t["region"] == "EMEA" and responded >= THIN:
            good -= .05 * min(4, 1 + (responded - THIN).days / 30) + (.06 if t["team"] == "UK & Ireland" else 0)
        if kind == "CSAT":
            score = random.pick([(5, 62), (4, 38)]) if random.chance(good) else random.pick([(1, 3), (2, 3), (3, 4)])
        else:
            dip = .09 if responded >= OCTOBER else 0
            score = random.pick([(9, .26 - dip / 2), (10, .30 - dip / 2), (8, .18), (7, .12), (6, .06 + dip / 3), (3, .05 + dip / 3), (0, .03 + dip / 3)])
        comment = random.pick([("", 70), ("Quick, thank you", 10), ("Took too long, had to ask twice", 6), ('They said "soon"', 4)])
        writer.writerow([number, kind, score, 5 if kind == "CSAT" else 10, comment, when(sent), when(responded), f'{t["region"]}-{t["id"]}', t["region"], t["team"], t["channel"]])
        again = responded + dt.timedelta(days=1)
        if kind == "CSAT" and random.chance(.03) and again < PULLED:
            number += 1
            writer.writerow([number, kind, random.pick([(5, 1), (2, 1)]), 5, "Second thought", when(sent), when(again), f'{t["region"]}-{t["id"]}', t["region"], t["team"], t["channel"]])
    write("surveys/surveys.csv.gz", out.getvalue())


rows = {region: list(tickets(region)) for region in REGIONS}
amer(rows["AMER"]); emea(rows["EMEA"]); apac(rows["APAC"])
surveys(sorted((t for r in rows.values() for t in r), key=lambda t: (t["solved"] or PULLED, t["region"], t["id"])))
