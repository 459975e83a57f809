"""A corpus as one web page that works without a network: summary, charts, tables, and every article with its marks.

The tables and the articles stand in the page compressed (see `pack`), the articles in blocks that are opened when they
are looked at: 500 articles of 600 words take about 4.5 MB, of 900 words 6.5 MB. The downside: a search of the browser's
own finds only what is open; each table has a search of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from newslab.explore.bars import bars
from newslab.explore.charts import entities_by_label, outlets, voices
from newslab.explore.display import MarkedArticle
from newslab.explore.pack import columns, packed
from newslab.explore.page import data, page
from newslab.explore.report_tables import tables, to_rows
from newslab.tables.news import NewsTables

BLOCK = 48  # articles in one compressed block


def report(news: NewsTables, path: str | Path) -> Path:
    """Write the report of these tables to an .html file and return its path; a file that is there is replaced.

    Raises `OSError` when the file cannot be written.
    """
    target = Path(path)
    if target.is_dir():
        raise IsADirectoryError(f"{target} is a folder; name a file for the report.")
    target.parent.mkdir(parents=True, exist_ok=True)
    text = report_html(news)
    fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        fresh.write_text(text, encoding="utf8")
        os.replace(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)
    return target


def report_html(news: NewsTables) -> str:
    """The report's page."""
    listed = tables(news)
    links = "".join(
        f'<a href="{to_rows(table["name"])}">{table["title"]} <small>{len(table["cells"][0]):,}</small></a>'
        for table in listed
    )
    ids, texts = list(news.articles["article_id"]), list(news.articles["text"])
    index = {"tables": listed, "block": BLOCK, "articles": ids, "texts": texts}
    body = (
        '<a class="skip" href="#main">Skip to the content</a>\n'
        f"<header><h1>What the articles say</h1>{_span(news)}"
        f'<nav aria-label="Parts of the report"><a href="#overview">Overview</a>{links}</nav></header>\n'
        f'<main id="main" tabindex="-1">\n<section id="overview">{"".join(_overview(news))}</section>\n'
        '<section id="rows" hidden></section>\n<section id="article" hidden></section>\n</main>\n'
        "<noscript><p>The tables and the articles need JavaScript, which is switched off here; the page loads nothing"
        " from anywhere.</p></noscript>\n"
        f"{_block('index', index)}"
        + "".join(_block(f"articles-{number}", block) for number, block in enumerate(_articles(news)))
    )
    scripts = [data("report.js"), data("marked.js")]
    return page("newslab report", body, styles=[data("report.css"), data("marked.css")], scripts=scripts, sort="report")


def _articles(news: NewsTables) -> Iterator[dict[str, Any]]:
    block: list[tuple[str, str, str]] = []
    for article in MarkedArticle.each(news):
        block.append((article.article["article_id"], article.article["text"], article.fragment(quotes_listed=False)))
        if len(block) == BLOCK:
            yield columns(block)
            block = []
    if block:
        yield columns(block)


def _block(name: str, value: Any) -> str:
    signs, size = packed(value)
    return f'<script type="text/plain" id="{name}" data-bytes="{size}">{signs}</script>\n'


def _span(news: NewsTables) -> str:
    dates = news.articles["published"].dropna()
    names = sorted(news.articles["outlet"].dropna().unique())
    parts = [f"{dates.min():%d %B %Y} to {dates.max():%d %B %Y}"] if len(dates) else []
    parts += [", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")] if names else []
    return f'<p class="line">{escape(" · ".join(parts))}</p>'


def _overview(news: NewsTables) -> Iterable[str]:
    articles, quotes = news.articles, news.quotes
    known = int(quotes["speaker_name"].notna().sum())
    open_to = news.claims["author_factuality"].eq("Uu").sum()
    words, copies = articles["n_words"].sum(), articles["duplicate_of"].notna().sum()
    facts = [
        (len(articles), "articles", f"{words:,} words, {copies:,} near-duplicates", "articles"),
        (len(quotes), "quotes", f"{known / max(len(quotes), 1):.0%} have a known speaker", "quotes"),
        (len(news.claims), "claims", f"{open_to:,} told without the article vouching for them", "claims"),
        (len(news.links), "links between claims", "denied, disputed, affirmed, repeated …", "links"),
        (len(news.entities), "people, bodies, places", f"{len(news.mentions):,} mentions", "entities"),
        (len(news.problems), "problems", "what was left out, and why", "problems"),
    ]  # fmt: skip
    yield '<h2 class="hidden">Overview</h2>\n<ul class="facts">'
    for number, what, more, name in facts:
        inner = f"<b>{number:,}</b> {what}<small>{escape(more)}</small>"
        yield f'<li><a href="{to_rows(name)}">{inner}</a></li>' if number else f"<li><div>{inner}</div></li>"
    yield "</ul>\n"
    yield (
        '<p class="note">A program read these articles, and it errs. Follow a quote or a claim to its place before you '
        "rely on it; <i>confidence</i> says which share of such rows should be right. A claim's <i>certainty</i> is "
        "how sure its source is of it, not whether it is true.</p>\n"
    )
    yield '<div class="charts">\n'
    yield bars(voices(news), lambda key, _: to_rows("quotes", speaker=key))
    named = set(news.articles["outlet"].dropna())
    yield bars(outlets(news), lambda key, _: to_rows("articles", **({"outlet": key} if key in named else {})))
    names = dict(zip(news.entities["entity_id"], news.entities["name"], strict=True))
    yield bars(entities_by_label(news), lambda key, name: to_rows("entities", name=names.get(key, name)))
    yield "</div>\n"
    made = [f"newslab {news.info['newslab']}"] if "newslab" in news.info else ["newslab"]
    made += [f"reader: {news.info['reader']}"] if "reader" in news.info else []
    yield f'<p class="line">Made by {escape("; ".join(made))}.</p>'
