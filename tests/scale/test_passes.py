"""The passes over the whole corpus, beside what is done in memory."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import astuple

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newslab
from newslab.articles.duplicates import find_duplicates
from newslab.entities import resolve
from newslab.extract import read_articles
from newslab.records import ArticleRecord, Mention
from newslab.scale import extracting, linking, resolving
from newslab.scale import records as codec
from newslab.scale.layout import WORK, shard_path, write_table

NAMES = [
    ("Lena Brandt", "PERSON"), ("Lena M. Brandt", "PERSON"), ("Brandt", "PERSON"), ("Lena", "PERSON"),
    ("Ana Sarn", "PERSON"), ("Ana Sarn Okoro", "PERSON"), ("Sarn", "PERSON"), ("Sarn", "GPE"), ("Sarn Port", "ORG"),
    ("Harbour Safety Board", "ORG"), ("HSB", "ORG"), ("Parliament", "ORG"), ("Kenya", "GPE"), ("Peru", "GPE"),
    ("Oslund Bank", "ORG"), ("Oslund", "ORG"), ("Oslund", "WORK"), ("Georgia", "GPE"), ("Velmark", "LOC"),
    ("the harbour union", "ORG"), ("the minister", "PERSON"), ("Kenyan", "NORP"), ("Oslund Hall", "FAC"),
]  # fmt: skip
ARTICLE = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(0, 4), st.sampled_from(["", "", "minister", "judge", "striker"])),
    min_size=1, max_size=7,
)  # fmt: skip


def record(name: str, entries) -> ArticleRecord:
    text, mentions, roles = "", [], {}
    for (form, label), cluster, role in entries:
        kind = "name" if form[0].isupper() else "nominal"
        mentions.append(Mention(len(text), len(text) + len(form), 0, label, kind, "test", 1.0, cluster))
        text += f"{form}. "
        if role:
            roles[cluster] = (role,)
    return ArticleRecord(name, text, mentions=mentions, descriptions=roles)


def frame(records) -> pd.DataFrame:
    days = [None if k % 4 == 3 else f"2024-01-{28 - k}" for k in range(len(records))]
    return pd.DataFrame(
        {
            "article_id": pd.Series([r.article_id for r in records], dtype="str"),
            "text": pd.Series([r.text for r in records], dtype="str"),
            "published": pd.Series(pd.to_datetime(days, utc=True).as_unit("us")),
        }
    )


def in_shards(folder, records, size: int) -> int:
    """Write what resolution needs of the shards; how many there are is returned."""
    (folder / WORK).mkdir()
    firsts = range(0, len(records), size)
    for shard, first in enumerate(firsts):
        own = records[first : first + size]
        path = shard_path(folder, "shards", shard)
        path.mkdir(parents=True)
        write_table(extracting._sightings(own, frame(records)[first : first + size]), path / "sightings.parquet")
        write_table(extracting._votes(own), path / "votes.parquet")
    return len(firsts)


@settings(max_examples=40, deadline=None)
@given(st.lists(ARTICLE, min_size=1, max_size=12), st.integers(1, 5))
def test_resolved_as_in_memory(tmp_path_factory, articles, size):
    """Whatever the articles and the shards, the entities and who is which are those of `newslab.entities.resolve`."""
    records = [record(f"a{k}", entries) for k, entries in enumerate(articles)]
    folder = tmp_path_factory.mktemp("run")
    shards = in_shards(folder, records, size)
    expected = resolve(records, frame(records))
    resolving.resolve(folder, shards)
    found = {}
    for shard in range(shards):
        entity_of, _ = linking.entities_of(folder, shard)
        found.update(entity_of)
    with closing(resolving.open_store(folder / WORK / resolving.STORE)) as store:
        rows = store.execute("SELECT data FROM entity ORDER BY n_mentions DESC, entity_id").fetchall()
    assert found == dict(expected.entity_of)
    written = [json.loads(data) for (data,) in rows]
    assert written == [json.loads(json.dumps(astuple(entity))) for entity in expected.entities]


STOCK = ["port", "crane", "fee", "union", "strike", "ship", "berth", "quay", "tide", "mole"]
WORDS = st.lists(st.sampled_from(STOCK), max_size=40)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(WORDS, st.integers(0, 3)), min_size=1, max_size=10), st.integers(1, 4))
def test_copies_as_in_memory(tmp_path_factory, articles, size):
    """Near-duplicates across shards are those that are found in memory."""
    story = " ".join(f"word{k}" for k in range(60))
    texts = [" ".join([*words, *([story] if many else [])]) for words, many in articles]
    records = [ArticleRecord(f"a{k}", text) for k, text in enumerate(texts)]
    table = frame(records)
    moments = [None if pd.isna(moment) else moment.to_pydatetime() for moment in table["published"]]
    expected = [None if i is None else f"a{i}" for i in find_duplicates(texts, moments)]
    folder = tmp_path_factory.mktemp("run")
    firsts = range(0, len(records), size)
    for shard, first in enumerate(firsts):
        path = shard_path(folder, "shards", shard)
        path.mkdir(parents=True)
        write_table(extracting._traces(table[first : first + size]), path / "traces.parquet")
    found = {article_id: (shard, original) for shard, article_id, original in linking._copies(folder, len(firsts))}
    assert [found.get(f"a{k}", (0, None))[1] for k in range(len(texts))] == expected
    assert all(shard == int(article_id[1:]) // size for article_id, (shard, _) in found.items())


def test_records_come_back():
    """Every record of a real article comes back from JSON equal, whatever it holds."""
    text = (
        "PORT SELBY - Commissioner Dalia Brandt said on Monday that the port would close for at least three days.\n\n"
        '"We have no choice," she told reporters. The union denied that it had cost $2.5 million between May 3 and 5.'
    )
    articles, _ = newslab.articles.prepare(pd.DataFrame({"text": [text, "“", "No."], "date": "2024-03-14"}))
    for found in read_articles(articles, extracting._reader(None)):
        assert codec.from_json(found.article_id, found.text, codec.to_json(found)) == found
        for sighting in extracting.sightings(found):
            block = codec.block_to_json(sighting.block)
            assert codec.sighting_from_json(found.article_id, block, codec.sighting_to_json(sighting)) == sighting


def test_parts_by_column_and_row(undisturbed):
    """Columns and rows of tables in parts are chosen when they are loaded, in order."""
    news = newslab.load(undisturbed)
    last = news.articles["article_id"].iloc[-1]
    some = newslab.load(
        undisturbed, tables=["sentences"], columns={"sentences": ["text"]},
        where={"sentences": [("article_id", "==", last)]},
    )  # fmt: skip
    own = news.sentences[news.sentences["article_id"] == last]
    assert len(own) and some.sentences["text"].tolist() == own["text"].tolist()
    assert list(some.sentences.columns) == ["text"] and some.quotes.empty
    news.check()


def test_a_part_that_is_missing(undisturbed, tmp_path):
    """A lost part is an error and not a smaller table."""
    for path in undisturbed.rglob("*"):
        target = tmp_path / path.relative_to(undisturbed)
        target.mkdir(exist_ok=True) if path.is_dir() else target.write_bytes(path.read_bytes())
    (tmp_path / "quotes" / "part-000001.parquet").unlink()
    with pytest.raises(newslab.TableError, match=r"quotes in .* cannot be read"):
        newslab.load(tmp_path)
