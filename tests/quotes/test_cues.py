"""The lexicon of cues."""

from __future__ import annotations

import pytest

from newslab.quotes.cues import CLASSES, KINDS, cue_lexicon, read_rows, word_list

LEXICON = cue_lexicon()


def test_rows_are_sound() -> None:
    """Every row has a known class and kind, some frame, and says whether its content is presupposed."""
    rows = list(read_rows("cues.tsv"))
    assert len(rows) > 1000
    for row in rows:
        assert row["class"] in CLASSES and row["pos"] in KINDS and row["presupposed"] in ("yes", "no")
        assert row["frames"].split()


def test_every_class_is_used() -> None:
    """All nine classes of speech acts occur."""
    assert {row["class"] for row in read_rows("cues.tsv")} == set(CLASSES)


@pytest.mark.parametrize(
    ("verb", "frame", "expected"),
    [
        ("say", "that", "report"),
        ("tell", "that", "report"),
        ("tell", "o:inf", "demand"),
        ("ask", "wh", "ask"),
        ("ask", "o:inf", "demand"),
        ("call", "p:for", "demand"),
        ("call", "o:pred", "report"),
        ("deny", "np", "deny"),
        ("admit", "that", "concede"),
        ("accuse", "o:of", "accuse"),
        ("promise", "inf", "promise"),
        ("believe", "that", "believe"),
        ("plan", "inf", "intend"),
    ],
)
def test_classes_depend_on_the_frame(verb: str, frame: str, expected: str) -> None:
    """A verb's class is that of the frame it stands in."""
    assert LEXICON.verbs[verb].frames[frame] == expected


def test_presupposed() -> None:
    """What is admitted counts as true, what is claimed does not."""
    assert LEXICON.verbs["admit"].presupposed and not LEXICON.verbs["claim"].presupposed


def test_word_lists() -> None:
    """The short lists are there and in lower case but for abbreviations."""
    for name in ("medium", "poll", "document", "turn_stop", "light", "unnamed", "quantity", "untruth"):
        assert word_list(name)
