"""The word lists of the room: what nouns denote, pronouns' agreement, titles, gendered words."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

ORG_CLASSES = frozenset({"org"})
LABEL_OF_CLASS = {
    "person": "PERSON",
    "people": "PERSON",
    "org": "ORG",
    "state": "GPE",
    "facility": "FAC",
    "place": "LOC",
}


class Pronoun(NamedTuple):
    """Agreement of one form: person 1–3; number sg, pl, any; gender m, f, n, p (a person), any; case."""

    person: int
    number: str
    gender: str
    case: str


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the room's `.tsv` files, comments left out; every missing cell is an empty string."""
    text = files("newslab.entities").joinpath(name).read_text(encoding="utf8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    header = lines[0]
    return [dict(zip(header, [*line, *[""] * (len(header) - len(line))], strict=False)) for line in lines[1:]]


@cache
def nouns() -> dict[str, str]:
    """Noun → the class of thing that it denotes (person, people, org, state, facility, place, event, …)."""
    return {row["noun"]: row["class"] for row in rows("nouns.tsv")}


@cache
def pronouns() -> dict[str, Pronoun]:
    """Lower-case form → its agreement."""
    return {
        row["form"]: Pronoun(int(row["person"]), row["number"], row["gender"], row["case"])
        for row in rows("pronouns.tsv")
    }


@cache
def titles() -> dict[str, str]:
    """Lower-case title without a full stop → address, office or rank."""
    return {row["title"]: row["kind"] for row in rows("titles.tsv")}


@cache
def words(name: str) -> frozenset[str]:
    """One of the lists of `words.tsv`: saying, act of a state, dealing of states, calendar, says nothing of a role."""
    return frozenset(row["word"] for row in rows("words.tsv") if row["list"] == name)


@cache
def genders() -> dict[str, str]:
    """Lower-case word → m, f or any."""
    return {row["word"]: row["gender"] for row in rows("gendered.tsv")}


def gender_of(word: str) -> str | None:
    """The gender that a noun or title states, or None: *spokeswoman* f, *king* m, *minister* None."""
    found = genders().get(word)
    if found:
        return None if found == "any" else found
    if word.endswith(("woman", "women")):
        return "f"
    if word.endswith(("sman", "smen", "eman", "yman", "rman", "nman")) and word not in ("german", "human"):
        return "m"
    return None


def class_of(lemma: str) -> str:
    """The class of thing a noun denotes; of a compound's last part when the whole is not listed; or `other`."""
    table = nouns()
    found = table.get(lemma)
    if found is None and lemma.endswith("s"):
        found = table.get(lemma[:-1])
    if found is None and lemma.endswith(("man", "woman", "person", "men", "women", "people")):
        found = "person"
    if found is None and titles().get(lemma) in ("office", "rank"):
        found = "person"
    return found or "other"


@cache
def institutions() -> dict[str, frozenset[str]]:
    """Noun for a body or building → its kinds, from `institutions.tsv`."""
    return {row["noun"]: frozenset(row["kinds"].split()) for row in rows("institutions.tsv")}
