"""Sentences → windows of one or more consecutive sentences → batches of tensors; and the augmentations."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from network import Sizes
from newslab.reader.shapes import MAX_PIECES, shape

LABELS = ["PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "PRODUCT", "WORK"]
NAME_TAGS = ["O"] + [f"{position}-{label}" for label in LABELS for position in "BI"]
Sentence = dict[str, Any]
Window = list[Sentence]
UNKNOWN, BEGIN, END = 100, 101, 102


@dataclass
class Inventory:
    """The values that each head tells apart, in their order."""

    tags: list[str]
    pos: list[str]
    deps: list[str]
    names: list[str] = field(default_factory=lambda: list(NAME_TAGS))

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> Inventory:
        trees = [s for s in sentences if "heads" in s]
        return cls(*(sorted({value for s in trees for value in s[column]}) for column in ("tags", "pos", "deps")))

    @property
    def sizes(self) -> Sizes:
        return Sizes(len(self.tags), len(self.pos), len(self.deps), len(self.names))


def load(path: Path) -> list[Sentence]:
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def windows(sentences: list[Sentence], chance: random.Random, longest: int = 110) -> list[Window]:
    """Consecutive sentences of one document in windows of varying length, up to `longest` words or one sentence."""
    out: list[Window] = []
    current: Window = []
    limit = 0
    for sentence in sentences:
        size = sum(len(s["words"]) for s in current) + len(sentence["words"])
        if current and (sentence["doc"] != current[-1]["doc"] or sentence["set"] != current[-1]["set"] or size > limit):
            out.append(current)
            current = []
        if not current:
            limit = 0 if chance.random() < 0.2 else chance.randint(30, longest)
        current.append(sentence)
    return [*out, current]


def length(window: Window) -> int:
    return sum(len(s["words"]) for s in window)


def batches(items: list[Window], chance: random.Random, size: int = 1300) -> list[list[Window]]:
    """Windows of like length together, at most `size` words a batch, in random order."""
    out: list[list[Window]] = []
    current: list[Window] = []
    for window in sorted(items, key=lambda w: length(w) + chance.random() * 8):
        if current and (len(current) + 1) * length(window) > size:
            out.append(current)
            current = []
        current.append(window)
    out.append(current)
    chance.shuffle(out)
    return out


class Pieces:
    """Words → wordpieces, the first ones of each, remembered."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer, self.known = tokenizer, {}

    def __call__(self, word: str) -> list[int]:
        if word not in self.known:
            ids = self.tokenizer.encode(word, add_special_tokens=False).ids or [UNKNOWN]
            self.known[word] = ids if len(ids) <= MAX_PIECES else [*ids[: MAX_PIECES - 1], ids[-1]]
        return self.known[word]


STRAIGHT = {ord(mark): plain for marks, plain in (("“”„‟", '"'), ("‘’‚", "'")) for mark in marks}


def straight(words: list[str]) -> list[str]:
    """The words with straight quotation marks and apostrophes."""
    return [word.translate(STRAIGHT) for word in words]


def curly(words: list[str], tags: list[str]) -> list[str]:
    """The words with curly ones: opening and closing by their tags, or by turns where there are none."""
    out, opened = [], False
    for word, tag in zip(words, tags, strict=True):
        if word in ('"', "``", "''"):
            opens = tag == "``" if tag else not opened
            opened = opens
            word = "“" if opens else "”"
        elif word == "'" and tag == "``":
            word = "‘"
        elif "'" in word:
            word = word.replace("'", "’")
        out.append(word)
    return out


def disguise(window: Window, chance: random.Random) -> tuple[list[str], list[int]]:
    """The window's words and gaps as they might have been written: lower case, capitals, a headline's, broken lines."""
    words = [word for s in window for word in s["words"]]
    gaps = [gap for s in window for gap in s["gap"]]
    for i, _s in enumerate(window):
        at = sum(len(t["words"]) for t in window[:i])
        if i == 0:
            gaps[0] = 3
        elif gaps[at] == 3 and chance.random() < 0.3:
            gaps[at] = 2
        elif window[i - 1].get("glued_end") and gaps[at] == 1:
            gaps[at] = 0 if chance.random() < 0.3 else 1
    if chance.random() < 0.5:
        marks = [tag for s in window for tag in s.get("tags", [""] * len(s["words"]))]
        words = straight(words) if chance.random() < 0.5 else curly(words, marks)
    dice = chance.random()
    if dice < 0.05:
        words = [word.lower() for word in words]
    elif dice < 0.09:
        words = [word[:1].upper() + word[1:] if len(word) > 3 else word for word in words]
    elif dice < 0.11:
        words = [word.upper() for word in words]
    if chance.random() < 0.06:
        every = chance.randint(9, 14)
        gaps = [2 if gap == 1 and i % every == every - 1 else gap for i, gap in enumerate(gaps)]
    return words, gaps


def allowed(sentence: Sentence, names: list[str]) -> Tensor | None:
    """Words × name tags, true where the annotation admits the tag (a partial-label mask); None when nothing is known."""
    if "names" not in sentence:
        return None
    mask = torch.zeros(len(sentence["words"]), len(names), dtype=torch.bool)
    unmarked = [names.index("O")] + [names.index(f"{p}-{label}") for label in sentence["open"] for p in "BI"]
    mask[:, unmarked] = True
    for start, end, label in sentence["names"]:
        mask[start:end] = False
        if label == "?":
            some = [i for i, tag in enumerate(names) if tag[2:] in ("EVENT", "PRODUCT", "WORK", "NORP", "")]
            mask[start:end, some] = True
        else:
            mask[start, names.index(f"B-{label}")] = True
            mask[start + 1 : end, names.index(f"I-{label}")] = True
    return mask


def inputs(
    words: list[list[str]],
    gaps: list[list[int]],
    pieces: Pieces,
    drop: float = 0.0,
    chance: random.Random | None = None,
) -> tuple[Tensor, ...]:
    """The tensors that `Reader.forward` takes. `drop` is the share of words hidden behind [UNK]."""
    longest = max(map(len, words))
    first = torch.zeros(len(words), longest, dtype=torch.long)
    last, shapes, spaces = first.clone(), first.clone(), first.clone()
    rows, row_shapes, row_gaps = [], [], []
    for b, (forms, before) in enumerate(zip(words, gaps, strict=True)):
        ids, kinds, spaced = [BEGIN], [0], [1]
        for i, (word, gap) in enumerate(zip(forms, before, strict=True)):
            split = [UNKNOWN] if chance and chance.random() < drop else pieces(word)
            first[b, i], last[b, i] = len(ids), len(ids) + len(split) - 1
            shapes[b, i], spaces[b, i] = shape(word), gap
            ids += split
            kinds += [shape(word)] * len(split)
            spaced += [gap] + [0] * (len(split) - 1)
        rows.append([*ids, END])
        row_shapes.append([*kinds, 0])
        row_gaps.append([*spaced, 1])
    width = max(map(len, rows))
    pad = lambda table: torch.tensor([row + [0] * (width - len(row)) for row in table])
    return pad(rows), pad(row_shapes), pad(row_gaps), first, last, shapes, spaces


def targets(batch: list[Window], inventory: Inventory) -> dict[str, Tensor]:
    """Gold values of a batch: -100 where there is none; heads count from the window's first word, 0 is the root."""
    n = max(map(length, batch))
    empty = torch.full((len(batch), n), -100)
    gold = {name: empty.clone() for name in ("tags", "pos", "deps", "heads", "starts")}
    gold["block"] = torch.zeros(len(batch), n, n + 1)
    gold["admitted"] = torch.zeros(len(batch), n, len(inventory.names), dtype=torch.bool)
    ids = {column: {v: i for i, v in enumerate(getattr(inventory, column))} for column in ("tags", "pos", "deps")}
    for b, window in enumerate(batch):
        at = 0
        for s in window:
            size = len(s["words"])
            here = slice(at, at + size)
            gold["starts"][b, here] = 0
            gold["starts"][b, at] = 1
            mask = allowed(s, inventory.names)
            if mask is not None:
                gold["admitted"][b, here] = mask
            if "heads" in s:
                for column in ("tags", "pos", "deps"):
                    gold[column][b, here] = torch.tensor([ids[column].get(v, -100) for v in s[column]])
                gold["heads"][b, here] = torch.tensor([h + at if h else 0 for h in s["heads"]])
                gold["block"][b, here] = -1e4
                gold["block"][b, here, at + 1 : at + size + 1] = 0
                gold["block"][b, here, 0] = 0
            at += size
    return gold
