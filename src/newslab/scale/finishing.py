"""The tables' parts, and the manifest that makes them tables."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from newslab.claims.across import cross_link
from newslab.entities.resolved import Entity
from newslab.scale.files import aside, sha256, write_json
from newslab.scale.layout import (
    WORK,
    own_lists,
    part,
    read_plan,
    read_shard,
    shard_path,
    tables_of_shards,
    write_table,
)
from newslab.scale.linking import LINKS, RULES, entities_of
from newslab.scale.resolving import STORE, open_store, sorting_beside
from newslab.tables.assemble import assemble
from newslab.tables.schema import codebook, frame
from newslab.tables.storage import to_arrow

ROWS = 50_000  # of a part of `entities`


class _Resolution:
    """What `assemble` needs of the entities of a shard."""

    def __init__(self, folder: str, number: int) -> None:
        self.entity_of, names = entities_of(folder, number)
        rest = None, (), None, 0, 0, None, None, None
        self.entities = [Entity(entity_id, name, *rest) for entity_id, name in names.items()]


def finish_shard(folder: str, number: int) -> int:
    """Write the shard's parts of the tables; the number of its articles is returned."""
    done = shard_path(folder, "finished", number, ".json")
    articles, found = read_shard(folder, number)
    if done.exists():
        return len(articles)
    with closing(open_store(Path(folder) / WORK / LINKS)) as store:
        links = store.execute(
            "SELECT article_id, claim, target_id, target, relation, rule FROM link WHERE shard = ?", (number,)
        ).fetchall()
        copies = dict(store.execute("SELECT article_id, original FROM copy WHERE shard = ?", (number,)))
    articles["duplicate_of"] = pd.Series([copies.get(i) for i in articles["article_id"]], dtype="str")
    across = [cross_link((a, p), (b, q), relation, RULES[rule]) for a, p, b, q, relation, rule in links]
    tables = assemble(found, articles, _Resolution(folder, number), (), across)
    lists = own_lists(read_plan(folder))
    written: dict[str, tuple[int, str]] = {}
    for name in tables_of_shards():
        if len(tables[name]) or number == 0:
            file = f"{name}/part-{part(number)}.parquet"
            written[file] = _put(folder, file, to_arrow(name, tables[name], lists if name == "articles" else ()))
    metadata = pq.read_schema(shard_path(folder, "drafts", number, ".parquet")).metadata
    reading = json.loads(metadata[b"newslab"])["problems"]
    preparing = json.loads((shard_path(folder, "shards", number) / "problems.json").read_bytes())
    known = set(articles["article_id"])
    steps = [_problems(reading, known), _problems(preparing, known), tables["problems"]]
    for step, rows in enumerate(steps, start=1):  # as when all is read before anything is extracted
        if len(rows) or (number == 0 and step == 1):
            file = f"problems/part-{step}-{part(number)}.parquet"
            written[file] = _put(folder, file, to_arrow("problems", rows))
    write_json(done, written)
    return len(articles)


def _problems(problems: Sequence[Sequence[Any]], known: set[str]) -> pd.DataFrame:
    rows = [
        (source, article_id if article_id in known else None, stage, severity, message)
        for source, stage, severity, message, article_id in problems
    ]
    return frame("problems", rows)


def _put(folder: str | Path, file: str, table: pa.Table) -> tuple[int, str]:
    """Write a part; its number of rows and its SHA-256."""
    path = Path(folder) / file
    path.parent.mkdir(exist_ok=True)
    with aside(path) as fresh:
        write_table(table, fresh)
        digest = sha256(fresh)
    return table.num_rows, digest


def finish_entities(folder: str | Path) -> None:
    """Write the parts of `entities`, the most mentioned first."""
    done = Path(folder) / WORK / "entities.json"
    if done.exists():
        return
    written = {}
    path = Path(folder) / WORK / STORE
    with sorting_beside(path), closing(open_store(path)) as store:
        rows = store.execute("SELECT data FROM entity ORDER BY n_mentions DESC, entity_id")
        for number, chunk in enumerate(_chunks(json.loads(data) for (data,) in rows)):
            file = f"entities/part-{part(number)}.parquet"
            written[file] = _put(folder, file, to_arrow("entities", frame("entities", chunk)))
    write_json(done, written)


def _chunks(rows: Iterator[Any]) -> Iterator[list[Any]]:
    """Rows by the number that a part holds; one empty chunk when there are none."""
    first = list(islice(rows, ROWS))
    yield first
    while chunk := list(islice(rows, ROWS)):
        yield chunk


def manifest_of_parts(folder: str | Path, shards: int) -> dict[str, Any]:
    """What the manifest says of the parts that were written: rows, schema and SHA-256."""
    work = Path(folder) / WORK
    sources = [*(work / "finished" / f"{part(number)}.json" for number in range(shards)), work / "entities.json"]
    written = dict(sorted(chain.from_iterable(json.loads(path.read_bytes()).items() for path in sources)))
    tables: dict[str, dict[str, Any]] = {}
    for name in codebook():
        files = [file for file in written if file.startswith(f"{name}/")]
        schema = pq.read_schema(Path(folder) / files[0])
        encoded = base64.b64encode(schema.serialize()).decode("ascii")
        rows = sum(written[file][0] for file in files)
        tables[name] = {"rows": rows, "arrow_schema": encoded, "parts": len(files)}
    return {"tables": tables, "files": {file: digest for file, (_, digest) in written.items()}}
