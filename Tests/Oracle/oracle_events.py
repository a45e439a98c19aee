"""The life of a ticket, from its events where they decide and from its own columns where they do not.

From METRICS.md:

- A ticket ends when it is solved; where no solve is known, when it was closed. Where neither is known though its
  status is final it left at an unknown time: it stands in no backlog.
- What no source tells is unknown: without any word on replies a ticket is neither replied to nor unreplied.
- A ticket that an agent opened, as `direction` or a `created` event says, is outbound.

Where it is silent:

- A `closed` stands for a missing `solved` in all that the column says: so a ticket that is open again though it has
  one was reopened at once. States in the log decide over both columns.
- A ticket that left at an unknown time was in no backlog at any time: had it entered one, the bridge would want to
  know when it left. A promise to reply that it may have been excused from is not judged.
- A source tells of first replies where it maps `first_reply`: empty is none yet, but with `replies` it is one at an
  unknown time. `replies` alone do not: judged by those without a reply, all would be late. The log tells where it
  has replies of the ticket, or has other events of it and replies of others of its system.
- The opener is an agent where the actor of a `created` event is known as one in that system: as the agent of a
  ticket, or as the actor of an agent's reply.
"""

from datetime import timedelta

from oracle_load import Day, day_of
from oracle_order import FAMILY, in_order

MOVING = {"team": "teams", "priority": "priorities", "agent": "assignees"}  # dimensions that events decide
FIXED = ["region", "channel", "category", "product", "tier", "language", "account", "requester"]
DONE = {"solved", "closed"}
OPEN = {"new", "open", "pending", "on_hold"}
LEFT_OUT = {"deleted", "spam", "test", "merged"}
WEEK = 7 * 86400
NEVER = 1 << 40


def difference(start, end):
    """The time between two instants, in whole days where one of them is a day; none where the end comes first."""
    if start is None or end is None:
        return None
    if isinstance(start, Day) or isinstance(end, Day):
        taken = (day_of(end) - day_of(start)) // timedelta(days=1) * 86400
    else:
        taken = end - start
    return taken if taken >= 0 else None


def follows(start, end, within):
    """Whether an instant comes after another, within a time. Of one day nobody knows what came first."""
    taken = difference(start, end)
    return taken is not None and 0 < taken <= within

class Life:
    def __init__(self, ticket, events, covered, newest_first=frozenset(), agents=frozenset()):
        self.ticket, self.events, self.covered, self.agents = ticket, in_order(events, newest_first), covered, agents
        self.key = f"{ticket['system']}/{ticket['id']}"
        self.created = ticket["created"]
        self.families = {FAMILY.get(event["kind"]) for event in events} - {None}
        self.agent_replies = self.of_kind("public_reply_agent")
        self.has_states = "states" in self.families
        # A close stands for a solve that nobody tells.
        self.ended = ticket["closed"] if ticket["solved"] is None else ticket["solved"]
        self.is_from_closed = not self.has_states and ticket["solved"] is None and self.ended is not None
        self.left_unseen = not self.has_states and self.ended is None and ticket["status"] in DONE
        self.walk()

    def of_kind(self, *kinds):
        return [event for event in self.events if event["kind"] in kinds]

    def of_family(self, family):
        return [event for event in self.events if FAMILY.get(event["kind"]) == family]

    def own(self, column, family):
        """An own column; zero where it is missing, there are events, none of the family, and the
        system's log covers the family."""
        value = self.ticket[column]
        if value is None and self.events and family not in self.families:
            if (self.ticket["system"], family) in self.covered:
                return 0
        return value

    # Dimensions

    def dimension_at(self, name, at):
        """The `to` of the last event at or before `at`; before the first its `from`, else its `to`.
        Without events the own column. `at` None is the latest."""
        changes = self.of_family(MOVING[name])
        if not changes:
            return self.ticket[name]
        before = [change for change in changes if at is None or change["at"] <= at]
        return before[-1]["to"] if before else changes[0]["from"] or changes[0]["to"]

    def dimensions(self, at=None):
        row = {name: self.ticket[name] for name in FIXED}
        row |= {name: self.dimension_at(name, at) for name in MOVING}
        return row | {"system": self.ticket["system"], "ticket": self.key}

    # States

    def walk(self):
        """Walks the events in order. Leaves: the solves and reopens in their order, the timeline of
        statuses, the spells, and how it ends."""
        # A change of status after a solve does not tell how the ticket began.
        first = next((event for event in self.events if FAMILY.get(event["kind"]) == "states"), None)
        self.status = (first["from"] if first and first["kind"] == "status" else None) or "new"
        self.removed = False
        self.changes, self.timeline, self.spells = [], [], []
        spell = None  # the open one: from, entered

        self.timeline.append((self.created, self.status, self.removed))
        if self.is_open():
            spell = (self.created, "created")

        # What is before the creation counts as at the creation.
        def clamped(event):
            return max(event["at"], self.created)
        for event in sorted(self.events + self.own_states(), key=clamped):  # stable
            was_open, at, kind = self.is_open(), clamped(event), event["kind"]
            self.step(event)
            self.timeline.append((at, self.status, self.removed))
            # A change of team, priority or agent within a spell, not one at its very beginning.
            splits = was_open and kind in ("team", "priority", "assignee") and self.has_moved(spell[0], at)
            if was_open and (splits or not self.is_open()):
                left = "moved" if splits else "removed" if kind in ("merged", "deleted") else "solved"
                self.add_spell(spell, at, left)
            if self.is_open() and (splits or not was_open):
                spell = (at, "moved" if splits else "restored" if kind == "restored" else "reopened")
        if self.is_open():
            self.add_spell(spell, None, None)
        if self.left_unseen:
            self.status, self.spells = self.ticket["status"], []

    def has_moved(self, start, at):
        return start < at and any(self.dimension_at(name, start) != self.dimension_at(name, at) for name in MOVING)

    def is_open(self):
        return self.status not in DONE and not self.removed

    def step(self, event):
        kind = event["kind"]
        if kind in ("merged", "deleted"):
            self.removed = True
        elif kind == "restored":
            self.removed = False
        elif kind in ("status", "solved", "reopened"):
            status = {"status": event.get("to"), "solved": "solved", "reopened": "open"}[kind]
            status = status or self.status  # a status event that names none changes none
            if not self.removed and (self.status in DONE) != (status in DONE):
                self.changes.append(("solve" if status in DONE else "reopen", event["at"]))
            self.status = status

    def own_states(self):
        """Without states events the own columns tell of a solve, and of one that did not last."""
        if self.has_states:
            return []
        if self.ended is None:
            return []
        at = max(self.ended, self.created)
        states = [{"at": at, "kind": "solved"}]
        return states + [{"at": at, "kind": "reopened"}] if self.ticket["status"] in OPEN else states

    def add_spell(self, spell, until, left):
        start, entered = spell
        self.spells.append({"start": start, "until": until, "entered": entered, "left_by": left})

    # Population

    def is_left_out(self):
        return self.ticket["status"] in LEFT_OUT or self.ticket["merged_into"] is not None or self.removed

    def has_spells(self):
        """Removed tickets have spells only where their events end with them removed."""
        return self.removed or not self.is_left_out()

    def is_outbound(self):
        openers = {event["actor"] for event in self.of_kind("created")}
        return self.ticket["direction"] == "outbound" or bool(openers & self.agents)

    # Moments

    def first_reply(self):
        """The first public human reply not before the creation: (at, actor)."""
        if "replies" not in self.families:
            return self.ticket["first_reply"], None
        return next(((reply["at"], reply["actor"]) for reply in self.agent_replies
                     if difference(self.created, reply["at"]) is not None), (None, None))

    def is_unreplied(self):
        """Whether nobody has replied; None where that is not known, False also where it is not known when."""
        if "replies" in self.families or self.ticket["first_reply"] is not None:
            return self.first_reply()[0] is None
        if "first_reply" in self.ticket["told"].split():
            return not self.ticket["replies"]
        is_covered = self.events and (self.ticket["system"], "replies") in self.covered
        return not self.ticket["replies"] if is_covered else None

    def first_row(self):
        replied, actor = self.first_reply()
        return self.dimensions(replied) | {
            "created": self.created, "replied": replied, "actor": actor, "unreplied": self.is_unreplied()}

    def next_rows(self):
        """After the first public human reply: each first unanswered customer message, and its answer."""
        waiting, is_replied, rows = None, False, []
        for event in self.of_family("replies"):
            if event["kind"] == "public_reply_agent":
                if waiting is not None:
                    rows.append(self.dimensions(event["at"]) | {
                        "asked": waiting, "replied": event["at"], "actor": event["actor"]})
                is_replied, waiting = is_replied or difference(self.created, event["at"]) is not None, None
            elif event["kind"] == "public_reply_customer" and is_replied and waiting is None:
                waiting = event["at"]
        if waiting is not None:
            rows.append(self.dimensions() | {"asked": waiting, "replied": None, "actor": None})
        return rows

    def replies_at(self, at):
        if "replies" not in self.families:
            return self.own("replies", "replies")
        return sum(reply["at"] <= at for reply in self.agent_replies)

    def group_changes_at(self, at):
        """Team events whose old team (`from`, else the `to` before) is given and is not the new one."""
        if "teams" not in self.families:
            return self.own("group_changes", "teams")
        changes, before = 0, None
        for event in self.of_family("teams"):
            old = event["from"] or before
            changes += event["at"] <= at and old is not None and old != event["to"]
            before = event["to"]
        return changes

    def solve_rows(self):
        rows = []
        if self.has_states:
            for place, (change, at) in enumerate(self.changes):
                if change == "solve":
                    reopens = [(later, when) for later, (change, when) in enumerate(self.changes) if change == "reopen"]
                    following = [when for later, when in reopens if later > place]
                    rows.append(self.solve_row(at) | {
                        "reopened": bool(following) and difference(at, following[0]) <= WEEK,
                        "reopens_before": sum(later < place for later, _ in reopens)})
        elif self.ended is not None:
            reopens = self.own("reopens", "states")
            rows.append(self.solve_row(self.ended) | {
                "reopened": None if reopens is None else reopens > 0 or self.ticket["status"] in OPEN, "reopens_before": None if reopens is None else 0})
        for row in rows:
            row["is_last"] = row is rows[-1]
        return rows

    def solve_row(self, at):
        return self.dimensions(at) | {
            "created": self.created, "solved": at, "replies": self.replies_at(at),
            "group_changes": self.group_changes_at(at), "made_sla": self.ticket["made_sla"],
            "from_closed": self.is_from_closed}

    def is_done(self):
        """Whether it is done in the end; of the own columns, a solve that did not last is none."""
        return self.status in DONE

    def final_row(self):
        """The last solve if it is done in the end, else the ticket as it is; None where it is done at an unknown time."""
        solves = self.solve_rows()
        if not self.is_done():
            return self.dimensions() | {"created": self.created, "solved": None}
        return solves[-1] if solves else None

    def spell_rows(self):
        """The spells, each with the dimensions of its first instant."""
        return [self.dimensions(spell["start"]) | spell | {"created": self.created} for spell in self.spells]

    def status_stretches(self):
        """(from, until, status, removed), from the creation on."""
        ends = [at for at, _, _ in self.timeline[1:]] + [NEVER]
        return [(at, end, status, removed) for (at, status, removed), end in zip(self.timeline, ends)]

    def pauses(self, statuses, until):
        """The stretches in one of the statuses, up to an instant; without states events none."""
        if not self.has_states:
            return []
        clipped = [(a, min(b, until)) for a, b, status, _ in self.status_stretches() if status in statuses]
        return [(a, b) for a, b in clipped if a < b]

    def is_paused(self, statuses, at):
        """Whether the status just before the instant, and at it, is one of those that pause."""
        return self.has_states and any(a < at < b and status in statuses for a, b, status, _ in self.status_stretches())

    def requester_wait(self, solve):
        """Time in new, open or on-hold between the creation and the solve; not while removed."""
        if not self.has_states or difference(self.created, solve) is None:
            return None
        return sum(difference(a, min(b, solve)) or 0 for a, b, status, removed in self.status_stretches()
                   if status in ("new", "open", "on_hold") and not removed)

    # Own columns and events beside each other

    def escalated_at(self):
        events = self.of_kind("escalated")
        if events:
            return events[0]["at"]
        if self.ticket["escalated_at"] is not None:
            return self.ticket["escalated_at"]
        return self.created if self.ticket["escalated"] else None

    def is_escalation_told(self):
        """Whether the export or the log says of the ticket that it was escalated, or was not."""
        return self.escalated_at() is not None or self.own("escalated", "escalations") is not None

    def bot_involved(self):
        """The own column; else whether the replies, which decide, hold one of a bot; else zero where the log covers them."""
        own = self.ticket["bot_involved"]
        if own is not None:
            return own
        if "replies" in self.families:
            return bool(self.of_kind("bot_reply"))
        none = self.own("bot_involved", "replies")
        return None if none is None else bool(none)

    def bot_handed_off(self):
        """The own column; else whether a human reply follows the first of the bot."""
        own, replies = self.ticket["bot_handed_off"], self.of_kind("public_reply_agent", "bot_reply")
        bots = [place for place, reply in enumerate(replies) if reply["kind"] == "bot_reply"]
        if own is not None or not bots:
            return own
        return any(reply["kind"] == "public_reply_agent" for reply in replies[bots[0]:])
