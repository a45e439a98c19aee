"""Writes exports that are made to exhaust whoever reads them, reads each, and tells what was said,
and whether a command took more than 200 MB. (A release build takes less than a second for each; here
nothing looks at a clock.)"""

import gzip, os, resource, subprocess, sys, zipfile

entities = "".join('<!ENTITY l%d "%s">' % (i, "&l%d;" % (i - 1) * 10) for i in range(1, 10))
field = b"x" * (1 << 20)


def text(name, content):
    with open(name, "w") as file:
        file.write(content)


def endless(name, before, count):
    with open(name, "wb") as file:
        file.write(before)
        for _ in range(count):
            file.write(field)


def hole(name, before):
    """A field of 1 GB that takes no room on the disk."""
    with open(name, "wb") as file:
        file.write(before)
        file.truncate(1 << 30)


def bomb(name):
    with gzip.open(name, "wb", 9) as file:
        file.write(b"id,created\n")
        for _ in range(400):
            file.write(b"1,2026-10-01%s\n" % (b" " * 1_000_000))


def archive(name):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as file:
        with file.open("a.csv", "w") as member:
            member.write(b"id,created\n")
            for _ in range(400):
                member.write(b"1,2026-10-01%s\n" % (b" " * 1_000_000))


exports = [
    ("billion laughs", "x.xml", lambda name: text(name, f'<!DOCTYPE l [<!ENTITY l0 "lol">{entities}]><l><i>&l9;</i></l>')),
    ("external entity", "x.xml", lambda name: text(name, '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l><i><id>&x;</id></i></l>')),
    ("external DTD", "x.xml", lambda name: text(name, '<!DOCTYPE l SYSTEM "http://example.org/l.dtd"><l><i><id>1</id><created>2026-10-01</created></i></l>')),
    ("XML 10,000 deep", "x.xml", lambda name: text(name, "<l><i>" + "<a>" * 10_000)),
    ("JSON 10,000 deep", "x.json", lambda name: text(name, "[" * 10_000 + "]" * 10_000)),
    ("a JSON record 10,000 deep", "x.json", lambda name: text(name, '[{"id":1,"a":' + "[" * 10_000 + "]" * 10_000 + "}]")),
    ("a line 10,000 deep", "x.ndjson", lambda name: text(name, '{"id":1,"a":' + "[" * 10_000 + "]" * 10_000 + '}\n{"id":2,"created":"2026-10-02"}\n')),
    ("a CSV field of 1 GB", "x.csv", lambda name: hole(name, b'id,created\n"1')),
    ("a CSV line of 1 GB", "x.csv", lambda name: hole(name, b"id,created\n1")),
    ("a JSON field without end", "x.json", lambda name: endless(name, b'[{"id":"', 100)),
    ("a JSON line without end", "x.ndjson", lambda name: endless(name, b'{"id":1}\n{"id":"', 100)),
    ("an XML text without end", "x.xml", lambda name: endless(name, b"<l><i><id>1</id><created>2026-10-01</created></i><i><id>", 100)),
    ("a gzip bomb", "x.csv.gz", bomb),
    ("a zip bomb", "x.zip", archive),
]
for title, name, make in exports:
    print(f"# {title}", flush=True)
    make(name)
    for command in (["run", "pipeline.yml", "--as-of", "2026-11-02"], ["inspect", name]):
        done = subprocess.run(["deskbrief"] + command, capture_output=True, text=True)
        told = [line for line in done.stderr.splitlines() if "rows/s)" not in line]
        print(f"{command[0]} {done.returncode}: " + " | ".join(told), flush=True)
        if resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1024 if sys.platform == "linux" else 1) > 200e6:
            print(f"{command[0]}: more than 200 MB")
    os.remove(name)
