"""Web pages."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.articles.webpage import declared_charset, flatten, read_page

LEAD = "The ferry company Osterlund Line said on Tuesday that it would stop sailing to Marholm before the winter."
NEXT = "Its director, Pia Osterlund, told reporters that the harbour was too shallow for the new ship by a metre."
LAST = "The town council will meet on Thursday to hear what the harbour master thinks of the plan, it said."
FURNITURE = (
    "<header><nav><ul><li><a href='/'>Home</a></li><li><a href='/s'>Sport</a></li></ul></nav></header>",
    "<aside><h3>Related</h3><ul><li><a href='/1'>Ten ferries that you must see</a></li></ul></aside>"
    "<footer><p>© 2024 The Marholm Post. All rights reserved.</p></footer>",
)


def page(*body: str, head: str = "") -> str:
    inside = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in body)
    return (
        f"<!doctype html><html><head><title>Ferry stops - The Marholm Post</title>{head}</head><body>{FURNITURE[0]}"
        f"<main><article><h1>Ferry stops</h1>{inside}</article></main>{FURNITURE[1]}</body></html>"
    )


def text_of(*body: str, head: str = "") -> str:
    return read_page(page(*body, head=head))["text"]


CASES = [
    ("headline, navigation, related links and footer are left out", (LEAD, NEXT, LAST), f"{LEAD}\n\n{NEXT}\n\n{LAST}"),
    (
        "a <q> gets the marks that a browser shows",
        (LEAD, f"<p><q>Too shallow,</q> she said. {NEXT}</p>", LAST),
        f"{LEAD}\n\n“Too shallow,” she said. {NEXT}\n\n{LAST}",
    ),
    (
        "a <q> in a <q> gets single marks",
        (LEAD, f"<p><q>He said <q>no</q> to us,</q> she said. {NEXT}</p>", LAST),
        f"{LEAD}\n\n“He said ‘no’ to us,” she said. {NEXT}\n\n{LAST}",
    ),
    (
        "a paragraph that occurs twice stays twice",
        (LEAD, NEXT, LEAD, LAST, NEXT),
        "\n\n".join((LEAD, NEXT, LEAD, LAST, NEXT)),
    ),
    (
        "short paragraphs stay",
        (LEAD, "“No,” she said.", NEXT, "Why?", LAST, "He laughed."),
        "\n\n".join((LEAD, "“No,” she said.", NEXT, "Why?", LAST, "He laughed.")),
    ),
    ("blockquotes stay", (LEAD, f"<blockquote><p>{NEXT}</p></blockquote>", LAST), f"{LEAD}\n\n{NEXT}\n\n{LAST}"),
    (
        "subheads and lists stay",
        (LEAD, "<h2>Too shallow</h2>", f"<ul><li>{NEXT}</li><li>A second point</li></ul>", LAST),
        f"{LEAD}\n\nToo shallow\n\n{NEXT}\n\nA second point\n\n{LAST}",
    ),
    (
        "inline markup does not break a sentence",
        (
            LEAD,
            "<p>Its <a href='/x'>director</a>, <b>Pia</b> Osterlund,<!-- x --> told <i>the Post</i>that it was "
            "<span>too</span> shallow and <a href='/y'>far</a> too narrow.</p>",
            LAST,
        ),
        f"{LEAD}\n\nIts director, Pia Osterlund, told the Postthat it was too shallow and far too narrow.\n\n{LAST}",
    ),
    (
        "captions, scripts and hidden elements are left out",
        (
            LEAD,
            "<figure><img src='a'><figcaption>A ship at the quay in the old harbour of Marholm</figcaption></figure>",
            "<script>var a = '<p>No text</p>';</script>",
            f"<p style='display: none'>{NEXT}</p>",
            LAST,
        ),
        f"{LEAD}\n\n{LAST}",
    ),
    ("entities become characters", (f"{LEAD} A&amp;E &pound;5 &lt;b&gt;", NEXT), f"{LEAD} A&E £5 <b>\n\n{NEXT}"),
    (
        "links to other articles and calls to the reader are left out",
        (
            LEAD,
            "<a href='/x'>Read more: The old ferry</a>",
            "<p><a href='/y'>Ten ferries</a></p>",
            NEXT,
            "Sign up here.",
        ),
        f"{LEAD}\n\n{NEXT}",
    ),
    (
        "byline and date lines are left out",
        ("<p class='byline'>By Ada Lind</p>", "<p>14 March 2024 | Ada Lind</p>", LEAD, NEXT, LAST),
        f"{LEAD}\n\n{NEXT}\n\n{LAST}",
    ),
]


@pytest.mark.parametrize(("what", "body", "expected"), CASES, ids=[case[0] for case in CASES])
def test_the_text_of_a_page(what, body, expected):
    """The article's paragraphs and nothing else, as a reader of the page sees them."""
    assert text_of(*body) == expected


def test_lines_divided_by_breaks_become_paragraphs():
    """Old pages divide paragraphs by two <br>; one is a line end."""
    body = f"<div>{LEAD}<br><br>{NEXT}<br>{LAST}</div>"
    assert text_of(body) == f"{LEAD}\n\n{NEXT}\n{LAST}"


def test_a_page_without_structure_is_read():
    """A wire page with tables for layout and no article element gives its text, author, date and outlet."""
    found = read_page(
        "<html><head><title>Ferry stops - Nordkab</title><meta name='rights' content='Free to print.'></head><body>"
        "<table><tr><td>NORDKAB</td><td><a href='/out'>Sign out</a></td></tr></table><h1>Ferry stops</h1>"
        f"<p>14-Mar-2024 21:02 GMT | Ada Lind</p><p>{LEAD}</p><p>{NEXT}</p><p>{LAST}</p><hr><p>Free to print.</p>"
    )
    assert found["text"] == f"{LEAD}\n\n{NEXT}\n\n{LAST}"
    assert (found["title"], found["outlet"], found["byline"]) == ("Ferry stops", "Nordkab", "Ada Lind")
    assert found["published"].startswith("14-Mar-2024")


def test_the_author_is_found_above_the_text():
    """A line of date and author that the judge leaves out still gives the byline."""
    line = "<div class='entry-meta'>Posted on <a href='/d'>March 12, 2024</a> by <a href='/a'>Ada Lind</a></div>"
    assert read_page(page(line, LEAD, NEXT, LAST))["byline"] == "Ada Lind"


def test_a_page_that_is_built_by_script_gives_the_text_of_its_data():
    """Where the body is empty, JSON-LD's articleBody is the text."""
    data = f'{{"@type": "NewsArticle", "headline": "Ferry stops", "articleBody": "{LEAD} {NEXT}"}}'
    found = read_page(
        f"<html><head><script type='application/ld+json'>{data}</script></head><body><div></div></body></html>"
    )
    assert found["text"] == f"{LEAD} {NEXT}"


@pytest.mark.parametrize("html", ["", " ", "<", "<html>", "<html><body><nav><a href='/'>Home</a></nav>", "\0\0", "<p>"])
def test_a_page_without_an_article_has_an_empty_text(html):
    """Nothing is made up from navigation or from nothing."""
    assert read_page(html)["text"] == ""


def test_text_below_ten_thousand_levels_is_read():
    """Deep nesting is flattened, in linear time."""
    start = time.process_time()
    deep = page(LEAD, "<div>" * 10_000 + f"<p>{NEXT}</p>" + "</div>" * 10_000, LAST)
    assert read_page(deep)["text"] == f"{LEAD}\n\n{NEXT}\n\n{LAST}"
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "piece", ["<div>", "<q>", "<", "<a href='", "</p>", "<p>a", "<b><i>", "&", "<!--", "<br>", "<table><td>a"]
)
def test_pages_take_linear_time(piece):
    """Twenty thousand tags without partner are read within seconds."""
    start = time.process_time()
    read_page(page(LEAD, NEXT, piece * 20_000, LAST))
    assert time.process_time() - start < 10


def test_flattening_leaves_ordinary_pages_alone():
    """A page that is not deep is returned as it is, also when it is long."""
    assert flatten(page(LEAD, NEXT)) == page(LEAD, NEXT)
    long = page(*[LEAD] * 500, "<div><br><img src=a><p>x<li>y</div>")
    assert flatten(long) == long


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b"<meta charset=utf-8>", "utf-8"),
        (b"<META http-equiv='Content-Type' content='text/html; charset=cp1252'>", "cp1252"),
        (b"<?xml version='1.0' encoding='iso-8859-1'?>", "iso-8859-1"),
        (b"<p>charset=hex</p>", None),
    ],
)
def test_pages_declare_their_charset(head, charset):
    """In a meta tag or an XML declaration."""
    assert declared_charset(b"<html><head>" + head) == charset


TAG = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<q>",
        "</q>",
        "<h1>",
        "<br>",
        "<li>",
        "<a href=x>",
        "</a>",
        "<script>",
        "</script>",
        "<article>",
        "</article>",
        "<title>",
        "&amp;",
        "\0",
        "<!--",
        "-->",
        "<table>",
        "<td>",
        LEAD,
        NEXT,
    ]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(TAG | st.text(max_size=10), max_size=30))
def test_no_page_raises(parts):
    """Any markup gives a text."""
    assert isinstance(read_page("".join(parts))["text"], str)


@pytest.mark.parametrize(
    "page",
    [
        "<a " * 100_000,
        "<!--" * 100_000,
        "<q>a " * 50_000,
        f"<h1>a{' ' * 500_000}b</h1><p>{'The port is closed. ' * 9}",
        '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": "Post", "headline": "a'
        + " " * 100_000
        + '"}</script>',
    ],
    ids=["tags", "comments", "quotations", "spaces", "headline"],
)
def test_what_repeats_without_end_is_read_in_linear_time(page):
    """Tags and comments that are never closed, and runs of white space, cost no more than their length."""
    start = time.process_time()
    read_page(page)
    assert time.process_time() - start < 10
