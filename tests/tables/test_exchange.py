import sys

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pandas.testing import assert_frame_equal

from newslab.tables import NewsTables, TableError, codebook, storage
from newslab.tables.assemble import articles_table
from newslab.tables.exchange import header, to_duckdb, to_excel

TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30)


def one_article(text: str) -> NewsTables:
    return NewsTables(articles=articles_table(pd.DataFrame({"article_id": ["a"], "text": [text]})))


def test_excel_round_trip(news, tmp_path):
    """A workbook gives back equal frames."""
    loaded = storage.load(to_excel(news, tmp_path / "news.xlsx"))
    loaded.check()
    for name, rows in news:
        assert_frame_equal(rows, getattr(loaded, name))


def test_excel_is_readable(news, tmp_path):
    """Sheets are in order behind the codebook, which explains every column; headers are words and stay in view."""
    book = load_workbook(to_excel(news, tmp_path / "news.xlsx"))
    assert book.sheetnames == ["codebook", *codebook()]
    assert [cell.value for cell in book["entities"][1]][:6] == [
        "entity id", "name", "label", "aliases", "description", "number of mentions",
    ]  # fmt: skip
    assert book["quotes"].freeze_panes == "A2"
    explained = {(row[0].value, row[1].value) for row in book["codebook"].iter_rows(min_row=2)}
    assert explained == {(table, header(c.name)) for table, columns in codebook().items() for c in columns}


def test_excel_formulas_stay_text(news, tmp_path):
    """A title that begins with an equals sign is a text cell."""
    sheet = load_workbook(to_excel(news, tmp_path / "news.xlsx"))["articles"]
    cell = sheet["B3"]
    assert cell.value.startswith("=cmd") and cell.data_type != "f"


@settings(max_examples=20, deadline=None)
@given(TEXT)
def test_excel_any_text(tmp_path_factory, text):
    """Any text survives, also characters that XML cannot hold and what looks like Excel's escapes."""
    path = tmp_path_factory.mktemp("any") / "news.xlsx"
    assert storage.load(to_excel(one_article(text), path)).articles["text"].tolist() == [text]


@pytest.mark.parametrize("text", ["_x0041_", "a\r\nb\x00c", " \t x ", "#N/A", "=1", "😀" * 40_000, "\x01" * 40_000])
def test_excel_hard_text(tmp_path, text):
    """Escapes, line ends, errors, formulas and texts longer than a cell come back to the letter."""
    assert storage.load(to_excel(one_article(text), tmp_path / "news.xlsx")).articles["text"].tolist() == [text]


def test_excel_refusals(news, tmp_path, monkeypatch):
    """Too many rows, a file that is no workbook and a workbook of something else are each a sentence."""
    monkeypatch.setattr("newslab.tables.exchange.ROWS", 3)
    with pytest.raises(TableError, match="and an Excel sheet holds 2; save Parquet or CSV"):
        to_excel(news, tmp_path / "news.xlsx")
    (tmp_path / "no.xlsx").write_text("no")
    with pytest.raises(TableError, match="no Excel workbook"):
        storage.load(tmp_path / "no.xlsx")
    pd.DataFrame({"a": [1]}).to_excel(tmp_path / "other.xlsx")
    with pytest.raises(TableError, match="has no sheet articles"):
        storage.load(tmp_path / "other.xlsx")


def test_duckdb_missing(news, tmp_path, monkeypatch):
    """Without duckdb a sentence says what to install."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(TableError, match="pip install duckdb"):
        news.to_duckdb(tmp_path / "news.duckdb")


def test_duckdb(news, tmp_path):
    """With duckdb every table is in the database, lists as lists."""
    duckdb = pytest.importorskip("duckdb")
    path = to_duckdb(news, tmp_path / "news.duckdb")
    with duckdb.connect(str(path)) as database:
        assert database.sql("select count(*) from quotes").fetchone() == (len(news.quotes),)
        assert database.sql("select spans from quotes where quote_id = 'fees:q3'").fetchone()[0] == [
            [86, 103],
            [116, 143],
        ]
