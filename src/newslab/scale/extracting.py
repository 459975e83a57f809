"""A shard of articles → its records, and what the passes over the whole corpus need to know of them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from newslab.articles.drafts import Surveys, finish
from newslab.articles.duplicates import BANDS, ROWS, trace_of
from newslab.entities.joining import Sighting, add, entity, identifier, label_votes, sightings
from newslab.entities.profiles import Profile
from newslab.extract import read_articles
from newslab.records import ArticleRecord, Problem
from newslab.scale import records as codec
from newslab.scale.files import aside, is_whole
from newslab.scale.layout import WORK, own_lists, read_plan, shard_path, table_of, when, write_table
from newslab.tables.storage import to_arrow

if TYPE_CHECKING:
    from spacy.language import Language

FULL, SHORT, ALONE = 0, 1, 2  # kinds of sightings: in which pass they are resolved
SIGHTINGS = pa.schema(
    [
        ("kind", pa.int8()), ("block", pa.large_string()), ("published", pa.int64()), ("article_id", pa.large_string()),
        ("position", pa.int32()), ("cluster", pa.int32()), ("name", pa.large_string()), ("data", pa.large_string()),
    ]
)  # fmt: skip
VOTES = pa.schema([("name", pa.large_string()), ("label", pa.string()), ("n", pa.int64())])
TRACES = pa.schema(
    [
        ("article_id", pa.large_string()), ("published", pa.int64()), ("trace", pa.binary()), ("exact", pa.uint64()),
        *((f"band{band}", pa.uint64()) for band in range(BANDS)),
    ]
)  # fmt: skip
RECORDS = pa.schema([("record", pa.large_string())])
_ONE = Lock()  # a reader reads for one thread at a time


def extract_shard(folder: str, number: int) -> int:
    """Read the articles of one shard and keep what was found; their number is returned. Doing it again does nothing."""
    target = shard_path(folder, "shards", number)
    if is_whole(target):
        return pq.read_metadata(target / "articles.parquet").num_rows
    plan = read_plan(folder)
    articles, problems = _articles(folder, plan, number)
    found: list[ArticleRecord] = []
    if len(articles):
        nlp = _reader(plan["pipeline"])
        with _ONE, nlp.memory_zone():
            found = list(read_articles(articles, nlp))
    with aside(target) as fresh:
        fresh.mkdir()
        write_table(to_arrow("articles", articles, own_lists(plan)), fresh / "articles.parquet")
        write_table(table_of([(codec.to_json(record),) for record in found], RECORDS), fresh / "records.parquet")
        write_table(_sightings(found, articles), fresh / "sightings.parquet")
        write_table(_votes(found), fresh / "votes.parquet")
        write_table(_traces(articles), fresh / "traces.parquet")
        (fresh / "problems.json").write_text(json.dumps([astuple(problem) for problem in problems]), encoding="utf8")
    return len(articles)


@cache
def _reader(pipeline: str | None) -> Language:
    """The pipeline, loaded once a process."""
    from newslab.reader import load

    return load(pipeline)


def _articles(folder: str, plan: Mapping[str, Any], number: int) -> tuple[pd.DataFrame, list[Problem]]:
    draft = pq.read_table(shard_path(folder, "drafts", number, ".parquet"))
    first = plan["firsts"][number]
    own = [("row", ">=", first), ("row", "<", first + draft.num_rows)]
    rows = pq.read_table(Path(folder) / WORK / "renamed.parquet", filters=own).to_pylist()
    names = {row["row"] - first: (row["article_id"], row["note"]) for row in rows}
    return finish(draft, Surveys.from_json(plan["surveys"]), names)


def _sightings(found: Sequence[ArticleRecord], articles: pd.DataFrame) -> pa.Table:
    """What resolution needs: clusters that are to be joined; and entities that are an article's own."""
    rows: list[tuple[Any, ...]] = []
    for record, published in zip(found, when(articles), strict=True):
        for position, sighting in enumerate(sightings(record)):
            if not sighting.alone:
                kind, data = kind_of(sighting), codec.sighting_to_json(sighting)
            else:
                alone = Profile(sighting.local.label)
                add(alone, 0, sighting)
                row = entity(identifier(sighting.block, 0, record.article_id), alone, 1)
                kind, data = ALONE, json.dumps(astuple(row))
            block = codec.block_to_json(sighting.block)
            at = published, record.article_id, position, sighting.local.cluster
            rows.append((kind, block, *at, codec.key_to_json(sighting.local.key), data))
    return table_of(rows, SIGHTINGS)


def kind_of(sighting: Sighting) -> int:
    """In which pass a sighting is resolved."""
    return ALONE if sighting.alone else SHORT if sighting.short else FULL


def _votes(found: Sequence[ArticleRecord]) -> pa.Table:
    """In how many articles each name has each label."""
    votes = Counter((codec.key_to_json(key), label) for record in found for key, label in label_votes(record))
    return table_of([(name, label, n) for (name, label), n in votes.items()], VOTES)


def _traces(articles: pd.DataFrame) -> pa.Table:
    """What near-duplicates are found by."""
    rows: list[tuple[Any, ...]] = []
    for article_id, published, text in zip(articles["article_id"], when(articles), articles["text"], strict=True):
        trace = trace_of(text)
        if isinstance(trace, np.ndarray):
            bands = [trace[band * ROWS : (band + 1) * ROWS].tobytes() for band in range(BANDS)]
            rows.append((article_id, published, trace.tobytes(), None, *map(_digest, bands)))
        else:
            exact = None if trace is None else int.from_bytes(trace, "big")
            rows.append((article_id, published, trace, exact, *[None] * BANDS))
    return table_of(rows, TRACES)


def _digest(cells: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(cells, digest_size=8).digest(), "big")
