"""The sources of a world of generate_world.py, and the pipeline file that names them."""

from dataclasses import dataclass, field

from generate_others import CONTACT, COST, STAFF, SURVEY
from generate_world import TICKET, ZONES

TICKET_TIMES = ["created", "first_reply", "solved", "closed", "updated", "escalated_at"]
CONTACT_TIMES = ["offered", "ended", "updated"]
EVENT = "ticket at kind sequence from to actor".split()
# What a bare export does not tell
REPLIES = {"first_reply", "replies"}
BARE = REPLIES | {"reopens", "group_changes", "escalated", "escalated_at", "bot_involved", "bot_handed_off"}


@dataclass
class Source:
    """What the pipeline file says of an export. `days` are the fields whose values are all dates without a time."""
    name: str
    kind: str
    files: str
    system: str | None  # None for the folder's name
    fields: list
    zone: str = "UTC"
    ticket_system: str | None = None
    set: dict = field(default_factory=dict)
    days: list = field(default_factory=list)
    order: str | None = None
    times: list = field(default_factory=list)  # written as on the wall


def sources(kind):
    """The sources in the order of the pipeline file."""
    found = [*ticket_sources(kind)]
    log = "*/events-*.ndjson" if kind.folders else "events-*.ndjson"
    desk = None if kind.folders == "apart" else "zd"
    # In folders the surveys and contacts themselves name the system of their ticket.
    links, linked = (["ticket_system"], None) if kind.folders else ([], "zd")
    contact, survey = [[name for name in names if name != "ticket_system"] + links for names in (CONTACT, SURVEY)]
    if kind.days in ("", "log"):
        found.append(Source("log", "event", log, desk, EVENT, days=["at"] if kind.days else [],
                            order="newest-first" if kind.order == "said" else None))
    told = [name for name in contact if name != "wait_seconds"] if kind.is_bare else contact
    found += [
        Source("calls", "contact", "calls-*.csv", "calls", told, "Europe/London", linked, times=CONTACT_TIMES),
        Source("chats", "contact", "chats-*.ndjson", "chats", contact, ticket_system=linked and "snow"),
        Source("desk-surveys", "survey", "desk-surveys-*.csv", "desk", survey, ticket_system=linked, set={"easy_end": "high"}),
        Source("snow-surveys", "survey", "snow-surveys-*.csv", "snow", survey, set={"easy_end": "low"},
               days=["sent", "responded"] if kind.days else []),
    ]
    if kind.is_whole:
        found += [Source("staff", "staff", "staff.csv", "hr", STAFF, times=["date"]),
                  Source("costs", "cost", "costs.csv", "hr", COST, times=["month"])]
    return found


def ticket_sources(kind):
    days = [name for name in TICKET_TIMES if name != "updated"] if kind.days else []
    if kind.folders:
        yield Source("tickets", "ticket", "*/tickets-*.csv", None if kind.folders == "apart" else "zd", TICKET, times=TICKET_TIMES)
    else:
        own = [name for name in TICKET if name != "region" and not (kind.is_bare and name in BARE)]
        for export in ["amer", "emea"]:
            # Where one has the hour of the opening, its clock is the report's.
            is_mixed = kind.days == "ends" and export == "emea"
            yield Source(f"{export}-tickets", "ticket", f"tickets-{export}-*.csv", "zd", own,
                         "Europe/London" if kind.days == "log" or is_mixed else ZONES[export], set={"region": export.upper()},
                         days=days[1:] if is_mixed else days, times=TICKET_TIMES)
    own = [name for name in TICKET if not (kind.is_bare and name in BARE - {"replies"})]
    yield Source("snow-tickets", "ticket", "snow-*.ndjson", "snow", own, ZONES["snow"], days=days, times=TICKET_TIMES)


def pipeline(described, world):
    systems = [*dict.fromkeys(source.system for source in described if source.system)]
    systems += ["amer", "emea"] if world.kind.folders else []
    listed = "\n".join(f"  - {line(source)}" for source in described)
    # Days are not held against hours; here no target is of whole days.
    rules = RULES.replace("24h", "23h").replace("48h", "47h").replace("3d", "71h") if world.kind.days else RULES
    return f"""# Written by Tests/Oracle/generate.py; report as of {world.as_of}.
pipeline: oracle
timezone: Europe/London
currency: GBP
{"rates: rates.csv" if world.kind.is_whole else "# no rates"}
systems: [{", ".join(systems)}]
service_level: {{ within: 20s, short: 5s }}
sources:
{listed}
{rules}"""


def line(source):
    said = {"name": source.name, "system": source.system or "{ from: folder }", "kind": source.kind, "files": f'"{source.files}"',
            "timezone": source.zone}
    if source.ticket_system and source.ticket_system != source.system:
        said["ticket_system"] = source.ticket_system
    if source.set:
        said["set"] = "{" + ", ".join(f"{name}: {value}" for name, value in source.set.items()) + "}"
    if source.order:
        said["order"] = source.order
    said["fields"] = "{" + ", ".join(f"{name}: {mapping(source, name)}" for name in source.fields) + "}"
    return "{ " + ", ".join(f"{key}: {value}" for key, value in said.items()) + " }"


def mapping(source, name):
    if name not in source.times:
        return name
    is_day = name in source.days or name in ("date", "month")
    return f'{{from: {name}, format: "{"yyyy-MM-dd" if is_day else "yyyy-MM-dd HH:mm:ss"}"}}'


RULES = """\
calendars:
  chicago: { zone: America/Chicago, where: { team: Chicago }, hours: { mon-fri: "08:00-18:00", sat: ["09:00-12:00", "13:00-15:00"] }, holidays: [2026-05-25, 2026-09-07], days: { 2026-07-03: "08:00-12:00", 2026-03-08: "00:00-06:00" } }
  amer: { zone: America/New_York, where: { region: AMER }, hours: { mon-sun: "00:00-24:00" } }
  emea: { zone: Europe/Berlin, where: { region: EMEA }, hours: { mon-fri: "22:00-06:00", sun: "01:00-05:00" }, holidays: [2026-05-01, 2026-10-01] }
sla:
  - { where: { priority: urgent }, first_reply: 1h, next_reply: 1h, resolution: 8h, clock: business, pause: [pending, on_hold] }
  - { where: { tier: enterprise, channel: chat }, first_reply: 30m, next_reply: 20m, resolution: 24h, clock: business, calendar: emea, pause: [] }
  - { where: { team: Berlin }, first_reply: 4h, next_reply: 2h, resolution: 48h, clock: business }
  - { where: { region: AMER, priority: high }, first_reply: 2h, next_reply: 2h, resolution: 24h, clock: calendar, pause: [pending] }
  - { first_reply: 8h, next_reply: 4h, resolution: 3d, clock: calendar, pause: [pending] }
reports:
  - { name: board, period: month, dimensions: [region, team, channel, priority], pairs: [[region, channel]], audience: internal, history: 6 }
  - { name: weekly, period: week, dimensions: [team], audience: internal, history: 10 }
"""
