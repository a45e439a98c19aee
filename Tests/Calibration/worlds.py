"""Worlds of support tickets in which nothing changes in the last month, or one known thing does.

    python3 worlds.py KIND SEED FOLDER     # writes the exports and pipeline.yml

About 2,300 tickets a month in 9 teams of 3 regions, 4 channels and 5 categories, over 15 months; 240 surveys a team and
month; ten agents a team, of whom now and then one leaves and is replaced. Two months before the first are made too,
so that the backlog is what it is in the long run. Days cluster: what comes on one depends on more than chance.
Needs numpy.
"""

import pathlib
import sys
from dataclasses import dataclass

import numpy as np

DAY = 86400
MONTHS = np.array([f"{2025 + (5 + m) // 12}-{(5 + m) % 12 + 1:02}" for m in range(19)], "datetime64[M]")
STARTS = MONTHS.astype("datetime64[s]").astype(np.int64)
LAST = 16  # the place of October 2026, the month reported
AS_OF = "2026-11-02"
CUTOFF = STARTS[LAST + 1] + DAY
TEAMS = [f"Team {letter}" for letter in "ABCDEFGHI"]
REGIONS = ["North", "Centre", "South"]
CHANNELS, CHANNEL_SHARES = ["email", "phone", "chat", "web"], [0.42, 0.22, 0.20, 0.16]
CATEGORIES, CATEGORY_SHARES = ["Access", "Billing", "Defect", "Question", "Request"], [0.25, 0.20, 0.20, 0.22, 0.13]
WEEKDAYS = np.array([1.45, 1.28, 1.20, 1.15, 1.02, 0.48, 0.42])
PACE = np.array([95.0, 20.0, 25.0, 110.0])  # median minutes to the first reply, by channel


@dataclass
class Plant:
    """What differs in the last month: each a factor, or points, of one group."""
    csat: tuple = ()  # team, points
    category: tuple = ()  # category, factor of its volume
    channel_reply: tuple = ()  # channel, factor of its waits
    team_reply: tuple = ()  # team, factor of its waits
    mix: tuple = ()  # team, factor of its volume, the whole's being the same
    headcount: tuple = ()  # team, agents left of ten, factor of its waits

    def right(self):
        """Which metrics and group tell what was planted, the group of the plant."""
        def of(dimension, members, place, *metrics):
            return {dimension: members[place]}, metrics
        if self.csat:
            return of("team", TEAMS, self.csat[0], "csat")
        if self.category:
            return of("category", CATEGORIES, self.category[0], "created", "solved", "backlog.created", "backlog.solved")
        reply = ("first_response.", "sla_first_reply", "next_reply.")
        if self.channel_reply:
            return of("channel", CHANNELS, self.channel_reply[0], *reply)
        if self.team_reply:
            return of("team", TEAMS, self.team_reply[0], *reply)
        if self.mix:
            return of("team", TEAMS, self.mix[0], "created", "solved", "backlog.created", "backlog.solved")
        if self.headcount:
            return of("team", TEAMS, self.headcount[0], "headcount", "attrition", "backlog_per_agent", *reply)


QUIET = ["nothing", "growth", "wave"]
# Each of a full size and a smaller one.
SIZES = {
    "csat": (-0.20, -0.12), "category": (1.8, 1.4), "channel_reply": (1.8, 1.35), "team_reply": (2.5, 1.6),
    "mix": (2.2, 1.45), "headcount": ((5, 3.0), (7, 1.8)),
}
KINDS = QUIET + [f"{name}{small}" for name in SIZES for small in ("", "-small")]


def plant_of(kind, random):
    if kind in QUIET:
        return Plant()
    name = kind.removesuffix("-small")
    size = SIZES[name][kind != name]
    members = {"category": CATEGORIES, "channel_reply": CHANNELS}.get(name, TEAMS)
    place = int(random.integers(len(members)))
    return Plant(**{name: (place, *(size if isinstance(size, tuple) else (size,)))})


def autocorrelated(random, size, deviation):
    """An AR(0.5) course by month of the given deviation, for each of `size` groups."""
    out = np.empty((len(MONTHS), size))
    out[0] = random.normal(0, deviation, size)
    for month in range(1, len(MONTHS)):
        out[month] = 0.5 * out[month - 1] + random.normal(0, deviation * np.sqrt(0.75), size)
    return out


class World:
    def __init__(self, kind, seed):
        self.random = random = np.random.default_rng([seed, KINDS.index(kind)])
        self.plant = plant_of(kind, random)
        teams, months = len(TEAMS), np.arange(len(MONTHS))
        weights = random.uniform(0.9, 1.1, teams)
        self.weights = weights / weights.sum()
        self.good = random.uniform(0.80, 0.90, teams)
        if self.plant.mix:
            self.good[self.plant.mix[0]] = 0.6
        self.rush = random.uniform(0.8, 1.25, teams)
        # By month and team: factors of volume and waits, and what is added to the logit of a good answer.
        self.volume, self.wait, self.mood = np.ones((len(MONTHS), teams)), np.ones((len(MONTHS), teams)), np.zeros((len(MONTHS), teams))
        if kind != "nothing" and kind in QUIET:
            self.volume *= 1.015 ** (months - LAST)[:, None]
            self.volume *= np.exp(autocorrelated(random, 1, 0.03) + autocorrelated(random, teams, 0.05))
            self.wait *= np.exp(autocorrelated(random, 1, 0.04) + autocorrelated(random, teams, 0.06))
            self.mood += autocorrelated(random, 1, 0.06) + autocorrelated(random, teams, 0.10)
        if kind == "wave":
            self.volume *= 1 + 0.10 * np.sin(2 * np.pi * (months / 12 + random.uniform()))[:, None]
        if self.plant.mix:
            place, factor = self.plant.mix
            rest = (1 - self.weights[place] * factor) / (1 - self.weights[place])
            self.volume[LAST] *= np.where(np.arange(teams) == place, factor, rest)

    def tickets(self):
        """Columns of the tickets, in the order of their creation."""
        random, plant = self.random, self.plant
        days = np.arange(STARTS[0], CUTOFF, DAY)
        month = np.searchsorted(STARTS, days, "right") - 1
        busy = random.lognormal(0, 0.10, len(days)) * WEEKDAYS[(days // DAY + 3) % 7]
        mean = 2300 / 30.4 * busy[:, None] * self.weights * self.volume[month]
        categories = np.tile(CATEGORY_SHARES, (len(MONTHS), 1))
        if plant.category:
            categories[LAST, plant.category[0]] *= plant.category[1]
        # A ticket is of a day, a team and a category; each number of them is drawn by itself.
        counts = random.poisson(mean[:, :, None] * categories[month][:, None, :])
        place = np.repeat(np.arange(counts.size), counts.ravel())
        day, team, category = np.unravel_index(place, counts.shape)
        size = len(place)
        local = random.triangular(6 * 3600, 11 * 3600, 21 * 3600, size).astype(np.int64)
        created = days[day] + local
        order = np.argsort(created, kind="stable")
        created, team, category = created[order], team[order], category[order]
        month = np.searchsorted(STARTS, created, "right") - 1
        channel = random.choice(len(CHANNELS), size, p=CHANNEL_SHARES)
        slow = self.rush[team] * self.wait[month, team]
        is_last = month == LAST
        for members, change in ((channel, plant.channel_reply), (team, plant.team_reply), (team, plant.headcount)):
            if change:
                slow = np.where(is_last & (members == change[0]), slow * change[-1], slow)
        reply = created + (random.lognormal(np.log(60 * PACE[channel]), 1.0) * slow).astype(np.int64)
        solved = reply + (random.lognormal(np.log(9 * 3600), 1.2, size)).astype(np.int64)
        return {"created": created, "month": month, "team": team, "category": category, "channel": channel, "reply": reply,
                "solved": solved, "replies": random.geometric(0.55, size), "reopens": (random.random(size) < 0.06) * 1,
                "moves": random.choice(3, size, p=[0.82, 0.14, 0.04]), "escalated": random.random(size) < 0.05,
                "answered": random.random(size) < 0.94, "mood": random.random(size), "delay": random.exponential(4 * 3600, size)}

    def headcounts(self):
        """By month and team: ten agents; one in twelve months of a team one leaves, and another comes the month after."""
        gone = self.random.random((len(MONTHS), len(TEAMS))) < 1 / 12
        count = np.where(gone, 9, 10)
        if self.plant.headcount:
            count[:, self.plant.headcount[0]] = 10
            count[LAST, self.plant.headcount[0]] = self.plant.headcount[1]
        return count

    def write(self, folder):
        folder = pathlib.Path(folder)
        (folder / "exports").mkdir(parents=True, exist_ok=True)
        t = self.tickets()
        names = [np.array(list, object) for list in (TEAMS, CATEGORIES, CHANNELS)]
        team, category, channel = names[0][t["team"]], names[1][t["category"]], names[2][t["channel"]]
        region = np.array(REGIONS, object)[t["team"] // 3]

        def shown(instants):
            return [str(instant) if instant <= CUTOFF else "" for instant in instants.tolist()]
        rows = zip(t["created"].tolist(), shown(t["reply"]), shown(t["solved"]), channel, category, team, region,
                   t["replies"].tolist(), t["reopens"].tolist(), t["moves"].tolist(), t["escalated"].tolist())
        text = ["id,created,first_reply,solved,status,channel,category,team,region,replies,reopens,moves,escalated\n"]
        text += [f"{number},{created},{reply},{solved},{'solved' if solved else 'open'},{channel},{category},{team},{region},"
                 f"{replies if reply else 0},{reopens if solved else 0},{moves},{'true' if escalated else 'false'}\n"
                 for number, (created, reply, solved, channel, category, team, region, replies, reopens, moves, escalated)
                 in enumerate(rows)]
        (folder / "exports" / "tickets.csv").write_text("".join(text))

        responded = t["solved"] + 600 + t["delay"].astype(np.int64)
        answer_month = np.minimum(np.searchsorted(STARTS, responded, "right") - 1, len(MONTHS) - 1)
        logit = np.log(self.good / (1 - self.good))[t["team"]] + self.mood[answer_month, t["team"]]
        chance = 1 / (1 + np.exp(-logit))
        if self.plant.csat:
            place, points = self.plant.csat
            chance = np.where((answer_month == LAST) & (t["team"] == place), chance + points, chance)
        score = np.where(t["mood"] < chance, 5, 2)
        kept = np.flatnonzero(t["answered"] & (responded <= CUTOFF))
        text = ["id,score,responded,ticket,team,region,channel\n"]
        text += [f"R{number},{score},{at},{number},{team},{region},{channel}\n" for number, score, at, team, region, channel
                 in zip(kept.tolist(), score[kept].tolist(), responded[kept].tolist(), team[kept], region[kept], channel[kept])]
        (folder / "exports" / "surveys.csv").write_text("".join(text))

        text, before = ["month,team,region,headcount,joined,left\n"], None
        for month, counts in zip(MONTHS[:LAST + 1], self.headcounts()[:LAST + 1].tolist()):
            for place, count in enumerate(counts):
                change = count - (before or counts)[place]
                text.append(f"{month}-01,{TEAMS[place]},{REGIONS[place // 3]},{count},{max(change, 0)},{max(-change, 0)}\n")
            before = counts
        (folder / "exports" / "staff.csv").write_text("".join(text))
        (folder / "pipeline.yml").write_text(PIPELINE)


PIPELINE = """\
pipeline: world
sources:
  - name: tickets
    files: exports/tickets.csv
    fields:
      id: id
      created: { from: created, format: epoch-s }
      first_reply: { from: first_reply, format: epoch-s }
      solved: { from: solved, format: epoch-s }
      status: status
      channel: channel
      category: category
      team: team
      region: region
      replies: replies
      reopens: reopens
      group_changes: moves
      escalated: escalated
  - name: surveys
    kind: survey
    set: { kind: csat, scale: 5 }
    files: exports/surveys.csv
    fields:
      id: id
      score: score
      responded: { from: responded, format: epoch-s }
      ticket: ticket
      ticket_system: { from: region, values: { North: tickets, Centre: tickets, South: tickets } }
      team: team
      region: region
      channel: channel
  - name: staff
    kind: staff
    set: { agent: "*" }
    files: exports/staff.csv
    fields:
      date: { from: month, format: yyyy-MM-dd }
      team: team
      region: region
      headcount: headcount
      hires: joined
      leavers_voluntary: left
sla:
  - { first_reply: 4h, resolution: 48h, clock: calendar }
reports:
  - name: board
    period: month
    history: 15
    dimensions: [region, team, channel, category]
    audience: internal
"""


if __name__ == "__main__":
    World(sys.argv[1], int(sys.argv[2])).write(sys.argv[3])
