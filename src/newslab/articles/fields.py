"""Which column or key of an input is which field of an article."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from newslab.articles.decoding import clean

COMPUTED = ("n_words", "duplicate_of")  # made anew, whatever an input says
INTERNAL = ("_stem", "_file", "_note")  # what a file's reader tells `frame` beside the columns


@cache
def names() -> dict[str, tuple[str, ...]]:
    """Field → its names, without case and punctuation, the likeliest first (`fields.tsv`)."""
    lines = files(__package__).joinpath("fields.tsv").read_text("utf8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["field"]: tuple(dict.fromkeys(plain(name) for name in row["names"].split())) for row in rows}


def plain(name: object) -> str:
    """A name without case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", str(name)).lower()


def assign(columns: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Field → the column that holds it. `given` (field → column) goes before the usual names.

    Raises ValueError with a sentence when `given` names a field that does not exist.
    """
    columns = list(columns)
    found: dict[str, str] = {}
    for field, column in (given or {}).items():
        if field not in names():
            raise ValueError(f"columns: {field!r} is no field of an article; the fields are {', '.join(names())}.")
        if column in columns:
            found[field] = column
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(plain(column), column)
    # `source` is where an article was read from only in a table that newslab made; elsewhere it is the outlet.
    if {"article_id", "text", "source", "n_words"} <= set(columns) and "source" not in found.values():
        found["source"] = "source"
    for field, likely in names().items():
        if field in found:
            continue
        if field != "source" and field in columns and field not in found.values():
            found[field] = field
            continue
        for name in likely:
            if name in by_name and by_name[name] not in found.values():
                found[field] = by_name[name]
                break
    return found


def free(column: object) -> str:
    """The name that a column which is no field keeps; one that newslab uses itself gets `_original`."""
    return f"{column}_original" if column in (*names(), *COMPUTED, *INTERNAL) else clean(str(column))[0]


def unique(names: list[str]) -> list[str]:
    """Names of columns, a repeated one with a number, an empty one as `column`."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        name = name or "column"
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return found


def is_missing(value: Any) -> bool:
    """None, NaN, NaT, NA and blank text are missing."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, list | tuple | dict | set):
        return not value
    try:
        return bool(value != value)  # NaN and NaT differ from themselves
    except (TypeError, ValueError):  # pd.NA has no truth value, an array several
        return type(value).__name__ == "NAType"


def as_text(value: Any) -> str | None:
    """A value as one line of text: names of objects ({"name": …}), lists joined by semicolons; None when missing."""
    if is_missing(value):
        return None
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        for key in ("name", "title", "value", "main", "@id", "text", "$date"):
            if not is_missing(value.get(key)):
                return as_text(value[key])
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, list | tuple) or (type(value).__module__ == "numpy" and hasattr(value, "__len__")):
        parts = [part for part in (as_text(item) for item in value) if part]
        return "; ".join(dict.fromkeys(parts)) or None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
