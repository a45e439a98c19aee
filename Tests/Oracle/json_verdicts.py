"""Says of each line whether it is a JSON text by RFC 8259, with no lone surrogate: 1 or 0."""

import json
import sys


def refuse(constant):
    raise ValueError(constant)


def is_json(line):
    try:
        value = json.loads(line.decode("utf-8"), parse_constant=refuse)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict)


# Python's own line reader would split at more than line feeds.
lines = sys.stdin.buffer.read().split(b"\n")[:-1]
print("".join("1" if is_json(line) else "0" for line in lines))
