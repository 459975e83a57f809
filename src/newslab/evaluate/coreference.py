"""Coreference on gold tokens, with mentions as newslab finds them.

A found mention matches the gold mention with the same head token; of several with one head (a coordination and its
first member), the one whose extent differs least. Titles and articles, which newslab leaves outside of names, so do not
matter, and neither do relative clauses. Heads are those of the reader's tree on both sides. Spaces that
the gold does not tell are guessed, and its paragraphs are not known. Clusters of one mention are left out on both
sides. The CoNLL F1 is the mean of the F1 of MUC, B³ and CEAFe.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc

from newslab.evaluate.clusters import Clusters, b_cubed, ceaf_e, lea, muc
from newslab.evaluate.gold import Row
from newslab.evaluate.meantime import NO_SPACE_AFTER, NO_SPACE_BEFORE
from newslab.evaluate.measures import F1_OF_BOTH, SHARE, Difference, Figures, Form, Measure, Scores, around, harmonic
from newslab.evaluate.reading import Reading
from newslab.reader.syntax import Tree

NAMES = ("mentions", "MUC", "B³", "CEAFe", "LEA")
HE_SHE = frozenset(["he", "him", "his", "himself", "she", "her", "hers", "herself"])
IT = frozenset(["it", "its", "itself"])
THIRD = HE_SHE | IT | frozenset(["they", "them", "their", "theirs", "themselves"])
PRONOUNS = ("pronouns", "he/she", "it", "they")


class Found(NamedTuple):
    """A mention by its tokens: first, the one after its last, head; its cluster and kind."""

    first: int
    stop: int
    head: int
    cluster: int | None
    kind: str


def _conll(sums: np.ndarray) -> Figures:
    parts = [F1_OF_BOTH.figures(sums[..., at : at + 4]) for at in (0, 4, 8)]
    return {"value": sum(harmonic(part["precision"], part["recall"]) for part in parts) / 3}  # type: ignore[dict-item]


CONLL = Form(_conll)


def head_token(heads: Sequence[int], deps: Sequence[str], first: int, stop: int) -> int:
    """The token of the stretch that its others hang on."""
    for i in range(first, stop):
        if (heads[i] == i or not first <= heads[i] < stop) and deps[i] not in ("punct", "case", "det"):
            return i
    return stop - 1


class Gold:
    """A document's gold mentions by head token."""

    def __init__(self, heads: Sequence[int], deps: Sequence[str], clusters: Sequence[Sequence[Sequence[int]]]) -> None:
        self.spans: list[tuple[int, int]] = []
        self.cluster: list[int] = []
        self.by_head: dict[int, list[int]] = {}
        for number, cluster in enumerate(clusters):
            for first, stop, *_ in cluster:
                self.by_head.setdefault(head_token(heads, deps, first, stop), []).append(len(self.spans))
                self.spans.append((first, stop))
                self.cluster.append(number)

    def before(self, g: int) -> list[tuple[int, int]]:
        """The earlier mentions of a mention's cluster."""
        pairs = zip(self.spans, self.cluster, strict=True)
        return [span for span, number in pairs if number == self.cluster[g] and span[0] < self.spans[g][0]]

    def match(self, mentions: Sequence[Found]) -> list[int | None]:
        """For each mention the gold mention that it is, each gold mention at most once."""
        pairs = sorted(
            (abs(m.first - self.spans[g][0]) + abs(m.stop - self.spans[g][1]), k, g)
            for k, m in enumerate(mentions)
            for g in self.by_head.get(m.head, ())
        )
        found: list[int | None] = [None] * len(mentions)
        taken: set[int] = set()
        for _, k, g in pairs:
            if found[k] is None and g not in taken:
                found[k] = g
                taken.add(g)
        return found


def score(gold: Sequence[Row], reading: Reading) -> Scores:
    """All measures of the layer; a row has `tokens` and `clusters` of [first, stop, …]."""
    counts: dict[str, list[Sequence[float]]] = {name: [] for name in ("CoNLL F1", *NAMES, *PRONOUNS)}
    differences: list[Difference] = []
    rows = [row for row in gold if row["tokens"]]
    docs = (Doc(reading.nlp.vocab, words=row["tokens"], spaces=_spaces(row)) for row in rows)
    for row, doc in zip(rows, reading.docs(docs), strict=True):
        tree = Tree.of(doc)
        answers = Gold(tree.heads, tree.deps, row["clusters"])
        mentions = _mentions(doc, tree)
        matched = answers.match(mentions)
        parts = compare(*_sides(answers, mentions, matched))
        for name in NAMES:
            counts[name].append(parts[name])
        counts["CoNLL F1"].append([number for name in ("MUC", "B³", "CEAFe") for number in parts[name]])
        right: dict[str, list[bool]] = {name: [] for name in PRONOUNS}
        for g, verdict in pronouns(tree.lower, tree.pos, answers, mentions, matched):
            form = tree.lower[answers.spans[g][0]]
            group = "he/she" if form in HE_SHE else "it" if form in IT else "they"
            for name in ("pronouns", group):
                right[name].append(verdict)
            if not verdict:
                differences.append(_difference(row, doc, answers, mentions, matched, g))
        for name, verdicts in right.items():
            counts[name].append((sum(verdicts), len(verdicts)))
    measures = [Measure("CoNLL F1", CONLL, counts["CoNLL F1"])]
    measures += [Measure(name, F1_OF_BOTH, counts[name]) for name in NAMES]
    measures += [Measure(f"right antecedent of {name}", SHARE, counts[name]) for name in PRONOUNS]
    return Scores(measures if rows else [], differences)


def _spaces(row: Row) -> list[bool]:
    if row.get("space_after"):
        return list(row["space_after"])
    tokens = row["tokens"]
    return [
        a not in NO_SPACE_AFTER and b not in NO_SPACE_BEFORE for a, b in zip(tokens, [*tokens[1:], ""], strict=True)
    ]


def _mentions(doc: Doc, tree: Tree) -> list[Found]:
    from newslab.entities import find_mentions

    found = []
    for m in find_mentions(doc, tree):
        span = doc.char_span(m.start, m.end, alignment_mode="expand")
        head = m.head
        while tree.is_(head, "flat", "goeswith") or tree.deps[head] == "nmod:desc":
            head = tree.heads[head]
        if span is not None:
            found.append(Found(span.start, span.end, head, m.cluster, m.kind))
    return found


def _sides(answers: Gold, mentions: Sequence[Found], matched: Sequence[int | None]) -> tuple[Clusters, Clusters]:
    """Gold and found clusters of two mentions or more; found mentions that match none have ids of their own."""
    keys: dict[int, set[int]] = {}
    for g, number in enumerate(answers.cluster):
        keys.setdefault(number, set()).add(g)
    found: dict[int, set[int]] = {}
    for k, (mention, answer) in enumerate(zip(mentions, matched, strict=True)):
        if mention.cluster is not None:
            found.setdefault(mention.cluster, set()).add(-1 - k if answer is None else answer)
    gold, guess = ([frozenset(c) for c in side.values() if len(c) > 1] for side in (keys, found))
    return gold, guess


def compare(gold: Clusters, found: Clusters) -> dict[str, tuple[float, ...]]:
    """For each measure: right and all of what was found, right and all of the gold."""
    g, f = {m for c in gold for m in c}, {m for c in found for m in c}
    similarity = ceaf_e(gold, found)
    return {
        "mentions": (len(g & f), len(f), len(g & f), len(g)),
        "MUC": (*muc(found, gold), *muc(gold, found)),
        "B³": (*b_cubed(found, gold), *b_cubed(gold, found)),
        "CEAFe": (similarity, len(found), similarity, len(gold)),
        "LEA": (*lea(found, gold), *lea(gold, found)),
    }


def pronouns(
    lower: Sequence[str], pos: Sequence[str], answers: Gold, mentions: Sequence[Found], matched: Sequence[int | None]
) -> list[tuple[int, bool]]:
    """Third-person pronouns with an earlier gold antecedent, and whether the antecedent found is right.

    It is when the nearest earlier mention of the found cluster that is no pronoun (of any kind, when gold has only
    pronouns before) is in the gold cluster.
    """
    of_gold = {g: k for k, g in enumerate(matched) if g is not None}
    verdicts = []
    for g, (first, stop) in enumerate(answers.spans):
        if stop - first != 1 or lower[first] not in THIRD:
            continue
        before = answers.before(g)
        if not before:
            continue
        nominal = any(pos[a] != "PRON" or b - a > 1 for a, b in before)
        answer = _antecedent(mentions, matched, of_gold.get(g), first, nominal)
        verdicts.append((g, answer is not None and answers.cluster[answer] == answers.cluster[g]))
    return verdicts


def _antecedent(
    mentions: Sequence[Found], matched: Sequence[int | None], k: int | None, first: int, nominal: bool
) -> int | None:
    if k is None or mentions[k].cluster is None:
        return None
    earlier = [
        j
        for j, m in enumerate(mentions)
        if m.cluster == mentions[k].cluster and m.first < first and (m.kind != "pronoun" or not nominal)
    ]
    return matched[max(earlier, key=lambda j: mentions[j].first)] if earlier else None


def _difference(
    row: Row, doc: Doc, answers: Gold, mentions: Sequence[Found], matched: Sequence[int | None], g: int
) -> Difference:
    """A pronoun whose antecedent is wrong, with the antecedents of gold and of newslab."""
    first, stop = answers.spans[g]
    before = answers.before(g)
    k = next((k for k, other in enumerate(matched) if other == g), None)
    mine = [m for m in mentions if k is not None and m.cluster == mentions[k].cluster and m.first < first]
    start, end = doc[first].idx, doc[stop - 1].idx + len(doc[stop - 1])
    shown = around(doc.text, start, end, 120)
    found = doc[mine[-1].first : mine[-1].stop].text if mine else None
    truth = doc[before[-1][0] : before[-1][1]].text
    return Difference(str(row["id"]), "antecedent", start, end, doc.text[start:end], truth, found, shown)
