from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslab.entities.lexicon import rows
from newslab.entities.places import countries_in, country_of, decide, look_up


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("the US", "USA"), ("U.S.", "USA"), ("Britain", "GBR"), ("Burma", "MMR"), ("Kenyan", "KEN"),
        ("the Dutch", "NLD"),
        ("Bogota", "COL"), ("Bogotá", "COL"), ("Türkiye", "TUR"), ("Palestinians", "PSE"), ("Washington", "USA"),
        ("the Gambia", "GMB"), ("Holland", "NLD"), ("Kiev", "UKR"), ("Kyiv", "UKR"), ("Texas", "USA"),
    ],
)  # fmt: skip
def test_one_reading(name: str, country: str) -> None:
    """Everyday, older and foreign spellings, demonyms, capitals and cities have their country."""
    (place,) = look_up(name)
    assert place.country == country


def test_ambiguous_names_need_support() -> None:
    """A name with two readings is decided by the places around it, or left undecided."""
    readings = look_up("Georgia")
    assert decide(readings, {}) is None
    assert decide(readings, {"USA": 3.0, "GEO": 1.0}).country == "USA"  # type: ignore[union-attr]
    assert decide(look_up("Atlantis"), {"USA": 3.0}) is None


def test_capitals_have_their_own_coordinates() -> None:
    """A capital is where the city is, not at its country's centre."""
    (place,) = look_up("Canberra")
    assert place.kind == "capital"
    assert (round(place.latitude), round(place.longitude)) == (-35, 149)


def test_countries_in_names() -> None:
    """An organisation's name gives the country that it names."""
    assert countries_in("Kenyan Electoral Commission") == ["KEN"]
    assert countries_in("South Korean president") == ["KOR"]
    assert country_of("Paris") is None


def test_files_are_sound() -> None:
    """Every row has a three-letter code, a known kind and coordinates on the globe."""
    for row in [*rows("countries.tsv"), *rows("cities.tsv")]:
        assert len(row["country"]) == 3 and row["country"].isupper()
        assert row["kind"] in ("country", "demonym", "capital", "city", "region")
        assert -90 <= float(row["latitude"]) <= 90 and -180 <= float(row["longitude"]) <= 180


@given(st.text(max_size=40))
def test_any_name(name: str) -> None:
    """Any text can be looked up."""
    look_up(name)
    countries_in(name)
