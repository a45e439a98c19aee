"""APAC's event log, which began on 2026-07-01: what happened to each ticket opened since then.

It agrees with the tickets' own columns: same first reply, replies, moves between teams, reopens and
last solve. What does not, on purpose:
- A reply typed in after a call stands at the ticket's creation; the ticket's column has it before.
- Merged and deleted tickets end with that, and have no other events. One ticket was deleted by
  mistake in October and restored the next day.
- Customers answered two tickets that are too old for the export.
"""

from types import SimpleNamespace

from exports import DAY, HOUR, show, utc
from story import CUTOFF

BEGIN = utc(2026, 7, 1)


class Log:
    """The events of one ticket, in the order in which they happened."""

    def __init__(self, ticket, random):
        self.ticket, self.random, self.events, self.status = ticket, random, [], "new"

    def add(self, at, kind, before=None, after=None, actor=None):
        self.events.append(SimpleNamespace(ticket=self.ticket.id, at=int(at), kind=kind, before=before, after=after,
                                           actor=actor))

    def turn(self, at, status):
        """A change of status, by the word that the desk has for it."""
        if status != self.status:
            kind = {"solved": "solve", "open": "reopen" if self.status == "solved" else "status"}.get(status, "status")
            self.add(at, kind, self.status, status)
            self.status = status

    def all(self):
        ticket = self.ticket
        self.add(ticket.created, "create")
        if ticket.status in ("merged", "deleted"):
            gone = min(CUTOFF, ticket.created + HOUR + self.random.below(40 * HOUR))
            self.add(gone, {"merged": "merge", "deleted": "delete"}[ticket.status])
        elif ticket.status != "spam":
            if ticket.bot:
                self.add(ticket.created + 15 + self.random.below(40), "bot")
            self.work()
            self.moves()
        self.events.sort(key=lambda event: event.at)
        for number, event in enumerate(self.events, 1):
            event.number = number
        return self.events

    def work(self):
        """Replies, questions between them, solves that did not last, and the end."""
        ticket, random = self.ticket, self.random
        end = ticket.solved or max(ticket.updated, ticket.first_reply or 0)
        opened_again = ticket.solved is not None and ticket.status == "open"
        if ticket.first_reply:
            first = max(ticket.created, ticket.first_reply)
            early = ticket.reopens - opened_again  # solves that did not last, before the last one
            turns = max(ticket.replies - 1, early)
            places = sorted({1 + random.below(turns) for _ in range(early)}) if turns else []
            places += [place for place in range(1, turns + 1) if place not in places][:early - len(places)]
            replied = first
            self.add(first, "agent", actor=ticket.agent)
            for place in range(1, turns + 1):
                self.turn(replied, "solved" if place in places else "pending")
                answered = first + (end - first) * (place - random.unit() * 0.4) / turns
                asked = replied + (answered - replied) * (0.15 + random.unit() * 0.6)
                self.add(asked, "customer")
                self.turn(asked, "open")
                replied = asked
                if place < ticket.replies:
                    replied = answered
                    self.add(answered, "agent", actor=ticket.agent)
            if ticket.escalated:
                self.add(first + (end - first) * random.unit(), "escalate")
        if ticket.solved is None:
            self.turn(end, ticket.status)
            return
        self.turn(ticket.solved, "solved")
        if ticket.status == "closed":
            self.turn(ticket.closed, "closed")
        elif opened_again:
            self.turn(ticket.updated, "open")

    def moves(self):
        """From team to team, to the one that has it now."""
        ticket = self.ticket
        end = ticket.solved or ticket.updated
        others = [team for team in ("Japan", "ANZ", "South-East Asia") if team != ticket.team]
        path = [others[(ticket.created + place) % 2] for place in range(ticket.transfers)][::-1] + [ticket.team]
        path = [team for place, team in enumerate(path) if place == 0 or team != path[place - 1]]
        for place, (before, after) in enumerate(zip(path, path[1:]), 1):
            self.add(ticket.created + (end - ticket.created) * 0.3 * place / len(path), "team", before, after)


def delete_and_restore(events):
    """The first ticket of October that rests for a day after its first reply is deleted and restored."""
    by_ticket = {}
    for event in events:
        by_ticket.setdefault(event.ticket, []).append(event)
    for ticket, own in by_ticket.items():
        for first, then in zip(own, own[1:]):
            if utc(2026, 10, 5) < first.at < utc(2026, 10, 20) and first.kind == "status" and then.at > first.at + 2 * DAY:
                for number, (at, kind) in enumerate([(first.at + HOUR, "delete"), (first.at + DAY, "restore")]):
                    events.append(SimpleNamespace(ticket=ticket, at=at, kind=kind, before=None, after=None, actor=None,
                                                  number=90 + number))
                return


def rows(tickets, random):
    """The columns of all events, in the order of their times."""
    events = [event for ticket in tickets if ticket.created >= BEGIN for event in Log(ticket, random).all()]
    delete_and_restore(events)
    for old in ("APX-20187", "APX-20344"):
        events.append(SimpleNamespace(ticket=old, at=utc(2026, 9, 14) + random.below(20 * DAY), kind="customer", before=None,
                                      after=None, actor=None, number=1))
    kept = sorted((event for event in events if event.at <= CUTOFF), key=lambda event: (event.at, event.ticket, event.number))
    return [columns(event) for event in kept]


def columns(event):
    row = {"at": show(event.at), "ticket": event.ticket, "n": event.number, "type": event.kind}
    if event.kind in ("status", "solve", "reopen"):
        words = {"pending": "waiting_customer"}
        row |= {"from": words.get(event.before, event.before), "to": words.get(event.after, event.after)}
    elif event.before:
        row |= {"from": event.before, "to": event.after}
    return row | ({"by": event.actor} if event.actor else {})
