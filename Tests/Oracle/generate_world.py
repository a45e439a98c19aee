"""A small but nasty world of tickets, with all that happened to them, as its exports would have it in the end."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

DAY = 86400
TEAMS = {"Chicago": "AMER", "Austin": "AMER", "Berlin": "EMEA", "Lisbon": "EMEA"}
AGENTS = {"Chicago": ["Ann", "Bob"], "Austin": ["Cyd", "Dan"], "Berlin": ["Eva", "Flo", "Gil"], "Lisbon": ["Hal", "Ivy", "Jo"]}
NEWCOMERS = {"Dan": 9, "Bob": 30, "Flo": 60, "Gil": 95, "Jo": 133}  # days after the first
ZONES = {"amer": "America/Chicago", "emea": "Europe/Berlin", "snow": "Australia/Sydney"}
TICKET = ("id created first_reply solved closed updated version status channel priority category product team region agent "
          "requester account tier language reopens replies group_changes escalated escalated_at handle_seconds bot_involved "
          "bot_handed_off merged_into made_sla direction").split()
CATEGORIES = ["Login", "Sync", "Billing", "Bug"]
DONE = ("solved", "closed")


@dataclass(frozen=True)
class Kind:
    """What is special about a world."""
    tickets: int = 160
    others: int = 200  # contacts, surveys
    is_whole: bool = False  # with staff and costs, and with what some rows lack
    at_once: float = 0.15  # how often a thing happens in the second of the one before
    order: str = "shuffled"  # of the log; or "newest", or "said": newest first, as only the pipeline file says
    days: str = ""  # of which only days are told: "tickets", "ends" of one region's tickets, or "log" and tickets
    is_bare: bool = False  # no word on replies, waits and much else
    folders: str = ""  # exports in folders of regions that share ids: "apart", or "mixed up"


KINDS = {
    "mixed": Kind(600, 900, is_whole=True), "newest": Kind(at_once=0.4, order="newest"), "said": Kind(at_once=0.4, order="said"),
    "days": Kind(days="tickets"), "half-days": Kind(days="ends"), "day-log": Kind(days="log"), "bare": Kind(is_bare=True),
    "folders": Kind(folders="apart"), "shared": Kind(folders="mixed up"),
}


def utc(*parts):
    return int(datetime(*parts, tzinfo=timezone.utc).timestamp())


class World:
    def __init__(self, seed, kind):
        self.random, self.kind = random.Random(seed), kind
        self.as_of = date(2026, 11, 2) if seed % 2 == 0 else date(2026, 8, 5)
        self.first_month = date(2026, 5, 1) if seed % 2 == 0 else date(2026, 2, 1)
        self.start = utc(2026, self.first_month.month, 1) - 12 * DAY
        self.end = utc(self.as_of.year, self.as_of.month, self.as_of.day) + 3 * DAY  # a little lies after the cutoff
        # Local times that do not exist, or exist twice, by the export they are written in
        self.twisted = ({"emea": ["2026-10-25 02:10:07", "2026-10-25 02:55:00"], "amer": ["2026-11-01 01:30:00"],
                         "snow": ["2026-10-04 02:20:00", "2026-10-04 02:00:00"]} if seed % 2 == 0 else
                        {"emea": ["2026-03-29 02:10:07", "2026-03-29 02:59:59"], "amer": ["2026-03-08 02:30:00"],
                         "snow": ["2026-04-05 02:20:00", "2026-04-05 02:59:59"]})
        self.tickets, self.events, self.made = [], [], Counter()

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
        for number in range(self.kind.tickets):
            self.ticket(self.choose(["amer", "emea", "snow"], [40, 38, 22]))
        if self.kind.days or self.kind.folders:
            return  # where no clock is told, or one zone is that of all
        for export, texts in self.twisted.items():
            for text in texts * 2:
                self.ticket(export, datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONES[export])), text)

    def ticket(self, export, at=None, text=None):
        r, system = self.random, "snow" if export == "snow" else export if self.kind.folders else "zd"
        names = system if self.kind.folders else "all"  # by what ids are unlike each other
        self.made[names] += 1
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
        life = self.life(created, team, requester)
        ticket = {
            "id": str(1000 + self.made[names]), "system": system, "export": export, "text": text, "region": region,
            "channel": self.choose(["email", "chat", "web", "fax", None], [50, 30, 16, 2, 2]),
            "category": self.maybe(category, 0.95), "product": self.maybe("Core"), "requester": self.maybe(requester, 0.95),
            "account": self.maybe(f"a{r.randrange(40)}"), "tier": self.choose(["enterprise", "business", None], [3, 5, 2]),
            "language": self.maybe(self.choose(["en", "de"])), "handle_seconds": self.maybe(r.randrange(60, 4000), 0.8),
            "made_sla": self.choose([True, False, None], [6, 2, 2]) if system == "snow" else None,
            "direction": self.choose([None, "inbound", "outbound"], [8, 1, 0.6] if system == "snow" else [8, 0, 0.6]),
            **life["columns"]}
        if self.chance(0.05):
            ticket["status"] = self.choose(["deleted", "spam", "test", "merged"])
        if self.chance(0.02):
            ticket["merged_into"] = str(1000 + r.randrange(1, self.kind.tickets))
        events = life["events"]
        self.close(ticket)
        if ticket["solved"] and self.chance(0.03):  # a clock that runs backwards
            ticket["solved"] = created - self.wait(DAY)
        told = [created, ticket["solved"] or 0, ticket["closed"] or 0, *(e["at"] for e in events)]
        ticket["updated"] = max(told) + r.randrange(600)
        if system != "snow" and self.kind.days in ("", "log") and not self.chance(0.14):  # the others have no log
            kept = self.choose([None, {"replies"}, {"states"}, {"teams", "removals"}, {"removals", "replies"}],
                               [80, 5, 5, 5, 5])
            if self.kind.is_bare:
                kept = {"states", None}
            self.events += [e | {"ticket": ticket["id"], "system": system} for e in events if kept is None or e["family"] in kept]
            for name in ["reopens", "replies", "group_changes", "escalated", "bot_involved", "bot_handed_off", "first_reply"]:
                ticket[name] = self.maybe(ticket[name], 0.4)  # a log mostly stands for its columns
        if ticket["first_reply"] is None and ticket["replies"]:
            ticket["replies"] = None  # an export does not contradict itself
        for name in ["team", "priority", "agent", "status", "solved", "escalated_at"]:
            ticket[name] = self.maybe(ticket[name], 0.97)
        if ticket["escalated_at"] is None and not ticket["escalated"]:
            ticket["escalated"] = self.maybe(False, 0.7)
        self.tickets.append(ticket)

    def close(self, ticket):
        """Exports that tell of a close only, of both, or of no end though the status is final."""
        dice = self.random.random()
        if dice < 0.12 and ticket["solved"]:
            ticket["closed"], ticket["solved"] = ticket["solved"] + self.choose([0, self.wait(2 * DAY)]), None
        elif dice < 0.16:
            ticket["closed"] = ticket["solved"] = None
        elif dice < 0.24 and ticket["solved"]:
            ticket["closed"] = ticket["solved"] + self.wait(4 * DAY)
        elif dice < 0.26:  # before it was opened
            ticket["closed"] = ticket["created"] - self.wait(DAY)

    def life(self, created, team, requester):
        """A random walk; the columns as an export would have them in the end."""
        at, events, counts = created, [], {"replies": 0, "reopens": 0, "group_changes": 0}
        priority = self.choose(["urgent", "high", "normal", "low"], [15, 25, 45, 15])
        agent, status, removed = self.an_agent(team), "new", False
        columns = {"created": created, "first_reply": None, "solved": None, "closed": None, "escalated_at": None,
                   "escalated": False, "merged_into": None, "bot_involved": False, "bot_handed_off": False}
        numbered = self.choose(["all", "none", "some"]) if self.kind.order == "shuffled" else "none"

        def log(kind, family, old=None, new=None, actor=None):
            numbers = numbered == "all" or numbered == "some" and self.chance(0.5)
            old = old if self.kind.order != "said" else None  # no chain to be found
            events.append({"at": at - (self.wait(3600) if self.chance(0.01) else 0), "kind": kind, "family": family,
                           "sequence": self.choose([len(events), 50 - len(events)], [4, 1]) if numbers else None,
                           "from": self.maybe(old, 0.7), "to": new, "actor": self.maybe(actor)})

        if self.chance(0.7):
            log("created", None, actor=self.choose([requester, agent, "robot"], [12, 1, 2]))
        agent_skills = 1.0 if agent in ("Ann", "Cyd", "Eva", "Hal") else 1.4
        for step in range(self.choose([0, 3, 6, 9, 14], [1, 3, 5, 5, 2])):
            at += 0 if self.chance(self.kind.at_once) else self.wait(self.choose([600, 4 * 3600, 1.2 * DAY, 5 * DAY], [4, 5, 3, 1]) * agent_skills)
            kind = self.choose(["agent", "customer", "bot", "status", "team", "priority", "assignee", "escalated",
                                "solved", "reopened", "removal"],
                               [30, 18, 6, 12, 7, 4, 6, 2, 16, 6 if status in DONE else 0.5, 1.5])
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
                if status in DONE:
                    columns["solved"] = at if old not in DONE else columns["solved"]
                elif old in DONE:
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
        if not removed and status not in DONE and self.chance(0.6):
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
        if dice < 0.25 and not self.kind.days and not self.kind.folders and not ticket["text"]:  # both regions' exports have it; where neither is later the later source counts
            other = {"amer": "emea", "emea": "amer", "snow": "snow"}[row["export"]]
            return [row, old | {"export": other, "updated": self.choose([row["updated"], old["updated"]])}]
        return [row]
