"""Writes docs/calibration.md: what simulation says of the signals and the intervals.

    python3 page.py DESKBRIEF COVERAGE WORLDS RUNS > docs/calibration.md

WORLDS of each kind; RUNS of each interval's setting. Exit code 1 where a promise is not kept.
"""

import pathlib
import subprocess
import sys

import calibrate
import demo
import worlds

WORDS = {
    "nothing": "nothing changes; days cluster", "growth": "growth of 1.5 % a month, and an AR(0.5) course of volumes, waits and CSAT",
    "wave": "the same, and a yearly wave of 10 %", "csat": "a team's CSAT, −20 points", "csat-small": "a team's CSAT, −12 points",
    "category": "a category × 1.8", "category-small": "a category × 1.4", "channel_reply": "a channel's waits × 1.8",
    "channel_reply-small": "a channel's waits × 1.35", "team_reply": "a team's waits × 2.5", "team_reply-small": "a team's waits × 1.6",
    "mix": "a team with a low CSAT has 2.2 times its share of tickets", "mix-small": "a team with a low CSAT has 1.45 times its share",
    "headcount": "a team has 5 of its 10 agents, its waits × 3", "headcount-small": "a team has 7 of its 10 agents, its waits × 1.8",
}


def percent(share):
    return "–" if share is None else f"{100 * share:.1f} %"


def table(*rows):
    head, *rest = rows
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rest])


def quiet(found):
    """The pages without change, and whether they are as quiet as promised."""
    rows, kept = [["world", "worlds", "pages with a signal", "signals a page", "promise"]], True
    for kind in worlds.QUIET:
        one = found[kind]
        most = 0.05 if kind == "nothing" else 0.08
        kept &= one["with_signal"] <= most and one["signals_a_page"] <= 0.5
        rows.append([WORDS[kind], str(one["worlds"]), percent(one["with_signal"]), f"{one['signals_a_page']:.2f}",
                     f"≤ {100 * most:.0f} %" + ("" if kind == "nothing" else ", ≤ 0.5 a page")])
    return table(*rows), kept


def planted(found):
    rows, kept = [["what changes in the last month", "size", "worlds", "shown", "right first", "promise"]], True
    for kind in worlds.KINDS[len(worlds.QUIET):]:
        one = found[kind]
        is_large = one["size"] >= 6
        share = one["right_first"] if is_large else one["right_first_of_shown"]
        kept &= share is not None and share >= (0.9 if is_large else 0.8)
        rows.append([WORDS[kind], f"{one['size']:.1f}", str(one["worlds"]), percent(one["with_signal"]),
                     f"{percent(share)} of {'all' if is_large else 'shown'}", f"≥ {90 if is_large else 80} %"])
    return table(*rows), kept


def tales(command, seeds):
    rows, kept = [["draws", "UK & Ireland's headcount", "its first replies within SLA", "EMEA's CSAT", "Login and Sync since August"]], True
    for words, seed, is_renamed in [("as kept", None, False), ("as kept, teams renamed", None, True),
                                    *((f"seed {seed}", seed, False) for seed in seeds)]:
        told = demo.story(demo.october(command, seed, is_renamed), is_renamed)
        kept &= all(told.values())
        rows.append([words, *("told" if is_told else "**not told**" for is_told in told.values())])
    return table(*rows), kept


def main(command, coverage, count, runs):
    found = {kind: calibrate.summary(kind, calibrate.calibrate(command, kind, count)) for kind in worlds.KINDS}
    intervals = subprocess.run([coverage, str(runs)], capture_output=True, text=True)
    parts = [quiet(found), planted(found), tales(command, range(1000, 6000, 1000)), (intervals.stdout, intervals.returncode == 0)]
    print(PAGE.format(*(text.strip() for text, _ in parts), runs=f"{runs:,}"), end="")
    return all(kept for _, kept in parts)


PAGE = """\
# Calibration: how far signals and intervals can be trusted
Written by `make calibrate`, from seeded random worlds of which the truth is known. A promise that is not kept is printed in bold or
below its mark, and makes the command fail.

## Pages on which nothing changed
Support worlds of about 2,300 tickets a month in 9 teams of 3 regions, 4 channels and 5 categories, over 15 months, with 240 surveys a team
and month and ten agents a team, of whom one leaves now and then. Their exports go through `deskbrief run`; what counts is the list
of signals in `metrics.json`, over all metrics and groups.

{0}

## Pages on which one thing changed
In the last month alone. The size is in total standard deviations: of the group's clearest metric, by its course in the months before; the median
of the worlds. Right is a first signal of the group that was changed, and of a metric that tells of it.

{1}

## The demo
Its story must not rest on luck: with other draws, and with the teams under other names, October tells the same.

{2}

## Intervals
How often the 95 % interval holds the truth: exact sums where there are such, else {runs} runs of each setting. φ is estimated from the same days.

{3}
"""

if __name__ == "__main__":
    command, coverage = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
    sys.exit(0 if main(command, coverage, int(sys.argv[3]), int(sys.argv[4])) else 1)
