"""What one article, or many, say of one entity: its names, roles, label, and the others named beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from newslab.entities.aliases import SMALL, Key, key_of
from newslab.entities.lexicon import class_of, institutions, nouns, titles, words
from newslab.entities.places import countries_in, country_name, country_of, look_up
from newslab.records import ArticleRecord, Mention

THE = "the"  # first word of the key of a noun phrase; names' keys have no article
NEIGHBOURS = 200  # others named beside an entity that are remembered


@dataclass(slots=True)
class Local:
    """One cluster of one article."""

    cluster: int
    label: str | None
    names: tuple[tuple[str, int], ...]  # forms as written, with their numbers
    full: str  # the fullest of them
    key: Key
    other_keys: tuple[Key, ...]  # the keys of the other forms
    roles: tuple[str, ...]
    n_mentions: int
    named: bool
    within: str | None = None  # of a place, the larger one after it: "Sarn, Velmark"


@dataclass(slots=True)
class Profile:
    """What is known of one entity over all articles that have been read; bounded in size but for its articles."""

    label: str | None
    forms: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    role_words: set[str] = field(default_factory=set)
    neighbours: dict[int, int] = field(default_factory=dict)
    within: Counter[str] = field(default_factory=Counter)  # the country of the larger place named after it
    labels: Counter[str | None] = field(default_factory=Counter)
    named: bool = False
    countries: set[str] = field(default_factory=set)  # the country most named in each of its articles
    around: Counter[str] = field(default_factory=Counter)  # of a place, countries that its articles name
    where: list[tuple[int, int]] = field(default_factory=list)  # number of the article, cluster
    n_mentions: int = 0

    def add(self, article: int, local: Local, neighbours: Iterable[int]) -> None:
        """Take in one article's cluster."""
        self.where.append((article, local.cluster))
        self.n_mentions += local.n_mentions
        self.labels[local.label] += local.n_mentions
        self.label = max(self.labels, key=lambda label: self.labels[label])
        if local.named and not self.named:
            self.forms.clear()  # what common nouns called it is no name
        if local.named or not self.named:
            for form, count in local.names:
                self.forms[form] += count
        self.named = self.named or local.named
        for role in local.roles:
            self.roles[role] += 1
            self.role_words |= words_of_role(role)
        for other in neighbours:
            if other in self.neighbours or len(self.neighbours) < NEIGHBOURS:
                self.neighbours[other] = self.neighbours.get(other, 0) + 1


def locals_of(record: ArticleRecord) -> Iterator[Local]:
    """The clusters of an article that are entities: those with a name, and those of a labelled common noun."""
    larger = _larger_places(record)
    parts: dict[int, list[Mention]] = {}
    for mention in record.mentions:
        if mention.cluster is not None:
            parts.setdefault(mention.cluster, []).append(mention)
    for cluster, mentions in parts.items():
        names, nominals, state = _forms(record.text, mentions)
        label = _label(mentions)
        if not names and (label is None or not nominals):
            continue
        roles = record.descriptions.get(cluster, ())
        called = {key for form in nominals if (key := nominal_key(form))}
        if names:
            full = next(iter(names)) if len(names) == 1 else fullest(names, label)
            if state:
                full = country_name(full) or full
            key = key_of(full.split(), label)
            keys = {key_of(form.split(), label) for form in names} | called
            others = tuple(sorted(keys - {key})) if len(keys) > 1 else ()
            yield Local(
                cluster, label, tuple(names.items()), full, key, others, roles, len(mentions), True, larger.get(cluster)
            )
        else:
            full = max(nominals, key=lambda form: (bool(nominal_key(form)), min(len(form), 60), -len(form), form))
            key = max(called, key=lambda one: (len(one), one)) if called else (full,)
            others = tuple(sorted(called - {key})) if called else ()
            yield Local(cluster, label, tuple(nominals.items()), full, key, others, roles, len(mentions), False)


def _forms(text: str, mentions: Sequence[Mention]) -> tuple[dict[str, int], dict[str, int], bool]:
    """The names and common nouns of a cluster with their numbers; and whether all names are a capital's for its state.

    Names of the entity itself come before a capital's that stands for it.
    """
    names: dict[str, int] = {}
    standing: dict[str, int] = {}
    nominals: dict[str, int] = {}
    for m in mentions:
        if m.kind == "pronoun":
            continue
        counts = nominals if m.kind == "nominal" else standing if m.stands_for else names
        form = text[m.start : m.end]
        counts[form] = counts.get(form, 0) + 1
    return names or standing, nominals, bool(standing and not names)


def _label(mentions: Sequence[Mention]) -> str | None:
    """The commonest label of the names; of all mentions where no name has one."""
    for named in (True, False):
        labels: dict[str, int] = {}
        for m in mentions:
            if m.label and (not named or m.kind == "name"):
                labels[m.label] = labels.get(m.label, 0) + 1
        if labels:
            return max(labels, key=lambda one: labels[one]) if len(labels) > 1 else next(iter(labels))
    return None


@lru_cache(maxsize=100_000)
def nominal_key(form: str) -> Key | None:
    """The words of a definite noun phrase that says more than a sort: "the drivers' union", not "the union"."""
    words = form.split()
    if not 3 <= len(words) <= 5 or words[0].lower() != "the" or not all(word[0].isalpha() for word in words):
        return None
    key = key_of([word.removesuffix("'").removesuffix("’") for word in words[1:]], None)
    if len(key) < 2 or key[-1] not in nouns() or not SMALL.isdisjoint(key):
        return None
    return THE, *key


def _larger_places(record: ArticleRecord) -> dict[int, str]:
    """Cluster of a place → the name of the place that follows it after a comma."""
    names = [m for m in record.mentions if m.kind == "name" and m.label in ("GPE", "LOC")]
    return {
        a.cluster: record.text[b.start : b.end]
        for a, b in pairwise(names)
        if a.cluster is not None and a.cluster != b.cluster and record.text[a.end : b.start] == ", "
    }


def fullest(names: Mapping[str, int], label: str | None) -> str:
    """The form with the most words; of those, the commonest, then the longest and first in the alphabet."""

    def rank(form: str) -> tuple[int, int, int, str]:
        key = key_of(form.split(), label)
        size = len(key) - sum(word in ("al", "el") for word in key)
        shouted = form.isupper() and len(form) > 5
        return (0 if shouted else min(size, 8), names[form], min(len(form), 60), form)

    if label == "GPE":  # a country's everyday name is its name
        known = [form for form in names if country_of(form)]
        if known:
            return max(known, key=lambda form: (len(form.replace(".", "")) > 3, names[form], form))
    return max(names, key=rank)


def words_of_role(role: str) -> set[str]:
    """The words of a role that tell people apart: "former Kenyan justice minister" → kenyan, justice, minister."""
    empty = words("says nothing of a role")
    found = (word.strip(".,'’").lower().removesuffix("'s").removesuffix("’s") for word in role.split())
    return {word for word in found if len(word) > 2 and word not in empty}


def kind_of_role(role: str) -> str | None:
    """The noun that a role is about: "port's director of security" → director."""
    parts = [word.strip(".,").lower() for word in role.split(" of ")[0].split(" for ")[0].split(" in ")[0].split()]
    for word in reversed(parts):
        if word in titles() or class_of(word) == "person":
            return word
    return parts[-1] if parts else None


def country_of_entity(forms: Mapping[str, int], roles: Mapping[str, int], label: str | None) -> str | None:
    """The one country that an organisation's name or a person's commonest role says, or None."""
    texts = [_country_part(role) for role in list(roles)[:1]] if label == "PERSON" else list(forms)
    found = {country for text in texts for country in countries_in(text)}
    return found.pop() if len(found) == 1 else None


def _country_part(role: str) -> str:
    """What of a role says where the person belongs: its beginning, or what an office is of ("president of Peru")."""
    parts = role.split()
    while parts and parts[0].lower() in ("former", "late", "then", "current", "ex", "acting", "new"):
        parts = parts[1:]
    for size in (3, 2, 1):
        beginning = " ".join(parts[:size]).removesuffix("'s").removesuffix("’s")
        kinds = {place.kind for place in look_up(beginning)} if len(parts) > size else set()
        following = parts[size].lower() if len(parts) > size else ""
        if "demonym" in kinds or ("country" in kinds and (following in titles() or class_of(following) == "person")):
            return beginning
    return role.partition(" of ")[2].split(",")[0] if kind_of_role(role) in titles() else ""


def is_generic(key: Key) -> bool:
    """Tell whether a name is a common noun for a body that many countries have: *Parliament*, *Supreme Court*."""
    common, general = nouns(), words("general in names of bodies")
    return not institutions().keys().isdisjoint((key[0], key[-1])) and all(
        word in common or word in general or word.removesuffix("s") in common for word in key
    )
