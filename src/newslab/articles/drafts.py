"""Articles in parts, for a corpus that does not fit into memory.

A part is drafted: everything that can be said of its articles without the others. Then the surveys of the parts are put
together, which decides about repeated ids, the order of day and month, and the dtypes of own columns. Then each part is
finished by itself. The result is that of `newslab.read` on the whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from newslab.articles.columns import Survey, cast
from newslab.articles.dates import decided, orders, read_date
from newslab.articles.decoding import clean
from newslab.articles.fields import assign, free, is_missing, unique
from newslab.articles.files import Article, read_file
from newslab.articles.frame import (
    COLUMNS,
    ReadError,
    as_date,
    by_column,
    is_other,
    read_rows,
    settle,
    table_of,
)
from newslab.articles.ids import Digests, digest, rename, repeats, wanted_ids
from newslab.articles.sources import walk
from newslab.records import Problem

Position = tuple[int, int]
TEXTS = ("title", "text", "outlet", "byline", "url", "language", "source", "encoding")
SCHEMA = pa.schema(
    [
        *((name, pa.large_string()) for name in (*TEXTS, "_note", "article_id", "group", "published", "others")),
        ("n_words", pa.int64()), ("origin", pa.int8()), ("digest", pa.uint64()), ("severity", pa.string()),
        ("refused", pa.large_string()),
    ]
)  # fmt: skip


def stream(
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    columns: Mapping[str, str] | None,
    after: Position = (0, 0),
) -> Iterator[tuple[Position, Article | Problem]]:
    """The articles of all files in order, one at a time, each with the place after it: where a later call can go on.

    A place is the number of files before it and of what was found in its file.
    """
    for number, file in enumerate(walk(source)):
        if number < after[0]:
            continue
        found = [file] if isinstance(file, Problem) else read_file(file, columns)
        done = after[1] if number == after[0] else 0
        for count, item in enumerate(islice(found, done, None), start=done + 1):
            yield (number, count), item


def entries_of(frame: pd.DataFrame, columns: Mapping[str, str] | None, name: str) -> Iterator[Article]:
    """The rows of a frame as `stream` gives those of a file; `name` is the frame's.

    Raises ReadError when no column holds a text.
    """
    names = unique([clean(str(column))[0] for column in frame.columns])
    fields = assign(names, columns)
    if "text" not in fields and "html" not in fields:
        told = ", ".join(names[:12])
        raise ReadError(f'No column holds the text of articles ({told}). Name it: columns={{"text": "…"}}.')
    taken = {column: field for field, column in fields.items()}
    keys = [taken.get(column) or free(column) for column in names]
    cells = [frame.iloc[:, position].tolist() for position in range(len(names))]
    for number, row in enumerate(zip(*cells, strict=True), start=1):
        article = dict(zip(keys, row, strict=True))
        if is_missing(article.get("source")):
            article["source"] = f"{name} row {number}"
        yield article | {"_stem": None, "_file": ""}


def draft(entries: Sequence[Article], outlet: str | None) -> tuple[pa.Table, Surveys]:
    """What can be said of some articles without the others: a row each, and what the others must know of them."""
    cells, groups, labels = by_column(entries)
    rows, refused = read_rows(cells, labels, outlet)
    wanted, origins = wanted_ids(rows)
    groups = [clean(group)[0] for group in groups]
    dates = [as_date(value) for value in rows["published"]]
    others = {name: values for name, values in cells.items() if is_other(name)}
    table = pa.table(
        {
            **{name: [None if i in refused else cell for i, cell in enumerate(rows[name])] for name in TEXTS},
            "source": rows["source"], "_note": rows["_note"], "n_words": rows["n_words"],
            "article_id": wanted, "origin": origins, "digest": [digest(text) for text in wanted],
            "group": groups, "published": [None if is_missing(value) else _dated(value) for value in dates],
            "others": [_packed(others, i) for i in range(len(entries))],
            "severity": [refused[i][0] if i in refused else None for i in range(len(entries))],
            "refused": [clean(refused[i][1])[0] if i in refused else None for i in range(len(entries))],
        },
        schema=SCHEMA,
    )  # fmt: skip
    days: dict[str, set[bool]] = {}
    for group in dict.fromkeys(groups):
        days[group] = orders([value for value, own in zip(dates, groups, strict=True) if own == group])
    return table, Surveys(days, {name: Survey.of(values) for name, values in others.items()})


def _dated(value: Any) -> str:
    plain = isinstance(value, str | int | float | bool) and not isinstance(value, date)
    return json.dumps(value if plain else str(value))


def _packed(others: Mapping[str, Sequence[Any]], i: int) -> str:
    return json.dumps({name: values[i] for name, values in others.items() if not is_missing(values[i])}, default=str)


@dataclass(slots=True)
class Surveys:
    """What all parts together say: the order of day and month in each group, and what each own column holds."""

    days: dict[str, set[bool]] = field(default_factory=dict)
    columns: dict[str, Survey] = field(default_factory=dict)

    def add(self, other: Surveys) -> None:
        """Take in the next part's."""
        for group, seen in other.days.items():
            self.days.setdefault(group, set()).update(seen)
        for name, survey in other.columns.items():
            self.columns[name] = self.columns[name].with_(survey) if name in self.columns else survey

    def to_json(self) -> dict[str, Any]:
        """The surveys as plain values; groups whose dates do not say which order they have are left out."""
        return {
            "days": {group: sorted(seen) for group, seen in self.days.items() if seen},
            "columns": {name: survey.to_json() for name, survey in self.columns.items()},
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Surveys:
        """What `to_json` wrote."""
        days = {group: set(seen) for group, seen in values["days"].items()}
        return cls(days, {name: Survey.from_json(survey) for name, survey in values["columns"].items()})


def renamed(parts: Sequence[pa.Table], whole: Iterable[tuple[int, pa.Table]]) -> dict[int, tuple[str, str]]:
    """Rows of the corpus whose id another row has before them → the new id and a note.

    `parts` have the columns `digest` and `origin` of all rows; `whole` gives, when there is something to rename, each
    part again with the number of its first row, now with `article_id` and `source`.
    """
    found: Digests = (
        np.concatenate([np.asarray(part["digest"]) for part in parts]) if parts else np.array([], np.uint64)
    )
    origins = np.concatenate([np.asarray(part["origin"]) for part in parts]) if parts else np.array([], np.int8)
    again = repeats(found, origins)
    if not again:
        return {}
    wanted = set(again)
    rows: dict[int, tuple[int, str, int, str]] = {}
    for first, part in whole:
        for i in [i for i in range(first, first + part.num_rows) if i in wanted]:
            row = part.slice(i - first, 1).select(["article_id", "origin", "source"]).to_pylist()[0]
            rows[i] = (i, row["article_id"], row["origin"], row["source"])
    return {i: (new, note) for i, new, note in rename((rows[i] for i in again), found)}


def finish(
    part: pa.Table, surveys: Surveys, names: Mapping[int, tuple[str, str]]
) -> tuple[pd.DataFrame, list[Problem]]:
    """The articles table of one part, but for `duplicate_of`, and its problems; `names` are those of its own rows."""
    rows: dict[str, list[Any]] = part.to_pydict()
    n = part.num_rows
    days = {group: decided(seen) for group, seen in surveys.days.items()}
    dates = [
        (None, None) if text is None else read_date(json.loads(text), days.get(group))
        for text, group in zip(rows["published"], rows["group"], strict=True)
    ]
    rows["published"] = [moment for moment, _ in dates]
    rows["article_id"] = [names[i][0] if i in names else rows["article_id"][i] for i in range(n)]
    refused = {i: (rows["severity"][i], rows["refused"][i]) for i in range(n) if rows["refused"][i] is not None}
    kept, problems = settle(rows, refused, {i: note for i, (_, note) in names.items()}, [note for _, note in dates])
    frame = table_of({name: [rows[name][i] for i in kept] for name in COLUMNS[:11]}, len(kept))
    others = [json.loads(rows["others"][i]) for i in kept]
    extra = {name: cast([row.get(name) for row in others], survey) for name, survey in surveys.columns.items()}
    return (pd.concat([frame, pd.DataFrame(extra)], axis=1) if extra else frame), problems
