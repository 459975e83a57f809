"""Articles as they were read, or any frame with a text column → the articles table and the problems met.

Every row of the input ends in the table or in a problem, and some in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from newslab.articles.columns import plain_column
from newslab.articles.dates import parse_dates
from newslab.articles.decoding import NotText, clean, decode
from newslab.articles.duplicates import find_duplicates
from newslab.articles.fields import COMPUTED, INTERNAL, as_text, assign, free, is_missing, unique
from newslab.articles.ids import digests, rename, repeats, wanted_ids
from newslab.articles.language import count_words, is_english_code, judge
from newslab.records import Problem

LONGEST = 1_000_000  # characters of an article
TEXTUAL = ("title", "outlet", "byline", "url")
COLUMNS = (
    "article_id", "title", "text", "published", "outlet", "byline", "url", "language", "source", "encoding",
    "n_words", "duplicate_of",
)  # fmt: skip
Refusal = tuple[str, str]  # severity, and why an article is left out


class ReadError(ValueError):
    """A frame that cannot be read as articles; the message is a sentence that says why and what to do."""


class _Rejected(ValueError):
    """An article that is left out; the message says why and what to do."""

    def __init__(self, message: str, severity: str = "error") -> None:
        super().__init__(message)
        self.severity = severity


def prepare(
    frame: pd.DataFrame, *, columns: Mapping[str, str] | None = None, outlet: str | None = None
) -> tuple[pd.DataFrame, list[Problem]]:
    """The articles table of any frame with a text column, and what was left out or repaired.

    `columns` maps fields to the frame's columns where the usual names do not fit; `outlet` is for rows that name none.
    A text, an article_id and a language that the frame gives stay as they are. What `prepare` made, it leaves as it is;
    the problems that `read` attached to the frame come first.

    Raises ReadError when the frame has rows but no column holds a text, or lacks a column that `columns` names.
    """
    names = unique([clean(str(name))[0] for name in frame.columns])
    cells = {name: list(frame.iloc[:, position]) for position, name in enumerate(names)}
    absent = [column for column in (columns or {}).values() if column not in names]
    if absent and len(frame):
        raise ReadError(f"The frame has no column {absent[0]!r}; it has {', '.join(names[:12])}.")
    fields = assign(names, columns)
    carried = [Problem(**problem) for problem in frame.attrs.get("newslab_problems", ())]
    if "text" not in fields and "html" not in fields:
        message = f"No column holds the text of articles (columns: {', '.join(names[:12]) or 'none'})."
        if len(frame):
            raise ReadError(f'{message} Name it: columns={{"text": "…"}}.')
        return table_of({}, 0), [*carried, _problem("the frame", "error", message)]
    values = {field: cells[column] for field, column in fields.items()}
    if "source" not in values and "source" in cells and "source" not in fields.values():
        values["source"] = cells["source"]
        fields = {**fields, "source": "source"}
    others = {
        free(name): _storable(frame.iloc[:, position].reset_index(drop=True))
        for position, name in enumerate(names)
        if name not in fields.values() and name not in COMPUTED
    }
    labels = [f"row {label}" for label in frame.index]
    table, problems = _assemble(values, others, labels, outlet=outlet, groups=[""] * len(frame))
    return table, [*carried, *(problem for problem in problems if problem not in carried)]


def from_entries(entries: Sequence[Mapping[str, Any]], *, outlet: str | None) -> tuple[pd.DataFrame, list[Problem]]:
    """The same of the mappings that `files.read_file` yields."""
    cells, groups, labels = by_column(entries)
    others = {name: plain_column(values) for name, values in cells.items() if is_other(name)}
    return _assemble(cells, others, labels, outlet=outlet, groups=groups)


def by_column(entries: Sequence[Mapping[str, Any]]) -> tuple[dict[str, list[Any]], list[str], list[str]]:
    """Entries by column; and for each the group whose dates are written alike, and what it is called."""
    names = list(dict.fromkeys(name for entry in entries for name in entry))
    cells = {name: [entry.get(name) for entry in entries] for name in names}
    groups = [
        str(entry["_file"] if entry["_stem"] is None else as_text(entry.get("outlet")) or "") for entry in entries
    ]
    return cells, groups, [str(source) for source in cells.get("source", [])]


def is_other(name: str) -> bool:
    """Tell whether a column is none that newslab knows."""
    return name not in COLUMNS and name not in ("html", *INTERNAL)


def _problem(source: str, severity: str, message: str, article_id: str | None = None) -> Problem:
    return Problem(source=source, stage="reading", severity=severity, message=message, article_id=article_id)


def _assemble(
    values: Mapping[str, list[Any]],
    others: Mapping[str, pd.Series],
    labels: list[str],
    *,
    outlet: str | None,
    groups: Sequence[str],
) -> tuple[pd.DataFrame, list[Problem]]:
    rows, refused = read_rows(values, labels, outlet)
    wanted, origins = wanted_ids(rows)
    found = digests(wanted)
    again = [(i, wanted[i], origins[i], rows["source"][i]) for i in repeats(found, np.array(origins, dtype=int))]
    renamed = {i: (new, note) for i, new, note in rename(again, found)}
    rows["article_id"] = [renamed[i][0] if i in renamed else wanted[i] for i in range(len(labels))]
    rows["published"], unread = _published(rows["published"], groups)
    kept, problems = settle(rows, refused, {i: note for i, (_, note) in renamed.items()}, unread)
    originals = find_duplicates([rows["text"][i] for i in kept], [rows["published"][i] for i in kept])
    table = {field: [rows[field][i] for i in kept] for field in COLUMNS[:11]}
    ids = table["article_id"]
    table["duplicate_of"] = [None if original is None else ids[original] for original in originals]
    frame = table_of(table, len(kept))
    extra = {name: column.iloc[kept].reset_index(drop=True) for name, column in others.items()}
    return (pd.concat([frame, pd.DataFrame(extra)], axis=1) if extra else frame), problems


def read_rows(
    values: Mapping[str, list[Any]], labels: Sequence[str], outlet: str | None
) -> tuple[dict[str, list[Any]], dict[int, Refusal]]:
    """What can be said of each article without the others: its text, words, language; and why one is left out."""
    n = len(labels)
    none = [None] * n
    rows = {field: list(values.get(field, none)) for field in (*COLUMNS[:10], "html", "_stem", "_note")}
    refused: dict[int, Refusal] = {}
    for i in range(n):
        try:
            _read_text(rows, i)
        except _Rejected as error:
            refused[i] = error.severity, str(error)
    for field in TEXTUAL:
        rows[field] = [_line(value) for value in rows[field]]
    rows["source"] = [_line(value) or label for value, label in zip(rows["source"], labels, strict=True)]
    if outlet is not None:
        rows["outlet"] = [value or outlet for value in rows["outlet"]]
    rows["n_words"] = [0] * n
    for i in range(n):
        if i not in refused:
            try:
                _accept(rows, i)
            except _Rejected as error:
                refused[i] = error.severity, str(error)
    return rows, refused


def settle(
    rows: Mapping[str, Sequence[Any]],
    refused: Mapping[int, Refusal],
    notes: Mapping[int, str],
    unread: Sequence[str | None],
) -> tuple[list[int], list[Problem]]:
    """The rows that are kept, and the problems of all rows, in their order."""
    kept, problems = [], []
    for i, article_id in enumerate(rows["article_id"]):
        source = rows["source"][i]
        if i in refused:
            severity, why = refused[i]
            problems.append(_problem(source, severity, f"Article {article_id} was left out. {why}", article_id))
            continue
        kept.append(i)
        for severity, note in (("info", rows["_note"][i]), ("warning", notes.get(i)), ("warning", unread[i])):
            if note:
                problems.append(_problem(source, severity, note, article_id))
    return kept, problems


def _read_text(rows: dict[str, list[Any]], i: int) -> None:
    """Put a storable text in place and note repairs. Bytes are decoded, a page is read. Raises `_Rejected`."""
    text = rows["text"][i]
    note = rows["_note"][i]
    if isinstance(text, bytes | bytearray | memoryview):
        try:
            decoded = decode(bytes(text))
        except NotText as error:
            raise _Rejected(str(error)) from error
        text, rows["encoding"][i], note = decoded.text, decoded.encoding, decoded.note
    if is_missing(text) and isinstance(rows["html"][i], str):
        from newslab.articles.webpage import read_page

        for field, value in read_page(rows["html"][i]).items():
            if field == "text":
                text = value
            elif field in rows and is_missing(rows[field][i]):
                rows[field][i] = value
    if is_missing(text):
        raise _Rejected("Its text is empty. Fill it in, or delete the article.")
    if not isinstance(text, str):
        raise _Rejected(f"Its text is of the type {type(text).__name__}. Give text.")
    rows["text"][i], repaired = clean(str(text))
    marked = "Its text holds HTML. To have the tags taken out, name its column as html." if _marked_up(text) else None
    rows["_note"][i] = " ".join(filter(None, (note, repaired, marked)))


def _marked_up(text: str) -> bool:
    return len(re.findall(r"</?(?:p|br|div|a|span|strong|em)\b[^<>]{0,200}>", text[:5000], re.I)) >= 3


def _line(value: Any) -> str | None:
    text = as_text(value)
    return clean(text)[0] if text else None


def _accept(rows: dict[str, list[Any]], i: int) -> None:
    """Length and language. Raises `_Rejected`."""
    text: str = rows["text"][i]
    if len(text) > LONGEST:
        raise _Rejected(
            f"Its text has {len(text):,} characters; up to {LONGEST:,} are read. Split it into its articles, and look "
            "for a quotation mark that is never closed."
        )
    rows["n_words"][i] = count_words(text)
    rows["encoding"][i] = _line(rows["encoding"][i])
    given = rows["language"][i]
    rows["language"][i] = None if is_missing(given) else clean(str(given))[0]
    if rows["language"][i] is None:
        judged = judge(text)
        if judged not in (None, "en"):
            guess = "" if judged == "und" else f" (most like {judged})"
            raise _Rejected(
                f"Its text is not English{guess}, judged by its function words. newslab reads English; if it is, give "
                'the column language with "en".',
                "warning",
            )
        rows["language"][i] = judged
    elif not is_english_code(rows["language"][i]):
        raise _Rejected(f"Its language is given as {given!r}; newslab reads English (en).", "warning")


def _published(values: Sequence[Any], groups: Sequence[str]) -> tuple[list[Any], list[str | None]]:
    """Dates, with day and month told apart by all dates of the same file or outlet."""
    members: dict[str, list[int]] = {}
    for i, group in enumerate(groups):
        members.setdefault(group, []).append(i)
    moments: list[datetime | None] = [None] * len(values)
    notes: list[str | None] = [None] * len(values)
    for positions in members.values():
        parsed = parse_dates([as_date(values[i]) for i in positions])
        for i, (moment, note) in zip(positions, parsed, strict=True):
            moments[i], notes[i] = moment, note
    return moments, notes


def as_date(value: Any) -> Any:
    """A cell that may hold a date, nested ones as text."""
    return as_text(value) if isinstance(value, list | dict) else value


def _storable(column: pd.Series) -> pd.Series:
    """A column as it is, but for text in it that nothing can write."""
    if column.dtype != object or not any(isinstance(cell, str) and clean(cell)[1] for cell in column):
        return column
    return pd.Series([clean(cell)[0] if isinstance(cell, str) else cell for cell in column], dtype=object)


def table_of(columns: Mapping[str, Iterable[Any]], n: int) -> pd.DataFrame:
    """The articles table of `n` rows, with the declared columns in their dtypes."""
    made = {}
    for name in COLUMNS:
        values = list(columns.get(name, [None] * n))
        if name == "published":
            made[name] = pd.Series(pd.array(values, dtype=pd.DatetimeTZDtype("us", "UTC")))
        else:
            made[name] = pd.Series(values, dtype="Int64" if name == "n_words" else "str")
    return pd.DataFrame(made)
