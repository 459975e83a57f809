"""Texts with gold clusters, as the reader reads them: GUM, and our annotation of Wikinews 2019.

Learning from the reader's trees and names, not from gold ones, shows the ranker the mistakes that it will meet.
"""

from __future__ import annotations

import gzip
import json
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

TRAINING = Path(__file__).parents[1]
sys.path[:0] = [str(TRAINING), str(TRAINING.parent)]
from training.annotations.articles import read_articles  # noqa: E402

from conllu import read_documents  # noqa: E402

Span = tuple[int, int]
ANNOTATED = TRAINING / "annotations" / "wikinews2019"


@dataclass
class Document:
    """A Doc with gold clusters in characters.

    `whole`: every mention that is taken up is marked; else only those of persons, organisations and sources are.
    """

    name: str
    doc: Doc
    clusters: list[list[Span]]
    whole: bool

    def row(self) -> dict[str, Any]:
        """The clusters in words of the Doc, as `score_coref.Gold` takes them."""
        words = [t for t in self.doc if not t.is_space]
        starts, ends = [t.idx for t in words], [t.idx + len(t) for t in words]
        clusters = [
            [[a, b] for start, end in cluster if (a := bisect_right(ends, start)) < (b := bisect_left(starts, end))]
            for cluster in self.clusters
        ]
        return {"clusters": [c for c in clusters if c]}


def gum(trees: Path, gold: Path, nlp: Language, genres: Iterable[str] = ()) -> Iterator[Document]:
    """GUM's documents with paragraphs as in its trees, read by the reader from the bare text."""
    with gzip.open(gold, "rt", encoding="utf8") as lines:
        rows = {row["doc"]: row for row in map(json.loads, lines)}
    for treed in read_documents(trees):
        name = treed.user_data["id"]
        if genres and not any(f"_{genre}_" in name for genre in genres):
            continue
        words = [t for t in treed if not t.is_space]
        clusters = [
            [(words[a].idx, words[b - 1].idx + len(words[b - 1])) for a, b, *_ in cluster]
            for cluster in rows[name]["clusters"]
        ]
        yield Document(name, nlp(treed.text), clusters, whole=True)


def wikinews(articles: Path, part: str, nlp: Language) -> Iterator[Document]:
    """Our annotation's part `train` or `dev`, joined with the texts by their addresses."""
    texts = {article.url: article.text for article in read_articles(articles)}
    clusters: dict[str, dict[str, list[Span]]] = {}
    chosen = []
    for layer in ("names", "coreference"):
        with (ANNOTATED / f"{layer}.jsonl").open(encoding="utf8") as lines:
            for row in map(json.loads, lines):
                if row["split"] != part:
                    continue
                if layer == "names":
                    chosen.append(row["url"])
                own = clusters.setdefault(row["url"], {})
                for m in row["annotations"]:
                    entities = [m["entity"]] if "entity" in m else m["entities"]
                    own.setdefault("+".join(entities), []).append((m["start"], m["end"]))
    for url in chosen:
        yield Document(url, nlp(texts[url]), list(clusters[url].values()), whole=False)
