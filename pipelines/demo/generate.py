"""Writes the demo's exports: 15 months of support tickets of three regions, their surveys, contacts, people and costs.

    python3 generate.py [OUT [SEED]]        # OUT is `exports` beside this file

The company is Northwind, the month to report October 2026, and the story is this:
- A chat bot starts in AMER and APAC on 2026-05-04: more chats, many of them solved by the bot,
  and less handling time per ticket.
- The release Core 8.0 on 2026-08-11 drives Login and Sync tickets up in AMER and EMEA; in
  October they are still above what they were.
- Half of UK & Ireland's agents leave in July and August 2026: first replies come later, its CSAT slips
  and EMEA's backlog grows, while AMER's CSAT gets better.
- At the end of September the other teams of EMEA begin to help UK & Ireland: now all of EMEA's customers wait
  longer, and EMEA's CSAT falls.
- In October NPS dips everywhere, in EMEA the most.

Each region exports as such tools do: AMER a CSV in Chicago time, EMEA XML in German, APAC JSON
lines. Each file shows its tickets as they stood some days before the end; what changed since
follows in a later state. A few rows are broken on purpose: see `exports.py`. What happened to
APAC's tickets is in `event_log.py`, calls, chats, staff, costs and the effort survey are in
`operations.py`; each tells what it adds to the story, and draws from a random stream of its own.

The same bytes come out on every machine: an own random generator, own time zones, and gzip
headers without a date. Standard library only.
"""

import datetime
import math
import pathlib
import sys
from types import SimpleNamespace

import event_log
import exports
import operations
from exports import DAY, HOUR, offset, utc
from story import (BOT, CATEGORIES, CUTOFF, END, PRODUCTS, REGIONS, RELEASE, START, Random, after_work, bot_share, nps_shares,
                   present, ramp, release_boost, satisfaction, slowness)

SEED = 20261102

# Tickets

class Desk:
    """One region's support desk: from demand to tickets in their last state."""

    HOURS = dict(enumerate([3, 2, 2, 2, 3, 5, 12, 34, 70, 92, 98, 88, 66, 76, 86, 82, 70, 52, 32, 22, 18, 14, 9, 5]))
    WEEKDAYS = [1.45, 1.28, 1.20, 1.15, 1.02, 0.48, 0.42]
    SEASON = {12: 0.86, 1: 1.08, 8: 0.97}
    RUSH = {"urgent": 0.2, "high": 0.55, "normal": 1, "low": 1.7}
    # Median minutes to the first reply, hours to the solve, minutes of handling.
    PACE = {"email": (95, 7, 14), "phone": (2, 2, 12), "chat": (3, 1.5, 9), "social": (75, 5, 8), "web": (105, 8, 13)}

    def __init__(self, region, random):
        self.region, self.random = region, random
        tiers = {"enterprise": 18, "business": 42, "starter": 40}
        teams = {name: team.share + 1 for name, team in region.teams.items()}
        self.firms = [(firm + ending, random.weighted(tiers), random.weighted(teams))
                      for firm in region.firms for ending in region.endings]

    def tickets(self):
        tickets = []
        for midnight in range(START - DAY, END + DAY, DAY):
            date = datetime.date.fromordinal(719163 + midnight // DAY)
            # More than chance alone makes one day busier than another.
            expected = (self.region.daily * ramp(midnight, START, END, 0.90, 1.08)
                        * (0.82 + 0.18 * release_boost(self.region.name, midnight)) * self.WEEKDAYS[date.weekday()]
                        * self.SEASON.get(date.month, 1) * self.random.lognormal(1, 0.12))
            for _ in range(self.random.poisson(expected)):
                tickets += self.visit(midnight)
        tickets = sorted((t for t in tickets if START <= t.created < END), key=lambda t: t.created)
        for number, ticket in enumerate(tickets, self.region.first_id):
            ticket.id = self.region.id_format.format(number)
            self.work(ticket)
            self.settle(ticket)
        return tickets

    def visit(self, midnight):
        """A ticket, and another one where the bot's answer did not help."""
        random = self.random
        number = int(len(self.firms) * random.unit() ** 1.4)
        firm, requester = self.firms[number], str(10000 + number * 100 + random.below(90))
        local = midnight + random.weighted(self.HOURS) * HOUR + random.below(HOUR)
        ticket = self.open(local - offset(self.region.teams[firm[2]].zone, local), firm, requester)
        if not ticket.bot or ticket.handed_off or not random.chance(0.14):
            return [ticket]
        again = self.open(ticket.created + HOUR + random.below(50 * HOUR), firm, requester)
        again.category, again.subject, again.bot, again.handed_off = ticket.category, ticket.subject, False, False
        again.channel = random.pick(["email", "phone"])
        return [ticket, again]

    def open(self, now, firm, requester):
        random, region = self.random, self.region.name
        account, tier, team = firm
        boost = release_boost(region, now)
        category = random.weighted({name: weight * (boost if name in ("Login", "Sync") else 1)
                                    for name, weight in CATEGORIES.items()})
        if region == "AMER":
            team = "Enterprise" if tier == "enterprise" else "Billing" if category == "Billing" else "Technical"
        staff = self.region.teams[team]
        more_chat = 1 if region == "EMEA" else ramp(now, BOT, END, 1, 2.2)
        channel = random.weighted({name: weight * (more_chat if name == "chat" else 1)
                                   for name, weight in self.region.channels.items()})
        urgency = {"low": 18, "normal": 54, "high": 21, "urgent": 7}
        if tier == "enterprise" or boost > 1.5 and category in ("Login", "Sync"):
            urgency = {"low": 10, "normal": 50, "high": 30, "urgent": 10}
        bot = random.chance(bot_share(region, channel, now))
        product = random.weighted(PRODUCTS)
        return SimpleNamespace(
            region=region, team=team, created=now, channel=channel, priority=random.weighted(urgency),
            category=None if random.chance(0.02) else category, product=product,
            subject=random.pick(exports.SUBJECTS[staff.language][category]).format(p=product, o=account),
            language=staff.language, agent=random.pick(present(staff, now)), requester=requester,
            account=account, tier=tier, bot=bot, first_reply=None, solved=None, closed=None, replies=0,
            handed_off=bot and random.chance(ramp(now, BOT, END, 0.55, 0.40)), reopens=0, transfers=0,
            handle_ms=None, escalated=False)

    def work(self, ticket):
        """Replies to a ticket and solves it, whenever that may be."""
        random = self.random
        if ticket.bot and not ticket.handed_off:
            ticket.solved = ticket.created + 120 + random.below(900)
            return
        zone, rush = self.region.teams[ticket.team].zone, self.RUSH[ticket.priority]
        slow = slowness(ticket.region, ticket.team, ticket.created)
        minutes, hours, touch = self.PACE[ticket.channel]
        wait = random.lognormal(60 * minutes * rush, 0.9) * slow
        if ticket.channel in ("phone", "chat") or ticket.priority == "urgent":
            ticket.first_reply = ticket.created + int(wait)
        else:
            ticket.first_reply = after_work(zone, ticket.created, wait)
        if ticket.channel == "phone" and random.chance(0.03):
            ticket.first_reply = ticket.created - 60 * (1 + random.below(3))  # typed in after the call
        effort = random.lognormal(HOUR * hours * math.sqrt(rush), 1.55) * slow
        if ticket.created > RELEASE and ticket.category in ("Login", "Sync"):
            effort *= 1.3
        ticket.solved = after_work(zone, max(ticket.created, ticket.first_reply), effort)
        ticket.replies = 1
        while ticket.replies < 9 and random.chance(0.47):
            ticket.replies += 1
        ticket.reopens = random.weighted({0: 92, 1: 6, 2: 2})
        ticket.transfers = random.weighted({0: 82, 1: 14, 2: 4})
        ticket.escalated = random.chance((0.14 if ticket.priority == "urgent" else 0.03) * (2 if slow > 1.5 else 1))
        if not random.chance(0.03):
            minutes = touch * (1 + ticket.reopens / 2)
            if ticket.region != "EMEA":  # the bot asks first, and sums up for the agent
                minutes *= ramp(ticket.created, BOT, END, 1, 0.87) * (0.75 if ticket.handed_off else 1)
            ticket.handle_ms = int(random.lognormal(60000 * minutes, 0.55))
        if random.chance(0.003 + 0.012 * max(0, slow - 1)):
            ticket.solved = None  # forgotten

    def settle(self, ticket):
        """Cuts a ticket's life off at the end of the data, and gives it its status."""
        random = self.random
        if ticket.first_reply and ticket.first_reply > CUTOFF:
            ticket.first_reply, ticket.replies = None, 0
        fate = random.unit()
        if ticket.solved and ticket.solved <= CUTOFF:
            ticket.status, ticket.updated, closing = "solved", ticket.solved, ticket.solved + 4 * DAY
            if closing <= CUTOFF:
                ticket.status, ticket.closed, ticket.updated = "closed", closing, closing
            if ticket.region == "EMEA" and fate < 0.003:  # closed without a solve
                ticket.status, ticket.closed, ticket.solved = "closed", ticket.updated, None
            elif ticket.region != "EMEA" and fate < 0.005 and ticket.first_reply:  # open again
                ticket.status, ticket.closed, ticket.reopens = "open", None, max(1, ticket.reopens)
                ticket.updated = min(CUTOFF, ticket.solved + DAY + random.below(20 * DAY))
        else:
            ticket.solved, ticket.handle_ms = None, None
            ticket.status = random.weighted({"open": 5, "pending": 4, "on_hold": 2} if ticket.first_reply
                                            else {"new": 3, "open": 2})
            ticket.updated = min(CUTOFF, max(ticket.created, ticket.first_reply or 0) + random.below(9 * DAY))
        if fate > 0.985:
            ticket.status = random.weighted({"spam": 5, "deleted": 3, "merged": 3})


# Surveys

def survey_rows(tickets, random):
    """What customers were asked, in the order of asking: CSAT after most solves, NPS after some."""
    rows = []

    def ask(ticket, kind, scale, sent, score, answers):
        is_answered = sent <= CUTOFF and random.chance(answers)
        responded = sent + int(random.lognormal(5 * HOUR, 1.2)) if is_answered else CUTOFF + 1
        if sent <= CUTOFF:
            rows.append(SimpleNamespace(ticket=ticket, kind=kind, scale=scale, sent=sent,
                                        score=score(ticket) if is_answered else 0,
                                        responded=responded, is_chatty=random.chance(0.25)))
        return responded <= CUTOFF

    def csat(ticket):
        return random.weighted({5: 62, 4: 38} if random.chance(satisfaction(ticket)) else {3: 45, 2: 25, 1: 30})

    def nps(ticket):
        promoters, detractors = nps_shares(ticket.region, ticket.solved + 2 * DAY)
        least, most = random.weighted({(9, 10): promoters, (2, 6): detractors, (7, 8): 1 - promoters - detractors})
        return least + random.below(most - least + 1)

    for ticket in tickets:
        if ticket.solved and ticket.status in ("solved", "closed"):
            sent = ticket.solved + HOUR // 2
            if random.chance(0.9) and ask(ticket, "CSAT", 5, sent, csat, 0.5) and random.chance(0.04):
                ask(ticket, "CSAT", 5, sent + DAY + random.below(8 * DAY), csat, 1)
            if random.chance(0.42):
                ask(ticket, "NPS", 10, ticket.solved + 2 * DAY, nps, 0.5)
    return sorted(rows, key=lambda row: row.sent)


def main(out, seed):
    def versions(tickets, pulled):
        """The tickets as the main export shows them, then those that changed since."""
        early = [exports.as_of(ticket, pulled) for ticket in tickets]
        return [t for t in early if t], [t for t in tickets if t.updated > pulled]

    # Each part draws from a stream of its own.
    desks = {region.name: Desk(region, Random(seed + place)) for place, region in enumerate(REGIONS)}
    tickets = {name: desk.tickets() for name, desk in desks.items()}
    random = Random(seed + 7)

    early, late = versions(tickets["AMER"], desks["AMER"].region.pulled)
    columns = [exports.amer_columns(ticket) for ticket in early + late]
    texts = exports.records("AMER", columns, exports.csv_record, random)
    first, last = sum(t.created < utc(2026, 1, 1, 6) for t in early), len(texts) - len(late)
    for name, part in [("tickets-2025", texts[:first]), ("tickets-2026", texts[first:last]),
                       ("late-2026-11-01", texts[last:])]:
        exports.write(out / "amer" / f"{name}.csv.gz", exports.csv_file(part, columns[0]))

    early, late = versions(tickets["EMEA"], desks["EMEA"].region.pulled)
    columns = [exports.emea_columns(ticket) for ticket in early + late]
    texts = exports.records("EMEA", columns, exports.xml_record, random)
    exports.write(out / "emea" / "incidents.xml.gz", exports.xml_file(texts))

    early, late = versions(tickets["APAC"], desks["APAC"].region.pulled)
    columns = [exports.apac_columns(ticket) for ticket in early + late]
    texts = exports.records("APAC", columns, exports.json_record, random)
    exports.write(out / "apac" / "tickets.ndjson.gz", "".join(texts))

    pulled = utc(2026, 10, 30)
    surveys = list(enumerate(survey_rows(sum(tickets.values(), []), random), 1))
    columns = [exports.survey_columns(number, survey, pulled) for number, survey in surveys if survey.sent <= pulled]
    columns += [exports.survey_columns(number, survey, CUTOFF) for number, survey in surveys
                if survey.sent > pulled or pulled < survey.responded <= CUTOFF]
    texts = exports.records("surveys", columns, exports.csv_record, random)
    exports.write(out / "surveys" / "surveys.csv.gz", exports.csv_file(texts, columns[0]))

    random = Random(seed + 11)
    texts = exports.records("events", event_log.rows(tickets["APAC"], random), exports.json_record, random)
    exports.write(out / "apac-log" / "events.ndjson.gz", "".join(texts))
    operations_of(sum(tickets.values(), []), out, seed)


def operations_of(tickets, out, seed):
    """The exports of the phone and chat system, of HR, workforce and finance, and the effort survey."""
    def write(name, rows, export=None):
        texts = exports.records(export, rows, exports.csv_record, random) if export else map(exports.csv_record, rows)
        exports.write(out / name, exports.csv_file(texts, rows[0]))

    random = Random(seed + 13)
    contacts = operations.contacts(tickets, Desk.HOURS, random)
    write("contacts/interactions.csv.gz", [operations.contact_columns(*pair) for pair in enumerate(contacts, 1)], "contacts")
    write("staff/team-months.csv.gz", list(operations.team_months(contacts)))
    write("staff/agent-days.csv.gz", list(operations.agent_days(random)))
    write("finance/costs.csv.gz", list(operations.costs(random)))
    (out / "finance" / "rates.csv").write_text(operations.rates(random))
    answers = [columns for _, columns in sorted(operations.effort_rows(tickets, random), key=lambda answer: answer[0])]
    rows = [{"Response": f"E-{number}"} | columns for number, columns in enumerate(answers, 1)]
    write("effort/answers.csv.gz", rows, "effort")


if __name__ == "__main__":
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "exports"
    main(out, int(sys.argv[2]) if len(sys.argv) > 2 else SEED)
