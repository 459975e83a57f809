"""Rules for times counted from publication ("last month", "on Friday") or from the time mentioned before."""

from __future__ import annotations

from datetime import date, timedelta

from newslab.values import calendars as cal
from newslab.values.context import Context, Reading, count_of, length, pick, reference
from newslab.values.plausible import context_words

_DAY = timedelta(days=1)


def today(c: Context) -> Reading | None:
    """Yesterday morning; the day after tomorrow; overnight."""
    step = int(c.get("today") or c.get("tonight") or 0)
    if c.words[:2] == ["the", "day"]:
        step += -1 if c.words[2] == "before" else 1
    day = cal.shift(c.today, step, "D") if c.today else None
    value = day.isoformat() if day else None
    part = c.get("part") or ("TNI" if c.has("tonight") else None)
    if part and value:
        return Reading(value + part, "TIME", c.modifier)
    return Reading(value, "TIME" if part else "DATE", None if c.words[0] in ("earlier", "later") else c.modifier)


def part(c: Context) -> Reading | None:
    """This morning; last night."""
    day = cal.shift(c.today, -1 if c.has("last") else 0, "D") if c.today else None
    return Reading(f"{day.isoformat()}{c.get('part')}" if day else None, "TIME", c.modifier)


def weekday(c: Context) -> Reading | None:
    """On Wednesday; late Tuesday; Tuesday night; last Friday; Monday of next week."""
    number, day_part, now = int(c.get("weekday") or 1), c.get("part") or "", c.today
    kind = "TIME" if day_part else "DATE"
    if now is None:
        return Reading(f"XXXX-WXX-{number}{day_part}", kind, c.modifier)
    last, following = cal.last_weekday(now, number), cal.next_weekday(now, number)
    shift = c.relative
    if c.words[-1] == "week" and shift is not None:
        monday = cal.last_weekday(now, 1) + shift * 7 * _DAY
        return Reading((monday + (number - 1) * _DAY).isoformat(), kind, c.modifier)
    if shift == -1:
        day = last if last < now else last - 7 * _DAY
        return Reading(day.isoformat() + day_part, kind, c.modifier)
    if shift == 1:
        day = following if following > now else following + 7 * _DAY
        other = (day + 7 * _DAY).isoformat() + day_part
        return Reading(day.isoformat() + day_part, kind, c.modifier, "published", (other,), True)
    if shift == 0:
        day = cal.last_weekday(now, 1) + (number - 1) * _DAY
        return Reading(day.isoformat() + day_part, kind, c.modifier)
    near = cal.nearest(now, [last, following]) if c.before in ("by", "until", "till") else last
    reading = pick(c, last, following, near, "D")
    add = lambda value: value + day_part if value else value
    return reading._replace(timex=add(reading.timex), type=kind, alternatives=tuple(map(add, reading.alternatives)))


def weekend(c: Context) -> Reading | None:
    """The weekend: the last one, unless the tense is future; on a weekend, the one that is on."""
    if c.today is None:
        return Reading("XXXX-WXX-WE")
    saturday = cal.last_weekday(c.today, 6)
    shift = c.relative
    if c.today.isoweekday() >= 6:
        saturday += 7 * (shift or 0) * _DAY
        return Reading(cal.value_of(saturday, "WE"), "DATE", c.modifier)
    if shift == 1 or (shift == 0 and c.tense != "past"):
        saturday += 7 * _DAY
    elif shift is None:
        return pick(c, saturday, saturday + 7 * _DAY, saturday, "WE")
    return Reading(cal.value_of(saturday, "WE"), "DATE", c.modifier)


def thispast(c: Context) -> Reading | None:
    """This past week, this coming Friday: the last or the next one."""
    step = -1 if c.words[1] == "past" else 1
    if c.today is None:
        return Reading(f"XXXX-WXX-{c.get('weekday')}" if c.has("weekday") else None)
    number = int(c.get("weekday") or (6 if c.unit == "WE" else 0))
    if number:
        day: date | None = cal.last_weekday(c.today, number) if step < 0 else cal.next_weekday(c.today, number)
    else:
        day = cal.shift(c.today, step, c.unit or "W")
    return Reading(cal.value_of(day, "D" if c.has("weekday") else c.unit or "W") if day else None)


def deictic(c: Context) -> Reading | None:
    """Last month; early next week; the end of the year."""
    name = next((w for w in c.words if w in c.lexicon and "BIGUNIT" in c.lexicon[w]), "year")
    unit = c.lexicon[name]["BIGUNIT"]
    shift = c.relative or 0
    if unit == "WE":
        return weekend(c)
    if unit == "D":
        if shift == -1 or "the" in c.words[:1]:
            return None
        return anaphor(c) if shift == 1 else Reading(c.today.isoformat() if c.today else None)
    day = cal.shift(c.today, shift, unit) if c.today else None
    return Reading(cal.value_of(day, unit) if day else None, "DATE", c.modifier)


def theunit(c: Context) -> Reading | None:
    """The year, the week: the one at hand."""
    if c.unit == "WE":
        return weekend(c)
    if c.unit in ("D", "W", "M"):
        if c.before not in context_words()["holder"] or c.after in (
            "of",
            "that",
            "when",
            "-",
            "before",
            "after",
            "he",
            "she",
            "they",
            "we",
        ):
            return None
        known = reference(c) if c.unit == "D" and c.atoms[c.found.start].start - c.discourse.end < 300 else None
        day = known[0] if known and (known[1] - known[0]).days == 1 else c.today
        return Reading(
            cal.value_of(day, c.unit) if day else None, "DATE", None, "event" if known else "published", (), True
        )
    if c.unit != "Y" or c.after in ("of", "-") or c.before == "of":
        return None
    return Reading(cal.value_of(c.today, c.unit) if c.today else None, ambiguous=True)


def window(c: Context) -> Reading | None:
    """The past two years; the coming weeks; recent years: a stretch that ends or begins at publication."""
    unit = c.unit or next((c.lexicon[w]["UNIT"] for w in c.words if "UNIT" in c.lexicon.get(w, {})), "Y")
    if "couple" in c.words and "UNITS" in c.lexicon.get(c.words[-1], {}):
        unit = c.lexicon[c.words[-1]]["UNITS"]
    if c.has("unit") and len(c.words) == 3:
        later_on = c.words[1] == "next" and (c.unit == "D" or c.tense == "past")
        if later_on or c.words[1] in ("previous", "preceding", "following"):
            return anaphor(c)
    count: float | None = c.number("num")
    if "half" in c.words:
        count = 0.5
    elif count is None and c.has("unit") and not (c.has("vague") or "few" in c.words):
        count = 1.0
    ahead = c.has("coming")
    if c.today is None:
        return Reading(length(count or "X", unit), "DURATION")
    edge = None
    if count is not None and count < 10_000 and unit not in ("H", "MN", "S"):
        size = (count, unit) if count % 1 == 0 else (count * {"DE": 120, "CE": 1200, "Y": 12}.get(unit, 1), "M")
        edge = cal.shift(c.today, int(size[0]) * (1 if ahead else -1), "W" if size[1] == "2W" else size[1])
    limits = None
    if edge is not None:
        limits = (c.today, edge + _DAY) if ahead else (edge, c.today + _DAY)
    return Reading(length(count or "X", unit), "DURATION", c.modifier, "published", (), False, limits)


def anaphor(c: Context) -> Reading | None:
    """The following day; the previous year; that evening: counted from the time mentioned before."""
    known = reference(c)
    words = set(c.words)
    if c.words[-1] == "time":
        value = c.discourse.date if known and c.words[0] == "that" else "PAST_REF"
        return None if c.after == "of" else Reading(value, "DATE", None, "event", (), True)
    step = 1 if {"following", "next", "after"} & words else -1 if {"previous", "preceding", "before"} & words else 0
    unit = c.unit or ("D" if "day" in c.words or c.has("part") else None)
    if unit is None:
        return None
    if c.words[-1] in ("before", "after") and c.after not in ("", ",", ".", ";", ":", ")", "\n", "and", "but", '"'):
        return Reading(None, "DATE", None, "event", (), True)  # "the day before the vote"
    far = c.atoms[c.found.start].start - c.discourse.end > 600
    start = known[0] if known and not far else c.today if unit == "Y" and step == -1 else None
    if start is None:
        return Reading(None, "DATE", c.modifier, "event", (), True)
    day = cal.shift(start, step, unit)
    if day is None:
        return Reading(None, "DATE", c.modifier, "event", (), True)
    if "same" in words and unit == "D" and c.today and day > c.today and c.tense == "past":
        last = cal.interval(c.discourse.day)  # what has happened was not after publication
        if last is None:
            return Reading(None, "DATE", c.modifier, "event", (), True)
        day = last[0]
    part_of_day = c.get("part") or ""
    value = cal.value_of(day, unit) + part_of_day
    return Reading(value, "TIME" if part_of_day else "DATE", c.modifier, "event" if known and not far else "published")


def _moved(day: date, count: float, sign: int, unit: str) -> date | None:
    if unit == "2W":
        unit, count = "W", count * 2
    if count > 100_000:
        return None
    if count % 1:
        months = {"Y": 12, "DE": 120, "CE": 1200}.get(unit)
        return (
            cal.shift(day, round(count * months) * sign, "M") if months else cal.shift(day, round(count) * sign, unit)
        )
    return cal.shift(day, int(count) * sign, unit)


def ago(c: Context) -> Reading | None:
    """Two weeks ago (its week), a year ago (its year), two days ago (the day); years ago is PAST_REF."""
    if c.words[:2] == ["the", "same"]:
        known = reference(c)
        start = known[0] if known else c.today
        same = cal.shift(start, -1, "Y") if start else None
        value = cal.value_of(same, c.unit or "Y") if same else None
        return Reading(value, "DATE", None, "event" if known else "published")
    count, unit = count_of(c), c.unit
    if unit is None or count is None:
        return Reading("PAST_REF", modifier=c.modifier)
    if unit in ("H", "MN", "S"):
        return Reading(c.today.isoformat() if c.today else None, "TIME", c.modifier)
    day = _moved(c.today, count, -1, unit) if c.today else None
    if day is None:
        return Reading(None, modifier=c.modifier)
    grain = {"2W": "W", "DE": "Y", "CE": "Y", "W": "D" if count == 1 else "W"}.get(unit, unit)
    if count % 1:
        grain = "M"
    modifier = {"AFTER": "BEFORE", "BEFORE": "AFTER"}.get(c.modifier or "", c.modifier)
    return Reading(cal.value_of(day, grain), "DATE", modifier)


def later(c: Context) -> Reading | None:
    """Two days later: counted from the time mentioned before; a year earlier: from there or from publication."""
    count, unit = count_of(c), c.unit
    ahead = c.words[-1] in ("later", "now", "hence")
    known = reference(c)
    near = known is not None and c.atoms[c.found.start].start - c.discourse.end < 600
    start = known[0] if known and near else c.today if c.words[-1] in ("now", "hence") or not ahead else None
    if c.words[-1] in ("now", "hence"):
        start, near = c.today, False
    if c.has("before") and c.after not in (",", ".", "", "\n"):
        return Reading(length(count or "X", unit or "D"), "DURATION", c.modifier, "event")._replace(days=None)
    anchor = "event" if near or start is None else "published"
    if start is None or count is None or unit is None or unit in ("H", "MN", "S"):
        return Reading(None, "DATE", c.modifier, anchor, (), True)
    day = _moved(start, count, 1 if ahead else -1, unit)
    grain = {"2W": "D", "W": "D", "DE": "Y", "CE": "Y"}.get(unit, unit) if not count % 1 else "M"
    return Reading(cal.value_of(day, grain) if day else None, "DATE", c.modifier, anchor)
