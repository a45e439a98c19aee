"""Checks parts of the oracle against figures worked out by hand, among them the traps of METRICS.md.

    python3 test_oracle.py     # needs duckdb
"""

import pathlib
import sys
import tempfile
import traceback
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import oracle
import oracle_moments
from oracle_calendar import ALWAYS, Calendar, due_time
from oracle_events import Life, difference, follows
from oracle_load import FIELDS, Day, Source, instant, load, midnight, minor_units, natural, record_of
from oracle_order import newest_first

CASES = pathlib.Path(__file__).resolve().parents[1] / "Cases"
HOUR, DAY = 3600, 86400


def at(text, zone="UTC"):
    return instant(text, zone)


def source(record, system, files, zone="UTC", **fixed):
    return Source(record, system, files, zone, files, set={name: str(value) for name, value in fixed.items()})


def found(case, as_of, sources, *dimensions, history=2):
    """Runs a case's files; gives (metric, period, members…) → (value, n)."""
    report = {"period": "month", "history": history, "groups": [[], *([name] for name in dimensions)]}
    cells = oracle.cells_of(CASES / case, date.fromisoformat(as_of), report, sources)
    return {(cell["metric"], cell["period"], *cell["dimensions"].values()): (cell["value"], cell["n"]) for cell in cells}


def near(value, expected):
    return abs(value - expected) < 1e-12


# The traps

def test_mix_shift():
    csat = found("trap-1-mix-shift", "2026-11-02", [source("survey", "desk", "surveys.csv", kind="csat", scale=5)], "team")
    assert csat["csat", "2026-09"] == (0.900, 1000) and csat["csat", "2026-10"] == (0.816, 1000)
    assert csat["csat", "2026-09", "A"] == (0.95, 800) and csat["csat", "2026-10", "A"] == (0.96, 400)
    assert csat["csat", "2026-09", "B"] == (0.70, 200) and csat["csat", "2026-10", "B"] == (0.72, 600)


def test_pooled_median():
    cells = found("trap-2-pooled-median", "2026-11-02", [source("ticket", "desk", "tickets.csv")], "team")
    assert cells["first_response.median", "2026-10"] == (1, 7) and near(cells["first_response.p90", "2026-10"][0], 76)
    assert cells["first_response.median", "2026-10", "A"] == (1, 5) and cells["first_response.median", "2026-10", "B"] == (55, 2)


def test_clock_changes():
    london = Calendar("Europe/London", {"mon-sun": ["00:00-24:00"]})
    policy = {"where": {}, "first_reply": 1400 * 60, "resolution": 1400 * 60, "clock": "business", "pause": ["pending"]}
    kept = oracle_moments.CALENDARS, oracle_moments.POLICIES
    oracle_moments.CALENDARS, oracle_moments.POLICIES = {"always": london}, [policy]
    cells = found("trap-3-clock-changes", "2026-11-02", [source("ticket", "desk", "tickets.csv", "Europe/London")], history=8)
    oracle_moments.CALENDARS, oracle_moments.POLICIES = kept
    for period, minutes, met in [("2026-03", 1380, 1), ("2026-06", 1440, 0), ("2026-10", 1500, 0)]:
        for metric in ["first_response.median", "first_response.median.business", "resolution.p90.business"]:
            assert cells[metric, period] == (minutes * 60, 1)
        assert cells["sla_resolution", period] == cells["sla_first_reply", period] == (met, 1)
    # Business time equals elapsed time on a 24/7 calendar, whatever the clocks do.
    for start in range(at("2026-03-28T00:00:00Z"), at("2026-03-31T00:00:00Z"), 5017):
        assert london.business(start, start + 60001) == 60001


def test_small_n():
    cells = found("trap-4-small-n", "2026-11-02", [source("survey", "desk", "surveys.csv", kind="csat", scale=5)])
    value, n = cells["csat", "2026-10"]
    assert n == 15 and round(100 * value, 1) == 86.7


def test_part_month():
    cells = found("trap-5-part-month", "2026-12-01", [source("ticket", "desk", "tickets.csv", "Europe/London")])
    assert cells["created", "2026-10"] == (62, 62) and cells["created", "2026-11"] == (26, 26)
    lines = (CASES / "trap-5-part-month" / "tickets.csv").read_text().split()
    assert sum("2026-10-01" <= line.split(",")[-1] <= "2026-10-10" for line in lines if "2026-10" in line) == 20
    assert sum("2026-11-01" <= line.split(",")[-1] <= "2026-11-10" for line in lines if "2026-11" in line) == 24


def test_late_data():
    sources = [source("ticket", "desk", "tickets*.csv"), source("survey", "desk", "surveys*.csv", kind="csat", scale=5)]
    first = found("trap-6-late-data/first", "2026-11-02", sources)
    assert first["solved", "2026-10"] == (10, 10) and first["csat", "2026-10"] == (0.8, 10)
    second = found("trap-6-late-data/second", "2026-12-02", sources)
    assert second["solved", "2026-10"] == (11, 11) and second["csat", "2026-10"] == (9 / 13, 13)
    assert second["solved", "2026-11"] == (1, 1) and second["csat", "2026-11"] == (1, 4)


def test_service_level():
    cells = found("trap-7-service-level", "2026-11-02", [source("contact", "calls", "calls.csv", channel="phone")])
    assert cells["service_level", "2026-10"] == (860 / 1050, 1050) and round(100 * 860 / 1050, 1) == 81.9
    assert cells["abandonment", "2026-10"] == (50 / 1050, 1050) and cells["abandonment.short", "2026-10"] == (10, 10)


def test_backlog_bridge():
    cells = found("trap-8-backlog-bridge", "2026-11-02",
                  [source("ticket", "desk", "tickets.csv"), source("event", "desk", "events.csv")], "team", history=1)
    names = ["opening", "created", "reopened", "restored", "moved", "solved", "removed"]
    assert [cells["backlog." + name, "2026-10"][0] for name in names] == [100, 40, 5, 0, 0, 38, 2]
    assert cells["backlog", "2026-10"] == (105, 105)


def test_zero_reply_solve():
    cells = found("trap-9-zero-reply-solve", "2026-11-02", [
        source("ticket", "log", "log.csv"), source("event", "log", "events.csv"), source("ticket", "plain", "plain.csv")])
    assert cells["solved", "2026-10"] == (8, 8) and cells["one_touch", "2026-10"] == (0.5, 4)


# Times, calendars and money

def test_times():
    assert at("2026-03-29 02:30:00", "Europe/Berlin") == at("2026-03-29T03:30:00+02:00")  # moved forward by the gap
    assert at("2026-10-25 02:30:00", "Europe/Berlin") == at("2026-10-25T02:30:00+02:00")  # the earlier one
    assert at("2026-10-04 02:30:00", "Australia/Sydney") == at("2026-10-04T03:30:00+11:00")


def test_business_time():
    night = Calendar("Europe/Berlin", {"mon-fri": ["22:00-06:00"], "sun": ["01:00-05:00"]}, ["2026-10-23"],
                     {"2026-10-22": ["20:00-21:00"]})

    def hours(start, end):
        return night.business(at(start, "Europe/Berlin"), at(end, "Europe/Berlin")) / HOUR
    assert hours("2026-10-19 00:00:00", "2026-10-19 23:59:00") == 2 - 1 / 60  # Sunday has no shift past midnight
    assert hours("2026-10-19 12:00:00", "2026-10-20 12:00:00") == 8
    assert hours("2026-10-22 00:00:00", "2026-10-23 00:00:00") == 6 + 1  # Wednesday's night, and the day's own hours
    assert hours("2026-10-23 00:00:00", "2026-10-25 00:00:00") == 0  # a holiday, then Saturday
    assert hours("2026-10-25 00:00:00", "2026-10-26 00:00:00") == 5  # 02:00-03:00 comes twice
    assert hours("2026-03-29 00:00:00", "2026-03-30 00:00:00") == 3  # and here not at all
    start, monday = at("2026-10-19 21:00:00", "Europe/Berlin"), at("2026-10-19 22:00:00", "Europe/Berlin")
    assert due_time(night.intervals, start, HOUR, []) == monday + HOUR
    assert due_time(night.intervals, start, 8 * HOUR, []) == monday + 8 * HOUR  # the shift's end, not the next start
    assert due_time(night.intervals, start, 9 * HOUR, [(monday + HOUR, monday + 2 * HOUR)]) == monday + DAY + 2 * HOUR
    assert due_time(ALWAYS, 0, 100, [(10, 20), (30, 1000)]) == 1080


def test_money():
    rates = {("EUR", "GBP"): [("2026-01-31", 2), ("2026-02-01", 3)], ("JPY", "GBP"): [("2026-01-01", 1)]}
    assert minor_units("1.01", "EUR", "2026-01-01", rates) == 202 and minor_units("1.01", "EUR", "2026-02-01", rates) == 303
    assert minor_units("7", "JPY", "2026-01-01", rates) == 700
    assert minor_units("0.125", None, "2026-01-01", rates) == 12 and minor_units("0.375", "GBP", "2026-01-01", rates) == 38


# Lives of tickets

def life(events, newest_first=frozenset(), **columns):
    """A ticket created at 1000; events are (at, kind[, from, to])."""
    ticket = dict.fromkeys(FIELDS["ticket"].split()) | {
        "system": "s", "id": "1", "created": 1000, "told": "first_reply"} | columns
    rows = [dict(zip(["at", "kind", "from", "to"], [*event, None, None])) | {"sequence": None, "actor": None, "place": place, "source": "log", "file": 0}
            for place, event in enumerate(events)]
    return Life(ticket, rows, {("s", "replies"), ("s", "teams")}, newest_first)


def spells(life):
    return [(spell["start"], spell["entered"], spell["until"], spell["left_by"]) for spell in life.spells]


def test_states():
    one = life([(2000, "solved"), (3000, "reopened"), (3000 + 8 * DAY, "status", "open", "closed"), (4000 + 8 * DAY, "solved")])
    assert spells(one) == [(1000, "created", 2000, "solved"), (3000, "reopened", 3000 + 8 * DAY, "solved")]
    rows = one.solve_rows()  # closed → solved is no further solve
    assert [(row["solved"], row["reopened"], row["reopens_before"], row["is_last"]) for row in rows] == [
        (2000, True, 0, False), (3000 + 8 * DAY, False, 1, True)]
    closed = life([(2000, "solved"), (3000, "status", "solved", "closed")])  # which is no sign that it began solved
    assert spells(closed) == [(1000, "created", 2000, "solved")] and [row["solved"] for row in closed.solve_rows()] == [2000]
    late = life([(2000, "solved"), (2001 + 7 * DAY, "reopened")])
    assert [row["reopened"] for row in late.solve_rows()] == [False] and not late.is_done()


def test_removals():
    away = life([(2000, "merged"), (3000, "solved"), (4000, "restored"), (5000, "reopened")])
    assert spells(away) == [(1000, "created", 2000, "removed"), (5000, "reopened", None, None)] and away.solve_rows() == []
    gone = life([(2000, "deleted")], status="deleted")
    assert gone.is_left_out() and gone.has_spells() and spells(gone) == [(1000, "created", 2000, "removed")]
    assert not life([], status="spam").has_spells()
    cut = life([(2000, "merged"), (2500, "restored")], status="solved", solved=3000)  # by its columns
    assert spells(cut) == [(1000, "created", 2000, "removed"), (2500, "restored", 3000, "solved")]


def test_own_columns():
    assert spells(life([], status="solved", solved=500)) == [(1000, "created", 1000, "solved")]
    assert spells(life([], status="open", solved=2000)) == [(1000, "created", 2000, "solved"), (2000, "reopened", None, None)]
    assert spells(life([(500, "solved")])) == [(1000, "created", 1000, "solved")]  # what is before the creation


def test_ends():
    closed = life([], status="closed", closed=3000)
    assert spells(closed) == [(1000, "created", 3000, "solved")]
    assert [(row["solved"], row["from_closed"], row["is_last"]) for row in closed.solve_rows()] == [(3000, True, True)]
    both = life([], status="closed", solved=2000, closed=3000)
    assert [(row["solved"], row["from_closed"]) for row in both.solve_rows()] == [(2000, False)]
    assert [row["solved"] for row in life([(2500, "solved")], status="closed", closed=3000).solve_rows()] == [2500]
    unseen = life([], status="solved")  # nobody knows when it left: neither on the day it was opened, nor is it open
    assert unseen.left_unseen and spells(unseen) == [] and unseen.solve_rows() == [] and unseen.final_row() is None
    assert not life([], status="pending").left_unseen and spells(life([], status=None)) == [(1000, "created", None, None)]


def test_ends_of_a_month():
    """Four tickets of which three have a close alone: worked out by hand."""
    rows = ["id,created,solved,closed,status", "1,2026-10-05 09:00:00,2026-10-05 11:00:00,2026-10-08 11:00:00,closed",
            "2,2026-10-05 09:00:00,,2026-10-06 09:00:00,closed", "3,2026-10-05 09:00:00,,2026-10-07 09:00:00,closed",
            "4,2026-09-29 09:00:00,,2026-10-02 09:00:00,closed"]
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "tickets.csv").write_text("\n".join(rows) + "\n")
        report = {"period": "month", "history": 1, "groups": [[]]}
        found = {cell["metric"]: cell["value"] for cell in oracle.cells_of(folder, date(2026, 11, 2), report, [
            Source("ticket", "desk", "tickets.csv", "Europe/London")])}
    assert [found[name] for name in ["solved", "backlog.opening", "backlog.created", "backlog.solved", "backlog"]] == [4, 1, 3, 4, 0]
    assert found["resolution.median"] == 36 * HOUR


def test_events_of_one_instant():
    again = life([(2000, "solved"), (90000, "reopened"), (90000, "solved")])  # in the order of the file, not of the kinds
    assert again.is_done() and [row["solved"] for row in again.solve_rows()] == [2000, 90000]
    assert not life([(2000, "solved"), (90000, "solved"), (90000, "reopened")]).is_done()
    assert life([(2000, "reopened"), (2000, "solved")], newest_first={"log"}).status == "open"
    twice = life([(1500, "public_reply_agent"), (1500, "public_reply_agent"), (2000, "solved")])
    assert [row["replies"] for row in twice.solve_rows()] == [2]


def rows_of_a_log(*rows, **more):
    """Events (ticket, at, kind, from, to) of one source, in their places."""
    names = ["ticket", "at", "kind", "from", "to"]
    return [dict(zip(names, row)) | {"system": "s", "source": "log", "file": 0, "sequence": None, "order": None, "place": place} | more
            for place, row in enumerate(rows)]


def test_newest_first():
    oldest = [("1", 5, "status", "new", "open"), ("1", 5, "status", "open", "pending"), ("2", 7, "solved", "open", None)]
    assert newest_first(rows_of_a_log(*oldest)) == set() and newest_first(rows_of_a_log(*oldest[::-1])) == {"log"}
    assert newest_first(rows_of_a_log(*oldest, order="newest-first")) == {"log"}
    backwards = [("1", 5, "reopened", "solved", None), ("1", 5, "solved", "pending", None)]
    assert newest_first(rows_of_a_log(*backwards)) == {"log"}  # a solve leads to solved
    assert newest_first(rows_of_a_log(("1", 6, "team", "B", "C"), ("1", 5, "team", "A", "B"))) == set()  # of two instants


def test_alike_rows():
    log = ["ticket,at,kind,actor", "1,2026-10-05T09:00:00Z,public_reply_agent,Ann", "1,2026-10-05T09:00:00Z,public_reply_agent,Bob"]
    again = ["ticket,at,kind,actor", "1,2026-10-05T11:00:00+02:00,public_reply_agent,Ann", "1,2026-10-05T09:00:00Z,public_reply_agent,Cyd"]
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in [("a", log), ("b", log), ("c", again)]:
            (pathlib.Path(folder) / f"{name}.csv").write_text("\n".join(rows) + "\n")
        _, latest = load(folder, [Source("event", "desk", "*.csv")])
    assert latest["counts"] == {"read": 6, "kept": 3, "superseded": 3, "rejected": 0}


def test_namesakes():
    rows = ["id,created,updated,status", "1,2026-10-05T09:00:00Z,2026-10-06T09:00:00Z,open", "1,2026-10-05T09:00:59Z,2026-10-07T09:00:00Z,solved",
            "1,2026-10-05T09:01:01Z,2026-10-08T09:00:00Z,pending", "1,2026-10-05T09:01:02Z,2026-10-08T09:00:00Z,pending"]
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "tickets-9.csv").write_text("\n".join(rows) + "\n")
        (pathlib.Path(folder) / "tickets-10.csv").write_text("\n".join(rows[:2]) + "\n")
        _, latest = load(folder, [Source("ticket", "desk", "tickets-*.csv")])
    assert [row["status"] for row in latest["ticket"]] == ["solved"]
    assert latest["counts"] == {"read": 5, "kept": 1, "superseded": 3, "rejected": 1}
    assert sorted(["t-10", "t-9", "t-2026-9", "t"], key=natural) == ["t", "t-9", "t-10", "t-2026-9"]


def test_days():
    first, later = Day(midnight(date(2026, 10, 24))), Day(midnight(date(2026, 10, 26)))
    assert later - first == 2 * DAY + HOUR and difference(first, later) == 2 * DAY  # the clocks go back in between
    assert difference(first, first) == 0 and difference(first + 3 * HOUR, first) == 0 and difference(later, first) is None
    assert follows(first, Day(midnight(date(2026, 10, 31))), 7 * DAY) and not follows(first, first, 7 * DAY)
    sydney = Source("ticket", "desk", "", "Australia/Sydney", days=["created"])
    assert record_of({"created": "2026-10-01"}, sydney)["created"] == midnight(date(2026, 10, 1))


def test_unknown():
    assert life([]).is_unreplied() is True and life([], first_reply=1500).is_unreplied() is False
    assert life([], told="status").is_unreplied() is None and life([], told="status", replies=0).is_unreplied() is None
    assert life([], replies=2).is_unreplied() is False  # though nobody knows when
    assert life([(2000, "solved")], told="status").is_unreplied() is True  # the log has replies of others
    assert life([(1500, "bot_reply")], told="status").is_unreplied() is True


def test_outbound():
    opened = life([(1000, "created")])
    for actor, is_outbound in [("Ann", True), ("r7", False), (None, False)]:
        opened.events[0]["actor"], opened.agents = actor, {"Ann"}
        assert opened.is_outbound() == is_outbound
    assert life([], direction="outbound").is_outbound() and not life([], direction="inbound").is_outbound()


def test_moves():
    moved = life([(1500, "team", "A", "B"), (1600, "team", None, "C"), (1700, "team", None, None)], team="Z", replies=None)
    assert [moved.dimension_at("team", when) for when in [1000, 1500, 1600, None]] == ["A", "B", "C", None]
    assert moved.group_changes_at(1550) == 1 and moved.group_changes_at(1700) == 3
    assert moved.replies_at(5000) == 0  # the log covers replies, and has none of this ticket's
    assert [spell[1] for spell in spells(moved)] == ["created", "moved", "moved", "moved"]


def test_waits():
    talk = life([(1100, "public_reply_customer"), (1200, "bot_reply"), (1300, "public_reply_agent"), (1400, "public_reply_customer"),
                 (1450, "public_reply_customer"), (1500, "public_reply_agent"), (1600, "public_reply_customer")])
    assert talk.first_reply()[0] == 1300 and talk.bot_involved() and talk.bot_handed_off()
    assert [(row["asked"], row["replied"]) for row in talk.next_rows()] == [(1400, 1500), (1600, None)]
    waits = life([(1100, "status", "new", "pending"), (1300, "status", "pending", "open"), (1700, "solved")])
    assert waits.requester_wait(1700) == 100 + 400 and waits.pauses(["pending"], 1200) == [(1100, 1200)]


def test_periods():
    weeks = oracle.periods_of({"period": "week", "history": 2}, date(2026, 11, 4))
    london = datetime(2026, 10, 26, tzinfo=ZoneInfo("Europe/London")).astimezone(timezone.utc)
    assert [week[0] for week in weeks] == ["2026-W43", "2026-W44"] and weeks[1][1] == int(london.timestamp())
    assert weeks[0][2] - weeks[0][1] == 7 * DAY + HOUR  # the week in which the clocks go back


if __name__ == "__main__":
    tests = {name: test for name, test in globals().items() if name.startswith("test_")}
    failed = 0
    for name, test in tests.items():
        try:
            test()
        except AssertionError:
            failed += 1
            traceback.print_exc()
    print(f"{len(tests) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
