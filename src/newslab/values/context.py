"""One match of times.tsv with what is needed to read it, and what a reading is.

The rules in `date_rules`, `relative_rules` and `duration_rules` take a `Context` and return a `Reading`, or None where
the words are no expression of time after all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from newslab.values import calendars as cal
from newslab.values.atoms import Atom
from newslab.values.patterns import Found


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
    day: str | None = None  # value of the last single day mentioned that is not after publication
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
        """Tell whether the class is in the match."""
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
        """The number that matched the class."""
        at = self.found.parts.get(name)
        return None if at is None else self.atoms[at].value

    @cached_property
    def words(self) -> list[str]:
        """The atoms of the match."""
        return [atom.norm for atom in self.atoms[self.found.start : self.found.end]]

    @property
    def before(self) -> str:
        """The atom before the match, or nothing."""
        return self.atoms[self.found.start - 1].norm if self.found.start else ""

    @property
    def after(self) -> str:
        """The atom after the match, or nothing."""
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
        """The atom whose place in the tree tells the tense."""
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
        """What limits it, by the words inside the match."""
        return self.get("early") or self.get("bound") or self.comparison

    @property
    def comparison(self) -> str | None:
        """APPROX, AFTER (more than) or BEFORE (less than)."""
        head = self.words[:2]
        if self.has("approx"):
            return "APPROX"
        if head in (["more", "than"], ["at", "least"]) or head[0] == "over":
            return "AFTER"
        return "BEFORE" if head in (["less", "than"], ["up", "to"], ["as", "long"]) or head[0] == "under" else None

    @property
    def unit(self) -> str | None:
        """The unit of time, as TIMEX3's letter."""
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


def pick(c: Context, past: date | None, future: date | None, near: date | None, unit: str) -> Reading:
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


def reference(c: Context) -> cal.Interval | None:
    """The days of the time mentioned before, unless they are too many to count days or weeks from."""
    days = cal.interval(c.discourse.date)
    most = {"D": 7, "W": 31, "WE": 31, "2W": 31, "M": 92}.get(c.unit or "D", 4000)
    return days if days and (days[1] - days[0]).days <= most else None


def count_of(c: Context) -> float | None:
    """The number of units; None where it is vague."""
    if "of" in c.words and "quarter" in c.words:
        return 0.25
    if c.has("num"):
        count = c.number("num")
        return (count or 0) + (0.5 if c.words[-3:] == ["and", "a", "half"] else 0)
    if c.has("vague") or "couple" in c.words or c.has("units"):
        return 2.0 if "couple" in c.words and not c.has("scales") else None
    if "half" in c.words:
        return 1.5 if "and" in c.words else 0.5
    return 1.0
