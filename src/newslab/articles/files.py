"""One file → its articles, as mappings of field or column → value.

Every article carries `source` and `encoding`. What cannot be read is yielded as a `Problem` in its place.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from newslab.articles import archives
from newslab.articles.decoding import Decoded, NotText, decode
from newslab.articles.fields import INTERNAL, assign, free, is_missing, names, unique
from newslab.articles.plain import declared_charset, read_plain
from newslab.articles.sources import LARGEST, PAGES, PLAIN, RATIO, File, TooLarge
from newslab.records import Problem

LINE = 100_000_000  # bytes of one line of JSON
CELL = 2_000_000_000  # characters of one cell of CSV; longer than any file read
EXCEL_CELL = 32_767  # characters at which Excel cuts a cell
EXCEL_ROWS = 1_048_576  # rows of a sheet, whatever number a row has
WIDEST = 1_000  # columns of a file beside the known ones; every article of a corpus has a cell in each
Article = dict[str, Any]


def read_file(file: File, columns: Mapping[str, str] | None) -> Iterator[Article | Problem]:
    """The articles of one file, in its order; `columns` maps fields to columns. Never raises for what a file holds."""
    count = 0
    try:
        for article in _narrow(file, _reader(file)(file, columns)):
            count += 1
            yield article
        if not count:
            yield problem(file.name, "It holds no articles.")
    except (NotText, TooLarge) as error:
        yield problem(file.name, str(error), "error")
    except MemoryError:
        yield problem(file.name, "It does not fit into memory. Split it.", "error")
    except Exception as error:  # a damaged file must not stop a corpus
        rest = f" after {count} articles" if count else ""
        yield problem(file.name, f"It cannot be read{rest}: {type(error).__name__}, {error}. Export it again.", "error")


def _narrow(file: File, found: Iterator[Article | Problem]) -> Iterator[Article | Problem]:
    """What was found, without the columns beyond the first `WIDEST` that are no fields of an article."""
    fields = {*names(), *INTERNAL}
    seen: set[str] = set()
    told = False
    for article in found:
        if not isinstance(article, Problem):
            new = [name for name in article if name not in seen and name not in fields]
            room = WIDEST - len(seen)
            seen.update(new[:room])
            for name in new[room:]:
                del article[name]
            if new[room:] and not told:
                told = True
                yield problem(
                    file.name, f"It has more than {WIDEST:,} columns; {new[room]!r} and others were left out."
                )
        yield article


def problem(source: str, message: str, severity: str = "warning", article_id: str | None = None) -> Problem:
    """A row of `problems` from this stage."""
    return Problem(source=source, stage="reading", severity=severity, message=message, article_id=article_id)


def _reader(file: File) -> Any:
    if file.suffix in PAGES:
        return _page
    if file.suffix in PLAIN:
        return _plain
    return {
        ".csv": _csv, ".tsv": _csv, ".xlsx": _xlsx, ".json": _json, ".jsonl": _jsonl, ".ndjson": _jsonl,
        ".parquet": _parquet,
    }[file.suffix]  # fmt: skip


def _noted(file: File, decoded: Decoded) -> Iterator[Problem]:
    if decoded.note:
        yield problem(file.name, decoded.note, "info")


def _plain(file: File, columns: Mapping[str, str] | None) -> Iterator[Article | Problem]:
    data = file.read()
    decoded = decode(data, declared_charset(data))
    if archives.is_nexis(decoded.text):
        yield from _many(file, archives.read_nexis(decoded.text), decoded)
        return
    found = read_plain(decoded.text, markdown=file.suffix in (".md", ".markdown"))
    yield _article(found, assign(found, columns), file, decoded.encoding, file.stem) | {"_note": decoded.note}


def _page(file: File, columns: Mapping[str, str] | None) -> Iterator[Article | Problem]:
    from newslab.articles import webpage

    data = file.read()
    decoded = decode(data, webpage.declared_charset(data))
    if archives.is_factiva(decoded.text):
        yield from _many(file, archives.read_factiva(decoded.text), decoded)
        return
    found = webpage.read_page(decoded.text)
    if not found["text"]:
        whole = "</html" in decoded.text[-2000:].lower() or "</body" in decoded.text[-4000:].lower()
        why = "" if whole else " It breaks off before its end."
        yield problem(
            file.name, f"No article was found on the page.{why} Save the page again or give its text.", "error"
        )
        return
    yield _article(found, assign(found), file, decoded.encoding, file.stem) | {"_note": decoded.note}


def _many(file: File, found: Iterator[dict[str, Any]], decoded: Decoded) -> Iterator[Article | Problem]:
    """The articles of an archive's export."""
    yield from _noted(file, decoded)
    for number, values in enumerate(found, start=1):
        yield _article(values, assign(values), file, decoded.encoding, None, f" document {number}")


def _article(
    values: Mapping[str, Any],
    fields: Mapping[str, str],
    file: File,
    encoding: str | None,
    stem: str | None,
    row: str = "",
) -> Article:
    """Values under the names of their fields, other columns under their own."""
    taken = {column: field for field, column in fields.items()}
    article: Article = {taken.get(column) or free(column): value for column, value in values.items()}
    if is_missing(article.get("source")):
        article["source"] = file.name + row
    if encoding and is_missing(article.get("encoding")):
        article["encoding"] = encoding
    article["_stem"] = stem
    article["_file"] = file.name if stem is None else str(PurePosixPath(file.name).parent)
    return article


def _csv(file: File, columns: Mapping[str, str] | None) -> Iterator[Article | Problem]:
    with file.open() as stream:
        head = stream.read(1_000_000)
        decoded = decode(_whole_lines(head), None)
    encoding, errors = decoded.encoding, "strict"
    if not decoded.note and not _decodes(file, encoding):
        with file.open() as stream:
            decoded = decode(stream.read(LARGEST), None)
        encoding = decoded.encoding
    if decoded.note:
        yield problem(file.name, decoded.note, "info")
        errors = "newslab-mixed" if encoding == "utf-8" else "replace"
    codec = {"utf-8": "utf-8-sig", "windows-1252": "cp1252"}.get(encoding, encoding)
    with file.open() as stream:
        lines = _lines(stream, codec, errors)
        first = list(itertools.islice(lines, 1))
        delimiter = "\t" if file.suffix == ".tsv" else _delimiter(first[0] if first else "")
        before = csv.field_size_limit(CELL)
        try:
            yield from _rows(file, csv.reader(itertools.chain(first, lines), delimiter=delimiter), columns, encoding)
        finally:
            csv.field_size_limit(before)


def _whole_lines(head: bytes) -> bytes:
    """The head of a file up to its last line end, so that no character is cut."""
    end = head.rfind(b"\n") if len(head) >= 1_000_000 else -1
    if end > 0 and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: end + 1]
    return head.rstrip(bytes(range(0x80, 0x100))) if len(head) >= 1_000_000 and end <= 0 else head


def _decodes(file: File, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with file.open() as stream:
        try:
            while block := stream.read(1 << 22):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _lines(stream: BinaryIO, codec: str, errors: str) -> Iterator[str]:
    """Lines with their ends, which belong to the text inside quotation marks."""
    if errors == "newslab-mixed":
        yield from io.StringIO(decode(stream.read(LARGEST)).text, newline="")
        return
    decoder = codecs.getincrementaldecoder(codec)(errors)
    pending: list[str] = []
    while True:
        block = stream.read(1 << 20)
        text = decoder.decode(block, final=not block)
        if "\n" in text or "\r" in text or not block:
            lines = list(io.StringIO("".join([*pending, text]), newline=""))
            pending = [lines.pop()] if lines and block else []
            yield from lines
        elif text:
            pending.append(text)
        if not block:
            return


def _delimiter(header: str) -> str:
    """The separator under which the header names the most fields, else the commonest."""
    return max(
        (",", ";", "\t", "|"),
        key=lambda mark: (len(assign(cell.strip(' "\r\n\ufeff') for cell in header.split(mark))), header.count(mark)),
    )


def _rows(file: File, rows: Iterator[list[str]], columns: Mapping[str, str] | None, encoding: str) -> Iterator[Any]:
    header = next((row for row in rows if any(cell.strip() for cell in row)), None)
    if header is None:
        yield problem(file.name, "It is empty: there is not even a header with names of columns.", "error")
        return
    names = unique([cell.strip().removeprefix("\ufeff") for cell in header])
    fields = assign(names, columns)
    if not _has_text(fields):
        yield _no_text(file, names)
        return
    number = 0
    for cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        number += 1
        where = f" row {number}"
        if len(cells) > len(names):
            extra = [cell for cell in cells[len(names) :] if cell.strip()]
            if extra:
                yield problem(
                    file.name + where,
                    f"The row has {len(cells)} cells under {len(names)} names; the last {len(extra)} were left out. "
                    "Quote cells that hold the separator.",
                )
        yield _article(dict(zip(names, cells, strict=False)), fields, file, encoding, None, where)


def _has_text(fields: Mapping[str, str]) -> bool:
    return "text" in fields or "html" in fields


def _no_text(file: File, names: list[str]) -> Problem:
    shown = ", ".join(names[:12]) or "none"
    return problem(
        file.name,
        f'No column holds the text of articles (its columns: {shown}). Name it: columns={{"text": "…"}}.',
        "error",
    )


def _xlsx(file: File, columns: Mapping[str, str] | None) -> Iterator[Article | Problem]:
    import openpyxl

    data = file.read()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        total = sum(member.file_size for member in archive.infolist())
    if total > LARGEST or total > max(50_000_000, RATIO * len(data)):
        raise TooLarge(f"It unpacks to {total} bytes, as zip bombs do. Save it as .csv.")
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    found = False
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        # rows and cells carry their own numbers, so that few bytes can make a sheet of any size
        first = enumerate(sheet.iter_rows(max_row=WIDEST, max_col=WIDEST, values_only=True), start=1)
        top, header = next(((i, row) for i, row in first if any(not is_missing(cell) for cell in row)), (0, ()))
        if not top:
            continue
        width = max(i for i, cell in enumerate(header, start=1) if not is_missing(cell))
        names = unique(["" if cell is None else str(cell).strip() for cell in header[:width]])
        fields = assign(names, columns)
        if not _has_text(fields):
            if len(book.worksheets) == 1:
                yield _no_text(file, names)
                return
            continue
        found = True
        rows = sheet.iter_rows(min_row=top + 1, max_row=EXCEL_ROWS, max_col=width, values_only=True)
        for number, row in enumerate(rows, start=1):
            if all(is_missing(cell) for cell in row):
                continue
            where = f" sheet {sheet.title} row {number}"
            values = {name: _plain_time(cell) for name, cell in zip(names, row, strict=False)}
            text = values.get(fields.get("text", ""))
            if isinstance(text, str) and len(text) >= EXCEL_CELL:
                yield problem(file.name + where, "Its text fills a cell of Excel and is cut off there. Use .csv.")
            yield _article(values, fields, file, None, None, where)
    if not found:
        yield problem(
            file.name, "No sheet has a column with the text of articles. Name it in the first row: text.", "error"
        )


def _plain_time(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, time) else cell


def _jsonl(file: File, columns: Mapping[str, str] | None) -> Iterator[Article | Problem]:
    with file.open() as stream:
        number = 0
        while line := stream.readline(LINE):
            number += 1
            where = f" line {number}"
            if len(line) == LINE and not line.endswith(b"\n"):
                while (rest := stream.readline(LINE)) and not rest.endswith(b"\n"):
                    pass
                yield problem(file.name + where, "The line is longer than 100 MB and was left out.", "error")
                continue
            if line.strip():
                yield from _json_line(file, line, where, columns)


def _json_line(file: File, line: bytes, where: str, columns: Mapping[str, str] | None) -> Iterator[Article | Problem]:
    try:
        decoded = decode(line.strip())
        value = json.loads(decoded.text, strict=False)
    except NotText as error:
        yield problem(file.name + where, str(error), "error")
        return
    except (ValueError, RecursionError) as error:
        yield problem(file.name + where, f"The line is not JSON ({error}). Write one object a line.", "error")
        return
    if decoded.note:
        yield problem(file.name + where, decoded.note, "info")
    yield from _object(file, value, where, columns, decoded.encoding)


def _json(file: File, columns: Mapping[str, str] | None) -> Iterator[Article | Problem]:
    decoded = decode(file.read())
    try:
        value = json.loads(decoded.text, strict=False)
    except RecursionError:
        yield problem(file.name, "Its objects are nested too deeply to be articles.", "error")
        return
    except ValueError as error:
        if decoded.text.lstrip().startswith("{") and "Extra data" in str(error):  # JSON lines under another name
            yield from _jsonl(file, columns)
        else:
            yield problem(file.name, f"It is not JSON ({error}).", "error")
        return
    yield from _noted(file, decoded)
    for number, item in enumerate(_items(value), start=1):
        where = "" if item is value else f" item {number}"
        yield from _object(file, item, where, columns, decoded.encoding)


def _items(value: Any) -> list[Any]:
    """The articles of a JSON document: a list, an object that holds one list of objects, or one object."""
    for _ in range(4):
        if isinstance(value, list):
            return value
        if not isinstance(value, dict) or assign(value).keys() & {"text", "html"}:
            return [value]
        lists = [item for item in value.values() if isinstance(item, list) and item and isinstance(item[0], dict)]
        nested = [item for item in value.values() if isinstance(item, dict)]
        if lists:
            return max(lists, key=len)
        if len(nested) != 1:
            return [value]
        value = nested[0]
    return [value]


def _object(file: File, value: Any, where: str, columns: Mapping[str, str] | None, encoding: str) -> Iterator[Any]:
    if not isinstance(value, dict):
        yield problem(file.name + where, f"It is {type(value).__name__}, not an object with a text.", "error")
        return
    fields = assign(value, columns)
    if not _has_text(fields):
        found = problem(file.name + where, _no_text(file, list(value)).message, "error")
        yield found
        return
    yield _article(value, fields, file, encoding, None if where else file.stem, where)


def _parquet(file: File, columns: Mapping[str, str] | None) -> Iterator[Article | Problem]:
    import pyarrow.parquet as pq

    with file.open() as stream:
        table = pq.ParquetFile(stream if hasattr(stream, "seek") else io.BytesIO(file.read()))
        names = [name for name in table.schema_arrow.names if not name.startswith("__index_level_")]
        fields = assign(names, columns)
        if not _has_text(fields):
            yield _no_text(file, names)
            return
        number, size = 0, 0
        for batch in table.iter_batches(batch_size=1000, columns=names):
            size += batch.nbytes
            if size > 20 * LARGEST:
                raise TooLarge("It unpacks to more than 20 GB. Split it.")
            for row in batch.to_pylist():
                number += 1
                yield _article({k: _exact(v) for k, v in row.items()}, fields, file, None, None, f" row {number}")


def _exact(value: Any) -> Any:
    return value if not isinstance(value, date) or isinstance(value, datetime) else value.isoformat()
