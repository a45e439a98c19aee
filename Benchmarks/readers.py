#!/usr/bin/env python3
"""The readers alone against their peers, on the same files in the same run.

usage: readers.py FOLDER [MIB]     the files are made there on the first run

Every reader takes all twenty columns as text; the bytes of all cells must agree. CSV and NDJSON
are held against DuckDB on one thread, XML against a bare SAX2 pass of libxml2 that copies the same
texts. Of five passes (three for DuckDB) the best counts; memory is the peak of a process of its own.
"""
import gzip
import json
import os
import shutil
import subprocess
import sys
import time
import zlib

BENCH = os.path.join(os.path.dirname(__file__), "..", ".build", "release", "readers-bench")


def bench(*arguments):
    done = subprocess.run([BENCH, *arguments], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def duckdb_pass(path):
    """Runs in a process of its own, for its memory."""
    import resource

    import duckdb

    connection = duckdb.connect()
    connection.execute("set threads = 1")
    if path.endswith(".csv"):
        rows = f"read_csv('{path}', header = true, all_varchar = true, auto_detect = true)"
    else:
        names = json.loads(open(path).readline())
        columns = ", ".join(f"{name}: 'VARCHAR'" for name in names)
        rows = f"read_json('{path}', format = 'newline_delimited', columns = {{{columns}}})"
    sums = " + ".join(
        f"sum(strlen({name[0]}))"
        for name in connection.execute(f"describe select * from {rows}").fetchall()
    )
    best = None
    for _ in range(3):
        began = time.perf_counter()
        count, total = connection.execute(f"select count(*), {sums} from {rows}").fetchone()
        seconds = time.perf_counter() - began
        best = min(seconds, best or seconds)
    print(json.dumps({
        "seconds": best, "rows": count, "cell_bytes": int(total),
        "megabytes_a_second": int(os.path.getsize(path) / best / 1e6),
        "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }))


def duckdb(path):
    done = subprocess.run(
        [sys.executable, __file__, "--duckdb", path], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def line(name, ours, peer, peer_name):
    same = all(ours[key] == peer[key] for key in ("rows", "cell_bytes"))
    print(
        f"{name:12} {ours['megabytes_a_second']:5} MB/s {ours['peak_kib'] / 1024:4.0f} MiB   "
        f"{peer_name} {peer['megabytes_a_second']:4} MB/s {peer['peak_kib'] / 1024:4.0f} MiB   "
        f"ratio {peer['seconds'] / ours['seconds']:5.2f}   "
        f"{'same cells' if same else 'CELLS DIFFER'}", flush=True)
    return same


def main():
    folder = sys.argv[1]
    if not os.path.exists(f"{folder}/rows.xml"):
        subprocess.run([BENCH, "make", folder, sys.argv[2] if sys.argv[2:] else "400"], check=True)
    right = True
    print("one core, all 20 columns")
    for name in ("plain.csv", "quoted.csv", "rows.ndjson"):
        path = f"{folder}/{name}"
        right &= line(name, bench("read", path), duckdb(path), "DuckDB")
    path = f"{folder}/rows.xml"
    right &= line("rows.xml", bench("read", path), bench("sax", path), "SAX2  ")

    print("\none file, by the number of cores")
    for name in ("plain.csv", "rows.ndjson"):
        one, two = (bench("read", f"{folder}/{name}", threads) for threads in ("1", "2"))
        print(f"{name:12} 1: {one['megabytes_a_second']} MB/s   2: {two['megabytes_a_second']} MB/s   "
              f"ratio {one['seconds'] / two['seconds']:.2f}")

    packed = f"{folder}/rows.ndjson.gz"
    if not os.path.exists(packed):
        with open(f"{folder}/rows.ndjson", "rb") as source, gzip.open(packed, "wb", 6) as target:
            shutil.copyfileobj(source, target, 1 << 20)
    began = time.perf_counter()
    with open(packed, "rb") as source:
        stream = zlib.decompressobj(wbits=31)
        while block := source.read(1 << 18):
            stream.decompress(block)
    alone = time.perf_counter() - began
    plain = bench("read", f"{folder}/rows.ndjson", "1")["seconds"]
    read = bench("read", packed, "2")["seconds"]
    print(f"\nrows.ndjson.gz on 2 cores: {read:.2f} s; inflating alone {alone:.2f} s, "
          f"parsing alone {plain:.2f} s; one after the other {alone + plain:.2f} s")
    sys.exit(0 if right else 1)


if sys.argv[1:2] == ["--duckdb"]:
    duckdb_pass(sys.argv[2])
else:
    main()
