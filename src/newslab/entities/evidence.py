"""What speaks for two articles' entities being one, and what against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from newslab.entities.places import look_up
from newslab.entities.profiles import Local, Profile, fullest, kind_of_role, words_of_role
from newslab.records import ArticleRecord

COMPANY = 2  # shared neighbours that count as evidence
PLACES = ("GPE", "LOC", "FAC", "NORP")
Pair = tuple[str, str]


def in_order(records: Sequence[ArticleRecord], articles: pd.DataFrame) -> list[ArticleRecord]:
    """The records by time of publication, then by id."""
    dates: dict[str, str] = {}
    if "published" in articles and "article_id" in articles:
        known = articles[["article_id", "published"]].dropna()
        dates = dict(zip(known["article_id"].astype(str), known["published"].astype(str), strict=True))
    return sorted(records, key=lambda record: (dates.get(record.article_id, "9999"), record.article_id))


def sort_of_label(label: str | None) -> str:
    """Labels that one name is given by mistake count as one sort."""
    return (
        "PERSON"
        if label == "PERSON"
        else "PLACE"
        if label in ("GPE", "LOC")
        else "NORP"
        if label == "NORP"
        else "OTHER"
    )


def countries_around(found: Sequence[Local]) -> Counter[str]:
    """The countries of an article's unambiguous places, by number of mentions."""
    around: Counter[str] = Counter()
    for local in found:
        if local.label in PLACES:
            places = look_up(local.full)
            if len(places) == 1:
                around[places[0].country] += local.n_mentions
    return around


def larger_country(local: Local) -> str | None:
    """The country of the larger place that the article names after a place, when that has one reading."""
    places = look_up(local.within) if local.within else ()
    countries = {place.country for place in places if place.kind in ("country", "region")}
    if any(place.kind == "country" for place in look_up(local.full)):  # "Kenya, Uganda" is a list
        return None
    return countries.pop() if len(countries) == 1 and local.label in PLACES else None


def reason_for(profile: Profile, local: Local, neighbours: frozenset[int], sort: str) -> str | None:
    """Why a full form is the profile's entity, or None where roles contradict and nothing is shared."""
    if sort != "PERSON":
        return "the same place" if sort == "PLACE" else "the same name"
    words = {word for role in local.roles for word in words_of_role(role)}
    if not words or not profile.role_words:
        return "the same full name"
    if words & profile.role_words:
        return "the same full name and role: " + ", ".join(sorted(words & profile.role_words)[:3])
    shared = sum(other in profile.neighbours for other in neighbours)
    if shared >= COMPANY:
        return f"the same full name, {shared} others named beside it"
    kinds = {kind_of_role(role) for role in local.roles} & {kind_of_role(role) for role in profile.roles}
    return "the same full name and sort of role" if kinds - {None} else None


def shared_company(profile: Profile, local: Local, neighbours: frozenset[int]) -> int:
    """Shared company, with a shared role counting as much as two neighbours."""
    words = {word for role in local.roles for word in words_of_role(role)}
    shared = sum(other in profile.neighbours for other in neighbours)
    return shared + (COMPANY if words & profile.role_words else 0)


def name_of(profile: Profile) -> str:
    """The fullest form of a profile's names."""
    return fullest(profile.forms, profile.label)


def mentions_meant(records: Sequence[ArticleRecord], pairs: Sequence[Pair]) -> dict[str, tuple[str, int]]:
    """The article and cluster of each text of the pairs that is a mention's id."""
    wanted: dict[str, dict[int, str]] = {}
    for text in {text for pair in pairs for text in pair}:
        article_id, _, number = text.rpartition(":m")
        if article_id and number.isdigit():
            wanted.setdefault(article_id, {})[int(number) - 1] = text
    found: dict[str, tuple[str, int]] = {}
    for record in records if wanted else ():
        for position, text in wanted.get(record.article_id, {}).items():
            cluster = record.mentions[position].cluster if position < len(record.mentions) else None
            if cluster is not None:
                found[text] = (record.article_id, cluster)
    return found
