"""The tables for other tools: an Excel workbook, a DuckDB database."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from newslab.tables.news import NewsTables
from newslab.tables.schema import UTC, Column, TableError, codebook, series

CELL = 32_767  # UTF-16 units that Excel keeps in a cell
ROWS = 1_048_576  # rows that Excel keeps in a sheet
# what XML 1.0 cannot hold or does not give back, and what would be read as one of Excel's own escapes
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
WIDTHS = {"text": 80, "title": 40, "message": 80, "meaning": 80, "name": 30, "speaker": 30, "speaker name": 30}
CODEBOOK = ("sheet", "column", "name in pandas", "type", "may be missing", "refers to", "values", "meaning")


def to_excel(news: NewsTables, path: str | Path) -> Path:
    """Write all tables as sheets of one workbook, with readable headers and a codebook in front.

    `newslab.load` reads the workbook back: lists are JSON, times are in UTC, control characters become Excel's escapes
    (`_x0000_`), and a text too long for a cell goes on in columns at the end ("text, part 2"). Texts that look like
    formulas stay texts. Lost are empty strings (missing when read back), `news.info` and unusual dtypes of own columns.

    Raises `TableError` when a table has more rows than a sheet can hold or the file cannot be written.
    """
    from openpyxl import Workbook

    target = Path(path).expanduser().resolve()
    for name, rows in news:
        if len(rows) >= ROWS:
            raise TableError(
                f"{name} has {len(rows):,} rows and an Excel sheet holds {ROWS - 1:,}; save Parquet or CSV."
            )
    book = Workbook(write_only=True)
    _sheet(book, "codebook", CODEBOOK, _codebook_rows())
    for name, rows in news:
        columns = {column.name: column for column in codebook()[name]}
        cells = [list(_cells(rows[column], columns.get(column))) for column in rows.columns]
        headers = [header(column) if column in columns else _escape(str(column)) for column in rows.columns]
        for i, column in enumerate(list(cells)):
            longest = max((len(cell) for cell in column if isinstance(cell, list)), default=1)
            for part in range(1, longest):
                headers.append(f"{headers[i]}, part {part + 1}")
                cells.append([cell[part] if isinstance(cell, list) and part < len(cell) else None for cell in column])
            cells[i] = [cell[0] if isinstance(cell, list) else cell for cell in column]
        _sheet(book, name, headers, zip(*cells, strict=True))
    aside = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        book.save(aside)
        aside.replace(target)
    except OSError as error:
        raise TableError(f"{target} could not be written: {error.strerror or error}.") from error
    finally:
        aside.unlink(missing_ok=True)
    return target


def from_excel(path: str | Path) -> NewsTables:
    """The tables that `to_excel` wrote into a workbook; raises `TableError` when they are not there."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl lets zipfile's, XML's and its own errors through
        raise TableError(f"{path} is no Excel workbook that can be read: {error}") from error
    frames = {}
    for name, columns in codebook().items():
        if name not in book.sheetnames:
            raise TableError(f"{path} has no sheet {name}.")
        lines = book[name].iter_rows(values_only=True)
        headers = [_unescape(str(title)) for title in next(lines, ())]
        rows = [(*line, *[None] * (len(headers) - len(line))) for line in lines]  # empty cells at the end are left out
        cells = _joined(headers, list(zip(*rows, strict=False)) or [()] * len(headers))
        declared = {header(column.name): column for column in columns}
        absent = [title for title in declared if title not in cells]
        if absent:
            raise TableError(f"The sheet {name} of {path} has no column {absent[0]!r}.")
        frames[name] = pd.DataFrame(
            {
                declared[title].name if title in declared else title: _typed(values, declared.get(title))
                for title, values in cells.items()
            }
        )
    book.close()
    return NewsTables.of(frames)


def to_duckdb(news: NewsTables, path: str | Path) -> Path:
    """Write all tables into a DuckDB database file, lists as DuckDB lists; tables of the same names are replaced.

    Raises `TableError` when the package `duckdb`, which newslab does not install, is missing.
    """
    try:
        import duckdb
    except ImportError as error:
        raise TableError("to_duckdb needs the package duckdb; install it with: pip install duckdb") from error
    from newslab.tables.storage import to_arrow

    target = Path(path).expanduser().resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(str(target)) as database:
            database.begin()
            for name, rows in news:
                database.register("incoming", to_arrow(name, rows))
                database.execute(f'CREATE OR REPLACE TABLE "{name}" AS SELECT * FROM incoming')
                database.unregister("incoming")
            database.commit()
    except (OSError, duckdb.Error) as error:
        raise TableError(f"{target} could not be written: {error}") from error
    return target


def header(column: str) -> str:
    """A column's name for people: `n_words` → "number of words", `speaker_ids` → "speaker ids"."""
    return re.sub("^n ", "number of ", column.replace("_", " "))


def _codebook_rows() -> Iterator[tuple[str | None, ...]]:
    for table, columns in codebook().items():
        for column in columns:
            low, high = column.between or (None, None)
            values = (
                " ".join(column.values) if low is None else f"{low:g} to {high:g}" if high != float("inf") else ">= 0"
            )
            yield (
                table, header(column.name), column.name, column.dtype, "yes" if column.optional else "no",
                column.refers_to, values or None, column.meaning,
            )  # fmt: skip


def _cells(cells: pd.Series, column: Column | None) -> Iterator[Any]:
    """What goes into a sheet; a text longer than a cell as the list of its parts."""
    for cell in cells.tolist():
        value = _value(cell)
        if isinstance(value, str):
            value = _escape(value)
            yield list(_parts(value)) if len(value) * 2 > CELL and _units(value) > CELL else value
        else:
            yield value


def _value(cell: Any) -> Any:
    """What Excel has for a value: a text, a number, a time since 1900 in whole seconds, nothing."""
    if isinstance(cell, str | bool | int):
        return cell if isinstance(cell, str) or abs(cell) < 2**63 else str(cell)
    if isinstance(cell, list | dict | tuple | np.ndarray):
        whole = cell.tolist() if isinstance(cell, np.ndarray) else cell
        return json.dumps(whole, ensure_ascii=False, default=str)
    if pd.isna(cell):
        return None
    if isinstance(cell, pd.Timestamp):
        time = cell.tz_convert("UTC").tz_localize(None) if cell.tzinfo else cell
        return time.to_pydatetime() if time.year >= 1900 and time == time.floor("s") else time.isoformat(" ")
    return cell if isinstance(cell, float) and isfinite(cell) else str(cell)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _parts(text: str) -> Iterator[str]:
    for start in range(0, len(text), CELL // 2):  # a character is at most two units
        yield text[start : start + CELL // 2]


def _escape(text: str) -> str:
    return UNSAFE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _unescape(text: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _sheet(book: Any, name: str, headers: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    headers = list(headers)
    for i, title in enumerate(headers, 1):
        sheet.column_dimensions[get_column_letter(i)].width = WIDTHS.get(title, max(len(title) + 2, 12))

    def cell(value: Any, **style: Any) -> Any:
        if not isinstance(value, str) or (not style and value[:1] not in ("=", "#")):
            return value
        made = WriteOnlyCell(sheet, value)
        made.data_type = "s"  # also what looks like a formula or an error
        for key, look in style.items():
            setattr(made, key, look)
        return made

    bold, top = Font(bold=True), Alignment(vertical="top")
    sheet.append([cell(title, font=bold, alignment=top) for title in headers])
    count = 1
    for row in rows:
        sheet.append([cell(value) for value in row])
        count += 1
    if headers:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{count}"


def _joined(headers: list[str], columns: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    """The columns by header, with the continuations of long texts put back."""
    cells: dict[str, list[Any]] = {}
    for title, values in zip(headers, columns, strict=False):
        base, _, part = title.rpartition(", part ")
        if base in cells and part.isdigit():
            cells[base] = [
                head if more is None else f"{head}{more}" for head, more in zip(cells[base], values, strict=True)
            ]
        else:
            cells[title] = list(values)
    return {title: [_unescape(v) if isinstance(v, str) else v for v in values] for title, values in cells.items()}


def _typed(values: list[Any], column: Column | None) -> pd.Series:
    if column is None:
        return pd.Series(values, dtype=None if any(value is not None for value in values) else object)
    if column.dtype.startswith("list"):
        values = [json.loads(value) if isinstance(value, str) else [] for value in values]
    elif column.pandas == "str":
        values = [None if value is None else str(value) for value in values]
    elif column.pandas == UTC:
        values = [None if value is None else pd.Timestamp(value) for value in values]
    return series(values, column.pandas)
