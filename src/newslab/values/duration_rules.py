"""Rules for times of day, durations, sets, and words such as *now* that point without a measure."""

from __future__ import annotations

from datetime import date, timedelta

from newslab.values.context import Context, Reading, count_of, length
from newslab.values.plausible import context_words
from newslab.values.relative_rules import today, weekday

_DAY = timedelta(days=1)


def clock(c: Context) -> Reading | None:
    """3 p.m. local time; 12:00 UTC Monday; 1400 GMT. `times` adds the day where it is not in the words."""
    text = c.text_of("clock") if c.has("clock") else None
    if text:
        hour, minute = (int(x) for x in text.split(":")[:2])
    elif c.has("military"):
        hour, minute = divmod(int(c.number("military") or 0), 100)
    else:
        hour, minute = int(c.number("hour") or 0), 0
    if c.has("pm"):
        if hour > 12:
            return None
        hour = hour % 12 + int(c.get("pm") or 0)
    if hour > 24 or minute > 59:
        return None
    zone = c.get("tz") if c.has("tz") else None
    if text and not (c.has("tz") or c.has("pm")) and c.before not in context_words()["clock"]:
        return None
    return _on_day(c, f"T{hour:02}:{minute:02}{zone if zone and zone != '-' else ''}")


def noon(c: Context) -> Reading | None:
    """Noon; midnight on Friday; dawn."""
    return _on_day(c, c.get("noon") or "T12:00")


def daypart(c: Context) -> Reading | None:
    """The morning; early evening."""
    return Reading(c.get("part"), "TIME", None if c.words[0] in ("earlier", "later") else c.modifier)


def _on_day(c: Context, time: str) -> Reading:
    day: str | None = None
    if c.has("weekday"):
        day = (weekday(c) or Reading(None)).timex
    elif c.has("today"):
        day = (today(c) or Reading(None)).timex
    elif c.has("this"):
        day = c.today.isoformat() if c.today else None
    return Reading((day[:10] if day and day[0].isdigit() else "") + time, "TIME", c.modifier)


def age(c: Context) -> Reading | None:
    """12 years old: a duration, as in TimeML."""
    return Reading(length(c.number("num") or 0.0, c.unit or "Y"), "DURATION", c.modifier, "absolute")


def duration(c: Context) -> Reading | None:
    """Three-day; almost two and a half years; several weeks; a year ("a visit a year" is a set)."""
    if c.words[0] == "over" and c.before not in context_words()["over"]:
        return None  # "three days" in "spread over three days"
    unit = c.unit or "D"
    if c.words[-1] == "long" and not c.has("num"):
        return Reading(length(1.0 if c.has("unit") else "X", unit), "DURATION", None, "absolute")
    article = not c.has("num") and c.has("unit") and not {"half", "of"} & set(c.words)
    if article:
        before = c.atoms[c.found.start - 1] if c.found.start else None
        if unit in ("S", "MN", "Q", "WE") or c.after == "-":
            return None
        if before is not None and (
            before.value is not None or before.norm in ("%", "percent", "times", "dollars", "euros", "pounds")
        ):
            return Reading(length(1.0, unit), "SET", None, "absolute")
        if before is not None and before.norm in (
            "miles",
            "kilometres",
            "kilometers",
            "km",
            "knots",
            "once",
            "twice",
            "what",
            "such",
        ):
            return None
    count = count_of(c)
    if "+" in c.words:
        return Reading(length(count or "X", unit), "DURATION", "AFTER", "absolute")
    if c.after == "-" and c.atoms[c.found.end + 1 : c.found.end + 2] and c.atoms[c.found.end + 1].norm == "old":
        return None
    if c.has("num") and ((unit == "Q" and count == 3) or (count or 0) >= 10**9):
        return None
    if c.has("num") and c.has("unit") and "-" not in c.words and 1900 <= (count or 0) <= 2050:
        return None
    if c.has("num") and c.words[-1] == "second" and "-" not in c.words:
        return None
    reading = Reading(length("X" if count is None else count, unit), "DURATION", c.modifier, "absolute")
    if c.has("more"):
        return reading._replace(
            timex=f"{reading.timex}{length(c.number('more') or 0.0, c.get('less') or 'MN').lstrip('P')}"
        )
    return reading


def range_(c: Context) -> Reading | None:
    """60 to 90 days: the longer one is the value; `times` gives the shorter one as an expression of its own."""
    low, high = c.number("num") or 0.0, c.number("to") or 0.0
    if low >= high:
        return None
    return Reading(length(high, c.unit or "D"), "DURATION", None, "absolute", (length(low, c.unit or "D"),))


def indefinite(c: Context) -> Reading | None:
    """Decades; months: PXM."""
    if c.before in context_words()["definite"] or c.unit in ("MN", "S", "Q"):
        return None
    return Reading(length("X", c.unit or "Y"), "DURATION", None, "absolute")


def whole(c: Context) -> Reading | None:
    """The whole year."""
    return Reading(length(1.0, c.unit or "D"), "DURATION", None, "absolute")


def nth(c: Context) -> Reading | None:
    """Its third month: counted from an event that the text may not date."""
    unit = c.unit or "D"
    if unit in ("S", "MN", "H", "Q", "CE") or c.before in ("-",) or c.words[-1] == "second":
        return None
    value = {"Y": "XXXX", "M": "XXXX-XX", "W": "XXXX-WXX", "D": "XXXX-XX-XX", "WE": "XXXX-WXX-WE"}.get(unit)
    return Reading(value, "DATE", None, "event") if value else None


def set_(c: Context) -> Reading | None:
    """Every Friday; twice a week; daily."""
    if c.words[0] == "per" and c.before in context_words()["distance"]:
        return None
    if c.has("adjunit") or c.has("advunit"):
        value: str | None = length(1.0, c.get("adjunit") or c.get("advunit") or "Y")
    elif c.has("weekday") or c.has("weekdays"):
        value = f"XXXX-WXX-{c.get('weekday') or c.get('weekdays')}{c.get('part') or c.get('parts') or ''}"
    elif c.has("month"):
        value = f"XXXX-{int(c.get('month') or 1):02}"
    elif c.has("part") or c.has("parts"):
        value = f"XXXX-XX-XX{c.get('part') or c.get('parts')}"
    else:
        value = length(
            c.number("num") or 1.0 if c.has("num") and c.words[0] in ("every", "each") else 1.0, c.unit or "Y"
        )
        if "other" in c.words:
            value = length(2.0, c.unit or "Y")
    return Reading(value, "SET", None, "absolute")


def ref(c: Context) -> Reading | None:
    """Now, recently, the future: TimeML's PRESENT_REF, PAST_REF, FUTURE_REF."""
    text = " ".join(c.words)
    if c.after == "-" and c.atoms[c.found.end].glued:
        return None
    if c.has("now"):
        value = "PRESENT_REF"
    elif c.has("since") or "past" in text or "recent" in text or text.endswith("ago"):
        value = "PAST_REF"
    else:
        value = "FUTURE_REF" if c.has("soon") or "future" in text else "PRESENT_REF"
    if (text == "current" and c.after in ("and", ",", ".")) or (text == "recent" and c.before == "most"):
        return None
    if text == "future" and c.before not in ("in", "the"):
        return None
    return nowadays(c.today) if value == "PRESENT_REF" else Reading(value)


def nowadays(today: date | None) -> Reading:
    """PRESENT_REF, with the day of publication as its interval."""
    return Reading("PRESENT_REF", days=(today, today + _DAY) if today and today < date.max else None)
