"""A folder of gold that is annotated in the terms of newslab's tables, such as `corpus/gold` → a row an article.

The folder holds `mentions.jsonl`, `attributions.jsonl`, `claims.jsonl`, `links.jsonl`, `times.jsonl` and
`quantities.jsonl` (some or all). A line is an article: `article_id`, `sha256` of its text in UTF-8, `annotations`. The
texts are those of `../articles` beside the folder, or of the tables that are scored. `entities.tsv` in it names
entities; `../split.tsv` (article_id, storyline, part) says which articles go together.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Container, Iterable, Mapping
from pathlib import Path

import pandas as pd

from newslab.articles import read
from newslab.evaluate.rows import GoldError, Row

ANNOTATED = ("mentions", "attributions", "claims", "links", "times", "quantities")
# layer → the files that it needs
NEEDS = {
    "names": ("mentions",), "coreference": ("mentions",), "entities": ("mentions",),
    "quotes": ("attributions", "mentions"), "times": ("times",), "quantities": ("quantities",),
    "claims": ("claims", "attributions", "mentions"), "links": ("links", "claims"),
}  # fmt: skip


def is_corpus(folder: Path) -> bool:
    """Whether a folder holds such files: the first line of one of them has the three keys."""
    for layer in ANNOTATED:
        path = folder / f"{layer}.jsonl"
        if path.is_file():
            with path.open(encoding="utf8", errors="replace") as lines:
                first = lines.readline()
            return all(f'"{key}"' in first for key in ("article_id", "sha256", "annotations"))
    return False


def read_corpus(folder: Path, articles: pd.DataFrame | None = None) -> list[Row]:
    """A row an article: `id`, `text`, `part`, `genre` (storyline and part) and what is annotated in all its layers.

    `articles` is the table of those that are scored; texts that it lacks are read from `../articles`. In a row,
    `articles` is the whole table that lies there, where it was read: without tables newslab reads all of it, so that
    entities across articles rest on what they rest on for a user. Raises `GoldError` when a text differs from the one
    that was annotated, when there is none, and for a line that is not as it should be.
    """
    annotations: dict[str, Row] = {}
    for layer in (layer for layer in ANNOTATED if (folder / f"{layer}.jsonl").is_file()):
        for article_id, digest, found in _annotations(folder / f"{layer}.jsonl"):
            row = annotations.setdefault(article_id, {"id": article_id, "sha256": digest})
            if row["sha256"] != digest:
                raise GoldError(f"{layer}.jsonl in {folder} annotates another text of {article_id} than other files.")
            row[layer] = found
    beside = folder.resolve().parent / "articles"
    texts = _texts(articles) if articles is not None else {}
    own = None
    if beside.exists() and any(row["sha256"] not in texts for row in annotations.values()):
        own = read(beside)
        texts = _texts(own) | texts
    split, names = _split(folder.resolve().parent / "split.tsv"), _names(folder / "entities.tsv")
    mentions = (mention for row in annotations.values() for mention in row.get("mentions", ()))
    named = {entity for mention in mentions if mention["kind"] == "name" for entity in mention["entity_ids"]}
    for row in annotations.values():
        storyline, part = split.get(row["id"], ("", ""))
        row |= {
            "text": _text(row, texts, folder),
            "part": part,
            "genre": f"{storyline} {part}",
            "articles": own,
        }
        _to_terms(row, names, named)
    return list(annotations.values())


def _annotations(path: Path) -> Iterable[tuple[str, str, list[Row]]]:
    with path.open(encoding="utf8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                yield row["article_id"], row["sha256"], row["annotations"]
            except (json.JSONDecodeError, KeyError, TypeError) as error:
                raise GoldError(
                    f"Line {number} of {path} should be an object with article_id, sha256 and annotations."
                ) from error


def _texts(articles: pd.DataFrame) -> dict[str, str]:
    """SHA-256 of a text → the text, and article_id → the text."""
    texts = list(articles["text"])
    by_digest = {hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest(): text for text in texts}
    return by_digest | dict(zip(articles["article_id"], texts, strict=True))


def _text(row: Row, texts: Mapping[str, str], folder: Path) -> str:
    """The text that was annotated. A text of the same id that differs is refused: no offset could be trusted."""
    text, article_id = texts.get(row["sha256"]), row["id"]
    other = texts.get(article_id)
    if other is not None and other != text and (text is None or text.rstrip() != other.rstrip()):
        raise GoldError(
            f"The text of {article_id} is not the one that was annotated in {folder} (its SHA-256 differs), so nothing "
            "can be compared; use the gold's own articles, and read them with this version of newslab."
        )
    if text is None:
        raise GoldError(f"There is no text of {article_id}: put the gold beside its articles, or give tables of them.")
    return text


def _split(path: Path) -> dict[str, tuple[str, str]]:
    return {row["article_id"]: (row["storyline"], row["part"]) for row in _tsv(path)}


def _names(path: Path) -> dict[str, str]:
    return {row["entity_id"]: row["name"] for row in _tsv(path)}


def _tsv(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    lines = [line for line in path.read_text(encoding="utf8").splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _to_terms(row: Row, names: Mapping[str, str], named: Container[str]) -> None:
    """Attributions, times and amounts as the files of one layer have them, so that they are scored alike."""
    if "attributions" in row:
        row["attributions"] = [
            a | {
                "id": a["quote_id"], "content": a["spans"], "source": a["speaker"], "class": a["cue_class"],
                "type": a["speaker_type"], "parent": a["parent_id"], "speaker_entity": {
                    "canonical": "; ".join(names.get(entity, entity) for entity in a["speaker_ids"]),
                    "ids": a["speaker_ids"],
                    "named": all(entity in named for entity in a["speaker_ids"]),
                },
            }
            for a in row["attributions"]
        ]  # fmt: skip
    if "times" in row:
        row["times"] = [time | {"value": time["timex"]} for time in row["times"]]
    if "quantities" in row:
        row["amounts"] = row["quantities"]
