#!/usr/bin/env python3
"""Business time between random instants against its peers, on the same intervals in the same run.

usage: calendar.py

The peers: a walk day by day in Swift, and numpy.busday_count over whole arrays, which has no zones
and one length of a day: weekdays and Saturdays are counted apart, and the parts of the first and
the last day are cut off. All three must come to the same number of seconds.
"""
import json
import os
import subprocess
import tempfile
import time

BENCH = os.path.join(os.path.dirname(__file__), "..", ".build", "release", "calendar-bench")
DATES = ["01-01", "01-02", "04-10", "04-13", "05-04", "05-25", "08-31", "12-25", "12-28"]
# A mask of busday_count, the shifts of such a day in seconds.
WEEK = [("1111100", [(28800, 45000), (48600, 64800)]), ("0000010", [(32400, 46800)])]


def numpy_peer(path):
    import numpy as np

    pairs = np.fromfile(path, dtype="<i8").reshape(-1, 2)
    holidays = [np.datetime64(f"{year}-{date}") for year in range(2020, 2028) for date in DATES]

    def worked_before(local):
        """The seconds worked from 1970 to each local time."""
        day, shown = np.divmod(local, 86400)
        date = day.astype("datetime64[D]")
        total = np.zeros(len(local), dtype=np.int64)
        for mask, shifts in WEEK:
            length = sum(end - start for start, end in shifts)
            days = np.busday_count(np.datetime64("1970-01-01"), date, mask, holidays)
            is_open = np.is_busday(date, mask, holidays)
            part = sum(np.clip(shown, start, end) - start for start, end in shifts)
            total += days * length + np.where(is_open, part, 0)
        return total

    best = None
    for _ in range(3):
        began = time.perf_counter()
        total = int((worked_before(pairs[:, 1]) - worked_before(pairs[:, 0])).sum())
        seconds = time.perf_counter() - began
        best = min(seconds, best or seconds)
    return len(pairs) / best / 1e6, total


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "intervals")
        done = subprocess.run([BENCH, path], capture_output=True, text=True, check=True)
        ours = json.loads(done.stdout)
        rate, walk = ours["million_intervals_a_second"], ours["walk_million_intervals_a_second"]
        print(f"deskbrief     {rate:8.2f} million intervals a second on one core")
        print(f"day by day    {walk:8.2f}   ({rate / walk:.0f} times less)")
        try:
            peer, total = numpy_peer(path)
            if total != ours["business_seconds"]:
                raise SystemExit(f"numpy counts {total}, not {ours['business_seconds']}")
            print(f"numpy         {peer:8.2f}   ({rate / peer:.0f} times less)")
        except ImportError:
            print("numpy         not installed")
        print(f"instants      {ours['million_instants_a_second']:8.2f} million a second")
        print(f"built in      {ours['build_milliseconds']:8.2f} ms")


if __name__ == "__main__":
    main()
