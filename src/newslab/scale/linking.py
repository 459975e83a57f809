"""What relates the articles of different shards: links between claims, and near-duplicates.

Links: claims are sorted on disk by the key under which `newslab.claims.across` looks for them; the first of each key is
what the later ones are compared with. Near-duplicates: articles that share a band of their signatures are found by
sorting one band at a time, and only they are compared, group by group. Some 50 bytes an article are held in memory, and
the signatures of articles that have something in common with another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from newslab.articles.duplicates import BANDS, Trace, match
from newslab.claims.across import RULES, ClaimReader, relation_of
from newslab.entities.resolved import Assignment
from newslab.scale.files import aside
from newslab.scale.layout import WORK, read_shard, shard_path, table_of, when, write_table
from newslab.scale.resolving import STORE, Store, new_store, open_store

LINKS = "links.db"
CLAIMS = pa.schema(
    [
        ("rule", pa.int8()), ("key", pa.binary(16)), ("published", pa.int64()), ("article_id", pa.large_string()),
        ("claim", pa.int32()), ("polarity", pa.string()), ("low", pa.float64()), ("high", pa.float64()),
    ]
)  # fmt: skip
TABLES = """
CREATE TABLE claim (rule, key, published, article_id, claim, polarity, low, high, shard);
CREATE TABLE link (shard, article_id, claim, target_id, target, relation, rule);
CREATE TABLE copy (shard, article_id, original);
CREATE INDEX linked ON link (article_id, claim);
"""
IN_ORDER = """SELECT key, article_id, claim, polarity, low, high, shard FROM claim WHERE rule = ?
AND NOT EXISTS (SELECT 1 FROM link WHERE link.article_id = claim.article_id AND link.claim = claim.claim)
ORDER BY key, published, article_id, claim"""


def claims_of_shard(folder: str, number: int) -> int:
    """Write by what a shard's claims are looked for in other articles; the number of its articles is returned."""
    target = shard_path(folder, "claims", number, ".parquet")
    if target.exists():
        return pq.read_metadata(shard_path(folder, "shards", number) / "articles.parquet").num_rows
    articles, found = read_shard(folder, number)
    entity_of, _ = entities_of(folder, number)
    rows: list[tuple[Any, ...]] = []
    for record, published in zip(found, when(articles), strict=True):
        reader = ClaimReader(record, entity_of)
        for position, claim in enumerate(record.claims):
            amount = reader.amount(position, claim)
            for key, rule in reader.keys(claim, amount):
                digest = hashlib.blake2b("\x1f".join(key).encode(), digest_size=16).digest()
                told = claim.polarity, *(amount or (None, None))
                rows.append((RULES.index(rule), digest, published, record.article_id, position, *told))
    with aside(target) as fresh:
        write_table(table_of(rows, CLAIMS), fresh)
    return len(articles)


def entities_of(folder: str | Path, number: int) -> tuple[Assignment, dict[str, str]]:
    """Whose the clusters of a shard's articles are, and the names of these entities."""
    entity_of, names = Assignment(), {}
    with closing(open_store(Path(folder) / WORK / STORE)) as store:
        for article_id, cluster, entity_id, name in store.execute(
            "SELECT article_id, cluster, entity_id, name FROM assigned JOIN entity USING (entity_id) WHERE shard = ?",
            (number,),
        ):
            entity_of[article_id, cluster] = entity_id
            names[entity_id] = name
    return entity_of, names


def link(folder: str | Path, shards: int) -> None:
    """Write `links.db`: the links between claims of different articles, and which articles repeat others."""
    path = Path(folder) / WORK / LINKS
    if path.exists():
        return
    with new_store(path) as store:
        for statement in TABLES.split(";"):
            store.execute(statement)
        for shard in range(shards):
            table = pq.read_table(shard_path(folder, "claims", shard, ".parquet"))
            rows = zip(*(column.to_pylist() for column in table.columns), [shard] * table.num_rows, strict=True)
            store.executemany("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        for rule in range(len(RULES)):
            store.executemany("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?)", _links(store, rule))
        store.execute("DROP TABLE claim")
        store.executemany("INSERT INTO copy VALUES (?, ?, ?)", _copies(folder, shards))
        store.execute("CREATE INDEX links_of ON link (shard)")
        store.execute("CREATE INDEX copies_of ON copy (shard)")


def _links(store: Store, rule: int) -> Iterator[tuple[Any, ...]]:
    """The links that one rule finds between claims that none before it has linked."""
    for _, members in groupby(store.execute(IN_ORDER, (rule,)), key=itemgetter(0)):
        first: tuple[Any, ...] | None = None
        for _, *own, shard in members:
            first = first or tuple(own)
            target_id, target, before, *other = first
            article_id, claim, polarity, *amount = own
            if article_id == target_id:
                continue
            relation = relation_of(polarity, _amount(amount), before, _amount(other), RULES[rule])
            if relation is not None:
                yield shard, article_id, claim, target_id, target, relation, rule


def _amount(bounds: list[float | None]) -> tuple[float, float] | None:
    low, high = bounds
    return None if low is None or high is None else (low, high)


def _copies(folder: str | Path, shards: int) -> Iterator[tuple[int, str, str]]:
    """Each article that nearly repeats an earlier one: its shard, its id, the earliest such one's id."""
    files = [shard_path(folder, "shards", shard) / "traces.parquet" for shard in range(shards)]
    sizes = [pq.read_metadata(file).num_rows for file in files]
    firsts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    group = np.arange(firsts[-1])
    meets = np.zeros(firsts[-1], dtype=np.uint32)  # a bit for each band that another article has too
    for band, name in enumerate(["exact", *(f"band{band}" for band in range(BANDS))]):
        for again in _shared(files, name):
            if band:
                meets[again] |= np.uint32(1 << (band - 1))
            first = _root(group, int(again[0]))
            for i in again[1:]:
                group[_root(group, int(i))] = first
    for i in range(len(group)):
        group[i] = _root(group, i)
    members = np.flatnonzero(np.bincount(group, minlength=len(group))[group] > 1)
    ids, published, traces = _members(files, firsts, members)
    rank = sorted(members.tolist(), key=lambda i: (published[i], i))
    together: dict[int, list[int]] = {}
    for i in rank:
        together.setdefault(int(group[i]), []).append(i)
    bands = {i: int(meets[i]) for i in members.tolist()}
    for order in together.values():
        for i, original in match(order, traces, bands):
            yield int(np.searchsorted(firsts, i, side="right")) - 1, ids[i], ids[original]


def _shared(files: list[Path], name: str) -> Iterator[npt.NDArray[np.int64]]:
    """Groups of articles that have the same value in a column, in the order of the articles."""
    cells = [pq.read_table(file, columns=[name])[name].combine_chunks() for file in files]
    column = pa.chunked_array(cells, pa.uint64())
    there = np.flatnonzero(np.asarray(column.is_valid()))
    values = np.asarray(column.drop_null())
    order = np.argsort(values, kind="stable")
    values = values[order]
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]]) if len(values) else np.array([], dtype=np.int64)
    ends = np.r_[starts[1:], len(values)]
    for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
        yield there[order[start:end]]


def _root(group: npt.NDArray[np.int64], i: int) -> int:
    while group[i] != i:
        group[i] = group[group[i]]
        i = int(group[i])
    return i


def _members(
    files: list[Path], firsts: npt.NDArray[np.int64], members: npt.NDArray[np.int64]
) -> tuple[dict[int, str], dict[int, int], dict[int, Trace]]:
    """Ids, times and traces of some articles."""
    ids: dict[int, str] = {}
    published: dict[int, int] = {}
    traces: dict[int, Trace] = {}
    for shard, file in enumerate(files):
        own = members[(members >= firsts[shard]) & (members < firsts[shard + 1])]
        if not len(own):
            continue
        table = pq.read_table(file, columns=["article_id", "published", "trace", "exact"]).take(own - firsts[shard])
        for i, row in zip(own.tolist(), table.to_pylist(), strict=True):
            ids[i], published[i] = row["article_id"], row["published"]
            short = row["exact"] is not None
            traces[i] = row["trace"] if short else np.frombuffer(row["trace"], dtype=np.uint32)
    return ids, published, traces
