#!/usr/bin/env python3
"""Holds every expected cell against a metrics.json: counts and n exactly, other numbers within 1e-9 of themselves.
usage: compare.py EXPECTED.json METRICS.json      ends with 'N passed, N failed'"""
import json, math, sys

expected, found = (json.load(open(path)) for path in sys.argv[1:3])
key = lambda cell: (cell["metric"], cell["period"], tuple(sorted(cell["dimensions"].items())))
cells = {key(cell): cell for cell in found["cells"]}
passed = failed = 0


def check(name, want, have, same):
    global passed, failed
    if same:
        passed += 1
        return
    failed += 1
    if failed <= 20: print(f"{name}: expected {want}, found {have}")


for name, want in expected.get("records", {}).items():
    check(f"records.{name}", want, found["records"][name], want == found["records"][name])
for want in expected["cells"]:
    have = cells.get(key(want))
    if have is None:
        check(key(want), want, "no such cell", False)
        continue
    a, b = want["value"], have["value"]
    same = a is None and b is None or a is not None and b is not None and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)
    check(key(want), (a, want["n"]), (b, have["n"]), same and want["n"] == have["n"])
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
