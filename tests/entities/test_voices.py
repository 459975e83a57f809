from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslab.entities import first_persons
from newslab.records import ArticleRecord, Attribution, Mention, Speaker

TEXT = '"I told our crew," said a spokesman for Sarn Port. I left.'
QUOTE = (1, 16)
NOTHING = ("direct", None, None, (), None, None, None, None, None, False, None, 0, "test", 1.0)  # from `kind` on


def attribution(source: tuple[int, int]) -> Attribution:
    return Attribution(
        content=(QUOTE,), quoted=(QUOTE,), kind="direct", source=source, source_head=0, cue=(), cue_head=None,
        cue_lemma=None, cue_class=None, addressee=None, medium=None, negated=False, parent=None, depth=0, rule="test",
        confidence=1.0,
    )  # fmt: skip


def record(speaker: Speaker) -> ArticleRecord:
    def mention(form: str, kind: str, label: str | None, cluster: int | None, nth: int = 0) -> Mention:
        start = TEXT.index(form) if not nth else TEXT.rindex(form)
        return Mention(start, start + len(form), 0, label, kind, "test", 1.0, cluster)

    mentions = [
        mention("I", "pronoun", "PERSON", None), mention("our", "pronoun", None, 7),
        mention("a spokesman for Sarn Port", "nominal", "PERSON", 1), mention("Sarn Port", "name", "ORG", 2),
        mention("I", "pronoun", "PERSON", None, 1),
    ]  # fmt: skip
    source = (TEXT.index("a spokes"), TEXT.index(". I"))
    return ArticleRecord("a", TEXT, mentions=mentions, attributions=[attribution(source)], speakers=[speaker])


@pytest.mark.parametrize(
    ("speaker", "i", "our"),
    [
        (Speaker((1,), "person", 1, "nominal"), 1, 2),
        (Speaker((1, 3), "person", 2, "name"), None, 2),
        (Speaker((), None, None, None), None, 2),
    ],
)
def test_first_persons(speaker: Speaker, i: int | None, our: int) -> None:
    """Quoted *I* is the one speaker, a spokesman's *our* his body; *I* outside of quotations stays as it was."""
    found = [m.cluster for m in first_persons(record(speaker))]
    assert found == [i, our, 1, 2, None]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8))
def test_any_quotations(spans: list[tuple[int, int]]) -> None:
    """Whatever overlaps, every mention stays, in its place."""
    given_record = record(Speaker((1,), "person", 1, "name"))
    given_record.attributions = [
        Attribution(
            ((a, b),), ((a, b),), "direct", None, None, (), None, None, None, None, None, False, None, 0, "t", 1.0
        )
        for a, b in spans
    ]
    given_record.speakers = [Speaker((1,), "person", 1, "name")] * len(spans)
    assert [m.start for m in first_persons(given_record)] == [m.start for m in given_record.mentions]
