from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslab.entities.aliases import key_of, link_names, same_person
from newslab.entities.phrase import Phrase
from newslab.entities.spelling import folded


def names(*forms: str | tuple[str, str | None]) -> list[Phrase]:
    """Name phrases; a bare string is a person. A title before a slash gives the gender: "Mr/Brandt"."""
    found = []
    for k, form in enumerate(forms):
        text, label = form if isinstance(form, tuple) else (form, "PERSON")
        title, _, rest = text.rpartition("/")
        gender = {"Mr": "m", "Ms": "f", "Mrs": "f"}.get(title, "p" if label == "PERSON" else "n")
        words = tuple(rest.lower().split())
        found.append(Phrase(10 * k, 10 * k + len(words), 10 * k, 10 * k, "name", label, gender=gender, words=words))
    return found


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (("Lena Brandt", "Brandt", "Lena"), [0, 0, 0]),
        (("Brandt", "Lena Brandt"), [0, 0]),
        (("Lena Brandt", "Otto Brandt"), [0, 1]),
        (("Lena Brandt", "Otto Brandt", "Brandt", "Lena Brandt", "Brandt"), [0, 1, 1, 0, 0]),
        (("Lena Brandt", "Otto Brandt", "Ms/Brandt", "Mr/Brandt"), [0, 1, 1, 1]),
        (("Ursa von Thal", "von Thal", "Thal"), [0, 0, 0]),
        (("Lena K. Brandt", "Lena Brandt"), [0, 0]),
        (("L. Brandt", "Lena Brandt"), [0, 0]),
        (("Lena K. Brandt", "Lena M. Brandt"), [0, 1]),
        (("Íñigo Núñez", "Inigo Nunez"), [0, 0]),
        (("Ana-Maria Okoro", "Ana Maria Okoro"), [0, 0]),
        (("Abel Okoro Jr.", "Abel Okoro"), [0, 0]),
        (("Ana Sarn Okoro", "Sarn", "Ana Sarn"), [0, 0, 0]),
        (("Gavin Brandt", "Gav", "Brandt"), [0, 0, 0]),
        (("Rasto", "Rastislav Brandt"), [0, 0]),
        (("Gavin Brandt", "Gavrilo Okoro", "Gav"), [0, 1, 2]),
        (("Martin Brandt", "Marta"), [0, 1]),
        (("Leonard Brandt", "Leon"), [0, 0]),
        (("Jo Brandt", "Joanna Okoro"), [0, 1]),
    ],
)
def test_persons(forms: tuple[str, ...], expected: list[int]) -> None:
    """Short forms go to the fuller one, variants of spelling are one, and different first names never merge."""
    assert partition(link_names(names(*forms))) == partition(expected)


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ((("Harbour Safety Board", "ORG"), ("HSB", "ORG"), ("Safety Board", "ORG")), [0, 0, 0]),
        ((("Velmark Motor Company", "ORG"), ("Velmark", "ORG")), [0, 0]),
        ((("Velmark", "GPE"), ("Velmark Motor Company", "ORG")), [0, 1]),
        ((("Brandt Shipping Ltd", "ORG"), ("Brandt Shipping", "ORG")), [0, 0]),
        ((("North Sarn", "GPE"), ("South Sarn", "GPE"), ("Sarn", "GPE")), [0, 1, 2]),
        ((("Lena Brandt", "PERSON"), ("Brandt", "ORG")), [0, 0]),
        ((("Sarn", "GPE"), ("Sarn", "LOC")), [0, 0]),
    ],
)
def test_others(forms: tuple[tuple[str, str], ...], expected: list[int]) -> None:
    """Acronyms and beginnings and ends of organisations' names are aliases; a place is no part of an organisation."""
    assert partition(link_names(names(*forms))) == partition(expected)


def test_abbreviation_in_brackets() -> None:
    """An abbreviation that the text puts in brackets is one with its name though its letters differ."""
    found = link_names(names(("Federal Harbour Service", "ORG"), ("FHB", "ORG"), ("FHB", "ORG")), [(0, 1)])
    assert partition(found) == [0, 0, 0]


def test_same_person_needs_first_and_last() -> None:
    """A full name is the same person's only when first and last names agree."""
    assert same_person(("lena", "k", "brandt"), ("lena", "brandt"))
    assert not same_person(("lena", "brandt"), ("otto", "brandt"))
    assert not same_person(("brandt",), ("brandt",))


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4), st.sampled_from(["PERSON", "ORG", None]))
def test_keys(words: list[str], label: str | None) -> None:
    """Any words give a key that is not empty, and folding does not depend on case."""
    assert key_of(words, label)
    assert folded("ÉCOLE") == folded("école")


def test_linear() -> None:
    """Ten thousand names of one surname take well under ten seconds."""
    forms = [f"Person{k} Brandt" if k % 2 else "Brandt" for k in range(10_000)]
    began = time.process_time()
    link_names(names(*forms))
    assert time.process_time() - began < 10


def partition(cluster: list[int]) -> list[int]:
    """The clusters renumbered by first occurrence."""
    seen: dict[int, int] = {}
    return [seen.setdefault(c, len(seen)) for c in cluster]
