"""Writes tickets.csv: 20 tickets on October 1-10, 42 on October 11-31, 24 on November 1-10 and 2 on November 11, 2026."""
lines = ["id,created"]
for month, first, days, tickets in [(10, 1, 10, 20), (10, 11, 21, 42), (11, 1, 10, 24), (11, 11, 1, 2)]:
    for number in range(tickets):
        lines.append(f"{len(lines)},2026-{month}-{first + number % days:02} {number // days + 9:02}:30:00")
open("tickets.csv", "w").write("\n".join(lines) + "\n")
