"""Memory and speed from 1,000 to 50,000 articles: recombined sentences of the sample corpus, one worker.

    OMP_NUM_THREADS=1 python tests/benchmarks/memory.py [ARTICLES] [--sentences 3] [--out FOLDER]

Prints the resident memory of the worker, and of the process that directs it, each time that so many articles have been
read, and their highest values in the passes over the whole corpus. Given again with the same --out, it goes on.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import psutil
from recombined import write

import newslab
from newslab.scale import extract_to
from newslab.scale.layout import SHARD
from newslab.scale.workers import Task, processes


def megabytes(process: psutil.Process) -> float:
    """Resident memory."""
    return process.memory_info().rss / 1e6


def main() -> None:
    """Run it and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("articles", nargs="?", type=int, default=50_000)
    parser.add_argument("--sentences", type=int, default=3)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    out = options.out or Path(tempfile.mkdtemp(prefix="newslab-memory-"))
    out.mkdir(parents=True, exist_ok=True)
    source = out / "articles.jsonl"
    if not source.exists():
        write(source, options.articles, options.sentences)
    me = psutil.Process()
    print(f"{options.articles} articles; {megabytes(me):.0f} MB when it began", flush=True)

    def watched(task: Task, folder: str, numbers: Iterable[int]) -> Iterator[int]:
        """One worker, looked at after each shard."""
        began, done, told = time.time(), 0, 0
        for count in hands(task, folder, numbers):
            done += count
            workers = [child for child in me.children() if "spawn_main" in " ".join(child.cmdline())]
            if done >= told + (1000 if done <= 5000 else 5000) or done == count:
                told = done
                used = ", ".join(f"{megabytes(worker):.0f}" for worker in workers)
                rate = done / (time.time() - began)
                told_of = task.__name__
                print(
                    f"{told_of:16} {done:7} articles: worker {used} MB, director {megabytes(me):.0f} MB, {rate:.1f}/s",
                    flush=True,
                )
            yield count

    with processes(1) as hands:
        extract_to(source, out / "tables", watched, size=SHARD, progress=False)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
    size = sum(path.stat().st_size for path in (out / "tables").rglob("*") if path.is_file()) / 1e6
    words = int(
        newslab.load(out / "tables", tables=["articles"], columns={"articles": ["n_words"]}).articles["n_words"].sum()
    )
    print(f"highest: director {peak:.0f} MB, worker {children:.0f} MB; {words} words, tables of {size:.0f} MB")
    if options.out is None:
        shutil.rmtree(out)


if __name__ == "__main__":
    main()
