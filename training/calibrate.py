"""Fit the temperature of the names' probabilities on dev, and print how well they are calibrated before and after.

    python training/calibrate.py --converted DIR

DIR holds our own annotation as `annotate convert` wrote it. One number is fitted (Guo et al. 2017), by least log loss of
"is this name right, span and label"; it is written into `weights/reader.json`.
"""

from __future__ import annotations

import argparse
import itertools
import json
from importlib.resources import files
from pathlib import Path

import numpy as np

from newslab.reader import load
from newslab.reader.cutting import cut
from newslab.reader.decoding import names_of
from score_reader import rows


def judged(reader, examples, temperature: float) -> list[tuple[float, bool]]:
    out = []
    for row, scores_of_row in examples:
        gold = {tuple(name[:3]) for name in row["ents"]}
        at = 0
        for scores in scores_of_row:
            for s, e, label, p in names_of(scores, reader.names, np.zeros(len(scores), int), temperature):
                out.append((p, (at + s, at + e, label) in gold))
            at += len(scores)
    return out


def log_loss(pairs: list[tuple[float, bool]]) -> float:
    p = np.clip([p for p, _ in pairs], 1e-6, 1 - 1e-6)
    right = np.array([right for _, right in pairs])
    return float(-np.where(right, np.log(p), np.log(1 - p)).mean())


def table(pairs: list[tuple[float, bool]]) -> str:
    bins = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0001]
    told = []
    for low, high in itertools.pairwise(bins):
        inside = [right for p, right in pairs if low <= p < high]
        if inside:
            told.append(f"{low:.2f}–{min(high, 1):.2f}: {100 * np.mean(inside):.0f} % of {len(inside)}")
    return "; ".join(told)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--converted", type=Path, required=True)
    chosen = options.parse_args()
    reader = load().get_pipe("newslab_reader")
    examples = []
    for row in rows(chosen.converted / "ner/wikinews2019-dev.jsonl.gz"):
        gaps = [3, *(1 if spaced else 0 for spaced in row["space_after"][:-1])]
        windows = list(cut(row["tokens"], gaps, reader.encoder))
        examples.append((row, [scores.names for scores in reader.encoder.run(windows)]))
    candidates = np.arange(0.8, 4.01, 0.1)
    losses = [log_loss(judged(reader, examples, float(t))) for t in candidates]
    best = round(float(candidates[int(np.argmin(losses))]), 2)
    print(
        f"temperature 1: log loss {log_loss(judged(reader, examples, 1.0)):.3f}; {table(judged(reader, examples, 1.0))}"
    )
    print(f"temperature {best}: log loss {min(losses):.3f}; {table(judged(reader, examples, best))}")
    path = Path(str(files("newslab.reader") / "weights" / "reader.json"))
    card = json.loads(path.read_text("utf8"))
    card["name_temperature"] = best
    path.write_text(json.dumps(card, indent=1, sort_keys=True) + "\n", "utf8")


if __name__ == "__main__":
    main()
