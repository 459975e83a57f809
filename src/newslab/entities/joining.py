"""Which profile an article's entity belongs to, one block of like names at a time.

Everything here looks at one block, and for names of one word at the profiles of the fuller names that articles give
beside them, so that a corpus of any size can be resolved block by block. Full names come first. What a name of one
word adds to a profile counts for that name only, so that the order of the blocks changes nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from newslab.entities.aliases import Key, key_of
from newslab.entities.evidence import (
    COMPANY,
    PLACES,
    countries_around,
    larger_country,
    name_of,
    reason_for,
    shared_company,
    sort_of_label,
)
from newslab.entities.lexicon import class_of, titles
from newslab.entities.places import Place, decide, look_up, place_key
from newslab.entities.profiles import THE, Local, Profile, country_of_entity, fullest, is_generic, locals_of
from newslab.entities.resolved import Entity
from newslab.records import ArticleRecord

Block = tuple[str, Key]  # sort of name, key
DOUBTED = "?"  # a vote for no label
CLEARLY = 3  # times as many articles overrule a role
HE_SHE = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})


@dataclass(frozen=True, slots=True)
class Sighting:
    """One cluster of one article, with what decides whose it is."""

    article_id: str
    local: Local
    block: Block
    neighbours: tuple[int, ...]  # numbers of the others named in the article, sorted
    around: dict[str, int]  # countries of the article's unambiguous places → mentions

    @property
    def short(self) -> bool:
        """A name of one word, or a definite noun phrase, which is resolved after the full names."""
        if not self.local.named:
            return self.local.key[0] == THE
        return len(self.local.key) == 1 and self.local.label in ("PERSON", "ORG", None, "FAC", "EVENT")

    @property
    def alone(self) -> bool:
        """Without a name or a noun phrase that could be met again: its article's own."""
        return not self.local.named and not self.short

    @property
    def country(self) -> str:
        """The country that the article is mostly about."""
        return max(self.around, key=lambda code: (self.around[code], code)) if self.around else "?"

    @property
    def aliases(self) -> Iterator[Block]:
        """The shorter forms that the article gives beside a full one."""
        if not self.short and self.block[0] in ("PERSON", "OTHER"):
            for other in self.local.other_keys:
                if other[0] == THE or len(other) <= len(self.local.key):
                    yield self.block[0], other


def sightings(record: ArticleRecord) -> Iterator[Sighting]:
    """The clusters of an article that are entities; those without a name are the article's own, in a block each."""
    found = list(locals_of(record))
    around = countries_around(found)
    countries = dict(around)  # one for all
    numbers = [_number(local.key) for local in found]
    beside = sorted({number for local, number in zip(found, numbers, strict=True) if local.named})
    for local, number in zip(found, numbers, strict=True):
        if local.named or local.key[0] == THE:
            block = _block(local, around) if local.named else (sort_of_label(local.label), local.key)
            neighbours = tuple([other for other in beside if other != number])
        else:
            block, neighbours = ("ALONE", (record.article_id, str(local.cluster))), ()
        yield Sighting(record.article_id, local, block, neighbours, countries)


@lru_cache(maxsize=200_000)
def _number(key: Key) -> int:
    return int.from_bytes(hashlib.blake2b("\x1f".join(key).encode(), digest_size=7).digest(), "big")


def label_votes(record: ArticleRecord) -> Iterator[tuple[Key, str]]:
    """What an article takes each of its names for, and the words that may stand for it: the evidence of `settled`.

    Those are a person's last name and what is proper in a body's, "Oslund" of "Oslund Bank". A person with neither
    title nor role nor *he* or *she* is a question, of several words half an answer.
    """
    personal = _personal(record)
    for local in locals_of(record):
        if not local.named or not local.label:
            continue
        key = local.key
        short: set[Key] = {other for other in local.other_keys if len(other) == 1}
        if len(key) > 1 and local.label == "PERSON":
            short.add(key[-1:])
        if len(key) > 1 and local.label == "ORG" and class_of(key[0]) == "other" and not look_up(key[0]):
            short.add(key[:1])
        doubted = local.label == "PERSON" and not local.roles and local.cluster not in personal
        for meant in (key, *sorted(short)):
            yield meant, DOUBTED if doubted else local.label


def _personal(record: ArticleRecord) -> set[int]:
    """The clusters with a title or form of address before a name, or with *he* or *she*."""
    found = set()
    for m in record.mentions:
        if m.cluster is None or m.kind == "nominal":
            continue
        text = record.text[m.start : m.end].lower() if m.kind == "pronoun" else _word_before(record.text, m.start)
        if text in (HE_SHE if m.kind == "pronoun" else titles()):
            found.add(m.cluster)
    return found


def _word_before(text: str, start: int) -> str:
    words = text[max(0, start - 20) : start].split()
    return words[-1].rstrip(".").lower() if words else ""


def settled(sighting: Sighting, votes: Mapping[Key, Mapping[str, int]]) -> Sighting:
    """The sighting with the label that most articles give its name, where its own is given by few.

    A reader that does not know a name takes it for a person here and for a company there. Left alone are persons with
    a role, names of countries and capitals, and what lies between places, buildings and peoples. One word that is no
    person's here needs twice as many articles; a person without a first name and a role mostly is none.
    """
    local = sighting.local
    tally = votes.get(local.key, {}) if local.named else {}
    if DOUBTED in tally:
        half = tally[DOUBTED] // 2 if " " in local.full else 0
        tally = {label: n for label, n in tally.items() if label != DOUBTED}
        if half:
            tally["PERSON"] = tally.get("PERSON", 0) + half
    best = max(tally, key=lambda label: (tally[label], label != "PERSON", label)) if tally else local.label
    known = any(place.kind in ("country", "demonym", "capital") for place in look_up(local.full))
    if known and local.label in ("ORG", None) and "GPE" in tally:
        best = "GPE"
    if best == local.label or (local.label in PLACES and best in PLACES):
        return sighting
    if local.label == "PERSON" and local.roles and tally.get(best or "", 0) < CLEARLY * tally.get("PERSON", 0):
        return sighting
    own = tally.get(local.label or "", 0)
    doubtful = len(local.key) > 1 or local.label == "PERSON"
    if not known and tally[best or ""] < own * (1 if doubtful else 2) + (own == 0):
        return sighting
    if known and (local.label in PLACES or best != "GPE"):
        return sighting
    relabelled = replace(local, label=best, key=key_of(local.full.split(), best))
    return replace(sighting, local=relabelled, block=_block(relabelled, Counter(sighting.around)))


def _block(local: Local, around: Counter[str]) -> Block:
    """The block of a name: persons by first and last name, places by the place, others by their words."""
    sort = sort_of_label(local.label)
    if sort == "PERSON" and len(local.key) > 1:
        return sort, (local.key[0], local.key[-1])
    if local.label in ("GPE", "LOC", "NORP"):
        place = decide(look_up(local.full), around)
        larger = larger_country(local)
        if larger and (place is None or place.country != larger):
            readings = [reading for reading in look_up(local.full) if reading.country == larger]
            if not readings and look_up(local.full):
                return "PLACE", (larger, place_key(local.full))
            place = readings[0] if readings else None
        if place is not None:
            people = local.label == "NORP"
            if place.kind in ("country", "demonym"):
                return "NORP" if people else "PLACE", (place.country, "people" if people else "")
            return "PLACE", (place.country, place_key(local.full))
        return ("NORP" if local.label == "NORP" else "PLACE"), local.key
    return sort, local.key


def add(profile: Profile, number: int, sighting: Sighting) -> None:
    """Take a sighting into a profile; `number` is its article's."""
    profile.add(number, sighting.local, sighting.neighbours)
    profile.countries.add(sighting.country)
    larger = larger_country(sighting.local)
    if larger:
        profile.within[larger] += 1
    if profile.label in PLACES:
        profile.around.update(sighting.around)


def fitting(profiles: Iterable[Profile], sighting: Sighting) -> tuple[Profile, str] | None:
    """The first profile of a full name's block that nothing contradicts, and why."""
    local, sort = sighting.local, sighting.block[0]
    larger = larger_country(local) if sort == "PLACE" else None
    for profile in profiles:
        if larger and profile.within and larger not in profile.within:
            continue
        if sort == "OTHER" and is_generic(local.key) and sighting.country not in profile.countries:
            continue
        reason = reason_for(profile, local, frozenset(sighting.neighbours), sort)
        if reason is not None:
            return profile, reason
    return None


def fitting_short(fuller: Sequence[Profile], own: Iterable[Profile], sighting: Sighting) -> tuple[Profile, str] | None:
    """The profile of a name of one word: a fuller name's, for persons with a shared role or company, or its block's.

    Noun phrases ("the drivers' union") need company too, and an article about the same country.
    """
    local, neighbours = sighting.local, frozenset(sighting.neighbours)
    if not local.named:
        return _fitting_noun(fuller, own, sighting)
    person = sighting.block[0] == "PERSON"
    if not person and len(fuller) == 1:
        return fuller[0], f"short form of {name_of(fuller[0])} in other articles"
    if person:
        scored = sorted(((shared_company(p, local, neighbours), k) for k, p in enumerate(fuller)), reverse=True)
        if scored and scored[0][0] >= COMPANY and (len(scored) == 1 or scored[0][0] > scored[1][0]):
            profile = fuller[scored[0][1]]
            return profile, f"short form of {name_of(profile)}, shared role or company"
    for profile in own:
        if not person and is_generic(local.key) and sighting.country not in profile.countries:
            continue
        if not person or shared_company(profile, local, neighbours) >= COMPANY:
            return profile, "the same name, shared role or company" if person else "the same name"
    return None


def _fitting_noun(fuller: Sequence[Profile], own: Iterable[Profile], sighting: Sighting) -> tuple[Profile, str] | None:
    """The one profile that an article calls so, in the same country and company; or one that bears no name either."""
    neighbours = frozenset(sighting.neighbours)

    def near(profile: Profile) -> bool:
        shared = sum(other in profile.neighbours for other in neighbours)
        return sighting.country in profile.countries and shared > COMPANY

    found = [profile for profile in fuller if near(profile)]
    if len(found) == 1:
        return found[0], f"another article calls {name_of(found[0])} so, shared company"
    if not found:
        for profile in own:
            if near(profile):
                return profile, "the same noun phrase, shared company"
    return None


def is_variant(profile: Profile, fuller: Profile) -> bool:
    """Tell whether a person's full name is a form of a fuller one that an article gives beside it, on evidence."""
    company = len(profile.neighbours.keys() & fuller.neighbours.keys())
    return company >= COMPANY or bool(profile.role_words & fuller.role_words)


def identifier(block: Block, k: int, article_id: str) -> str:
    """A hash of the block's key; of the article of first mention too, for all but the first bearer of a name."""
    parts = [block[0], *block[1], *([article_id] if k else [])]
    return "e" + hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


def entity(entity_id: str, profile: Profile, n_articles: int) -> Entity:
    """The row of `entities` that a profile makes."""
    name = fullest(profile.forms, profile.label)
    place = _where(name, profile) if profile.label in PLACES else None
    roles = sorted(profile.roles, key=lambda role: (-profile.roles[role], role))
    country = place.country if place else None
    if profile.within:
        country = max(profile.within, key=lambda code: (profile.within[code], code))
        place = place if place and place.country == country else None
    if profile.label in ("PERSON", "ORG") or (country is None and profile.label == "FAC"):
        country = country_of_entity(profile.forms, dict.fromkeys(roles, 1), profile.label)
    forms = sorted(profile.forms, key=lambda form: (-profile.forms[form], form))
    return Entity(
        entity_id=entity_id,
        name=name,
        label=profile.label,
        aliases=tuple(form for form in forms if form != name),
        description=max(roles, key=lambda role: (profile.roles[role], -len(role), role)) if roles else None,
        n_mentions=profile.n_mentions,
        n_articles=n_articles,
        country=country,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
    )


def _where(name: str, profile: Profile) -> Place | None:
    around = Counter(profile.around)
    around.update({country: 1000 * count for country, count in profile.within.items()})
    return decide(look_up(name), around)
