"""Writes tickets.csv and events.csv: 145 tickets, and what became of 45 of them."""
tickets, events = ["id,team,status,created"], ["ticket,kind,at"]


def ticket(status, created, *happened):
    number = len(tickets)
    tickets.append(f"{number},{'A' if number % 2 else 'B'},{status},{created}")
    events.extend(f"{number},{kind},{at}" for kind, at in happened)


for number in range(100):  # open on October 1
    created = f"2026-09-{number % 28 + 1:02} 08:00:00"
    if number < 30:
        ticket("solved", created, ("solved", f"2026-10-{number + 1:02} 16:00:00"))
    elif number < 32:
        ticket("deleted", created, ("deleted", "2026-10-15 16:00:00"))
    else:
        ticket("open", created)
for number in range(40):
    created = f"2026-10-{number % 20 + 1:02} 08:00:00"
    if number < 8:
        ticket("solved", created, ("solved", f"2026-10-{number + 21:02} 16:00:00"))
    else:
        ticket("open", created)
for number in range(5):
    ticket("open", f"2026-09-{number + 1:02} 08:00:00", ("solved", f"2026-09-{number + 20:02} 16:00:00"),
           ("reopened", f"2026-10-{number + 10:02} 16:00:00"))
open("tickets.csv", "w").write("\n".join(tickets) + "\n")
open("events.csv", "w").write("\n".join(events) + "\n")
