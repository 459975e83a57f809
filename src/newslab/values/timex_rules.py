"""From a match of times.tsv to a TIMEX3 value: one function a rule.

Each takes a `Context` and returns a `Reading`, or None where the words are no expression of time after all. Relative
expressions are counted from the day of publication; without one they keep what can be said (`XXXX-WXX-5`) or no value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from newslab.values import calendars as cal
from newslab.values.atoms import Atom
from newslab.values.patterns import Found

_DAY = timedelta(days=1)
_HOLDERS = frozenset(  # what "the day", "the week" must follow to mean the one at hand
    "for during end ended ending finish finished of in close closed throughout through start started later earlier".split()
)


class Reading(NamedTuple):
    """What an expression of time means."""

    timex: str | None
    type: str = "DATE"
    modifier: str | None = None
    anchor: str = "published"
    alternatives: tuple[str, ...] = ()
    ambiguous: bool = False
    days: cal.Interval | None = None  # where the value alone does not give the interval


@dataclass(slots=True)
class Discourse:
    """What the text so far gives a relative expression to hold on to."""

    date: str | None = None  # value of the last date mentioned
    end: int = -10_000  # where it ended
    year: int | None = None  # the last year written out
    sentence: int = -1  # the sentence it was in
    full_end: int = -10_000  # where the last date of day, month and year ended


@dataclass
class Context:
    """One match, with what is needed to read it."""

    atoms: list[Atom]
    found: Found
    lexicon: dict[str, dict[str, str]]
    today: date | None
    discourse: Discourse
    sentence: int
    tense_of: Callable[[int], str | None] = field(repr=False)  # character offset → tense

    def has(self, name: str) -> bool:
        return name in self.found.parts

    def get(self, name: str) -> str | None:
        """The lexicon's value of the word that matched the class."""
        at = self.found.parts.get(name)
        if at is None:
            return None
        classes = self.lexicon[self.atoms[at].norm]
        return classes.get(name.upper()) or classes.get("UNITS") or classes.get("UNIT")

    def text_of(self, name: str) -> str:
        """The word that matched the class."""
        return self.atoms[self.found.parts[name]].norm

    def number(self, name: str) -> float | None:
        at = self.found.parts.get(name)
        return None if at is None else self.atoms[at].value

    @cached_property
    def words(self) -> list[str]:
        return [atom.norm for atom in self.atoms[self.found.start : self.found.end]]

    @property
    def before(self) -> str:
        return self.atoms[self.found.start - 1].norm if self.found.start else ""

    @property
    def after(self) -> str:
        return self.atoms[self.found.end].norm if self.found.end < len(self.atoms) else ""

    @cached_property
    def tense(self) -> str | None:
        """Tense of what happens then; "by Friday" and "ahead of Friday's vote" look ahead."""
        at = self.found.start
        if at > 1 and self.atoms[at - 2].norm == "ahead" and self.before == "of":
            return "future"
        tense = self.tense_of(self.atoms[self.found.end - 1 if self.rule_head is None else self.rule_head].start)
        if self.before in ("by", "until", "till"):
            return None if tense == "past" else "future"
        return tense

    @property
    def rule_head(self) -> int | None:
        parts = self.found.parts
        return next((parts[k] for k in ("weekday", "month", "shortmonth", "season", "spring") if k in parts), None)

    @property
    def told_year(self) -> int | None:
        """The year of a date without one: written right after it ("from March to August 2011") or told before."""
        joined = False
        for atom in self.atoms[self.found.end : self.found.end + 6]:
            if atom.norm in ("to", "and", "-", "or", "through", "until"):
                joined = True
            elif joined and atom.kind == "number" and len(atom.norm) == 4 and 1000 <= (atom.value or 0) <= 2100:
                return int(atom.value or 0)
            elif not (
                joined
                and (
                    "MONTH" in self.lexicon.get(atom.norm, {})
                    or atom.value is not None
                    or atom.norm in ("in", "of", ",", "early", "late")
                )
            ):
                break
        told = self.discourse.year
        if told is None or self.today is None or told >= self.today.year or self.tense == "future":
            return None
        return told if self.atoms[self.found.start].start - self.discourse.full_end < 300 else None

    @property
    def relative(self) -> int | None:
        """-1, 0, 1 for last, this, next."""
        for name in ("last", "this", "next"):
            if self.has(name):
                return int(self.get(name) or 0)
        return None

    @property
    def modifier(self) -> str | None:
        return self.get("early") or self.get("bound") or self.comparison

    @property
    def comparison(self) -> str | None:
        head = self.words[:2]
        if self.has("approx"):
            return "APPROX"
        if head in (["more", "than"], ["at", "least"]) or head[0] == "over":
            return "AFTER"
        return "BEFORE" if head in (["less", "than"], ["up", "to"]) or head[0] == "under" else None

    @property
    def unit(self) -> str | None:
        for name in ("unit", "units", "bigunit"):
            if self.has(name):
                return self.get(name)
        return None


def length(count: float | str, unit: str) -> str:
    """The TIMEX3 value of a duration: P2Y, PT24H, PXD."""
    if unit[0] == "2":
        unit, count = unit[1:], count * 2 if isinstance(count, float) else count
    figure = count if isinstance(count, str) else f"{count:g}" if count % 1 or count > 1e15 else f"{count:.0f}"
    return f"PT{figure}{unit[0]}" if unit in ("H", "MN", "S") else f"P{figure}{unit}"


def _pick(c: Context, past: date | None, future: date | None, near: date | None, unit: str) -> Reading:
    """Choose by tense between the last and the next such time; the other one is the alternative."""
    tense, clear = c.tense, False
    if c.today and past and future and unit != "WE" and past != future:
        behind, ahead = (c.today - past).days, (future - c.today).days
        if clear := min(behind, ahead) <= 62 and max(behind, ahead) >= 240:
            tense = None  # nobody says "in June" of one that is a year away in July, whatever the tense seems to be
    if tense == "future":
        chosen, other = future, past
    elif tense in ("past", "present"):
        chosen, other = past, future
    else:
        near = near if not clear else past if behind < ahead else future
        chosen, other = near, future if near == past else past
    if chosen is None:
        return Reading(None, modifier=c.modifier)
    ambiguous = not clear and tense in (None, "present") and other is not None and other != chosen
    others = (cal.value_of(other, unit),) if ambiguous and other else ()
    return Reading(cal.value_of(chosen, unit), "DATE", c.modifier, "published", others, ambiguous)


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
    return _pick(c, past, future, near, "D")


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
    order = (month_first, day_first) if "/" in text else (day_first, month_first)
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
    return _pick(c, past, future, near, "M")


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
    return _pick(c, past, future, past, letter)


def season(c: Context) -> Reading | None:
    """Last summer; the winter of 2008: meteorological seasons of the northern hemisphere; a winter's year is December's."""
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
        return Reading(
            cal.value_of(running if over else cal.shift(running, -1, "Y") or running, letter), "DATE", c.modifier
        )
    if shift == 1 or (shift == 0 and over and c.tense != "past"):
        return Reading(cal.value_of(coming, letter), "DATE", c.modifier)
    if shift == 0:
        return Reading(cal.value_of(running, letter), "DATE", c.modifier)
    return _pick(c, running, coming if over else running, running, letter)


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
    return _pick(c, past, future, cal.nearest(c.today, found), "D")


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
    reading = _pick(c, last, following, near, "D")
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
        return _pick(c, saturday, saturday + 7 * _DAY, saturday, "WE")
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
        if c.before not in _HOLDERS or c.after in (
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
        known = _reference(c) if c.unit == "D" and c.atoms[c.found.start].start - c.discourse.end < 300 else None
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


def _reference(c: Context) -> cal.Interval | None:
    return cal.interval(c.discourse.date)


def anaphor(c: Context) -> Reading | None:
    """The following day; the previous year; that evening: counted from the time mentioned before."""
    known = _reference(c)
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
    part_of_day = c.get("part") or ""
    value = cal.value_of(day, unit) + part_of_day
    return Reading(value, "TIME" if part_of_day else "DATE", c.modifier, "event" if known and not far else "published")


def _count(c: Context) -> float | None:
    """The number of units; None where it is vague."""
    if c.has("num"):
        count = c.number("num")
        return (count or 0) + (0.5 if c.words[-3:] == ["and", "a", "half"] else 0)
    if c.has("vague") or "couple" in c.words or c.has("units"):
        return 2.0 if "couple" in c.words and not c.has("scales") else None
    if "half" in c.words:
        return 1.5 if "and" in c.words else 0.5
    return 1.0


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
        known, unit = _reference(c), c.unit or "Y"
        start = known[0] if known else c.today
        day = cal.shift(start, -1, "Y") if start else None
        return Reading(cal.value_of(day, unit) if day else None, "DATE", None, "event" if known else "published")
    count, unit = _count(c), c.unit
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
    count, unit = _count(c), c.unit
    ahead = c.words[-1] in ("later", "now", "hence")
    known = _reference(c)
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
    if (
        text
        and not (c.has("tz") or c.has("pm"))
        and c.before not in ("at", "by", "until", "from", "around", "about", "before", "after", "since", "to")
    ):
        return None
    return _on_day(c, f"T{hour:02}:{minute:02}{zone if zone and zone != '-' else ''}")


def noon(c: Context) -> Reading | None:
    """Noon; midnight on Friday; dawn."""
    return _on_day(c, c.get("noon") or "T12:00")


def daypart(c: Context) -> Reading | None:
    """The morning; early evening."""
    return Reading(c.get("part"), "TIME", c.modifier)


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
    unit = c.unit or "D"
    if c.words[-1] == "long" and not c.has("num"):
        return Reading(length(1.0 if c.has("unit") else "X", unit), "DURATION", None, "absolute")
    article = not c.has("num") and (c.has("unit") and "half" not in c.words)
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
    count = _count(c)
    if "+" in c.words:
        return Reading(length(count or "X", unit), "DURATION", "AFTER", "absolute")
    if c.after == "-" and c.atoms[c.found.end + 1 : c.found.end + 2] and c.atoms[c.found.end + 1].norm == "old":
        return None
    if c.has("num") and (unit == "Q" and count == 3 or (count or 0) >= 10**9):
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
    if c.before in (
        "the",
        "these",
        "those",
        "this",
        "that",
        "his",
        "her",
        "their",
        "its",
        "our",
        "my",
        "light",
        "no",
        "many",
        "of",
    ) or c.unit in ("MN", "S", "Q"):
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
    if text == "current" and c.after in ("and", ",", ".") or text == "recent" and c.before == "most":
        return None
    if text == "future" and c.before not in ("in", "the"):
        return None
    days: cal.Interval | None = (
        (c.today, c.today + _DAY) if c.today and value == "PRESENT_REF" and c.today < date.max else None
    )
    return Reading(value, days=days)


RULES: dict[str, Callable[[Context], Reading | None]] = {
    "date": date_, "iso": iso, "days": days, "month": month, "year": year, "years": years, "fiscal": fiscal,
    "decade": decade, "century": century, "quarter": quarter, "half": half, "season": season, "holiday": holiday,
    "today": today, "part": part, "weekday": weekday, "weekend": weekend, "thispast": thispast, "deictic": deictic, "theunit": theunit,
    "window": window, "anaphor": anaphor, "ago": ago, "later": later, "clock": clock, "noon": noon, "daypart": daypart,
    "age": age, "duration": duration, "range": range_, "indefinite": indefinite, "whole": whole, "nth": nth,
    "set": set_, "ref": ref,
}  # fmt: skip
