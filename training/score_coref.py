"""Coreference scores: MUC, B³, CEAFe, their mean (CoNLL F1), LEA, and the share of pronouns with a right antecedent.

    python training/score_coref.py GOLD.jsonl.gz TREES.conllu.gz [--names NAMES.jsonl.gz] [--genres news,interview]
                                   [--raw] [--types person,organization] [--keep-singletons]

GOLD holds `clusters` of [start, end, …] over tokens, TREES the same documents' gold trees, NAMES their named entities.
A predicted mention matches the gold mention with the same head token; of several with one head (a coordination and its
first member), the one whose extent differs least. Titles and articles, which newslab leaves outside of names, so do not
matter, and neither do relative clauses. Clusters of one mention are left out on both sides unless --keep-singletons.
Definitions: Vilain et al. 1995 (MUC), Bagga & Baldwin 1998 (B³), Luo 2005 (CEAF), Moosavi & Strube 2016 (LEA).
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc, Span

from newslab.evaluate.clusters import Clusters, b_cubed, ceaf_e, lea, muc


class Score:
    """Sums over documents of each measure's parts."""

    def __init__(self) -> None:
        self.sums: dict[str, np.ndarray] = {name: np.zeros(4) for name in ("mentions", "MUC", "B3", "CEAFe", "LEA")}
        self.pronouns: Counter[tuple[str, str]] = Counter()

    def add(self, gold: Clusters, found: Clusters) -> None:
        g, f = {m for c in gold for m in c}, {m for c in found for m in c}
        self.sums["mentions"] += (len(g & f), len(f), len(g & f), len(g))
        for name, measure in (("MUC", muc), ("B3", b_cubed), ("LEA", lea)):
            self.sums[name] += (*measure(found, gold), *measure(gold, found))
        similarity = ceaf_e(gold, found)
        self.sums["CEAFe"] += (similarity, len(found), similarity, len(gold))

    def prf(self, name: str) -> tuple[float, float, float]:
        a, b, c, d = self.sums[name]
        p, r = (100 * a / b if b else 0.0), (100 * c / d if d else 0.0)
        return p, r, 2 * p * r / (p + r) if p + r else 0.0

    def conll(self) -> float:
        return sum(self.prf(name)[2] for name in ("MUC", "B3", "CEAFe")) / 3

    def __str__(self) -> str:
        lines = [f"{name:9} P {p:5.1f}  R {r:5.1f}  F {f:5.1f}" for name in self.sums for p, r, f in [self.prf(name)]]
        lines.append(f"CoNLL F1  {self.conll():.1f}")
        for form in sorted({form for form, _ in self.pronouns}):
            right, n = self.pronouns[form, "right"], sum(c for (k, _), c in self.pronouns.items() if k == form)
            lines.append(f"pronoun {form:8} right antecedent {100 * right / n:5.1f} % of {n}")
        return "\n".join(lines)


def gold_documents(path: str | Path) -> dict[str, dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return {row["doc"]: row for row in map(json.loads, lines)}


def add_names(docs: Iterable[Doc], path: str | Path) -> None:
    """Set `doc.ents` from rows of sentences' names with a `doc`; sentences are found by their words, in order."""
    rows: dict[str, list[dict[str, Any]]] = {}
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for row in map(json.loads, lines):
            rows.setdefault(row.get("doc") or "", []).append(row)
    for doc in docs:
        words = [t.i for t in doc if not t.is_space]
        texts = [doc[i].text for i in words]
        at, ents = 0, []
        for row in rows.get(doc.user_data["id"], ()):
            size = len(row["tokens"])
            begin = next((k for k in range(at, len(texts) - size + 1) if texts[k : k + size] == row["tokens"]), None)
            if begin is not None:
                ents.extend(Span(doc, words[begin + a], words[begin + b - 1] + 1, label=c) for a, b, c in row["ents"])
                at = begin + size
        doc.set_ents(ents)


def head_token(heads: Sequence[int], deps: Sequence[str], first: int, stop: int) -> int:
    for i in range(first, stop):
        if (heads[i] == i or not first <= heads[i] < stop) and deps[i] not in ("punct", "case", "det"):
            return i
    return stop - 1


class Gold:
    """A document's gold mentions by head token, in Doc token indices."""

    def __init__(self, doc: Doc, row: dict[str, Any], types: frozenset[str] = frozenset()) -> None:
        words = [t.i for t in doc if not t.is_space]
        heads, deps = [t.head.i for t in doc], [t.dep_ for t in doc]
        self.spans: list[tuple[int, int, str]] = []
        self.cluster: list[int] = []
        self.by_head: dict[int, list[int]] = {}
        for number, cluster in enumerate(row["clusters"]):
            if types and Counter(m[2] for m in cluster).most_common(1)[0][0] not in types:
                continue
            for a, b, *rest in cluster:
                first, stop = words[a], words[b - 1] + 1
                self.by_head.setdefault(head_token(heads, deps, first, stop), []).append(len(self.spans))
                self.spans.append((first, stop, rest[0] if rest else ""))
                self.cluster.append(number)

    def match(self, mentions: Sequence[tuple[int, int, int]]) -> list[int | None]:
        """For each (first, stop, head) the gold mention that it is, each gold mention at most once."""
        pairs = sorted(
            (abs(a - self.spans[g][0]) + abs(b - self.spans[g][1]), k, g)
            for k, (a, b, h) in enumerate(mentions)
            for g in self.by_head.get(h, ())
        )
        found: list[int | None] = [None] * len(mentions)
        taken: set[int] = set()
        for _, k, g in pairs:
            if found[k] is None and g not in taken:
                found[k] = g
                taken.add(g)
        return found


def add_document(
    score: Score, doc: Doc, gold: Gold, mentions: Sequence[tuple[int, int, int, int | None, str]], singletons: bool
) -> None:
    """Score one document's (first, stop, head, cluster, kind)."""
    matched = gold.match([m[:3] for m in mentions])
    ids = [g if g is not None else -1 - k for k, g in enumerate(matched)]
    found: dict[Any, set[int]] = {}
    for k, (_, _, _, cluster, _) in enumerate(mentions):
        found.setdefault(("single", k) if cluster is None else cluster, set()).add(ids[k])
    keys: dict[int, set[int]] = {}
    for g, number in enumerate(gold.cluster):
        keys.setdefault(number, set()).add(g)
    least = 1 if singletons else 2
    score.add(
        [frozenset(c) for c in keys.values() if len(c) >= least],
        [frozenset(c) for c in found.values() if len(c) >= least],
    )
    _pronouns(score, doc, gold, mentions, matched)


def _pronouns(
    score: Score, doc: Doc, gold: Gold, mentions: Sequence[tuple[Any, ...]], matched: list[int | None]
) -> None:
    """Third-person pronouns with an earlier gold antecedent: right when its cluster's nearest earlier non-pronoun is.

    An antecedent is right when the nearest earlier mention of the predicted cluster that is no pronoun (the nearest of
    any kind, when gold has only pronouns before) is in the gold cluster.
    """
    of_gold = {g: k for k, g in enumerate(matched) if g is not None}
    for g, (first, stop, _) in enumerate(gold.spans):
        form = doc[first].lower_
        if stop - first != 1 or form not in THIRD:
            continue
        before = [h for h, c in enumerate(gold.cluster) if c == gold.cluster[g] and gold.spans[h][0] < first]
        if not before:
            continue
        nominal = any(doc[gold.spans[h][0]].pos_ != "PRON" or gold.spans[h][1] - gold.spans[h][0] > 1 for h in before)
        k = of_gold.get(g)
        right = False
        if k is not None and mentions[k][3] is not None:
            earlier = [
                j for j, m in enumerate(mentions)
                if m[3] == mentions[k][3] and m[0] < first and (m[4] != "pronoun" or not nominal)
            ]  # fmt: skip
            if earlier:
                nearest = max(earlier, key=lambda j: mentions[j][0])
                answer = matched[nearest]
                right = answer is not None and gold.cluster[answer] == gold.cluster[g]
        group = "he/she" if form in HE_SHE else "it" if form in IT else "they"
        for name in (group, "3rd all"):
            score.pronouns[name, "right" if right else "wrong"] += 1


HE_SHE = frozenset(["he", "him", "his", "himself", "she", "her", "hers", "herself"])
IT = frozenset(["it", "its", "itself"])
THIRD = HE_SHE | IT | frozenset(["they", "them", "their", "theirs", "themselves"])


def main() -> None:
    from conllu import read_documents
    from newslab.entities import find_mentions
    from newslab.reader.syntax import Tree

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold")
    parser.add_argument("trees")
    parser.add_argument("--names")
    parser.add_argument("--genres", default="news,interview,bio,speech")
    parser.add_argument("--types", default="", help="gold clusters of these entity types only")
    parser.add_argument("--keep-singletons", action="store_true")
    parser.add_argument(
        "--raw", action="store_true", help="parse with newslab's reader, sentences and words given by gold"
    )
    parser.add_argument("--each", action="store_true", help="a line for each document")
    args = parser.parse_args()
    genres = tuple(args.genres.split(","))
    rows = gold_documents(args.gold)
    docs = [doc for doc in read_documents(args.trees) if any(f"_{genre}_" in doc.user_data["id"] for genre in genres)]
    if args.names:
        add_names(docs, args.names)
    nlp = None
    if args.raw:
        from newslab.reader import load

        nlp = load()
    score = Score()
    types = frozenset(filter(None, args.types.split(",")))
    for doc in docs:
        gold = Gold(doc, rows[doc.user_data["id"]], types)
        read = nlp(doc.text) if nlp else doc
        tree = Tree.of(read)
        mentions = find_mentions(read, tree)
        here = [_aligned(doc, tree, m) for m in mentions]
        part = Score()
        for total in (score, part):
            add_document(total, doc, gold, [m for m in here if m], args.keep_singletons)
        if args.each:
            print(f"{doc.user_data['id']:32} CoNLL {part.conll():5.1f} mentions {part.prf('mentions')[2]:5.1f}")
    print(score)


def _aligned(doc: Doc, tree: Any, m: Any) -> tuple[int, int, int, int | None, str] | None:
    """The mention in the gold Doc's tokens, by its character offsets; its head is the gold head of its words."""
    span = doc.char_span(m.start, m.end, alignment_mode="expand")
    if span is None:
        return None
    at = tree.start[m.head]
    head = doc.char_span(at, at + 1, alignment_mode="expand")
    top = head[0]
    while top.dep_ in ("flat", "flat:name", "nmod:desc", "goeswith"):
        top = top.head
    return span.start, span.end, top.i, m.cluster, m.kind


if __name__ == "__main__":
    main()
