# Writes tickets.csv: 40 tickets in September and 40 in October 2026.
with open("tickets.csv", "w") as out:
    out.write("id,created\n")
    for month in (9, 10):
        for number in range(40):
            out.write(f"{month}-{number},2026-{month:02}-{number % 28 + 1:02} 10:00\n")
