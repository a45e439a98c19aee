"""Writes the exports of a small but nasty world, and the pipeline file that reads them.

    python3 generate.py OUT SEED [KIND]     # prints the --as-of day to report by; the kinds are those of generate_world.py

Even seeds live from May to October 2026, odd ones from February to July: each has a spring gap in one
zone and an autumn overlap in another. The same seed writes the same bytes. Every field has the name of
the common schema; what is nasty is the data: gaps, late versions, repeats, events at one second, clocks
that run backwards, logs that know only half the story, and links to nothing. `sources.json` says of the
exports what the pipeline file says of them, for the oracle.
"""

import csv
import json
import pathlib
import sys
from dataclasses import asdict
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import generate_others
from generate_pipeline import TICKET_TIMES, pipeline, sources
from generate_world import KINDS, TICKET, ZONES, World

PARTS = [9, 10]  # the files of an export, which sort by number
LONDON = "Europe/London"


def iso(instant, hours=0):
    if instant is None:
        return None
    shown = datetime.fromtimestamp(instant, timezone(timedelta(hours=hours)))
    return shown.strftime("%Y-%m-%dT%H:%M:%S") + (f"+{hours:02}:00" if hours else "Z")


def local(instant, zone):
    return None if instant is None else datetime.fromtimestamp(instant, ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")


def write_csv(path, columns, rows):
    path.parent.mkdir(exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: {True: "true", False: "false"}[value] if isinstance(value, bool) else value
                          for name, value in row.items()} for row in rows)


def write_json(path, columns, rows, needed=()):
    """Of the values that are missing, and not needed, one row leaves out those that the next calls null."""
    path.parent.mkdir(exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps({name: row[name] for place, name in enumerate(columns)
                                   if row[name] is not None or name in needed or place % 2}) + "\n")


def parts(world, rows):
    """The rows, each in one of the files."""
    files = {number: [] for number in PARTS}
    for row in rows:
        files[world.choose(PARTS)].append(row)
    return files


# Tickets

def write_tickets(world, out, described):
    days = {source.name: source.days for source in described}
    zones = {source.name: source.zone for source in described}
    exports = {name: [] for name in ZONES}
    for ticket in world.tickets:
        for version in world.versions(ticket):
            source = f"{version['export']}-tickets" if not world.kind.folders or version["export"] == "snow" else "tickets"
            row = version | {name: local(version[name], zones[source]) for name in TICKET_TIMES}
            if ticket["text"]:
                row["created"] = ticket["text"]  # in the gap, or twice on the clock
            exports[version["export"]].append(row | {name: row[name] and row[name][:10] for name in days[source]})
    if world.kind.is_whole:
        add_namesakes(world, exports)
    for export, rows in exports.items():
        for number, part in parts(world, rows).items():
            if export == "snow":
                write_json(out / f"snow-{number}.ndjson", TICKET, part)
            elif world.kind.folders:
                write_csv(out / export / f"tickets-{number}.csv", TICKET, part)
            else:
                write_csv(out / f"tickets-{export}-{number}.csv", [name for name in TICKET if name != "region"], part)


def add_namesakes(world, exports):
    """Another ticket by a name that is taken, in its own export and in the next; and a clock that is a few seconds off."""
    for export, other, seconds in [("amer", "emea", 5 * 3600), ("snow", "snow", 61), ("emea", "emea", 60), ("amer", "amer", -59)]:
        ticket = world.choose([ticket for ticket in world.tickets if ticket["export"] == export and not ticket["text"]])
        row = ticket | {"version": None, "created": ticket["created"] + seconds, "updated": ticket["updated"] + seconds,
                        "status": "open", "solved": None, "closed": None}
        exports[other].append(row | {name: local(row[name], ZONES[other]) for name in TICKET_TIMES})


# The log

def write_events(world, out):
    groups = {}  # what happened to a ticket in one instant stands together, in its order
    for event in world.events:
        at = local(event["at"], LONDON)[:10] if world.kind.days else event["at"]
        groups.setdefault((event["system"], event["ticket"], at), []).append(event)
    groups = [with_alike(world, group) for group in groups.values()]
    if world.kind.order == "shuffled":
        world.random.shuffle(groups)
    elif world.kind.order == "newest":  # ticket by ticket
        groups.sort(key=lambda group: (group[0]["ticket"], group[0]["at"]))
    else:
        groups.sort(key=lambda group: group[0]["at"])
    files = {}
    for group in groups:
        system, number = group[0]["system"], world.choose(PARTS) if world.kind.order == "shuffled" else PARTS[0]
        files.setdefault((system, number), []).extend(row_of(world, event) for event in group)
        other = PARTS[number == PARTS[0]]
        if world.chance(0.08):  # exported again: the same events
            files.setdefault((system, other), []).extend(again(world, group))
    for (system, number), rows in files.items():
        folder = out / system if world.kind.folders else out
        columns = ["ticket", "from", "kind", "at", "actor", "to", "sequence"]
        rows = rows if world.kind.order == "shuffled" else rows[::-1]
        write_json(folder / f"events-{number}.ndjson", columns, rows, ["ticket", "at", "kind"])


def with_alike(world, group):
    """At times an event comes twice, by the same agent or by another."""
    events = []
    for event in group:
        events += [event, event | {"actor": world.choose([event["actor"], "Ann"])}] if world.chance(0.04) else [event]
    return events


def again(world, group):
    """A group of the log as a second file has it, at times with a team corrected, or one event more, or of no known ticket."""
    if world.chance(0.1):
        group = [event | {"ticket": "x" + event["ticket"]} for event in group]
    if world.chance(0.4):
        group = [event | {"to": "Austin"} if event["kind"] == "team" else event for event in group]
    if world.chance(0.1):
        group = group + [group[-1]]
    return [row_of(world, event, 1) for event in group]


def row_of(world, event, later=0):
    """An event as a row; the clock of another export may write the same instant with another offset."""
    at = local(event["at"], LONDON)[:10] if world.kind.days else iso(event["at"], (event["at"] + later) % 3)
    return event | {"at": at}


def main(out, seed, kind="mixed"):
    out, world = pathlib.Path(out), World(int(seed), KINDS[kind])
    out.mkdir(parents=True, exist_ok=True)
    world.all_tickets()
    described = sources(world.kind)
    write_tickets(world, out, described)
    write_events(world, out)
    contacts, surveys = generate_others.contacts(world), generate_others.surveys(world)
    for number, rows in parts(world, contacts["calls"]).items():
        times = {"offered", "ended", "updated"}
        write_csv(out / f"calls-{number}.csv", generate_others.CONTACT,
                  [row | {name: local(row[name], LONDON) for name in times} for row in rows])
    for number, rows in parts(world, contacts["chats"]).items():
        write_json(out / f"chats-{number}.ndjson", generate_others.CONTACT, [row | {name: iso(row[name]) for name in times} for row in rows])
    for system in ["desk", "snow"]:
        days = next(source.days for source in described if source.name == f"{system}-surveys")
        for number, rows in parts(world, surveys[system]).items():
            rows = [row | {name: iso(row[name]) for name in ["sent", "responded", "updated"]} for row in rows]
            write_csv(out / f"{system}-surveys-{number}.csv", generate_others.SURVEY,
                      [row | {name: row[name] and row[name][:10] for name in days} for row in rows])
    if world.kind.is_whole:
        write_csv(out / "staff.csv", generate_others.STAFF, generate_others.staff(world))
        write_csv(out / "costs.csv", generate_others.COST, generate_others.costs(world))
        write_csv(out / "rates.csv", ["date", "from", "to", "rate"], generate_others.rates(world))
    (out / "sources.json").write_text(json.dumps([asdict(source) for source in described], indent=1), encoding="utf-8")
    (out / "pipeline.yml").write_text(pipeline(described, world), encoding="utf-8")
    print(world.as_of)


if __name__ == "__main__":
    main(*sys.argv[1:])
