"""The demo's exports beside tickets and CSAT and NPS: contacts, staff, costs and an effort survey.

What they add to the story that generate.py tells:
- Phone and chat: one queue system for all regions. Half of the contacts become a ticket; the others
  are answered on the spot or given up. Where agents are missing customers wait: UK & Ireland answers
  ever fewer within 20 seconds.
- Staff: support is one part of what the agents do, so people are counted in full-time equivalents.
  Of UK & Ireland's 2.0 half leave from July 2026. What HR exports is a team's month; the hours are
  those of the phone and chat shifts. The workforce tool has one agent's day a team and week.
- Costs: each team's budget in its own currency. UK & Ireland pays an agency from August 2026.
- Effort: "It was easy to get help", 1 to 7; EMEA slips.
"""

import datetime
import math
from types import SimpleNamespace

from exports import DAY, HOUR, offset, show, utc
from story import BOT, CUTOFF, END, LEAVING, REGIONS, START, ramp, slowness

MONTHS = [(2025, month) for month in range(8, 13)] + [(2026, month) for month in range(1, 11)]
FTE = {"Technical": 1.6, "Billing": 0.7, "Enterprise": 1.1, "DACH": 1.4, "UK & Ireland": 2.0, "Nordics": 0.9,
       "Japan": 0.9, "ANZ": 0.9, "South-East Asia": 0.8}
# Who left, by team and month: by their own will, and made to; and who came.
LEFT = {("UK & Ireland", (2026, 7)): (0.6, 0), ("UK & Ireland", (2026, 8)): (0.2, 0), ("UK & Ireland", (2026, 9)): (0.2, 0),
        ("Technical", (2026, 2)): (0.3, 0), ("Nordics", (2025, 11)): (0, 0.2), ("ANZ", (2026, 5)): (0.2, 0)}
JOINED = {("Technical", (2026, 3)): 0.3, ("Nordics", (2025, 12)): 0.2, ("ANZ", (2026, 6)): 0.2}
# A full-time equivalent's month and a team's tools, in the currency of the team's budget.
PAY = {"AMER": (4600, 470, "USD"), "EMEA": (3900, 400, "EUR"), "APAC": (3700, 450, "USD"), "UK & Ireland": (3300, 350, "GBP")}
RATES = {"USD": (0.742, 0.761), "EUR": (0.866, 0.857)}  # pounds, at the start and at the end


def teams():
    return [(region.name, name, team) for region in REGIONS for name, team in region.teams.items()]


def staffing(team, month):
    """Full-time equivalents at a month's end."""
    until = [(place, change) for place, change in [*((m, -sum(left)) for (name, m), left in LEFT.items() if name == team),
                                                   *((m, came) for (name, m), came in JOINED.items() if name == team)]
             if place <= month]
    return round(FTE[team] + sum(change for _, change in until), 1)


def agents(team, staff, now):
    return staff.agents[3:] if team == "UK & Ireland" and now > LEAVING else staff.agents


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
            self.talk(contact, talk * (1.35 if ticket else 0.9), agents(team, staff, now))
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
        self.talk(contact, 240, agents(ticket.team, staff, ticket.solved))
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
        for region, team, _ in teams():
            name, now = f"{year}-{month:02}", utc(year, month, 15)
            load = 0.6 + 0.16 * (slowness(region, team, now) - 1) - (0.04 if region == "AMER" and now > BOT else 0)
            left = LEFT.get((team, (year, month)), (0, 0))
            yield {"Region": region, "Team": team, "Month": f"{name}-01", "FTE": staffing(team, (year, month)),
                   "Joined": JOINED.get((team, (year, month)), 0), "Left": left[0], "Dismissed": left[1],
                   "Shift hours": f"{round(work.get((team, name), 0) / 3600 / load)}"}


def agent_days(random):
    """One agent's day a team and week: minutes on the queue and with customers, and a review of some of the work."""
    for week, monday in enumerate(range(START - START % DAY + 3 * DAY, END - 4 * DAY, 7 * DAY)):
        for place, (region, team, staff) in enumerate(teams()):
            now = monday + (week + place) % 5 * DAY
            slow = slowness(region, team, now) - 1
            present = agents(team, staff, now)
            on_queue = 180 + random.below(160)
            busy = min(0.99, 0.79 + 0.075 * slow - (0.03 if region == "AMER" and now > BOT else 0) + (random.unit() - 0.5) * 0.1)
            score = min(1, 0.91 - 0.04 * slow + (random.unit() - 0.5) * 0.16)
            yield {"Region": region, "Team": team, "Agent": present[(week + place) % len(present)],
                   "Day": show(now, "%d.%m.%Y"), "On queue": on_queue, "With customers": round(on_queue * busy),
                   "Points": round(40 * score), "Possible": 40, "Critical": int(random.chance(0.02 + 0.02 * slow))}


# Costs

def costs(random):
    """Budget and actual cost of each team's month, by line."""
    for year, month in MONTHS:
        for region, team, _ in teams():
            pay, tools, currency = PAY.get(team, PAY[region])
            raised = 1.03 if (year, month) >= (2026, 4) else 1  # the fiscal year begins in April
            paid = staffing(team, (year, month)) * pay * raised * (0.995 + random.unit() / 50)
            lines = [("Salaries", FTE[team] * pay * raised, paid), ("Tools", tools, tools * (0.94 + random.unit() / 8))]
            if team == "UK & Ireland" and (year, month) >= (2026, 8):
                lines.append(("Agency", 0, {8: 1850, 9: 3900, 10: 5600}[month]))
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
        if ticket.solved is None or ticket.status not in ("solved", "closed") or not random.chance(0.11):
            continue
        ease = 0.81 + (ramp(ticket.solved, BOT, END, 0, 0.06) if ticket.region == "AMER" else 0)
        if ticket.region == "EMEA":
            ease -= ramp(ticket.solved, LEAVING, END, 0, 0.3 if ticket.team == "UK & Ireland" else 0.1)
        is_easy = random.even(("ces", ticket.team)) < ease
        score = random.weighted({5: 30, 6: 42, 7: 28} if is_easy else {4: 45, 3: 30, 2: 15, 1: 10})
        answered = ticket.solved + int(random.lognormal(9 * HOUR, 1.1))
        if answered <= CUTOFF:
            yield answered, {"Ticket": ticket.id, "Region": ticket.region, "Team": ticket.team, "Channel": ticket.channel,
                             "Effort": score, "Answered": show(answered)}
