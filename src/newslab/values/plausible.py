"""Whether a match of times.tsv is a time at all: May the month, the person or the verb; 2000 the year or the number."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from newslab.reader.syntax import Tree
from newslab.values.atoms import Atom
from newslab.values.numbers import number_words
from newslab.values.patterns import Found, read_table

_PARTS = ("month", "shortmonth", "weekday", "weekdays", "shortday")


@cache
def lexicon() -> dict[str, dict[str, str]]:
    """Word → class → value, from time_words.tsv, with fiscal years (FY2009) and ordinals."""
    words: dict[str, dict[str, str]] = {}
    for row in read_table("time_words.tsv"):
        for word in row["words"].split():
            words.setdefault(word, {})[row["class"]] = row["value"]
    for word in ["fy", *(f"fy{year}" for year in range(1980, 2060))]:
        words.setdefault(word, {})["FY"] = "FY"
    for word, (group, value) in number_words().items():
        if group == "ordinal":
            words.setdefault(word, {}).update({"ORD": str(value), "DAY": str(value), "DAYORD": str(value)})
    return words


@cache
def context_words() -> dict[str, frozenset[str]]:
    """Class → words, from time_contexts.tsv."""
    return {row["class"]: frozenset(row["words"].split()) for row in read_table("time_contexts.tsv")}


def token_at(tree: Tree, offset: int) -> int:
    """The token that a character lies in, or the one before it."""
    return max(bisect_right(tree.start, offset) - 1, 0)


def names_of_months(text: str, atoms: list[Atom]) -> set[str]:
    """Months that the text has as somebody's name: "Theresa May", "Mrs May"."""
    names = set()
    for i, atom in enumerate(atoms):
        if atom.norm in context_words()["name"] and i and text[atom.start].isupper():
            before = atoms[i - 1]
            if before.norm == "." and i > 1 and atoms[i - 2].norm in ("mrs", "ms", "mr", "dr"):
                before = atoms[i - 2]
            named = (
                before.kind == "word"
                and text[before.start].isupper()
                and before.norm not in context_words()["preposition"]
            )
            if named and before.norm not in lexicon() and (i < 2 or atoms[i - 2].norm != "."):
                names.add(atom.norm)
    return names


def is_plausible(text: str, atoms: list[Atom], found: Found, tree: Tree | None, names: set[str]) -> bool:
    """Tell whether a match is an expression of time, by its capitals, the words around it and the tree."""
    parts = found.parts
    for name in _PARTS:
        if name in parts and not text[atoms[parts[name]].start].isupper():
            return False
    if (
        found.rule == "holiday"
        and not text[
            atoms[parts.get("last", parts.get("this", parts.get("next", found.start - 1))) + 1].start
        ].isupper()
    ):
        return False
    before = atoms[found.start - 1] if found.start else None
    after = atoms[found.end] if found.end < len(atoms) else None
    if found.rule == "year" and "year" in parts:
        return _is_year(text, atoms, found, before, after, tree)
    if found.rule == "month" and not parts.keys() - {"month"} and found.end == found.start + 1:
        norm = atoms[found.start].norm
        if norm in context_words()["name"]:
            if (
                before is None
                or before.norm not in context_words()["preposition"]
                or before.norm in (",", "(", "-", "and", "or", "for", "as", "to")
            ):
                return False
            return norm not in names or (
                before.norm in ("in", "since", "last", "next", "until", "by") and (after is None or after.norm != "'")
            )
    if (
        "adjunit" in parts
        and text[atoms[found.start].start].isupper()
        and after is not None
        and text[after.start].isupper()
    ):
        return False  # "Daily Mail"
    if found.rule in ("date", "days") and "year" not in parts and after is not None:
        last = atoms[found.end - 1]
        if last.kind == "number" and after.norm in ("%", "percent", "per", "people", "million", "killed"):
            return False
        if last.kind == "number" and after.glued and after.kind == "word":
            return False
    if found.rule == "daypart" and _is_title(text, atoms, found):
        return False
    if (
        found.rule in ("weekday", "season", "month", "holiday", "daypart")
        and tree is not None
        and len(tree)
        and after is not None
    ):
        return not _in_name(text, atoms[found.end - 1], after, tree)
    if found.rule == "noon" and _is_title(text, atoms, found):
        return False
    if (
        before is not None
        and before.glued
        and before.norm in ("$", "£", "€", "¥")
        and found.rule in ("duration", "range")
    ):
        return False
    return not (found.rule == "duration" and before is not None and before.norm in ("$", "£", "€", "¥", "/"))


def _is_title(text: str, atoms: list[Atom], found: Found) -> bool:
    """A part of the day with a capital inside a sentence: the paper *Dawn*, the show "Harbour in the Morning"."""
    at = found.parts.get("noon", found.parts.get("part", found.start))
    word = text[atoms[at].start : atoms[at].end]
    if not word[:1].isupper() or word.isupper() or "weekday" in found.parts:
        return False
    before = atoms[at - 1] if at else None
    return before is not None and before.kind in ("word", "number") and not text[before.start].isupper()


def _in_name(text: str, last: Atom, after: Atom, tree: Tree) -> bool:
    """A weekday or season inside a name: "Sunday Times", "Winter Olympics"."""
    i = token_at(tree, last.start)
    head = tree.heads[i]
    if head <= i or not text[after.start].isupper() or tree.pos[head] != "PROPN":
        return False
    return tree.is_(i, "compound", "flat", "nmod:unmarked", "amod") and head - i <= 3 and after.norm not in lexicon()


def _is_year(
    text: str, atoms: list[Atom], found: Found, before: Atom | None, after: Atom | None, tree: Tree | None
) -> bool:
    """A bare number of four digits is a year unless it counts something, names something or is part of a figure."""
    at = found.parts["year"]
    atom = atoms[at]
    value = atom.value or 0
    if found.start < at:
        return True
    if before is not None:
        if (before.glued and before.norm in ("#", "/", "=", "_", "&")) or before.norm in (
            "$",
            "£",
            "€",
            "¥",
            "no",
            "nos",
            ":",
        ):
            return False
        if (atom.glued and before.kind in ("word", "number")) or (
            before.norm in ("-", ".", "+") and atom.glued and before.glued
        ):
            return before.norm == "-" and before.glued and value >= 1900 and atoms[at - 2].kind == "word"
        if before.norm == "'":
            return False
    if after is not None:
        if after.glued and (after.kind in ("word", "number") or after.norm in ("%", "/", "_")):
            return False
        if after.norm in ("%", "percent", "per", "hrs", "utc", "gmt", "°", "people", "euros", "dollars", "hours"):
            return False
    cued = before is not None and before.norm in context_words()["year"]
    if not 1900 <= value <= 2050 and not (cued and value >= 1000 and before is not None and before.norm != "the"):
        return _is_old_year(text, atoms, at, tree)
    if tree is not None and len(tree):
        i = token_at(tree, atom.start)
        head = tree.heads[i]
        if head > i and tree.tag[head] == "NNS" and tree.is_(i, "nummod") and not text[tree.start[head]].isupper():
            dated = tree.lower[head] in context_words()["dated"] or (before is not None and before.norm in ("the", "s"))
            return dated and 1950 <= value <= 2050
        if head < i and tree.pos[head] == "PROPN" and tree.is_(i, "nummod", "flat") and not cued:
            return head == i - 1 and 1950 <= value <= 2050
    return True


def _is_old_year(text: str, atoms: list[Atom], at: int, tree: Tree | None) -> bool:
    """ "The 1836 assault", "the government's 1829 decree": before one singular noun."""
    if tree is None or not len(tree) or not at or not 1500 <= (atoms[at].value or 0) < 1900:
        return False
    i = token_at(tree, atoms[at].start)
    head = tree.heads[i]
    return atoms[at - 1].norm in ("the", "s") and head > i and tree.tag[head] == "NN"
