"""Files of gold annotation → gold by layer. What a file holds is read off the keys of its rows."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from newslab.evaluate.conllu import read_sentences

Row = dict[str, Any]

LAYERS = ("syntax", "names", "coreference", "quotes", "times", "quantities", "events", "factuality")
ON_TEXT = frozenset({"quotes", "times", "quantities"})  # layers that are scored on tables; the others need the reader
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


class GoldError(ValueError):
    """Gold that cannot be read; the message is a sentence that says why and what to do."""


class Gold(NamedTuple):
    """The rows of one file for one layer; `data` is the file's name without its endings."""

    data: str
    layer: str
    rows: list[Row]


def read_gold(
    gold: str | Path | Iterable[str | Path], layers: Sequence[str] | None = None, genres: Sequence[str] | None = None
) -> list[Gold]:
    """The gold in files and folders, by file and layer.

    A folder may hold other JSONL too, which is passed over. Raises FileNotFoundError, and GoldError for a named file
    that is no gold, for an unknown layer, and when nothing is left.
    """
    unknown = [layer for layer in layers or () if layer not in LAYERS]
    if unknown:
        raise GoldError(f"There is no layer {unknown[0]!r}; the layers are {', '.join(LAYERS)}.")
    sets: list[Gold] = []
    for path, named in _files([gold] if isinstance(gold, str | Path) else gold):
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


def _genres(row: Row) -> set[str]:
    return {part for key in ("genre", "source", "id", "doc") for part in GENRE.split(str(row.get(key) or "").lower())}


def _files(paths: Iterable[str | Path]) -> Iterator[tuple[Path, bool]]:
    """Each file, and whether it was named itself: other files of a folder need not be gold."""
    for path in map(Path, paths):
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
    """What a row is gold of. newslab's own corpus of articles will enter here: its rows to those of the layers."""
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
