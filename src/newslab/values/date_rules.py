"""Rules for dates: days, months, quarters, seasons, years, decades, centuries and holidays by name."""

from __future__ import annotations

from datetime import date

from newslab.values import calendars as cal
from newslab.values.context import Context, Reading, pick


def _day_of_year(c: Context, month: int, day: int) -> Reading | None:
    """A date, with its year as written, that of the sentence so far, or by tense."""
    year = c.number("year")
    if year is not None:
        value = f"{int(year):04}-{month:02}-{day:02}"
        return Reading(value, anchor="absolute") if cal.interval(value) else None
    if not cal.interval(f"2000-{month:02}-{day:02}"):
        return None
    if c.today is None:
        return Reading(f"XXXX-{month:02}-{day:02}")
    if (told := c.told_year) is not None:
        value = f"{told:04}-{month:02}-{day:02}"
        if cal.interval(value):
            return Reading(value, anchor="event")
    years = range(max(c.today.year - 8, 1), min(c.today.year + 9, 9999))
    found = [i[0] for y in years if (i := cal.interval(f"{y:04}-{month:02}-{day:02}"))]
    past = max((d for d in found if d <= c.today), default=None)
    future = min((d for d in found if d >= c.today), default=None)
    near = cal.nearest(c.today, found)
    if c.tense == "present":
        past = near
    return pick(c, past, future, near, "D")


def iso(c: Context) -> Reading | None:
    """2022-02-24; 7/8/07 and 24.02.2022, where day and month may be either."""
    text = c.words[0]
    if text == "9/11":
        return Reading("2001-09-11", anchor="absolute")
    if "-" in text:
        return Reading(text, anchor="absolute") if cal.interval(text) else None
    a, b, y = text.replace("/", ".").split(".")
    year = int(y) + (0 if len(y) == 4 else 2000 if int(y) < 50 else 1900)
    month_first, day_first = f"{year:04}-{int(a):02}-{int(b):02}", f"{year:04}-{int(b):02}-{int(a):02}"
    order: tuple[str, ...] = (month_first, day_first) if "/" in text else (day_first, month_first)
    if c.today and "/" in text:
        good = [v for v in order if (i := cal.interval(v)) and abs((i[0] - c.today).days) <= 1]
        order = (good[0], *(v for v in order if v != good[0])) if good else order
    valid = [v for v in dict.fromkeys(order) if cal.interval(v)]
    if not valid:
        return None
    return Reading(valid[0], "DATE", None, "absolute", tuple(valid[1:]), len(valid) > 1)


def _month(c: Context) -> int:
    return int(c.get("month") or c.get("shortmonth") or 1)


def date_(c: Context) -> Reading | None:
    """24 February 2022; Feb. 24."""
    at = c.found.parts.get("dayord", c.found.parts.get("day"))
    number = c.atoms[at].value if at is not None else None
    return None if number is None else _day_of_year(c, _month(c), int(number))


def days(c: Context) -> Reading | None:
    """May 3–5: one expression, a duration with its days."""
    first, last = c.number("day"), c.number("to")
    begin = _day_of_year(c, _month(c), int(first or 0))
    if begin is None or last is None or first is None or last <= first:
        return None
    end = (begin.timex or "")[:-2] + f"{int(last):02}"
    if "XXXX" not in end and not cal.interval(end):
        return None
    return begin._replace(timex=f"{begin.timex}/{end}", type="DURATION", alternatives=(), ambiguous=False)


def month(c: Context) -> Reading | None:
    """March; early March 2014; last January; January of last year."""
    number, today = _month(c), c.today
    year = c.number("year")
    if year is not None:
        return Reading(f"{int(year):04}-{number:02}", "DATE", c.modifier, "absolute")
    if today is None:
        return Reading(f"XXXX-{number:02}", modifier=c.modifier)
    shift = c.relative
    if shift is not None and c.words[-1] == "year":
        return Reading(f"{today.year + shift:04}-{number:02}", "DATE", c.modifier)
    if shift is not None:
        step = {-1: number >= today.month, 1: number <= today.month, 0: False}[shift]
        return Reading(f"{today.year + shift * step:04}-{number:02}", "DATE", c.modifier)
    if (told := c.told_year) is not None:
        return Reading(f"{told:04}-{number:02}", "DATE", c.modifier, "event")
    past = date(today.year - (number > today.month) or 1, number, 1)
    future = date(min(today.year + (number < today.month), 9999), number, 1)
    near = past if (today.month - number) % 12 <= 6 else future
    return pick(c, past, future, near, "M")


def year(c: Context) -> Reading | None:
    """2014; late 2006; '82; 500 BC."""
    if c.has("era"):
        number = c.number("era") or 0.0
        if not 0 < number < 10_000 or number % 1 or not c.text_of("era").isdigit():
            return None
        if c.words[-1] in ("bc", "bce"):
            return Reading(f"BC{int(number):04}", "DATE", c.modifier, "absolute")
        return Reading(f"{int(number):04}", "DATE", c.modifier, "absolute")
    if c.has("yy"):
        if c.before not in ("since", "in", "of", "from", "until", "by"):
            return None
        number, current = c.number("yy") or 0.0, c.today.year if c.today else 2024
        written = current // 100 * 100 + number
        return Reading(f"{int(written - 100 * (written > current + 10)):04}", "DATE", None, "absolute")
    return Reading(f"{int(c.number('year') or 0):04}", "DATE", c.modifier, "absolute")


def years(c: Context) -> Reading | None:
    """Between 2009 and 2014; 2009–10: the years as one duration."""
    first, last = c.number("year"), c.number("to")
    if first is None:
        return None
    if last is None:
        last = first // 100 * 100 + (c.number("yy") or 0)
    if not 0 < last - first <= 300:
        return None
    return Reading(f"{int(first):04}/{int(last):04}", "DURATION", None, "absolute")


def fiscal(c: Context) -> Reading | None:
    """Fiscal 2009: when it begins depends on whose year it is, so the value is ambiguous."""
    number = c.number("year")
    if number is None and c.has("fy") and len(c.text_of("fy")) > 2:
        number = float(c.text_of("fy")[2:])
    return None if number is None else Reading(f"FY{int(number):04}", "DATE", None, "absolute", (), True)


def decade(c: Context) -> Reading | None:
    """The 1990s; the mid-'80s."""
    digits = c.get("decades") or "".join(ch for ch in c.text_of("decade") if ch.isdigit())
    if len(digits) == 2:
        current = c.today.year if c.today else 2000
        first = current // 100 * 100 + int(digits)
        digits = str(first if first <= current else first - 100)
    if len(digits) != 4 or digits[0] not in "12" or digits[3] != "0":
        return None
    value = digits[:2] if digits[2] == "0" and digits[:2] < "20" else digits[:3]
    return Reading(value, "DATE", c.modifier, "absolute")


def century(c: Context) -> Reading | None:
    """The 19th century: value 18."""
    number = int(c.number("ord") or 0)
    return Reading(f"{number - 1:02}", "DATE", c.modifier, "absolute") if 1 <= number <= 30 else None


def _which_year(c: Context) -> int | None:
    written = c.number("year")
    if written is not None:
        return int(written)
    if c.relative is not None and c.today is not None:
        return c.today.year + c.relative
    return None


def quarter(c: Context) -> Reading | None:
    """The third quarter of this year; Q3 2009; third-quarter."""
    number = 4 if c.has("final") else int(c.get("qtr") or c.number("ord") or 0)
    return _season(c, "Q", number, 3) if 1 <= number <= 4 else None


def half(c: Context) -> Reading | None:
    """The first half of 2014."""
    number = int(c.get("half") or 0)
    if c.words[-2:] == ["the", "year"] and c.today:
        return Reading(f"{c.today.year:04}-H{number}")
    return _season(c, "H", number, 6)


def _season(c: Context, letter: str, number: int, months: int) -> Reading | None:
    known = _which_year(c)
    if known is not None:
        return Reading(f"{known:04}-{letter}{number}", "DATE", c.modifier, "absolute" if c.has("year") else "published")
    if c.today is None:
        return Reading(f"XXXX-{letter}{number}")
    if c.words[-2:] == ["the", "year"]:
        return Reading(f"{c.today.year:04}-{letter}{number}")
    begins = date(c.today.year, (number - 1) * months + 1, 1)
    last, after = cal.shift(begins, -1, "Y"), cal.shift(begins, 1, "Y")
    past, future = (begins, after) if begins <= c.today else (last, begins)
    if begins <= c.today and (c.today - begins).days < months * 31:
        future = begins
    return pick(c, past, future, past, letter)


def season(c: Context) -> Reading | None:
    """Last summer; the winter of 2008: northern meteorological seasons; a winter's year is that of its December."""
    letter = c.get("season") or c.get("spring") or "SU"
    written, shift, today = c.number("year"), c.relative, c.today
    if written is not None:
        return Reading(f"{int(written):04}-{letter}", "DATE", c.modifier, "absolute")
    if today is None:
        return Reading(f"XXXX-{letter}", modifier=c.modifier)
    if (
        c.has("spring")
        and c.words[0] == "the"
        and len(c.words) == 2
        and c.before not in ("in", "during", "by", "since", "until")
    ):
        return None  # "the fall", "the spring" of other kinds
    begins = [date(y, cal.SEASONS[letter], 1) for y in range(max(today.year - 2, 1), min(today.year + 3, 9999))]
    running = max((d for d in begins if d <= today), default=None)
    coming = min((d for d in begins if d > today), default=None)
    if running is None or coming is None:
        return Reading(None)
    over = (today - running).days >= 92
    if shift == -1:
        before = cal.shift(running, -1, "Y") or running
        others = (cal.value_of(before, letter),) if over and (today - running).days < 240 else ()
        value = cal.value_of(running if over else before, letter)
        return Reading(value, "DATE", c.modifier, "published", others, bool(others))
    if shift == 1 or (shift == 0 and over and c.tense != "past"):
        return Reading(cal.value_of(coming, letter), "DATE", c.modifier)
    if shift == 0:
        return Reading(cal.value_of(running, letter), "DATE", c.modifier)
    return pick(c, running, coming if over else running, running, letter)


def holiday(c: Context) -> Reading | None:
    """Christmas 2010; Good Friday. Feasts of other calendars have no value."""
    words = [w for i, w in enumerate(c.words, c.found.start) if i not in c.found.parts.values() and w != ","]
    name = " ".join(words)
    if c.number("year") is not None:
        day = cal.holiday(name, int(c.number("year") or 0))
        return Reading(day.isoformat() if day else f"{int(c.number('year') or 0):04}", anchor="absolute")
    if c.today is None:
        return Reading(None)
    span = range(max(c.today.year - 1, 1), min(c.today.year + 2, 9999))
    found = [d for y in span if (d := cal.holiday(name, y))]
    if len(set(found)) == 1:
        return Reading(found[0].isoformat(), anchor="absolute")
    past = max((d for d in found if d <= c.today), default=None)
    future = min((d for d in found if d >= c.today), default=None)
    if c.relative in (-1, 1):
        chosen = past if c.relative == -1 else future
        return Reading(chosen.isoformat() if chosen else None)
    return pick(c, past, future, cal.nearest(c.today, found), "D")
