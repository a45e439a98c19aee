"""The tables of moments: one row for each thing that a metric counts, with its instant and dimensions.

Where METRICS.md is silent on days without a time: time in business hours is not known of them. An age, a window of
days and a wait are told in whole days. Where an export has only days of the reply or of the end, it judges no promise
of its tickets, not even where there is no reply yet: judged by those alone, all would be late. (The worlds that have
days have no promise of whole days, which days could judge.)
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from statistics import median

from oracle_calendar import ALWAYS, Calendar, calendar_of, due_time, matches
from oracle_events import DONE, OPEN, WEEK, Life, difference, follows
from oracle_load import DECIMALS, ZONE, Day, day_of, midnight
from oracle_order import FAMILY, newest_first

HOUR, DAY = 3600, 86400

# The calendars and SLA policies of generate.py's pipeline.yml. The first whose `where` fits serves.
CALENDARS = {
    "chicago": Calendar("America/Chicago", {"mon-fri": ["08:00-18:00"], "sat": ["09:00-12:00", "13:00-15:00"]},
                        ["2026-05-25", "2026-09-07"],
                        {"2026-07-03": ["08:00-12:00"], "2026-03-08": ["00:00-06:00"]}, {"team": "Chicago"}),
    "amer": Calendar("America/New_York", {"mon-sun": ["00:00-24:00"]}, where={"region": "AMER"}),
    "emea": Calendar("Europe/Berlin", {"mon-fri": ["22:00-06:00"], "sun": ["01:00-05:00"]}, ["2026-05-01", "2026-10-01"],
                     where={"region": "EMEA"}),
}
POLICIES = [
    {"where": {"priority": "urgent"}, "first_reply": HOUR, "next_reply": HOUR, "resolution": 8 * HOUR,
     "clock": "business", "pause": ["pending", "on_hold"]},
    {"where": {"tier": "enterprise", "channel": "chat"}, "first_reply": HOUR // 2, "next_reply": HOUR // 3,
     "resolution": 24 * HOUR, "clock": "business", "calendar": "emea", "pause": []},
    {"where": {"team": "Berlin"}, "first_reply": 4 * HOUR, "next_reply": 2 * HOUR, "resolution": 48 * HOUR,
     "clock": "business", "pause": ["pending"]},
    {"where": {"region": "AMER", "priority": "high"}, "first_reply": 2 * HOUR, "next_reply": 2 * HOUR,
     "resolution": DAY, "clock": "calendar", "pause": ["pending"]},
    {"where": {}, "first_reply": 8 * HOUR, "next_reply": 4 * HOUR, "resolution": 3 * DAY,
     "clock": "calendar", "pause": ["pending"]},
]
SHORT, WITHIN = 5, 20  # seconds: a short abandon, the service level

DIMENSIONS = "system ticket team region channel priority agent tier category requester"
TABLES = {
    "tickets": "created outbound left_unseen bot_involved handed_off returned told",
    "escalations": "at outbound",
    "firsts": "created replied taken business actor unreplied outbound",
    "nexts": "asked replied taken business actor",
    "solves": "solved taken business waited is_last replies group_changes reopened reopens_before came_back made_sla "
              "from_closed outbound",
    "spells": "start until entered left_by created created_day",
    "sla": "metric due met",
    "surveys": "kind sent responded score good is_latest",
    "contacts": "offered wrapped is_inbound is_linked count handled abandoned wait handle is_short",
    "staff": "at is_month headcount leavers_voluntary leavers_involuntary paid_seconds on_queue_seconds "
             "interacting_seconds qa_points qa_possible qa_critical_fail",
    "costs": "at budget actual",
    "ramps": "at weeks",
}
TEXTS = set(DIMENSIONS.split()) | {"actor", "entered", "left_by", "metric", "kind"}
FLAGS = set("told outbound unreplied left_unseen from_closed bot_involved handed_off returned is_last reopened came_back made_sla met "
            "is_latest is_inbound is_linked is_short is_month".split())


def types_of(table):
    names = f"{DIMENSIONS} {TABLES[table]}".split()
    return {name: "DOUBLE" if name in DECIMALS else "VARCHAR" if name in TEXTS else "BOOLEAN" if name in FLAGS else "BIGINT" for name in names}


def business(row, start, end):
    """Business time in the row's calendar; none where no calendar fits, the end comes first, or one is a day."""
    calendar = calendar_of(CALENDARS, row)
    if calendar is None or difference(start, end) is None or is_day(start, end):
        return None
    return calendar.business(start, end)


def is_day(*instants):
    return any(isinstance(instant, Day) for instant in instants)


def lives_of(latest, cutoff):
    """The lives of the tickets, by key. Orphan events are ignored."""
    events, tickets = defaultdict(list), {(t["system"], t["id"]): t for t in latest["ticket"]}
    for event in latest["event"]:
        events[event["ticket_system"], event["ticket"]].append(event)
    # The log covers a family in a system when any ticket of the system has an event of it.
    covered = {(system, FAMILY.get(event["kind"])) for (system, id), found in events.items()
               if (system, id) in tickets for event in found}
    agents = defaultdict(set)  # by system
    for ticket in latest["ticket"]:
        agents[ticket["system"]].add(ticket["agent"])
    for event in latest["event"]:
        if event["kind"] == "public_reply_agent":
            agents[event["ticket_system"]].add(event["actor"])
    reversed_sources = newest_first(latest["event"])
    # What happens from the cutoff on has not happened yet.
    return {key: Life(ticket, [event for event in events[key] if event["at"] < cutoff], covered, reversed_sources,
                      agents[ticket["system"]] - {None})
            for key, ticket in tickets.items()}


# SLA

def verdict(life, row, target, start, fulfilled, cutoff, excused=None):
    """(due, met) of a row under the first policy that fits it; None where it is left out."""
    if is_day(start, fulfilled):
        return None
    policy = next(policy for policy in POLICIES if matches(policy["where"], row))
    intervals = ALWAYS
    if policy["clock"] == "business":
        calendar = CALENDARS[policy["calendar"]] if "calendar" in policy else calendar_of(CALENDARS, row)
        if calendar is None:
            return None
        intervals = calendar.intervals
    # The clock stands still in the pausing statuses before the fulfilment, or before the cutoff.
    pauses = life.pauses(policy["pause"], cutoff if fulfilled is None else fulfilled)
    due = due_time(intervals, start, policy[target], pauses)
    if fulfilled is not None:
        return due, fulfilled <= due
    if due > cutoff and life.is_paused(policy["pause"], cutoff):
        return None
    if excused is not None and excused <= due:
        return None
    return (due, False) if due < cutoff else None


def sla_rows(life, cutoff):
    solves = life.solve_rows()
    # A ticket that is open again is not excused by the solve before.
    is_done = life.status in DONE if life.has_states else life.ticket["status"] not in OPEN
    solved = solves[-1]["solved"] if solves and is_done else None
    first, final, found = life.first_row(), life.final_row(), []
    days = set((life.ticket["days"] or "").split())
    first_by_days = "first_reply" in days and "replies" not in life.families
    final_by_days = bool(days & {"solved", "closed"}) and not life.has_states
    # A reply that is not known, or not known to have been owed to the end, is no promise broken.
    if not first_by_days and (first["replied"] is not None or first["unreplied"] and not life.left_unseen):
        found.append(("sla_first_reply", first, verdict(life, first, "first_reply", life.created, first["replied"], cutoff, solved)))
    for row in life.next_rows():
        if row["replied"] is not None or not life.left_unseen:
            found.append(("sla_next_reply", row, verdict(life, row, "next_reply", row["asked"], row["replied"], cutoff, solved)))
    if final is not None and not final_by_days:
        found.append(("sla_resolution", final, verdict(life, final, "resolution", life.created, final["solved"], cutoff)))
    return [row | {"metric": metric, "due": judged[0], "met": judged[1]} for metric, row, judged in found if judged]


# Tickets

def ticket_tables(lives, cutoff):
    tables = {name: [] for name in ["tickets", "escalations", "firsts", "nexts", "solves", "spells", "sla"]}
    population = [life for life in lives.values() if not life.is_left_out()]
    visits = defaultdict(list)  # by system and requester: (created, category, key)
    for life in population:
        ticket = life.ticket
        if ticket["requester"] is not None:
            visits[ticket["system"], ticket["requester"]].append((life.created, ticket["category"], life.key))

    def comes_back(life, after, within, category=None):
        others = visits[life.ticket["system"], life.ticket["requester"]]
        return any(follows(after, at, within) and key != life.key and category in (None, other)
                   for at, other, key in others)

    for life in lives.values():
        if life.has_spells():
            day = day_of(life.created).toordinal() if is_day(life.created) else None
            tables["spells"] += [row | {"created_day": day} for row in life.spell_rows()]
    for life in population:
        ticket, created, is_outbound = life.ticket, life.created, life.is_outbound()
        tables["tickets"].append(life.dimensions(created) | {
            "created": created, "outbound": is_outbound, "left_unseen": life.left_unseen, "told": life.is_escalation_told(),
            "bot_involved": life.bot_involved(), "handed_off": life.bot_handed_off(),
            "returned": comes_back(life, created, 3 * DAY) if ticket["requester"] is not None else None})
        if life.escalated_at() is not None:
            tables["escalations"].append(life.dimensions(life.escalated_at()) | {
                "at": life.escalated_at(), "outbound": is_outbound})
        first = life.first_row()
        tables["firsts"].append(first | {"outbound": is_outbound, "taken": difference(created, first["replied"]),
                                         "business": business(first, created, first["replied"])})
        for row in life.next_rows():
            tables["nexts"].append(row | {"taken": difference(row["asked"], row["replied"]),
                                          "business": business(row, row["asked"], row["replied"])})
        for row in life.solve_rows():
            known = ticket["requester"] is not None and ticket["category"] is not None
            tables["solves"].append(row | {
                "outbound": is_outbound,
                "taken": difference(created, row["solved"]), "business": business(row, created, row["solved"]),
                "waited": life.requester_wait(row["solved"]),
                "came_back": comes_back(life, row["solved"], WEEK, ticket["category"]) if known else None})
        if not is_outbound:
            tables["sla"] += sla_rows(life, cutoff)
    return tables


# Surveys and contacts

def with_ticket(row, lives, at):
    """Fills the missing dimensions from the ticket, as at an instant where events decide."""
    life = lives.get((row["ticket_system"], row["ticket"]))
    own = {name: row.get(name) for name in DIMENSIONS.split()} | {"ticket": None, "system": row["system"]}
    if life is not None:
        theirs = life.dimensions(at)
        own = {name: theirs[name] if own[name] is None and name in theirs else own[name] for name in own}
        own["ticket"] = life.key
    return own


def judged(survey):
    """1 good, 0 not good, None not judged. NPS: 1 promoter, -1 detractor, 0 passive."""
    kind, score, scale = survey["kind"], survey["score"], survey["scale"]
    if score is None:
        return None
    if kind == "csat":
        good = {None: {4, 5}, 5: {4, 5}, 2: {2}, 1: {1}}.get(scale, set())
        known = {None: range(1, 6), 5: range(1, 6), 2: range(1, 3), 1: range(2)}.get(scale, ())
        return int(score in good) if score in known else None
    if kind == "nps":
        if scale not in (None, 10) or not 0 <= score <= 10:
            return None
        return 1 if score >= 9 else -1 if score <= 6 else 0
    if scale not in (None, 7) or not 1 <= score <= 7 or survey["easy_end"] is None:
        return None
    return int(score >= 5 if survey["easy_end"] == "high" else score <= 3)


def survey_table(latest, lives):
    rows, last = [], {}
    for survey in latest["survey"]:
        at = survey["responded"] if survey["responded"] is not None else survey["sent"]
        row = with_ticket(survey, lives, at) | {name: survey[name] for name in ["kind", "sent", "responded", "score", "place"]}
        row["good"], row["is_latest"] = judged(survey), False
        rows.append(row)
        if row["good"] is not None and row["responded"] is not None:
            # The latest judged answer of a ticket and kind; an answer without a ticket stands on its own.
            key = (row["kind"], row["ticket"] or ("alone", row["place"]))
            if key not in last or (row["responded"], row["place"]) >= (last[key]["responded"], last[key]["place"]):
                last[key] = row
    for row in last.values():
        row["is_latest"] = True
    return rows


def contact_table(latest, lives):
    rows = []
    for contact in latest["contact"]:
        get = contact.get
        count = 1 if get("contacts") is None else get("contacts")
        handled, abandoned = get("handled"), None
        if handled is None and get("answered") is not None:
            handled = count if get("answered") else 0
        elif handled is None and get("abandoned") is not None:
            handled = 0 if get("abandoned") else count
        if get("abandoned") is not None:
            abandoned = count if get("abandoned") else 0
        elif handled is not None:
            abandoned = count - handled
        talk, hold, wrap = get("talk_seconds"), get("hold_seconds") or 0, get("wrap_seconds") or 0
        handle = get("handle_seconds")
        if handle is None and talk is not None:
            handle = talk + hold + wrap
        spent = handle if handle is not None else hold + wrap
        wrapped = get("ended")
        if wrapped is None:
            wrapped = get("offered") + (get("wait_seconds") or 0) + spent
        row = with_ticket(contact, lives, get("offered"))
        rows.append(row | {
            "offered": get("offered"), "wrapped": wrapped, "is_inbound": get("direction") != "outbound",
            "is_linked": row["ticket"] is not None, "count": count, "handled": handled, "abandoned": abandoned,
            "wait": get("wait_seconds"), "handle": handle,
            "is_short": bool(abandoned) and get("wait_seconds") is not None and get("wait_seconds") < SHORT})
    return rows


# Staff

def week_of(instant):
    """The Monday of an instant's ISO week, in the pipeline's zone."""
    day = datetime.fromtimestamp(instant, ZONE).date()
    return day - timedelta(days=day.weekday())


def ramp_table(staff, solves):
    """The weeks a new agent took to hold nine tenths of the tenured median for four weeks."""
    earliest = min((date.fromisoformat(row["date"]) for row in staff), default=None)
    known = sorted((row for row in staff if row["tenure_days"] is not None and row["agent"] != "*"), key=lambda row: row["date"])
    started = {}  # (team, agent) → start day, by the earliest row
    for row in known:
        started.setdefault((row["team"], row["agent"]), date.fromisoformat(row["date"]) - timedelta(days=row["tenure_days"]))
    output = defaultdict(int)  # (agent, Monday) → solves
    for solve in solves:
        output[solve["agent"], week_of(solve["solved"])] += 1
    mondays = sorted({monday for _, monday in output})
    medians = {}
    for monday in mondays:
        tenured = [output[agent, monday] for (_, agent), start in started.items()
                   if start <= monday - timedelta(days=180) and output.get((agent, monday), 0) > 0]
        if tenured:
            medians[monday] = median(tenured)
    rows = []
    for (team, agent), start in started.items():
        if start < earliest:
            continue
        first = start + timedelta(days=-start.weekday() % 7)  # the first Monday on or after the start
        for week in range(1, 60):
            four = [first + timedelta(weeks=week - 1 + later) for later in range(4)]
            if all(monday in medians and output.get((agent, monday), 0) >= 0.9 * medians[monday] for monday in four):
                rows.append({"team": team, "agent": agent, "at": midnight(start), "weeks": week})
                break
    return rows


def tables_of(latest, cutoff):
    lives = lives_of(latest, cutoff)
    tables = ticket_tables(lives, cutoff)
    tables["surveys"] = survey_table(latest, lives)
    tables["contacts"] = contact_table(latest, lives)
    tables["staff"] = [row | {"is_month": row["agent"] == "*"} for row in latest["staff"]]
    tables["costs"] = latest["cost"]
    tables["ramps"] = ramp_table(latest["staff"], tables["solves"])
    return tables
