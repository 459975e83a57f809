"""Amounts in English news: bounds, unit, dimension and how they are limited.

`low` and `high` are in the unit, with "million" multiplied out ("£250m" is 250000000 GBP). "About 12" has both bounds
equal and `modifier` approximate; a range is exact, with its two bounds; a share ("a third", "one in four") is in per
cent; "at least 12" has no `high`, "up to 12" no `low`; "dozens" is vague and without bounds.
Money has its ISO 4217 code as
unit ("$" alone is read as USD), a rate its denominator ("USD/barrel"), a count the counted noun's lemma. The text
holds the modifier and the unit, but not the counted noun. Ages ("Barra, 51,") are years of dimension time; what is an
expression of time is left to `times`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc

from newslab.reader.syntax import Tree
from newslab.records import Quantity, Timex
from newslab.values.amounts import Measure, contexts, measure, unit_after, units
from newslab.values.atoms import atomise
from newslab.values.ellipsis import restore_units
from newslab.values.names import name_around, names_of
from newslab.values.number_roles import (
    TextView,
    chain_end,
    counted_noun,
    is_age,
    is_label,
    is_name,
    named_figures,
    noun_of_word,
)
from newslab.values.numbers import merge_numbers
from newslab.values.patterns import read_table
from newslab.values.phrases import Phrases
from newslab.values.times import text_of

_RANK = {"vague": 4, "at-least": 3, "at-most": 3, "approximate": 2, "exact": 1}
_LENGTHS = frozenset({"minute", "hour", "day", "week", "month", "year", "decade", "century"})
_RATIOS = frozenset(
    {2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 50, 100, 200, 500, 1000, 10_000, 100_000, 1_000_000}
)


class _Word(NamedTuple):
    low: float | None
    high: float | None
    modifier: str
    dimension: str
    needs: frozenset[str]


@cache
def _modifiers(place: str) -> Phrases[str]:
    rows = [row for row in read_table("modifiers.tsv") if row["place"] == place]
    return Phrases((form, row["modifier"]) for row in rows for form in row["forms"].split("; "))


@cache
def _words() -> Phrases[_Word]:
    rows = []
    for row in read_table("quantity_words.tsv"):
        low, high = (float(row[k]) if row[k] else None for k in ("low", "high"))
        word = _Word(low, high, row["modifier"], row["dimension"], frozenset((row["needs"] or "").split()))
        rows += [(form.strip(), word) for form in row["forms"].split("; ")]
    return Phrases(rows)


def find_quantities(doc: Doc, tree: Tree | None, times: Sequence[Timex]) -> list[Quantity]:
    """The amounts of a Doc in text order, without those that are part of an expression of time.

    The tree gives the counted noun and tells names ("Boeing 737") from counts; without one (None) the next word is
    taken for the noun.
    """
    text = text_of(doc, tree)
    atoms = merge_numbers(atomise(text))
    starts: list[int] = []
    ends: list[int] = []
    for time in sorted(times, key=lambda t: t.start):
        if ends and time.start <= ends[-1]:
            ends[-1] = max(ends[-1], time.end)
        else:
            starts.append(time.start)
            ends.append(time.end)
    source = TextView(
        text, atoms, tree if tree is not None and len(tree) else None, starts, ends, named_figures(text, atoms)
    )
    quantities: list[Quantity] = []
    words = _words()
    at = 0  # atoms before it are used up
    for i, atom in enumerate(atoms):
        if i < at:
            continue
        if atom.kind == "word" or atom.value is not None:
            found = words.starting(atoms, i)
            if found is not None and not source.in_time(atom):
                result = _word_amount(source, i, found[0], found[1], at)
                if result is not None:
                    quantities.append(result[0])
                    at = result[1]
                    continue
            if atom.value is not None and atom.kind != "ordinal" and not source.in_time(atom):
                amounts, at = _number_amounts(source, i, at, quantities[-1] if quantities else None)
                quantities += amounts
    names = names_of(doc)
    quantities = [amount for amount in quantities if name_around(names, amount.start, amount.end) is None]
    return quantities if source.tree is None else restore_units(source.tree, quantities)


def _word_amount(s: TextView, i: int, end: int, word: _Word, at: int) -> tuple[Quantity, int] | None:
    """Dozens, only a handful, about a third, double."""
    following = s.norm(end)
    start, modifier = _before(s, i, at)
    if word.dimension == "fraction" and (part := _part_of_unit(s, start, end, word, modifier)) is not None:
        return part
    if (
        word.needs
        and following not in word.needs
        and not (modifier and word.dimension == "fraction" and word.high == 0.5)
    ):
        return None
    if word.dimension == "fraction" and (
        following == "-" or s.norm(i - 1) in ("first", "second", "-", "other", "last")
    ):
        return None
    if i and s.atoms[i].glued and s.norm(i - 1) in ("-", "'"):
        return None
    modifier = _strongest(word.modifier, modifier)
    low, high = _bounds(word.low, word.high, modifier)
    dimension = word.dimension
    unit = noun_of_word(s, i, end) if dimension != "factor" else None
    if dimension == "count" and (written := unit_after(s.text, s.atoms, end + (following == "of"))) is not None:
        end, unit, dimension, factor = written
        low, high = (None if x is None else x * factor for x in (low, high))
    return _quantity(s, start, end, low, high, unit, dimension, modifier, "word"), end


def _part_of_unit(s: TextView, start: int, end: int, word: _Word, modifier: str | None) -> tuple[Quantity, int] | None:
    """Half a mile, a quarter of an inch: the fraction of one unit."""
    article = end + (s.norm(end) == "of")
    if s.norm(article) not in ("a", "an"):
        return None
    unit = unit_after(s.text, s.atoms, article + 1)
    if unit is None or word.low is None:
        return None
    value = word.low * unit[3]
    modifier = _strongest(word.modifier, modifier)
    low, high = _bounds(value, value, modifier)
    return _quantity(s, start, unit[0], low, high, unit[1], unit[2], modifier, "word"), unit[0]


def _number_amounts(s: TextView, i: int, at: int, previous: Quantity | None) -> tuple[list[Quantity], int]:
    """The amount at a number, or both of "from 20 to 30"; and the atom to go on from."""
    first = measure(s.text, s.atoms, i)
    if first is None:
        return [], at
    if is_label(s, first, i):
        return [], max(at, chain_end(s, i))
    if (ratio := _ratio(s, first, at)) is not None:
        return ratio
    second = _second(s, first)
    if second is None:
        if first.unit is None and s.norm(i + 1) == "-" and s.norm(i + 2)[:1].isdigit() and s.atoms[i].kind == "number":
            return [], max(chain_end(s, i), i + 3)  # a score, a telephone number
        if first.unit is None and [s.norm(i + k) for k in (1, 2, 3)] == ["-", "to", "-"] and s.norm(i + 4).isdigit():
            return [], i + 5  # a vote of 31-to-28
        listed = previous is not None and previous.rule == "age" and _follows(s, i, at)
        return _single(s, first, i, at, listed)
    joint = s.norm(first.end)
    noun = second.unit or counted_noun(s, Measure(first.start, second.end, second.value))
    if joint == "-" and noun is None:
        start, modifier = _before(s, first.start, at)
        if modifier is None:
            return [], second.end
    if first.unit is None:
        first.unit, first.dimension, first.rule = second.unit, second.dimension, second.rule
    if first.scale == 1 < second.scale and first.value < second.value / second.scale:
        first.value *= second.scale
    _rate(s, second)
    low, high = first.value, second.value
    if s.norm(first.start - 1) == "from" and joint == "to":
        unit = second.unit or noun
        pair = [
            _quantity(s, m.start, m.end, m.value, m.value, m.unit or unit, m.dimension, "exact", m.rule)
            for m in (first, second)
        ]
        return pair, second.end
    begin = first.start - 1 if joint == "and" else first.start
    start, modifier = _before(s, begin, at)
    end, after = _after(s, second.end)
    modifier = _strongest("exact", modifier, after)
    unit = second.unit or noun
    return [_quantity(s, start, end, low, high, unit, second.dimension, modifier, "range")], max(end, second.end)


def _follows(s: TextView, i: int, at: int) -> bool:
    """Only a comma or *and* stands between the last amount and this one: "aged nine, ten and 13"."""
    return 0 < at < i <= at + 2 and all(s.norm(k) in (",", "and") for k in range(at, i))


def _single(s: TextView, m: Measure, i: int, at: int, listed: bool) -> tuple[list[Quantity], int]:
    age = is_age(s, m, i) or (
        listed and m.unit is None and 0 < m.value < 120 and s.norm(m.end) in (",", ".", "and", ";")
    )
    if m.unit is None and s.norm(m.end + (s.norm(m.end) == "-")) == "fold":
        m.dimension, m.rule = "factor", "factor"
        m.end += 2 if s.norm(m.end) == "-" else 1
    elif age:
        m.unit, m.dimension, m.rule = "year", "time", "age"
    elif m.unit is None:
        noun = counted_noun(s, m)
        if is_name(s, m, i, noun):
            return [], m.end
        if s.norm(i) == "one" and _is_pronoun(s, m, i, noun, at):
            return [], m.end
        if s.norm(m.end) in ("times", "x") and m.unit is None:
            if s.norm(m.end + 1) in contexts()["factor"]:
                m.dimension, m.rule, noun = "factor", "factor", "time"
                m.end += 1
            else:
                noun = "time"
        m.unit = noun
    _rate(s, m)
    _per_many(s, m)
    start, before = _before(s, m.start, at)
    end, after = _after(s, m.end)
    modifier = _strongest("exact", before, after)
    low, high = _bounds(m.value, m.value, modifier)
    if m.dimension == "count" and m.unit in _LENGTHS:
        m.dimension = "time"
    return [_quantity(s, start, end, low, high, m.unit, m.dimension, modifier, m.rule)], end


def _is_pronoun(s: TextView, m: Measure, i: int, noun: str | None, at: int) -> bool:
    """ "No one", "the one that"; "one of the largest", unless it is "at least one of the men"."""
    if s.norm(m.end) == "of":
        return _before(s, i, at)[1] is None
    return noun is None or s.norm(i - 1) in contexts()["pronoun"]


def _quantity(
    s: TextView, start: int, end: int, low: float | None, high: float | None, unit: str | None, dimension: str,
    modifier: str, rule: str,
) -> Quantity:  # fmt: skip
    if low is not None and high is not None and low > high:
        low, high = high, low
    if dimension == "fraction":
        low, high = (None if x is None else round(100 * x, 4) for x in (low, high))
        unit, dimension = "%", "percent"
    return Quantity(s.atoms[start].start, s.atoms[end - 1].end, low, high, unit, dimension, modifier, rule)


def _bounds(low: float | None, high: float | None, modifier: str) -> tuple[float | None, float | None]:
    if modifier == "at-least":
        return low, None
    return (None, high) if modifier == "at-most" else (low, high)


def _strongest(*modifiers: str | None) -> str:
    return max((m for m in modifiers if m), key=lambda m: _RANK[m], default="exact")


def _before(s: TextView, start: int, at: int) -> tuple[int, str | None]:
    """Where the amount begins with its modifiers, and the strongest of them."""
    modifier: str | None = None
    for _ in range(2):
        found = _modifiers("before").ending(s.atoms, start)
        if found is None or found[0] < at:
            break
        start = found[0]
        modifier = _strongest(modifier, found[1])
    return start, modifier


def _after(s: TextView, end: int) -> tuple[int, str | None]:
    found = _modifiers("after").starting(s.atoms, end)
    if found is None:
        return end, None
    if s.norm(end) == "+" and not s.atoms[end].glued:
        return end, None
    if s.norm(end) in ("plus", "-") and found[0] < len(s.atoms) and s.atoms[found[0]].value is not None:
        return end, None
    return found


def _second(s: TextView, first: Measure) -> Measure | None:
    """The other end of a range: "20–30", "20 to 30", "between 20 and 30"; it must be the larger one."""
    joint = s.norm(first.end)
    between = s.norm(first.start - 1) == "between"
    if joint not in ("-", "to", "or") and not (joint == "and" and between):
        return None
    for at in range(first.end + 1, min(first.end + 4, len(s.atoms))):
        atom = s.atoms[at]
        if atom.value is not None and atom.kind in ("number", "numeral"):
            second = measure(s.text, s.atoms, at)
            if second is None or second.start != first.end + 1 or s.in_time(atom):
                return None
            if joint == "-" and s.norm(second.end) == "-" and s.norm(second.end + 1)[:1].isdigit():
                return None
            if first.unit and second.unit and first.unit != second.unit:
                return None
            if first.unit and not second.unit and first.dimension != "money":
                return None
            if second.unit is None:
                second.unit, second.dimension, second.rule = first.unit, first.dimension, first.rule
            low = first.value * (second.scale if first.scale == 1 and first.value < second.value / second.scale else 1)
            if joint == "or" and not (low < second.value <= 2 * low):
                return None
            return second if low < second.value else None
        if atom.kind == "word" and len(atom.norm) > 3:
            return None
    return None


def _ratio(s: TextView, m: Measure, at: int) -> tuple[list[Quantity], int] | None:
    """One in four, nine out of 10, one of every nine."""
    step = m.end
    words = [s.norm(k) for k in range(m.end, m.end + 3)]
    every = "every" in words
    for word in ("out", "of", "in", "every"):
        if s.norm(step) == word:
            step += 1
    if step == m.end or (s.norm(m.end) == "of" and not every) or s.norm(step - 1) == "out":
        return None
    if step >= len(s.atoms) or m.unit is not None:
        return None
    whole = s.atoms[step]
    if whole.value is None or whole.kind == "ordinal" or s.in_time(whole) or whole.value not in _RATIOS:
        return None
    if not 0 < m.value < whole.value or (m.value > 1 and whole.value not in (3, 4, 5, 10, 20, 100, 1000)):
        return None
    beyond = measure(s.text, s.atoms, step)
    if beyond is None or beyond.unit is not None:
        return None
    start, modifier = _before(s, m.start, at)
    modifier = _strongest("exact", modifier)
    share = m.value / whole.value
    low, high = _bounds(share, share, modifier)
    return [_quantity(s, start, step + 1, low, high, counted_noun(s, beyond), "fraction", modifier, "ratio")], step + 1


def _rate(s: TextView, m: Measure) -> None:
    """ "$80 a barrel", "26 cents per share": the denominator joins the unit."""
    word = s.norm(m.end)
    if m.unit is None or word not in ("a", "an", "per", "each", "/"):
        return
    noun = s.norm(m.end + 1)
    if m.dimension in ("speed", "data rate") or not noun.isalpha():
        return
    if word in ("a", "an") and (
        noun not in contexts()["per"] or m.dimension not in ("money", "percent", "count", "volume", "mass")
    ):
        return
    if word == "/" and not s.atoms[m.end].glued:
        return
    phrase = units().starting(s.atoms, m.end + 1)
    end = max(m.end + 2, phrase[0] if phrase else 0)
    m.unit = f"{m.unit}/{' '.join(a.norm for a in s.atoms[m.end + 1 : end])}"  # "USD/metric ton"
    m.end = end


def _per_many(s: TextView, m: Measure) -> None:
    """ "Four deaths per 100,000 people": the unit is death/100000."""
    at = next((k for k in (m.end, m.end + 1, m.end + 2) if s.norm(k) == "per"), None)
    if m.dimension != "count" or at is None or at + 1 >= len(s.atoms) or s.atoms[at + 1].value is None:
        return
    whole = s.atoms[at + 1].value or 0.0
    m.unit = "person" if m.unit == "people" else m.unit
    m.unit = f"{(m.unit or '') if at > m.end else ''}/{whole:.0f}"
    m.dimension = "rate"
