"""The articles that are annotated, their paragraphs, and where a string stands in them."""

from __future__ import annotations

import csv
import hashlib
import random
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).parent
CSV = HERE.parents[2] / "shared" / "data" / "articles" / "wikinews_2019.csv"
SPLIT = HERE / "wikinews2019" / "split.tsv"
SEED, N_DEV, N_TWICE = 2019, 40, 30

Span = tuple[int, int]
ANY_MARK = "[\"“”„'‘’]"  # a reader need not know which marks the house quotes with
ALIKE = dict.fromkeys("\"“”'‘’", ANY_MARK) | dict.fromkeys("–—", "[–—]")


@dataclass(frozen=True)
class Article:
    """One row of the CSV, with its number (0-based row)."""

    number: int
    url: str
    date: str
    title: str
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode("utf8")).hexdigest()

    @cached_property
    def paragraphs(self) -> list[Span]:
        """Character spans of the lines that are not empty, edge whitespace outside; paragraph p1 is the first."""
        return [(m.start(), m.end()) for m in re.finditer(r"\S[^\n]*(?<=\S)", self.text)]

    def stretch(self, where: str) -> Span:
        """The characters of "p3" or "p3-p5"; raises ValueError when there is no such paragraph."""
        found = re.fullmatch(r"p(\d+)(?:-p?(\d+))?", where)
        if not found:
            raise ValueError(f"{where!r} is no paragraph: write p3 or p3-p5")
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last <= len(self.paragraphs):
            raise ValueError(f"{where!r}: the article has paragraphs p1 to p{len(self.paragraphs)}")
        return self.paragraphs[first - 1][0], self.paragraphs[last - 1][1]

    def paragraph_of(self, position: int) -> int:
        """Number, from 1, of the paragraph that holds this character."""
        return 1 + next(i for i, (start, end) in enumerate(self.paragraphs) if start <= position < end)


def occurrences(text: str, string: str, start: int, end: int) -> list[Span]:
    """All whole-word places of a string in text[start:end]; any whitespace and any style of quotation mark match."""
    pattern = "".join(r"\s+" if c.isspace() else ALIKE.get(c, re.escape(c)) for c in " ".join(string.split()))
    if not pattern:
        return []
    before = r"(?<!\w)" if re.match(r"\w", string) else ""
    after = r"(?!\w)" if re.search(r"\w$", string) else ""
    # Looking at text itself, not at a slice of it, lets the edges of words be seen at start and end.
    return [m.span() for m in re.compile(before + pattern + after).finditer(text, start, end) if _whole(text, m.span())]


def _whole(text: str, span: Span) -> bool:
    start, end = span
    left = start > 0 and text[start].isalnum() and text[start - 1].isalnum()
    right = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not (left or right)


def read_articles(path: Path = CSV) -> list[Article]:
    """All articles of a CSV with the columns url, date, title, text."""
    with open(path, encoding="utf8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [Article(i, r["url"], r["date"], r["title"], r["text"]) for i, r in enumerate(rows)]


def draw_split(urls: list[str]) -> dict[str, tuple[str, bool]]:
    """Url → ("train" or "dev", annotated twice), drawn once by a seed."""
    draw = random.Random(SEED)
    dev = draw.sample(sorted(urls), N_DEV)
    twice = set(draw.sample(dev, N_TWICE))
    return {url: ("dev" if url in dev else "train", url in twice) for url in urls}


def read_split(path: Path = SPLIT) -> dict[str, tuple[str, bool]]:
    """The split as written down."""
    with open(path, encoding="utf8", newline="") as lines:
        return {r["url"]: (r["split"], r["twice"] == "yes") for r in csv.DictReader(lines, delimiter="\t")}


def write_split(articles: list[Article], path: Path = SPLIT) -> None:
    """Write the split; it is drawn once and then only read."""
    drawn = draw_split([a.url for a in articles])
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf8") as out:
        out.write("url\tsplit\ttwice\n")
        out.writelines(f"{u}\t{split}\t{'yes' if twice else 'no'}\n" for u, (split, twice) in drawn.items())
