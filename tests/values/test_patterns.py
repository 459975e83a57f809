import pytest

from newslab.values.atoms import Atom, atomise
from newslab.values.patterns import Grammar


def shape(atom: Atom) -> str | None:
    return "figure" if atom.kind == "number" else None


def grammar(*rules: tuple[str, str]) -> Grammar:
    lexicon = {"monday": frozenset({"DAY"}), "last": frozenset({"LAST"}), "may": frozenset({"MONTH", "MODAL"})}
    return Grammar(list(rules), lexicon, {"figure": frozenset({"NUM"})}, shape)


def found(rules: list[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    atoms = atomise(text)
    made = grammar(*rules)
    matches = made.matches(made.encode(atoms), lambda m: m)
    return [(m.rule, text[atoms[m.start].start : atoms[m.end - 1].end]) for m, _ in matches]


CASES = [
    ([("day", "DAY")], "on Monday", [("day", "Monday")]),
    ([("day", "DAY"), ("last", "LAST DAY")], "last Monday", [("last", "last Monday")]),
    ([("date", "MONTH NUM ( ,? NUM:year )?")], "May 3, 2020 and May 4", [("date", "May 3, 2020"), ("date", "May 4")]),
    ([("of", "( the | a ) NUM of? DAY")], "the 3 of Monday", [("of", "the 3 of Monday")]),
    ([("modal", "MODAL go")], "may go", [("modal", "may go")]),
]


@pytest.mark.parametrize(("rules", "text", "expected"), CASES)
def test_matches(rules: list[tuple[str, str]], text: str, expected: list[tuple[str, str]]) -> None:
    """The longest match wins; a word may be in several classes; literals, options and groups are understood."""
    assert found(rules, text) == expected


def test_parts() -> None:
    """A match says which atom each named class matched."""
    made = grammar(("date", "MONTH NUM NUM:year"))
    ((match, _),) = made.matches(made.encode(atomise("in May 3 2020")), lambda m: m)
    assert match.parts == {"month": 1, "num": 2, "year": 3}


def test_refused_match() -> None:
    """Where the reader makes nothing of the longest match, the next one is tried."""
    made = grammar(("long", "LAST DAY"), ("short", "LAST"))
    matches = made.matches(made.encode(atomise("last Monday")), lambda m: None if m.rule == "long" else m.rule)
    assert [meaning for _, meaning in matches] == ["short"]


@pytest.mark.parametrize("pattern", ["NOCLASS", "( DAY", "DAY?", "DAY )"])
def test_faulty_patterns(pattern: str) -> None:
    """A pattern that cannot be right is refused with a sentence."""
    with pytest.raises(ValueError, match=r"\.$"):
        grammar(("faulty", pattern))
