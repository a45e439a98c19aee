"""Business calendars and SLA clocks, by intervals of open time."""

from bisect import bisect_right
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

STEP = 900  # seconds: shifts begin and end, and zones change, on whole quarters of an hour
FIRST = int(datetime(2026, 1, 1, tzinfo=timezone.utc).timestamp())
END = int(datetime(2027, 3, 1, tzinfo=timezone.utc).timestamp())
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ALWAYS = [(0, 1 << 40)]  # the calendar clock: one interval without an end


class Calendar:
    """A calendar's open time: the instants whose wall clock in its zone reads within a shift."""

    def __init__(self, zone, hours, holidays=(), days=None, where=None):
        self.where = where or {}
        self.hours = {}
        for names, shifts in hours.items():
            first, _, last = names.partition("-")
            numbers = range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)
            self.hours |= {number: shifts for number in numbers}
        self.holidays = {date.fromisoformat(day) for day in holidays}
        self.days = {date.fromisoformat(day): shifts for day, shifts in (days or {}).items()}
        self.known_shifts = {}
        self.intervals = self.walk(ZoneInfo(zone))
        self.starts = [start for start, _ in self.intervals]

    def shifts(self, day):
        """The shifts that begin on a day, in minutes since its midnight; the end may lie beyond 24 h."""
        if day not in self.known_shifts:
            texts = [] if day in self.holidays else self.hours.get(day.weekday(), [])
            texts = self.days.get(day, texts)
            pairs = [[int(clock[:2]) * 60 + int(clock[3:]) for clock in text.split("-")] for text in texts]
            self.known_shifts[day] = [(a, b if b > a else b + 1440) for a, b in pairs]
        return self.known_shifts[day]

    def is_open(self, local):
        today, minute = local.date(), local.hour * 60 + local.minute
        return (any(a <= minute < b for a, b in self.shifts(today)) or
                any(a <= minute + 1440 < b for a, b in self.shifts(today - timedelta(days=1))))

    def walk(self, zone):
        """Walks the years in steps of a quarter of an hour and joins the open ones."""
        intervals = []
        for instant in range(FIRST, END, STEP):
            if self.is_open(datetime.fromtimestamp(instant, zone)):
                if intervals and intervals[-1][1] == instant:
                    intervals[-1][1] = instant + STEP
                else:
                    intervals.append([instant, instant + STEP])
        return [tuple(interval) for interval in intervals]

    def business(self, start, end):
        """The open seconds in [start, end)."""
        assert FIRST <= start <= end < END
        total = 0
        for a, b in self.intervals[max(bisect_right(self.starts, start) - 1, 0):]:
            if a >= end:
                break
            total += max(min(b, end) - max(a, start), 0)
        return total


def matches(where, row):
    return all(row.get(name) == member for name, member in where.items())


def calendar_of(calendars, row):
    """The first calendar whose `where` fits the row."""
    return next((calendar for calendar in calendars.values() if matches(calendar.where, row)), None)


def without(intervals, pauses):
    """The intervals less the pauses; both in order, the pauses apart from each other."""
    for a, b in intervals:
        for pause, resume in pauses:
            if resume > a and pause < b:
                if pause > a:
                    yield a, pause
                a = max(a, resume)
        if a < b:
            yield a, b


def due_time(intervals, start, target, pauses):
    """The first instant at which the clock has run for the target since the start."""
    left = target
    for a, b in without(intervals, pauses):
        a = max(a, start)
        if a < b:
            if b - a >= left:
                return a + left
            left -= b - a
    return None

