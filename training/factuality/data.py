"""The events of UDS factuality and of MEANTIME, on gold trees or as a reader parses them."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from conllu import read_sentences
from newslab.reader.syntax import Tree

CERTAINTY = {"CERTAIN": 3.0, "PROBABLE": 2.0, "POSSIBLE": 1.0, "UNDERSPECIFIED": 0.0}


def rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def gold_sentences(treebanks: Path) -> dict[str, Doc]:
    """Text without spaces → the Doc of an EWT sentence with its gold analysis."""
    vocab = spacy.blank("en").vocab
    found = {}
    for part in ("train", "dev"):
        for _, words in read_sentences(treebanks / f"ewt-{part}.conllu.gz"):
            doc = Doc(
                vocab,
                words=[w[1] for w in words],
                tags=[w[4] for w in words],
                pos=[w[3] for w in words],
                lemmas=[w[2] for w in words],
                heads=[int(w[6]) - 1 if int(w[6]) else i for i, w in enumerate(words)],
                deps=["ROOT" if w[6] == "0" else w[7] for w in words],
            )
            found.setdefault("".join(w[1] for w in words).replace(" ", ""), doc)
    return found


def token_at(doc: Doc, place: int) -> int:
    """The token that the character at `place`, counted without spaces, lies in."""
    seen = 0
    for token in doc:
        seen += len(token.text.replace(" ", ""))
        if seen > place:
            return token.i
    return len(doc) - 1


def uds(data: Path, part: str, nlp: Language | None = None) -> Iterator[tuple[Tree, list[tuple[int, float]]]]:
    """Trees of the sentences of UDS factuality with (token, rating) of their events; gold trees without `nlp`."""
    items = rows(data / "claims" / f"factuality-uds-{part}.jsonl.gz")
    gold = gold_sentences(data / "treebanks") if nlp is None else {}
    docs = nlp.pipe([item["text"] for item in items]) if nlp is not None else None
    for item in items:
        text = item["text"]
        doc = next(docs) if docs is not None else gold.get(text.replace(" ", ""))
        if doc is None:
            continue
        events = []
        for event in item["events"]:
            place = len(text[: event["start"]].replace(" ", ""))
            events.append((token_at(doc, place), event["factuality"]))
        yield Tree.of(doc), events
