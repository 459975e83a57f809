"""The rules of times.tsv by name: the function that reads a match of each.

Relative expressions are counted from the day of publication; without one they keep what can be said (`XXXX-WXX-5`) or
have no value.
"""

from __future__ import annotations

from collections.abc import Callable

from newslab.values import date_rules, duration_rules, relative_rules
from newslab.values.context import Context, Reading

RULES: dict[str, Callable[[Context], Reading | None]] = {
    "date": date_rules.date_,
    "iso": date_rules.iso,
    "days": date_rules.days,
    "month": date_rules.month,
    "year": date_rules.year,
    "years": date_rules.years,
    "fiscal": date_rules.fiscal,
    "decade": date_rules.decade,
    "century": date_rules.century,
    "quarter": date_rules.quarter,
    "half": date_rules.half,
    "season": date_rules.season,
    "holiday": date_rules.holiday,
    "today": relative_rules.today,
    "part": relative_rules.part,
    "weekday": relative_rules.weekday,
    "weekend": relative_rules.weekend,
    "thispast": relative_rules.thispast,
    "deictic": relative_rules.deictic,
    "theunit": relative_rules.theunit,
    "window": relative_rules.window,
    "anaphor": relative_rules.anaphor,
    "ago": relative_rules.ago,
    "later": relative_rules.later,
    "clock": duration_rules.clock,
    "noon": duration_rules.noon,
    "daypart": duration_rules.daypart,
    "age": duration_rules.age,
    "duration": duration_rules.duration,
    "range": duration_rules.range_,
    "indefinite": duration_rules.indefinite,
    "whole": duration_rules.whole,
    "nth": duration_rules.nth,
    "set": duration_rules.set_,
    "ref": duration_rules.ref,
}
