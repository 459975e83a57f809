import re
import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.explore.display import MarkedArticle, amount, shorten, time_value
from newslab.tables import NewsTables, TableError
from newslab.tables.assemble import articles_table
from newslab.tables.schema import frame


def body(html: str) -> str:
    return html[html.index('<div class="body">') : html.index("<script>")]


def words(html: str) -> str:
    """The article's words as shown: without numbers, labels and tags."""
    shown = re.sub(r"<(sup|small)[^>]*>.*?</\1>|<ul.*?</ul>|<details.*?</details>", "", body(html), flags=re.S)
    return re.sub(r"<[^>]+>", "", shown)


def one_article(text: str, **more) -> NewsTables:
    articles = pd.DataFrame({"article_id": ["a"], "text": pd.Series([text], dtype="str"), **more})
    return NewsTables(articles=articles_table(articles))


def test_marks_stand_in_their_place(news):
    """Quotes, nested quotes, speakers, cues, mentions, times and amounts surround the words that they are about."""
    html = body(news.show("fees").html())
    for pattern in [
        r'class="q indirect d0" data-k="q1" data-by="HarbourWire"[^>]*id="fees:q1"',
        r'class="q indirect d1" data-k="q2"[^>]*>(<[^>]+>|2|</sup>)*lower berth fees',
        r'class="sp" data-k="q3"[^>]*>(<[^>]+>)*she',
        r'class="cue" data-k="q4"[^>]*>(<[^>]+>)*denied',
        r'class="m PERSON name" data-k="e2"[^>]*>(<[^>]+>)*Dalia Brandt<small aria-hidden="true">PER</small>',
        r'class="v" title="date 2024-03-11, from 2024-03-11 00:00 to 2024-03-11 23:59, anchor: published">on Monday',
        r'class="v" title="11 to 13 % \(percent, approximate\)">about 12 percent',
    ]:
        assert re.search(pattern, html), pattern


def test_nested_quote_is_inside(news):
    """The inner quote's element stands in the outer one's."""
    html = body(news.show("fees").html())
    outer = html.index('data-k="q1" data-by')
    assert html.index('data-k="q2" data-by') > outer
    between = html[outer : html.index('data-k="q2" data-by')]
    assert between.count("<span") - between.count("</span>") >= 1


def test_claims_in_the_margin(news):
    """A claim tells how certain it is for its source, for the article where that is not open, and what it reacts to."""
    news.claims.loc[1, "author_factuality"] = "PR+"
    html = news.show("fees").html()
    assert "<b>● certainly not</b> for The port authority<" in html
    assert "<b>○ left open</b> for HarbourWire → Dalia Brandt; <b>◕ probable</b> for the article" in html
    assert re.search(
        r"disputes <a href=\"#fees:c3\">“the fees are a scandal”</a> \(or another: the text does not say\)", html
    )


def test_plain_claims_are_folded(news):
    """Claims that the article makes itself, as certain, and that nothing reacts to, are behind a line that counts."""
    assert "certain in the article's own voice" not in news.show("fees").html()
    news.claims.loc[:1, ["quote_id", "author_factuality"]] = [None, "CT+"]
    html = news.show("fees").html()
    assert "<summary>2 certain in the article's own voice</summary>" in html


def test_text_is_inert(news):
    """Markup, handlers and addresses that run code stay text, in the title, the text and the link."""
    html = news.show("denial").html()
    assert "&lt;b&gt;" in html and "<b>repeated" not in html
    assert "<script>alert" not in html and "javascript:" not in html


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_any_text_is_shown(text):
    """Any text can be shown, also as a title, and no element comes from it."""
    html = one_article(text, title=[text], outlet=[text], byline=[text], url=[text]).show("a").html()
    allowed = {"div", "p", "/div", "/p", "/article"}
    assert set(re.findall(r"<(/?[a-z]+)", body(html))) <= allowed


def test_words_are_all_there(news):
    """What is shown is the article's text to the letter, paragraph by paragraph."""
    from html import unescape

    text = news.articles["text"][0]
    shown = unescape(words(news.show("fees").html()))
    assert [part.strip() for part in shown.split("\n") if part.strip()] == text.split("\n\n")


def test_no_network(news):
    """The page names no address to load from, and its policy forbids loading."""
    html = news.show("fees").html()
    assert "default-src 'none'" in html
    assert not re.search(r"(src|@import|url\()\s*=?\s*[\"']?(https?:)?//", html)
    assert re.findall(r'href="(http[^"]+)"', html) == ["https://harbourwire.example/fees"]


def test_bare_article():
    """An article in which nothing was found is shown without legend entries and lists."""
    html = one_article("Nothing here.\n\n\n \nAt all.").show("a")._repr_html_()
    assert words(html).split() == ["Nothing", "here.", "At", "all."]
    assert "<details>" not in html and "checkbox" not in html.split("</style>")[1].split("<script>")[0]


def test_empty_text():
    """An empty text is shown as nothing."""
    assert one_article("").show("a").html()


def test_unknown_article(news):
    """An unknown id is refused with the ids that look like it."""
    with pytest.raises(TableError, match=r"There is no article 'fee' among the 2; did you mean 'fees'\?"):
        news.show("fee")
    with pytest.raises(TableError, match=r"no article 'x' among the 0\."):
        MarkedArticle.of(NewsTables(), "x")


def test_plain(news):
    """In a terminal the quotes and claims are lines, nested ones indented, control characters gone."""
    lines = news.show("fees").plain().splitlines()
    assert "  1. HarbourWire – said (indirect): Commissioner Dalia Brandt demanded lower berth fees" in lines
    assert "      2. Dalia Brandt – demanded (indirect): lower berth fees" in lines
    assert "\x1b" not in one_article("x", title=["\x1b[31mred"]).show("a").plain()


def test_long_article():
    """An article of 200,000 words with 10,000 overlapping mentions is shown in seconds."""
    text = "word " * 200_000
    rows = [
        (f"a:m{i}", "a", 0, i * 5, i * 5 + 14, text[i * 5 : i * 5 + 14], "ORG", "name", None, "hand", 0.5, None)
        for i in range(10_000)
    ]
    news = one_article(text)
    news.mentions = frame("mentions", rows)
    begun = time.process_time()
    news.show("a").html()
    assert time.process_time() - begun < 20


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ((12.0, 12.0, "person", "count", "exact"), "12 person (count, exact)"),
        ((11.0, 13.0, "%", "percent", "approximate"), "11 to 13 % (percent, approximate)"),
        ((1_000_000.0, None, "EUR", "money", "at-least"), "at least 1,000,000 EUR (money, at-least)"),
        ((None, 3.0, None, None, "at-most"), "at most 3 (amount, at-most)"),
        ((None, None, None, "count", "vague"), "no figure (count, vague)"),
    ],
)
def test_amounts_in_words(row, value):
    """An amount is told with its bounds, unit, dimension and modifier."""
    assert amount(dict(zip(("low", "high", "unit", "dimension", "modifier"), row, strict=True))) == value


def test_times_in_words():
    """A time without an interval, with readings, is told as far as it is known."""
    row = {"timex": None, "type": "DATE", "earliest": None, "latest": None, "modifier": "APPROX", "anchor": None,
           "alternatives": ["2024-03", "2023-03"]}  # fmt: skip
    assert time_value(row) == "date without a value (approx), or 2024-03, 2023-03"


def test_shorten():
    """A long text is cut at a word; a short one is only put on one line."""
    assert shorten("one two three four", 12) == "one two …" and shorten(" one\ntwo ") == "one two"


def test_certainty_can_be_chosen(news):
    """The legend offers the certainties that occur, and each claim's note carries its own."""
    html = news.show("fees").html()
    assert re.findall(r'<option value="([^"]*)">[●◕◑○]', html) == ["CT+", "CT-", "Uu"]
    assert re.findall(r'data-held="([^"]*)"', html) == ["CT+", "Uu", "CT+", "CT-"]


def test_a_claim_leads_to_its_words(news):
    """The link of each note is the address of the words in the text."""
    html = news.show("fees").html()
    places = re.findall(r'<a class="to" href="#([^"]+)"', html)
    assert len(places) == 4 and all(f'id="{place}"' in html for place in places)
