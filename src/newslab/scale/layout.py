"""What lies where in the folder of a run, and how its pieces are written and read.

The tables' folder holds `manifest.json`, a folder of parts for each table, and while a run is on `.work`:
`drafts` (articles as read), `plan.json` (what all drafts together decide), `shards` (what was extracted from each
draft), `entities.db` (whose each mention is), `claims` (by what claims are looked for), `links.db` (links between
articles, near-duplicates) and `finished` (which shards have their parts of the tables).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from newslab.articles.columns import is_list
from newslab.articles.drafts import Surveys
from newslab.records import ArticleRecord
from newslab.scale import records as codec
from newslab.tables.schema import codebook
from newslab.tables.storage import to_pandas

WORK = ".work"
SHARD = 200  # articles
UNDATED = 2**62


def part(number: int) -> str:
    """The name of a shard: its number."""
    return f"{number:06}"


def shard_path(folder: str | Path, kind: str, number: int, suffix: str = "") -> Path:
    """Where a shard's piece of a kind is."""
    return Path(folder) / WORK / kind / f"{part(number)}{suffix}"


def read_plan(folder: str | Path) -> dict[str, Any]:
    """What was decided when all articles had been drafted."""
    plan: dict[str, Any] = json.loads((Path(folder) / WORK / "plan.json").read_bytes())
    return plan


def own_lists(plan: Mapping[str, Any]) -> list[str]:
    """The input's own columns that hold lists of texts."""
    return [name for name, survey in Surveys.from_json(plan["surveys"]).columns.items() if is_list(survey)]


def write_table(table: pa.Table, path: Path) -> None:
    """Write Parquet as all of newslab's is."""
    pq.write_table(table, path, compression="zstd")


def table_of(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    """Rows as a table of a schema."""
    columns: Iterable[Any] = zip(*rows, strict=True) if rows else [()] * len(schema)
    arrays = [pa.array(list(cells), field.type) for cells, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def when(articles: pd.DataFrame) -> list[int]:
    """Times of publication in microseconds since 1970, by which articles are ordered; undated ones come last."""
    moments = articles["published"].to_numpy("datetime64[us]")
    return np.where(np.isnat(moments), UNDATED, moments.astype(np.int64)).tolist()


def read_shard(folder: str | Path, number: int) -> tuple[pd.DataFrame, list[ArticleRecord]]:
    """The articles of a shard that was extracted, and their records."""
    shard = shard_path(folder, "shards", number)
    articles = pq.read_table(shard / "articles.parquet")
    written = pq.read_table(shard / "records.parquet")["record"].to_pylist()
    ids, texts = articles["article_id"].to_pylist(), articles["text"].to_pylist()
    found = [codec.from_json(*row) for row in zip(ids, texts, written, strict=True)]
    return to_pandas(articles), found


def tables_of_shards() -> list[str]:
    """The tables whose parts are made shard by shard, all but `entities` and `problems`."""
    return [name for name in codebook() if name not in ("entities", "problems")]
