"""How does resolution across articles grow? Simulated articles' mentions, no text read.

    python tests/benchmarks/entities.py [--sizes 10000 20000 50000 100000] [--seed 1]

Names are drawn as in news: how often follows Zipf's law, surnames are shared, organisations have acronyms, places are
those of the gazetteer, and articles on one subject share company. Prints seconds and peak memory of each size, and the
exponent of growth in the number of mentions, fitted on logarithms.
"""

from __future__ import annotations

import argparse
import math
import resource
import subprocess
import sys
import time
from functools import cache

import numpy as np
import pandas as pd

from newslab.entities import resolve
from newslab.entities.lexicon import rows
from newslab.records import ArticleRecord, Mention

MENTIONS = 40  # an article
CELL = 40  # characters in which a mention stands
SUBJECTS = 0.2  # subjects for each article: what the names of an article are drawn around
SYLLABLES = ["ba", "ka", "lo", "mi", "ne", "or", "pe", "ru", "sa", "ti", "vo", "wen", "xi", "ya", "zu", "dal"]
BODIES = ["Board", "Council", "Agency", "Bank", "Ministry", "Union", "Party", "University", "Authority", "Group"]
ROLES = ["minister", "lawyer", "striker", "judge", "director", "spokeswoman", "professor", "mayor", "economist"]


def word(chance: np.random.Generator) -> str:
    return "".join(chance.choice(SYLLABLES, chance.integers(2, 4))).capitalize()


def simulate(n: int, seed: int) -> list[ArticleRecord]:
    """Articles about subjects of some twenty names each; the n-th commonest name is met about once in n times."""
    chance = np.random.default_rng(seed)
    n_people, n_bodies = max(50, n), max(20, n // 4)
    surnames = [word(chance) for _ in range(max(20, n_people // 8))]
    first = [word(chance) for _ in range(500)]
    people = list(zip(chance.choice(first, n_people), chance.choice(surnames, n_people), strict=True))
    bodies = [f"{word(chance)} {word(chance)} {chance.choice(BODIES)}" for _ in range(n_bodies)]
    places = [row["name"] for row in rows("countries.tsv") + rows("cities.tsv")]
    subjects = zipf(chance, max(10, int(n * SUBJECTS)), n)
    return [article(f"a{k}", int(subjects[k]), chance, people, bodies, places) for k in range(n)]


def zipf(chance: np.random.Generator, size: int, draws: int) -> np.ndarray:
    weights = 1 / np.arange(1, size + 1)
    return chance.choice(size, draws, p=weights / weights.sum())


def article(
    name: str, subject: int, chance: np.random.Generator, people: list[tuple[str, str]], bodies: list[str],
    places: list[str],
) -> ArticleRecord:  # fmt: skip
    own = np.random.default_rng(subject)  # the same names and roles whenever the subject comes up
    cast = own.integers(0, len(people), 8)
    parts: list[tuple[int, str, str, str]] = []
    roles: dict[int, tuple[str, ...]] = {}
    cluster = 0
    for at in chance.choice(cast, 5):
        given, surname = people[at]
        if chance.random() < 0.85:
            parts.append((cluster, f"{given} {surname}", "PERSON", "name"))
        parts += [(cluster, surname, "PERSON", "name"), (cluster, "she", "PERSON", "pronoun")]
        if chance.random() < 0.5:
            roles[cluster] = (ROLES[int(at) % len(ROLES)],)
        cluster += 1
    for at in chance.choice(own.integers(0, len(bodies), 5), 3):
        acronym = "".join(part[0] for part in bodies[at].split())
        if chance.random() < 0.7:
            parts.append((cluster, bodies[at], "ORG", "name"))
        parts += [(cluster, acronym, "ORG", "name"), (cluster, "it", "ORG", "pronoun")]
        cluster += 1
    for at in zipf(chance, len(places), 6):
        parts.append((cluster, places[at], "GPE", "name"))
        cluster += 1
    while len(parts) < MENTIONS:
        parts.append((cluster, f"the {chance.choice(ROLES)}", "PERSON", "nominal"))
        cluster += 1
    mentions = [mention(k, len(form), label, kind, number) for k, (number, form, label, kind) in enumerate(parts)]
    text = "".join(form.ljust(CELL) for _, form, _, _ in parts)
    return ArticleRecord(name, text, mentions=mentions, descriptions=roles)


@cache
def mention(k: int, size: int, label: str, kind: str, cluster: int) -> Mention:
    """Equal mentions of all articles are one object: what is measured is resolution, not the records."""
    return Mention(k * CELL, k * CELL + size, 0, label, kind, "simulated", 0.9, cluster)


def measure(n: int, seed: int) -> tuple[int, float, float]:
    """Mentions, seconds, and the peak of the process's memory in MiB."""
    records = simulate(n, seed)
    articles = pd.DataFrame({"article_id": [record.article_id for record in records]})
    began = time.process_time()
    resolve(records, articles)
    seconds = time.process_time() - began
    scale = 1024 if sys.platform != "darwin" else 1024**2
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale
    return sum(len(record.mentions) for record in records), seconds, peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 20_000, 50_000, 100_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(*measure(args.one, args.seed))
        return
    points = []
    for size in args.sizes:  # each in a process of its own, so that memory is its own
        command = [sys.executable, __file__, "--one", str(size), "--seed", str(args.seed)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        mentions, seconds, peak = int(told[0]), float(told[1]), float(told[2])
        points.append((math.log(mentions), math.log(seconds)))
        print(f"{size:7} articles  {mentions:9} mentions  {seconds:7.1f} s  {peak:6.0f} MiB", flush=True)
    if len(points) > 1:
        exponent = np.polyfit(*zip(*points, strict=True), 1)[0]
        print(f"time grows as n^{exponent:.2f}")


if __name__ == "__main__":
    main()
