import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslab.tables import NewsTables, TableError, codebook
from newslab.tables.schema import empty, frame, series

CONTRACT = {
    "articles": "article_id title text published outlet byline url language source encoding n_words duplicate_of",
    "sentences": "article_id sentence paragraph start end text",
    "mentions": "mention_id article_id sentence start end text label kind entity_id rule confidence",
    "entities": "entity_id name label aliases description n_mentions n_articles country latitude longitude",
    "quotes": "quote_id article_id sentence start end spans text quoted kind speaker speaker_start speaker_end "
    "speaker_ids speaker_name speaker_type speaker_count resolved_by cue cue_start cue_end cue_spans cue_lemma "
    "cue_class addressee medium negated parent_id depth rule confidence",
    "claims": "claim_id article_id sentence start end text quote_id source_chain source_name source_ids source_type "
    "subject predicate object arguments about_ids polarity source_factuality author_factuality factuality evidence "
    "claim_type tense time_id check_worthy rule confidence",
    "links": "from_claim_id to_claim_id relation cue cue_start cue_end basis candidate_ids ambiguous rule confidence",
    "times": "time_id article_id sentence start end text timex type earliest latest modifier anchor ambiguous "
    "alternatives",
    "quantities": "quantity_id article_id sentence start end text low high unit dimension modifier claim_id",
    "problems": "source article_id stage severity message",
}


@pytest.mark.parametrize("table", CONTRACT)
def test_columns_of_the_contract(table):
    """Every column that notebooks rely on is there, in its order, whatever was added."""
    names = [column.name for column in codebook()[table]]
    assert [name for name in names if name in CONTRACT[table].split()] == CONTRACT[table].split()


@pytest.mark.parametrize("table", CONTRACT)
def test_every_column_is_explained(table):
    """The codebook says in words what each column means, and refers only to tables that exist."""
    for column in codebook()[table]:
        assert len(column.meaning) > 5
        assert column.refers_to is None or column.refers_to in codebook()


@pytest.mark.parametrize("table", CONTRACT)
def test_empty_has_the_declared_dtypes(table):
    """A table without rows has the columns and dtypes of one with rows."""
    assert [str(dtype) for dtype in empty(table).dtypes] == [str(column.pandas) for column in codebook()[table]]


def test_nothing_and_something_are_sound(news):
    """Empty tables pass the check, and so does the worked example."""
    NewsTables().check()
    news.check()


def _set(table, column, value, row=0):
    def change(news):
        rows = getattr(news, table)
        if isinstance(value, list):
            rows.at[row, column] = value
        else:
            rows.loc[row, column] = value

    return change


def _replace(table, change):
    return lambda news: setattr(news, table, change(getattr(news, table)))


NOT_THERE = "rows are not what stands at their offsets in the article."
FAULTS = [
    (_replace("quotes", lambda q: q.drop(columns="cue")), "quotes has no column cue."),
    (_replace("mentions", lambda m: m.assign(start=m["start"].astype("float64"))),
     "mentions.start: the dtype is float64 where int64 is declared."),
    (_set("mentions", "label", "MISC"),
     "mentions.label: 1 row with a value that is not among PERSON, ORG, GPE, LOC, NORP, FAC, EVENT, PRODUCT, WORK "
     "('MISC')."),
    (_set("mentions", "confidence", 1.5), "mentions.confidence: 1 row outside 0 to 1 (1.5)."),
    (_set("mentions", "rule", None), "mentions.rule: 1 row with nothing in them where a value is required."),
    (_set("mentions", "rule", ""), "mentions.rule: 1 row with an empty string, which should be missing."),
    (_set("mentions", "mention_id", "fees:m2"),
     "mentions.mention_id: 2 rows with an id that another row has ('fees:m2')."),
    (_replace("quotes", lambda q: q.assign(spans="[]")),
     "quotes.spans: 5 rows with something that is not a list ('[]')."),
    (_set("mentions", "entity_id", "e9"), "mentions.entity_id: 1 reference to no row of entities ('e9')."),
    (_set("quotes", "speaker_ids", ["e1", "e9"]), "quotes.speaker_ids: 1 reference to no row of entities ('e9')."),
    (_set("mentions", "text", "Brandt"), f"mentions.text: 1 of 6 {NOT_THERE}"),
    (_set("mentions", "end", 10_000), f"mentions.text: 1 of 6 {NOT_THERE}"),
    (_set("quotes", "cue_end", pd.NA), f"quotes.cue: 1 of 5 {NOT_THERE}"),
    (_set("quotes", "speaker", "he"), f"quotes.speaker: 1 of 5 {NOT_THERE}"),
    (_set("quotes", "spans", [[0, 10_000]]), "quotes.spans: 1 rows have a span that lies outside."),
    (_set("claims", "evidence", [[5, 5]]), "claims.evidence: 1 rows have a span that lies outside."),
    (_set("times", "latest", pd.Timestamp("2001-01-01", tz="UTC")),
     "times: 1 rows have a latest below their earliest."),
    (_set("quantities", "high", 1.0), "quantities: 1 rows have a high below their low."),
    (_set("quotes", "depth", 4, row=1),
     "quotes.depth: a quote is not one deeper than the quote that it stands inside."),
    (_set("quotes", "parent_id", "denial:q1", row=1),
     "quotes.parent_id: a quote stands inside one of another article."),
    (_set("quotes", "depth", 1), "quotes.depth: a quote that stands inside none is not at depth 0."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "sentence"), FAULTS, ids=[sentence[:40] for _, sentence in FAULTS])
def test_faults_are_named(news, change, sentence):
    """Each thing that can be wrong in or between tables is refused with a sentence that says which and how."""
    change(news)
    with pytest.raises(TableError) as refused:
        news.check()
    assert sentence in str(refused.value).splitlines()


def test_more_columns_are_welcome(news):
    """Columns beyond the declared ones are no fault."""
    news.quotes["coded_by_me"] = 1
    news.check()


def test_a_missing_table(news):
    """A mapping without all tables is refused by name."""
    from newslab.tables.schema import check

    with pytest.raises(TableError, match=r"These tables are missing: links\."):
        check({name: rows for name, rows in news if name != "links"})


def test_times_are_utc():
    """Times with a zone are converted to UTC, times without are taken as UTC, and the years 1 and 9999 are times."""
    cells = series(["2024-03-14T09:00+02:00", "2024-03-14T09:00", "0001-01-01", "9999-12-31", None], "object")
    from newslab.tables.schema import UTC

    found = series(list(cells), UTC)
    assert [str(cell) for cell in found[:2]] == ["2024-03-14 07:00:00+00:00", "2024-03-14 09:00:00+00:00"]
    assert [cell.year for cell in found[2:4]] == [1, 9999] and found.isna()[4]


@given(st.text(st.characters(codec=None), max_size=20))
def test_any_string_fits(text):
    """Any string becomes a cell of the same length, lone surrogates as U+FFFD."""
    (cell,) = series([text], "str")
    assert len(cell) == len(text)
    assert all(a == b or b == "\ufffd" for a, b in zip(text, cell, strict=True))


def test_frame_takes_rows_in_order():
    """Rows of values become a frame with the declared dtypes; a row of the wrong length is an error."""
    assert frame("sentences", [("a", 0, 0, 0, 4, "Text")])["text"].tolist() == ["Text"]
    with pytest.raises(ValueError):
        frame("sentences", [("a", 0)])
