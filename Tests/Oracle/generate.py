"""Writes the exports of a small but nasty world, and the pipeline file that reads them.

    python3 generate.py OUT SEED     # prints the --as-of day to report by

Even seeds live from May to October 2026, odd ones from February to July: each has a spring gap in one
zone and an autumn overlap in another. The same seed writes the same bytes. Every field has the name of
the common schema; what is nasty is the data: gaps, late versions, repeats, events at one second, clocks
that run backwards, logs that know only half the story, and links to nothing.
"""

import csv
import json
import pathlib
import random
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

DAY = 86400
TEAMS = {"Chicago": "AMER", "Austin": "AMER", "Berlin": "EMEA", "Lisbon": "EMEA"}
AGENTS = {"Chicago": ["Ann", "Bob"], "Austin": ["Cyd", "Dan"], "Berlin": ["Eva", "Flo", "Gil"], "Lisbon": ["Hal", "Ivy", "Jo"]}
NEWCOMERS = {"Dan": 9, "Bob": 30, "Flo": 60, "Gil": 95, "Jo": 133}  # days after the first
ZONES = {"amer": "America/Chicago", "emea": "Europe/Berlin", "snow": "Australia/Sydney"}
CATEGORIES = ["Login", "Sync", "Billing", "Bug"]
TICKET = ("id created first_reply solved closed updated version status channel priority category product team region agent "
          "requester account tier language reopens replies group_changes escalated escalated_at handle_seconds bot_involved "
          "bot_handed_off merged_into made_sla").split()
CONTACT = ("id offered ended answered abandoned contacts handled wait_seconds talk_seconds hold_seconds wrap_seconds "
           "handle_seconds direction team region channel agent ticket updated").split()
SURVEY = "id kind score scale sent responded ticket team region channel".split()
STAFF = ("team region agent date headcount hires leavers_voluntary leavers_involuntary scheduled_seconds paid_seconds "
         "on_queue_seconds interacting_seconds training_seconds qa_points qa_possible qa_critical_fail tenure_days").split()
COST = "team region month line budget actual currency".split()


def utc(*parts):
    return int(datetime(*parts, tzinfo=timezone.utc).timestamp())


def iso(instant, hours=0):
    if instant is None:
        return None
    shown = datetime.fromtimestamp(instant, timezone(timedelta(hours=hours)))
    return shown.strftime("%Y-%m-%dT%H:%M:%S") + (f"+{hours:02}:00" if hours else "Z")


def local(instant, zone):
    return None if instant is None else datetime.fromtimestamp(instant, ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")


class World:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.as_of = date(2026, 11, 2) if seed % 2 == 0 else date(2026, 8, 5)
        self.first_month = date(2026, 5, 1) if seed % 2 == 0 else date(2026, 2, 1)
        self.start = utc(2026, self.first_month.month, 1) - 12 * DAY
        self.end = utc(self.as_of.year, self.as_of.month, self.as_of.day) + 3 * DAY  # a little lies after the cutoff
        # Local times that do not exist, or exist twice, by the export they are written in
        self.twisted = ({"emea": ["2026-10-25 02:10:07", "2026-10-25 02:55:00"], "amer": ["2026-11-01 01:30:00"],
                         "snow": ["2026-10-04 02:20:00", "2026-10-04 02:00:00"]} if seed % 2 == 0 else
                        {"emea": ["2026-03-29 02:10:07", "2026-03-29 02:59:59"], "amer": ["2026-03-08 02:30:00"],
                         "snow": ["2026-04-05 02:20:00", "2026-04-05 02:59:59"]})
        self.tickets, self.events, self.made = [], [], 0

    def chance(self, p):
        return self.random.random() < p

    def maybe(self, value, p=0.9):
        return value if self.chance(p) else None

    def choose(self, options, weights=None):
        return self.random.choices(options, weights)[0]

    def wait(self, mean):
        return int(self.random.expovariate(1 / mean)) + 1

    def an_agent(self, team):
        return self.choose(AGENTS[team], [2 if agent in NEWCOMERS else 1 for agent in AGENTS[team]])

    # Tickets and their events

    def all_tickets(self):
        for number in range(600):
            self.ticket(self.choose(["amer", "emea", "snow"], [40, 38, 22]))
        for export, texts in self.twisted.items():
            for text in texts * 2:
                self.ticket(export, datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONES[export])), text)

    def ticket(self, export, at=None, text=None):
        self.made += 1
        r, system = self.random, "snow" if export == "snow" else "zd"
        created = r.randrange(self.start, self.end) if at is None else int(at.timestamp())
        requester, category = f"r{r.randrange(150)}", self.choose(CATEGORIES, [5, 3, 2, 1])
        earlier = [t for t in self.tickets if t["system"] == system and t["requester"]]
        if earlier and at is None and self.chance(0.2):  # someone comes back
            before = self.choose(earlier)
            requester = before["requester"]
            category = before["category"] if self.chance(0.7) else category
            created = (before["solved"] if before["solved"] and self.chance(0.6) else before["created"]) + \
                self.choose([r.randrange(3 * DAY), r.randrange(8 * DAY), 3 * DAY, 7 * DAY])
        region = {"amer": "AMER", "emea": "EMEA"}.get(export) or self.choose(["AMER", "EMEA", None], [5, 4, 1])
        team = self.choose([team for team in TEAMS if TEAMS[team] == region] or list(TEAMS))
        life = self.life(created, team)
        ticket = {
            "id": str(1000 + self.made), "system": system, "export": export, "text": text, "region": region,
            "channel": self.choose(["email", "chat", "web", "fax", None], [50, 30, 16, 2, 2]),
            "category": self.maybe(category, 0.95), "product": self.maybe("Core"), "requester": self.maybe(requester, 0.95),
            "account": self.maybe(f"a{r.randrange(40)}"), "tier": self.choose(["enterprise", "business", None], [3, 5, 2]),
            "language": self.maybe(self.choose(["en", "de"])), "handle_seconds": self.maybe(r.randrange(60, 4000), 0.8),
            "made_sla": self.choose([True, False, None], [6, 2, 2]) if system == "snow" else None, **life["columns"]}
        if self.chance(0.05):
            ticket["status"] = self.choose(["deleted", "spam", "test", "merged"])
        if self.chance(0.02):
            ticket["merged_into"] = str(1000 + r.randrange(1, 600))
        events = life["events"]
        if ticket["solved"] and self.chance(0.03):  # a clock that runs backwards
            ticket["solved"] = created - self.wait(DAY)
        ticket["updated"] = max([created, ticket["solved"] or 0, *(e["at"] for e in events)]) + r.randrange(600)
        if system == "zd" and not self.chance(0.14):  # the others have no log
            kept = self.choose([None, {"replies"}, {"states"}, {"teams", "removals"}, {"removals", "replies"}],
                               [80, 5, 5, 5, 5])
            self.events += [e | {"ticket": ticket["id"]} for e in events if kept is None or e["family"] in kept]
            for name in ["reopens", "replies", "group_changes", "escalated", "bot_involved", "bot_handed_off", "first_reply"]:
                ticket[name] = self.maybe(ticket[name], 0.4)  # a log mostly stands for its columns
        for name in ["team", "priority", "agent", "status", "solved", "escalated_at"]:
            ticket[name] = self.maybe(ticket[name], 0.97)
        if ticket["escalated_at"] is None and not ticket["escalated"]:
            ticket["escalated"] = self.maybe(False, 0.7)
        self.tickets.append(ticket)

    def life(self, created, team):
        """A random walk; the columns as an export would have them in the end."""
        at, events, counts = created, [], {"replies": 0, "reopens": 0, "group_changes": 0}
        priority = self.choose(["urgent", "high", "normal", "low"], [15, 25, 45, 15])
        agent, status, removed = self.an_agent(team), "new", False
        columns = {"created": created, "first_reply": None, "solved": None, "closed": None, "escalated_at": None,
                   "escalated": False, "merged_into": None, "bot_involved": False, "bot_handed_off": False}
        numbered = self.choose(["all", "none", "some"])

        def log(kind, family, old=None, new=None, actor=None):
            numbers = numbered == "all" or numbered == "some" and self.chance(0.5)
            events.append({"at": at - (self.wait(3600) if self.chance(0.01) else 0), "kind": kind, "family": family,
                           "sequence": self.choose([len(events), 50 - len(events)], [4, 1]) if numbers else None,
                           "from": self.maybe(old, 0.7), "to": new, "actor": self.maybe(actor)})

        if self.chance(0.7):
            log("created", None)
        agent_skills = 1.0 if agent in ("Ann", "Cyd", "Eva", "Hal") else 1.4
        for step in range(self.choose([0, 3, 6, 9, 14], [1, 3, 5, 5, 2])):
            at += 0 if self.chance(0.15) else self.wait(self.choose([600, 4 * 3600, 1.2 * DAY, 5 * DAY], [4, 5, 3, 1]) * agent_skills)
            kind = self.choose(["agent", "customer", "bot", "status", "team", "priority", "assignee", "escalated",
                                "solved", "reopened", "removal", "created again"],
                               [30, 18, 6, 12, 7, 4, 6, 2, 16, 6 if status in ("solved", "closed") else 0.5, 1.5, 0.2])
            if kind == "agent":
                log("public_reply_agent", "replies", actor=agent)
                counts["replies"] += 1
                columns["first_reply"] = columns["first_reply"] or at
                columns["bot_handed_off"] = columns["bot_handed_off"] or columns["bot_involved"]
            elif kind == "customer":
                log("public_reply_customer", "replies", actor="customer")
            elif kind == "bot":
                log("bot_reply", "replies", actor="bot")
                columns["bot_involved"] = True
            elif kind in ("status", "solved", "reopened"):
                old = status
                status = {"solved": "solved", "reopened": "open"}.get(kind) or self.choose(
                    ["open", "pending", "on_hold", "solved", "closed"], [3, 5, 3, 3, 1])
                log(kind, "states", old, status if kind == "status" else None, agent)
                if status in ("solved", "closed"):
                    columns["solved"] = at if old not in ("solved", "closed") else columns["solved"]
                elif old in ("solved", "closed"):
                    counts["reopens"] += 1
            elif kind == "team":
                old, team = team, self.choose(list(TEAMS))
                log("team", "teams", old, self.maybe(team, 0.97), agent)
                counts["group_changes"] += old != team
            elif kind == "priority":
                old, priority = priority, self.choose(["urgent", "high", "normal", "low"])
                log("priority", "priorities", old, self.maybe(priority, 0.97))
            elif kind == "assignee":
                old, agent = agent, self.an_agent(team)
                log("assignee", "assignees", old, self.maybe(agent, 0.97))
            elif kind == "escalated":
                log("escalated", "escalations", actor=agent)
                columns["escalated"], columns["escalated_at"] = True, columns["escalated_at"] or self.maybe(at, 0.6)
            elif kind == "removal":
                log("restored" if removed else self.choose(["merged", "deleted"]), "removals")
                removed = not removed
        if not removed and status not in ("solved", "closed") and self.chance(0.6):
            at += self.wait(DAY)
            columns["solved"] = at
            log("solved", "states", status, None, agent)
            status = "solved"
        elif removed and self.chance(0.7):
            at += self.wait(2 * DAY)
            log("restored", "removals")
        columns |= {"status": status, "team": team, "priority": priority, "agent": agent,
                    "closed": at if status == "closed" else None,
                    **{name: self.maybe(number, 0.85) for name, number in counts.items()}}
        return {"columns": columns, "events": events}

    def versions(self, ticket):
        """The row, with earlier, equal and later versions, in the order in which they are written."""
        row = dict(ticket, version=self.choose([3, None], [1, 2]))
        old = row | {"status": "open", "solved": None, "category": "Old", "updated": row["updated"] - self.wait(DAY)}
        dice = self.random.random()
        if dice < 0.06:
            return [old, row]
        if dice < 0.12:
            return [row, old]  # an old version that comes late
        if dice < 0.15:
            return [row | {"version": 7}, old | {"updated": row["updated"], "version": self.choose([6, None])}]
        if dice < 0.18:
            return [old | {"updated": row["updated"], "version": None}, row | {"version": None}]  # place decides
        if dice < 0.20:
            return [row, old | {"updated": None}]
        if dice < 0.23:
            return [row, dict(row)]
        if dice < 0.25:  # both regions' exports have it; where neither is later the later source counts
            other = {"amer": "emea", "emea": "amer", "snow": "snow"}[row["export"]]
            return [row, old | {"export": other, "updated": self.choose([row["updated"], old["updated"]])}]
        return [row]

    # The other kinds

    def contacts(self):
        rows, r = {"calls": [], "chats": []}, self.random
        ids = {system: [t["id"] for t in self.tickets if t["system"] == system] for system in ("zd", "snow")}
        for number in range(900):
            system = self.choose(["calls", "chats"], [3, 1])
            offered, team = r.randrange(self.start, self.end), self.choose(list(TEAMS))
            answered, linked = self.chance(0.8), self.choose(["yes", "no", "orphan"], [4, 5, 1])
            wait = self.wait(18) if answered else self.choose([r.randrange(5), 5, self.wait(90)])
            row = dict.fromkeys(CONTACT) | {
                "id": f"c{number}", "offered": offered, "answered": self.maybe(answered, 0.85),
                "abandoned": self.maybe(not answered, 0.7), "wait_seconds": self.maybe(self.choose([wait, 20, 21], [12, 1, 1])),
                "direction": self.choose(["inbound", "outbound", None], [12, 3, 2]), "agent": self.maybe(self.choose(AGENTS[team])),
                "team": self.maybe(team), "region": self.maybe(TEAMS[team], 0.6), "channel": self.maybe("phone", 0.8),
                "updated": self.maybe(offered + r.randrange(9999)),
                "ticket": {"yes": self.choose(ids["zd" if system == "calls" else "snow"]), "no": None,
                           "orphan": f"x{number}"}[linked]}
            if answered:
                row |= {"talk_seconds": self.maybe(r.randrange(900)), "hold_seconds": self.maybe(r.randrange(90), 0.6),
                        "wrap_seconds": self.maybe(r.randrange(200), 0.6), "handle_seconds": self.maybe(r.randrange(900), 0.3),
                        "ended": self.maybe(offered + r.randrange(60, 4000), 0.3)}
            if system == "chats" and self.chance(0.3):  # a row for an interval
                count = r.randrange(1, 12)
                row |= {"contacts": count, "handled": self.maybe(r.randrange(count + 1), 0.9), "answered": None,
                        "abandoned": None, "wait_seconds": self.choose([None, r.randrange(5, 60)]),
                        "handle_seconds": r.randrange(200, 3000), "ticket": None}
            rows[system].append(row)
            if self.chance(0.05):
                rows[system].append(row | {"team": "Lisbon", "updated": self.choose([None, row["updated"], offered + 20000])})
        return rows

    def surveys(self):
        rows, r = {"desk": [], "snow": []}, self.random
        for number in range(1100):
            system = self.choose(["desk", "snow"], [3, 1])
            ticket = self.choose([t for t in self.tickets if (t["system"] == "zd") == (system == "desk")])
            kind = self.choose(["csat", "nps", "ces"], [5, 3, 2])
            sent = min(ticket["created"] + self.wait(6 * DAY), self.end)
            scale = self.choose({"csat": [None, 5, 2, 1, 10], "nps": [10, None], "ces": [7, None, 5]}[kind],
                                {"csat": [4, 8, 4, 2, 1], "nps": [3, 1], "ces": [5, 3, 1]}[kind])
            score = r.randrange(*{None: {"csat": (0, 7), "nps": (0, 12), "ces": (0, 9)}[kind], 5: (0, 7), 2: (0, 4),
                                  1: (0, 3), 10: (0, 12), 7: (0, 9)}[scale])
            linked = self.choose(["yes", "no", "orphan"], [8, 2, 1])
            row = {"id": f"s{number}", "kind": kind, "score": self.maybe(score, 0.75), "scale": scale, "sent": self.maybe(sent, 0.95),
                   "responded": self.maybe(sent + self.wait(DAY), 0.92),
                   "ticket": {"yes": ticket["id"], "no": None, "orphan": f"x{number}"}[linked],
                   "team": self.maybe(self.choose(list(TEAMS)), 0.3), "region": self.maybe(self.choose(["AMER", "EMEA"]), 0.2),
                   "channel": self.maybe("email", 0.2)}
            rows[system].append(row)
            if linked == "yes" and self.chance(0.2):  # another answer for the ticket, at times at the same second
                later = row["responded"] and row["responded"] + self.choose([0, self.wait(9 * DAY)])
                rows[system].append(row | {"id": f"s{number}b", "score": self.maybe(score - 1 if score else 1), "responded": later})
            if self.chance(0.03):
                rows[system].append(row | {"score": score})
        return rows

    def staff(self):
        r, rows, day = self.random, [], self.first_month - timedelta(days=12)
        first, newcomers = day, NEWCOMERS
        while day <= self.as_of:
            for team, agents in AGENTS.items():
                if day.day == 1 or day == first:
                    rows.append({"team": team, "region": TEAMS[team], "agent": "*", "date": day.replace(day=1).isoformat(),
                                 "headcount": self.maybe(r.randrange(4, 12)), "hires": self.maybe(r.randrange(2)),
                                 "leavers_voluntary": self.choose([0, 1, 2, None]), "leavers_involuntary": self.choose([0, 0, 1, None])})
                for agent in agents if day.weekday() < 6 else []:
                    tenure = 800 if agent not in newcomers else (day - first).days - newcomers[agent]
                    if tenure < 0 or self.chance(0.25):
                        continue
                    paid, queue = self.maybe(r.randrange(20000, 30000)), r.randrange(9000, 20000)
                    rows.append({"team": team, "region": TEAMS[team], "agent": agent, "date": day.isoformat(), "paid_seconds": paid,
                                 "scheduled_seconds": paid, "on_queue_seconds": self.maybe(queue),
                                 "interacting_seconds": self.maybe(r.randrange(queue)), "training_seconds": self.maybe(0),
                                 "qa_points": self.maybe(r.randrange(60, 101), 0.3), "qa_possible": self.maybe(100, 0.5),
                                 "qa_critical_fail": self.choose([0, 1, 2, None], [20, 2, 1, 4]),
                                 "tenure_days": tenure if agent in newcomers else self.maybe(tenure + (day - first).days)})
            day += timedelta(days=1)
        return [dict.fromkeys(STAFF) | row for row in rows + r.sample(rows, 20)]

    def costs(self):
        rows, month = [], self.first_month
        while month <= self.as_of:
            for team, region in TEAMS.items():
                for line in ["pay", "tools", "travel"]:
                    currency = self.choose(["GBP", "EUR", "JPY", None], [4, 3, 2, 2])
                    money = lambda: (str(self.random.randrange(9000, 900000)) if currency == "JPY" else  # noqa: E731
                                     f"{self.random.randrange(100000, 900000) / 100:.2f}")
                    row = {"team": team, "region": region, "month": month.isoformat(), "line": line, "budget": self.maybe(money()),
                           "actual": self.maybe(money()), "currency": currency}
                    rows += [row, row | {"actual": money()}] if self.chance(0.06) else [row]
            month = (month + timedelta(days=32)).replace(day=1)
        return rows

    def rates(self):
        day, rows = self.first_month - timedelta(days=20), []
        while day < self.as_of + timedelta(days=5):
            for currency, rate in [("EUR", 0.85), ("JPY", 0.0051), ("USD", 0.78)]:
                rows.append({"date": day.isoformat(), "from": currency, "to": "GBP",
                             "rate": f"{rate * (0.9 + self.random.random() / 5):.6f}"})
            day += timedelta(days=self.random.randrange(5, 25))
        return rows


# Files

def write_csv(path, columns, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: {True: "true", False: "false"}[value] if isinstance(value, bool) else value
                          for name, value in row.items()} for row in rows)


def write_json(path, columns, rows):
    with open(path, "w", encoding="utf-8") as file:
        for row in rows:  # a missing value is left out by one name, null by the next
            file.write(json.dumps({name: row[name] for place, name in enumerate(columns)
                                   if row[name] is not None or place % 2}) + "\n")


def write_tickets(world, out):
    files = {}
    for ticket in world.tickets:
        for version in world.versions(ticket):
            zone = ZONES[version["export"]]
            row = version | {name: local(version[name], zone) for name in
                             ["created", "first_reply", "solved", "closed", "updated", "escalated_at"]}
            if ticket["text"]:
                row["created"] = ticket["text"]  # in the gap, or twice on the clock
            files.setdefault((version["export"], world.random.randrange(2)), []).append(row)
    for (export, number), rows in files.items():
        if export == "snow":
            write_json(out / f"snow-{number}.ndjson", TICKET, rows)
        else:
            write_csv(out / f"tickets-{export}-{number}.csv", [name for name in TICKET if name != "region"], rows)


def write_events(world, out):
    events = list(world.events)
    for event in world.random.sample(world.events, 60):  # orphans, and repeats of which some say something else
        events.append(event | {"ticket": "x" + event["ticket"]} if world.chance(0.2) else event)
        if event["kind"] == "team" and world.chance(0.8):
            events.append(event | {"to": "Austin"})
    world.random.shuffle(events)
    rows = [{"ticket": e["ticket"], "at": iso(e["at"], e["at"] % 3), "kind": e["kind"], "sequence": e["sequence"], "from": e["from"],
             "to": e["to"], "actor": e["actor"]} for e in events]
    columns = ["ticket", "from", "kind", "at", "actor", "to", "sequence"]
    names = ["ticket", "at", "kind"]
    for number, part in enumerate([rows[:len(rows) // 2], rows[len(rows) // 2:]]):
        with open(out / f"events-{number}.ndjson", "w", encoding="utf-8") as file:
            for row in part:
                file.write(json.dumps({n: row[n] for n in columns if row[n] is not None or n in names or len(row["ticket"]) % 2}) + "\n")


def fields(names, times=(), days=()):
    dated = {name: f'{name}: {{from: {name}, format: "yyyy-MM-dd HH:mm:ss"}}' for name in times}
    dated |= {name: f'{name}: {{from: {name}, format: "yyyy-MM-dd"}}' for name in days}
    return "{" + ", ".join(dated.get(name, f"{name}: {name}") for name in names) + "}"


def pipeline(as_of):
    times = ["created", "first_reply", "solved", "closed", "updated", "escalated_at"]
    own = [name for name in TICKET if name != "region"]
    return f"""# Written by Tests/Oracle/generate.py; report as of {as_of}.
pipeline: oracle
timezone: Europe/London
currency: GBP
rates: rates.csv
systems: [zd, snow, calls, chats, desk, hr]
service_level: {{ within: 20s, short: 5s }}
sources:
  - {{ name: amer-tickets, system: zd, kind: ticket, files: "tickets-amer-*.csv", timezone: America/Chicago, set: {{region: AMER}}, fields: {fields(own, times)} }}
  - {{ name: emea-tickets, system: zd, kind: ticket, files: "tickets-emea-*.csv", timezone: Europe/Berlin, set: {{region: EMEA}}, fields: {fields(own, times)} }}
  - {{ name: snow-tickets, system: snow, kind: ticket, files: "snow-*.ndjson", timezone: Australia/Sydney, fields: {fields(TICKET, times)} }}
  - {{ name: zd-events, system: zd, kind: event, files: "events-*.ndjson", fields: {{ticket: ticket, at: at, kind: kind, sequence: sequence, from: from, to: to, actor: actor}} }}
  - {{ name: calls, system: calls, ticket_system: zd, kind: contact, files: calls.csv, timezone: Europe/London, fields: {fields(CONTACT, ["offered", "ended", "updated"])} }}
  - {{ name: chats, system: chats, ticket_system: snow, kind: contact, files: chats.ndjson, timezone: UTC, fields: {fields(CONTACT)} }}
  - {{ name: surveys, system: desk, ticket_system: zd, kind: survey, files: surveys.csv, timezone: UTC, set: {{easy_end: high}}, fields: {fields(SURVEY)} }}
  - {{ name: snow-surveys, system: snow, kind: survey, files: snow-surveys.csv, timezone: UTC, set: {{easy_end: low}}, fields: {fields(SURVEY)} }}
  - {{ name: staff, system: hr, kind: staff, files: staff.csv, fields: {fields(STAFF, days=["date"])} }}
  - {{ name: costs, system: hr, kind: cost, files: costs.csv, fields: {fields(COST, days=["month"])} }}
calendars:
  chicago: {{ zone: America/Chicago, where: {{ team: Chicago }}, hours: {{ mon-fri: "08:00-18:00", sat: ["09:00-12:00", "13:00-15:00"] }}, holidays: [2026-05-25, 2026-09-07], days: {{ 2026-07-03: "08:00-12:00", 2026-03-08: "00:00-06:00" }} }}
  amer: {{ zone: America/New_York, where: {{ region: AMER }}, hours: {{ mon-sun: "00:00-24:00" }} }}
  emea: {{ zone: Europe/Berlin, where: {{ region: EMEA }}, hours: {{ mon-fri: "22:00-06:00", sun: "01:00-05:00" }}, holidays: [2026-05-01, 2026-10-01] }}
sla:
  - {{ where: {{ priority: urgent }}, first_reply: 1h, next_reply: 1h, resolution: 8h, clock: business, pause: [pending, on_hold] }}
  - {{ where: {{ tier: enterprise, channel: chat }}, first_reply: 30m, next_reply: 20m, resolution: 24h, clock: business, calendar: emea, pause: [] }}
  - {{ where: {{ team: Berlin }}, first_reply: 4h, next_reply: 2h, resolution: 48h, clock: business }}
  - {{ where: {{ region: AMER, priority: high }}, first_reply: 2h, next_reply: 2h, resolution: 24h, clock: calendar, pause: [pending] }}
  - {{ first_reply: 8h, next_reply: 4h, resolution: 3d, clock: calendar, pause: [pending] }}
reports:
  - {{ name: board, period: month, dimensions: [region, team, channel, priority], pairs: [[region, channel]], audience: internal, history: 6 }}
  - {{ name: weekly, period: week, dimensions: [team], audience: internal, history: 10 }}
"""


def main(out, seed):
    out, world = pathlib.Path(out), World(int(seed))
    out.mkdir(parents=True, exist_ok=True)
    world.all_tickets()
    write_tickets(world, out)
    write_events(world, out)
    contacts, surveys = world.contacts(), world.surveys()
    write_csv(out / "calls.csv", CONTACT, [row | {name: local(row[name], "Europe/London") for name in ["offered", "ended", "updated"]}
                                           for row in contacts["calls"]])
    write_json(out / "chats.ndjson", CONTACT, [row | {name: iso(row[name]) for name in ["offered", "ended", "updated"]}
                                               for row in contacts["chats"]])
    for name, path in [("desk", "surveys.csv"), ("snow", "snow-surveys.csv")]:
        write_csv(out / path, SURVEY, [row | {time: iso(row[time]) for time in ["sent", "responded"]} for row in surveys[name]])
    write_csv(out / "staff.csv", STAFF, world.staff())
    write_csv(out / "costs.csv", COST, world.costs())
    write_csv(out / "rates.csv", ["date", "from", "to", "rate"], world.rates())
    (out / "pipeline.yml").write_text(pipeline(world.as_of), encoding="utf-8")
    print(world.as_of)


if __name__ == "__main__":
    main(*sys.argv[1:])
