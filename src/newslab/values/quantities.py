"""Amounts in English news: bounds, unit, dimension and how they are limited.

`low` and `high` are in the unit, with "million" multiplied out ("£250m" is 250000000 GBP). An amount that is about right has
both bounds equal and `modifier` approximate; "at least 12" has no `high`, "up to 12" no `low`; "dozens" is vague with
the bound that the word itself commits to. Money has the ISO 4217 code as its unit ("$" alone is read as USD), a rate its
denominator ("USD/barrel"), a count the counted noun's lemma. The text holds the modifier and the unit, but not the
counted noun. Ages ("Barra, 51,") are years of dimension time; what is an expression of time is left to `times`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc

from newslab.reader.syntax import Tree
from newslab.records import Quantity, Timex
from newslab.values.amounts import Measure, contexts, measure, unit_after, units
from newslab.values.atoms import Atom, atomise
from newslab.values.numbers import merge_numbers
from newslab.values.patterns import read_table
from newslab.values.phrases import Phrases
from newslab.values.times import text_of, token_at

_RANK = {"vague": 4, "at-least": 3, "at-most": 3, "approximate": 2, "exact": 1}
_NO_NOUNS = frozenset(
    "and the for are was has had that with from were have them they this when who which times".split()
)
_LENGTHS = frozenset({"minute", "hour", "day", "week", "month", "year", "decade", "century"})
_NOUNS = ("NOUN", "PROPN", "SYM")
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


class _Text(NamedTuple):
    """What the grammar looks at."""

    text: str
    atoms: list[Atom]
    tree: Tree | None
    starts: list[int]  # of the stretches that expressions of time take, merged and sorted
    ends: list[int]
    named: frozenset[str]  # figures that are names in this text: 737 after "Boeing 737"

    def in_time(self, atom: Atom) -> bool:
        k = bisect_right(self.starts, atom.start) - 1
        return k >= 0 and atom.start < self.ends[k]

    def norm(self, i: int) -> str:
        return self.atoms[i].norm if 0 <= i < len(self.atoms) else ""

    def is_capital(self, i: int) -> bool:
        return 0 <= i < len(self.atoms) and self.text[self.atoms[i].start].isupper()


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
    source = _Text(
        text, atoms, tree if tree is not None and len(tree) else None, starts, ends, _named_figures(text, atoms)
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
    return quantities


def _named_figures(text: str, atoms: list[Atom]) -> frozenset[str]:
    """Figures that end a name somewhere in the text."""
    found = set()
    for i in range(2, len(atoms)):
        norm = atoms[i].norm
        if atoms[i].kind == "number" and len(norm) == 3 and norm.isdigit() and not atoms[i].glued:
            before, after = atoms[i - 1], atoms[i + 1] if i + 1 < len(atoms) else None
            capital = (
                before.kind == "word" and text[before.start].isupper() and atoms[i - 2].norm not in (".", "\n", '"')
            )
            if capital and (after is None or after.kind != "word" or after.glued or text[after.start].isupper()):
                found.add(norm)
    return frozenset(found)


def _word_amount(s: _Text, i: int, end: int, word: _Word, at: int) -> tuple[Quantity, int] | None:
    """Dozens, only a handful, about a third, double."""
    following = s.norm(end)
    start, modifier = _before(s, i, at)
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
    unit = _of_noun(s, i, end) if dimension != "factor" else None
    if dimension == "count" and (written := unit_after(s.text, s.atoms, end + (following == "of"))) is not None:
        end, unit, dimension, factor = written
        low, high = (None if x is None else x * factor for x in (low, high))
    return _quantity(s, start, end, low, high, unit, dimension, modifier, "word"), end


def _number_amounts(s: _Text, i: int, at: int, previous: Quantity | None) -> tuple[list[Quantity], int]:
    """The amount at a number, or both of "from 20 to 30"; and the atom to go on from."""
    first = measure(s.text, s.atoms, i)
    if first is None:
        return [], at
    if _is_label(s, first, i):
        return [], max(at, _chain_end(s, i))
    if (ratio := _ratio(s, first, at)) is not None:
        return ratio
    second = _second(s, first)
    if second is None:
        if first.unit is None and s.norm(i + 1) == "-" and s.norm(i + 2)[:1].isdigit() and s.atoms[i].kind == "number":
            return [], max(_chain_end(s, i), i + 3)  # a score, a telephone number
        listed = previous is not None and previous.rule == "age" and _follows(s, i, at)
        return _single(s, first, i, at, listed)
    joint = s.norm(first.end)
    noun = second.unit or _noun(s, Measure(first.start, second.end, second.value))
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
    modifier = _strongest("approximate", modifier, after)
    unit = second.unit or noun
    return [_quantity(s, start, end, low, high, unit, second.dimension, modifier, "range")], max(end, second.end)


def _follows(s: _Text, i: int, at: int) -> bool:
    """Only a comma or *and* stands between the last amount and this one: "aged nine, ten and 13"."""
    return 0 < at < i <= at + 2 and all(s.norm(k) in (",", "and") for k in range(at, i))


def _single(s: _Text, m: Measure, i: int, at: int, listed: bool) -> tuple[list[Quantity], int]:
    age = _is_age(s, m, i) or (
        listed and m.unit is None and 0 < m.value < 120 and s.norm(m.end) in (",", ".", "and", ";")
    )
    if m.unit is None and s.norm(m.end + (s.norm(m.end) == "-")) == "fold":
        m.dimension, m.rule = "factor", "factor"
        m.end += 2 if s.norm(m.end) == "-" else 1
    elif age:
        m.unit, m.dimension, m.rule = "year", "time", "age"
    elif m.unit is None:
        noun = _noun(s, m)
        if _is_name(s, m, i, noun):
            return [], m.end
        if s.norm(i) == "one" and _is_pronoun(s, m, i, noun, at):
            return [], m.end
        if s.norm(m.end) in ("times", "x") and m.unit is None:
            if s.norm(m.end + 1) in contexts()["factor"]:
                m.dimension, m.rule, noun = "factor", "factor", None
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


def _is_pronoun(s: _Text, m: Measure, i: int, noun: str | None, at: int) -> bool:
    """ "No one", "the one that"; "one of the largest", unless it is "at least one of the men"."""
    if s.norm(m.end) == "of":
        return _before(s, i, at)[1] is None
    return noun is None or s.norm(i - 1) in contexts()["pronoun"]


def _quantity(
    s: _Text, start: int, end: int, low: float | None, high: float | None, unit: str | None, dimension: str,
    modifier: str, rule: str,
) -> Quantity:  # fmt: skip
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Quantity(s.atoms[start].start, s.atoms[end - 1].end, low, high, unit, dimension, modifier, rule)


def _bounds(low: float | None, high: float | None, modifier: str) -> tuple[float | None, float | None]:
    if modifier == "at-least":
        return low, None
    return (None, high) if modifier == "at-most" else (low, high)


def _strongest(*modifiers: str | None) -> str:
    return max((m for m in modifiers if m), key=lambda m: _RANK[m], default="exact")


def _before(s: _Text, start: int, at: int) -> tuple[int, str | None]:
    """Where the amount begins with its modifiers, and the strongest of them."""
    modifier: str | None = None
    for _ in range(2):
        found = _modifiers("before").ending(s.atoms, start)
        if found is None or found[0] < at:
            break
        start = found[0]
        modifier = _strongest(modifier, found[1])
    return start, modifier


def _after(s: _Text, end: int) -> tuple[int, str | None]:
    found = _modifiers("after").starting(s.atoms, end)
    if found is None:
        return end, None
    if s.norm(end) == "+" and not s.atoms[end].glued:
        return end, None
    if s.norm(end) in ("plus", "-") and found[0] < len(s.atoms) and s.atoms[found[0]].value is not None:
        return end, None
    return found


def _second(s: _Text, first: Measure) -> Measure | None:
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


def _chain_end(s: _Text, i: int) -> int:
    """Past "6-4-3", "555-1234", "4.2.1", "24/7", "+44 20 7946 0958"."""
    end = i + 1
    if s.norm(i - 1) in ("+", "tel", "phone", "telephone", "fax"):
        while s.norm(end).isdigit():
            end += 1
    while (
        end + 1 < len(s.atoms)
        and s.atoms[end].glued
        and s.norm(end) in "-/.:+"
        and s.atoms[end + 1].value is not None
        and s.atoms[end + 1].glued
    ):
        end += 2
    return end


def _ratio(s: _Text, m: Measure, at: int) -> tuple[list[Quantity], int] | None:
    """One in four, nine out of 10."""
    step = (
        m.end + 1 if s.norm(m.end) == "in" else m.end + 2 if s.norm(m.end) == "out" and s.norm(m.end + 1) == "of" else 0
    )
    if not step or step >= len(s.atoms) or m.unit is not None:
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
    return [_quantity(s, start, step + 1, low, high, _noun(s, beyond), "fraction", modifier, "ratio")], step + 1


def _rate(s: _Text, m: Measure) -> None:
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


def _per_many(s: _Text, m: Measure) -> None:
    """ "Four deaths per 100,000 people": the unit is death/100000 people."""
    at = next((k for k in (m.end, m.end + 1, m.end + 2) if s.norm(k) == "per"), None)
    if m.dimension != "count" or at is None or at + 1 >= len(s.atoms) or s.atoms[at + 1].value is None:
        return
    whole, noun = s.atoms[at + 1].value or 0.0, s.norm(at + 2)
    counted = m.unit if at > m.end else None
    m.unit = f"{counted or ''}/{whole:.0f} {noun if noun.isalpha() else ''}".rstrip()


def _is_label(s: _Text, m: Measure, i: int) -> bool:
    """A number that is no amount: part of a word, a version, a telephone number, a list's number, "page 3"."""
    atom, before = s.atoms[i], s.norm(i - 1)
    figure = atom.kind == "number" and m.dimension != "money"
    if not figure:  # a "high-five"
        return before == "-" and atom.glued and s.atoms[i - 1].glued and s.atoms[i - 2].kind == "word"
    if atom.glued and i:
        previous = s.atoms[i - 1]
        if before in ("#", "_", "=", "&", "@", "/", "\\", ":", "'") or previous.kind in (
            "word",
            "number",
            "clock",
            "date",
        ):
            return True
        if before == "." and i > 1 and previous.glued:
            return True
        if before == "-" and previous.glued:
            return True
        if before == "+" and len(atom.norm) < 4:
            return True
    digits = atom.norm
    if s.norm(m.end) == ")" and m.unit is None and before in ("-", "--", "and", ",", ";", ":", ".") and m.value < 20:
        if "(" not in [a.norm for a in s.atoms[max(i - 12, 0) : i]]:
            return True  # "1) to estimate … and 2) to find"
    if before == "per":
        return True  # "per 100,000 people" is a denominator
    if digits.isdigit() and ((len(digits) > 1 and digits[0] == "0") or len(digits) > 8):
        return True
    after = s.atoms[m.end] if m.end < len(s.atoms) else None
    if after is not None and after.glued:
        if after.kind in ("word", "number") or after.norm in ("/", "_", "=", "@", "°") and m.unit is None:
            return True
        if (
            after.norm in (":", ".", "/")
            and m.end + 1 < len(s.atoms)
            and s.atoms[m.end + 1].glued
            and s.atoms[m.end + 1].value is not None
        ):
            return True
    if before in "[(" and s.norm(m.end) in ("]", ")") and before and m.unit is None:
        return before == "[" or not _is_age(s, m, i)
    if (i == 0 or s.atoms[i - 1].kind == "break") and s.norm(m.end) in (".", ")") and m.unit is None:
        return True
    if m.unit is None and digits in s.named:
        return True
    if m.unit is None and before.rstrip(".") in contexts()["label"]:
        return True
    if before == "." and s.norm(i - 2) in ("no", "nos", "tel", "vol", "art", "fig", "p", "pp"):
        return True
    return (
        m.unit is None
        and atom.value is not None
        and digits.isdigit()
        and len(digits) == 4
        and 1900 <= atom.value <= 2050
        and _noun(s, m) is None
    )


def _is_age(s: _Text, m: Measure, i: int) -> bool:
    """ "Barra, 51, will"; "(51)" after a name; "aged 56"; "at the age of 56"."""
    atom = s.atoms[i]
    if m.unit is not None or not 0 < m.value < 120 or m.value % 1:
        return False
    before, ages = s.norm(i - 1), contexts()["age"]
    if before in ages or (before == "of" and s.norm(i - 2) in ("age", "ages")):
        return s.norm(m.end) != "-" or before != "turned"
    if s.tree is not None and s.norm(m.end) != "-":
        t = token_at(s.tree, atom.start)
        who = s.tree.child(t, "nsubj")
        if who is not None and s.tree.lower[who] in ("he", "she", "i") and s.tree.child(t, "cop") is not None:
            return True  # "until she was eighteen"
    if atom.kind != "number" or m.value < 10:
        return False
    closing = s.norm(m.end)
    if before == ",":
        pair = closing == "and" and s.norm(m.end + 2) == "," and s.norm(m.end + 1).isdigit()
        if s.tree is not None and closing == "," and not s.is_capital(i - 2):
            t = token_at(s.tree, atom.start)  # "the princess, 67, announced"
            return s.tree.deps[t] == "appos" and s.tree.tag[s.tree.heads[t]] == "NN"
        return (closing in (",", ".", ";", ")", "\n") or pair) and s.is_capital(i - 2) and _named(s, i - 2)
    return before == "(" and closing == ")" and s.is_capital(i - 2) and _named(s, i - 2)


def _named(s: _Text, i: int) -> bool:
    """A word that ends a name, of two words at least or a proper noun by its tag."""
    if s.atoms[i].kind != "word":
        return False
    if s.tree is not None:
        return s.tree.pos[token_at(s.tree, s.atoms[i].start)] == "PROPN"
    return s.is_capital(i - 1)


def _is_name(s: _Text, m: Measure, i: int, noun: str | None) -> bool:
    """ "Boeing 737", "Group of 20", "Apollo 11": the number belongs to the name before it."""
    previous = s.atoms[i - 1] if i else None
    if noun is not None and s.tree is not None and s.atoms[i].kind == "number" and m.value > 1 and s.norm(m.end) != "-":
        head = s.tree.heads[token_at(s.tree, s.atoms[i].start)]
        if s.tree.tag[head] == "NN" and s.tree.lower[head] == noun and noun not in contexts()["collective"]:
            return True  # "the 737 airliner", "the S&P 500 index"
    if previous is None or previous.kind != "word":
        return False
    if s.atoms[i].kind == "numeral" and noun is None and s.is_capital(i) and s.is_capital(i - 1) and i > 1:
        return s.norm(i - 2) not in (".", "\n", '"')  # "World War Two"
    at = (
        i - 2
        if previous.norm == "of"
        and s.is_capital(i - 2)
        and s.norm(i - 2) in ("group", "league", "council", "committee")
        else i - 1
    )
    if not s.is_capital(at):
        return False
    if at == i - 2:
        return True
    if s.tree is not None:
        t = token_at(s.tree, s.atoms[i].start)
        head = s.tree.heads[t]
        if noun is not None and head > t:
            proper = s.tree.pos[token_at(s.tree, previous.start)] == "PROPN"
            return proper and s.tree.tag[head] == "NN" and m.value > 1 and noun not in contexts()["collective"]
        return (
            s.tree.pos[token_at(s.tree, previous.start)] == "PROPN"
            and (head < t or noun is None)
            and s.atoms[i].kind == "number"
        )
    return noun is None and s.atoms[i].kind == "number"


def _noun(s: _Text, m: Measure) -> str | None:
    """The lemma of what is counted: the noun that the number modifies, or that of "12 of the men"."""
    if m.end >= len(s.atoms):
        return None
    at = m.end
    hyphen = s.norm(at) == "-" and s.atoms[at].glued and at + 1 < len(s.atoms) and s.atoms[at + 1].glued
    if hyphen:
        return s.norm(at + 1) if s.atoms[at + 1].kind == "word" and m.value > 1 else None
    if s.tree is None:
        following = s.norm(at + 1) if s.norm(at) == "of" else s.norm(at)
        good = following.isalpha() and len(following) > 2 and following not in _NO_NOUNS
        return following if good else None
    tree = s.tree
    first, last = token_at(tree, s.atoms[m.start].start), token_at(tree, s.atoms[m.end - 1].end - 1)
    t = last
    for _ in range(4):
        head = tree.heads[t]
        if head == t or not (first <= head <= last or tree.deps[t] == "conj"):
            break
        t = head
    head = tree.heads[t]
    if head > last and tree.is_(t, "nummod", "det", "amod", "compound", "nmod") and tree.pos[head] in _NOUNS:
        return tree.lemma[head]
    for token in range(last + 1, min(last + 4, len(tree))):
        if tree.tag[token] == "NNS":
            return tree.lemma[token]
        if tree.pos[token] != "ADJ":
            break
    for token in range(first, last + 1):
        for kid in tree.children(token, "nmod"):
            if kid > last and tree.preposition(kid) == "of" and tree.pos[kid] in _NOUNS:
                return tree.lemma[kid]
    return None


def _of_noun(s: _Text, i: int, end: int) -> str | None:
    """What "dozens of …" or "several …" counts."""
    return _noun(s, Measure(i, end, 2.0))
