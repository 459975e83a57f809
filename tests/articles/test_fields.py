"""Names of columns."""

import numpy as np
import pandas as pd
import pytest

from newslab.articles.fields import as_text, assign, free, is_missing, unique

CASES = [
    (
        ["headline", "body", "date", "publisher", "author", "link"],
        dict(title="headline", text="body", published="date", outlet="publisher", byline="author", url="link"),
    ),
    (
        ["Title", "Content", "publishedAt", "source", "Author(s)"],
        dict(title="Title", text="Content", published="publishedAt", outlet="source", byline="Author(s)"),
    ),
    (
        ["webTitle", "bodyText", "webPublicationDate", "webUrl"],
        dict(title="webTitle", text="bodyText", published="webPublicationDate", url="webUrl"),
    ),
    (["HD", "TD", "PD", "SN", "BY"], dict(title="HD", text="TD", published="PD", outlet="SN", byline="BY")),
    (["text", "body"], dict(text="text")),
    (["desk", "page"], {}),
    (
        ["article_id", "text", "source", "outlet", "n_words"],
        dict(article_id="article_id", text="text", source="source", outlet="outlet"),
    ),
    (["text", "outlet", "source"], dict(text="text", outlet="outlet")),
]


@pytest.mark.parametrize(("columns", "expected"), CASES)
def test_columns_are_found_by_their_usual_names(columns, expected):
    """Case and punctuation do not matter; the likeliest of several names wins; others are left alone."""
    assert assign(columns) == expected


def test_given_names_go_first():
    """A mapping beats the usual names; a field that does not exist is an error in a sentence."""
    assert assign(["text", "summary"], {"text": "summary"}) == {"text": "summary"}
    with pytest.raises(ValueError, match="'txt' is no field"):
        assign(["text"], {"txt": "text"})


@pytest.mark.parametrize("value", [None, "", " \n", float("nan"), pd.NA, pd.NaT, [], {}, np.datetime64("NaT")])
def test_missing_values(value):
    """Missing in Python, numpy and pandas, and blank text."""
    assert is_missing(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" a ", "a"),
        ({"name": "Post", "id": 3}, "Post"),
        ([{"name": "Ada"}, "Bo", None], "Ada; Bo"),
        (3.0, "3"),
        (0, "0"),
        (np.array(["a", "b"], dtype=object), "a; b"),
        (pd.NA, None),
        (False, "False"),
    ],
)
def test_values_become_a_line_of_text(value, text):
    """Objects give their name, lists are joined."""
    assert as_text(value) == text


def test_names_stay_apart():
    """Repeated, empty and reserved names of columns are made distinct."""
    assert unique(["a", "", "a", ""]) == ["a", "column", "a.2", "column.2"]
    assert [free("desk"), free("n_words"), free("_stem"), free("source")] == [
        "desk",
        "n_words_original",
        "_stem_original",
        "source_original",
    ]
