"""What a number in running text is: a count of something, an age, part of a name, a label, or no amount at all."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from newslab.reader.syntax import Tree
from newslab.values.amounts import Measure, contexts
from newslab.values.atoms import Atom
from newslab.values.plausible import token_at

_LIST_MARKS = ("-", "--", "and", ",", ";", ":", ".")
_NOUNS = ("NOUN", "PROPN", "SYM")


class TextView(NamedTuple):
    """What the grammar looks at."""

    text: str
    atoms: list[Atom]
    tree: Tree | None
    starts: list[int]  # of the stretches that expressions of time take, merged and sorted
    ends: list[int]
    named: frozenset[str]  # figures that are names in this text: 737 after "Boeing 737"

    def in_time(self, atom: Atom) -> bool:
        """Tell whether the atom is part of an expression of time."""
        k = bisect_right(self.starts, atom.start) - 1
        return k >= 0 and atom.start < self.ends[k]

    def norm(self, i: int) -> str:
        """The atom at a place, or nothing where the text has ended."""
        return self.atoms[i].norm if 0 <= i < len(self.atoms) else ""

    def is_capital(self, i: int) -> bool:
        """Tell whether the atom at a place begins with a capital."""
        return 0 <= i < len(self.atoms) and self.text[self.atoms[i].start].isupper()


def named_figures(text: str, atoms: list[Atom]) -> frozenset[str]:
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


def is_label(s: TextView, m: Measure, i: int) -> bool:
    """A number that is no amount: part of a word, a version, a telephone number, a list's number, "page 3"."""
    atom, before = s.atoms[i], s.norm(i - 1)
    figure = atom.kind == "number" and m.dimension != "money"
    if atom.kind == "numeral" and m.unit is None and before in contexts()["label"] and counted_noun(s, m) is None:
        return True  # "phase three"
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
    if s.norm(m.end) == ")" and m.unit is None and m.value < 20 and before in _LIST_MARKS:
        return "(" not in [a.norm for a in s.atoms[max(i - 12, 0) : i]]  # "1) to estimate … and 2) to find"
    if m.unit is None and s.is_capital(m.end) and _is_address(s, m):
        return True
    if before == "per":
        return True  # "per 100,000 people" is a denominator
    if digits.isdigit() and ((len(digits) > 1 and digits[0] == "0") or len(digits) > 8):
        return True
    after = s.atoms[m.end] if m.end < len(s.atoms) else None
    if after is not None and after.glued:
        if after.kind in ("word", "number") or (after.norm in ("/", "_", "=", "@", "°") and m.unit is None):
            return True
        if (
            after.norm in (":", ".", "/")
            and m.end + 1 < len(s.atoms)
            and s.atoms[m.end + 1].glued
            and s.atoms[m.end + 1].value is not None
        ):
            return True
    if before in "[(" and s.norm(m.end) in ("]", ")") and before and m.unit is None:
        return before == "[" or not is_age(s, m, i)
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
        and counted_noun(s, m) is None
    )


def _is_address(s: TextView, m: Measure) -> bool:
    """ "619 Harbour Street"."""
    return any(s.norm(k) in contexts()["street"] and s.is_capital(k) for k in range(m.end, m.end + 4))


def chain_end(s: TextView, i: int) -> int:
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


def is_age(s: TextView, m: Measure, i: int) -> bool:
    """ "Barra, 51, will"; "(51)" after a name; "aged 56"; "at the age of 56"."""
    atom = s.atoms[i]
    if m.unit is not None or not 0 < m.value < 120 or m.value % 1:
        return False
    before, ages = s.norm(i - 1), contexts()["age"]
    if (
        before in ages
        or (before == "now" and s.norm(i - 2) == "," and s.norm(m.end) == ",")
        or (before == "of" and s.norm(i - 2) in ("age", "ages"))
    ):
        return s.norm(m.end) != "-" or before != "turned"
    if s.tree is not None and s.norm(m.end) != "-" and m.value > 1:
        t = token_at(s.tree, atom.start)
        who = s.tree.child(t, "nsubj")
        named = who is not None and s.tree.pos[who] == "PROPN" and m.value > 14 and s.norm(m.end) in (".", ",", "and")
        if (
            who is not None
            and (named or s.tree.lower[who] in ("he", "she", "i"))
            and s.tree.child(t, "cop") is not None
        ):
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


def _named(s: TextView, i: int) -> bool:
    """A word that ends a name, of two words at least or a proper noun by its tag."""
    if s.atoms[i].kind != "word":
        return False
    if s.tree is not None:
        return s.tree.pos[token_at(s.tree, s.atoms[i].start)] == "PROPN"
    return s.is_capital(i - 1)


def is_name(s: TextView, m: Measure, i: int, noun: str | None) -> bool:
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


def counted_noun(s: TextView, m: Measure) -> str | None:
    """The lemma of what is counted: the noun that the number modifies, or that of "12 of the men"."""
    if m.end >= len(s.atoms):
        return None
    at = m.end
    hyphen = s.norm(at) == "-" and s.atoms[at].glued and at + 1 < len(s.atoms) and s.atoms[at + 1].glued
    if hyphen:
        return s.norm(at + 1) if s.atoms[at + 1].kind == "word" and m.value > 1 else None
    if s.tree is None:
        following = s.norm(at + 1) if s.norm(at) == "of" else s.norm(at)
        good = following.isalpha() and len(following) > 2 and following not in contexts()["no-noun"]
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


def noun_of_word(s: TextView, i: int, end: int) -> str | None:
    """What "dozens of …" or "several …" counts."""
    return counted_noun(s, Measure(i, end, 2.0))
