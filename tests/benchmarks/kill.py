"""Kill a run at random moments, start it again, and compare its tables with those of an undisturbed run.

    python tests/benchmarks/kill.py [--kills 50] [--articles 400] [--size 10] [--workers 2] [--seed 1]

The run is killed with SIGKILL, every other time together with its workers. When one has ended before all kills are
done, the next one begins in a fresh folder. Prints where the kills hit and how many tables were equal, byte for byte.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from recombined import write

from newslab.scale import extract_to
from newslab.scale.layout import SHARD


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder of tables."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def stage(folder: Path) -> str:
    """How far a run had come."""
    work = folder / ".work"
    if not (folder / "manifest.json").exists():
        return "not begun"
    if not work.exists():
        return "finished"
    names = ["finished", "links.db", "claims", "entities.db", "shards", "plan.json", "drafts"]
    told = [
        "writing tables",
        "links found",
        "comparing claims",
        "entities resolved",
        "extracting",
        "decided",
        "drafting",
    ]
    for name, what in zip(names, told, strict=True):
        path = work / name
        if path.is_file() or (path.is_dir() and any(entry.name[0] != "." for entry in path.iterdir())):
            return what
    return "begun"


def main() -> int:
    """Run it; 0 when all tables were equal."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--size", type=int, default=min(10, SHARD), help="articles of a shard")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        extract_to(*options.child, options.workers, size=options.size, progress=False)
        return 0
    work = Path(tempfile.mkdtemp(prefix="newslab-kill-"))
    source = write(work / "articles.jsonl", options.articles)
    command = [sys.executable, __file__, "--size", str(options.size), "--workers", str(options.workers), "--child"]
    began = time.time()
    subprocess.run([*command, str(source), str(work / "undisturbed")], check=True)
    whole = time.time() - began
    expected = contents(work / "undisturbed")
    print(f"{options.articles} articles, {whole:.0f} s undisturbed, {len(expected)} files", flush=True)
    chance = random.Random(options.seed)
    hits: Counter[str] = Counter()
    equal = runs = 0
    while sum(hits.values()) < options.kills:
        runs += 1
        out = work / f"run{runs}"
        code: int | None = None
        while code is None:
            process = subprocess.Popen([*command, str(source), str(out)], start_new_session=True)
            try:
                last = sum(hits.values()) >= options.kills
                code = process.wait(None if last else chance.uniform(0.1, 0.5) * whole)
            except subprocess.TimeoutExpired:
                hits[stage(out)] += 1
                if sum(hits.values()) % 2:
                    os.killpg(process.pid, signal.SIGKILL)
                else:
                    process.kill()
                process.wait()
        same = code == 0 and contents(out) == expected
        equal += same
        print(f"run {runs}: killed {sum(hits.values())} times so far, {'equal' if same else 'DIFFERENT'}", flush=True)
        if same:
            shutil.rmtree(out)
    print(f"{sum(hits.values())} kills in {runs} runs, {equal} of them with equal tables; hit while: {dict(hits)}")
    if equal == runs:
        shutil.rmtree(work)
    return int(equal != runs)


if __name__ == "__main__":
    sys.exit(main())
