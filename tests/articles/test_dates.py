"""Times of publication."""

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.articles.dates import parse_date, parse_dates

SINGLE = [
    ("2024-03-13", "2024-03-13 00:00"),
    ("2024-03-13T10:05:00Z", "2024-03-13 10:05"),
    ("2024-03-13T10:05:00.123456789Z", "2024-03-13 10:05"),
    ("2024-03-13T10:05:00+02:00", "2024-03-13 08:05"),
    ("2024-03-13 10:05 UTC", "2024-03-13 10:05"),
    ("2024/3/13 10:05", "2024-03-13 10:05"),
    ("20240313", "2024-03-13 00:00"),
    ("20240313T100500Z", "2024-03-13 10:05"),
    ("Wed, 13 Mar 2024 10:05:00 GMT", "2024-03-13 10:05"),
    ("Wed, 13 Mar 2024 10:05:00 -0500", "2024-03-13 15:05"),
    ("Wed, 13 Mar 2024 10:05:00 EST", "2024-03-13 15:05"),
    ("13 March 2024", "2024-03-13 00:00"),
    ("13th of March, 2024", "2024-03-13 00:00"),
    ("March 13, 2024", "2024-03-13 00:00"),
    ("Mar. 13, 2024 5:02 p.m. EDT", "2024-03-13 21:02"),
    ("Friday, January 4, 2019", "2019-01-04 00:00"),
    ("Wednesday January 31 2024, 21.15", "2024-01-31 21:15"),
    ("01-Mar-2024 21:02 GMT", "2024-03-01 21:02"),
    ("06:00, 19 Jan 2024", "2024-01-19 06:00"),
    ("Published 12:30 BST, 2 June 2023", "2023-06-02 11:30"),
    ("13/03/2024", "2024-03-13 00:00"),
    ("03/13/2024 10:05", "2024-03-13 10:05"),
    ("13.03.24", "2024-03-13 00:00"),
    ("5/5/2024", "2024-05-05 00:00"),
    (1710324300, "2024-03-13 10:05"),
    (1710324300000, "2024-03-13 10:05"),
    ("1710324300", "2024-03-13 10:05"),
    (20240313, "2024-03-13 00:00"),
    (date(2024, 3, 13), "2024-03-13 00:00"),
    (datetime(2024, 3, 13, 10, 5), "2024-03-13 10:05"),
    (pd.Timestamp("2024-03-13 10:05", tz="America/New_York"), "2024-03-13 14:05"),
    (np.datetime64("2024-03-13T10:05"), "2024-03-13 10:05"),
]


@pytest.mark.parametrize(("written", "expected"), SINGLE)
def test_dates_are_read_as_written(written, expected):
    """ISO 8601, RFC 2822, words, numbers and Python's own dates become the same moment in UTC."""
    assert parse_date(written).strftime("%Y-%m-%d %H:%M") == expected


@pytest.mark.parametrize("written", [None, float("nan"), pd.NaT, pd.NA, "", "  "])
def test_a_missing_date_is_no_problem(written):
    """Missing stays missing, without a note."""
    assert parse_dates([written]) == [(None, None)]


@pytest.mark.parametrize(
    "written",
    [
        "soon",
        "31 February 2024",
        "2024-13-45",
        "0001-01-01",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00",
        datetime(1, 1, 1),
        datetime(9999, 12, 31),
        True,
        3.5,
        "99/99/9999",
        float("inf"),
        10**30,
    ],
)
def test_what_is_no_date_of_publication_is_missing_with_a_note(written):
    """Unreadable dates and placeholders are missing, and a sentence says so."""
    moment, note = parse_dates([written])[0]
    assert moment is None
    assert note.endswith(".")


def test_the_column_decides_between_day_and_month():
    """One date that cannot be month first makes the column day first, and the other way round."""
    day_first = [moment.strftime("%m-%d") for moment, _ in parse_dates(["03/04/2024", "25/04/2024"])]
    month_first = [moment.strftime("%m-%d") for moment, _ in parse_dates(["03/04/2024", "04/25/2024"])]
    assert day_first == ["04-03", "04-25"]
    assert month_first == ["03-04", "04-25"]


@pytest.mark.parametrize("others", [[], ["25/04/2024", "04/25/2024"]])
def test_an_undecided_date_is_flagged_not_guessed(others):
    """Where the column says nothing or contradicts itself, 03/04/2024 is missing, with a note."""
    moment, note = parse_dates(["03/04/2024", *others])[0]
    assert moment is None
    assert "day first or month first" in note


@settings(deadline=None, max_examples=60)
@given(st.one_of(st.text(max_size=60), st.integers(), st.floats(), st.datetimes(), st.dates(), st.booleans()))
def test_no_value_raises(value):
    """Anything in a date column gives a moment in UTC or a sentence."""
    ((moment, note),) = parse_dates([value])
    assert moment is None or (moment.tzinfo == UTC and 1600 <= moment.year <= 2200)
    assert moment is None or note is None
