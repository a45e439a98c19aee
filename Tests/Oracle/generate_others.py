"""What stands beside the tickets of a world: contacts, surveys, staff, costs and rates of exchange."""

from datetime import timedelta

from generate_world import AGENTS, DAY, NEWCOMERS, TEAMS

CONTACT = ("id offered ended answered abandoned contacts handled wait_seconds talk_seconds hold_seconds wrap_seconds "
           "handle_seconds direction team region channel agent ticket ticket_system updated").split()
SURVEY = "id kind score scale sent responded updated ticket ticket_system team region channel".split()
STAFF = ("team region agent date headcount hires leavers_voluntary leavers_involuntary scheduled_seconds paid_seconds "
         "on_queue_seconds interacting_seconds training_seconds qa_points qa_possible qa_critical_fail tenure_days").split()
COST = "team region month line budget actual currency".split()


def contacts(world):
    rows, r = {"calls": [], "chats": []}, world.random
    for number in range(world.kind.others):
        system = world.choose(["calls", "chats"], [3, 1])
        offered, team = r.randrange(world.start, world.end), world.choose(list(TEAMS))
        answered, linked = world.chance(0.8), world.choose(["yes", "no", "orphan"], [4, 5, 1])
        ticket = a_ticket(world, system == "chats")
        wait = world.wait(18) if answered else world.choose([r.randrange(5), 5, world.wait(90)])
        row = dict.fromkeys(CONTACT) | {
            "id": f"c{number}", "offered": offered, "answered": world.maybe(answered, 0.85),
            "abandoned": world.maybe(not answered, 0.7), "wait_seconds": world.maybe(world.choose([wait, 20, 21], [12, 1, 1])),
            "direction": world.choose(["inbound", "outbound", None], [12, 3, 2]), "agent": world.maybe(world.choose(AGENTS[team])),
            "team": world.maybe(team), "region": world.maybe(TEAMS[team], 0.6), "channel": world.maybe("phone", 0.8),
            "updated": world.maybe(offered + r.randrange(9999)),
            "ticket": {"yes": ticket["id"], "no": None, "orphan": f"x{number}"}[linked], "ticket_system": ticket["system"]}
        if answered:
            row |= {"talk_seconds": world.maybe(r.randrange(900)), "hold_seconds": world.maybe(r.randrange(90), 0.6),
                    "wrap_seconds": world.maybe(r.randrange(200), 0.6), "handle_seconds": world.maybe(r.randrange(900), 0.3),
                    "ended": world.maybe(offered + r.randrange(60, 4000), 0.3)}
        if system == "chats" and world.chance(0.3):  # a row for an interval
            count = r.randrange(1, 12)
            row |= {"contacts": count, "handled": world.maybe(r.randrange(count + 1), 0.9), "answered": None,
                    "abandoned": None, "wait_seconds": world.choose([None, r.randrange(5, 60)]),
                    "handle_seconds": r.randrange(200, 3000), "ticket": None}
        rows[system].append(row)
        if world.chance(0.05):
            rows[system].append(row | {"team": "Lisbon", "updated": world.choose([None, row["updated"], offered + 20000])})
        if world.chance(0.04):  # its ticket was filled in later, or is another
            rows[system].append(row | {"ticket": world.choose([ticket["id"], None, a_ticket(world, system == "chats")["id"]]),
                                       "updated": world.choose([row["updated"], offered + 30000])})
    return rows


def a_ticket(world, is_snow):
    return world.choose([ticket for ticket in world.tickets if (ticket["system"] == "snow") == is_snow])


def surveys(world):
    rows, r = {"desk": [], "snow": []}, world.random
    for number in range(world.kind.others * 11 // 9):
        system = world.choose(["desk", "snow"], [3, 1])
        ticket = a_ticket(world, system == "snow")
        kind = world.choose(["csat", "nps", "ces"], [5, 3, 2])
        sent = min(ticket["created"] + world.wait(6 * DAY), world.end)
        scale = world.choose({"csat": [None, 5, 2, 1, 10], "nps": [10, None], "ces": [7, None, 5]}[kind],
                            {"csat": [4, 8, 4, 2, 1], "nps": [3, 1], "ces": [5, 3, 1]}[kind])
        score = r.randrange(*{None: {"csat": (0, 7), "nps": (0, 12), "ces": (0, 9)}[kind], 5: (0, 7), 2: (0, 4),
                              1: (0, 3), 10: (0, 12), 7: (0, 9)}[scale])
        linked = world.choose(["yes", "no", "orphan"], [8, 2, 1])
        row = {"id": f"s{number}", "kind": kind, "score": world.maybe(score, 0.75), "scale": scale, "sent": world.maybe(sent, 0.95),
               "responded": world.maybe(sent + world.wait(DAY), 0.92),
               "ticket": {"yes": ticket["id"], "no": None, "orphan": f"x{number}"}[linked],
               "ticket_system": ticket["system"], "updated": world.maybe(sent + r.randrange(2 * DAY), 0.7),
               "team": world.maybe(world.choose(list(TEAMS)), 0.3), "region": world.maybe(world.choose(["AMER", "EMEA"]), 0.2),
               "channel": world.maybe("email", 0.2)}
        rows[system].append(row)
        if linked == "yes" and world.chance(0.2):  # another answer for the ticket, at times at the same second
            later = row["responded"] and row["responded"] + world.choose([0, world.wait(9 * DAY)])
            rows[system].append(row | {"id": f"s{number}b", "score": world.maybe(score - 1 if score else 1), "responded": later})
        if world.chance(0.03):
            rows[system].append(row | {"score": score})
        if world.chance(0.05):  # its ticket was filled in later, or is another
            rows[system].append(row | {"ticket": world.choose([ticket["id"], None, a_ticket(world, system == "snow")["id"]]),
                                       "updated": world.choose([row["updated"], sent + 3 * DAY])})
    return rows


def staff(world):
    r, rows, day = world.random, [], world.first_month - timedelta(days=12)
    first, newcomers = day, NEWCOMERS
    while day <= world.as_of:
        for team, agents in AGENTS.items():
            if day.day == 1 or day == first:
                rows.append({"team": team, "region": TEAMS[team], "agent": "*", "date": day.replace(day=1).isoformat(),
                             "headcount": world.maybe(r.randrange(4, 12)), "hires": world.maybe(r.randrange(2)),
                             "leavers_voluntary": world.choose([0, 1, 2, None]), "leavers_involuntary": world.choose([0, 0, 1, None])})
            for agent in agents if day.weekday() < 6 else []:
                tenure = 800 if agent not in newcomers else (day - first).days - newcomers[agent]
                if tenure < 0 or world.chance(0.25):
                    continue
                paid, queue = world.maybe(r.randrange(20000, 30000)), r.randrange(9000, 20000)
                rows.append({"team": team, "region": TEAMS[team], "agent": agent, "date": day.isoformat(), "paid_seconds": paid,
                             "scheduled_seconds": paid, "on_queue_seconds": world.maybe(queue),
                             "interacting_seconds": world.maybe(r.randrange(queue)), "training_seconds": world.maybe(0),
                             "qa_points": world.maybe(r.randrange(60, 101), 0.3), "qa_possible": world.maybe(100, 0.5),
                             "qa_critical_fail": world.choose([0, 1, 2, None], [20, 2, 1, 4]),
                             "tenure_days": tenure if agent in newcomers else world.maybe(tenure + (day - first).days)})
        day += timedelta(days=1)
    return [dict.fromkeys(STAFF) | row for row in rows + r.sample(rows, 20)]


def costs(world):
    rows, month = [], world.first_month
    while month <= world.as_of:
        for team, region in TEAMS.items():
            for line in ["pay", "tools", "travel"]:
                currency = world.choose(["GBP", "EUR", "JPY", None], [4, 3, 2, 2])
                money = lambda: (str(world.random.randrange(9000, 900000)) if currency == "JPY" else  # noqa: E731
                                 f"{world.random.randrange(100000, 900000) / 100:.2f}")
                row = {"team": team, "region": region, "month": month.isoformat(), "line": line, "budget": world.maybe(money()),
                       "actual": world.maybe(money()), "currency": currency}
                rows += [row, row | {"actual": money()}] if world.chance(0.06) else [row]
        month = (month + timedelta(days=32)).replace(day=1)
    return rows


def rates(world):
    day, rows = world.first_month - timedelta(days=20), []
    while day < world.as_of + timedelta(days=5):
        for currency, rate in [("EUR", 0.85), ("JPY", 0.0051), ("USD", 0.78)]:
            rows.append({"date": day.isoformat(), "from": currency, "to": "GBP",
                         "rate": f"{rate * (0.9 + world.random.random() / 5):.6f}"})
        day += timedelta(days=world.random.randrange(5, 25))
    return rows
