"""Tables to disk and back: a folder with Parquet, CSV and a manifest.

Parquet keeps every dtype. CSV is for people and other programs: UTF-8 with a byte-order mark (so that spreadsheets read
it), lists as JSON, missing cells unquoted and empty strings quoted. A text that a spreadsheet would run as a formula
gets an apostrophe before it, which `load` takes away again. The downside: every table is on disk twice.

Tables of a large corpus (`newslab.scale`) are folders of Parquet parts instead, `quotes/part-00000.parquet` and so on,
listed in the manifest; `load` reads only the columns and rows of them that are asked for.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.dataset
import pyarrow.parquet
from pandas.api.types import is_scalar

from newslab.tables.news import NewsTables
from newslab.tables.schema import TableError, codebook, empty

MANIFEST = "manifest.json"
REASONS = "reasons.parquet"  # why mentions are one entity: what `NewsTables.explain` tells
OURS = ("newslab", "tables", "files", "run", "state")  # keys of the manifest that are not `info`
LEFT = (".lock", ".newslab-tmp")  # ends of names that a run leaves which was killed before it had its manifest
RUNNING = "running"  # state of a folder whose tables are being made
JSON_TEXT = {b"newslab": b"json"}  # metadata of a field whose cells are JSON because Arrow has no type for them
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # OWASP's list, after any apostrophes
ARROW = {
    "str": pa.large_string(), "json": pa.large_string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(),
    "datetime": pa.timestamp("us", "UTC"), "list[str]": pa.list_(pa.string()),
    "list[span]": pa.list_(pa.list_(pa.int64())),
}  # fmt: skip


def save(news: NewsTables, folder: str | Path) -> Path:
    """Write every table into a folder as Parquet and CSV, with a `manifest.json`; the folder's path is returned.

    The manifest holds newslab's version, what made the tables (`news.info`), the rows of each table and a SHA-256 of
    each file; `reasons.parquet` what `NewsTables.explain` tells. Everything is written beside the folder and put in its
    place whole; tables that newslab saved there earlier are replaced, other files in the folder stay. Row labels (the
    index) are not kept.

    Raises `TableError` when the folder holds anything but tables that newslab saved, or cannot be written.
    """
    target = check_target(folder)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _aside(target) as fresh:
            manifest = {"newslab": version("newslab"), **news.info, "tables": {}, "files": {}}
            for name, rows in news:
                table = to_arrow(name, rows)
                pa.parquet.write_table(table, fresh / f"{name}.parquet", compression="zstd")
                _write_csv(table, fresh / f"{name}.csv")
                encoded = base64.b64encode(table.schema.serialize()).decode("ascii")
                manifest["tables"][name] = {"rows": len(rows), "arrow_schema": encoded}
            if news.resolution is not None:
                news.resolution.reasons().to_parquet(fresh / REASONS, index=False, compression="zstd")
            manifest["files"] = {path.name: _sha256(path) for path in sorted(fresh.iterdir())}
            text = json.dumps(manifest, ensure_ascii=False, indent=1, default=str)
            (fresh / MANIFEST).write_text(text + "\n", encoding="utf8")
            _put(fresh, target)
    except OSError as error:
        raise TableError(f"The tables could not be written to {target}: {error.strerror or error}.") from error
    return target


def load(
    folder: str | Path,
    tables: Collection[str] | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    where: Mapping[str, Any] | None = None,
) -> NewsTables:
    """The tables that `save` wrote into a folder (Parquet, or CSV where there is no other) or `to_excel` into a file.

    Parts of large tables: `tables` names those to read (the others are empty), `columns` says which columns of a table,
    `where` which of its rows, as an Arrow expression or a list like `[("kind", "==", "direct")]`.

    Raises `TableError` when there are no tables there or a file is damaged.
    """
    source = Path(folder).expanduser()
    if source.suffix.lower() == ".xlsx" and source.is_file():
        from newslab.tables.exchange import from_excel

        return from_excel(source)
    if not source.is_dir():
        raise TableError(f"There is no folder {source}.")
    wanted = list(codebook()) if tables is None else list(tables)
    unknown = [name for name in [*wanted, *(columns or {}), *(where or {})] if name not in codebook()]
    if unknown:
        raise TableError(f"There is no table {unknown[0]}; the tables are {', '.join(codebook())}.")
    manifest = read_manifest(source) or {}
    if manifest.get("state") == RUNNING:
        raise TableError(f"The tables in {source} are not finished: give the same `newslab extract` again to go on.")
    frames = {}
    for name in codebook():
        if name not in wanted:
            frames[name] = empty(name)
            continue
        try:
            table = _read(source, name, manifest, (columns or {}).get(name), (where or {}).get(name))
        except (pa.ArrowException, OSError, ValueError, KeyError) as error:
            raise TableError(f"The table {name} in {source} cannot be read: {str(error).splitlines()[0]}") from error
        if table is None:
            raise TableError(f"{source} is no folder of newslab's tables: it has no {name}.parquet or {name}.csv.")
        frames[name] = to_pandas(table)
    info = {key: value for key, value in manifest.items() if key not in OURS}
    news = NewsTables.of(frames, info)
    if (source / REASONS).is_file():
        from newslab.entities.resolved import SavedReasons

        news.resolution = SavedReasons(source / REASONS)
    return news


def check_target(folder: str | Path, unfinished: bool = False) -> Path:
    """The folder's full path; raises `TableError` when `save` would refuse it, so that it is known before long work.

    `unfinished` allows a folder whose tables are still being made.
    """
    target = Path(folder).expanduser().resolve()
    if target.exists() and not target.is_dir():
        raise TableError(f"{target} is a file; name a folder for the tables.")
    above = next(parent for parent in target.parents if parent.exists())
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        raise TableError(f"{target} cannot be made, because {above} cannot be written to.")
    manifest = read_manifest(target)
    strange = target.is_dir() and any(not path.name.endswith(LEFT) for path in target.iterdir())
    if strange and manifest is None:
        raise TableError(f"{target} holds files but no tables of newslab; name a new or an empty folder.")
    if (manifest or {}).get("state") == RUNNING and not unfinished:
        raise TableError(
            f"{target} holds a run of `newslab extract --workers` that is not finished: give that command again, or "
            "delete the folder."
        )
    return target


def to_arrow(table: str, rows: pd.DataFrame, lists: Collection[str] = ()) -> pa.Table:
    """The frame as an Arrow table: declared columns in their types, others in the type they have or as JSON text.

    `lists` names other columns that are lists of texts also where this frame has none.
    """
    declared = {column.name: ARROW[column.dtype] for column in codebook()[table]}
    declared.update(dict.fromkeys(lists, pa.list_(pa.string())))
    plain: dict[str, pd.Series] = {}
    objects: dict[str, tuple[pa.Field, pa.Array]] = {}
    for name in rows.columns:
        kind = declared.get(name)
        if rows[name].dtype != object and not (kind and pa.types.is_list(kind)):
            plain[name] = rows[name]
        elif kind is not None:
            objects[name] = pa.field(name, kind), pa.array(rows[name], kind, from_pandas=True)
        else:
            objects[name] = _objects(name, rows[name])
    # the frame without its object columns, for pandas' own metadata of dtypes
    whole = pa.Table.from_pandas(pd.DataFrame(plain, index=rows.index), preserve_index=False)
    fields = [objects[name][0] if name in objects else whole.schema.field(str(name)) for name in rows.columns]
    arrays = [objects[name][1] if name in objects else whole.column(str(name)) for name in rows.columns]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=whole.schema.metadata))


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """The frame that `to_arrow` was given: lists are lists again, JSON text the objects that it stood for."""
    objects = {
        field.name: [
            cell if cell is None or field.metadata is None else json.loads(cell)
            for cell in table.column(field.name).to_pylist()
        ]
        for field in table.schema
        if pa.types.is_nested(field.type) or (field.metadata or {}).get(b"newslab")
    }
    rows = table.drop_columns(list(objects)).to_pandas()
    columns = {
        name: pd.Series(objects[name], index=rows.index, dtype=object) if name in objects else rows[name]
        for name in table.column_names
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(table.num_rows))


def _objects(name: Any, cells: pd.Series) -> tuple[pa.Field, pa.Array]:
    """A column of Python objects in Arrow's type for them; as JSON where there is none that gives them back."""
    values = [
        cell.tolist() if isinstance(cell, np.ndarray) else None if is_scalar(cell) and pd.isna(cell) else cell
        for cell in cells
    ]
    try:
        array = pa.array(values)
        if not pa.types.is_null(array.type) and array.to_pylist() == values:
            return pa.field(str(name), array.type), array
    except (pa.ArrowException, OverflowError, ValueError, TypeError):
        pass
    texts = [None if value is None else json.dumps(value, default=str) for value in values]
    return pa.field(str(name), pa.large_string(), metadata=JSON_TEXT), pa.array(texts, pa.large_string())


def defuse(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return "'" + text if FORMULA.match(text) else text


def restore(text: str) -> str:
    """The text that `defuse` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def _write_csv(table: pa.Table, path: Path) -> None:
    columns = {}
    for field, column in zip(table.schema, table.columns, strict=True):
        kind = field.type
        if pa.types.is_nested(kind):
            cells = [None if cell is None else json.dumps(cell, ensure_ascii=False) for cell in column.to_pylist()]
            column = pa.array(cells, pa.large_string())
        elif pa.types.is_dictionary(kind):
            column = column.cast(kind.value_type)
        elif pa.types.is_duration(kind):
            column = column.cast(pa.int64())
        if pa.types.is_large_string(column.type) or pa.types.is_string(column.type):
            column = pa.array([None if c is None else defuse(c) for c in column.to_pylist()], pa.large_string())
        columns[defuse(field.name)] = column
    with path.open("wb") as file:
        file.write("\ufeff".encode())
        pa.csv.write_csv(pa.table(columns), file)


def _read_csv(path: Path, schema: pa.Schema | None, name: str) -> pa.Table:
    """The CSV in the manifest's types; without them in the codebook's, other columns as Arrow infers them."""
    block = min(path.stat().st_size + 1, 2**30)  # a long text must fit into a block
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = [restore(column) for column in next(csv.reader(file), [])]
    declared = {column.name: ARROW[column.dtype] for column in codebook()[name]}
    fields = [schema.field(column) if schema and column in schema.names else None for column in header]
    kinds = [field.type if field else declared.get(column) for field, column in zip(fields, header, strict=True)]
    texts = pa.csv.read_csv(
        path,
        pa.csv.ReadOptions(column_names=header, skip_rows_after_names=1, block_size=block),
        pa.csv.ParseOptions(newlines_in_values=True),
        pa.csv.ConvertOptions(
            column_types={c: pa.large_string() for c, kind in zip(header, kinds, strict=True) if kind},
            null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False,
        ),
    )  # fmt: skip
    arrays = [_typed(column, kind) if kind else column for column, kind in zip(texts.columns, kinds, strict=True)]
    fields = [
        field or pa.field(column, array.type) for field, column, array in zip(fields, header, arrays, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=schema.metadata if schema else None))


def _typed(texts: pa.ChunkedArray, kind: pa.DataType) -> pa.Array | pa.ChunkedArray:
    if pa.types.is_large_string(kind) or pa.types.is_string(kind):
        return pa.array([None if text is None else restore(text) for text in texts.to_pylist()], kind)
    if pa.types.is_nested(kind):
        return pa.array([None if text is None else json.loads(restore(text)) for text in texts.to_pylist()], kind)
    if pa.types.is_dictionary(kind):
        return pc.dictionary_encode(_typed(texts, kind.value_type)).cast(kind)
    if pa.types.is_duration(kind):
        return texts.cast(pa.int64()).cast(kind)
    if pa.types.is_integer(kind):
        try:
            return texts.cast(kind)
        except pa.ArrowInvalid:  # other programs write 3.0 for 3
            return texts.cast(pa.float64()).cast(kind)
    return texts.cast(kind)


def _read(
    folder: Path, name: str, manifest: Mapping[str, Any], columns: Sequence[str] | None, where: Any
) -> pa.Table | None:
    path = folder / f"{name}.parquet"
    if path.is_file():
        return pa.parquet.read_table(path, columns=columns, filters=where, partitioning=None)
    kept = where if where is None or isinstance(where, pc.Expression) else pa.parquet.filters_to_expression(where)
    encoded = manifest.get("tables", {}).get(name, {}).get("arrow_schema")
    schema = pa.ipc.read_schema(pa.py_buffer(base64.b64decode(encoded))) if encoded else _bare(name)
    if "parts" in manifest.get("tables", {}).get(name, {}):
        files = [file for file in manifest["files"] if file.startswith(f"{name}/")]
        if any(".." in Path(file).parts for file in files):
            raise ValueError("its manifest names files outside the folder")
        parts = [str(folder / file) for file in files]
        data = pa.dataset.dataset(parts, schema=schema) if parts else pa.dataset.dataset(schema.empty_table())
        return data.to_table(columns=list(columns) if columns else None, filter=kept)
    path = folder / f"{name}.csv"
    if not path.is_file():
        return None
    table = _read_csv(path, schema, name)
    if kept is not None:
        table = table.filter(kept)
    return table.select(columns) if columns else table


def _bare(name: str) -> pa.Schema:
    return to_arrow(name, empty(name)).schema


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The folder's manifest, None when it has none that is newslab's."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf8"))
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) and "newslab" in manifest else None


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A fresh folder beside the target, gone afterwards unless it was moved."""
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        fresh.chmod(0o755)
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _put(fresh: Path, target: Path) -> None:
    """Move the fresh folder to the target's place, with the files that earlier tables there do not account for."""
    if not target.exists():
        os.rename(fresh, target)
        return
    before = Path(tempfile.mkdtemp(prefix=f".{target.name}-before-", dir=target.parent))
    old = before / target.name
    os.rename(target, old)
    try:
        os.rename(fresh, target)
    except OSError:
        os.rename(old, target)
        raise
    written = {MANIFEST, *(name.partition("/")[0] for name in (read_manifest(old) or {}).get("files", {}))}
    for path in old.iterdir():
        if path.name not in written:
            os.rename(path, target / path.name)
    shutil.rmtree(before, ignore_errors=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
