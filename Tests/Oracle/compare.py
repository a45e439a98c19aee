"""Compares the cells of an oracle with those of a report.

    python3 compare.py EXPECTED.json METRICS.json

Each cell of EXPECTED must be in METRICS, with the same n, and the same value: counts exactly,
other numbers within 1e-9 of each other, null only with null. A metric that METRICS lacks whole must be null
throughout. What rests on closes alone is marked so. Further cells of METRICS are let be.
Where EXPECTED says that it "is_complete", they must rest on no record. Counts of rows are compared where
EXPECTED has them. Exit code 1 where anything differs.
"""

import json
import math
import sys

SHOWN = 20


def key(cell):
    return cell["metric"], cell["period"], tuple(sorted(cell["dimensions"].items()))


def is_same(expected, found, unit):
    if expected is None or found is None:
        return expected is found
    return expected == found if unit == "count" else math.isclose(expected, found, rel_tol=1e-9)


def differences(expected, metrics):
    """For each thing compared its name, and what differs; None where nothing does."""
    for name, number in expected.get("records", {}).items():
        found = metrics.get("records", {}).get(name)
        yield f"records {name}", None if number == found else f"expected {number}; found {found}"
    cells = {key(cell): cell for cell in metrics["cells"]}
    known = {cell["metric"] for cell in metrics["cells"]}
    for cell in expected["cells"]:
        metric, period, dimensions = key(cell)
        name = " ".join([metric, period, *(f"{name}={member}" for name, member in dimensions)])
        found = cells.get(key(cell))
        if found is None:
            # A metric that no source tells of may be left out whole.
            is_unknown = cell["value"] is None and metric not in known
            yield name, None if is_unknown else "no such cell"
        elif found["n"] != cell["n"] or not is_same(cell["value"], found["value"], cell.get("unit")):
            yield name, (f"expected {cell['value']} of {cell['n']}; "
                         f"found {found['value']} of {found['n']} {' '.join(found.get('flags', []))}")
        elif "from_closed" in cell and cell["from_closed"] != ("from_closed" in found.get("flags", [])):
            yield name, "expected to be marked from_closed" if cell["from_closed"] else "marked from_closed"
        else:
            yield name, None
    if expected.get("is_complete"):
        for cell in cells.keys() - {key(cell) for cell in expected["cells"]}:
            if cells[cell]["n"]:
                yield f"{cell}", f"not expected; found {cells[cell]['value']} of {cells[cell]['n']}"


def main(expected, metrics):
    with open(expected, encoding="utf-8") as file, open(metrics, encoding="utf-8") as other:
        results = list(differences(json.load(file), json.load(other)))
    failed = [(name, difference) for name, difference in results if difference]
    for name, difference in failed[:SHOWN]:
        print(f"{name}: {difference}")
    if len(failed) > SHOWN:
        print(f"… and {len(failed) - SHOWN} more")
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
