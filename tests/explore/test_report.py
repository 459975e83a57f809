import base64
import hashlib
import json
import os
import re
import zlib

import pandas as pd
import pytest
from chromium import CHROMIUM, Browser

from newslab import cli
from newslab.explore.display import MarkedArticle
from newslab.explore.pack import ALPHABET
from newslab.explore.report import BLOCK, report_html
from newslab.explore.report_tables import tables, to_article, to_rows
from newslab.tables import NewsTables
from newslab.tables.schema import frame

browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
EVIL = '</script><img src=x onerror="document.body.dataset.owned = 1"><script>alert(1)</script>\'"&amp;'


@pytest.fixture
def opened(tmp_path):
    """A function that opens the report of some tables in Chromium; in the end nothing may have gone wrong there."""
    browsers = []

    def open_(news, address=""):
        page = Browser()
        browsers.append(page)
        page.open(news.report(tmp_path / "report.html"), address)
        page.until("'ready' in document.body.dataset")
        return page

    yield open_
    for page in browsers:
        wrong, asked = page.wrong(), page.asked()
        page.__exit__()
        assert wrong == [] and asked == []


def block(html, name):
    """A block of data as Python reads it."""
    size, signs = re.search(rf' id="{name}" data-bytes="(\d+)">([^<]*)</script>', html).groups()
    numbers = [ALPHABET.index(a) * 91 + ALPHABET.index(b) for a, b in zip(signs[::2], signs[1::2], strict=True)]
    bits = "".join(f"{number:013b}" for number in numbers)
    return json.loads(zlib.decompress(int(bits[: int(size) * 8], 2).to_bytes(int(size), "big")))


def hostile(news):
    """The worked example with markup wherever articles can put it."""
    for table, column in [
        ("articles", "title"), ("articles", "outlet"), ("articles", "byline"), ("entities", "name"),
        ("entities", "description"), ("quotes", "speaker_name"), ("quotes", "speaker"), ("quotes", "cue"),
        ("claims", "source_name"), ("mentions", "text"), ("problems", "message"), ("problems", "source"),
    ]:  # fmt: skip
        getattr(news, table)[column] = EVIL
    news.claims["source_chain"] = [[EVIL, EVIL]] * len(news.claims)
    return news


def test_one_page_that_loads_nothing(news):
    """The page names nothing to load, its policy forbids it, and only its own two scripts may run."""
    html = report_html(news)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert "default-src 'none'" in policy and "unsafe-inline" not in policy.split("script-src")[1]
    scripts = re.findall(r"<script>(.*?)</script>", html, re.S)
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert re.findall(r"'sha256-([^']*)'", policy) == digests and len(digests) == 2
    assert not re.search(r"<(link|img|iframe|script [^>]*src)|@import|url\(", html)


def test_rows_stand_in_the_text(news):
    """Words of quotes and claims are stored once, as places in their article's text; others are stored as they are."""
    index = block(report_html(news), "index")
    cells = {t["name"]: dict(zip((c[0] for c in t["columns"]), t["cells"], strict=True)) for t in index["tables"]}
    articles, starts, ends, rows = cells["quotes"]["text"]["places"]
    words = [index["texts"][a][start:end] for a, start, end in zip(articles, starts, ends, strict=True)]
    assert words == list(news.quotes["text"]) and rows[0] == ":q1"
    news.claims.loc[0, "text"] = "what the text does not have"
    assert tables(news)[1]["cells"][5][0] == ["what the text does not have", "#article/fees/fees%3Ac1"]


def test_many_articles_are_in_blocks(news):
    """Articles stand in blocks in the order of the index."""
    copies = [news.articles.iloc[[1]].assign(article_id=f"n{i}", title=f"Title {i}") for i in range(BLOCK + 1)]
    many = NewsTables(articles=pd.concat(copies, ignore_index=True))
    html = report_html(many)
    blocks = [block(html, f"articles-{i}") for i in range(2)]
    assert [len(found["said"]["at"]) for found in blocks] == [BLOCK, 1]
    assert "Title \x02" in blocks[1]["said"]["all"] and str(BLOCK) in blocks[1]["#said"]["all"]


def test_tables_have_rows_and_columns(news):
    """A table has a cell a row in each column; one without rows is left out."""
    found = {table["name"]: table for table in tables(news)}
    lengths = [len(c["places"][0] if "places" in c else c["at"]) if isinstance(c, dict) else len(c)
               for c in found["quotes"]["cells"]]  # fmt: skip
    assert lengths == [5] * len(found["quotes"]["columns"])
    news.links = news.links.iloc[:0]
    assert "links" not in {table["name"] for table in tables(news)}


def test_addresses_are_quoted():
    """Ids and names may hold anything."""
    assert to_article("a/b c?#", "é:q1") == "#article/a%2Fb%20c%3F%23/%C3%A9%3Aq1"
    assert to_rows("quotes", speaker="A & B") == "#quotes?speaker=A%20%26%20B"


def test_nothing_found():
    """Tables without rows have a report, too."""
    html = report_html(NewsTables())
    assert "There are no articles in these tables." in html and block(html, "index")["tables"] == []


def test_command(news, tmp_path, capsys):
    """`newslab report` writes the page and replaces an earlier one; a folder or no tables are refused."""
    news.save(tmp_path / "tables")
    out = tmp_path / "new" / "report.html"
    for _ in range(2):
        assert cli.main(["report", str(tmp_path / "tables"), "--out", str(out)]) == 0
    assert out.read_text("utf8") == report_html(news) and os.listdir(out.parent) == ["report.html"]
    assert f"Written to {out} (" in capsys.readouterr().out
    assert cli.main(["report", str(tmp_path / "tables"), "--out", str(tmp_path)]) == 2
    assert cli.main(["report", str(tmp_path / "none"), "--out", str(out)]) == 1


@browser
def test_opens_at_a_row(news, opened):
    """The page, opened at a quote's address, shows the article with that quote marked as found."""
    page = opened(news, to_article("fees", "fees:q2"))
    assert page.js("document.querySelector('#rows').hidden && !document.querySelector('#article').hidden")
    assert page.js("[...document.querySelectorAll('.q.found')].map((e) => e.dataset.k)") == ["q2"]
    assert page.js("document.activeElement.id") == "fees:q2"


@browser
def test_markup_is_put_together_again(news, opened):
    """Every article's markup comes out of the page's columns as it went in, with signs beyond 16 bits and controls."""
    odd = "𝔉ees \U0001f6a2 \x01 12,500 \x02 <i>&amp; rose.</i> "
    for name in ("quotes", "claims", "mentions", "times", "quantities", "sentences"):
        setattr(news, name, getattr(news, name).iloc[:0])
    news.links = news.links.iloc[:0]
    news.articles["text"] = [odd * 3, f"{odd}\n\n{odd}"]
    start = odd.index("12,500")
    news.mentions = frame("mentions", [
        ("fees:m1", "fees", 0, start, start + 6, "12,500", "ORG", "name", "e1", "hand", 0.5, None),
    ])  # fmt: skip
    news.entities["name"] = "\x02 \x01 <b>𝔑ame</b> 7"
    page = opened(news)
    for article in MarkedArticle.each(news):
        page.js(f"location.hash = {to_article(article.article['article_id'])!r}")
        page.until(f"document.querySelector('#article').dataset.shown === {article.article['article_id']!r}")
        whole = json.dumps(article.fragment(quotes_listed=False))
        page.js(f"window.wanted = document.createElement('div'), wanted.innerHTML = {whole}, 0")
        for part in (".body", ".legend", ".line"):
            same = f"[wanted, document.querySelector('#article > div')].map((e) => e.querySelector('{part}').innerHTML)"
            ours, theirs = page.js(same)
            assert theirs == re.sub('[\x01\x02](?=[^<>]*">)', "\ufffd", ours)


@browser
def test_filter_sort_and_follow(news, opened):
    """A bar leads to its quotes; they are filtered and sorted; a link leads to the marked words, and Back returns."""
    page = opened(news)
    texts = "[...document.querySelectorAll('{}')].map((e) => e.textContent)".format
    status = "document.querySelector('.status').textContent"

    def set_(field, value):
        page.js(
            f"(() => {{ const e = document.querySelector('{field}'); e.value = '{value}';"
            "e.dispatchEvent(new Event(e.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true })); })()"
        )

    page.js("document.querySelector('.bars a[href*=Dalia]').click()")
    page.until("!document.querySelector('#rows').hidden")
    assert page.js("document.activeElement.textContent") == "Quotes"
    assert page.js(texts("#rows td.speaker")) == ["Dalia Brandt"] * 2
    set_('.filters [name="speaker"]', "")
    assert page.js(status) == "All 5 rows"
    set_('.filters [name="kind"]', "indirect")
    page.js("document.querySelector('th:nth-child(3) button').click()")
    assert page.js(texts("#rows td.speaker")) == [
        "Dalia Brandt",
        "HarbourWire",
        "The port authority",
        "the port authority",
    ]
    page.js("document.querySelector('th:nth-child(3) button').click()")
    assert page.js(texts("#rows td.speaker"))[0] == "The port authority"
    assert page.js(texts('th[aria-sort="descending"]')) == ["speaker"] and page.js(status) == "4 of 5 rows"
    assert page.js("location.hash") == "#quotes?kind=indirect&sort=-speaker"
    set_('.filters [name="find"]', "raised fees")
    page.js("document.querySelector('#rows td.long a').click()")
    page.until("document.activeElement.id === 'fees:q4'")
    assert page.js("document.activeElement.textContent").endswith("it had raised fees by about 12 percent")
    set_('#article select[data-by="held"]', "CT-")
    assert page.js("document.querySelectorAll('#article .margin li.off').length") == 3
    set_('#article select[data-by="by"]', "Dalia Brandt")
    assert page.js("document.querySelectorAll('#article .margin li.off').length") == 4
    set_('#article select[data-by="held"]', "")
    assert page.js(texts("#article .margin li[data-k]:not(.off) .to")) == ["lower berth fees", "the fees are a scandal"]
    assert "denied" in page.js(texts("#article .cue.off"))[-1]
    set_('#article select[data-by="by"]', "")
    page.js("document.querySelector('#article .margin a[href$=\"fees%3Ac3\"]').click()")
    page.until("document.querySelector('#article li.found')")
    assert page.js(texts("#article li.found .to")) == ["the fees are a scandal"]
    page.js("history.go(-2)")
    page.until("!document.querySelector('#rows').hidden")
    assert page.js(texts("#rows td.long")) == ["it had raised fees by about 12 percent"]


@browser
def test_keyboard_alone(news, opened):
    """With keys alone: skip to the content, filter, sort, go down the rows, follow one to its words, and come back."""
    page = opened(news)
    here = "document.activeElement.{}".format

    def tab_to(test):
        for _ in range(60):
            page.press("Tab")
            if page.js(f"((e) => !!({test}))(document.activeElement)"):
                assert page.js("getComputedStyle(document.activeElement).outlineStyle") != "none", "focus is seen"
                return
        raise AssertionError(f"no way by Tab to {test}")

    page.press("Tab")
    assert page.js(here("textContent")) == "Skip to the content"
    page.press("Enter")
    page.until("document.activeElement.id === 'main'")
    page.js("document.querySelector('.skip').focus()")
    tab_to("e.hash === '#quotes'")
    page.press("Enter")
    page.until("document.activeElement.textContent === 'Quotes'")
    tab_to("e.name === 'find'")
    page.press(*"berth")
    assert page.js("document.querySelector('.status').textContent") == "2 of 5 rows"
    tab_to("e.textContent === 'what was said'")
    page.press("Enter")
    assert page.js(here("parentElement.ariaSort")) == "ascending"
    rows = page.js("[...document.querySelectorAll('td.long')].map((e) => e.textContent)")
    assert rows == sorted(rows, key=str.casefold)
    tab_to("e.closest('td.long')")
    page.press("ArrowDown", "ArrowUp", "ArrowDown")
    assert page.js(here("textContent")) == rows[1]
    page.press("Enter")
    page.until("!document.querySelector('#article').hidden")
    page.until("document.activeElement.classList.contains('found')")
    assert page.js("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.press("Escape")
    page.until("!document.querySelector('#rows').hidden")
    assert page.js(here("textContent")) == rows[1]
    page.press("Enter")
    page.until("!document.querySelector('#article').hidden")
    page.js("history.back()")
    page.until("!document.querySelector('#rows').hidden")
    assert page.js(here("textContent")) == rows[1]


@browser
def test_markup_is_inert(news, opened):
    """Markup in titles, names, texts and messages stays text in every part of the page, and runs nothing."""
    page = opened(hostile(news))
    for part in ("quotes", "claims", "links", "entities", "articles", "problems"):
        page.js(f"location.hash = '#{part}'")
        page.until(f"document.querySelector('table.{part}')")
        assert page.js("[...document.querySelectorAll('#rows td')].some((e) => e.textContent.includes('onerror='))")
    page.js("location.hash = '#article/denial'")
    page.until("!document.querySelector('#article').hidden")
    assert page.js("document.querySelector('#article h2').textContent") == EVIL
    assert page.js("[document.images.length, document.body.dataset.owned ?? null]") == [0, None]


@browser
def test_shown_article_is_inert(news, tmp_path):
    """Markup stays text in an article's own page and in what a notebook shows, where no policy forbids it to run."""
    one = hostile(news).show("denial")
    (tmp_path / "notebook.html").write_text(f"<!doctype html><meta charset=utf-8>{one._repr_html_()}", encoding="utf8")
    (tmp_path / "page.html").write_text(one.html(), encoding="utf8")
    with Browser() as page:
        for name in ("notebook.html", "page.html"):
            page.open(tmp_path / name)
            assert page.js("document.querySelector('h2').textContent") == EVIL
            assert page.js("[document.images.length, document.body.dataset.owned ?? null]") == [0, None]
        assert page.wrong() == [] and page.asked() == []
