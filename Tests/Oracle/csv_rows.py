"""Reads delimited texts with Python's csv module and prints their rows as JSON.

usage: csv_rows.py < CASES     where CASES is a JSON list of {"text", "delimiter", "quote", "escape"}
"""
import csv
import io
import json
import sys


def rows(case):
    text = io.StringIO(case["text"], newline="")
    return list(csv.reader(
        text, delimiter=case["delimiter"], quotechar=case["quote"] or None,
        quoting=csv.QUOTE_MINIMAL if case["quote"] else csv.QUOTE_NONE,
        escapechar=case["escape"] or None))


csv.field_size_limit(1 << 30)
json.dump([rows(case) for case in json.load(sys.stdin)], sys.stdout)
