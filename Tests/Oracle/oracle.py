"""Computes every metric of a report of generate.py's pipeline from its raw exports, with no code of Deskbrief.

    python3 oracle.py EXPORTS AS_OF     # writes board.json and weekly.json into EXPORTS; needs duckdb

Written from METRICS.md and the definitions of `deskbrief metrics`, never from the code. Every definition is written out in the slow, obvious way: oracle_load.py reads the files and keeps the
latest state, oracle_calendar.py knows business time, oracle_order.py puts a log in order, oracle_events.py
tells the life of a ticket, oracle_moments.py makes the tables of moments. Here each metric is a query over them, by period and group.
Each of these says at its head which rules it follows, and what it chose where the contract is silent.

Outbound tickets are counted apart: `created` counts the others, and so do all rates per ticket created (escalations,
cost per contact, tickets with a bot). The export's own verdict on SLA is one on SLA. They stand in the backlog and in
what is said of solves (reopened, moved, solved at first contact) like any other ticket, since they are work.
Contacts given up at once are not known where, of a period and group, none that was given up has a waiting time.
"""

import json
import pathlib
import sys
from datetime import date, timedelta

from oracle_load import day_of, load, load_table, midnight
from oracle_moments import TABLES, WITHIN, tables_of, types_of

REPORTS = {
    "board": {"period": "month", "history": 6,
              "groups": [[], ["region"], ["team"], ["channel"], ["priority"], ["region", "channel"]]},
    "weekly": {"period": "week", "history": 10, "groups": [[], ["team"]]},
}
HAS_NOT = {"staff": {"channel", "priority"}, "costs": {"channel", "priority"}, "ramps": {"channel", "priority", "region"}}
DAY = 86400


def periods_of(report, as_of):
    """The last whole periods before the as-of day: (name, start, end, start day of its last month)."""
    periods = []
    if report["period"] == "month":
        end = as_of.replace(day=1)
        for _ in range(report["history"]):
            start = (end - timedelta(days=1)).replace(day=1)
            periods.append((f"{start:%Y-%m}", midnight(start), midnight(end)))
            end = start
    else:
        end = as_of - timedelta(days=as_of.weekday())
        for _ in range(report["history"]):
            start = end - timedelta(days=7)
            periods.append((f"{start:%G-W%V}", midnight(start), midnight(end)))
            end = start
    return periods[::-1]


class Figures:
    """Groups the rows of the tables of moments and gathers cells."""

    def __init__(self, db, report, periods, has_log):
        self.db, self.report, self.periods, self.has_log, self.cells = db, report, periods, has_log, []
        load_table(db, "periods", [dict(zip(["name", "start", "end"], period), end_day=day_of(period[2]).toordinal())
                                   for period in periods],
                   {"name": "VARCHAR", "start": "BIGINT", "end": "BIGINT", "end_day": "BIGINT"})

    def grouped(self, group, table, at, select, where="true"):
        """(period, members) → the selected aggregates of the rows whose instant is in the period.
        `at` is a column, or a condition with p.start and p.end."""
        condition = at if " " in at else f"r.{at} >= p.start AND r.{at} < p.\"end\""
        members = "".join(f"coalesce(r.{name}, '(none)'), " for name in group)
        by = ", ".join(map(str, range(1, len(group) + 2)))
        rows = self.db.execute(f"SELECT p.name, {members}{select} FROM {table} r JOIN periods p ON {condition} "
                               f"WHERE {where} GROUP BY {by}").fetchall()
        width = 1 + len(group)
        return {(row[0], row[1:width]): row[width:] for row in rows}

    def add(self, metric, unit, *queries, combine=lambda value, n: (value, n)):
        """The cells of a metric. Each query is (table, at, select, where); `combine` makes (value, n)
        of their aggregates, in order; a query without rows gives None for each of its aggregates."""
        for group in self.report["groups"]:
            if any(set(group) & HAS_NOT.get(query[0], set()) for query in queries):
                continue  # records that do not have the dimension give no cell
            found = [self.grouped(group, *query) for query in queries]
            widths = [len(next(iter(rows.values()), (None,))) for rows in found]
            values = {}
            for key in {key for rows in found for key in rows}:
                parts = [part for rows, width in zip(found, widths) for part in rows.get(key, (None,) * width)]
                values[key] = combine(*parts)
            # Whether it rests on tickets of which only the close is known
            closed = None
            if queries[0][0] == "solves":
                table, at, _, *where = queries[0]
                closed = {key for key, (known,) in self.grouped(group, table, at, "bool_or(from_closed)", *where).items() if known}
            self.put(metric, unit, group, values, closed)

    def put(self, metric, unit, group, values, closed):
        """Whole and one dimension: every period of each member that has data in any; pairs: where there is data."""
        # A count is zero where there is nothing to count, but None where nobody tells of it.
        values = {key: (value, n) for key, (value, n) in values.items() if n or value is None}
        members = {members for (_, members), (_, n) in values.items() if n} | ({()} if not group else set())
        for one in sorted(members):
            for name, _, _ in self.periods:
                value, n = values.get((name, one), (0 if unit == "count" else None, 0))
                if n or len(group) < 2:
                    self.cells.append({"metric": metric, "period": name, "dimensions": dict(zip(group, one)),
                                       "value": value, "n": n, "unit": unit})
                    if closed is not None:
                        self.cells[-1]["from_closed"] = (name, one) in closed

    # The usual forms

    def count(self, metric, table, at, where="true", what="count(*)"):
        self.add(metric, "count", (table, at, f"{what}, {what}", where))

    def told_count(self, metric, table, at, counted, told, where="true", what="count(*)"):
        """A count among rows of which no source may tell whether they count: then it is not known."""
        self.add(metric, "count", (table, at, f"{what} FILTER ({counted}), count(*) FILTER ({told})", where),
                 combine=lambda value, told: (value or 0, value or 0) if told else (None, 0))

    def share(self, metric, table, at, good, known="true", unit="share"):
        """Good rows ÷ rows."""
        self.add(metric, unit, (table, at, f"count(*) FILTER ({good}) / count(*), count(*)", known))

    def distinct_share(self, metric, table, at, good, known):
        """The same, each ticket once a cell."""
        self.add(metric, "share", (table, at, f"count(DISTINCT ticket) FILTER ({good}) / count(DISTINCT ticket), "
                                              "count(DISTINCT ticket)", known))

    def quantiles(self, metric, table, at, values, where="true"):
        """Median and p90 by linear interpolation; of the values and, where named, of the business ones."""
        for suffix, column in values.items():
            for name, q in [("median", 0.5), ("p90", 0.9)]:
                self.add(f"{metric}.{name}{suffix}", "s",
                         (table, at, f"quantile_cont({column}, {q}), count(*)", f"{where} AND {column} IS NOT NULL"))

    # The metrics, by family

    def volume(self):
        # created: inbound tickets at their creation. solved: tickets with a solve in the period, each once.
        self.count("created", "tickets", "created", "NOT outbound")
        self.count("created.outbound", "tickets", "created", "outbound")
        self.count("solved", "solves", "solved", what="count(DISTINCT ticket)")

    def backlog(self):
        # Standing at E: from < E, and until missing or at E or later.
        standing = "r.start < p.{0} AND (r.until IS NULL OR r.until >= p.{0})"
        closing, opening = standing.format('"end"'), standing.format("start")
        self.count("backlog", "spells", closing)
        self.count("backlog.opening", "spells", opening)
        for name in ["created", "reopened"]:
            self.count(f"backlog.{name}", "spells", "start", f"entered = '{name}'")
        self.count("backlog.solved", "spells", "until", "left_by = 'solved'")
        if self.has_log:  # without one nobody tells of these
            self.count("backlog.restored", "spells", "start", "entered = 'restored'")
            self.count("backlog.removed", "spells", "until", "left_by = 'removed'")
            # moved: entered less left; n is entered and left.
            self.add("backlog.moved", "count", ("spells", "start", "count(*)", "entered = 'moved'"),
                     ("spells", "until", "count(*)", "left_by = 'moved'"),
                     combine=lambda entered, left: ((entered or 0) - (left or 0), (entered or 0) + (left or 0)))
        # The age of the backlog in calendar time.
        # For a ticket of which only the day is known, in whole days.
        age = f"CASE WHEN r.created_day IS NULL THEN p.\"end\" - r.created ELSE (p.end_day - r.created_day) * {DAY} END"
        self.add("backlog_age.median", "s", ("spells", closing, f"median({age}), count(*)"))
        self.add("backlog_age.over_7d", "share",
                 ("spells", closing, f"count(*) FILTER ({age} > {7 * DAY}) / count(*), count(*)"))
        ends = {"d0_1": (0, 2), "d2_3": (2, 4), "d4_7": (4, 8), "d8_14": (8, 15), "d15_30": (15, 31), "d30_plus": (31, 1 << 20)}
        for name, (low, high) in ends.items():
            self.count(f"backlog_age.{name}", "spells", closing, f"{age} >= {low * DAY} AND {age} < {high * DAY}")

    def times(self):
        both = {"": "taken", ".business": "business"}
        self.quantiles("first_response", "firsts", "replied", both, "NOT outbound")
        self.told_count("first_response.unreplied", "firsts", "created", "unreplied", "unreplied IS NOT NULL", "NOT outbound")
        self.quantiles("next_reply", "nexts", "replied", both)
        self.quantiles("resolution", "solves", "solved", both, "is_last")
        self.quantiles("requester_wait", "solves", "solved", {"": "waited"}, "is_last")

    def quality_of_solves(self):
        known = "reopened IS NOT NULL AND reopens_before IS NOT NULL"
        self.distinct_share("one_touch", "solves", "solved", "replies = 1 AND NOT reopened AND reopens_before = 0",
                            f"replies >= 1 AND NOT outbound AND {known}")
        self.distinct_share("fcr", "solves", "solved",
                            "NOT reopened AND reopens_before = 0 AND group_changes = 0 AND NOT came_back",
                            f"came_back IS NOT NULL AND group_changes IS NOT NULL AND {known}")
        self.share("reopen_rate", "solves", "solved", "reopened", "reopened IS NOT NULL")
        self.distinct_share("transfer_rate", "solves", "solved", "group_changes > 0", "group_changes IS NOT NULL")
        # escalation_rate: escalated in the period ÷ created in the period.
        self.add("escalation_rate", "share", ("escalations", "at", "count(*)", "NOT outbound"),
                 ("tickets", "created", "count(*), count(*) FILTER (told)", "NOT outbound"),
                 combine=lambda escalated, created, told: (
                     ((escalated or 0) / created, created) if told else (None, 0)))

    def promises(self):
        for metric in ["sla_first_reply", "sla_next_reply", "sla_resolution"]:
            self.share(metric, "sla", "due", "met", f"metric = '{metric}'")
        self.share("sla_resolution.export", "solves", "solved", "made_sla", "is_last AND NOT outbound AND made_sla IS NOT NULL")

    def surveys(self):
        self.share("csat", "surveys", "responded", "good = 1", "kind = 'csat' AND is_latest")
        self.share("csat_response_rate", "surveys", "sent", "score IS NOT NULL", "kind = 'csat'")
        latest = "kind = 'nps' AND is_latest"
        self.add("nps", "points", ("surveys", "responded", "100 * sum(good) / count(*), count(*)", latest))
        # (p + d − (p − d)²) ÷ n
        self.add("nps.variance", "number", ("surveys", "responded", "(avg(abs(good)) - avg(good) ** 2) / count(*), count(*)", latest))
        self.share("ces", "surveys", "responded", "good = 1", "kind = 'ces' AND is_latest")

    def contacts(self):
        # handle_time: Σ handle ÷ Σ handled of contacts that were handled, by the wrap end.
        handled = "handled > 0 AND handle IS NOT NULL"
        self.add("handle_time", "s", ("contacts", "wrapped", "sum(handle) / sum(handled), sum(handled)", handled))
        # abandonment: the short ones leave both sides of the ratio.
        judged = "is_inbound AND abandoned IS NOT NULL"
        self.add("abandonment", "share", ("contacts", "offered",
                 "sum(abandoned) FILTER (NOT is_short), sum(\"count\"), sum(\"count\") FILTER (is_short)", judged),
                 combine=lambda lost, offered, short: (
                     (lost or 0) / (offered - (short or 0)) if offered > (short or 0) else None, offered - (short or 0)))
        self.told_count("abandonment.short", "contacts", "offered", "is_short", "wait IS NOT NULL",
                        f"{judged} AND abandoned > 0", "sum(\"count\")")
        # service_level: answered within 20 s ÷ (answered + abandoned − short).
        known = f"{judged} AND handled IS NOT NULL AND (handled = 0 OR wait IS NOT NULL)"
        self.add("service_level", "share", ("contacts", "offered",
                 f"sum(handled) FILTER (wait <= {WITHIN}), sum(handled) + sum(abandoned), sum(\"count\") FILTER (is_short)", known),
                 combine=lambda fast, all, short: (
                     (fast or 0) / (all - (short or 0)) if all > (short or 0) else None, all - (short or 0)))
        # utilisation: handle time ÷ paid time; n is the staff rows.
        self.add("utilisation", "share", ("contacts", "wrapped", "sum(handle)", handled),
                 ("staff", "at", "sum(paid_seconds), count(*)", "paid_seconds IS NOT NULL"),
                 combine=lambda handle, paid=None, n=0: (handle / paid, n) if handle is not None and paid else (None, 0))

    def staff(self):
        known = "interacting_seconds IS NOT NULL AND on_queue_seconds IS NOT NULL"
        self.add("occupancy", "share", ("staff", "at", "sum(interacting_seconds) / sum(on_queue_seconds), count(*)", known))
        points = "CASE WHEN qa_critical_fail > 0 THEN 0 ELSE qa_points END"
        self.add("qa", "share", ("staff", "at", f"sum({points}) / sum(qa_possible), count(*)",
                                 "qa_points IS NOT NULL AND qa_possible IS NOT NULL"))
        self.share("qa.critical_fail_rate", "staff", "at", "qa_critical_fail > 0",
                   "qa_critical_fail IS NOT NULL AND qa_possible IS NOT NULL")
        self.add("ramp", "weeks", ("ramps", "at", "median(weeks), count(*)"))
        # backlog_per_agent: closing backlog ÷ distinct agents with a solve or a public human reply.
        closing = "r.start < p.\"end\" AND (r.until IS NULL OR r.until >= p.\"end\")"
        self.add("backlog_per_agent", "number", ("spells", closing, "count(*)"),
                 ("active", "at", "count(DISTINCT agent)", "agent IS NOT NULL"),
                 combine=lambda backlog, agents: ((backlog or 0) / agents if agents else None, agents or 0))

    def months(self):
        """What only a month has: leavers, headcount, money."""
        both = "CASE WHEN leavers_voluntary IS NOT NULL OR leavers_involuntary IS NOT NULL THEN " \
               "coalesce(leavers_voluntary, 0) + coalesce(leavers_involuntary, 0) END"
        for metric, leavers in [("attrition", both),
                                ("attrition.voluntary", "leavers_voluntary"), ("attrition.involuntary", "leavers_involuntary")]:
            self.add(metric, "share", ("staff", "at", f"sum({leavers}) / sum(headcount), CASE WHEN count({leavers}) > 0 THEN count(*) ELSE 0 END",
                                       "is_month AND headcount IS NOT NULL"))
        self.add("headcount", "number", ("staff", "at", "sum(headcount), count(*)", "is_month AND headcount IS NOT NULL"))
        both = "actual IS NOT NULL AND budget IS NOT NULL"
        self.add("budget_variance", "money", ("costs", "at", "sum(actual) - sum(budget), count(*)", both))
        self.add("budget_variance.share", "share", ("costs", "at", "(sum(actual) - sum(budget)) / sum(budget), count(*)", both))
        # cost_per_contact: actual cost ÷ (tickets created + inbound contacts that name no known ticket).
        self.add("cost_per_contact", "money", ("costs", "at", "sum(actual)", "actual IS NOT NULL"),
                 ("tickets", "created", "count(*)", "NOT outbound"),
                 ("contacts", "offered", "sum(\"count\")", "is_inbound AND NOT is_linked"), combine=cost_per_contact)

    def bots(self):
        self.share("bot_share", "tickets", "created", "bot_involved", "NOT outbound AND bot_involved IS NOT NULL")
        self.share("bot_containment", "tickets", "created", "NOT handed_off AND NOT returned",
                   "bot_involved AND handed_off IS NOT NULL AND returned IS NOT NULL")
        self.share("bot_handoff", "tickets", "created", "handed_off", "bot_involved AND handed_off IS NOT NULL")
        self.share("bot_return", "tickets", "created", "returned", "bot_involved AND returned IS NOT NULL")

    def all(self):
        for family in [self.volume, self.backlog, self.times, self.quality_of_solves, self.promises, self.surveys,
                       self.contacts, self.staff, self.bots]:
            family()
        if self.report["period"] == "month":
            self.months()
        return self.cells


def cost_per_contact(actual, tickets, contacts):
    if actual is None or not (tickets or 0) + (contacts or 0):
        return None, 0
    return actual / ((tickets or 0) + (contacts or 0)), (tickets or 0) + (contacts or 0)


def plain(number):
    """DuckDB's wide sums come as int, its quotients as float."""
    return number if number is None or isinstance(number, int) else float(number)


def cells_of(folder, as_of, report, sources=None):
    return finished(figures_of(*load(folder, sources), as_of, report).all())


def figures_of(db, latest, as_of, report):
    """The figures of the latest records, ready to be gathered."""
    tables = tables_of(latest, midnight(as_of))
    for name in TABLES:
        load_table(db, name, tables[name], types_of(name))
    # Who was active: the agent of a solve, the actor of a first or next reply, or else its agent.
    db.execute("""CREATE OR REPLACE TABLE active AS
        SELECT solved AS at, * FROM solves UNION ALL BY NAME
        SELECT replied AS at, * REPLACE (coalesce(actor, agent) AS agent) FROM firsts WHERE replied IS NOT NULL UNION ALL BY NAME
        SELECT replied AS at, * REPLACE (coalesce(actor, agent) AS agent) FROM nexts WHERE replied IS NOT NULL""")
    return Figures(db, report, periods_of(report, as_of), bool(latest["event"]))


def finished(cells):
    return [cell | {"value": plain(cell["value"]), "n": int(cell["n"])} for cell in cells]


def orphans(latest, as_of):
    """How many records name a ticket that is not there, by kind; events that have not happened yet are none."""
    tickets = {(ticket["system"], ticket["id"]) for ticket in latest["ticket"]}
    counts = {kind: sum(row["ticket"] is not None and (row["ticket_system"], row["ticket"]) not in tickets
                        and (kind != "event" or row["at"] < midnight(as_of)) for row in latest[kind]) for kind in ["event", "contact", "survey"]}
    return {kind: count for kind, count in counts.items() if count}


def document(cells, records, **more):
    """The text of a file in the shape of metrics.json."""
    cells = sorted(finished(cells), key=lambda cell: (cell["metric"], cell["period"], sorted(cell["dimensions"].items())))
    lines = ",\n".join(json.dumps(cell, sort_keys=True, ensure_ascii=False) for cell in cells)
    rest = json.dumps({"format": "deskbrief.metrics/1", "records": records, **more}, sort_keys=True)
    return f'{{"cells": [\n{lines}\n], {rest[1:]}\n'


def main(folder, as_of):
    db, latest = load(folder)
    as_of = date.fromisoformat(as_of)
    records = latest["counts"] | {"orphans": orphans(latest, as_of)}
    for name, report in REPORTS.items():
        figures = figures_of(db, latest, as_of, report)
        (pathlib.Path(folder) / f"{name}.json").write_text(document(figures.all(), records), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
