"""Place names and names of peoples → country (ISO 3166 alpha-3) and coordinates.

A name with several readings is decided by the other places of its articles, or left undecided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from newslab.entities.lexicon import rows
from newslab.entities.spelling import folded

COUNTRIES = ("country", "demonym")


class Place(NamedTuple):
    """One reading of a name: kind is country, demonym, capital, city or region; degrees north and east."""

    country: str
    kind: str
    latitude: float
    longitude: float


@lru_cache(maxsize=100_000)
def place_key(name: str) -> str:
    """The form in which place names are compared: no case, diacritics, full stops, apostrophes or leading "the"."""
    words = [folded(word).replace(".", "") for word in name.replace("-", " ").split()]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(word for word in words if word)


@cache
def _gazetteer() -> dict[str, tuple[Place, ...]]:
    found: dict[str, dict[str, Place]] = {}
    demonyms: dict[str, dict[str, Place]] = {}
    capitals: set[tuple[str, str]] = set()
    for row in [*rows("countries.tsv"), *rows("cities.tsv")]:
        place = Place(row["country"], row["kind"], float(row["latitude"]), float(row["longitude"]))
        key = place_key(row["name"])
        if place.kind == "demonym":
            demonyms.setdefault(key, {})[place.country] = place
            continue
        if place.kind == "capital":
            capitals.add((key, place.country))
        by_country = found.setdefault(key, {})
        known = by_country.get(place.country)
        if known is None or (known.kind == "capital" and place.kind == "city"):
            by_country[place.country] = place
    for key, country in capitals:  # the city's coordinates, the capital's rank
        if found[key][country].kind == "city":
            found[key][country] = found[key][country]._replace(kind="capital")
    for key, places in demonyms.items():
        found.setdefault(key, {}).update({c: p for c, p in places.items() if c not in found.get(key, {})})
    return {key: tuple(places.values()) for key, places in found.items()}


def look_up(name: str) -> tuple[Place, ...]:
    """Every reading of a name; none when it is not known."""
    return _gazetteer().get(place_key(name), ())


def country_of(name: str) -> str | None:
    """The country that a name is one of, or None: *Britain* → GBR, *Paris* → None."""
    found = [place for place in look_up(name) if place.kind == "country"]
    return found[0].country if len(found) == 1 and len(look_up(name)) == 1 else None


@cache
def _names_of_countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows("countries.tsv"):
        if row["kind"] == "country" and len(look_up(row["name"])) == 1:
            found[row["country"]] = min(found.get(row["country"], row["name"]), row["name"], key=len)
    return found


def country_name(capital: str) -> str | None:
    """The shortest name of the country of which a name is the capital: *Nairobi* → Kenya."""
    place = next((place for place in look_up(capital) if place.kind == "capital"), None)
    return _names_of_countries().get(place.country) if place else None


def decide(readings: Iterable[Place], around: Mapping[str, float]) -> Place | None:
    """The reading that fits the countries named around it (country → how often), or None when that does not decide it.

    A single reading needs no support.
    """
    places = list(readings)
    if len(places) <= 1:
        return places[0] if places else None
    ranked = sorted(places, key=lambda place: -around.get(place.country, 0.0))
    best, second = around.get(ranked[0].country, 0.0), around.get(ranked[1].country, 0.0)
    return ranked[0] if best > second else None


def countries_in(text: str) -> list[str]:
    """The countries whose names or demonyms are words of a short text: "Kenyan Electoral Commission" → KEN."""
    words = text.split()
    found: list[str] = []
    i = 0
    while i < len(words):
        for size in (3, 2, 1):
            part = " ".join(words[i : i + size])
            places = [p for p in look_up(part.removesuffix("'s").removesuffix("’s")) if p.kind in COUNTRIES]
            if len(places) == 1 and part[:1].isupper() and i + size <= len(words):
                if places[0].country not in found:
                    found.append(places[0].country)
                i += size - 1
                break
        i += 1
    return found
