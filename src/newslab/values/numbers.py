"""Number phrases in words and figures: "1,200", "2.5 million", "two and a half", "half a dozen", "twenty-first".

Each becomes one atom with its value, so that the grammars of time and amount need not know how numbers are built.
"""

from __future__ import annotations

from functools import cache

from newslab.values.atoms import Atom
from newslab.values.patterns import read_table

_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
_ARTICLES = ("a", "an")
_LARGEST = 10**15


@cache
def number_words() -> dict[str, tuple[str, float]]:
    """Word → its class in number_words.tsv and its value."""
    return {row["word"]: (row["class"], float(row["value"])) for row in read_table("number_words.tsv")}


def merge_numbers(atoms: list[Atom]) -> list[Atom]:
    """The atoms with each number phrase as one atom (kind number, numeral or ordinal) that has a value."""
    words = number_words()
    merged: list[Atom] = []
    i, n = 0, len(atoms)
    while i < n:
        atom = atoms[i]
        norm = atom.norm
        if atom.kind == "number" or norm in words or (norm in _ARTICLES or norm == "half"):
            end, value, kind = _phrase(atoms, i, words)
            if end > i:
                last = atoms[end - 1]
                text = norm if end == i + 1 else " ".join(a.norm for a in atoms[i:end])
                merged.append(Atom(text, atom.start, last.end, kind, atom.glued, value))
                i = end
                continue
        elif atom.kind == "ordinal":
            atom = atom._replace(value=float(norm[:-2]))
        merged.append(atom)
        i += 1
    return merged


def _phrase(atoms: list[Atom], i: int, words: dict[str, tuple[str, float]]) -> tuple[int, float, str]:
    """End (exclusive), value and kind of the number phrase that begins at i; the end is i when there is none."""
    norm = atoms[i].norm
    if norm == "half" or norm in _ARTICLES:
        return _with_article(atoms, i, words)
    if atoms[i].kind == "number":
        value = _VULGAR.get(norm)
        value = float(norm.replace(",", "")) if value is None else value
        end = i + 1
        if end < len(atoms) and atoms[end].norm in _VULGAR and norm.isdigit():
            value, end = value + _VULGAR[atoms[end].norm], end + 1
        elif norm.isdigit() and end < len(atoms) and atoms[end].kind == "number" and (part := _slashed(atoms, end)):
            value, end = value + part, end + 3
        elif (fraction := _slashed(atoms, i)) is not None:
            value, end = fraction, i + 3
        kind = "number"
    elif words[norm][0] in ("unit", "ten"):
        end, value, kind = _words(atoms, i, words)
        if kind == "ordinal":
            return end, value, kind
    elif words[norm][0] == "ordinal":
        return i + 1, words[norm][1], "ordinal"
    else:
        return i, 0.0, ""
    half = _and_a_half(atoms, end)
    if half > end:
        value, end, kind = value + 0.5, half, "numeral"
    return _scaled(atoms, end, value, kind, words)


def _with_article(atoms: list[Atom], i: int, words: dict[str, tuple[str, float]]) -> tuple[int, float, str]:
    """ "a hundred", "half a million", "half a dozen": an article before hundred or a scale word."""
    value, at = 1.0, i
    if atoms[i].norm == "half":
        value, at = 0.5, i + 1
        if at < len(atoms) and atoms[at].norm == "-":
            at += 1
    if at < len(atoms) and atoms[at].norm in _ARTICLES:
        at += 1
    if at == i or at >= len(atoms) or words.get(atoms[at].norm, ("", 0.0))[0] not in ("hundred", "scale"):
        return i, 0.0, ""
    return _scaled(atoms, at, value, "numeral", words)


def _words(atoms: list[Atom], i: int, words: dict[str, tuple[str, float]]) -> tuple[int, float, str]:
    kind, value = words[atoms[i].norm]
    end = i + 1
    if kind == "ten":
        step = end + 1 if end < len(atoms) and atoms[end].norm == "-" and atoms[end].glued else end
        if step < len(atoms):
            after, more = words.get(atoms[step].norm, ("", 0.0))
            if 0 < more < 10 and (after == "unit" or (after == "ordinal" and step > end)):
                return step + 1, value + more, "ordinal" if after == "ordinal" else "numeral"
    return end, value, "numeral"


def _slashed(atoms: list[Atom], i: int) -> float | None:
    if i + 2 < len(atoms) and atoms[i + 1].norm == "/" and atoms[i + 1].glued and atoms[i + 2].glued:
        above, below = atoms[i].norm, atoms[i + 2].norm
        if (
            below in ("2", "3", "4", "5", "8", "10")
            and above.isascii()
            and above.isdigit()
            and 0 < int(above[:3]) < int(below)
        ):
            return int(above) / int(below)
    return None


def _and_a_half(atoms: list[Atom], end: int) -> int:
    found = [a.norm for a in atoms[end : end + 6] if a.norm != "-"][:3]
    if found != ["and", "a", "half"]:
        return end
    at = end
    while atoms[at].norm != "half":
        at += 1
    return at + 1


def _scaled(
    atoms: list[Atom], end: int, value: float, kind: str, words: dict[str, tuple[str, float]]
) -> tuple[int, float, str]:
    """Multiply by the hundred and scale words that follow, and add smaller parts: "two thousand and nine"."""
    total, current, smallest = 0.0, value, float("inf")
    n = len(atoms)
    while end < n:
        step = end + 1 if atoms[end].norm == "-" and end + 1 < n and atoms[end].glued and atoms[end + 1].glued else end
        group, size = words.get(atoms[step].norm, ("", 0.0))
        if group == "hundred" and current < 100:
            current, end = current * 100, step + 1
        elif group == "scale" and size < smallest and current * size < _LARGEST:
            total, current, smallest, end = total + current * size, 0.0, size, step + 1
            if size == 12:
                break
        else:
            break
        kind = "numeral"
        if atoms[end - 1].kind == "word" and end < n:
            step = end + 1 if atoms[end].norm == "and" and end + 1 < n else end
            group, _ = words.get(atoms[step].norm, ("", 0.0))
            if group in ("unit", "ten"):
                end, more, _ = _words(atoms, step, words)
                current += more
    return end, total + current, kind
