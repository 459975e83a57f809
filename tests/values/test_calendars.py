from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslab.values import calendars as cal

INTERVALS = [
    ("2024", "2024-01-01", "2025-01-01"),
    ("2024-02", "2024-02-01", "2024-03-01"),
    ("2024-02-29", "2024-02-29", "2024-03-01"),
    ("2024-W11", "2024-03-11", "2024-03-18"),
    ("2024-W11-WE", "2024-03-16", "2024-03-18"),
    ("2024-Q4", "2024-10-01", "2025-01-01"),
    ("2024-H1", "2024-01-01", "2024-07-01"),
    ("2024-WI", "2024-12-01", "2025-03-01"),
    ("199", "1990-01-01", "2000-01-01"),
    ("18", "1800-01-01", "1900-01-01"),
    ("2024-03-11TNI", "2024-03-11", "2024-03-12"),
    ("2009/2014", "2009-01-01", "2015-01-01"),
]


@pytest.mark.parametrize(("value", "first", "end"), INTERVALS)
def test_intervals(value: str, first: str, end: str) -> None:
    """A value that has a place in time denotes days, the end exclusive."""
    assert cal.interval(value) == (date.fromisoformat(first), date.fromisoformat(end))


@pytest.mark.parametrize("value", ["P3D", "XXXX-WXX-5", "PAST_REF", "2023-02-29", "2024-13", "", "9999", None])
def test_no_interval(value: str | None) -> None:
    """Durations, sets, impossible dates and what the calendar cannot hold denote no days."""
    assert cal.interval(value) is None


HOLIDAYS = [
    ("easter", 2024, "2024-03-31"),
    ("good friday", 2019, "2019-04-19"),
    ("thanksgiving", 2023, "2023-11-23"),
    ("black friday", 2023, "2023-11-24"),
    ("memorial day", 2022, "2022-05-30"),
    ("christmas eve", 1999, "1999-12-24"),
]


@pytest.mark.parametrize(("name", "year", "expected"), HOLIDAYS)
def test_holidays(name: str, year: int, expected: str) -> None:
    """Fixed, movable and counted feasts fall on their days."""
    assert cal.holiday(name, year) == date.fromisoformat(expected)


def test_other_calendars() -> None:
    """A feast of another calendar is known by name, without a day."""
    assert "ramadan" in cal.holidays()
    assert cal.holiday("ramadan", 2024) is None


@given(st.dates(), st.integers(1, 7))
def test_weekdays(day: date, weekday: int) -> None:
    """The last and the next such weekday lie within a week, and on the day itself when it is one."""
    if date.min.toordinal() + 7 < day.toordinal() < date.max.toordinal() - 7:
        last, coming = cal.last_weekday(day, weekday), cal.next_weekday(day, weekday)
        assert last.isoweekday() == coming.isoweekday() == weekday
        assert 0 <= (day - last).days < 7
        assert 0 <= (coming - day).days < 7
        assert (last == coming) == (day.isoweekday() == weekday)


@given(st.dates(), st.integers(-200_000, 200_000), st.sampled_from(["D", "W", "WE", "M", "Q", "H", "Y", "DE", "CE"]))
def test_shift_and_value(day: date, count: int, unit: str) -> None:
    """A shifted day lies in the interval of its value, or the calendar has ended."""
    moved = cal.shift(day, count, unit)
    if moved is not None and (days := cal.interval(cal.value_of(moved, unit))) and unit != "WE":
        assert days[0] <= moved < days[1]


@given(st.text(alphabet="0123456789-WQHESPUFAIYT/:X"))
def test_any_value(value: str) -> None:
    """Any string is read without an error, and no interval is empty."""
    days = cal.interval(value)
    assert days is None or days[0] < days[1]
