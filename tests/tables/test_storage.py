import base64
import datetime as dt
import hashlib
import json
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from newslab.tables import NewsTables, TableError, storage
from newslab.tables.assemble import articles_table

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


def same(one: NewsTables, other: NewsTables) -> None:
    for name, rows in one:
        assert_frame_equal(rows, getattr(other, name))
    assert one.info == other.info


def without_parquet(folder):
    for path in folder.glob("*.parquet"):
        path.unlink()
    return folder


def test_parquet_round_trip(news, tmp_path):
    """What was saved is loaded: equal frames, dtypes, lists and information about how they were made."""
    same(news, storage.load(news.save(tmp_path / "tables")))
    storage.load(tmp_path / "tables").check()


def test_csv_round_trip(news, tmp_path):
    """Without Parquet the CSV files give equal frames, formula-like cells and lists among them."""
    same(news, storage.load(without_parquet(news.save(tmp_path / "tables"))))


def test_empty_round_trip(tmp_path):
    """Tables without a row keep their columns and dtypes on disk, in both formats."""
    folder = NewsTables().save(tmp_path / "tables")
    same(NewsTables(), storage.load(folder))
    same(NewsTables(), storage.load(without_parquet(folder)))


OWN = {
    "whole": [1, 2], "part": [0.5, None], "when": pd.to_datetime(["2024-01-01", None]), "flag": [True, False],
    "section": pd.Categorical(["b", "a"], ["b", "a", "z"]), "wait": pd.to_timedelta([1, 2], "s"),
    "mixed": [1, "x"],
    "tags": [["a", "b"], None], "day": [dt.date(2024, 1, 1), None], "dicts": [{"a": 1}, {"b": [2]}],
    "nothing": [None, None], "price": [Decimal("1.5"), None],
    "=1+1": ["+x", "'-y"], "blank": ["", None], "π": ["ü", "😀"],
}  # fmt: skip


@pytest.mark.parametrize("column", OWN)
@pytest.mark.parametrize("csv", [False, True])
def test_own_columns(column, csv, tmp_path):
    """A column of the input that newslab does not know comes back as it was, whatever it holds."""
    articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["x", "y"], column: OWN[column]})
    news = NewsTables(articles=articles_table(articles))
    folder = news.save(tmp_path / "tables")
    loaded = storage.load(without_parquet(folder) if csv else folder)
    assert_frame_equal(news.articles, loaded.articles, check_categorical=not csv)  # CSV keeps used categories only


def test_arrays_become_lists(tmp_path):
    """A column of arrays, as pandas reads lists from Parquet, comes back as lists."""
    articles = pd.DataFrame({"article_id": ["a"], "text": ["x"], "tags": [np.array(["a", "b"], dtype=object)]})
    loaded = storage.load(NewsTables(articles=articles_table(articles)).save(tmp_path / "tables"))
    assert loaded.articles["tags"].tolist() == [["a", "b"]]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(TEXT, st.none() | TEXT, st.lists(TEXT, max_size=3)), max_size=4), st.booleans())
def test_any_text_round_trip(tmp_path_factory, rows, csv):
    """Any text, also control characters, line breaks, quotes and empty strings, survives saving."""
    articles = pd.DataFrame(
        {
            "article_id": pd.Series([str(i) for i in range(len(rows))], dtype="str"),
            "text": pd.Series([row[0] for row in rows], dtype="str"),
            "title": pd.Series([row[1] for row in rows], dtype="str"),
            "tags": pd.Series([row[2] for row in rows], dtype=object),
        }
    )
    news = NewsTables(articles=articles_table(articles))
    folder = news.save(tmp_path_factory.mktemp("any") / "tables")
    loaded = storage.load(without_parquet(folder) if csv else folder)
    for column in ("article_id", "text", "title"):
        assert_frame_equal(news.articles[[column]], loaded.articles[[column]])
    assert list(loaded.articles["tags"]) == [row[2] for row in rows]


@given(st.text(st.sampled_from("'=+-@\t\r\n＝ab"), max_size=6))
def test_defused(text):
    """A cell never begins as a formula does, and what it was comes back."""
    assert not storage.defuse(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
    assert storage.restore(storage.defuse(text)) == text


def test_long_text_in_csv(tmp_path):
    """An article of a few megabytes is read back from CSV."""
    news = NewsTables(articles=articles_table(pd.DataFrame({"article_id": ["a"], "text": ["word\n" * 700_000]})))
    same(news, storage.load(without_parquet(news.save(tmp_path / "tables"))))


def test_csv_by_others(news, tmp_path):
    """CSV files without the manifest are read too, in the codebook's types, own columns as they look."""
    folder = without_parquet(news.save(tmp_path / "tables"))
    (folder / "manifest.json").unlink()
    pd.read_csv(folder / "quotes.csv").to_csv(folder / "quotes.csv", index=False)
    loaded = storage.load(folder)
    loaded.check()
    assert_frame_equal(news.quotes, loaded.quotes)
    assert list(loaded.articles["desk"]) == ["ports", None] or loaded.articles["desk"].isna()[1]


def test_manifest(news, tmp_path):
    """The manifest names version, reader and options, counts the rows and has the SHA-256 of every file."""
    folder = news.save(tmp_path / "tables")
    manifest = json.loads((folder / "manifest.json").read_text("utf8"))
    assert manifest["newslab"] and manifest["reader"] == "by hand" and manifest["options"] == {"pipeline": None}
    assert {name: table["rows"] for name, table in manifest["tables"].items()} == {n: len(rows) for n, rows in news}
    assert set(manifest["files"]) == {path.name for path in folder.iterdir()} - {"manifest.json"}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert base64.b64decode(manifest["tables"]["quotes"]["arrow_schema"])


def test_same_tables_same_bytes(news, tmp_path):
    """Saving the same tables twice writes the same bytes."""
    one, two = news.save(tmp_path / "one"), news.save(tmp_path / "two")
    assert [path.read_bytes() for path in sorted(one.iterdir())] == [p.read_bytes() for p in sorted(two.iterdir())]


def test_replaces_only_its_own(news, tmp_path):
    """Earlier tables are replaced, a stranger's file among them stays, and nothing is left beside the folder."""
    folder = NewsTables().save(tmp_path / "tables")
    (folder / "notes.txt").write_text("mine")
    news.save(folder)
    same(news, storage.load(folder))
    assert (folder / "notes.txt").read_text() == "mine"
    assert list(tmp_path.iterdir()) == [folder]


def test_refuses_a_folder_of_others(news, tmp_path):
    """A folder with files that are not newslab's is not overwritten, nor is a file."""
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(TableError, match="holds files but no tables of newslab"):
        news.save(tmp_path)
    with pytest.raises(TableError, match="is a file"):
        news.save(tmp_path / "thesis.txt")
    with pytest.raises(TableError, match="cannot be made"):
        news.save(tmp_path / "thesis.txt" / "tables")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("where", ["_write_csv", "_sha256", "_put"])
def test_whole_or_not_at_all(news, tmp_path, monkeypatch, where):
    """When writing breaks off at any point, the earlier tables are still there, whole, and no debris is."""
    folder = news.save(tmp_path / "tables")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, where, full)
    with pytest.raises(TableError, match=r"could not be written to .*: No space left on device"):
        NewsTables().save(folder)
    same(news, storage.load(folder))
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("csv", [False, True])
def test_parts_of_tables(news, tmp_path, csv):
    """Tables, columns and rows can be chosen when loading, from Parquet as from CSV."""
    folder = news.save(tmp_path / "tables")
    loaded = storage.load(
        without_parquet(folder) if csv else folder,
        tables=["quotes"],
        columns={"quotes": ["quote_id", "spans"]},
        where={"quotes": [("kind", "==", "direct")]},
    )
    assert loaded.quotes.to_dict("list") == {"quote_id": ["fees:q3"], "spans": [[[86, 103], [116, 143]]]}
    assert loaded.articles.empty


def test_nothing_to_load(news, tmp_path):
    """A missing folder, a folder of other things, an unknown table and a damaged file are each a sentence."""
    with pytest.raises(TableError, match="There is no folder"):
        storage.load(tmp_path / "tables")
    with pytest.raises(TableError, match=r"is no folder of newslab's tables: it has no articles\.parquet"):
        storage.load(tmp_path)
    folder = news.save(tmp_path / "tables")
    with pytest.raises(TableError, match="There is no table quote; the tables are articles"):
        storage.load(folder, tables=["quote"])
    with pytest.raises(TableError, match=r"quotes in .* cannot be read"):
        storage.load(folder, where={"quotes": [("colour", "==", "red")]})
    (folder / "quotes.parquet").write_bytes(b"PAR1 broken")
    with pytest.raises(TableError, match=r"quotes in .* cannot be read"):
        storage.load(folder)


def test_a_manifest_cannot_lead_out_of_its_folder(news, tmp_path):
    """Parts of tables are read only from inside the folder, whatever its manifest names."""
    folder = news.save(tmp_path / "tables")
    manifest = json.loads((folder / "manifest.json").read_text("utf8"))
    manifest["tables"]["quotes"]["parts"] = 1
    manifest["files"] = {"quotes/../../other/quotes.parquet": ""}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf8")
    (folder / "quotes.parquet").unlink()
    with pytest.raises(TableError, match="names files outside the folder"):
        storage.load(folder)
