import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import zlib
from html import unescape

import pandas as pd
import pytest

from newslab import cli
from newslab.explore.report import BLOCK, report_html
from newslab.explore.report_tables import tables, to_article, to_rows
from newslab.tables import NewsTables

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
EVIL = '</script><img src=x onerror="document.body.dataset.owned = 1"><script>alert(1)</script>\'"&amp;'

STEPS = """
const seen = { wrong: [] };
addEventListener("error", (e) => seen.wrong.push(String(e.message)));
addEventListener("securitypolicyviolation", (e) => seen.wrong.push(e.violatedDirective + " " + e.blockedURI));
const $ = (query) => document.querySelector(query);
const all = (query) => [...document.querySelectorAll(query)].map((e) => e.textContent);
const until = async (done) => {
  for (let i = 0; i < 400 && !done(); i++) await new Promise((go) => setTimeout(go, 5));
  if (!done()) seen.wrong.push("never: " + done);
};
const type = (name, value) => {
  const field = $(`.filters [name="${name}"]`);
  field.value = value;
  field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
};
const shown = (part) => until(() => !$(part).hidden);
const go = async (hash, part) => {
  location.hash = hash;
  await shown(part);
  await new Promise((done) => setTimeout(done, 30));
};
addEventListener("load", async () => {
  await until(() => "ready" in document.body.dataset);
  try { await (async () => { %s })(); } catch (error) { seen.wrong.push(String(error)); }
  const result = document.createElement("pre");
  result.id = "seen";
  result.textContent = JSON.stringify(seen);
  document.body.append(result);
});
"""


def dom(path, tmp_path, address=""):
    """The page as Chromium has it after its scripts have run, with every host name unknown and no proxy to be had."""
    profile = tmp_path / f"profile{len(os.listdir(tmp_path))}"
    flags = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
        "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=8000", "--dump-dom",
    ]  # fmt: skip
    done = subprocess.run(
        [CHROMIUM, *flags, f"--user-data-dir={profile}", path.as_uri() + address],
        capture_output=True, text=True, encoding="utf8", timeout=120,
    )  # fmt: skip
    return done.stdout


def driven(html, steps, tmp_path):
    """What a script saw that was put into a copy of the page: `seen`; it fails where something went wrong."""
    script = STEPS % steps
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = html.replace("script-src ", f"script-src 'sha256-{digest}' ", 1)
    path = tmp_path / "driven.html"
    path.write_text(page.replace("</head>", f"<script>{script}</script></head>", 1), encoding="utf8")
    found = re.search(r'<pre id="seen">(.*?)</pre>', dom(path, tmp_path), re.S)
    assert found, "the script came to no end"
    seen = json.loads(unescape(found[1]))
    assert seen.pop("wrong") == []
    return seen


def block(html, name):
    packed = re.search(rf'<script type="text/plain" id="{name}">([A-Za-z0-9+/=]*)</script>', html)[1]
    return json.loads(zlib.decompress(base64.b64decode(packed)))


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


def test_rows_lead_to_their_place(news):
    """Every quote and claim of the tables has the address of an element in its article."""
    html = report_html(news)
    index = block(html, "index")
    fragments = dict(zip(index["articles"], block(html, "articles-0"), strict=True))
    places = [
        cell for table in index["tables"] for cells in table["cells"] for cell in cells
        if isinstance(cell, list) and cell[1].startswith("#article/") and cell[1].count("/") == 2
    ]  # fmt: skip
    assert len(places) == 5 + 5 + 2
    for text, address in places:
        article, row = (part.replace("%3A", ":") for part in address.split("/")[1:])
        assert f'id="{row}"' in fragments[article] and text


def test_many_articles_are_in_blocks(news):
    """Articles stand in blocks in the order of the index."""
    copies = [news.articles.iloc[[1]].assign(article_id=f"n{i}", title=f"Title {i}") for i in range(BLOCK + 1)]
    many = NewsTables(articles=pd.concat(copies, ignore_index=True))
    html = report_html(many)
    assert len(block(html, "articles-0")) == BLOCK and "Title 16" in block(html, "articles-1")[0]


def test_tables_have_rows_and_columns(news):
    """A table has a cell a row in each column; one without rows is left out."""
    found = {table["name"]: table for table in tables(news)}
    assert [len(cells) for cells in found["quotes"]["cells"]] == [5] * len(found["quotes"]["columns"])
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
def test_opens_at_a_row(news, tmp_path):
    """The page as it is, opened at a quote's address, shows the article with that quote marked as found."""
    path = news.report(tmp_path / "report.html")
    page = dom(path, tmp_path, to_article("fees", "fees:q2"))
    assert re.search(r'<section id="article"(?! hidden)', page) and '<section id="rows" hidden' in page
    assert re.search(r'class="q indirect d1 found" data-k="q2"[^>]*id="fees:q2"', page)


@browser
def test_filter_sort_and_follow(news, tmp_path):
    """A bar leads to its quotes; they are filtered and sorted; a link leads to the marked words, and Back returns."""
    steps = """
    $('.bars a[href*="Dalia"]').click();
    await shown("#rows");
    seen.heading = document.activeElement.textContent;
    seen.bar = all("#rows td.speaker");
    type("speaker", "");
    seen.all = all("#rows td.speaker").length;
    type("kind", "indirect");
    $('th.text:nth-child(3) button').click();
    seen.up = all("#rows td.speaker");
    $('th.text:nth-child(3) button').click();
    seen.down = all("#rows td.speaker");
    seen.sort = $('th[aria-sort="descending"]').textContent;
    seen.status = $(".status").textContent;
    seen.address = location.hash;
    type("find", "raised fees");
    seen.found = all("#rows td.long");
    $("#rows td.long a").click();
    await shown("#article");
    seen.marked = document.activeElement.textContent;
    seen.place = document.activeElement.id;
    seen.claims = all("#article .margin li.off").length;
    const held = $('#article select[data-by="held"]');
    held.value = "CT-";
    held.dispatchEvent(new Event("change", { bubbles: true }));
    seen.off = all("#article .margin li.off").length;
    $('#article .margin a[href$="fees%3Ac3"]').click();
    await until(() => $("#article li.found"));
    seen.claim = $("#article li.found .to").textContent;
    history.back(); history.back();
    await shown("#rows");
    seen.back = all("#rows td.long");
    """
    seen = driven(report_html(news), steps, tmp_path)
    assert seen.pop("marked").endswith("it had raised fees by about 12 percent")
    assert seen == {
        "heading": "Quotes", "bar": ["Dalia Brandt"] * 2, "all": 5, "sort": "speaker", "status": "4 of 5 rows",
        "up": ["Dalia Brandt", "HarbourWire", "The port authority", "the port authority"],
        "down": ["The port authority", "the port authority", "HarbourWire", "Dalia Brandt"],
        "address": "#quotes?kind=indirect&sort=-speaker", "found": ["it had raised fees by about 12 percent"],
        "place": "fees:q4", "claims": 0, "off": 3, "claim": "the fees are a scandal",
        "back": ["it had raised fees by about 12 percent"],
    }  # fmt: skip


@browser
def test_markup_is_inert(news, tmp_path):
    """Markup in titles, names, texts and messages stays text in every part of the page, and runs nothing."""
    html = report_html(hostile(news))
    assert "<img" not in html
    steps = """
    for (const part of ["quotes", "claims", "links", "entities", "articles", "problems"]) {
      await go("#" + part, "#rows");
      seen[part] = all("#rows td").some((text) => text.includes("onerror="));
    }
    await go("#article/denial", "#article");
    seen.title = $("#article h2").textContent;
    seen.owned = document.body.dataset.owned ?? null;
    seen.images = document.images.length;
    """
    seen = driven(html, steps, tmp_path)
    assert seen.pop("title") == EVIL and seen.pop("owned") is None and seen.pop("images") == 0
    assert set(seen.values()) == {True}
