"""The order of a log: which of two events of one instant came first.

From METRICS.md: events of one instant keep the order of their source, which is `sequence`, else the place
in the file; where the source runs newest first, as its from→to chain shows or the pipeline file says, the
reverse of the place. The kind of an event never decides.

Where it is silent: of events of one instant those without a sequence come first. A source runs newest first
where more neighbours in it chain backwards than forwards. Neighbours are two events of one ticket, instant
and family (statuses, teams, …) without a sequence, one behind the other in the file; they chain forwards
where the first leads to what the second leaves, backwards where the second leads to what the first leaves.
"""

from collections import Counter, defaultdict

FAMILY = {
    "public_reply_agent": "replies", "public_reply_customer": "replies", "bot_reply": "replies",
    "status": "states", "solved": "states", "reopened": "states",
    "merged": "removals", "deleted": "removals", "restored": "removals",
    "team": "teams", "priority": "priorities", "assignee": "assignees", "escalated": "escalations",
}
LEADS_TO = {"solved": "solved", "reopened": "open"}  # kinds that name their state themselves


def leads_to(event):
    return LEADS_TO.get(event["kind"], event["to"])


def newest_first(events):
    """The names of the sources that run newest first."""
    said = {event["source"] for event in events if event["order"] == "newest-first"}
    places = defaultdict(list)
    for event in sorted(events, key=lambda event: event["place"]):
        if event["sequence"] is None and FAMILY.get(event["kind"]) is not None:
            places[event["source"], event["system"], event["ticket"], event["at"], FAMILY[event["kind"]]].append(event)
    forwards, backwards = Counter(), Counter()
    for (source, *_), found in places.items():
        for first, second in zip(found, found[1:]):
            ahead = leads_to(first) is not None and leads_to(first) == second["from"]
            behind = leads_to(second) is not None and leads_to(second) == first["from"]
            forwards[source] += ahead and not behind
            backwards[source] += behind and not ahead
    return said | {source for source in backwards if backwards[source] > forwards[source]}


def in_order(events, reversed_sources=frozenset()):
    """Sorted by (at, sequence (missing first), file, place in it, or the reverse of it): what a later export adds
    came later, whichever way each file runs."""
    return sorted(events, key=lambda event: (
        event["at"], event["sequence"] is not None, event["sequence"] or 0,
        event["file"], -event["place"] if event["source"] in reversed_sources else event["place"]))
