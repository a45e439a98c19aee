# Writes tickets.csv: so many tickets a day, of two teams by turns.
import csv, datetime
out = csv.writer(open("tickets.csv", "w", newline=""), lineterminator="\n")
out.writerow(["id", "created", "team"])
number = 0
for hour in range(3):
    number += 1
    out.writerow([number, f"2023-03-01 {9 + hour:02}:00:00", "A"])
day = datetime.date(2025, 3, 1)
while day < datetime.date(2026, 4, 1):
    month = (day.year, day.month)
    if month == (2025, 3):
        count = 4
    elif month == (2026, 2):
        count = 5
    elif month == (2026, 3):
        count = 6 if day.day <= 28 else 10
    else:
        count = 0
    for hour in range(count):
        number += 1
        out.writerow([number, f"{day} {9 + hour:02}:00:00", "AB"[hour % 2]])
    day += datetime.timedelta(days=1)
