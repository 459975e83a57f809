"""Files of gold annotation → gold by layer. What a file holds is read off the keys of its rows."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from newslab.evaluate.conllu import read_sentences
from newslab.evaluate.corpus import NEEDS, is_corpus, read_corpus
from newslab.evaluate.rows import GoldError, Row

__all__ = ["LAYERS", "ON_TEXT", "Gold", "GoldError", "Row", "read_gold"]

LAYERS = (
    "syntax", "names", "coreference", "entities", "quotes", "claims", "links", "times", "quantities", "events",
    "factuality",
)  # fmt: skip
# layers that are scored on tables; the others need the reader, but for those of a corpus that is annotated for all
ON_TEXT = frozenset({"quotes", "times", "quantities", "entities", "claims", "links"})
ACROSS = ("entities", "links")  # layers that are also scored over all parts of a corpus together
ENDINGS = (".jsonl", ".jsonl.gz", ".conllu", ".conllu.gz")
# layer → the keys that a row must have; every layer whose keys are there is scored
KEYS = {
    "quotes": ("text", "attributions"),
    "times": ("text", "times"),
    "quantities": ("text", "amounts"),
    "names": ("tokens", "ents"),
    "coreference": ("tokens", "clusters"),
    "factuality": ("text", "events"),
}
GENRE = re.compile(r"[\W_]+")


class Gold(NamedTuple):
    """The rows of one file for one layer; `data` is the file's name without its endings, or the corpus and its part."""

    data: str
    layer: str
    rows: list[Row]
    corpus: bool = False

    @property
    def on_text(self) -> bool:
        """Whether tables can be scored beside it."""
        return self.corpus or self.layer in ON_TEXT

    @property
    def scorer(self) -> str:
        """The module that scores it: names and coreference have one for gold tokens and one for texts."""
        return f"text_{self.layer}" if self.corpus and self.layer in ("names", "coreference") else self.layer


def read_gold(
    gold: str | Path | Iterable[str | Path],
    layers: Sequence[str] | None = None,
    genres: Sequence[str] | None = None,
    articles: pd.DataFrame | None = None,
) -> list[Gold]:
    """The gold in files and folders, by file and layer; of a corpus (see `corpus`), by part and layer.

    `articles` are those of the tables that are scored: where a corpus has its texts from. A folder may hold other JSONL
    too, which is passed over. Raises FileNotFoundError, and GoldError for a named file that is no gold, for an unknown
    layer, and when nothing is left.
    """
    unknown = [layer for layer in layers or () if layer not in LAYERS]
    if unknown:
        raise GoldError(f"There is no layer {unknown[0]!r}; the layers are {', '.join(LAYERS)}.")
    sets: list[Gold] = []
    paths = [Path(path) for path in ([gold] if isinstance(gold, str | Path) else gold)]
    corpora = [path for path in paths if is_corpus(path)]
    for path in corpora:
        rows = [row for row in read_corpus(path, articles) if not genres or _genres(row) & set(genres)]
        sets += [one for one in _parts(path.resolve().name, rows) if layers is None or one.layer in layers]
    for path, named in _files(path for path in paths if path not in corpora):
        name = path.name
        for ending in (".gz", ".jsonl", ".conllu"):
            name = name.removesuffix(ending)
        found = _read(path)
        if named and not found:
            wanted = "; ".join(f"{layer}: {', '.join(keys)}" for layer, keys in KEYS.items())
            raise GoldError(f"{path} holds no gold that newslab knows. The keys of its rows would be ({wanted}).")
        for layer, rows in found.items():
            kept = [row for row in rows if not genres or _genres(row) & set(genres)]
            if kept and (layers is None or layer in layers):
                sets.append(Gold(name, layer, kept))
    if not sets:
        wanted = f" for {', '.join(layers)}" if layers else ""
        raise GoldError(f"There is no gold{wanted} in what was named{' in these genres' if genres else ''}.")
    return sorted(sets, key=lambda one: LAYERS.index(one.layer))


def _parts(name: str, rows: Sequence[Row]) -> Iterator[Gold]:
    """A corpus by layer and part; layers across articles also as a whole, when there are several parts."""
    for layer, needed in NEEDS.items():
        whole = [row for row in rows if all(key in row for key in needed)]
        parts = list(dict.fromkeys(row["part"] for row in whole))
        for part in parts:
            yield Gold(f"{name} ({part})" if part else name, layer, [r for r in whole if r["part"] == part], True)
        if layer in ACROSS and len(parts) > 1:
            yield Gold(name, layer, whole, True)


def _genres(row: Row) -> set[str]:
    return {part for key in ("genre", "source", "id", "doc") for part in GENRE.split(str(row.get(key) or "").lower())}


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file, and whether it was named itself: other files of a folder need not be gold."""
    for path in paths:
        if path.is_dir():
            found = (inner for inner in path.rglob("*") if inner.name.endswith(ENDINGS) and inner.is_file())
            yield from ((inner, False) for inner in sorted(found))
        elif path.exists():
            yield path, True
        else:
            raise FileNotFoundError(f"There is no file or folder {path}.")


def _read(path: Path) -> dict[str, list[Row]]:
    if path.name.endswith((".conllu", ".conllu.gz")):
        return {"syntax": _treebank(path)}
    found: dict[str, list[Row]] = {}
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise GoldError(f"Line {number} of {path} is no JSON ({error}); gold is JSONL or CoNLL-U.") from error
        if not isinstance(row, dict):
            raise GoldError(f"Line {number} of {path} is no object; gold has one a line.")
        row.setdefault("id", row.get("doc") or f"line {number}")
        for layer, one in _layers(row):
            found.setdefault(layer, []).append(one)
    return found


def _layers(row: Row) -> Iterator[tuple[str, Row]]:
    """What a row is gold of."""
    if "markables" in row:
        from newslab.evaluate.meantime import gold_events, gold_times

        yield "times", gold_times(row)
        yield "events", gold_events(row)
        return
    for layer, keys in KEYS.items():
        if all(key in row for key in keys):
            yield layer, row


def _lines(path: Path) -> Iterator[str]:
    opener = gzip.open if path.name.endswith(".gz") else open
    try:
        with opener(path, "rt", encoding="utf8") as lines:
            yield from lines
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
        raise GoldError(f"{path} cannot be read as text in UTF-8 ({error}).") from error


def _treebank(path: Path) -> list[Row]:
    """A row a document: its sentences as (columns of the words, whether a paragraph begins)."""
    documents: list[Row] = []
    try:
        for comments, words in read_sentences(path):
            name = next((value for key, value in comments.items() if key.startswith("newdoc")), None)
            if name is not None or not documents:
                documents.append({"id": name or path.name, "sentences": []})
            documents[-1]["sentences"].append((words, any(key.startswith("newpar") for key in comments)))
    except (IndexError, ValueError) as error:
        raise GoldError(f"{path} is no CoNLL-U: {error}.") from error
    return documents
