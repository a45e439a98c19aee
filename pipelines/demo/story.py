"""The demo's story: who Northwind's teams are, and what happened to them from August 2025 on.

Used by the modules that write the exports; `generate.py` tells the story in words.
"""

import math
from dataclasses import dataclass

from exports import DAY, HOUR, offset, utc

START, END = utc(2025, 8, 1), utc(2026, 11, 1)
CUTOFF = utc(2026, 11, 2)
BOT, RELEASE, LEAVING = utc(2026, 5, 4), utc(2026, 8, 11), utc(2026, 7, 1)
# The other teams of EMEA take over queues of UK & Ireland's.
HELPING, HELPED = utc(2026, 9, 26), utc(2026, 10, 6)

CATEGORIES = {"Login": 10, "Sync": 8, "Billing": 19, "How-to": 24, "Bug": 19, "Feature request": 8,
              "Data export": 12}
PRODUCTS = {"Core": 60, "Mobile": 25, "Insights": 15}


@dataclass
class Team:
    share: int
    language: str
    zone: object  # a name, or hours ahead of UTC
    agents: list


@dataclass
class Region:
    name: str
    daily: float  # tickets a day, about
    first_id: int
    id_format: str
    channels: dict
    teams: dict
    firms: list
    endings: list
    pulled: int  # when the main export was made


REGIONS = [
    Region("AMER", 24.9, 184201, "{}", {"email": 40, "phone": 20, "chat": 15, "social": 6, "web": 19},
           {"Technical": Team(0, "en", "Chicago", ["D. Miller", "S. Ortiz", "J. Park", "A. Brooks", "C. Dixon", "W. Hayes",
                                                   "N. Flores", "B. Carter", "E. Stone"]),
            "Billing": Team(0, "en", "Chicago", ["K. Nguyen", "L. Ross", "P. Wagner", "Y. Diaz", "G. Lopez"]),
            "Enterprise": Team(0, "en", "Chicago", ["M. Chen", "R. Alvarez", "T. Hughes", "I. Novak", "O. Bell", "V. Grant"])},
           ["Contoso", "Fabrikam", "Tailspin", "Adatum", "Litware", "Proseware", "Wingtip", "Trey"],
           [", Inc.", " LLC", " Foods", " Health", ", Corp."], utc(2026, 10, 29, 6)),
    Region("EMEA", 20.5, 100001, "VG-{}", {"email": 50, "phone": 24, "chat": 7, "social": 4, "web": 15},
           {"DACH": Team(40, "de", "Berlin", ["Anja Vogt", "Jörg Meißner", "Petra Klein", "Uwe Lang", "Katrin Böhm",
                                              "Sven Huber", "Ines Graf", "Timo Falk"]),
            "UK & Ireland": Team(37, "en", "Berlin", ["N. Walsh", "G. Ahmed", "C. O'Neill", "H. Booth", "P. Shah", "F. Reid",
                                                      "L. Murphy", "D. Osei", "R. Kaye", "S. Doyle"]),
            "Nordics": Team(23, "en", "Berlin", ["Åsa Lindqvist", "Mikkel Bro", "Eero Salo", "Ida Holm", "Nils Berg",
                                                 "Liv Dahl"])},
           ["Alpen", "Hansa", "Kestrel", "Brückner", "Fjord", "Linden", "Marlow", "Söder"],
           [" GmbH", " & Co. KG", " Ltd", " AB", " plc"], utc(2026, 10, 28, 22)),
    Region("APAC", 18.75, 20401, "APX-{}", {"email": 38, "phone": 11, "chat": 18, "social": 14, "web": 19},
           {"Japan": Team(38, "ja", 9, ["佐藤 健", "鈴木 葵", "高橋 蓮", "田中 陽菜", "伊藤 翔", "渡辺 結衣"]),
            "ANZ": Team(34, "en", 10, ["B. Taylor", "M. Kaur", "S. Whetu", "J. Moana", "A. Fraser", "T. Lam"]),
            "South-East Asia": Team(28, "en", 8, ["Nur Aisyah", "Tan Wei Ling", "R. Santos", "Dewi Lestari", "K. Pham"])},
           ["Sakura", "Kowhai", "Merlion", "Tanaka", "Coral", "Banyan", "Ikeda", "Harbour"],
           ["株式会社", " Pty Ltd", " Pte Ltd", " K.K.", " Group"], utc(2026, 10, 28)),
]

# Who left, with the last day and whether of their own will; and who came, with the first.
LEFT = {"N. Walsh": (LEAVING, True), "G. Ahmed": (utc(2026, 7, 3), True), "C. O'Neill": (utc(2026, 7, 8), True),
        "H. Booth": (utc(2026, 7, 18), True), "P. Shah": (utc(2026, 8, 14), True),
        "D. Miller": (utc(2026, 2, 13), True), "Åsa Lindqvist": (utc(2025, 11, 21), False), "B. Taylor": (utc(2026, 5, 15), True)}
JOINED = {"E. Stone": utc(2026, 3, 9), "Liv Dahl": utc(2026, 1, 12), "T. Lam": utc(2026, 6, 22)}


class Random:
    """SplitMix64, with the few distributions that are needed."""

    def __init__(self, seed):
        self.state = seed

    def unit(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
        return ((z ^ (z >> 31)) >> 11) / 2**53

    def chance(self, p):
        return self.unit() < p

    def below(self, count):
        return int(self.unit() * count)

    def pick(self, items):
        return items[self.below(len(items))]

    def weighted(self, weights):
        left = self.unit() * sum(weights.values())
        for item, weight in weights.items():
            left -= weight
            if left < 0:
                break
        return item

    def lognormal(self, median, sigma):
        radius = math.sqrt(-2 * math.log(1 - self.unit()))
        return median * math.exp(sigma * radius * math.cos(2 * math.pi * self.unit()))

    def poisson(self, mean):
        """How many come where `mean` come on average, each by itself."""
        count, left = -1, mean
        while left >= 0:
            count, left = count + 1, left + math.log(1 - self.unit())
        return count


# Time

def after_work(zone, instant, seconds):
    """The instant when so many seconds have been worked: Monday to Friday, 8 to 18 o'clock."""
    local = instant + offset(zone, instant)
    while True:
        midnight = local - local % DAY
        local, closing = max(local, midnight + 8 * HOUR), midnight + 18 * HOUR
        if (midnight // DAY + 3) % 7 < 5:
            if local + seconds <= closing:
                return int(local + seconds - offset(zone, local))
            seconds -= max(0, closing - local)
        local = midnight + DAY


# The story

def ramp(now, start, end, low, high):
    """From `low` at the start to `high` at the end, in a straight line."""
    return low + (high - low) * min(1, max(0, (now - start) / (end - start)))


def release_boost(region, now):
    """How many times as many Login and Sync tickets come as before Core 8.0."""
    if now < RELEASE:
        return 1
    lasting, first = {"AMER": (1.0, 2.4), "EMEA": (1.2, 2.4), "APAC": (0.1, 0.2)}[region]
    return 1 + lasting + first * math.exp(-(now - RELEASE) / (18 * DAY))


def bot_share(region, channel, now):
    """The share of a channel's tickets in which the bot takes part."""
    if region == "EMEA" or now < BOT:
        return 0
    least, most = {"chat": (0.45, 0.85), "web": (0.06, 0.30), "social": (0.05, 0.25)}.get(channel, (0, 0))
    return ramp(now, BOT, END, least, most)


def present(team, now):
    """The agents of a team who are there."""
    return [agent for agent in team.agents if JOINED.get(agent, 0) <= now < LEFT.get(agent, (math.inf, True))[0]]


def slowness(region, team, now):
    """How many times as long as in June 2026 customers wait."""
    if team == "UK & Ireland":
        return ramp(now, LEAVING, LEAVING + 12 * DAY, 1, 2.8) + ramp(now, utc(2026, 8, 14), utc(2026, 10, 1), 0, 0.7)
    if region == "EMEA":
        return ramp(now, HELPING, HELPED, 1, 1.35)
    return ramp(now, BOT, END, 1, 0.85) if region == "AMER" else 1


def satisfaction(ticket):
    """The chance that a customer gives 4 or 5 of 5."""
    now = ticket.solved
    base = {"AMER": ramp(now, BOT, END, 0.85, 0.92)}.get(ticket.region, 0.89)
    if ticket.region == "EMEA":
        base -= ramp(now, HELPING, HELPED, 0, 0.17)
    if ticket.team == "UK & Ireland":
        base -= ramp(now, LEAVING, LEAVING + 20 * DAY, 0, 0.07)
    wait = (ticket.first_reply or ticket.created) - ticket.created
    base -= 0.05 * (wait > DAY) + 0.15 * (ticket.reopens > 0) + 0.04 * (ticket.transfers > 0)
    return base - (0.04 if now > RELEASE and ticket.category in ("Login", "Sync") else 0)


def nps_shares(region, now):
    """Shares of promoters and of detractors."""
    if now < utc(2026, 9, 30):
        return 0.53, 0.15
    return (0.40, 0.24) if region == "EMEA" else (0.46, 0.19)
