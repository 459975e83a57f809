"""Scores on dev during training: trees of EWT and of GUM's news and interviews, names of UNER-EWT, gold tokens."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import torch

from conllu import read_sentences
from network import Reader
from windows import Inventory, Pieces, Sentence, inputs


def _sentences(path: Path, genres: tuple[str, ...] = ()) -> list[Sentence]:
    out, doc = [], ""
    for comments, words in read_sentences(path):
        doc = next((v for k, v in comments.items() if k.startswith("newdoc")), doc)
        if genres and not any(f"_{genre}_" in doc for genre in genres):
            continue
        gap = [3, *(0 if "SpaceAfter=No" in columns[9] else 1 for columns in words[:-1])]
        out.append({"words": [c[1] for c in words], "gap": gap, "tags": [c[4] for c in words],
                    "heads": [int(c[6]) for c in words], "deps": [c[7] for c in words]})  # fmt: skip
    return out


def _batches(sentences: list[Sentence], size: int = 2000) -> list[list[Sentence]]:
    out: list[list[Sentence]] = [[]]
    for s in sorted(sentences, key=lambda s: len(s["words"])):
        if out[-1] and (len(out[-1]) + 1) * len(s["words"]) > size:
            out.append([])
        out[-1].append(s)
    return out


@torch.no_grad()
def score_trees(net: Reader, inventory: Inventory, pieces: Pieces, data: Path) -> str:
    net.eval()
    told = []
    sets = {"EWT": _sentences(data / "treebanks/ewt-dev.conllu.gz"),
            "GUM": _sentences(data / "treebanks/gum-dev.conllu.gz"),
            "GUM news": _sentences(data / "treebanks/gum-dev.conllu.gz", ("news", "interview"))}  # fmt: skip
    for name, sentences in sets.items():
        total = attached = labelled = tagged = words = 0
        for batch in _batches(sentences):
            x = inputs([s["words"] for s in batch], [s["gap"] for s in batch], pieces)
            tags, _, _, _, arcs, dep, head = net(*x)
            for i, s in enumerate(batch):
                arcs[i, :, len(s["words"]) + 1 :] = -1e4
            heads = arcs.argmax(-1)
            labels = net.labels(dep, head, heads).argmax(-1)
            best = tags.argmax(-1)
            for i, s in enumerate(batch):
                for j, (gold, label, tag) in enumerate(zip(s["heads"], s["deps"], s["tags"], strict=True)):
                    words += 1
                    tagged += inventory.tags[best[i, j]] == tag
                    if label.split(":")[0] == "punct":
                        continue
                    total += 1
                    right = heads[i, j].item() == gold
                    attached += right
                    labelled += right and inventory.deps[labels[i, j]].split(":")[0] == label.split(":")[0]
        told.append(
            f"{name} UAS {100 * attached / total:.2f} LAS {100 * labelled / total:.2f} XPOS {100 * tagged / words:.2f}"
        )
    return " | ".join(told)


@torch.no_grad()
def score_names(net: Reader, inventory: Inventory, pieces: Pieces, data: Path) -> str:
    net.eval()
    with gzip.open(data / "ner/uner_ewt-dev.jsonl.gz", "rt", encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    merged = {"GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "PERSON": "PER", "ORG": "ORG"}
    hits = found = gold = 0
    sentences = [{"words": r["tokens"], "gap": [3, *map(int, r["space_after"][:-1])], "ents": r["ents"]} for r in rows]
    for batch in _batches(sentences):
        names = net(*inputs([s["words"] for s in batch], [s["gap"] for s in batch], pieces))[3].argmax(-1)
        for i, s in enumerate(batch):
            spans, start = set(), None
            tags = [inventory.names[t] for t in names[i, : len(s["words"])]] + ["O"]
            for j, tag in enumerate(tags):
                if start is not None and (not tag.startswith("I-") or tag[2:] != tags[start][2:]):
                    if tags[start][2:] in merged:
                        spans.add((start, j, merged[tags[start][2:]]))
                    start = None
                if tag.startswith("B-") or (tag.startswith("I-") and start is None):
                    start = j
            truth = {(a, b, label) for a, b, label in s["ents"] if label in ("PER", "ORG", "LOC")}
            hits, found, gold = hits + len(spans & truth), found + len(spans), gold + len(truth)
    return f"UNER names F1 {200 * hits / max(1, found + gold):.2f} P {100 * hits / max(1, found):.1f} R {100 * hits / gold:.1f}"
