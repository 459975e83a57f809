"""Times of publication as inputs write them → datetimes in UTC.

Read are ISO 8601, RFC 2822, seconds or milliseconds since 1970, dates in words ("13 March 2024", "Mar. 13, 2024 5:02
p.m. EDT") and numeric dates. Whether 03/04/2024 is March or April is decided by the other dates of the same column;
where they do not say, the date is missing and a note says so. A time without a zone is taken as UTC.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from newslab.articles.fields import is_missing

FIRST_YEAR, LAST_YEAR = 1600, 2199  # outside, a date is a placeholder such as 0001-01-01 or 9999-12-31
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
# Hours from UTC; abbreviations that mean one zone in English news (RFC 2822 section 4.3 and Europe's).
ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "est": -5, "edt": -4, "et": -5,
    "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "aest": 10, "aedt": 11, "jst": 9, "nzst": 12, "nzdt": 13,
}  # fmt: skip
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>\d{4})"
WORDS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b{_DAY}(?:\s+of)?[\s\-./]{{1,3}}{_MONTH},?[\s\-./]{{1,3}}{_YEAR}\b",
        rf"\b{_MONTH}[\s\-.]{{1,3}}{_DAY},?[\s\-]{{1,3}}{_YEAR}\b",
        rf"\b{_YEAR}[\s\-./,]{{1,3}}{_MONTH}[\s\-./]{{1,3}}{_DAY}\b",
    )
)
NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/])")
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?!\d)")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?(?:Z|\+00:?00)?")
CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?"
    r"\s*(?:(?P<half>[ap])\.?\s?m\b\.?)?\s*(?P<zone>[+-]\d{2}:?\d{2}\b|[A-Za-z]{1,4}\b)?",
    re.I,
)


def parse_dates(values: Sequence[Any]) -> list[tuple[datetime | None, str | None]]:
    """Each value of a column as a datetime in UTC, or why it could not be read; missing is (None, None)."""
    day_first = decided(orders(values))
    return [read_date(value, day_first) for value in values]


def parse_date(value: Any) -> datetime | None:
    """One date in UTC; None where it cannot be read without doubt."""
    return read_date(value, None)[0]


def read_date(value: Any, day_first: bool | None) -> tuple[datetime | None, str | None]:
    """One value as a datetime in UTC, or why it could not be read; `day_first` is what the others of its column say."""
    if is_missing(value):
        return None, None
    shown = str(value).strip()[:60]
    try:
        moment, note = _read(value, day_first)
        if moment is None:
            return None, note or f"The date {shown!r} cannot be read. Give it as 2024-03-14 or 2024-03-14T09:30:00Z."
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise OverflowError
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC), None
    except OverflowError:
        return None, f"The date {shown!r} is no date of publication but a placeholder; it is missing in the table."
    except (ValueError, TypeError, OSError):
        return None, f"The date {shown!r} does not exist or cannot be read. Give it as 2024-03-14."


def _read(value: Any, day_first: bool | None) -> tuple[datetime | None, str | None]:
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime(warn=False), None
    if type(value).__name__ == "datetime64":
        return datetime.fromisoformat(str(value)[:26]), None
    if isinstance(value, datetime):
        return value, None
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day), None
    if isinstance(value, bool):
        return None, None
    if isinstance(value, int | float) or hasattr(value, "dtype"):
        return _from_number(float(value)), None
    return _from_text(str(value).strip(), day_first)


def _from_number(number: float) -> datetime | None:
    """Seconds or milliseconds since 1970, or 20240314."""
    if 1e11 <= abs(number) < 1e14:
        number /= 1000
    if 16000101 <= number <= 21991231 and number.is_integer():
        return _from_text(str(int(number)), None)[0]
    if 1e8 <= number < 1e11:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
    return None


def _from_text(text: str, day_first: bool | None) -> tuple[datetime | None, str | None]:
    if len(text) > 200:
        return None, None
    if (compact := COMPACT.fullmatch(text)) and not re.fullmatch(r"\d{10}|\d{13}", text):
        return datetime(*(int(part) for part in compact.groups() if part)), None  # type: ignore[arg-type]
    if re.fullmatch(r"\d{9,13}(\.\d+)?", text):
        return _from_number(float(text)), None
    try:
        return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text).replace(" UTC", "+00:00")), None
    except ValueError:
        pass
    if re.match(r"(?:[A-Za-z]{3},\s*)?\d{1,2} [A-Za-z]{3} \d{2,4} \d{1,2}:\d{2}", text):
        from email.utils import parsedate_to_datetime

        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, IndexError):
            pass
        else:
            zone = re.search(r"\b([A-Z]{2,4})\)?$", text)
            if moment.tzinfo is None and zone:
                moment -= timedelta(hours=ZONES.get(zone[1].lower(), 0))
            return moment, None
    for pattern in WORDS:
        if match := pattern.search(text):
            day = datetime(int(match["year"]), MONTHS[match["month"].lower()], int(match["day"]))
            return _with_clock(day, text[: match.start()], text[match.end() :]), None
    if match := YEAR_FIRST.search(text):
        day = datetime(int(match[1]), int(match[3]), int(match[4]))
        return _with_clock(day, text[: match.start()], text[match.end() :]), None
    if match := NUMERIC.search(text):
        return _numeric(text, match, day_first)
    return None, None


def _numeric(text: str, match: re.Match[str], day_first: bool | None) -> tuple[datetime | None, str | None]:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if len(match[4]) == 2:
        year += 1900 if year >= 70 else 2000
    if first > 12 or second > 12 or first == second:
        day_first = first > 12 or (first == second)
    if day_first is None:
        return None, (
            f"The date {text[:60]!r} can be day first or month first, and no other date of its column decides it; "
            "it is missing in the table. Give dates as 2024-03-14."
        )
    month, day = (second, first) if day_first else (first, second)
    return _with_clock(datetime(year, month, day), text[: match.start()], text[match.end() :]), None


def _with_clock(day: datetime, before: str, after: str) -> datetime:
    """The day with the time that stands after it ("2024, 5.02 p.m. EDT"), or before it ("06:00, 19 Jan 2024")."""
    for text in (after, before):
        for match in CLOCK.finditer(text):
            hour, minute = int(match["hour"]), int(match["minute"] or 0)
            if not (match["minute"] or match["half"]) or hour > 23 or minute > 59:
                continue
            if match["half"]:
                hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
            moment = day.replace(hour=hour, minute=minute, second=min(59, int(match["second"] or 0)))
            return moment.replace(tzinfo=_zone(match["zone"]))
    return day


def _zone(zone: str | None) -> timezone:
    if not zone:
        return UTC
    if zone[0] in "+-":
        hours, minutes = int(zone[1:3]), int(zone[-2:])
        sign = -1 if zone[0] == "-" else 1
        return timezone(sign * timedelta(hours=min(hours, 23), minutes=minutes % 60))
    return timezone(timedelta(hours=ZONES.get(zone.lower(), 0)))


def orders(values: Sequence[Any]) -> set[bool]:
    """Whether the numeric dates of a column, or of a part of it, put the day first: True, False, both or neither."""
    seen = set()
    for value in values:
        if isinstance(value, str) and len(value) <= 200 and (match := NUMERIC.search(value)):
            first, second = int(match[1]), int(match[3])
            if (first > 12) != (second > 12):
                seen.add(first > 12)
    return seen


def decided(seen: set[bool]) -> bool | None:
    """The one order that the dates of a column have; None where none or both were seen."""
    return next(iter(seen)) if len(seen) == 1 else None
