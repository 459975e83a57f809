"""Calendar arithmetic over TIMEX3 values: intervals, shifts by a unit, nearest weekdays and months, holidays.

A value is ISO 8601 with TimeML's extensions: `2024-W11-WE` (weekend), `2024-Q1`, `2024-H1`, `2024-SU` (season), `199`
(decade), `19` (century: the 20th), `2024-03-11TNI` (night).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from newslab.values.patterns import read_table

Interval = tuple[date, date]  # first day, and the day after the last one

_DAY = timedelta(days=1)
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # the month each begins in: meteorological seasons of the north
_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?|W(?P<week>\d\d)(?:-(?:(?P<weekday>[1-7])|(?P<weekend>WE)))?"
    r"|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)))?(?:T.*)?|(?P<decade>\d{3})|(?P<century>\d\d)"
    r"|FY(?P<fiscal>\d{4})|(?P<from>[\d-]+)/(?P<to>[\d-]+)"
)


def interval(value: str | None) -> Interval | None:
    """The days that a TIMEX3 value denotes, the end exclusive; None for durations, sets, and what has no place in time.

    A fiscal year is given its calendar year: when it begins depends on whose it is.
    """
    found = _VALUE.fullmatch(value or "")
    if not found:
        return None
    part = found.groupdict()
    try:
        if part["from"]:
            first, last = interval(part["from"]), interval(part["to"])
            return (first[0], last[1]) if first and last and first[0] < last[1] else None
        if part["decade"]:
            return _years(int(part["decade"]) * 10, 10)
        if part["century"]:
            return _years(int(part["century"]) * 100, 100)
        year = int(part["year"] or part["fiscal"])
        if part["day"]:
            return _days(date(year, int(part["month"]), int(part["day"])), 1)
        if part["month"]:
            return _months(year, int(part["month"]), 1)
        if part["week"]:
            monday = date.fromisocalendar(year, int(part["week"]), 1)
            if part["weekday"]:
                return _days(monday + (int(part["weekday"]) - 1) * _DAY, 1)
            return _days(monday + 5 * _DAY, 2) if part["weekend"] else _days(monday, 7)
        if part["quarter"]:
            return _months(year, int(part["quarter"]) * 3 - 2, 3)
        if part["half"]:
            return _months(year, int(part["half"]) * 6 - 5, 6)
        if part["season"]:
            return _months(year, SEASONS[part["season"]], 3)
        return _years(year, 1)
    except (ValueError, OverflowError):
        return None


def _days(first: date, count: int) -> Interval:
    return first, first + count * _DAY


def _months(year: int, month: int, count: int) -> Interval:
    end = year * 12 + month - 1 + count
    return date(year, month, 1), date(end // 12, end % 12 + 1, 1)


def _years(year: int, count: int) -> Interval:
    return date(max(year, 1), 1, 1), date(year + count, 1, 1)


def value_of(day: date, unit: str) -> str:
    """The value of the year, month, week, … that a day lies in; unit is TIMEX3's letter, WE, DE, CE, Q or a season."""
    if unit == "D":
        return day.isoformat()
    if unit == "M":
        return f"{day.year:04}-{day.month:02}"
    if unit in ("W", "WE"):
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "WE" else "")
    if unit == "Q":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    if unit == "H":
        return f"{day.year:04}-H{1 if day.month < 7 else 2}"
    if unit == "DE":
        return f"{day.year // 10:03}"
    if unit == "CE":
        return f"{day.year // 100:02}"
    if unit in SEASONS:
        return f"{day.year:04}-{unit}"
    return f"{day.year:04}"


def shift(day: date, count: int, unit: str) -> date | None:
    """The day `count` units later (earlier when negative); None where the calendar ends."""
    try:
        if unit in ("D", "W", "WE"):
            return day + count * (1 if unit == "D" else 7) * _DAY
        months = {"M": 1, "Q": 3, "H": 6, "DE": 120, "CE": 1200}.get(unit, 12) * count
        at = day.year * 12 + day.month - 1 + months
        year, month = at // 12, at % 12 + 1
        return date(year, month, min(day.day, _length(year, month)))
    except (ValueError, OverflowError):
        return None


def _length(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - _DAY).day if year < 9999 else 31


def last_weekday(day: date, weekday: int) -> date:
    """The most recent such weekday (Monday 1 … Sunday 7), the day itself included."""
    return day - (day.isoweekday() - weekday) % 7 * _DAY


def next_weekday(day: date, weekday: int) -> date:
    """The next such weekday, the day itself included."""
    return day + (weekday - day.isoweekday()) % 7 * _DAY


def nearest(day: date, candidates: list[date]) -> date | None:
    """The candidate fewest days away; the earlier among equals."""
    return min(candidates, key=lambda c: (abs((c - day).days), c), default=None)


@cache
def holidays() -> dict[str, str]:
    """Name, as atoms joined by spaces → its rule in holidays.tsv."""
    return {row["name"].replace("'", " ' ").replace("  ", " "): row["rule"] for row in read_table("holidays.tsv")}


def holiday(name: str, year: int) -> date | None:
    """When a holiday falls in a year; None where its rule is not of the Gregorian calendar."""
    rule = holidays().get(name, "-")
    try:
        if rule.startswith("easter"):
            return _easter(year) + int(rule[6:]) * _DAY
        if rule.count("/") == 2:
            month, nth, weekday = rule.split("/")
            weekday, _, later = weekday.partition("+")
            return _nth(year, int(month), int(nth), int(weekday)) + int(later or 0) * _DAY
        if rule == "-":
            return None
        return date.fromisoformat(rule if len(rule) == 10 else f"{year:04}-{rule}")
    except (ValueError, OverflowError):
        return None


def _nth(year: int, month: int, nth: int, weekday: int) -> date:
    if nth > 0:
        return next_weekday(date(year, month, 1), weekday) + (nth - 1) * 7 * _DAY
    return last_weekday(_months(year, month, 1)[1] - _DAY, weekday)


def _easter(year: int) -> date:
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    s = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * s) // 451
    month, day = divmod(h + s - 7 * m + 114, 31)
    return date(year, month, day + 1)
