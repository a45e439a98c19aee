"""The demo's exports beside tickets and CSAT and NPS: contacts, staff, costs and an effort survey.

What they add to the story that generate.py tells:
- Phone and chat: one queue system for all regions. Half of the contacts become a ticket; the others
  are answered on the spot or given up. Where agents are missing customers wait: UK & Ireland answers
  ever fewer within 20 seconds.
- Staff: of UK & Ireland's ten agents five leave in July and August 2026. What HR exports is a team's
  month; the hours are those of the phone and chat shifts. The workforce tool has one day a week of each agent.
- Costs: each team's budget in its own currency. UK & Ireland pays an agency from August 2026.
- Effort: "It was easy to get help", 1 to 7; EMEA slips.
"""

import datetime
import math
from types import SimpleNamespace

from exports import DAY, HOUR, offset, show, utc
from story import BOT, CUTOFF, END, HELPED, HELPING, JOINED, LEAVING, LEFT, REGIONS, START, present, ramp, slowness

MONTHS = [(2025, month) for month in range(8, 13)] + [(2026, month) for month in range(1, 11)]
# An agent's month and a team's tools, in the currency of the team's budget.
PAY = {"AMER": (4200, 2350, "USD"), "EMEA": (3600, 2000, "EUR"), "APAC": (3400, 2250, "USD"),
       "UK & Ireland": (3000, 1750, "GBP")}
RATES = {"USD": (0.742, 0.761), "EUR": (0.866, 0.857)}  # pounds, at the start and at the end


def teams():
    return [(region.name, name, team) for region in REGIONS for name, team in region.teams.items()]


def bounds(month):
    """When a month begins, and when the next one does."""
    year, number = month
    return utc(year, number, 1), utc(year + number // 12, number % 12 + 1, 1)


def changes(staff, month):
    """How many came to a team, left it of their own will, and were dismissed."""
    start, end = bounds(month)
    came = sum(start <= JOINED.get(agent, 0) < end for agent in staff.agents)
    left = [LEFT[agent][1] for agent in staff.agents if agent in LEFT and start <= LEFT[agent][0] < end]
    return came, left.count(True), left.count(False)


# Contacts

class Queue:
    """One queue system: each call or chat that was offered to an agent."""

    PACE = {"phone": (8.5, 330), "chat": (7.5, 400)}  # median seconds to the answer, and of talk

    def __init__(self, random):
        self.random, self.contacts = random, []

    def offer(self, now, region, team, staff, channel, ticket=None):
        random = self.random
        pace, talk = self.PACE[channel]
        wait = 1 + int(random.lognormal(pace, 0.9) * slowness(region, team, now) ** 0.9)
        patience = 1 + int(-110 * math.log(1 - random.unit()))
        contact = SimpleNamespace(
            offered=now, channel=channel, region=region, team=team, ticket=ticket, direction="in", is_answered=True,
            wait=wait, talk=None, hold=None, wrap=None, agent=None)
        if ticket is None and wait > patience:
            contact.wait, contact.is_answered = patience, False
        else:
            if channel == "chat" and region != "EMEA":  # the bot has asked first
                talk *= ramp(now, BOT, END, 1, 0.8)
            self.talk(contact, talk * (1.35 if ticket else 0.9), present(staff, now))
        self.contacts.append(contact)

    def talk(self, contact, median, agents):
        random = self.random
        contact.talk = 20 + int(random.lognormal(median, 0.55))
        contact.hold = int(random.lognormal(45, 0.7)) if contact.channel == "phone" and random.chance(0.3) else 0
        contact.wrap = int(random.lognormal(70, 0.6))
        contact.agent = random.pick(agents)

    def call_back(self, ticket, staff):
        contact = SimpleNamespace(
            offered=ticket.solved - 600, channel="phone", region=ticket.region, team=ticket.team, ticket=ticket.id,
            direction="out", is_answered=True, wait=0)
        self.talk(contact, 240, present(staff, ticket.solved))
        self.contacts.append(contact)


def contacts(tickets, hours, random):
    """Contacts in the order in which they were offered: those of phone and chat tickets, and as many that became none."""
    queue = Queue(random)
    staff = {name: team for _, name, team in teams()}
    for ticket in tickets:
        if ticket.channel not in ("phone", "chat") or ticket.bot and not ticket.handed_off:
            continue
        queue.offer(ticket.created - 20 - random.below(100), ticket.region, ticket.team, staff[ticket.team], ticket.channel,
                    ticket.id)
        if ticket.channel == "phone" and ticket.solved and ticket.solved <= CUTOFF and random.chance(0.08):
            queue.call_back(ticket, staff[ticket.team])
        if random.chance(0.97):
            # Somebody else of the region, some day of the same week.
            day = ticket.created - ticket.created % DAY + random.below(5) * DAY
            now = day + random.weighted(hours) * HOUR + random.below(HOUR) - offset(staff[ticket.team].zone, day)
            local = datetime.date.fromordinal(719163 + day // DAY)
            if local.weekday() < 5 and START <= now < END:
                queue.offer(now, ticket.region, ticket.team, staff[ticket.team], ticket.channel)
    found = sorted(queue.contacts, key=lambda contact: contact.offered)
    for place in (len(found) // 5, len(found) // 2, len(found) - 40):  # a ticket number that nobody has
        next(contact for contact in found[place:] if contact.ticket).ticket = "100"
    return found


def contact_columns(number, contact):
    def shown(value):
        return "" if value is None else value
    return {"Interaction": f"Q{number:06}", "Offered": show(contact.offered), "Media": contact.channel.capitalize(),
            "Region": contact.region, "Queue": contact.team, "Direction": contact.direction,
            "Outcome": "answered" if contact.is_answered else "abandoned", "Wait": contact.wait, "Talk": shown(contact.talk),
            "Hold": shown(contact.hold), "Wrap-up": shown(contact.wrap), "Agent": shown(contact.agent),
            "Ticket": shown(contact.ticket)}


# Staff

def team_months(contacts):
    """HR's months of teams. The shifts are as long as it takes for the work, UK & Ireland's ever less so."""
    work = {}
    for contact in contacts:
        if contact.is_answered:
            key = (contact.team, show(contact.offered, "%Y-%m"))
            work[key] = work.get(key, 0) + contact.talk + contact.hold + contact.wrap
    for year, month in MONTHS:
        for region, team, staff in teams():
            name, now = f"{year}-{month:02}", utc(year, month, 15)
            load = 0.6 + 0.12 * (slowness(region, team, now) - 1) - (0.04 if region == "AMER" and now > BOT else 0)
            came, left, dismissed = changes(staff, (year, month))
            yield {"Region": region, "Team": team, "Month": f"{name}-01",
                   "FTE": len(present(staff, bounds((year, month))[1] - 1)),
                   "Joined": came, "Left": left, "Dismissed": dismissed,
                   "Shift hours": f"{round(work.get((team, name), 0) / 3600 / load)}"}


def agent_days(random):
    """A day a week of each agent: minutes on the queue and with customers, and a review of some of the work."""
    for week, monday in enumerate(range(START - START % DAY + 3 * DAY, END - 4 * DAY, 7 * DAY)):
        for place, (region, team, staff) in enumerate(teams()):
            for number, agent in enumerate(present(staff, monday)):
                now = monday + (week + place + number) % 5 * DAY
                slow = slowness(region, team, now) - 1
                on_queue = 180 + random.below(160)
                busy = 0.79 + 0.06 * slow - (0.03 if region == "AMER" and now > BOT else 0) + (random.unit() - 0.5) * 0.1
                score = min(1, 0.91 - 0.04 * slow + (random.unit() - 0.5) * 0.16)
                yield {"Region": region, "Team": team, "Agent": agent, "Day": show(now, "%d.%m.%Y"), "On queue": on_queue,
                       "With customers": round(on_queue * min(0.99, busy)), "Points": round(40 * score), "Possible": 40,
                       "Critical": int(random.chance(0.02 + 0.02 * slow))}


# Costs

def costs(random):
    """Budget and actual cost of each team's month, by line."""
    for year, month in MONTHS:
        for region, team, staff in teams():
            pay, tools, currency = PAY.get(team, PAY[region])
            raised = 1.03 if (year, month) >= (2026, 4) else 1  # the fiscal year begins in April
            paid = len(present(staff, bounds((year, month))[1] - 1)) * pay * raised * (0.995 + random.unit() / 50)
            planned = len(present(staff, START)) * pay * raised
            lines = [("Salaries", planned, paid), ("Tools", tools, tools * (0.94 + random.unit() / 8))]
            if team == "UK & Ireland" and (year, month) >= (2026, 8):
                lines.append(("Agency", 0, {8: 9250, 9: 19500, 10: 28000}[month]))
            for line, budget, actual in lines:
                yield {"Region": region, "Team": team, "Month": f"{year}-{month:02}-01", "Line": line,
                       "Budget": f"{budget:.2f}", "Actual": f"{actual:.2f}", "Currency": currency}


def rates(random):
    """What a dollar and a euro cost in pounds, on the first and from 2026 on the fifteenth of each month too."""
    days = [utc(year, month, day) for year, month in MONTHS for day in ((1,) if year == 2025 else (1, 15))]
    lines = [f"{show(day, '%Y-%m-%d')},{currency},GBP,{ramp(day, START, END, *ends) + (random.unit() - 0.5) / 100:.4f}"
             for day in days for currency, ends in RATES.items()]
    return "date,from,to,rate\n" + "\n".join(lines) + "\n"


# Effort

def effort_rows(tickets, random):
    """Answers to "It was easy to get help", 7 is "fully agree"."""
    for ticket in tickets:
        if ticket.solved is None or ticket.status not in ("solved", "closed") or not random.chance(0.2):
            continue
        ease = 0.81 + (ramp(ticket.solved, BOT, END, 0, 0.06) if ticket.region == "AMER" else 0)
        if ticket.region == "EMEA":
            ease -= ramp(ticket.solved, HELPING, HELPED, 0, 0.1)
        if ticket.team == "UK & Ireland":
            ease -= ramp(ticket.solved, LEAVING, END, 0, 0.2)
        score = random.weighted({5: 30, 6: 42, 7: 28} if random.chance(ease) else {4: 45, 3: 30, 2: 15, 1: 10})
        answered = ticket.solved + int(random.lognormal(9 * HOUR, 1.1))
        if answered <= CUTOFF:
            yield answered, {"Ticket": ticket.id, "Region": ticket.region, "Team": ticket.team, "Channel": ticket.channel,
                             "Effort": score, "Answered": show(answered)}
