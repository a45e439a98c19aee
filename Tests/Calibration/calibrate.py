"""Runs worlds through the command and counts what their pages of signals say.

    python3 calibrate.py DESKBRIEF COUNT [KIND...]     # COUNT worlds of each kind; a line of JSON a kind

A page without change is right if it has no signal. One with a plant is right if its first signal is of the group that was changed,
and of a metric that tells of it. Needs numpy.
"""

import concurrent.futures
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import worlds


def page(command, kind, seed):
    """The signals of a world's report and its cells."""
    with tempfile.TemporaryDirectory() as folder:
        worlds.World(kind, seed).write(folder)
        subprocess.run([command, "run", "pipeline.yml", "--as-of", worlds.AS_OF, "--threads", "1"], cwd=folder, check=True,
                       capture_output=True)
        return json.loads(pathlib.Path(folder, "reports/board/2026-10/metrics.json").read_text())


def is_right(signal, plant):
    group, metrics = plant.right()
    place = next(iter(group))
    return signal["dimensions"].get(place) == group[place] and signal["metric"].startswith(metrics)


def of_world(command, kind, seed):
    metrics = page(command, kind, seed)
    signals = [signal for signal in metrics["signals"] if signal["kind"] != "target"]
    plant = worlds.World(kind, seed).plant
    found = {"signals": len(signals), "right": None, "names": [f"{s['metric']} {s['dimensions']}" for s in signals[:3]]}
    if kind not in worlds.QUIET:
        found["right"] = bool(signals) and is_right(signals[0], plant)
        found["found"] = any(is_right(signal, plant) for signal in signals)
        found["size"] = size(metrics, plant)
    return found


def size(metrics, plant):
    """How many total standard deviations the planted change is: of the group's clearest metric, by its course before, on the
    scale on which it is tested."""
    group, names = plant.right()
    best = 0.0
    for metric in names:
        course = [(cell["value"], cell["unit"]) for cell in metrics["cells"]
                  if cell["dimensions"] == group and cell["metric"] == metric]
        if len(course) > 2 and all(value for value, _ in course):
            scaled = [math.asin(math.sqrt(value)) if unit == "share" else math.log(value) for value, unit in course]
            mean = sum(scaled[:-1]) / len(scaled[:-1])
            spread = math.sqrt(sum((value - mean) ** 2 for value in scaled[:-1]) / (len(scaled) - 2))
            best = max(best, abs(scaled[-1] - mean) / spread) if spread > 1e-9 else best
    return best


def calibrate(command, kind, count, workers=2):
    with concurrent.futures.ProcessPoolExecutor(workers) as pool:
        return list(pool.map(of_world, [command] * count, [kind] * count, range(1, count + 1)))


def summary(kind, found):
    count = len(found)
    out = {"kind": kind, "worlds": count, "with_signal": sum(world["signals"] > 0 for world in found) / count,
           "signals_a_page": sum(world["signals"] for world in found) / count}
    if kind not in worlds.QUIET:
        shown = [world for world in found if world["signals"]]
        out |= {"size": sorted(world["size"] for world in found)[count // 2],
                "right_first": sum(world["right"] for world in found) / count,
                "right_first_of_shown": sum(world["right"] for world in shown) / len(shown) if shown else None,
                "right_found": sum(world["found"] for world in found) / count}
    return out


if __name__ == "__main__":
    command, count = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2])
    for kind in sys.argv[3:] or worlds.KINDS:
        print(json.dumps(summary(kind, calibrate(command, kind, count))), flush=True)
