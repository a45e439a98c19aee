"""Whether the demo's October tells its story by signals, with other random draws and other names.

    python3 demo.py DESKBRIEF [kept|renamed|SEED...]     # a line of JSON each

The story: UK & Ireland's headcount and first replies within SLA, EMEA's CSAT, Login and Sync tickets since August.
"""

import gzip
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEMO = ROOT / "pipelines" / "demo"
# Other words in another order; each is what the team is called wherever its name stands.
NAMES = {"UK & Ireland": "Halden", "DACH": "Quarry", "Nordics": "Aspen", "Japan": "Zephyr", "ANZ": "Lowell",
         "South-East Asia": "Brook", "Technical": "Yarrow", "Enterprise": "Corbel", "Billing": "Mistral"}


def renamed(text):
    for old, new in NAMES.items():
        text = text.replace(old.replace("&", "&amp;"), new).replace(old, new)
    return text


def rename(folder):
    for path in folder.rglob("*.gz"):
        path.write_bytes(gzip.compress(renamed(gzip.decompress(path.read_bytes()).decode()).encode(), 1))
    file = folder / "pipeline.yml"
    file.write_text(renamed(file.read_text()))


def october(command, seed=None, is_renamed=False):
    """The signals of October."""
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place) / "demo"
        shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("reports", ".deskbrief", "__pycache__"))
        if seed is not None:
            shutil.rmtree(folder / "exports")
            subprocess.run([sys.executable, DEMO / "generate.py", folder / "exports", str(seed)], check=True)
        if is_renamed:
            rename(folder)
        subprocess.run([command, "run", "pipeline.yml", "--as-of", "2026-11-02"], cwd=folder, check=True, capture_output=True)
        return json.loads((folder / "reports/board/2026-10/metrics.json").read_text())["signals"]


def story(signals, is_renamed=False):
    """What is told of the story, and what is not."""
    team = NAMES["UK & Ireland"] if is_renamed else "UK & Ireland"

    def told(metric, dimensions, since=None):
        def is_it(cell):
            return cell["metric"] == metric and dimensions.items() <= cell["dimensions"].items()
        return any(is_it(signal) or any(is_it(cell) for cell in signal["cells"]) for signal in signals
                   if since is None or (signal["since"] or "").startswith(since))
    return {"headcount": told("headcount", {"team": team}), "sla_first_reply": told("sla_first_reply", {"team": team}),
            "csat": told("csat", {"region": "EMEA"}), "login_share": told("login_share", {}, "2026-08")}


if __name__ == "__main__":
    command = str(pathlib.Path(sys.argv[1]).resolve())
    for word in sys.argv[2:] or ["kept", "renamed"]:
        seed, is_renamed = int(word) if word.isdigit() else None, word == "renamed"
        print(json.dumps({"draws": word} | story(october(command, seed, is_renamed), is_renamed)), flush=True)
