"""Hours and cost of a corpus, computed from the benchmarks' figures: a table in Markdown.

    python tests/benchmarks/cost.py [--rate 3400] [--words 500] [--second 6] [--price 0.05] [--cores 16]

`rate` is words a second on one core (speed.py), `second` the milliseconds an article that the passes over the whole
corpus take in their one process (memory.py), `price` dollars for an hour of one core.
"""

from __future__ import annotations

import argparse

MILLION = 1_000_000
KILOBYTES = 15  # of finished tables an article of 500 words, measured; while a run is on, three times that


def spoken(hours: float) -> str:
    """Hours, or days where there are many."""
    return f"{hours:.1f} hours" if hours < 72 else f"{hours / 24:.0f} days"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rate", type=float, default=3400, help="words a second on one core")
    parser.add_argument("--words", type=float, default=500, help="words of an article")
    parser.add_argument("--second", type=float, default=6, help="milliseconds an article in one process")
    parser.add_argument("--price", type=float, default=0.05, help="dollars for an hour of one core")
    parser.add_argument("--cores", type=int, default=16, help="cores of a machine")
    options = parser.parse_args()
    print(f"| articles | core-hours | one machine of {options.cores} cores | ten of them | cost | disk |")
    print("|---|---|---|---|---|---|")
    for millions in (1, 10, 100):
        articles = millions * MILLION
        work = articles * options.words / options.rate / 3600
        alone = articles * options.second / 1000 / 3600  # in one process, whatever the number of machines
        one, ten = work / options.cores + alone, work / options.cores / 10 + alone
        paid = options.price * (work + alone * options.cores)
        disk = articles * KILOBYTES * options.words / 500 / MILLION
        print(f"| {millions} million | {work:,.0f} | {spoken(one)} | {spoken(ten)} | ${paid:,.0f} | {disk:,.0f} GB |")


if __name__ == "__main__":
    main()
