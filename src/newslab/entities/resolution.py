"""Which entities of different articles are one: on evidence that can be told, never on a surname alone.

Entities are blocked by a key of their name, so the work grows with the number of mentions. Within a block a merge
needs: for persons the same first and last name and no contradiction (roles of different kinds, no company shared);
for a short or initialled form a shared role or company besides; for organisations and other names equal words, or a
form that an article gives beside the full one. Places are one when they are the same place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy

import pandas as pd

from newslab.entities.aliases import Key
from newslab.entities.evidence import Pair, in_order, mentions_meant, name_of
from newslab.entities.joining import (
    Block,
    Sighting,
    add,
    entity,
    fitting,
    fitting_short,
    identifier,
    is_variant,
    label_votes,
    settled,
    sightings,
)
from newslab.entities.profiles import Profile
from newslab.entities.resolved import ALONE, Assignment, Evidence, Resolution
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
        self.blocks: dict[Block, list[Profile]] = {}
        self.aliases: dict[Block, set[Key]] = {}  # short form → full forms that an article gives beside it
        self.reasons: dict[int, list[Evidence]] = {}
        self.wordings: dict[str, str] = {}  # each reason once
        self.apart: list[tuple[Profile, Profile, str]] = []
        self.variants: list[tuple[Profile, Profile]] = []  # one person under a fuller name elsewhere
        self.resolution = Resolution(Assignment(), [])

    def run(self) -> Resolution:
        short: dict[Block, list[tuple[int, Sighting]]] = {}
        votes: dict[Key, Counter[str]] = {}
        for record in self.records:
            for key, label in label_votes(record):
                votes.setdefault(key, Counter())[label] += 1
        votes = {key: tally for key, tally in votes.items() if len(tally) > 1}
        for number, record in enumerate(self.records):
            for found in sightings(record):
                sighting = settled(found, votes)
                if sighting.alone and not self.same:
                    self._alone(record.article_id, sighting)
                elif sighting.alone:
                    self._new(number, sighting, ALONE)
                elif sighting.short:
                    short.setdefault(sighting.block, []).append((number, sighting))
                else:
                    self._place(number, sighting)
        self._find_variants()
        self._place_short(short)
        self._finish()
        return self.resolution

    def _place(self, number: int, sighting: Sighting) -> None:
        """Put a full form into the first profile of its block that nothing contradicts."""
        for alias in sighting.aliases:
            self.aliases.setdefault(alias, set()).add(sighting.block[1])
        block = self.blocks.setdefault(sighting.block, [])
        found = fitting(self._open(block, number, sighting), sighting)
        if found:
            self._add(found[0], number, sighting, found[1])
            return
        made = self._new(number, sighting, "first mention")
        for earlier in block[:-1]:
            self.apart.append((made, earlier, "the same name, but other roles and no shared company"))

    def _place_short(self, short: dict[Block, list[tuple[int, Sighting]]]) -> None:
        """Forms of one word, block by block: what one block adds to profiles, the others do not see."""
        placed: list[tuple[int, Sighting, Profile, str]] = []
        born: dict[Block, list[Profile]] = {}
        for block, members in short.items():
            keys = sorted(self.aliases.get(block, ()))
            originals = [p for key in keys for p in self.blocks.get((block[0], key), ())]
            fuller = [deepcopy(profile) for profile in originals]
            here = self.blocks.get(block, [])
            own = [deepcopy(profile) for profile in here]
            meant = dict(zip(map(id, [*fuller, *own]), [*originals, *here], strict=True))
            for number, sighting in members:
                open_fuller = self._open(fuller, number, sighting)
                found = fitting_short(open_fuller, self._open(own, number, sighting), sighting)
                if found:
                    profile, reason = found
                    add(profile, number, sighting)
                    placed.append((number, sighting, meant.get(id(profile), profile), reason))
                    continue
                made = Profile(sighting.local.label)
                add(made, number, sighting)
                own.append(made)
                born.setdefault(block, []).append(made)
                placed.append((number, sighting, made, "first mention"))
                for other in open_fuller:
                    self.apart.append((made, meant[id(other)], "only a surname or first name is shared"))
        made_here = {id(profile) for profiles in born.values() for profile in profiles}
        for number, sighting, profile, reason in placed:
            if id(profile) not in made_here:
                add(profile, number, sighting)
            self._told(profile, number, sighting, reason)
        for block, profiles in born.items():
            self.blocks.setdefault(block, []).extend(profiles)

    def _open(self, block: list[Profile], number: int, sighting: Sighting) -> list[Profile]:
        """The profiles that the researcher has not called different from the article's cluster."""
        barred = self.barred.get((sighting.article_id, sighting.local.cluster)) if self.barred else None
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
                if self.barred or not is_variant(profile, others[0]):
                    continue
                self.variants.append((profile, others[0]))
                reason = f"another article calls {name_of(others[0])} so too; shared role or company"
                self.reasons[id(profile)][0].reason = reason

    def _new(self, number: int, sighting: Sighting, reason: str) -> Profile:
        profile = Profile(sighting.local.label)
        self.blocks.setdefault(sighting.block, []).append(profile)
        self._add(profile, number, sighting, reason)
        return profile

    def _alone(self, article_id: str, sighting: Sighting) -> None:
        """An entity without a name, which nothing can join: its row at once."""
        profile = Profile(sighting.local.label)
        add(profile, 0, sighting)
        entity_id = identifier(sighting.block, 0, article_id)
        self.resolution.entities.append(entity(entity_id, profile, 1))
        self.resolution.entity_of[article_id, sighting.local.cluster] = entity_id

    def _add(self, profile: Profile, number: int, sighting: Sighting, reason: str) -> None:
        add(profile, number, sighting)
        self._told(profile, number, sighting, reason)

    def _told(self, profile: Profile, number: int, sighting: Sighting, reason: str) -> None:
        reason = self.wordings.setdefault(reason, reason)
        evidence = Evidence(self.records[number].article_id, sighting.local.full, reason)
        self.reasons.setdefault(id(profile), []).append(evidence)

    def _finish(self) -> None:
        """Ids, the researcher's pairs, rows."""
        identity: dict[int, str] = {}
        profiles = [(key, k, profile) for key, block in self.blocks.items() for k, profile in enumerate(block)]
        for key, k, profile in profiles:
            identity[id(profile)] = identifier(key, k, self.records[profile.where[0][0]].article_id)
        groups = self._overruled(profiles, identity)
        result = self.resolution
        for entity_id, members in groups.items():
            merged = members[0] if len(members) == 1 else united(members)
            n_articles = len({number for number, _ in merged.where})
            result.entities.append(entity(entity_id, merged, n_articles))
            for profile in members:
                for number, cluster in profile.where:
                    result.entity_of[self.records[number].article_id, cluster] = entity_id
                result.evidence.setdefault(entity_id, []).extend(self.reasons.pop(id(profile)))
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


def united(members: Sequence[Profile]) -> Profile:
    """One profile of several."""
    whole = Profile(members[0].label)
    for profile in members:
        whole.forms.update(profile.forms)
        whole.roles.update(profile.roles)
        whole.within.update(profile.within)
        whole.around.update(profile.around)
        whole.where.extend(profile.where)
        whole.n_mentions += profile.n_mentions
    return whole
