"""Hostile articles on the whole path, from files and frames to tables, pages and saved files."""

import csv
import stat
import time
import tracemalloc
import unicodedata
import zipfile
from datetime import UTC, datetime
from html.parser import HTMLParser

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import newslab
from newslab import reader
from newslab.articles import files

SAID = "Commissioner Dalia Brandt said on Monday that the port would close for three days because of the storm."
SCRIPT = "<script>alert(1)</script>"
HANDLER = "\"'><img src=x onerror=alert(1)><svg/onload=alert(1)></style></title></textarea>"
FORMULA = '=HYPERLINK("http://x.example")'

ENDLESS = {
    "quotation marks": '"' * 400,
    "opening marks": "“" * 200,
    "closing marks": "”" * 200,
    "nested marks": "“‘" * 100 + "No" + "’”" * 100,
    "marks around words": "“a ”" * 150,
    "a mark a line": '"We go.\n\n' * 80,
    "apostrophes": "'" * 200 + " ' " * 100,
    "brackets": "(" * 200 + ")" * 200,
    "bracket pairs": "(a) [b] " * 80,
    "a sentence": "the minister said that the board left and " * 80,
    "he said that": "he said that " * 150,
    "according to": "according to " * 150,
    "names": "Anna Brandt and " * 120,
    "numbers": "12 " * 300,
    "number words": "two hundred " * 150,
    "a number": "1" * 5_000 + " ships and $" + "9" * 400 + " million.",
    "dates": "Monday 12 March 2024 " * 70,
    "relative dates": "three days before the day after " * 50,
    "far dates": "In 99999999999 years, 9,999 years ago, on 31 December 9999, on 1 January 0001, in the year 0.",
    "letters": "a" * 100_000,
    "points": "." * 3_000 + " . " * 150,
    "dashes": "— " * 200,
    "lines": "\n \n" * 2_000 + "a" + "\r\n" * 2_000 + "\u2028\u2029\x85" * 300,
    "speakers": "Brandt: no. " * 100,
    "pronouns": "he told him that " * 100,
    "joined emoji": "👩‍👩‍👧 " * 60 + "👩‍" * 100,
    "right to left": "\u202eשלום\u202c \u2067said\u2069 " * 150,
    "controls": "\x01\x7f\x1b[31m\x08 " * 150 + "\0" * 50,
    "combining": "e" + "\u0301" * 3_000,
    "surrogates": "\ud800 said \udc00\ud83d\ude00 " * 50,
    "markup": "<div onclick=x()>" * 60 + "&lt;&amp;&#0;" * 50,
    "no words": "​\ufeff\u00ad" * 200,
}  # fmt: skip


@pytest.fixture(scope="module")
def nlp():
    return reader.load()


def failures(news):
    """Messages of stages that failed on an article that was read."""
    return [message for message in news.problems["message"] if "could not be read (" in message]


def frame(texts, **more):
    return pd.DataFrame(
        {"article_id": list(texts), "text": list(texts.values()), "language": "en"} | more, dtype=object
    )


def test_endless_repetition_is_read(nlp):
    """Marks, brackets, clauses, names, numbers, dates, letters and controls without end cost no stage and little time.

    How the time grows with them is what `tests/benchmarks/hostile.py` tells.
    """
    begun = time.process_time()
    news = newslab.extract(frame(ENDLESS), pipeline=nlp, progress=False)
    assert time.process_time() - begun < 120
    assert failures(news) == []
    assert set(news.articles["article_id"]) == set(ENDLESS)
    for name in ENDLESS:
        news.show(name).html()


def scripts():
    """Some letters of every script, found by the first word of their names."""
    found: dict[str, str] = {}
    for code in range(0x110000):
        letter = chr(code)
        if unicodedata.category(letter)[0] in "LMN":
            script = unicodedata.name(letter, "").split(" ")[0]
            if len(found.setdefault(script, "")) < 3:
                found[script] += letter
    return found


def test_every_script_of_unicode(nlp):
    """Texts in every script pass, as words and as names, and come back from disk."""
    letters = scripts()
    assert len(letters) > 150
    texts = {
        "words": " ".join(letters.values()),
        "names": " ".join(f"Anna {part} said no." for part in letters.values()),
    }
    news = newslab.extract(frame(texts), pipeline=nlp, progress=False)
    assert failures(news) == []
    assert dict(zip(news.articles["article_id"], news.articles["text"], strict=True)) == texts


class Elements(HTMLParser):
    """What a browser would make of a page: its elements with the names of their attributes, its scripts and links."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.scripts, self.links = set(), 0, set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Note the element, its attributes' names and where they lead."""
        self.tags.update((tag, name) for name, _ in [*attrs, ("", "")])
        self.scripts += tag == "script"
        self.links.update(
            value.split(":")[0].split("#")[0] for name, value in attrs if name in ("href", "src") and ":" in value
        )


def pages(news, folder):
    return {
        "show": news.show("a").html(),
        "notebook": news.show("a")._repr_html_(),
        "compare": news.compare("a", "b").html(),
        "compared in a notebook": news.compare("a", "b")._repr_html_(),
        "tables": news._repr_html_(),
        "report": news.report(folder / "report.html").read_text("utf8"),
    }


def test_scripts_and_handlers_are_inert(nlp, tmp_path):
    """Markup in titles, texts, names, outlets, addresses and own columns adds no element, handler or link to a page."""
    found = {}
    for kind, mark, address in (
        ("plain", "Port", "https://x.example"),
        ("hostile", SCRIPT + HANDLER, "javascript:alert(1)"),
    ):
        texts = {
            "a": f'{SAID} {mark} Tomas {mark} Okafor said: "It is {mark} not true," and {mark} paid $5 million.',
            "b": f"{SAID} {mark} The dockers denied {mark} that the port would close.",
        }
        given = frame(texts, title=mark, outlet=mark, byline=mark, url=address, date=["2024-03-14", "2024-03-15"])
        given[f"desk {mark}"] = mark
        news = newslab.extract(given, pipeline=nlp, progress=False)
        (tmp_path / kind).mkdir()
        found[kind] = pages(news, tmp_path / kind)
    for name, page in found["hostile"].items():
        hostile, plain = Elements(page), Elements(found["plain"][name])
        assert hostile.scripts == plain.scripts, name
        assert {tag for tag, _ in hostile.tags} - {tag for tag, _ in plain.tags} <= {
            "span",
            "sup",
            "small",
            "a",
            "li",
        }, name
        assert not {attribute for _, attribute in hostile.tags if attribute.startswith("on")}, name
        assert hostile.links <= {"", "https", "http", "data"}, name


def test_formulas_stay_text(nlp, tmp_path):
    """No cell or header of a CSV file or a workbook is run by a spreadsheet, and all come back as they were."""
    texts = {"=1+1": f"{FORMULA} {SAID}", "@a": f"+{SAID}", "-b": f"\t{SAID}"}
    given = frame(texts, title=["=cmd|'/c calc'!A0", "+1", "-1"], outlet="@SUM(A1)", date="2024-03-14")
    given["=1+2"] = ["=x", "'=y", "＝z"]
    news = newslab.extract(given, pipeline=nlp, progress=False)
    folder = news.save(tmp_path / "tables")
    book = openpyxl.load_workbook(news.to_excel(tmp_path / "news.xlsx"))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r", "＝"))]
        assert all(cell[1:].replace(".", "").isdigit() for cell in cells if cell.startswith("-"))
    for path in folder.glob("*.parquet"):
        path.unlink()
    for name, table in newslab.load(folder):
        assert_frame_equal(table, getattr(news, name))
    loaded = newslab.load(tmp_path / "news.xlsx").articles
    assert loaded["text"].tolist() == news.articles["text"].tolist()
    assert loaded["=1+2"].tolist() == news.articles["=1+2"].tolist()


def test_repeated_ids_and_impossible_dates(nlp, tmp_path):
    """Articles with one id are told apart in every table; the years 1 and 9999 are missing, with a problem each."""
    dates = ["0001-01-01", "9999-12-31T23:59:59+00:00", datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)]
    dates += ["1600-01-01", "2199-12-31T23:59:59-12:00", "0000-00-00", "31/31/2024", -1e300, float("inf"), True]
    late = " It will reopen in 9,000 years, next week, in March and on 31 December 9999; it closed 3,000 years ago."
    given = pd.DataFrame({"article_id": "a", "text": SAID + late, "date": dates}, dtype=object)
    news = newslab.extract(given, pipeline=nlp, progress=False)
    assert failures(news) == []
    assert len(set(news.articles["article_id"])) == len(dates)
    assert news.mentions.groupby("article_id").size().nunique() == 1
    assert news.articles["published"].notna().tolist() == [False] * 4 + [True] * 2 + [False] * 5
    news.report(tmp_path / "report.html")
    news.to_excel(tmp_path / "news.xlsx")
    assert_frame_equal(newslab.load(news.save(tmp_path / "tables")).articles, news.articles)


WRONG = [
    None,
    float("nan"),
    pd.NaT,
    pd.NA,
    7,
    10**400,
    True,
    b"bytes",
    1.5,
    ["a", None],
    {"name": "x"},
    {"s"},
    object,
    3 + 1j,
]


@pytest.mark.parametrize(
    "field", ["text", "article_id", "title", "date", "outlet", "url", "language", "desk", 5, ("a", 1)]
)
def test_wrong_types_are_rows_or_problems(nlp, tmp_path, field):
    """Values that no column expects, under any name, give an article or a problem each, and can be saved."""
    given = pd.DataFrame({"text": [f"{SAID} {i}" for i in range(len(WRONG))]}, dtype=object)
    given[field] = pd.Series(WRONG, dtype=object)
    news = newslab.extract(given, pipeline=nlp, progress=False)
    assert failures(news) == []
    assert len(news.articles) + (news.problems["severity"] != "info").sum() >= len(WRONG)
    newslab.load(news.save(tmp_path / "tables")).check()
    news.to_excel(tmp_path / "news.xlsx")


@pytest.mark.parametrize("given", [pd.DataFrame(), pd.DataFrame({"text": []}), pd.DataFrame(index=[])])
def test_no_rows_and_no_columns(nlp, given, tmp_path):
    """Nothing gives empty tables, which can be saved, reported and shown as nothing."""
    news = newslab.extract(given, pipeline=nlp, progress=False)
    assert [len(table) for name, table in news if name != "problems"] == [0] * 9
    news.report(tmp_path / "report.html")
    news.to_excel(tmp_path / "news.xlsx")
    newslab.load(news.save(tmp_path / "tables")).check()
    with pytest.raises(newslab.TableError, match="no article"):
        news.show("a")


def test_a_hostile_folder(nlp, tmp_path):
    """Of a folder with bombs, links, binary and broken files, the good article is read and each other is a problem."""
    secret = tmp_path / "secret.txt"
    secret.write_text(f"{SAID} It is secret.")
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "good.txt").write_text(SAID)
    (folder / "link.txt").symlink_to(secret)
    (folder / "circle.txt").symlink_to(folder / "circle.txt")
    with zipfile.ZipFile(folder / "pack.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"0" * 5_000_000)
        archive.writestr("../../outside.txt", SAID)
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, str(secret))
        archive.writestr("nested.zip", b"PK")
    (folder / "mixed.txt").write_bytes(f"{SAID} “Zoë” ".encode() * 5 + "It’s £5, said Zoë.".encode("cp1252"))
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (folder / "nul.txt").write_bytes((SAID * 20).encode() + b"\0")
    (folder / "deep.html").write_text(
        "<div>" * 10_000 + f"<p>{SAID}</p><p>{SAID} Again, he added.</p>" + "</div>" * 10_000
    )
    (folder / "half.jsonl").write_text('{"text": "' + SAID + '", "title": "\\ud800"}\n{"text": "' + SAID)
    (folder / "nothing.csv").write_text("")
    news = newslab.extract(newslab.read(folder), pipeline=nlp, progress=False)
    assert failures(news) == []
    assert set(news.articles["article_id"]) >= {"good", "mixed", "nul", "deep"} and len(news.articles) == 5
    assert "It is secret" not in " ".join(news.articles["text"])
    assert "It’s £5, said Zoë." in news.articles.set_index("article_id")["text"]["mixed"]
    named = " ".join(news.problems["source"])
    for name in ("link.txt", "circle.txt", "bomb.txt", "outside.txt", "pack.zip/link.txt", "nested.zip", "binary.txt"):
        assert name in named
    assert "half.jsonl line 2" in named and "nothing.csv" in named
    assert not (tmp_path / "outside.txt").exists()


def test_a_line_without_end_needs_little_memory(tmp_path, monkeypatch):
    """A line of JSON above the limit is passed over piece by piece, and what follows it is read."""
    monkeypatch.setattr(files, "LINE", 1_000_000)
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "' + "word " * 4_000_000 + '"}\n{"text": "' + SAID + '"}\n')
    tracemalloc.start()
    articles = newslab.read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert articles["text"].tolist() == [SAID]
    assert "left out" in articles.attrs["newslab_problems"][0]["message"]
    assert peak < 8_000_000


PIECES = [
    SAID,
    '"No," he said. ',
    "“",
    "”",
    "(",
    "\n\n",
    " — ",
    "The board denied that. ",
    "12 March ",
    "$5m ",
    "e\u0301",
    "\u202e",
    "👩‍👧",
]


@given(
    st.lists(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=6), min_size=2, max_size=4), st.randoms()
)
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_order_and_batches_change_nothing(nlp, parts, chance):
    """Whatever the texts, shuffled articles and other batches give the same rows in every table."""
    rows = [
        {"article_id": f"a{i}", "text": " ".join(part), "language": "en", "date": f"2024-03-1{i}"}
        for i, part in enumerate(parts)
    ]
    once = newslab.extract(pd.DataFrame(rows), pipeline=nlp, progress=False)
    assert failures(once) == []
    chance.shuffle(rows)
    before, nlp.batch_size = nlp.batch_size, 1
    try:
        again = newslab.extract(pd.DataFrame(rows), pipeline=nlp, progress=False)
    finally:
        nlp.batch_size = before
    for name, table in once:
        if name != "problems":
            pd.testing.assert_frame_equal(_sorted(table), _sorted(getattr(again, name)), obj=name)


def _sorted(table):
    columns = [name for name in ("article_id", "start", "entity_id", "from_claim_id", "to_claim_id") if name in table]
    return table.drop(columns="source", errors="ignore").sort_values(columns, kind="stable", ignore_index=True)
