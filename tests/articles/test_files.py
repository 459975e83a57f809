"""One file → its articles."""

import io
import json
import time
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.articles.files import read_file
from newslab.articles.sources import TABLES, File
from newslab.records import Problem


def read(suffix, data, columns=None):
    data = data if isinstance(data, bytes) else data.encode()
    entries = list(read_file(File(f"x{suffix}", "x", suffix, lambda: io.BytesIO(data)), columns))
    return [e for e in entries if not isinstance(e, Problem)], [e for e in entries if isinstance(e, Problem)]


def texts(suffix, data, columns=None):
    articles, problems = read(suffix, data, columns)
    return [article.get("text") for article in articles], [problem.message for problem in problems]


def excel(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


ROWS = [
    {"headline": "A", "body": "One, “two”\r\n\r\nthree ", "page": "007"},
    {"headline": "B", "body": "Zoë; four", "page": None},
]
FRAME = pd.DataFrame(ROWS)
FORMS = [
    (".csv", FRAME.to_csv(index=False).encode()),
    (".csv", FRAME.to_csv(index=False, sep=";").encode("utf-8-sig")),
    (".csv", FRAME.to_csv(index=False, sep="|").encode("utf-16")),
    (".csv", FRAME.to_csv(index=False).encode("cp1252")),
    (".tsv", FRAME.to_csv(index=False, sep="\t").encode()),
    (".jsonl", "\n".join(json.dumps(row) for row in ROWS).encode()),
    (".jsonl", "\n\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()),
    (".json", json.dumps(ROWS).encode()),
    (".json", json.dumps({"status": "ok", "response": {"articles": ROWS}}).encode()),
    (".json", "\n".join(json.dumps(row) for row in ROWS).encode()),
    (".parquet", FRAME.to_parquet()),
]


@pytest.mark.parametrize(("suffix", "data"), FORMS)
def test_every_kind_of_table_gives_the_same_articles(suffix, data):
    """The text is kept to the letter, with its line ends and spaces; other columns come along."""
    articles, problems = read(suffix, data)
    assert [article["text"] for article in articles] == [row["body"] for row in ROWS]
    assert [article["title"] for article in articles] == ["A", "B"]
    assert articles[0]["page"] == "007"
    assert all(problem.severity == "info" for problem in problems)
    assert len({article["source"] for article in articles}) == 2


def test_excel_gives_its_first_rows_names_and_dates():
    """Dates stay dates; a cell that Excel has cut is a problem."""
    rows = [
        ["title", "text", "date"],
        ["A", "One.", pd.Timestamp("2024-03-14").to_pydatetime()],
        ["B", "x" * 32_767, None],
    ]
    articles, problems = read(".xlsx", excel(rows))
    assert [article["text"][:4] for article in articles] == ["One.", "xxxx"]
    assert articles[0]["published"].year == 2024
    assert "cut off" in problems[0].message


BAD = [
    (".csv", "", [], "empty"),
    (".csv", "desk,page\na,b", [], "No column holds the text"),
    (".csv", "text,desk\nOne.,a\nTwo,with,commas\nThree.,c", ["One.", "Two", "Three."], "3 cells under 2 names"),
    (".csv", "text,desk\nOne.", ["One."], None),
    (".csv", "text,desk\n", [], "no articles"),
    (".jsonl", "", [], "no articles"),
    (".json", "[]", [], "no articles"),
    (".csv", b"\x89PNG\r\n", [], "a picture"),
    (".jsonl", '{"text": "One."}\n{"text": \n{"text": "Two."}', ["One.", "Two."], "not JSON"),
    (".jsonl", '{"text": "One."}\n[1, 2]\n"x"\n', ["One."], "not an object"),
    (".jsonl", '{"text": "One."}\n{"desk": 1}\n', ["One."], "No column holds the text"),
    (".jsonl", "[" * 100_000, [], "not JSON"),
    (".jsonl", '{"text": "One.", "n": ' + "1" * 10_000 + "}", [], "not JSON"),
    (".json", "[" * 100_000, [], "nested too deeply"),
    (".json", '{"text": "One."} x', [], "not JSON"),
    (".json", "3", [], "not an object"),
    (".xlsx", "no workbook", [], "cannot be read"),
    (".xlsx", excel([["desk"], ["a"]]), [], "No column holds the text"),
    (".parquet", "no parquet", [], "cannot be read"),
    (".html", "<html><nav>Home</nav>", [], "breaks off"),
    (".txt", b"%PDF-1.7", [], "PDF"),
]


@pytest.mark.parametrize(("suffix", "data", "expected", "message"), BAD)
def test_what_is_broken_is_a_problem_and_the_rest_is_read(suffix, data, expected, message):
    """A bad row, line or file is named, and stops nothing."""
    found, messages = texts(suffix, data)
    assert found == expected
    assert any(message in text for text in messages) if message else not messages


def test_columns_can_be_named():
    """A mapping says which column is the text."""
    assert texts(".csv", "lead,summary\nOne.,Two.", {"text": "summary"}) == (["Two."], [])


def test_an_unclosed_quotation_mark_does_not_lose_the_file():
    """All that follows becomes one text, which `frame` then finds too long or takes as it is."""
    found, _ = texts(".csv", 'text,desk\nOne.,a\n"Two.,b\nThree.,c\n')
    assert found == ["One.", "Two.,b\nThree.,c\n"]


def test_an_excel_bomb_is_refused():
    """A workbook that unpacks to hundreds of times its size is not opened."""
    stream = io.BytesIO(excel([["text"], ["One."]]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.xml", b"0" * 60_000_000)
    assert "zip bombs" in texts(".xlsx", stream.getvalue())[1][0]


def sheet(rows):
    """A workbook whose sheet is this XML."""
    data = io.BytesIO(excel([["text", "desk"], ["One.", "a"]]))
    with zipfile.ZipFile(data) as book:
        members = {name: book.read(name) for name in book.namelist()}
    members["xl/worksheets/sheet1.xml"] = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{rows}</sheetData></worksheet>"
    ).encode()
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as book:
        for name, member in members.items():
            book.writestr(name, member)
    return data.getvalue()


def cell(place, words):
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def test_a_sheet_whose_cells_lie_far_apart_is_read_at_once():
    """Numbers of rows and columns that few bytes claim to have make no table of that size."""
    head = f'<row r="1">{cell("A1", "text")}{cell("B1", "desk")}</row>'
    wide = f'<row r="2">{cell("A2", "One.")}{cell("XFD2", "x")}</row>'
    far = f'<row r="90000000000">{cell("A90000000000", "Two.")}</row>'
    articles, problems = read(".xlsx", sheet(head + wide + far))
    assert [(article["text"], article.get("desk")) for article in articles] == [("One.", None)]
    assert problems == []


def test_entities_of_a_workbook_are_not_expanded():
    """Neither a file that an entity names nor entities of entities come into a text."""
    bomb = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    for declared, name in (('<!ENTITY e0 SYSTEM "file:///etc/passwd">', "e0"), (f'<!ENTITY e0 "ha">{bomb}', "e11")):
        rows = f'<row r="1">{cell("A1", "text")}</row><row r="2">{cell("A2", f"&{name};")}</row>'
        data = sheet(rows).replace(b"<worksheet xmlns", f"<!DOCTYPE x [{declared}]><worksheet xmlns".encode(), 1)
        articles, problems = read(".xlsx", data)
        assert not any("root:" in str(article) or "haha" in str(article) for article in articles)
        assert articles or problems


def test_a_file_has_no_more_columns_than_a_table_can_bear():
    """Where every row has a column of its own, the table would grow with their square: the first thousand stay."""
    lines = [json.dumps({"text": "One.", f"k{i}": i}) for i in range(1_100)]
    articles, problems = read(".jsonl", "\n".join(lines))
    assert len(articles) == 1_100 and articles[999]["k999"] == 999 and "k1000" not in articles[1_000]
    assert [problem.message for problem in problems] == [
        "It has more than 1,000 columns; 'k1000' and others were left out."
    ]


def test_one_line_of_thirty_megabytes_is_read_in_linear_time():
    """A single long line of CSV or JSON is no obstacle."""
    start = time.process_time()
    assert len(texts(".csv", "text,desk\n" + "word " * 6_000_000 + ",a")[0][0]) == 30_000_000
    assert len(texts(".jsonl", '{"text": "' + "word " * 6_000_000 + '"}')[0][0]) == 30_000_000
    assert time.process_time() - start < 20


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([*TABLES, ".txt", ".md", ".html"]), st.binary(max_size=300))
def test_no_bytes_raise(suffix, data):
    """Any bytes under any name give articles or problems."""
    articles, problems = read(suffix, data)
    assert articles or problems


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from([".csv", ".tsv", ".jsonl", ".json", ".md", ".txt"]),
    st.text(alphabet='text,"\n\r;{}[]:\\\0é1 -', max_size=200),
)
def test_no_text_raises(suffix, data):
    """Nor does any text."""
    read(suffix, "text,desk\n" + data if suffix == ".csv" else data)
