"""What links are read off: the claims of one article, what each is about, and who says it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from functools import cache, cached_property
from math import log

from newslab.claims.nominals import event_nouns
from newslab.claims.phrases import read_rows
from newslab.claims.voices import innermost
from newslab.reader.syntax import Tree
from newslab.records import ArticleRecord, Claim, Quantity, Span

SAME = {"die": "kill", "dead": "kill", "perish": "kill", "murder": "kill", "wound": "injure", "hurt": "injure"}
EMPTY = frozenset(
    {"be", "have", "do", "get", "go", "make", "take", "give", "say", "tell", "come", "see", "know", "think"}
)
GENERAL = frozenset(
    {"thing", "sort", "kind", "way", "such", "other", "more", "last", "first", "many", "year", "day", "want"}
)
SPEAKS_FOR = frozenset(
    {"spokesman", "spokeswoman", "spokesperson", "lawyer", "attorney", "office", "representative", "barrister"}
)
LONG = 40  # tokens of a claim that are compared
STEM = 5  # letters by which *threat* and *threatened* are one
ENDINGS = ("ing", "ation", "ment", "er", "or", "ion")  # by which nouns are made of verbs
FROM_WORDS = frozenset({"NN", "VB", "JJ"})


@cache
def vocabulary() -> dict[tuple[str, str], str]:
    """(use, word) → relation, from `links.tsv`."""
    return {(use, word): relation for word, use, relation in read_rows("links.tsv")}


class Linking:
    """The claims of one article, as the rules for links look at them."""

    def __init__(self, tree: Tree, record: ArticleRecord) -> None:
        self.tree = tree
        self.record = record
        self.claims = record.claims
        self.cluster = {m.head: m.cluster for m in record.mentions if m.cluster is not None}
        self.quantity = innermost([(q.start, q.end, k) for k, q in enumerate(record.quantities)], tree.start)
        self.heads: dict[int, int] = {}  # head of a predicate → its claim
        self.contents: dict[int, list[int]] = defaultdict(list)  # attribution → the claims of its content
        self.cues: dict[int, list[int]] = defaultdict(list)  # head of a cue → its attributions
        self.number = [tree.sentence[claim.predicate_head] for claim in self.claims]
        self.sentences: dict[int, list[int]] = defaultdict(list)
        for k, claim in enumerate(self.claims):
            self.sentences[self.number[k]].append(k)
            self.heads.setdefault(claim.predicate_head, k)
            if claim.attribution is not None:
                self.contents[claim.attribution].append(k)
        for position, attribution in enumerate(record.attributions):
            if attribution.cue_head is not None:
                self.cues[attribution.cue_head].append(position)

    @cached_property
    def word(self) -> list[str]:
        """For each token what it is compared by: its entity, or the beginning of its lemma; empty if it says little."""
        tree, events = self.tree, event_nouns()
        found = []
        for i, tag in enumerate(tree.tag):
            lemma = tree.lemma[i].lower()
            if i in self.cluster and tree.pos[i] in ("PROPN", "PRON", "DET"):
                found.append(f"#{self.cluster[i]}")
            elif (
                tag[:2] in FROM_WORDS
                and tree.pos[i] != "PROPN"
                and lemma not in EMPTY
                and lemma not in GENERAL
                and len(lemma) > 2
            ):
                lemma = events.get(lemma, lemma)
                found.append(stem(SAME.get(lemma, lemma)))
            else:
                found.append("")
        return found

    @cached_property
    def stems(self) -> list[frozenset[str]]:
        """For each claim, what it is about: its entities, and the beginnings of its nouns, verbs and adjectives."""
        tree, found = self.tree, []
        for claim in self.claims:
            first, last = bisect_left(tree.start, claim.start), bisect_left(tree.start, claim.end)
            about = {self.word[i] for i in range(first, min(last, first + LONG))}
            if claim.subject is not None:
                about |= self.about(claim.subject)
            found.append(frozenset(about - {""}))
        return found

    def about(self, span: Span) -> set[str]:
        """What a stretch of text is about, as `stems`; a nominal also by its entity."""
        first = bisect_left(self.tree.start, span[0])
        last = min(bisect_left(self.tree.start, span[1]), first + LONG)
        entities = {f"#{self.cluster[i]}" for i in range(first, last) if i in self.cluster}
        return ({self.word[i] for i in range(first, last)} | entities) - {""}

    @cached_property
    def weight(self) -> dict[str, float]:
        """How much it says that two claims share a stem or an entity: rare ones more."""
        counts = Counter(stem for stems in self.stems for stem in stems)
        return {stem: (0.5 if stem[0] == "#" else 1.0) / (1.0 + log(n)) for stem, n in counts.items()}

    @cached_property
    def having(self) -> dict[str, list[int]]:
        """Stem → the claims that have it, in order."""
        found: dict[str, list[int]] = defaultdict(list)
        for k, stems in enumerate(self.stems):
            for stem in stems:
                found[stem].append(k)
        return found

    def weighed(self, stems: frozenset[str] | set[str]) -> float:
        """What these stems weigh together."""
        return sum(self.weight.get(stem, 0.5 if stem[0] == "#" else 1.0) for stem in stems)

    @cached_property
    def amounts(self) -> list[list[tuple[str, float, float]]]:
        """For each claim, the amounts in it: unit, least, most."""
        found: list[list[tuple[str, float, float]]] = [[] for _ in self.claims]
        quantities = self.record.quantities
        starts = sorted((q.start, n) for n, q in enumerate(quantities))
        for k, claim in enumerate(self.claims):
            at = bisect_left(starts, (claim.start, -1))
            for start, n in starts[at : at + 6]:
                if start >= claim.end:
                    break
                if quantities[n].low is not None or quantities[n].high is not None:
                    found[k].append((quantities[n].unit or quantities[n].dimension, *bounds(quantities[n])))
        return found

    def name(self, i: int) -> str:
        """The entity or the noun; empty for pronouns that refer to nobody known."""
        if i in self.cluster:
            return f"#{self.cluster[i]}"
        return "" if self.tree.pos[i] in ("PRON", "DET") else self.tree.lemma[i].lower()

    def voice(self, position: int | None) -> str:
        """Who says it: the speaker's entities, the source as written; empty for the article."""
        if position is None:
            return ""
        if position < len(self.record.speakers) and self.record.speakers[position].clusters:
            return "#" + ",".join(str(c) for c in sorted(self.record.speakers[position].clusters))
        source = self.record.attributions[position].source
        return self.record.text[source[0] : source[1]].lower() if source else f"?{position}"

    def speakers(self, position: int | None) -> frozenset[int]:
        """The entities that speak, and those that they speak for: of "Venn's lawyer", Venn."""
        if position is None:
            return frozenset()
        known = self.record.speakers[position].clusters if position < len(self.record.speakers) else ()
        head = self.record.attributions[position].source_head
        return frozenset(known) | (self.represented(head) if head is not None else frozenset())

    def represented(self, head: int) -> frozenset[int]:
        """The entities that a spokesman speaks for."""
        if self.tree.lemma[head].lower() not in SPEAKS_FOR:
            return frozenset()
        kids = self.tree.children(head, "nmod:poss", "nmod", "compound")
        return frozenset(self.cluster[i] for i in kids if i in self.cluster and self.tree.pos[i] != "PRON")

    def differ(self, one: int | None, other: int | None) -> bool:
        """Tell whether two speakers are two by their words: "the prosecutor", "the lawyer", whatever joined them."""
        if one is None or other is None:
            return False
        tree = self.tree
        common = tree.tag[one] in ("NN", "NNS") and tree.tag[other] in ("NN", "NNS")
        return common and tree.lemma[one].lower() != tree.lemma[other].lower()

    def head_of(self, span: Span) -> int:
        """The word of a stretch that the others hang on."""
        tree = self.tree
        first, last = bisect_left(tree.start, span[0]), bisect_left(tree.start, span[1])
        outer = (i for i in range(first, last) if not first <= tree.heads[i] < last)
        return next(outer, min(first, len(tree.heads) - 1))

    def lemma(self, i: int) -> str:
        """The dictionary form of a verb with its particle: "rule out"."""
        particle = self.tree.child(i, "compound:prt")
        lemma = self.tree.lemma[i].lower()
        return lemma if particle is None else f"{lemma} {self.tree.lower[particle]}"

    @cached_property
    def outermost(self) -> list[bool]:
        """For each claim, whether no claim of the same voice, at the same place, holds it."""
        found = [True] * len(self.claims)
        furthest: dict[int | None, int] = {}
        for k in sorted(range(len(self.claims)), key=lambda k: (self.claims[k].start, -self.claims[k].end)):
            claim = self.claims[k]
            found[k] = claim.end > furthest.get(claim.attribution, -1)
            furthest[claim.attribution] = max(claim.end, furthest.get(claim.attribution, -1))
        return found

    def overlap(self, k: int, j: int) -> bool:
        """Tell whether the words of two claims overlap."""
        one, other = self.claims[k], self.claims[j]
        return one.start < other.end and other.start < one.end


@cache
def stem(lemma: str) -> str:
    """The beginning of a lemma, without the ending that makes a noun of a verb: *warning* and *warn* are one."""
    ending = next((e for e in ENDINGS if lemma.endswith(e) and len(lemma) - len(e) >= STEM - 1), "")
    return lemma[: min(len(lemma) - len(ending), STEM)].rstrip("e")


def negative(claim: Claim) -> bool:
    """Tell whether its source says that it is not so."""
    return claim.source_factuality[-1] == "-"


def extent(spans: tuple[Span, ...]) -> Span | None:
    """From the first to the last of the spans."""
    return (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None


def bounds(quantity: Quantity) -> tuple[float, float]:
    """The least and the most that an amount can be; an approximate one has a tenth of slack."""
    low = quantity.low if quantity.low is not None else float("-inf")
    high = quantity.high if quantity.high is not None else float("inf")
    if quantity.modifier == "approximate" and quantity.low is not None and quantity.high is not None:
        slack = 0.1 * abs(high)
        return low - slack, high + slack
    return low, high
