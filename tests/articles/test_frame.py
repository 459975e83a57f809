"""Any frame → the articles table."""

from datetime import datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.articles.columns import plain_column
from newslab.articles.frame import COLUMNS, LONGEST, ReadError, prepare

LONG = (
    "The ferry company said on Tuesday that it would stop sailing to Marholm before the winter, because the harbour "
    "was too shallow for the new ship, and that the town had been told of it in the spring."
)
PORTUGUESE = (
    "A companhia disse na terça-feira que não vai mais navegar para a ilha antes do inverno, porque o porto é raso "
    "para o novo navio, e que a cidade já tinha sido avisada na primavera."
)


def messages(problems):
    return " ".join(problem.message for problem in problems)


def test_the_table_has_the_declared_columns_and_dtypes():
    """Also when it is empty; others come after."""
    for frame in (pd.DataFrame(), pd.DataFrame({"text": []}), pd.DataFrame({"text": [LONG], "desk": [3]})):
        table, _ = prepare(frame)
        assert list(table.columns[:12]) == list(COLUMNS)
        assert table["published"].dtype == pd.DatetimeTZDtype("us", "UTC")
        assert table["n_words"].dtype == "Int64"
        assert {str(table[name].dtype) for name in COLUMNS if name not in ("published", "n_words")} == {"str"}


def test_what_the_input_gives_is_kept_to_the_letter():
    """Text, article_id and language stay as they are; unknown columns keep values, order and dtype."""
    text = " “Non,” dit-il.\r\n\r\nTabs\tand spaces  "
    frame = pd.DataFrame(
        {
            "desk": pd.Categorical(["b"]),
            "text": [text],
            "article_id": [" 007 "],
            "language": ["en-GB"],
            "tags": [["x", 1]],
        },
        index=[9],
    )
    table, problems = prepare(frame)
    row = table.iloc[0]
    assert (row["text"], row["article_id"], row["language"], row["tags"]) == (text, " 007 ", "en-GB", ["x", 1])
    assert table["desk"].dtype == "category"
    assert problems == []


LEFT_OUT = [
    (PORTUGUESE, None, "not English"),
    (LONG, "pt", "given as 'pt'"),
    ("", None, "empty"),
    (None, None, "empty"),
    (3, None, "type int"),
    (b"%PDF-1.7", None, "PDF"),
    ("word " * (LONGEST // 5 + 1), "en", "1,000,005 characters"),
]


@pytest.mark.parametrize(("text", "language", "message"), LEFT_OUT)
def test_an_article_that_cannot_be_used_is_a_problem_not_a_row(text, language, message):
    """It is named with what, why and what to do, and the others are read."""
    table, problems = prepare(
        pd.DataFrame({"article_id": ["a", "b"], "text": [text, LONG], "language": [language, None]})
    )
    assert list(table["article_id"]) == ["b"]
    assert [problem.article_id for problem in problems] == ["a"]
    assert message in messages(problems)


def test_a_given_language_is_trusted():
    """What the input calls English is read as English."""
    table, _ = prepare(pd.DataFrame({"text": [PORTUGUESE], "language": ["en"]}))
    assert len(table) == 1


def test_ids_are_given_or_made_of_url_or_text():
    """Made ids depend on the article alone, not on its place."""
    frame = pd.DataFrame({"text": [LONG, LONG + " Yes.", LONG + " No."], "url": ["https://a.example", None, None]})
    ids = dict(zip(frame["text"], prepare(frame)[0]["article_id"], strict=True))
    turned = prepare(frame.iloc[::-1])[0]
    assert dict(zip(turned["text"], turned["article_id"], strict=True)) == ids
    assert list(prepare(pd.DataFrame({"text": [LONG], "article_id": [17]}))[0]["article_id"]) == ["17"]


def test_a_repeated_id_is_a_problem_and_both_articles_stay():
    """Each later one gets a number; a number that another article has already is not taken."""
    frame = pd.DataFrame({"text": [LONG, LONG + " Yes.", LONG + " No."], "article_id": ["a", "a", "a~2"]})
    table, problems = prepare(frame)
    assert list(table["article_id"]) == ["a", "a~3", "a~2"]
    assert "'a' occurs more than once" in messages(problems)


def test_dates_are_dates_and_doubts_are_problems():
    """A date that cannot be read is missing; the article stays."""
    frame = pd.DataFrame(
        {"text": [LONG, LONG + " Yes.", LONG + " No."], "date": ["14 March 2024", "03/04/2024", datetime(1, 1, 1)]}
    )
    table, problems = prepare(frame)
    assert list(table["published"].notna()) == [True, False, False]
    assert [problem.severity for problem in problems] == ["warning", "warning"]


def test_near_duplicates_are_marked_and_stay():
    """The later one names the earlier one."""
    body = " ".join(f"{LONG} In sentence {i} there is something else to be said of it." for i in "abcdefg")
    table, _ = prepare(
        pd.DataFrame({"article_id": ["b", "a"], "text": [body + " End.", body], "date": ["2024-03-02", "2024-03-01"]})
    )
    assert list(table["duplicate_of"].astype(object).where(table["duplicate_of"].notna(), None)) == ["a", None]


def test_lone_surrogates_and_zero_characters_are_replaced_in_place(tmp_path):
    """The text keeps its length and can be written."""
    table, problems = prepare(
        pd.DataFrame({"text": ["a\ud800b\0c"], "title": ["\udc00"], "desk": ["\udfff"]}, dtype=object)
    )
    assert table["text"][0] == "a�b�c"
    assert "U+FFFD" in messages(problems)
    table.to_parquet(tmp_path / "a.parquet")


def test_a_page_in_a_column_is_read():
    """Where there is markup and no text, the page's text and fields are taken."""
    page = f"<html><head><title>Ferry</title></head><body><p>{LONG}</p><p>{LONG} Again.</p></body></html>"
    table, _ = prepare(pd.DataFrame({"html": [page]}))
    assert (table["title"][0], table["text"][0]) == ("Ferry", f"{LONG}\n\n{LONG} Again.")


def test_markup_in_a_text_is_kept_and_noted():
    """A given text stays to the letter; the note says how to have the tags taken out, and that works."""
    frame = pd.DataFrame({"body": [f"<p>{LONG}</p><p>{LONG} Again.</p>"]})
    table, problems = prepare(frame)
    assert table["text"][0] == frame["body"][0]
    assert "holds HTML" in messages(problems)
    assert prepare(frame, columns={"html": "body"})[0]["text"][0] == f"{LONG}\n\n{LONG} Again."


def test_a_frame_without_a_text_column_is_an_error_in_a_sentence():
    """Its columns are named, and what to do."""
    with pytest.raises(ReadError, match=r"No column holds the text of articles \(columns: a\)\. Name it: columns="):
        prepare(pd.DataFrame({"a": [1]}))


def test_a_column_that_is_named_must_be_there():
    """A mistyped name is an error, not passed over in favour of another column."""
    with pytest.raises(ReadError, match="no column 'bodyy'; it has text"):
        prepare(pd.DataFrame({"text": [LONG]}), columns={"text": "bodyy"})


def test_repeated_names_of_columns_are_kept_apart():
    """A frame with two columns of a name is read."""
    table, _ = prepare(pd.DataFrame([[LONG, "x", "y"]], columns=["text", "desk", "desk"]))
    assert list(table.columns[12:]) == ["desk", "desk.2"]


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        (["1", "2", ""], "Int64"),
        (["007", "8"], "str"),
        (["1.5", None], "Float64"),
        ([True, None], "boolean"),
        ([1, 2.5], "Float64"),
        ([["a"], None], "object"),
        ([{"a": 1}, "b"], "str"),
        ([10**30, 1], "str"),
        ([], "str"),
        (["nan"], "str"),
        ([1, "1"], "str"),
    ],
)
def test_unknown_columns_of_files_get_one_dtype(values, dtype):
    """Numbers only where every value is written back the same; what is mixed becomes text."""
    column = plain_column(values)
    assert column.dtype == dtype or str(column.dtype) == dtype


CELL = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.just(LONG),
    st.integers(),
    st.floats(),
    st.binary(max_size=9),
    st.datetimes(),
    st.lists(st.text(max_size=3), max_size=2),
    st.just(pd.NA),
)
NAME = st.sampled_from(
    [
        "article_id",
        "title",
        "date",
        "outlet",
        "byline",
        "url",
        "language",
        "source",
        "encoding",
        "n_words",
        "duplicate_of",
        "html",
        "desk",
        "_stem",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_row_ends_in_the_table_or_in_a_problem(data):
    """For any frame: no exception, unique ids, dtypes that hold, nothing lost, the same again from its own result."""
    names = ["text", *data.draw(st.lists(NAME, unique=True, max_size=5))]
    rows = data.draw(st.lists(st.tuples(*[CELL] * len(names)), max_size=5))
    frame = pd.DataFrame({name: pd.Series([row[i] for row in rows], dtype=object) for i, name in enumerate(names)})
    table, problems = prepare(frame)
    assert len(table) + sum("was left out" in problem.message for problem in problems) == len(frame)
    assert table["article_id"].is_unique
    assert set(table["duplicate_of"].dropna()) <= set(table["article_id"])
    for name in COLUMNS:
        assert not table[name].isna().any() or name not in ("article_id", "text", "n_words")
        assert not (table[name].dtype == "str" and (table[name] == "").any())
    table[list(COLUMNS)].to_parquet()
    again, _ = prepare(table)
    pd.testing.assert_frame_equal(again[list(COLUMNS)], table[list(COLUMNS)])
