"""The tables' columns, their dtypes and what must hold in and between them.

`columns.tsv` beside this module is the codebook: it names every column, its dtype, whether a value may be missing, what
it refers to and the values that it may hold. The pandera schemas are made from it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import pandera.pandas as pa

UTC = pd.DatetimeTZDtype("us", "UTC")
LISTS = ("list[str]", "list[span]")


class TableError(ValueError):
    """Tables that are not what they should be; the message is a sentence that says which and how."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the codebook. `values` is a tuple of allowed values, `between` bounds; either may be absent."""

    name: str
    dtype: str  # str, int, float, bool, datetime, json, list[str], list[span]
    optional: bool
    unique: bool
    refers_to: str | None
    values: tuple[str, ...]
    between: tuple[float, float] | None
    meaning: str

    @property
    def pandas(self) -> Any:
        """The dtype in a DataFrame. Lists are objects; a whole number that may be missing is `Int64`."""
        if self.dtype == "int":
            return "Int64" if self.optional else "int64"
        return {"str": "str", "json": "str", "float": "float64", "bool": "boolean", "datetime": UTC}.get(
            self.dtype, "object"
        )


@cache
def codebook() -> dict[str, tuple[Column, ...]]:
    """The columns of every table, in their order."""
    lines = files(__package__).joinpath("columns.tsv").read_text("utf8").splitlines()
    tables: dict[str, list[Column]] = {}
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        low, bounded, high = row["values"].partition("..")
        tables.setdefault(row["table"], []).append(
            Column(
                row["column"],
                row["dtype"],
                row["missing"] == "allowed",
                row["unique"] == "yes",
                row["refers_to"] or None,
                () if bounded else tuple(row["values"].split()),
                (float(low), float(high or "inf")) if bounded else None,
                row["meaning"],
            )
        )
    return {table: tuple(columns) for table, columns in tables.items()}


def series(values: Sequence[Any], dtype: Any) -> pd.Series:
    """The values as a Series of a declared dtype; None is missing. Times without a zone are taken as UTC.

    Lone surrogates, which no file format can hold, become U+FFFD, so that offsets stay right.
    """
    if dtype == "object":
        cells = np.empty(len(values), dtype=object)
        cells[:] = values
        return pd.Series(cells, dtype=object)
    if dtype == UTC:
        return pd.Series([_utc(value) for value in values], dtype=UTC)
    try:
        return pd.Series(list(values), dtype=dtype)
    except UnicodeEncodeError:
        return pd.Series([_encodable(value) for value in values], dtype=dtype)


def _encodable(value: Any) -> Any:
    return re.sub("[\ud800-\udfff]", "\ufffd", value) if isinstance(value, str) else value


def _utc(value: Any) -> Any:
    if value is None or value is pd.NaT:
        return pd.NaT
    stamp = pd.Timestamp(value).as_unit("us")
    return stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp.tz_convert("UTC")


def frame(table: str, rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Rows, each with one value a column in the codebook's order, as a frame with the declared dtypes."""
    columns = codebook()[table]
    cells: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(columns)
    return pd.DataFrame(
        {column.name: series(values, column.pandas) for column, values in zip(columns, cells, strict=True)}
    )


def empty(table: str) -> pd.DataFrame:
    """The table without a row, with all its columns and dtypes."""
    return frame(table, [])


@cache
def schema(table: str) -> pa.DataFrameSchema:
    """The pandera schema of one table: columns present, dtypes, missing values, uniqueness, allowed values.

    Further columns are allowed. References and offsets concern more than one table: see `check`.
    """
    import pandera.pandas as pa

    def checks(column: Column) -> list[pa.Check]:
        found = []
        if column.values:
            found.append(pa.Check.isin(column.values))
        if column.between:
            found.append(pa.Check.in_range(*column.between))
        if column.dtype in ("str", "json") and not column.values and table != "articles":
            found.append(pa.Check(lambda cells: cells != "", name="empty"))
        if column.dtype in LISTS:
            found.append(pa.Check(_are_lists, name="lists"))
        return found

    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                column.pandas,
                checks(column),
                nullable=column.optional,
                unique=column.unique,
                description=column.meaning,
            )
            for column in codebook()[table]
        },
        name=table,
    )


def _are_lists(cells: pd.Series) -> pd.Series:
    return pd.Series([isinstance(cell, list) for cell in cells], index=cells.index, dtype=bool)


def check(tables: Mapping[str, pd.DataFrame]) -> None:
    """Raise `TableError` with a sentence for each thing that is wrong in or between the tables.

    Beyond each table's schema: ids that are referred to exist; offsets lie in the article's text and `text`, `speaker`
    and `cue` are what stands there; lists of spans lie inside their row; no interval ends before it begins; a quote
    inside another one is one deeper than it and in the same article.
    """
    missing = [table for table in codebook() if table not in tables]
    if missing:
        raise TableError(f"These tables are missing: {', '.join(missing)}.")
    faults = [fault for table in codebook() for fault in _own_faults(table, tables[table])]
    if not faults:  # what follows relies on columns and dtypes
        for table in codebook():
            faults += _dangling(table, tables)
        if not faults:
            faults = [*_offsets(tables), *_intervals(tables), *_nesting(tables["quotes"])]
    if faults:
        raise TableError("\n".join(faults))


def _own_faults(table: str, rows: pd.DataFrame) -> Iterator[str]:
    from pandera.errors import SchemaErrors

    try:
        schema(table).validate(rows, lazy=True)
    except SchemaErrors as error:
        columns = {column.name: column for column in codebook()[table]}
        for (name, reason), cases in error.failure_cases.groupby(["column", "check"], sort=False, dropna=False):
            if reason == "column_in_dataframe":
                yield f"{table} has no column {', '.join(map(str, cases['failure_case']))}."
                continue
            values = cases["failure_case"]
            yield f"{table}.{name}: " + _reason(str(reason), columns[str(name)], list(values), len(values)) + "."


def _reason(reason: str, column: Column, values: list[Any], n: int) -> str:
    rows = f"{n} row{'s' if n != 1 else ''}"
    example = repr(values[0])
    if reason.startswith("dtype"):
        return f"the dtype is {values[0]} where {column.pandas} is declared"
    if reason == "not_nullable":
        return f"{rows} with nothing in them where a value is required"
    if reason == "field_uniqueness":
        return f"{rows} with an id that another row has ({example})"
    if reason.startswith("isin"):
        return f"{rows} with a value that is not among {', '.join(column.values)} ({example})"
    if reason.startswith("in_range") and column.between:
        return f"{rows} outside {column.between[0]:g} to {column.between[1]:g} ({example})"
    if reason == "empty":
        return f"{rows} with an empty string, which should be missing"
    if reason == "lists":
        return f"{rows} with something that is not a list ({example})"
    return f"{rows} fail {reason} ({example})"


def _dangling(table: str, tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    for column in codebook()[table]:
        if not column.refers_to:
            continue
        known = set(tables[column.refers_to][codebook()[column.refers_to][0].name].tolist())
        cells = tables[table][column.name]
        ids = (i for cell in cells for i in cell) if column.dtype == "list[str]" else cells.dropna().tolist()
        unknown = [i for i in ids if i not in known]
        if unknown:
            yield (
                f"{table}.{column.name}: {len(unknown)} reference{'s' if len(unknown) != 1 else ''} to no row of "
                f"{column.refers_to} ({unknown[0]!r})."
            )


def _offsets(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    articles = tables["articles"]
    texts = dict(zip(articles["article_id"].tolist(), articles["text"].tolist(), strict=True))
    of_claim = dict(zip(tables["claims"]["claim_id"].tolist(), tables["claims"]["article_id"].tolist(), strict=True))
    for table in ("sentences", "mentions", "quotes", "claims", "times", "quantities"):
        rows = tables[table]
        owners = [texts[i] for i in rows["article_id"].tolist()]
        yield from _stretches(f"{table}.text", owners, rows["start"], rows["end"], rows["text"])
    quotes, links = tables["quotes"], tables["links"]
    owners = [texts[i] for i in quotes["article_id"].tolist()]
    for name in ("speaker", "cue"):
        yield from _stretches(f"quotes.{name}", owners, quotes[f"{name}_start"], quotes[f"{name}_end"], quotes[name])
    yield from _stretches(
        "links.cue",
        [texts[of_claim[i]] for i in links["from_claim_id"].tolist()],
        links["cue_start"],
        links["cue_end"],
        links["cue"],
    )
    yield from _inside("quotes.spans", quotes["spans"], quotes["start"], quotes["end"])
    yield from _inside("quotes.quoted", quotes["quoted"], quotes["start"], quotes["end"])
    ends = [len(text) for text in owners]
    yield from _inside("quotes.cue_spans", quotes["cue_spans"], [0] * len(ends), ends)
    ends = [len(texts[i]) for i in tables["claims"]["article_id"].tolist()]
    yield from _inside("claims.evidence", tables["claims"]["evidence"], [0] * len(ends), ends)


def _stretches(name: str, texts: list[str], starts: pd.Series, ends: pd.Series, cells: pd.Series) -> Iterator[str]:
    present = cells.notna().to_numpy()
    torn = (present != starts.notna().to_numpy()) | (present != ends.notna().to_numpy())
    wrong = torn.tolist()
    rows = zip(texts, starts.tolist(), ends.tolist(), cells.tolist(), strict=True)  # iterating Arrow's cells is slow
    for i, (text, start, end, cell) in enumerate(rows):
        if present[i] and not torn[i]:
            wrong[i] = not 0 <= start < end <= len(text) or text[start:end] != cell
    if any(wrong):
        yield f"{name}: {sum(wrong)} of {len(wrong)} rows are not what stands at their offsets in the article."


def _inside(name: str, cells: Iterable[list[list[int]]], starts: Iterable[int], ends: Iterable[int]) -> Iterator[str]:
    wrong = sum(
        any(not low <= start < end <= high for start, end in spans)
        for spans, low, high in zip(cells, starts, ends, strict=True)
    )
    if wrong:
        yield f"{name}: {wrong} rows have a span that lies outside."


def _intervals(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    for table, low, high in (("times", "earliest", "latest"), ("quantities", "low", "high")):
        wrong = int((tables[table][low] > tables[table][high]).sum())
        if wrong:
            yield f"{table}: {wrong} rows have a {high} below their {low}."


def _nesting(quotes: pd.DataFrame) -> Iterator[str]:
    nested = quotes[quotes["parent_id"].notna()]
    parents = quotes.set_index("quote_id").loc[nested["parent_id"]]
    if (nested["article_id"].to_numpy() != parents["article_id"].to_numpy()).any():
        yield "quotes.parent_id: a quote stands inside one of another article."
    if (nested["depth"].to_numpy() != parents["depth"].to_numpy() + 1).any():
        yield "quotes.depth: a quote is not one deeper than the quote that it stands inside."
    if (quotes.loc[quotes["parent_id"].isna(), "depth"] != 0).any():
        yield "quotes.depth: a quote that stands inside none is not at depth 0."
