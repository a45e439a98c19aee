# Writes zulu.csv: 213 tickets of May 2026, 5 of them on its first day, as days that a program wrote as UTC midnights.
with open("zulu.csv", "w") as out:
    out.write("id,opened\n")
    for number in range(213):
        day = 1 if number < 5 else 2 + number % 30
        out.write(f"{number},2026-05-{day:02}T00:00:00.000Z\n")
