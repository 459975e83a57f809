"""Which entities of different articles are one: on evidence that can be told, never on a surname alone.

Entities are blocked by a key of their name, so the work grows with the number of mentions. Within a block a merge
needs: for persons the same first and last name and no contradiction (roles of different kinds, no company shared);
for a short or initialled form a shared role or company besides; for organisations and other names equal words, or a
form that an article gives beside the full one. Places are one when they are the same place.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from newslab.entities.aliases import Key
from newslab.entities.evidence import (
    COMPANY,
    PLACES,
    Pair,
    countries_around,
    in_order,
    larger_country,
    mentions_meant,
    name_of,
    reason_for,
    shared_company,
    sort_of_label,
)
from newslab.entities.places import Place, decide, look_up, place_key
from newslab.entities.profiles import (
    Local,
    Profile,
    country_of_entity,
    fullest,
    is_generic,
    locals_of,
)
from newslab.entities.resolved import Assignment, Entity, Evidence, Resolution
from newslab.records import ArticleRecord


def resolve(
    records: Sequence[ArticleRecord],
    articles: pd.DataFrame,
    *,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
) -> Resolution:
    """Make entities of the articles' clusters.

    `articles` gives the order (`published`, where there is one), which decides only who keeps the plain id of a name
    that several people bear. `same` and `different` are pairs of mention ids (`article:m1` is an article's first
    mention), entity ids or names, which a researcher joins or keeps apart. Two mentions that are different never share
    an entity; `same` is applied last, but for pairs that are also in `different`. Ids are hashes of a name's key, so
    that adding articles does not change them.
    """
    return _Resolver(records, articles, list(same), list(different)).run()


class _Resolver:
    def __init__(
        self, records: Sequence[ArticleRecord], articles: pd.DataFrame, same: list[Pair], different: list[Pair]
    ) -> None:
        self.records = in_order(records, articles)
        self.same, self.different = same, different
        self.references = mentions_meant(self.records, [*same, *different])
        self.barred: dict[tuple[str, int], set[tuple[str, int]]] = {}
        for a, b in different:
            one, other = self.references.get(a), self.references.get(b)
            if one and other:
                self.barred.setdefault(one, set()).add(other)
                self.barred.setdefault(other, set()).add(one)
        self.ids: dict[tuple[str, Key], int] = {}  # numbers of (sort, key), for sets of neighbours
        self.blocks: dict[tuple[str, Key], list[Profile]] = {}
        self.keys: dict[int, tuple[str, Key]] = {}  # id(profile) → its block
        self.aliases: dict[tuple[str, Key], set[Key]] = {}  # short form → full forms that an article gives beside it
        self.reasons: dict[int, list[tuple[int, str, str]]] = {}
        self.apart: list[tuple[Profile, Profile, str]] = []
        self.around: list[Counter[str]] = []
        self.variants: list[tuple[Profile, Profile]] = []  # one person under a fuller name elsewhere
        self.resolution = Resolution(Assignment(), [])

    def run(self) -> Resolution:
        short: list[tuple[int, Local, frozenset[int]]] = []
        for number, record in enumerate(self.records):
            found = list(locals_of(record))
            self.around.append(countries_around(found))
            beside = frozenset(self._number(local) for local in found if local.named)
            for local in found:
                neighbours = beside - {self._number(local)}
                if not local.named:
                    self._alone(number, record, local)
                elif len(local.key) == 1 and local.label in ("PERSON", "ORG", None, "FAC", "EVENT"):
                    short.append((number, local, neighbours))
                else:
                    self._place(number, local, neighbours)
        self._find_variants()
        for number, local, neighbours in short:
            self._place_short(number, local, neighbours)
        self._finish()
        return self.resolution

    def _number(self, local: Local) -> int:
        return self.ids.setdefault((sort_of_label(local.label), local.key), len(self.ids))

    def _block(self, local: Local, number: int) -> tuple[str, Key]:
        """The block of a name: persons by first and last name, places by the place, others by their words."""
        sort = sort_of_label(local.label)
        if sort == "PERSON" and len(local.key) > 1:
            return sort, (local.key[0], local.key[-1])
        if local.label in ("GPE", "LOC", "NORP"):
            place = decide(look_up(local.full), self.around[number])
            larger = larger_country(local)
            if larger and (place is None or place.country != larger):
                readings = [reading for reading in look_up(local.full) if reading.country == larger]
                place = readings[0] if readings else None
                if place is None:
                    return "PLACE", (larger, place_key(local.full))
            if place is not None:
                people = local.label == "NORP"
                if place.kind in ("country", "demonym"):
                    return "NORP" if people else "PLACE", (place.country, "people" if people else "")
                return "PLACE", (place.country, place_key(local.full))
            return ("NORP" if local.label == "NORP" else "PLACE"), local.key
        return sort, local.key

    def _place(self, number: int, local: Local, neighbours: frozenset[int]) -> None:
        """Put a full form into the first profile of its block that nothing contradicts."""
        key = self._block(local, number)
        for other in local.other_keys:
            if len(other) < len(local.key) or len(other) == 1:
                self.aliases.setdefault((key[0], other), set()).add(key[1])
        block = self.blocks.setdefault(key, [])
        for profile in self._open(block, number, local):
            if is_generic(local.key) and key[0] == "OTHER" and not self._same_country(profile, number):
                continue
            reason = reason_for(profile, local, neighbours, key[0])
            if reason is not None:
                self._add(profile, number, local, neighbours, reason)
                return
        made = self._new(key, number, local, neighbours, "first mention")
        for earlier in block[:-1]:
            self.apart.append((made, earlier, "the same name, but other roles and no shared company"))

    def _place_short(self, number: int, local: Local, neighbours: frozenset[int]) -> None:
        """A form of one word: by an alias that an article gives and, for persons, a shared role or company besides."""
        sort = sort_of_label(local.label)
        fuller = self.aliases.get((sort, local.key), set())
        profiles = [profile for full in sorted(fuller) for profile in self.blocks.get((sort, full), ())]
        profiles = self._open(profiles, number, local)
        if sort != "PERSON":
            if len(profiles) == 1:
                self._add(
                    profiles[0], number, local, neighbours, f"short form of {name_of(profiles[0])} in other articles"
                )
                return
        else:
            scored = sorted(
                ((shared_company(profile, local, neighbours), k) for k, profile in enumerate(profiles)), reverse=True
            )
            if scored and scored[0][0] >= COMPANY and (len(scored) == 1 or scored[0][0] > scored[1][0]):
                profile = profiles[scored[0][1]]
                self._add(
                    profile, number, local, neighbours, f"short form of {name_of(profile)}, shared role or company"
                )
                return
        block = self.blocks.setdefault((sort, local.key), [])
        for profile in self._open(block, number, local):
            if sort != "PERSON" and is_generic(local.key) and not self._same_country(profile, number):
                continue
            if sort != "PERSON" or shared_company(profile, local, neighbours) >= COMPANY:
                reason = "the same name" if sort != "PERSON" else "the same name, shared role or company"
                self._add(profile, number, local, neighbours, reason)
                return
        made = self._new((sort, local.key), number, local, neighbours, "first mention")
        for other_profile in profiles:
            self.apart.append((made, other_profile, "only a surname or first name is shared"))

    def _same_country(self, profile: Profile, number: int) -> bool:
        """Tell whether the article is mostly about a country that the profile's articles are mostly about."""
        return self._country(number) in profile.countries

    def _country(self, number: int) -> str:
        around = self.around[number]
        return max(around, key=lambda country: (around[country], country)) if around else "?"

    def _open(self, block: list[Profile], number: int, local: Local) -> list[Profile]:
        """The profiles that the researcher has not called different from the article's cluster."""
        barred = self.barred.get((self.records[number].article_id, local.cluster)) if self.barred else None
        if not barred:
            return block
        return [p for p in block if barred.isdisjoint((self.records[n].article_id, c) for n, c in p.where)]

    def _find_variants(self) -> None:
        """Persons whose full name an article gives beside a fuller one ("Ana Sarn", "Ana Sarn Okoro"), on evidence."""
        for (sort, short), fuller in sorted(self.aliases.items()):
            others = [p for full in fuller if full != short for p in self.blocks.get((sort, full), ())]
            if sort != "PERSON" or len(short) < 2 or len(others) != 1:
                continue
            for profile in self.blocks.get((sort, short), ()):
                company = len(profile.neighbours.keys() & others[0].neighbours.keys())
                if self.barred or not (company >= COMPANY or profile.role_words & others[0].role_words):
                    continue
                self.variants.append((profile, others[0]))
                number, form, _ = self.reasons[id(profile)][0]
                reason = f"another article calls {name_of(others[0])} so too; shared role or company"
                self.reasons[id(profile)][0] = (number, form, reason)

    def _alone(self, number: int, record: ArticleRecord, local: Local) -> None:
        """An entity without a name is its article's own."""
        key = ("ALONE", (record.article_id, str(local.cluster)))
        self._new(key, number, local, frozenset(), "named by no article")

    def _new(self, key: tuple[str, Key], number: int, local: Local, neighbours: frozenset[int], reason: str) -> Profile:
        profile = Profile(local.label)
        self.blocks.setdefault(key, []).append(profile)
        self.keys[id(profile)] = key
        self._add(profile, number, local, neighbours, reason)
        return profile

    def _add(self, profile: Profile, number: int, local: Local, neighbours: frozenset[int], reason: str) -> None:
        profile.add(number, local, neighbours)
        profile.countries.add(self._country(number))
        larger = larger_country(local)
        if larger:
            profile.within[larger] += 1
        self.reasons.setdefault(id(profile), []).append((number, local.full, reason))

    def _finish(self) -> None:
        """Ids, the researcher's pairs, rows."""
        identity: dict[int, str] = {}
        profiles = [(key, k, profile) for key, block in self.blocks.items() for k, profile in enumerate(block)]
        for key, k, profile in profiles:
            identity[id(profile)] = _identifier(key, k, profile, self.records)
        groups = self._overruled(profiles, identity)
        result = self.resolution
        for entity_id, members in groups.items():
            merged = members[0] if len(members) == 1 else _united(members)
            result.entities.append(self._entity(entity_id, merged))
            for profile in members:
                for number, cluster in profile.where:
                    result.entity_of[self.records[number].article_id, cluster] = entity_id
                reasons = self.reasons[id(profile)]
                result.evidence.setdefault(entity_id, []).extend(
                    Evidence(self.records[number].article_id, form, reason) for number, form, reason in reasons
                )
                identity[id(profile)] = entity_id
        for one, other, why in self.apart:
            a, b = identity[id(one)], identity[id(other)]
            if a != b:
                result.alternatives.setdefault(a, []).append((b, why))
                result.alternatives.setdefault(b, []).append((a, why))
        result.entities.sort(key=lambda entity: (-entity.n_mentions, entity.entity_id))

    def _overruled(
        self, profiles: Sequence[tuple[tuple[str, Key], int, Profile]], identity: Mapping[int, str]
    ) -> dict[str, list[Profile]]:
        """Profiles by entity id, after joining the researcher's pairs."""
        known: dict[str, list[str]] = {}
        if self.same:
            of: dict[str, list[str]] = {text: [] for pair in self.same for text in pair}
            wanted = {place: text for text, place in self.references.items() if text in of}
            for _, _, profile in profiles:
                entity = identity[id(profile)]
                own = {entity, name_of(profile), *profile.forms}
                own |= {wanted[at] for n, c in profile.where if (at := (self.records[n].article_id, c)) in wanted}
                for text in own & of.keys():
                    if entity not in of[text]:
                        of[text].append(entity)
            known = of
        parent: dict[str, str] = {}

        def root(entity: str) -> str:
            while parent.get(entity, entity) != entity:
                entity = parent[entity]
            return entity

        for profile, other in self.variants:
            a, b = root(identity[id(profile)]), root(identity[id(other)])
            if a != b:
                parent[a] = b
        forbidden = {frozenset(pair) for pair in self.different}
        for a, b in self.same:
            if frozenset((a, b)) in forbidden or not known[a] or not known[b]:
                continue
            for entity in (*known[a], *known[b]):
                if root(entity) != root(known[a][0]):
                    parent[root(entity)] = root(known[a][0])
        groups: dict[str, list[Profile]] = {}
        for _, _, profile in profiles:
            groups.setdefault(root(identity[id(profile)]), []).append(profile)
        return groups

    def _entity(self, entity_id: str, profile: Profile) -> Entity:
        name = fullest(profile.forms, profile.label)
        place = self._where(name, profile) if profile.label in PLACES else None
        roles = profile.roles
        country = place.country if place else None
        if profile.within:
            country = max(profile.within, key=lambda code: (profile.within[code], code))
            place = place if place and place.country == country else None
        if profile.label in ("PERSON", "ORG") or (country is None and profile.label == "FAC"):
            country = country_of_entity(profile.forms, dict(roles.most_common()), profile.label)
        return Entity(
            entity_id=entity_id,
            name=name,
            label=profile.label,
            aliases=tuple(form for form, _ in profile.forms.most_common() if form != name),
            description=max(roles, key=lambda role: (roles[role], -len(role), role)) if roles else None,
            n_mentions=profile.n_mentions,
            n_articles=len({number for number, _ in profile.where}),
            country=country,
            latitude=place.latitude if place else None,
            longitude=place.longitude if place else None,
        )

    def _where(self, name: str, profile: Profile) -> Place | None:
        around: Counter[str] = Counter()
        for number, _ in profile.where[:200]:
            around.update(self.around[number])
        around.update({country: 1000 * count for country, count in profile.within.items()})
        return decide(look_up(name), around)


def _identifier(key: tuple[str, Key], k: int, profile: Profile, records: Sequence[ArticleRecord]) -> str:
    """A hash of the block's key; of the article of first mention too, for all but the first bearer of a name."""
    parts = [key[0], *key[1]]
    if k:
        parts.append(records[profile.where[0][0]].article_id)
    return "e" + hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


def _united(members: Sequence[Profile]) -> Profile:
    whole = Profile(members[0].label)
    for profile in members:
        whole.forms.update(profile.forms)
        whole.roles.update(profile.roles)
        whole.where.extend(profile.where)
        whole.n_mentions += profile.n_mentions
    return whole
