"""Which names of one article are the same: full and short forms, acronyms, variants of spelling.

Deterministic and independent of distance. Persons: a form whose words begin or end a fuller one ("Brandt", "Lena", "von
Thal"), or that differs by middle names and initials; different first names never merge, and a short form with several
fuller ones goes to the nearest before it. Organisations and places: equal words, acronyms, a beginning or end of a
longer one. After the rule "name matching" of Lee et al. 2013's sieve.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from newslab.entities.lexicon import class_of, titles
from newslab.entities.phrase import Phrase
from newslab.entities.places import look_up
from newslab.entities.spelling import folded

SMALL = frozenset({"of", "and", "the", "for", "in", "on", "to", "de", "la", "du", "des", "&", "a", "an", "at"})
LEGAL = frozenset({"inc", "ltd", "corp", "co", "plc", "llc", "gmbh", "ag", "sa", "nv", "limited", "incorporated"})
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "junior", "senior"})
PLACES = frozenset({"GPE", "LOC", "FAC"})
SPLIT = re.compile(r"[\s\-‐‑–—./]+")
DOTTED = re.compile(r"(?:\w\.){2,}\w?")  # "U.N.", which is the same as "UN"
Key = tuple[str, ...]
FAMILIAR = ("", "o", "y", "ie", "i", "ey")  # endings of first names cut short
MOST = 64  # forms that share a word and are compared; more are only found in texts that are no prose


def key_of(words: Sequence[str], label: str | None) -> Key:
    """The words of a name in the form in which they are compared; never empty for a name with a letter or digit."""
    return _key_of(tuple(words), label)


@lru_cache(maxsize=100_000)
def _key_of(words: Key, label: str | None) -> Key:
    spelt = [word.replace(".", "") if label != "PERSON" and DOTTED.fullmatch(word) else word for word in words]
    key = [part for word in spelt for part in SPLIT.split(folded(word)) if any(c.isalnum() for c in part)]
    drop = SUFFIXES if label == "PERSON" else LEGAL if label == "ORG" else frozenset()
    while len(key) > 1 and key[-1] in drop:
        key.pop()
    if label != "PERSON" and len(key) > 1 and key[0] == "the":
        key = key[1:]
    return tuple(key) or tuple(words)


def initials(key: Key) -> str:
    """The acronym that a name's words give: first letters, small words left out."""
    return "".join(word[0] for word in key if word not in SMALL)


def same_person(a: Key, b: Key) -> bool:
    """Tell whether two full personal names differ only by middle names and initials."""
    if len(a) < 2 or len(b) < 2:
        return False
    if a[-1] != b[-1]:  # one surname of two: "Ana Sarn" and "Ana Sarn Okoro"
        short, full = sorted((a, b), key=len)
        return short[0] == full[0] and short[-1] in full[1:-1] and len(short[-1]) > 1
    first, other = a[0], b[0]
    if (
        first != other
        and not (len(first) == 1 and other.startswith(first))
        and not (len(other) == 1 and first.startswith(other))
    ):
        return False
    middle, others = a[1:-1], b[1:-1]
    return not (middle and others) or all(
        m[0] == o[0] and (m == o or 1 in (len(m), len(o))) for m, o in zip(middle, others, strict=False)
    )


def link_names(names: Sequence[Phrase], defined: Sequence[tuple[int, int]] = ()) -> list[int]:
    """For each name, in text order, the number of its cluster (the position of the cluster's first full form).

    `defined` are pairs of positions that the text itself says are one: a name and its abbreviation in
    brackets. Linear in the number of names but for names that share a word.
    """
    keys = [key_of(name.words, name.label) for name in names]
    labels = _settled_labels(names, keys)
    cluster = list(range(len(names)))
    exact: dict[tuple[Key, str], int] = {}
    for i, key in enumerate(keys):
        group = _group(labels[i])
        cluster[i] = exact.setdefault((key, group), i)
    _merge_persons(names, keys, labels, cluster)
    _merge_others(keys, labels, cluster)
    for i, j in defined:
        if "PERSON" in (labels[i], labels[j]):
            for k in [k for k in range(len(keys)) if keys[k] == keys[j] and labels[k] in ("PERSON", None)][:MOST]:
                labels[k] = "PERSON"
                _join(cluster, k, i)
        else:
            for k in [k for k in range(len(keys)) if keys[k] == keys[j] and labels[k] != "PERSON"][:MOST]:
                _join(cluster, k, i)
    _flatten(cluster)
    for name, label in zip(names, labels, strict=True):
        if name.label != label and label is not None:
            name.label = label
    return cluster


def _group(label: str | None) -> str:
    return "PLACE" if label in PLACES else label or "ANY"


def _settled_labels(names: Sequence[Phrase], keys: Sequence[Key]) -> list[str | None]:
    """The label of each name, put right by the article's other names: one word that ends a person's full name is
    that person unless the tree says "in" it; an unlabelled name takes the label of its namesakes; of several labels of
    one string the commonest counts, of one word the likeliest."""
    votes: dict[Key, dict[str, int]] = {}
    weights: dict[Key, dict[str, float]] = {}
    surnames: set[str] = set()
    titled: set[str] = set()
    for name, key in zip(names, keys, strict=True):
        if name.label:
            tally, weight = votes.setdefault(key, {}), weights.setdefault(key, {})
            tally[name.label] = tally.get(name.label, 0) + 1
            weight[name.label] = weight.get(name.label, 0) + name.confidence
        if name.label == "PERSON" and len(key) > 1:
            surnames.add(key[-1])
            titled.add(key[0])
        if name.label == "PERSON" and (name.top != name.head or name.gender in ("m", "f")):
            titled.add(key[-1])
    labels: list[str | None] = []
    for name, key in zip(names, keys, strict=True):
        label, tally = name.label, votes.get(key, {})
        if len(key) == 1 and label in (None, "ORG", "GPE", "LOC", "WORK", "PRODUCT") and key[0] in surnames:
            others = sum(n for other, n in tally.items() if other != "PERSON")
            label = "PERSON" if label is None or others <= 2 * tally.get("PERSON", 0) + 1 else label
        elif (label is None or len(key) > 1) and tally:
            label = max(tally, key=lambda other: (tally[other], other))
        elif len(tally) > 1 and key[0] not in surnames | titled:
            label = _likeliest(name, weights[key])
        labels.append(label)
    return labels


def _likeliest(name: Phrase, weights: Mapping[str, float]) -> str | None:
    """What a name of one word is that the article does not introduce as a person, and that was read in several ways.

    Of the labels the one with the highest sum of probabilities; a person counts half, and a known place may be meant
    beside a body of its name.
    """
    sums = {label: weight / 2 if label == "PERSON" else weight for label, weight in weights.items()}
    if name.label != "PERSON" and look_up(" ".join(name.words)):
        return name.label
    return max(sums, key=lambda label: (sums[label], label))


def _merge_persons(names: Sequence[Phrase], keys: list[Key], labels: list[str | None], cluster: list[int]) -> None:
    people = [i for i in range(len(names)) if labels[i] == "PERSON"]
    by_name: dict[str, list[int]] = {}
    for i in people:
        if len(keys[i]) > 1 and cluster[i] == i:
            last = {word for word in keys[i][1:] if len(word) > 1} or {keys[i][-1]}
            namesakes = {k for word in last for k in by_name.get(word, ())}
            roots = {cluster[k] for k in namesakes if same_person(keys[k], keys[i])}
            if len(roots) == 1:
                cluster[i] = roots.pop()
            for word in last:
                if len(by_name.setdefault(word, [])) < MOST:
                    by_name[word].append(i)
    full = _Forms((keys[i], i) for i in people if len(keys[i]) > 1)
    settled: dict[Key, int] = {}
    for i in people:
        key = keys[i]
        if key in settled:
            cluster[i] = settled[key]
            continue
        found = [k for k in full.sharing(key[0], key[-1]) if len(k) > len(key) and k[-len(key) :] == key]
        found = found or [k for k in full.sharing(key[0], key[0]) if len(k) > len(key) and k[: len(key)] == key]
        found = found or [k for k in full.sharing(key[0], key[0]) if len(k) > len(key) and _inside(key, k)]
        familiar = [] if found or len(key) > 1 else [k for k in full.beginning(key[0]) if _is_clipped(key[0], k[0])]
        if len({cluster[full.places[k][0]] for k in familiar}) == 1:
            found = familiar
        if not found:
            continue
        roots = {cluster[full.places[k][0]] for k in found}
        if len(roots) == 1:  # everybody so called is one person
            cluster[i] = settled[key] = roots.pop()
        else:  # each mention on its own, by the nearest fuller form before it that its title does not contradict
            nearest = [full.nearest(k, i) for k in found]
            fitting = [j for j in nearest if not _clash(names[i].gender, names[j].gender)] or nearest
            cluster[i] = cluster[_nearest(fitting, i)]
    _flatten(cluster)


def _inside(key: Key, full: Key) -> bool:
    """Tell whether the words stand together inside a fuller name: the first of two surnames."""
    return any(full[k : k + len(key)] == key for k in range(1, len(full) - len(key)))


def _is_clipped(short: str, first: str) -> bool:
    """Tell whether one word is a first name cut short, with or without an ending: "Gav" and "Gavo" of Gavin."""
    stems = (short.removesuffix(ending) for ending in FAMILIAR if short.endswith(ending))
    return short != first and any(
        len(stem) > 2 and len(first) > len(stem) + 1 and first.startswith(stem) for stem in stems
    )


class _Forms:
    """Distinct keys by their first, last and last but one word, with the places in the text where each occurs."""

    def __init__(self, items: Iterable[tuple[Key, int]]) -> None:
        self.places: dict[Key, list[int]] = {}
        self._by_word: dict[str, list[Key]] = {}
        self._by_start: dict[str, list[Key]] = {}
        for key, i in items:
            if key not in self.places:
                self.places[key] = []
                alike = self._by_start.setdefault(key[0][:3], [])
                if len(alike) < MOST:
                    alike.append(key)
                for word in {key[0], *key[-3:]}:
                    sharing = self._by_word.setdefault(word, [])
                    if len(sharing) < MOST:
                        sharing.append(key)
            self.places[key].append(i)

    def sharing(self, word: str, other: str) -> list[Key]:
        """The keys with one of two words at an edge."""
        found = self._by_word.get(word, [])
        return found if word == other else [*found, *self._by_word.get(other, [])]

    def beginning(self, word: str) -> list[Key]:
        """The keys whose first word begins with the same three letters."""
        return self._by_start.get(word[:3], [])

    def nearest(self, key: Key, i: int) -> int:
        """The last place of the key before `i`, or its first."""
        at = self.places[key]
        return at[max(bisect_left(at, i) - 1, 0)]


def _clash(a: str | None, b: str | None) -> bool:
    return {a, b} == {"m", "f"}


def _merge_others(keys: list[Key], labels: list[str | None], cluster: list[int]) -> None:
    rest = [i for i in range(len(keys)) if labels[i] not in ("PERSON", "NORP") and cluster[i] == i]
    forms = _Forms((keys[i], i) for i in rest if len(keys[i]) > 1)
    acronyms: dict[str, list[int]] = {}
    for i in rest:
        if len(keys[i]) > 1:
            acronyms.setdefault(initials(keys[i]), []).append(i)
    for i in rest:
        key, label = keys[i], labels[i]
        if len(key) == 1 and 2 <= len(key[0]) <= 8 and key[0] in acronyms and key[0] not in titles():
            full = [j for j in acronyms[key[0]][:MOST] if label is None or labels[j] in (label, None, "ORG")]
            if full:
                _join(cluster, i, _nearest(full, i))
                continue
        if label not in ("ORG", "EVENT", "FAC", None):
            continue
        proper = class_of(key[-1]) == "other"
        longer = [
            forms.nearest(k, i)
            for k in forms.sharing(key[0], key[-1])
            if len(k) > len(key) and (k[-len(key) :] == key or (proper and k[: len(key)] == key))
        ]
        longer = [j for j in longer if _same_sort(labels[j], label)]
        roots = {_root(cluster, j) for j in longer}
        if len(roots) == 1 or (longer and len(key) > 1):
            _join(cluster, i, _nearest(longer, i))
    _flatten(cluster)


def _same_sort(a: str | None, b: str | None) -> bool:
    return a == b or (b is None and a in ("ORG", "EVENT", "FAC"))


def _nearest(found: Sequence[int], i: int) -> int:
    before = [j for j in found if j < i]
    return max(before) if before else min(found)


def _root(cluster: list[int], i: int) -> int:
    for _ in range(len(cluster)):
        if cluster[i] == i:
            break
        i = cluster[i]
    return i


def _join(cluster: list[int], i: int, j: int) -> None:
    a, b = _root(cluster, i), _root(cluster, j)
    if a != b:
        cluster[a] = b


def _flatten(cluster: list[int]) -> None:
    for i in range(len(cluster)):
        cluster[i] = _root(cluster, i)
