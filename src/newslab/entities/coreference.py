"""Which phrases of an article are one entity: names by their words, appositions and predicates by the tree, nominals
and pronouns by a learned ranking of what stands before them.

The order of decisions is that of a sieve (Lee et al. 2013): what is certain first, and a later link never joins two
clusters of different names or of contradicting gender.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from newslab.entities.aliases import initials, link_names
from newslab.entities.bynames import bynames
from newslab.entities.descriptions import Specifics, bare_plural, contradict, last_noun, specifics
from newslab.entities.features import Table
from newslab.entities.leads import named_later
from newslab.entities.lexicon import LABEL_OF_CLASS
from newslab.entities.offices import kinds_of, officeholders
from newslab.entities.phrase import Nominals, Phrase
from newslab.entities.ranker import Ranker, load_ranker
from newslab.entities.speech import addressed, spoken, voices
from newslab.reader.syntax import Tree

CHUNK = 20_000  # pairs that are scored at a time
BEST = 10  # candidates of a phrase that are tried, best first
LIKELY = 0.3  # probability of an antecedent from which a pronoun tells the gender of a person
CLEAR = 0.8  # sum of such probabilities that settles it
SECOND = 0.2  # probability from which a named cluster joins the nameless one that was chosen
# what nouns may take up a name of each label; nouns of other and unlisted classes may too
FITTING = {
    "PERSON": {"person", "people", "other"},
    "ORG": {"org", "people", "group", "facility", "place", "state", "communication", "other"},
    "GPE": {"state", "place", "other"},
    "LOC": {"state", "place", "facility", "other"},
    "FAC": {"facility", "place", "object", "other"},
    "NORP": {"people", "person", "org", "group", "state", "other"},
}
NEAR = 8  # phrases before one that are looked at for nesting
MODALS = frozenset({"could", "may", "might", "would", "should", "must", "can", "will", "shall", "if", "whether"})
NO_PREDICATES = frozenset(
    {"part", "one", "example", "kind", "sort", "type", "number", "lot", "thing", "way", "time", "case"}
)


class Clusters:
    """A partition of the phrases with what is known of each part: number, gender, names."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = phrases
        self._parent = list(range(len(phrases)))
        self.gender: list[str | None] = [p.gender if p.gender in ("m", "f", "n") else None for p in phrases]
        self.person: list[bool] = [p.gender in ("m", "f", "p") for p in phrases]
        self.number = [p.number for p in phrases]
        self.name: list[int] = [-1] * len(phrases)
        self.label: list[str | None] = [p.label if p.kind == "name" else None for p in phrases]
        self.nouns: list[set[str]] = [{p.noun_class} if p.kind == "nominal" else set() for p in phrases]
        self.kinds = [kinds_of(p) for p in phrases]
        self.specifics: list[Specifics] = [{} for _ in phrases]
        self.bare = [{noun} - {None} for noun in map(bare_plural, phrases)]
        self.ends = [{noun} - {None} for noun in map(last_noun, phrases)]
        self.speaks: list[set[int]] = [set() for _ in phrases]  # quotations whose speaker it is
        self.about: list[set[int]] = [set() for _ in phrases]  # quotations in which it is *he* or *she*

    def root(self, i: int) -> int:
        """The phrase that stands for the cluster of phrase `i`."""
        parent = self._parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def may_join(self, i: int, j: int) -> bool:
        """Tell whether nothing known of the two clusters contradicts their being one."""
        a, b = self.root(i), self.root(j)
        if a == b:
            return True
        if self.name[a] >= 0 and self.name[b] >= 0 and self.name[a] != self.name[b]:
            return False
        if self.gender[a] and self.gender[b] and self.gender[a] != self.gender[b]:
            return False
        if self.person[a] != self.person[b] and "n" in (self.gender[a], self.gender[b]):
            return False
        if self.kinds[a] and self.kinds[b] and self.kinds[a].isdisjoint(self.kinds[b]):
            return False
        if contradict(self.specifics[a], self.specifics[b]):
            return False
        for one, other in ((a, b), (b, a)):
            if not self.bare[one].isdisjoint(self.ends[other]):
                return False
            if not self.speaks[one].isdisjoint(self.about[other]):
                return False
            fitting = FITTING.get(self.label[one] or "")
            if fitting and not self.nouns[other] <= fitting:
                return False
        return {self.number[a], self.number[b]} != {"sg", "pl"}

    def join(self, i: int, j: int) -> None:
        """Make the clusters of the two phrases one."""
        a, b = sorted((self.root(i), self.root(j)))
        if a == b:
            return
        self._parent[b] = a
        self.gender[a] = self.gender[a] or self.gender[b]
        self.person[a] = self.person[a] or self.person[b]
        self.number[a] = self.number[b] if self.number[a] == "any" else self.number[a]
        self.name[a] = max(self.name[a], self.name[b])
        self.label[a] = self.label[a] or self.label[b]
        self.nouns[a] |= self.nouns[b]
        self.kinds[a] |= self.kinds[b]
        self.bare[a] |= self.bare[b]
        self.ends[a] |= self.ends[b]
        self.specifics[a] = {**self.specifics[b], **self.specifics[a]}
        self.speaks[a] |= self.speaks[b]
        self.about[a] |= self.about[b]


def prepare(tree: Tree, nominals: Nominals, phrases: Sequence[Phrase]) -> tuple[Clusters, list[int]]:
    """The clusters that names and the tree give, and for each phrase the number of its cluster of names, or -1."""
    clusters = Clusters(phrases)
    clusters.specifics = [specifics(tree, nominals, p) for p in phrases]
    positions = [k for k, p in enumerate(phrases) if p.kind == "name"]
    named = [-1] * len(phrases)
    names = [phrases[k] for k in positions]
    _spell_out(tree, names)
    given = [*_abbreviations(tree, names), *bynames(tree, nominals, names)]
    for k, root in zip(positions, link_names(names, given), strict=True):
        phrase = phrases[k]
        clusters.gender[k] = phrase.gender if phrase.gender in ("m", "f", "n") else None
        clusters.label[k] = phrase.label
        clusters.name[k] = named[k] = positions[root]
    for k in positions:
        clusters.join(named[k], k)
    by_top = {p.top: k for k, p in enumerate(phrases) if p.kind != "group"}
    for i, j in [*_appositions(tree, nominals, phrases, by_top), *_predicates(tree, nominals, phrases, by_top)]:
        if clusters.may_join(i, j):
            clusters.join(i, j)
    return clusters, named


def _spell_out(tree: Tree, names: Sequence[Phrase]) -> None:
    """Initials before the turns of an interview ("LB: We had no choice.") get the words of the one name they are of.

    A person's first letters, or letters of a body's one word: "WN" of *Wirenews*.
    """
    labels = [name for name in names if _is_turn(tree, name)]
    people: dict[str, Counter[tuple[str, ...]]] = {}
    bodies: Counter[tuple[str, ...]] = Counter()
    for n in names if labels else ():
        if n.label == "PERSON" and len(n.words) > 1:
            people.setdefault(initials(n.words), Counter())[n.words] += 1
        elif n.label == "ORG" and len(n.words) == 1:
            bodies[n.words] += 1
    commonest = bodies.most_common(BEST)
    for label in labels:
        letters = tree.lower[label.first]
        body = next((words for words, _ in commonest if _shortens(letters, words[0])), None)
        if letters in people:
            ((label.words, _),) = people[letters].most_common(1)
            label.label, label.gender, label.number, label.noun_class = "PERSON", "p", "sg", "person"
        elif body is not None:
            label.words = body
            label.label, label.gender, label.number, label.noun_class = "ORG", "n", "any", "org"


def _is_turn(tree: Tree, name: Phrase) -> bool:
    """Tell whether a name is two to four capitals that begin a paragraph."""
    text, i = tree.text[name.first], name.first
    if name.stop - i != 1 or not (2 <= len(text) <= 4 and text.isalpha() and text.isupper()):
        return False
    while i and tree.text[i - 1] in ("(", "[", "((", "[["):
        i -= 1
    return i == 0 or "\n" in tree.text[i - 1]


def _shortens(letters: str, word: str) -> bool:
    """Tell whether the letters stand in the word in their order, its first letter among them."""
    rest = iter(word)
    return len(word) > len(letters) and word.startswith(letters[0]) and all(letter in rest for letter in letters)


def _abbreviations(tree: Tree, names: Sequence[Phrase]) -> list[tuple[int, int]]:
    """Names followed by a short form in brackets: "the Harbour Safety Board (HSB)", "Institute of Oslund (Inslund)"."""
    found = []
    for k in range(len(names) - 1):
        a, b = names[k], names[k + 1]
        if (
            b.stop - b.first == 1
            and b.first == a.stop + 1
            and tree.text[a.stop] == "("
            and (tree.text[b.first].isupper() or _shortens(b.words[0], "".join(a.words)))
        ):
            found.append((k, k + 1))
    return found


def _appositions(
    tree: Tree, nominals: Nominals, phrases: Sequence[Phrase], by_top: dict[int, int]
) -> list[tuple[int, int]]:
    """Name and nominal side by side ("Okoro, the union's lawyer"), or a name and its acronym; never two places."""
    found = []
    for top, other in nominals.appositions:
        i, j = by_top.get(top), by_top.get(other)
        if i is None or j is None:
            continue
        a, b = phrases[i], phrases[j]
        if "name" in (a.kind, b.kind) and a.kind == b.kind:
            continue  # "Sarn, Velmark" is a place in another; acronyms are found by their letters
        if "pronoun" in (a.kind, b.kind):
            continue
        kinds = {LABEL_OF_CLASS.get(a.noun_class), LABEL_OF_CLASS.get(b.noun_class)} - {None}
        if kinds in ({"PERSON", "ORG"}, {"PERSON", "GPE"}, {"ORG", "PERSON"}, {"PERSON", "FAC"}, {"PERSON", "LOC"}):
            continue
        found.append((i, j))
    return found


def _predicates(
    tree: Tree, nominals: Nominals, phrases: Sequence[Phrase], by_top: dict[int, int]
) -> list[tuple[int, int]]:
    """Subject and nominal predicate of a plain assertion: "Brandt is the port's director"."""
    found = []
    for predicate in nominals.copula:
        j = by_top.get(predicate)
        if j is None or phrases[j].kind != "nominal" or phrases[j].words[-1] in NO_PREDICATES:
            continue
        if phrases[j].determiner not in ("definite", "indefinite", "possessive", "none"):
            continue
        subject = tree.child(predicate, "nsubj")
        i = by_top.get(subject) if subject is not None else None
        if i is None or i >= j or phrases[i].person < 3 or phrases[i].determiner in ("quantified", "demonstrative"):
            continue
        if nominals.case.get(predicate) or tree.negation(predicate) is not None:
            continue
        if any(tree.lower[k] in MODALS for k in tree.children(predicate, "aux", "mark")):
            continue
        if phrases[i].number != "any" and {phrases[i].number, phrases[j].number} == {"sg", "pl"}:
            continue
        found.append((i, j))
    return found


def resolve_phrases(
    tree: Tree, nominals: Nominals, phrases: Sequence[Phrase], ranker: Ranker | None = None
) -> tuple[Clusters, list[float]]:
    """Put the phrases into clusters; for each phrase the probability of the link that it made, 1 where it made none."""
    ranker = ranker or load_ranker()
    clusters, named = prepare(tree, nominals, phrases)
    certainty = [1.0] * len(phrases)
    if not phrases:
        return clusters, certainty
    table = Table(tree, nominals, phrases, named)
    for known, of in zip((clusters.speaks, clusters.about), voices(tree, table, phrases), strict=True):
        for k, quotes in of.items():
            known[clusters.root(k)] |= quotes
    i, j = table.candidates()
    antecedent, anaphor, new = ranker.of_phrases(table.values)
    decided = {**officeholders(tree, nominals, phrases, named), **spoken(table, phrases)}
    nested = _nested(phrases)
    scores = np.empty(len(j), dtype=np.float32)
    for a in range(0, len(j), CHUNK):
        part = slice(a, a + CHUNK)
        scores[part] = ranker.of_pairs(antecedent, anaphor, i[part], j[part], table.pairs(i[part], j[part]))
    edges = [*np.flatnonzero(np.diff(j, prepend=-1)).tolist(), len(j)]  # where each anaphor's candidates begin
    _settle_genders(clusters, named, i, j, scores, new, edges)
    for left, right in pairwise(edges):
        k = int(j[left])
        if k in decided and (phrases[k].kind == "pronoun" or clusters.may_join(decided[k], k)):
            clusters.join(decided[k], k)
            certainty[k] = 0.85
            continue
        candidates, own = i[left:right], scores[left:right]
        if phrases[k].person == 2 and table.quote[phrases[k].top]:
            near = addressed(table, phrases, candidates, k)
            if not near.any():
                continue
            candidates, own = candidates[near], own[near]
        _link(clusters, candidates, own, k, float(new[k]), certainty, nested)
    for k, name in named_later(tree, nominals, phrases, clusters):
        if clusters.may_join(name, k):
            clusters.join(name, k)
            certainty[k] = 0.85
    return clusters, certainty


def _settle_genders(
    clusters: Clusters,
    named: Sequence[int],
    i: np.ndarray,
    j: np.ndarray,
    scores: np.ndarray,
    new: np.ndarray,
    edges: Sequence[int],
) -> None:
    """Give persons the gender of the pronouns that most probably mean them, before any pronoun is decided.

    A title may have said it already; a name never does.
    """
    votes: dict[int, dict[str, float]] = {}
    phrases = clusters.phrases
    for left, right in pairwise(edges):
        k = int(j[left])
        gender = phrases[k].gender
        if phrases[k].kind != "pronoun" or gender not in ("m", "f"):
            continue
        own = scores[left:right]
        shares = np.exp(own - own.max())
        shares /= shares.sum() + np.exp(new[k] - own.max())
        for c in np.flatnonzero(shares > LIKELY).tolist():
            cluster = named[i[left + c]]
            if cluster >= 0 and clusters.label[clusters.root(cluster)] == "PERSON":
                tally = votes.setdefault(clusters.root(cluster), {"m": 0.0, "f": 0.0})
                tally[gender] += float(shares[c])
    for root, tally in votes.items():
        gender = max(tally, key=lambda one: tally[one])
        other = min(tally.values())
        if clusters.gender[root] is None and tally[gender] > CLEAR and tally[gender] > 2 * other:
            clusters.gender[root] = gender


def _link(
    clusters: Clusters,
    candidates: np.ndarray,
    scores: np.ndarray,
    k: int,
    none: float,
    certainty: list[float],
    nested: dict[int, list[int]],
) -> None:
    """Join phrase `k` to the cluster of its best candidate that nothing contradicts, when that beats having none.

    When that cluster has no name and a named one is nearly as probable, the two are one: "He" of the first sentence and
    the name of the second, both taken up by the third's "he".
    """
    best = float(scores.max())
    if best <= none:
        return
    total = float(np.exp(scores - best).sum() + np.exp(none - best))
    order = np.argsort(-scores, kind="stable")[:BEST].tolist()
    chosen = -1
    forbidden = {clusters.root(other) for other in nested.get(k, ())}
    for n in order:
        i = int(candidates[n])
        if scores[n] <= none:
            break
        if clusters.root(i) in forbidden:
            continue
        if chosen < 0 and clusters.may_join(i, k):
            chosen = clusters.root(i)
            certainty[k] = (
                sum(float(np.exp(scores[m] - best)) for m in order if clusters.root(int(candidates[m])) == chosen)
                / total
            )
            clusters.join(i, k)
        elif chosen >= 0 and clusters.name[clusters.root(k)] < 0 and clusters.name[clusters.root(i)] >= 0:
            share = float(np.exp(scores[n] - best)) / total
            if share > SECOND and clusters.phrases[k].kind == "pronoun" and clusters.may_join(i, k):
                clusters.join(i, k)


def _nested(phrases: Sequence[Phrase]) -> dict[int, list[int]]:
    """For each phrase those near it inside which it stands or that stand inside it: never the same entity."""
    found: dict[int, list[int]] = {}
    for k, p in enumerate(phrases):
        for m in range(max(0, k - NEAR), k):
            q = phrases[m]
            if (p.first <= q.first and q.stop <= p.stop) or (q.first <= p.first and p.stop <= q.stop):
                found.setdefault(k, []).append(m)
    return found
