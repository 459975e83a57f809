"""Which claims may react to which: pairs that a pattern proposes, and what a person can check of each pair.

The links that rules read off (`reactions`, `contrasts`) are proposals too. Whether a proposal is a link is decided in
`linker`. A claim is compared with those that share a rare word with it and with the last attribution of another voice,
so the work grows with the number of claims.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from math import log

from newslab.claims.contrasts import Contrasts
from newslab.claims.factuality import NAMING
from newslab.claims.linking import EMPTY, negative, vocabulary
from newslab.claims.reactions import UNAWARE, Reactions
from newslab.reader.syntax import Tree
from newslab.records import ArticleRecord, Claim, Link

TAKEN = frozenset({"clause", "conjunct", "fragment", "adverbial", "participle", "nominal"})  # what others react to
MAIN = frozenset({"clause", "conjunct", "fragment"})
COUNTS = frozenset({"number", "figure", "count", "toll", "total", "estimate"})
BLAME = frozenset({"accusation", "allegation", "charge", "criticism"})
KNOWLEDGE = frozenset({"knowledge", "recollection", "memory", "record", "evidence", "idea"})
VAGUE = frozenset({"wrongdoing", "involvement", "responsibility", "offence", "offense", "guilt", "misconduct"})
MEASURES = frozenset(
    {"year", "month", "week", "day", "hour", "minute", "second", "mile", "kilometre", "metre", "USD", "GBP", "EUR"}
)  # too common to compare
SHORT_AMOUNT = 45  # characters of a claim that says little but an amount
STEM = 5  # letters by which *threat* and *threatened* are one
WINDOW = 4  # sentences in which the last attribution of another voice is looked for
RECENT = 15  # claims in which it is looked for
LITTLE = 0.35  # weight of shared words under which two claims are not compared
SHARING = 12  # claims with the most words in common that are looked at
BACK = 60  # claims that a noun such as "the accusation" goes back


class Pairs(Reactions):
    """The proposals over one article; `told` are the links that rules read off, what words tell first."""

    def __init__(self, tree: Tree, record: ArticleRecord) -> None:
        super().__init__(tree, record)
        self.told: dict[tuple[int, int], Link] = {}
        for link in (*self.reactions(), *Contrasts(tree, record).inferred()):
            if link.source != link.target:
                self.told.setdefault((link.source, link.target), link)
        self._known: dict[int, str] = {}  # claim → its way
        self.read: dict[int, list[int]] = defaultdict(list)  # claim → those that the rules relate it to
        for k, j in self.told:
            self.read[k].append(j)
        cues = {a.cue_head for a in record.attributions}
        self.reporting = [claim.predicate_head in cues for claim in self.claims]
        self.open = [  # whether others react to the claim: what somebody reports, not that he reports it
            claim.rule in TAKEN and (claim.attribution is not None or not self.reporting[k])
            for k, claim in enumerate(self.claims)
        ]
        self.numbered = [tree.sentence[claim.predicate_head] for claim in self.claims]
        starts = [start for _, start, _ in record.sentences]
        self.paragraph = [
            record.sentences[max(bisect_left(starts, claim.start + 1) - 1, 0)][0] if starts else 0
            for claim in self.claims
        ]
        self.said_by = [self._who(claim) for claim in self.claims]

    def _who(self, claim: Claim) -> str:
        """Whose claim it is; of "Okoro rejected that", Okoro's."""
        if ("cue", claim.predicate_lemma) in vocabulary() and claim.rule in ("clause", "conjunct", "relative"):
            who = self._reactor(claim)
            return "" if who == "?" else who
        return self.voice(claim.attribution)

    def another(self, k: int, j: int) -> bool:
        """Tell whether two claims are of two voices; sources that nobody names, and the article, may be one."""
        one, other = self.said_by[k], self.said_by[j]
        return one != other and not (one[:1] in ("", "?") and other[:1] in ("", "?"))

    def proposals(self, k: int) -> dict[int, list[str]]:
        """For claim `k`, the claims that it may react to → the patterns that say so."""
        found: dict[int, list[str]] = defaultdict(list)
        claim = self.claims[k]
        if claim.rule in ("apposition", "age", "nominal"):
            return found
        way = self.way(k)
        if self.reporting[k] and way != "verb" and k not in self.read:
            return found
        for j, pattern in (*self._pointing(k, way), *self._alike(k, way), *self._numbers(k)):
            found[j].append(pattern)
        for j in self.read.get(k, ()):
            link = self.told[k, j]
            if link.basis == "anaphora" and not way and self._names(claim):
                continue  # "described it as a wave" is no reaction
            if link.rule == "same-words" and not self._asserts(j, k):
                continue
            found[j].append(f"rule {link.rule}")
        found.pop(k, None)
        return found

    def _asserts(self, j: int, k: int) -> bool:
        """Tell whether claim `j` can be what `k` denies; the article asserts it only with the same predicate."""
        return self.claims[j].attribution is not None or self.parts[j][0][:STEM] in self.stems[k]

    def _names(self, claim: Claim) -> bool:
        """Tell whether the claim is what somebody calls something: "described it as *a wave*"."""
        attribution = self.record.attributions[claim.attribution] if claim.attribution is not None else None
        return claim.rule == "fragment" and attribution is not None and attribution.cue_lemma in NAMING

    def way(self, k: int) -> str:
        """How the claim points to another: by a verb, a name for it, a label, "such", an ellipsis; empty if not."""
        if k not in self._known:
            self._known[k] = self._way(k)
        return self._known[k]

    def _way(self, k: int) -> str:
        claim, tree, words = self.claims[k], self.tree, vocabulary()
        head = claim.predicate_head
        anaphor = self.anaphor(k)
        attribution = self.record.attributions[claim.attribution] if claim.attribution is not None else None
        about = anaphor is not None or tree.child(head, "ccomp", "xcomp") is not None or self._vague(head)
        if about and words.get(("cue", self.lemma(head))) in ("denies", "disputes"):
            return "verb"
        label = ("label", claim.predicate_lemma) in words or self._label(head) is not None
        if attribution is not None and self._names(claim):
            bare = anaphor is not None and tree.lower[anaphor] in ("it", "they")
            if label or (anaphor is not None and (not bare or attribution.cue_class in ("accuse", "deny"))):
                return "naming"
        thing = tree.child(head, "obj") if self.lemma(head) in NAMING else None
        if thing is not None and self._stands_for(thing) and tree.lower[thing] not in ("it", "they"):
            return "naming"
        if label and anaphor is not None:
            return "label"
        if attribution is not None and self.amounts[k] and self._counts(head):
            return "count"
        if not negative(claim):
            return ""
        if self._such(head) is not None:
            return "such"
        if self._elliptic(claim):
            return "ellipsis"
        if attribution is not None and self.cue_relation(claim.attribution) in ("denies", "disputes"):
            return "denied"
        if claim.predicate_lemma in UNAWARE or any(
            tree.lemma[i].lower() in KNOWLEDGE for i in (head, *tree.children(head, "obj"))
        ):
            return "unaware"
        if any(tree.lower[i] in ("none", "neither") for i in tree.children(head, "obj", "nsubj", "nsubj:pass")):
            return "none"
        return ""

    def _counts(self, head: int) -> bool:
        """ "put *the figure* at 30", "*that number* would rise": a count that was given before."""
        tree = self.tree
        return any(
            tree.lemma[i].lower() in COUNTS and tree.child(i, "det", "nmod:poss") is not None
            for i in tree.children(head, "obj", "nsubj", "nsubj:pass")
        )

    def _vague(self, head: int) -> bool:
        """ "denied *any wrongdoing*": what is denied is not said again."""
        tree = self.tree
        return any(
            tree.lemma[i].lower() in VAGUE or any(tree.lower[m] == "any" for m in tree.children(i, "det"))
            for i in self._objects(head)
        )

    def anaphor(self, k: int) -> int | None:
        """The argument of a claim that stands for something said: "that", "the claim"."""
        tree, claim = self.tree, self.claims[k]
        if claim.rule == "fragment":
            heads = [claim.predicate_head]
            if claim.subject is not None:
                heads.insert(0, self.head_of(claim.subject))
        else:
            heads = tree.children(claim.predicate_head, "nsubj", "nsubj:pass", "obj", "obl", "ccomp")
        return next((i for i in heads if self._stands_for(i)), None)

    def _pointing(self, k: int, way: str) -> Iterator[tuple[int, str]]:
        """To what a claim points back: the noun's own kind of attribution, else the last one of another voice."""
        if not way:
            return
        anaphor = self.anaphor(k)
        noun = self.tree.lemma[anaphor].lower() if anaphor is not None and self.tree.pos[anaphor] == "NOUN" else ""
        if way == "count":
            named = self._named_by(k, "count")
            if named is not None:
                yield named, "count before it"
            return
        if noun:
            named = self._named_by(k, noun)
            if named is not None:
                yield named, "cue noun"
                return
        last = self.leading[k]
        if not last or self.numbered[k] - self.numbered[last[0]] >= WINDOW:
            return
        if way in ("verb", "denied") and anaphor is None:
            where = self.claims[last[0]].attribution
            blamed = (
                where is not None
                and self.record.attributions[where].cue_class == "accuse"
                and self._is_meant(k, last[0])
            )
            if blamed or way == "verb":
                yield last[0], f"{way} after {'accuse' if blamed else 'other'}"
        elif way != "unaware":
            yield last[0], f"{way} points"

    def _is_meant(self, k: int, j: int) -> bool:
        """Tell whether claim `j` is said to, or about, the one who makes claim `k`."""
        where = self.claims[j].attribution
        addressee = self.record.attributions[where].addressee if where is not None else None
        meant = {f"#{cluster}" for cluster in self.claims[j].about}
        if addressee is not None:
            meant.add(self.name(self.head_of(addressee)))
        return self.said_by[k] in meant

    def _named_by(self, k: int, noun: str) -> int | None:
        """The claim of the last attribution whose cue the noun names: "the suggestion" what somebody suggested."""
        for j in range(k - 1, max(k - BACK, -1), -1):
            where = self.claims[j].attribution
            if not self.open[j] or where is None or self.said_by[j] == self.said_by[k]:
                continue
            if noun in COUNTS:
                if self.claims[j].claim_type == "quantity":
                    return j
                continue
            attribution = self.record.attributions[where]
            cue = (attribution.cue_lemma or "")[:4]
            if cue == noun[:4] or (noun in BLAME and attribution.cue_class == "accuse"):
                return next((i for i in self.contents[where] if self.open[i] and not self._is_infinitive(i)), j)
        return None

    @cached_property
    def leading(self) -> list[list[int]]:
        """For each claim, the claims of the last attribution of another voice before it, the main ones first.

        What the article itself says is taken only where no attribution stands in the sentences before.
        """
        found: list[list[int]] = []
        recent: list[int] = []
        for k, voice in enumerate(self.said_by):
            others = [j for j in recent if self.said_by[j] != voice and self.numbered[k] - self.numbered[j] <= WINDOW]
            last = ([j for j in others if self.claims[j].attribution is not None] or others)[-1:]
            if last:
                where = self._outermost(last[0], voice, k)
                group = [
                    j
                    for j in others
                    if self.claims[j].attribution == where
                    and (where is not None or self.numbered[j] == self.numbered[last[0]])
                ]
                last = sorted(group or last, key=lambda j: (self._is_infinitive(j), self.claims[j].rule not in MAIN, j))
            found.append(last)
            if self.open[k]:
                recent = [*recent[-RECENT:], k]
        return found

    def _outermost(self, j: int, voice: str, k: int) -> int | None:
        """The attribution of a claim, or the one around it that is not this voice's and has claims of its own."""
        where = self.claims[j].attribution
        while where is not None:
            parent = self.record.attributions[where].parent
            if parent is None or self.voice(parent) == voice:
                break
            if not any(self.open[i] and i < k for i in self.contents[parent][:RECENT]):
                break
            where = parent
        return where

    @cached_property
    def stems(self) -> list[frozenset[str]]:
        """For each claim, the beginnings of its words, and its entities."""
        return [frozenset(key if key[0] == "#" else key[:STEM] for key in keys) for keys in self.keys]

    @cached_property
    def weight(self) -> dict[str, float]:
        """How much it says that two claims share a stem or an entity: rare ones more."""
        counts = Counter(stem for stems in self.stems for stem in stems)
        return {stem: (0.5 if stem[0] == "#" else 1.0) / (1.0 + log(n)) for stem, n in counts.items()}

    @cached_property
    def total(self) -> list[float]:
        """For each claim, what all its stems weigh."""
        return [sum(self.weight[stem] for stem in stems) for stems in self.stems]

    @cached_property
    def having(self) -> dict[str, list[int]]:
        """Stem → the claims that have it and can be reacted to."""
        found: dict[str, list[int]] = defaultdict(list)
        for k, stems in enumerate(self.stems):
            if self.open[k]:
                for stem in stems:
                    found[stem].append(k)
        return found

    def common(self, k: int, j: int) -> tuple[float, float, float]:
        """What two claims share: weight, the same without entities, and its part of all that both have."""
        shared = self.stems[k] & self.stems[j]
        if not shared:
            return 0.0, 0.0, 0.0
        weight = sum(self.weight[stem] for stem in shared)
        words = sum(self.weight[stem] for stem in shared if stem[0] != "#")
        return weight, words, weight / (self.total[k] + self.total[j] - weight)

    def _alike(self, k: int, way: str) -> Iterator[tuple[int, str]]:
        """Claims with words in common: what is denied, the contrary, the same again."""
        weights: dict[int, float] = defaultdict(float)
        for stem in self.stems[k]:
            holders = self.having.get(stem, ())
            at = bisect_left(holders, k)
            for j in (*holders[max(at - BACK, 0) : at], *holders[at : at + 2]):
                weights[j] += self.weight[stem]
        weights.pop(k, None)
        claim, anaphor, told = self.claims[k], self.anaphor(k) if way else None, False
        best = sorted((j for j, weight in weights.items() if weight >= LITTLE), key=lambda j: (-weights[j], j))[
            :SHARING
        ]
        for j in best:
            other = self.claims[j]
            if self._overlap(k, j):
                continue
            weight, words, part = self.common(k, j)
            if not words or self._is_infinitive(j):
                continue
            another = self.another(k, j)
            if (
                way not in ("", "count", "naming")
                and self._asserts(j, k)
                and (anaphor is None or way == "such")
                and not told
                and another
                and j < k
                and words >= LITTLE
                and not (way == "verb" and negative(claim))
            ):
                told = True
                yield j, f"{way} shares {'much' if weight >= 1.0 else 'some' if weight >= 0.5 else 'little'}"
            if "participle" in (claim.rule, other.rule) or self._is_infinitive(k):
                continue
            predicate, subject, thing = self.same_parts(k, j)
            if j > k and self.paragraph[k] > 0 and not (predicate and weight >= 1.0):
                continue  # only the lead reacts to what comes after it, unless that says the contrary in the same words
            if j > k and not negative(claim):
                continue
            if (claim.polarity == "negative") != (other.polarity == "negative"):
                attributed = claim.attribution is not None and other.attribution is not None
                if another and (attributed or predicate) and "fragment" not in (claim.rule, other.rule):
                    if predicate and (subject or thing or part >= 0.2) and weight >= LITTLE:
                        yield j, "contrary, same predicate"
                    elif attributed and part >= 0.25 and weight >= 0.8:
                        yield j, "contrary, much shared"
            elif (part >= 0.4 or (part >= 0.3 and predicate)) and weight >= 0.8 and j < k:
                apart = claim.polarity == "negative" or self.numbered[k] != self.numbered[j]
                if another or (predicate and claim.attribution is not None and apart):
                    yield j, f"{'another' if another else 'the same'} says {'the same' if part >= 0.5 else 'alike'}"

    def _overlap(self, k: int, j: int) -> bool:
        one, other = self.claims[k], self.claims[j]
        return one.start < other.end and other.start < one.end

    def same_parts(self, k: int, j: int) -> tuple[bool, bool, bool]:
        """Whether two claims have the same predicate; whether the one's subject and object are a part of the other."""
        mine, theirs = self.parts[k], self.parts[j]
        return (
            mine[0] == theirs[0] and mine[0] not in EMPTY,
            bool(mine[1]) and mine[1] in theirs[1:] and (mine[1][0] != "#" or mine[0] == theirs[0]),
            bool(mine[2]) and mine[2] in theirs[1:],
        )

    def _numbers(self, k: int) -> Iterator[tuple[int, str]]:
        """Claims of another voice that give an amount of the same unit."""
        if not self.amounts[k]:
            return
        claim, count = self.claims[k], 0
        for j in range(k - 1, max(k - BACK, -1), -1):
            other = self.claims[j]
            if not self.open[j] or not self.amounts[j] or not self.another(k, j) or self._overlap(k, j):
                continue
            short = min(claim.end - claim.start, other.end - other.start) < SHORT_AMOUNT
            short = short and claim.claim_type == other.claim_type == "quantity"
            same = self._compare(k, j)
            if same is not None and (short or (self.common(k, j)[1] if same else self.parts[k][0] == self.parts[j][0])):
                yield j, "same number" if same else "other number"
                count += 1
                if count == 2:
                    return

    def _compare(self, k: int, j: int) -> bool | None:
        """Whether two claims give the same amount of a unit that both have; None where they have none."""
        found = None
        for unit, low, high in self.amounts[k]:
            for also, least, most in self.amounts[j]:
                if (unit == also and unit not in MEASURES) or "number" in (unit, also):
                    if max(low, least) > min(high, most):
                        return False
                    found = found or (low, high) == (least, most) or None
        return found
