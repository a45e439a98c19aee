"""Runs a program on random worlds of every kind and compares each cell with the oracle's.

    python3 worlds.py DESKBRIEF SEEDS [KIND…]     # seeds 1…SEEDS, or FIRST-LAST; needs duckdb

Says what differs, and where the world is that shows it. Exit code 1 where anything does.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

from generate_world import KINDS

HERE = pathlib.Path(__file__).resolve().parent
UNRUNNABLE = {"shared": 65}  # ids that regions share without saying so fail the run


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True)


def differences(program, folder, kind, seed):
    """What differs in a world, as text; empty where nothing does."""
    as_of = run("python3", HERE / "generate.py", folder, seed, kind).stdout.strip()
    ran = run(program, "run", folder / "pipeline.yml", "--as-of", as_of)
    if kind in UNRUNNABLE:
        return "" if ran.returncode == UNRUNNABLE[kind] else f"exit code {ran.returncode}\n{ran.stderr}"
    if ran.returncode != 0:
        return f"exit code {ran.returncode}\n{ran.stderr}"
    computed = run(sys.executable, HERE / "oracle.py", folder, as_of)
    if computed.returncode != 0:
        return computed.stderr
    found = [run("python3", HERE / "compare.py", folder / f"{report}.json", folder / "reports" / report / "latest" / "metrics.json")
             for report in ["board", "weekly"]]
    return "".join(compared.stdout for compared in found if compared.returncode != 0)


def main(program, seeds, *kinds):
    first, _, last = seeds.rpartition("-")
    failed = 0
    for seed in range(int(first or 1), int(last) + 1):
        for kind in kinds or KINDS:
            folder = pathlib.Path(tempfile.mkdtemp(prefix=f"world-{kind}-{seed}-"))
            text = differences(program, folder, kind, seed)
            if text:
                failed += 1
                print(f"{kind} {seed}: {folder}\n{text}", flush=True)
            else:
                shutil.rmtree(folder)
    print(f"{failed} worlds differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
