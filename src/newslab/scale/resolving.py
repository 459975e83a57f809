"""Resolution across shards: the entities of a corpus that does not fit into memory.

The sightings of all shards are sorted by block on disk, by SQLite, and resolved one block at a time, as
`newslab.entities.resolution` does in memory; the result is the same. Memory is bounded by the largest set of
namesakes. Time is that of sorting: near-linear.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq

from newslab.entities.aliases import Key
from newslab.entities.joining import add, entity, fitting, fitting_short, identifier, is_variant, settled
from newslab.entities.profiles import Profile
from newslab.entities.resolution import united
from newslab.scale import records as codec
from newslab.scale.extracting import ALONE, FULL, SHORT, kind_of
from newslab.scale.files import aside
from newslab.scale.layout import WORK, shard_path

STORE = "entities.db"
TABLES = """
CREATE TABLE vote (name, label, n);
CREATE TABLE contested (name PRIMARY KEY, votes) WITHOUT ROWID;
CREATE TABLE sighting (kind, block, published, article_id, position, cluster, data, shard);
CREATE TABLE profile (block, k, entity_id, data, born, PRIMARY KEY (block, k)) WITHOUT ROWID;
CREATE TABLE alias (alias, block, PRIMARY KEY (alias, block)) WITHOUT ROWID;
CREATE TABLE joined (block, k, own, article_id, data);
CREATE TABLE assigned (shard, article_id, cluster, entity_id);
CREATE TABLE entity (entity_id PRIMARY KEY, n_mentions, name, data) WITHOUT ROWID;
"""
IN_ORDER = """SELECT block, article_id, shard, cluster, data FROM sighting WHERE kind = ?
ORDER BY block, published, article_id, position"""
Store = sqlite3.Connection


@contextmanager
def new_store(path: Path) -> Iterator[Store]:
    """A fresh database that is put in its place whole. Raises OSError when the disk is full."""
    with sorting_beside(path), aside(path) as fresh, closing(sqlite3.connect(fresh, isolation_level=None)) as store:
        try:
            store.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; BEGIN"
            )
            yield store
            store.execute("COMMIT")
        except sqlite3.OperationalError as error:
            code = errno.ENOSPC if "full" in str(error) else errno.EIO
            raise OSError(code, f"{os.strerror(code)} ({error})", str(path)) from error
        store.close()


@contextmanager
def sorting_beside(path: Path) -> Iterator[None]:
    """Let SQLite sort in the folder of a file and not in /tmp, which may be small."""
    before = os.environ.get("SQLITE_TMPDIR")
    os.environ["SQLITE_TMPDIR"] = str(path.parent)
    try:
        yield
    finally:
        os.environ.pop("SQLITE_TMPDIR")
        if before is not None:
            os.environ["SQLITE_TMPDIR"] = before


def open_store(path: Path) -> Store:
    """A database that was put in its place, to be read."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)


def resolve(folder: str | Path, shards: int) -> None:
    """Write `entities.db`: the entities, and which of them each cluster of each article is."""
    path = Path(folder) / WORK / STORE
    if path.exists():
        return
    with new_store(path) as store:
        for statement in TABLES.split(";"):
            store.execute(statement)
        _count_votes(store, folder, shards)
        _take_in(store, folder, shards)
        _full(store)
        variants = _variants(store)
        _short(store)
        _join(store)
        store.execute("CREATE INDEX by_entity ON assigned (entity_id, article_id)")
        _entities(store, variants)
        store.execute("CREATE INDEX by_shard ON assigned (shard)")
        for table in ("contested", "sighting", "profile", "alias", "joined"):
            store.execute(f"DROP TABLE {table}")


def _count_votes(store: Store, folder: str | Path, shards: int) -> None:
    """Names that articles give different labels, with the number of articles for each."""
    for shard in range(shards):
        table = pq.read_table(shard_path(folder, "shards", shard) / "votes.parquet")
        store.executemany("INSERT INTO vote VALUES (?, ?, ?)", _rows(table))
    rows = store.execute("SELECT name, label, sum(n) FROM vote GROUP BY name, label ORDER BY name")
    for name, members in groupby(rows, key=itemgetter(0)):
        votes = {label: n for _, label, n in members}
        if len(votes) > 1:
            store.execute("INSERT INTO contested VALUES (?, ?)", (name, json.dumps(votes)))
    store.execute("DROP TABLE vote")


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in table.columns), strict=True)


def _take_in(store: Store, folder: str | Path, shards: int) -> None:
    """The sightings of all shards, each with the label that most articles give its name."""
    for shard in range(shards):
        for kind, block, published, article_id, position, cluster, name, data in _rows(
            pq.read_table(shard_path(folder, "shards", shard) / "sightings.parquet")
        ):
            if kind == ALONE:
                row = json.loads(data)
                store.execute("INSERT INTO assigned VALUES (?, ?, ?, ?)", (shard, article_id, cluster, row[0]))
                store.execute("INSERT OR REPLACE INTO entity VALUES (?, ?, ?, ?)", (row[0], row[5], row[1], data))
                continue
            votes = store.execute("SELECT votes FROM contested WHERE name = ?", (name,)).fetchone()
            if votes:
                sighting = codec.sighting_from_json(article_id, block, data)
                sighting = settled(sighting, {sighting.local.key: json.loads(votes[0])})
                kind, block = kind_of(sighting), codec.block_to_json(sighting.block)
                data = codec.sighting_to_json(sighting)
            row = kind, block, published, article_id, position, cluster, data, shard
            store.execute("INSERT INTO sighting VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def _full(store: Store) -> None:
    """Full names, block by block."""
    for block, members in groupby(store.execute(IN_ORDER, (FULL,)), key=itemgetter(0)):
        profiles: list[Profile] = []
        ids: dict[int, str] = {}  # id(profile) → entity
        for _, article_id, shard, cluster, data in members:
            sighting = codec.sighting_from_json(article_id, block, data)
            for alias in sighting.aliases:
                store.execute("INSERT OR IGNORE INTO alias VALUES (?, ?)", (codec.block_to_json(alias), block))
            found = fitting(profiles, sighting)
            profile = found[0] if found else Profile(sighting.local.label)
            if not found:
                ids[id(profile)] = identifier(sighting.block, len(profiles), article_id)
                profiles.append(profile)
            _add(profile, sighting)
            store.execute("INSERT INTO assigned VALUES (?, ?, ?, ?)", (shard, article_id, cluster, ids[id(profile)]))
        for k, profile in enumerate(profiles):
            row = block, k, ids[id(profile)], codec.profile_to_json(profile), 0
            store.execute("INSERT INTO profile VALUES (?, ?, ?, ?, ?)", row)


def _add(profile: Profile, sighting: Any) -> None:
    add(profile, 0, sighting)
    profile.where.clear()  # the store knows


Known = tuple[str, int, str, Profile]  # block, number in it, entity, profile


def _known(store: Store, block: str) -> list[Known]:
    """The profiles of a block that full names made."""
    rows = store.execute("SELECT k, entity_id, data FROM profile WHERE block = ? AND NOT born ORDER BY k", (block,))
    return [(block, k, entity_id, codec.profile_from_json(data)) for k, entity_id, data in rows.fetchall()]


def _fuller(store: Store, alias: str) -> list[str]:
    """The blocks of the full names that articles give beside a form, in the order of their keys."""
    blocks = [block for (block,) in store.execute("SELECT block FROM alias WHERE alias = ?", (alias,))]
    return sorted(blocks, key=codec.block_from_json)


def _variants(store: Store) -> list[tuple[str, str]]:
    """Pairs of entities that are one person under a full and a fuller name."""
    found: list[tuple[Key, str, str]] = []
    for (alias,) in store.execute("SELECT DISTINCT alias FROM alias"):
        sort, key = codec.block_from_json(alias)
        if sort != "PERSON" or len(key) < 2:
            continue
        others = [known for block in _fuller(store, alias) if block != alias for known in _known(store, block)]
        if len(others) == 1:
            own = _known(store, alias)
            found += [(key, known[2], others[0][2]) for known in own if is_variant(known[3], others[0][3])]
    return [pair for _, *pair in sorted(found, key=itemgetter(0))]  # type: ignore[misc]


def _short(store: Store) -> None:
    """Names of one word, block by block, beside the profiles as full names left them."""
    for block, members in groupby(store.execute(IN_ORDER, (SHORT,)), key=itemgetter(0)):
        fuller = [known for other in _fuller(store, block) for known in _known(store, other)]
        own = _known(store, block)
        places = {id(known[3]): known for known in [*fuller, *own]}
        profiles = [known[3] for known in own]
        born: list[Known] = []
        for _, article_id, shard, cluster, data in members:
            sighting = codec.sighting_from_json(article_id, block, data)
            found = fitting_short([known[3] for known in fuller], profiles, sighting)
            profile = found[0] if found else Profile(sighting.local.label)
            if not found:
                k = len(profiles)
                born.append((block, k, identifier(sighting.block, k, article_id), profile))
                places[id(profile)] = born[-1]
                profiles.append(profile)
            _add(profile, sighting)
            other, k, entity_id, _ = places[id(profile)]
            store.execute("INSERT INTO assigned VALUES (?, ?, ?, ?)", (shard, article_id, cluster, entity_id))
            if other != block or k < len(own):
                store.execute("INSERT INTO joined VALUES (?, ?, ?, ?, ?)", (other, k, block, article_id, data))
        for _, k, entity_id, profile in born:
            row = block, k, entity_id, codec.profile_to_json(profile), 1
            store.execute("INSERT INTO profile VALUES (?, ?, ?, ?, ?)", row)


def _join(store: Store) -> None:
    """Give the profiles what names of one word add to them."""
    rows = store.execute("SELECT block, k, own, article_id, data FROM joined ORDER BY block, k")
    for (block, k), members in groupby(rows, key=itemgetter(0, 1)):
        at = "WHERE block = ? AND k = ?"
        (data,) = store.execute(f"SELECT data FROM profile {at}", (block, k)).fetchone()
        profile = codec.profile_from_json(data)
        for _, _, own, article_id, sighting in members:
            _add(profile, codec.sighting_from_json(article_id, own, sighting))
        store.execute(f"UPDATE profile SET data = ? {at}", (codec.profile_to_json(profile), block, k))


def _entities(store: Store, variants: list[tuple[str, str]]) -> None:
    """The rows of `entities`, variants put together."""
    parent: dict[str, str] = {}

    def root(entity_id: str) -> str:
        while entity_id in parent:
            entity_id = parent[entity_id]
        return entity_id

    for one, other in variants:
        a, b = root(one), root(other)
        if a != b:
            parent[a] = b
    for member in parent:
        store.execute("UPDATE assigned SET entity_id = ? WHERE entity_id = ?", (root(member), member))
    joint: dict[str, list[Profile]] = {root(member): [] for member in parent}
    for (entity_id,) in store.execute("SELECT entity_id FROM profile GROUP BY entity_id HAVING count(*) > 1"):
        joint.setdefault(root(entity_id), [])
    for entity_id, data in store.execute("SELECT entity_id, data FROM profile ORDER BY block, k"):
        profile = codec.profile_from_json(data)
        if root(entity_id) in joint:
            joint[root(entity_id)].append(profile)
        else:
            _write(store, entity_id, profile)
    for entity_id, profiles in joint.items():
        _write(store, entity_id, united(profiles))


def _write(store: Store, entity_id: str, profile: Profile) -> None:
    count = "SELECT count(DISTINCT article_id) FROM assigned WHERE entity_id = ?"
    (n_articles,) = store.execute(count, (entity_id,)).fetchone()
    row = entity(entity_id, profile, n_articles)
    data = json.dumps(astuple(row), ensure_ascii=False)
    store.execute("INSERT INTO entity VALUES (?, ?, ?, ?)", (entity_id, row.n_mentions, row.name, data))
