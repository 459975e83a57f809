"""Whose voice each token stands in, and which time, amount and entity it belongs to."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from newslab.reader.syntax import Tree
from newslab.records import ArticleRecord, Attribution, Span

FAR = 200  # tokens of a relative clause, at most


def innermost(spans: Sequence[tuple[int, int, int]], places: Sequence[int]) -> list[int | None]:
    """For each place, the number of the last-begun span (start, end, number) that holds it; n log n.

    `places` must ascend. Of spans that begin together the shorter is the inner one.
    """
    waiting = sorted(spans, key=lambda s: (s[0], -s[1], s[2]))
    stack: list[tuple[int, int]] = []
    found: list[int | None] = []
    at = 0
    for place in places:
        while at < len(waiting) and waiting[at][0] <= place:
            stack.append(waiting[at][1:])
            at += 1
        while stack and stack[-1][0] <= place:
            stack.pop()
        found.append(stack[-1][1] if stack else None)
    return found


def voices(tree: Tree, attributions: Sequence[Attribution]) -> list[int | None]:
    """The innermost attribution whose content holds each token; None in the article's own voice."""
    spans = [(start, end, k) for k, a in enumerate(attributions) for start, end in a.content]
    found = innermost(spans, tree.start)
    sources = innermost([(*a.source, k) for k, a in enumerate(attributions) if a.source is not None], tree.start)
    for i, k in enumerate(found):
        if k is None or tree.deps[i] != "acl:relcl":
            continue
        teller = sources[tree.heads[i]]  # of "said Ferro, *who heads the council*", which is told of her
        of_source = teller is not None and teller in _within(attributions, k)
        if not of_source and (attributions[k].cue_class != "intend" or attributions[k].quoted):
            continue
        first, last = tree.edges(i)
        if last - first < FAR and (of_source or (0 < first < i and "," in (tree.text[first], tree.text[first - 1]))):
            for j in range(first, last + 1):  # "plans to sell the boats, *which sank*": known to who tells of the plan
                if found[j] == k:
                    found[j] = attributions[teller if of_source and teller is not None else k].parent
    return found


def _within(attributions: Sequence[Attribution], position: int | None) -> list[int]:
    """The attribution and those that it stands inside, innermost first."""
    found: list[int] = []
    while position is not None and position not in found:
        found.append(position)
        position = attributions[position].parent
    return found


class Lookup:
    """Which Timex, quantity and mention each token belongs to, and the entities that a span mentions."""

    def __init__(self, tree: Tree, record: ArticleRecord) -> None:
        self.time = innermost([(t.start, t.end, k) for k, t in enumerate(record.times)], tree.start)
        self.quantity = innermost([(q.start, q.end, k) for k, q in enumerate(record.quantities)], tree.start)
        self.ages = frozenset(k for k, q in enumerate(record.quantities) if q.rule == "age")
        self.several = frozenset(
            k
            for k, q in enumerate(record.quantities)
            if (q.low, q.high) != (1, 1) and q.dimension != "factor" and q.rule != "age"
        )
        self.cues = frozenset(a.cue_head for a in record.attributions)
        self.lengths = Counter(tree.sentence)  # tokens of each sentence
        self.label: dict[int, str] = {}  # head token of a mention → its label
        self.kind: dict[int, str] = {}  # head token of a mention → name, nominal, pronoun
        self.cluster: dict[int, int] = {}  # head token of a mention → its entity in the article
        self.speakers = [s.clusters for s in record.speakers]  # entities that each attribution's source is
        self.bodies: list[tuple[int, ...]] = []  # those that it names: "a spokesman for *the ministry*"
        for m in record.mentions:
            self.label[m.head] = m.label or ""
            self.kind[m.head] = m.kind
            if m.cluster is not None:
                self.cluster[m.head] = m.cluster
        self._mentions = sorted((m.start, m.end, m.cluster) for m in record.mentions if m.cluster is not None)
        for a in record.attributions:
            self.bodies.append(self.about([a.source]) if a.source is not None else ())

    def speaks_of_itself(self, position: int | None, subject: int | None) -> bool:
        """Tell whether the subject of a clause is the source that says it."""
        if position is None or subject is None or position >= len(self.speakers):
            return False
        entity = self.cluster.get(subject)
        return entity in self.speakers[position] or (entity is not None and entity in self.bodies[position])

    def about(self, spans: Sequence[Span], most: int = 12) -> tuple[int, ...]:
        """The entities mentioned in the spans, in the order given, at most `most` of each span."""
        found: dict[int, None] = {}
        for start, end in spans:
            at = bisect_left(self._mentions, (start,))
            for k in range(at, min(at + most, len(self._mentions))):
                first, last, cluster = self._mentions[k]
                if first >= end:
                    break
                if last <= end and cluster is not None:
                    found[cluster] = None
        return tuple(found)
