"""One number with its currency or unit: the measure that `quantities` builds amounts from.

The lexicons are data: units.tsv, currencies.tsv, quantity_contexts.tsv.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from newslab.values.atoms import Atom
from newslab.values.numbers import number_words
from newslab.values.patterns import read_table
from newslab.values.phrases import Phrases

_LETTERS = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}  # "$2b", "70m people"
_GLUED_ONLY = frozenset({"c", "p", "r", "ly", "pp"})


class Currency(NamedTuple):
    """An ISO 4217 code, and what the form is worth in its main unit."""

    code: str
    factor: float


class Unit(NamedTuple):
    """A unit's symbol and what it measures."""

    symbol: str
    dimension: str


@dataclass
class Measure:
    """A number between atoms start and end, with its unit where it is written beside it."""

    start: int
    end: int
    value: float
    scale: float = 1.0  # what "million" multiplied it by
    unit: str | None = None
    dimension: str = "count"
    rule: str = "count"


def _forms(row: dict[str, str]) -> Iterator[str]:
    for form in row["forms"].split("; "):
        yield form.strip()


@cache
def units() -> Phrases[Unit]:
    """Forms of units → symbol and dimension."""
    rows = list(read_table("units.tsv"))
    return Phrases((form, Unit(row["unit"], row["dimension"])) for row in rows for form in _forms(row))


@cache
def currencies(place: str) -> Phrases[Currency]:
    """Forms of currencies written before or after the amount."""
    rows = [row for row in read_table("currencies.tsv") if row["place"] == place]
    return Phrases((form, Currency(row["code"], float(row["factor"]))) for row in rows for form in _forms(row))


@cache
def contexts() -> dict[str, frozenset[str]]:
    """Class → words, from quantity_contexts.tsv."""
    return {row["class"]: frozenset(row["words"].split()) for row in read_table("quantity_contexts.tsv")}


def measure(text: str, atoms: list[Atom], at: int) -> Measure | None:
    """The measure around the number at an atom; None where the atom is no number."""
    atom = atoms[at]
    if atom.value is None or atom.kind not in ("number", "numeral"):
        return None
    found = Measure(at, at + 1, atom.value, _scale(atom))
    if (at and atoms[at - 1].norm == "-" and atom.glued and not atoms[at - 1].glued) or (
        at and atoms[at - 1].norm == "minus"
    ):
        found.value, found.start = -found.value, at - 1
    before = _currency_before(text, atoms, found.start)
    _letter(text, atoms, found, before is not None)
    if before is not None:
        found.start, currency = before
        found.unit, found.dimension, found.rule = currency.code, "money", "money"
        found.value *= currency.factor
        after = currencies("after").starting(atoms, found.end)
        if after and after[1].code == currency.code:
            found.end = after[0]
        return found
    step = found.end
    if step + 1 < len(atoms) and atoms[step].norm == "-" and atoms[step].glued and atoms[step + 1].glued:
        step += 1  # "five-mile"
    if (money := _currency_after(text, atoms, found, step)) is not None:
        found.end, currency = money
        found.unit, found.dimension, found.rule = currency.code, "money", "money"
        found.value *= currency.factor
    elif (unit := units().starting(atoms, step)) is not None and _is_unit(text, atoms, step, unit[0]):
        found.end = unit[0]
        found.unit, found.dimension = unit[1]
        found.rule = "percent" if unit[1].dimension == "percent" else "unit"
    elif step < len(atoms) and atoms[step].norm in ("pounds", "pound", "lb", "lbs"):
        found.end = step + 1
        found.unit, found.dimension, found.rule = "lb", "mass", "unit"
    return found


def _scale(atom: Atom) -> float:
    last = atom.norm.rpartition(" ")[2]
    group, value = number_words().get(last, ("", 1.0))
    return value if atom.kind == "numeral" and group in ("hundred", "scale") else 1.0


def _currency_before(text: str, atoms: list[Atom], end: int) -> tuple[int, Currency] | None:
    found = currencies("before").ending(atoms, end)
    if found is None:
        return None
    start, currency = found
    first = atoms[start]
    if end - start == 2 and len(first.norm) == 1 and not atoms[end - 1].glued:
        single = currencies("before").ending(atoms[end - 1 : end], 1)
        return (end - 1, single[1]) if single else None
    if first.kind == "word" and not text[first.start].isupper():
        return None
    if first.norm in _GLUED_ONLY and end - start == 1 and not atoms[end].glued:
        return None
    return start, currency


def _letter(text: str, atoms: list[Atom], found: Measure, money: bool) -> None:
    """ "£250m", "70m people": a letter for million; "a 100m race" is metres, which `measure` is told by the unit."""
    if found.end >= len(atoms) or not atoms[found.end].glued:
        return
    letter = atoms[found.end].norm
    if letter not in _LETTERS:
        return
    words = contexts()
    following = atoms[found.end + 1].norm if found.end + 1 < len(atoms) else ""
    money = money or currencies("after").starting(atoms, found.end + 1) is not None
    if not money and letter in ("b", "t"):
        return
    if letter == "m" and not money:
        is_word = found.end + 1 < len(atoms) and atoms[found.end + 1].kind == "word"
        if (
            not is_word
            or following in words["race"]
            or following in words["size"]
            or len(following) < 4
            or found.value < 1
        ):
            found.end += 1
            found.unit, found.dimension, found.rule = "m", "length", "unit"
            return
    found.scale *= _LETTERS[letter]
    found.value *= _LETTERS[letter]
    found.end += 1


def _currency_after(text: str, atoms: list[Atom], found: Measure, step: int) -> tuple[int, Currency] | None:
    if found.unit is not None:
        return None
    money = currencies("after").starting(atoms, step)
    word = atoms[step].norm if step < len(atoms) else ""
    if word in ("pound", "pounds"):
        if money is None or money[0] == step + 1:
            return (step + 1, Currency("GBP", 1.0)) if _pounds_are_money(text, atoms, found, step) else None
        return money
    if money is None:
        return None
    if word in _GLUED_ONLY and not atoms[step].glued:
        return None
    if word == "won" and found.value < 1000:
        return None
    return money


def _pounds_are_money(text: str, atoms: list[Atom], found: Measure, step: int) -> bool:
    """Pounds are sterling unless they are of something, attributive without being a fine, or near a word of weight."""
    words = contexts()
    following = atoms[step + 1].norm if step + 1 < len(atoms) else ""
    if atoms[step].norm == "pound":
        return following in words["fine"]
    if found.value >= 1e6:
        return True
    around = {a.norm for a in atoms[max(found.start - 4, 0) : step + 6]}
    return not (around & words["weigh"]) and following not in ("of", "heavier", "lighter")


def _is_unit(text: str, atoms: list[Atom], step: int, end: int) -> bool:
    first = atoms[step]
    if first.norm in _GLUED_ONLY and not first.glued:
        return False
    return not (first.norm == "c" and not text[first.start].isupper())


def unit_after(text: str, atoms: list[Atom], at: int) -> tuple[int, str, str, float] | None:
    """The currency or unit written at an atom: its end, unit, dimension, and factor ("cents" are 0.01 USD)."""
    money = currencies("after").starting(atoms, at)
    if money is not None and atoms[at].norm not in _GLUED_ONLY:
        return money[0], money[1].code, "money", money[1].factor
    if at < len(atoms) and atoms[at].norm == "pounds":
        return at + 1, "GBP", "money", 1.0
    unit = units().starting(atoms, at)
    if unit is not None and len(atoms[at].norm) > 2 and _is_unit(text, atoms, at, unit[0]):
        return unit[0], unit[1].symbol, unit[1].dimension, 1.0
    return None
