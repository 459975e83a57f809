"""Texts that make careless programs slow: seconds of a quarter of each and of the whole, and how the time grows.

    python tests/benchmarks/hostile.py [--share 0.1] [--profile] [NAME …]

Linear time makes the whole take four times as long as the quarter, quadratic time sixteen times. Growth above eight
is marked, and the exit status is then 1. `--share` is the part of each text's size, `--profile` prints where time went.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time

import pandas as pd

import newslab

LIMIT = 8.0
CASES = {
    "quotation marks": ('"', 50_000),
    "opening marks": ("“", 50_000),
    "marks around a word": ("“a ”", 12_500),
    "marks with spaces": ('" ', 50_000),
    "one mark a line": ('"We go.\n\n', 25_000),
    "apostrophes": ("'", 50_000),
    "brackets": ("(", 50_000),
    "bracket pairs": ("(a) [b] ", 12_500),
    "one sentence of 200,000 words": ("the minister said that the board left and ", 25_000),
    "he said that he said that": ("he said that ", 30_000),
    "according to according to": ("according to ", 25_000),
    "names": ("Anna Brandt and ", 40_000),
    "different names": (None, 40_000),
    "numbers": ("12 ", 100_000),
    "number words": ("two hundred ", 50_000),
    "dates": ("Monday 12 March 2024 ", 30_000),
    "relative dates": ("three days before the day after ", 20_000),
    "letters": ("a", 1_000_000),
    "digits": ("1", 1_000_000),
    "points": (".", 100_000),
    "dashes": ("— ", 100_000),
    "commas": (", ", 100_000),
    "lines": ("a \n", 100_000),
    "speakers before colons": ("Brandt: no. ", 20_000),
    "that that": ("that ", 100_000),
    "pronouns": ("he told him that ", 25_000),
    "joined emoji": ("👩‍👩‍👧 ", 30_000),
    "right to left": ("\u202eשלום\u202c ", 30_000),
    "control characters": ("\x01\x7f\x1b ", 30_000),
    "combining marks": ("e" + "\u0301" * 30, 5_000),
}  # fmt: skip


def text_of(name: str, share: float) -> str:
    """A hostile text, or a part of it."""
    unit, times = CASES[name]
    count = max(1, int(times * share))
    if unit is None:
        syllables = ["ba", "do", "ri", "ke", "lu", "mo", "sa", "ti", "ve", "zo"]
        return " and ".join(
            f"A{syllables[i % 10]}{syllables[i // 10 % 10]} B{syllables[i // 100 % 10]}{syllables[i // 1000 % 10]}n"
            for i in range(count)
        )
    return (unit * count)[:1_000_000]


def seconds(text: str) -> float:
    """Processor time of the extraction."""
    frame = pd.DataFrame({"article_id": ["x"], "text": [text], "language": ["en"]})
    begun = time.process_time()
    news = newslab.extract(frame, progress=False)
    spent = time.process_time() - begun
    failed = news.problems[news.problems["severity"] == "error"]["message"].tolist()
    if failed:
        print("   ", *failed, sep="\n    ", flush=True)
    return spent


def main() -> int:
    """Print a line for each text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=list(CASES))
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    seconds("The minister said that the port was closed.")
    flagged = 0
    print(f"{'text':32}{'characters':>12}{'quarter, s':>12}{'whole, s':>10}{'growth':>8}")
    for name in given.names:
        text = text_of(name, given.share)
        quarter = seconds(text[: len(text) // 4])
        profile = cProfile.Profile()
        if given.profile:
            profile.enable()
        whole = seconds(text)
        profile.disable()
        growth = whole / max(quarter, 0.05)
        flagged += growth > LIMIT
        mark = "  more than linear" if growth > LIMIT else ""
        print(f"{name:32}{len(text):12,}{quarter:12.1f}{whole:10.1f}{growth:8.1f}{mark}", flush=True)
        if given.profile:
            pstats.Stats(profile).sort_stats("tottime").print_stats(12)
    return int(flagged > 0)


if __name__ == "__main__":
    sys.exit(main())
