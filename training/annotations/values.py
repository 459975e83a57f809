"""The values file: times and amounts."""

from __future__ import annotations

import re

from .articles import Article
from .form import MODIFIERS, Row, each_line, place

UNITS = """
percent: percent, percentage point
length: metre, kilometre, centimetre, millimetre, mile, foot, inch, yard, light-year, astronomical unit
mass: gram, kilogram, tonne, ton, ounce
time: second, minute, hour, day, week, month, year
area: hectare, acre, square kilometre, square mile, square metre, square foot
volume: litre, gallon, barrel, cubic metre
speed: kilometre per hour, mile per hour, metre per second, knot
temperature: celsius, fahrenheit, kelvin
power: watt, kilowatt, megawatt, gigawatt
"""
DIMENSIONS = {
    unit.strip(): line.split(":")[0] for line in UNITS.split("\n") for unit in line.partition(":")[2].split(",")
}


def read_values(source: str, article: Article) -> tuple[list[Row], list[Row]]:
    """Times and amounts of a values file: `t p2 | Monday | 2019-01-07 | DATE | START`, `a p4 | 12 | 12.. | person`."""
    times: list[Row] = []
    amounts: list[Row] = []

    def read(line: str) -> None:
        head, *fields = (f.strip() for f in line.split("|"))
        sort, _, where = head.partition(" ")
        if sort not in ("t", "a", "time", "amount") or len(fields) < 2:
            raise ValueError("write t p2 | words | TIMEX3 value | type | modifier   or   a p2 | words | bounds | unit")
        start, end = place(article, fields[0], article.stretch(where.strip()), [], [])
        if sort.startswith("t"):
            value = None if fields[1] == "-" else fields[1]
            named = [f.removeprefix("mod:").strip() for f in fields[2:]]
            kind = next((f for f in named if f in ("DATE", "TIME", "DURATION", "SET")), None)
            modifier = next((f for f in named if f in MODIFIERS), None)
            if len(named) != (kind is not None) + (modifier is not None):
                raise ValueError(f"a type (DATE TIME DURATION SET) and a modifier ({' '.join(MODIFIERS)}) may follow")
            guess = (
                "DURATION"
                if re.match(r"P[\dXT]", str(value))
                else "TIME"
                if re.match(r"[\dX-]+T", str(value))
                else "DATE"
            )
            times.append({"start": start, "end": end, "value": value, "type": kind or guess, "modifier": modifier})
        else:
            low, high, modifier = bounds(fields[1])
            start += len(re.match(r"(?:(?:only|just)\s+)?", article.text[start:end])[0])  # type: ignore[index]
            unit = fields[2] if len(fields) > 2 and fields[2] != "-" else None
            unit = {"%": "percent"}.get(str(unit), unit)
            default = "money" if re.fullmatch(r"[A-Z]{3}", str(unit)) else DIMENSIONS.get(str(unit), "count")
            dimension = fields[3] if len(fields) > 3 else default
            row = {"start": start, "end": end, "low": low, "high": high, "unit": unit, "dimension": dimension}
            amounts.append(row | {"modifier": modifier})

    each_line(source, read)
    return sorted(times, key=lambda r: r["start"]), sorted(amounts, key=lambda r: r["start"])


def bounds(value: str) -> tuple[float | None, float | None, str]:
    """`12`, `~12`, `12..`, `..12`, `10..20`, `~10..20`, `?` → low, high and the modifier."""
    if value == "?":
        return None, None, "vague"
    found = re.fullmatch(r"(~?)(-?\d+(?:\.\d+)?)?(\.\.)?(-?\d+(?:\.\d+)?)?", value.replace(",", ""))
    if not found or not (found[2] or found[4]) or (found[2] and found[4] and not found[3]):
        raise ValueError(f"{value!r} is no bound: write 12, ~12, 12.., ..12, 10..20 or ?")
    low = float(found[2]) if found[2] else None
    high = float(found[4]) if found[4] else None
    if not found[3]:
        number = float(value.replace(",", "").lstrip("~"))
        return number, number, "approximate" if found[1] else "exact"
    modifier = "at-least" if high is None else "at-most" if low is None else "approximate" if found[1] else "exact"
    return low, high, modifier
