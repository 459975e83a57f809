"""Any number of articles made by recombining the sentences of the sample corpus, the same from run to run."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import newslab

CORPUS = Path(__file__).parent.parent.parent / "corpus" / "articles"


@cache
def sentences() -> list[str]:
    """The sentences of the sample corpus, of 4 to 40 words."""
    texts = newslab.read(CORPUS)["text"]
    cut = [part for text in texts for part in re.split(r"(?<=[.!?”\"])\s+|\n+", text)]
    return sorted({part for part in cut if 4 <= len(part.split()) <= 40})


def recombined(n: int, length: int = 5, seed: int = 7) -> Iterator[dict[str, Any]]:
    """Articles of so many sentences; each tenth repeats an earlier one with a sentence more, as copies of wires do."""
    chance = random.Random(seed)
    before: list[str] = []
    for i in range(n):
        if before and i % 10 == 9:
            chosen = [*chance.choice(before).split("\n\n"), chance.choice(sentences())]
        else:
            chosen = chance.sample(sentences(), length)
        text = "\n\n".join(chosen)
        before = [*before[-50:], text]
        day = date(2024, 1, 1) + timedelta(days=chance.randrange(90))
        outlet = chance.choice(["Kestrel", "Halyard", "The Quay"])
        yield {"id": f"r{i:07}", "date": day.isoformat(), "outlet": outlet, "section": i % 7, "text": text}


def write(path: Path, n: int, length: int = 5) -> Path:
    """Write them as JSON lines; the path is returned."""
    with path.open("w", encoding="utf8") as file:
        for article in recombined(n, length):
            file.write(json.dumps(article, ensure_ascii=False) + "\n")
    return path
