"""Who gets to speak: how often, where, when, in which words, and who is talked about without speaking."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from newslab.explore.charts.figures import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    YELLOW,
    empty,
    figure_of,
    grid,
    listed,
    most,
    periods,
    safe,
    stack,
    tick,
    told,
    with_outlets,
)
from newslab.explore.display import shorten
from newslab.tables.news import NewsTables

KINDS = {"direct": (BLUE, ""), "mixed": (SKY, "/"), "indirect": (ORANGE, ".")}
SPEAKERS = {
    "person": (ORANGE, ""), "organisation": (BLUE, "/"), "state": (GREEN, "."), "group": (PURPLE, "\\"),
    "document": (SKY, "|"), "author": (YELLOW, "+"), "unnamed": (RED, "x"), "not told": (GREY, ""),
}  # fmt: skip
CUES = {
    "report": ("#BBBBBB", ""), "ask": (SKY, "."), "concede": (YELLOW, "+"), "deny": (RED, "x"),
    "accuse": (PURPLE, "\\"), "promise": (GREEN, "|"), "demand": (BLUE, "/"), "believe": (ORANGE, "-"),
    "intend": (BLACK, ""), "no cue": ("#E5E5E5", ""),
}  # fmt: skip
NONE = "No quotes were found in these articles."


def voices(news: NewsTables, top: int = 15) -> go.Figure:
    """Who is quoted most: the `top` speakers by number of quotes, split by kind. Hover names the quotes.

    Quotes whose speaker is no known entity are counted in the subtitle and not drawn.
    """
    known = _known(news)
    figure = figure_of("Who is quoted", _share_known(news, known), "quotes")
    if known.empty:
        return empty(figure, _nobody(news))
    order = most(known["speaker_name"])[:top]
    stack(figure, known, "speaker_name", order, "kind", KINDS, "quote_id", "text")
    return listed(figure, order, order)


def voices_by_outlet(news: NewsTables, top: int = 20) -> go.Figure:
    """What sorts of voices the `top` outlets quote, as shares of each outlet's quotes. Hover names the quotes."""
    quotes = with_outlets(news.articles, news.quotes).assign(sort=news.quotes["speaker_type"].fillna("not told"))
    figure = figure_of("Whom each outlet quotes", "share of its quotes by sort of speaker", "% of the outlet's quotes")
    if quotes.empty:
        return empty(figure, NONE)
    counts = quotes["outlet"].value_counts()
    order = most(quotes["outlet"])[:top]
    stack(figure, quotes, "outlet", order, "sort", SPEAKERS, "quote_id", "text")
    figure.update_layout(barnorm="percent")
    return listed(figure, order, [f"{shorten(name, 30)} ({counts[name]:,})" for name in order]).update_xaxes(dtick=20)


def voices_in_outlets(news: NewsTables, top: int = 25, by: str = "outlet") -> go.Figure:
    """Who is quoted in whose articles: the `top` speakers and the outlets (or bylines) as a heat map of quotes.

    `by` is `outlet` or `byline`; at most the 12 with most quotes are drawn. Raises `ValueError` for another `by`.
    """
    if by not in ("outlet", "byline"):
        raise ValueError(f"Speakers are set beside outlet or byline, not {by!r}.")
    known = _known(news)
    missing = "(byline not given)" if by == "byline" else "(outlet not given)"
    articles = news.articles.set_index("article_id")
    known = known.assign(where=known["article_id"].map(articles[by]).fillna(missing))
    figure = figure_of(f"Who is quoted by which {by}", _share_known(news, known), "")
    if known.empty:
        return empty(figure, _nobody(news))
    columns = most(known["where"])[:12]
    known = known[known["where"].isin(columns)]
    order = most(known["speaker_name"])[:top]
    grid(figure, known, "speaker_name", order, "where", columns, "quote_id", "text")
    return listed(figure, order, order)


def voices_over_time(news: NewsTables, top: int = 20) -> go.Figure:
    """When the `top` speakers are quoted, as a heat map of quotes by day, week or month of publication."""
    known = with_outlets(news.articles, _known(news))
    dated = known[known["published"].notna()]
    figure = figure_of("Who is quoted when", "", "")
    if dated.empty:
        return empty(figure, _nobody(news) if known.empty else "None of the articles with quotes has a date.")
    labels, columns, unit = periods(dated["published"])
    figure.update_layout(title={"subtitle": {"text": f"quotes by {unit} of publication (UTC)"}})
    order = most(dated["speaker_name"])[:top]
    rows = dated.assign(when=labels)
    first = rows[rows["speaker_name"].isin(order)].groupby("speaker_name")["published"].median()
    order = sorted(order, key=lambda name: (first[name], name))
    grid(figure, rows, "speaker_name", order, "when", columns, "quote_id", "text")
    return listed(figure, order, order)


def quoted_versus_mentioned(news: NewsTables, top: int = 25, label: str = "PERSON") -> go.Figure:
    """Who is talked about but does not speak: articles that mention an entity, and articles that quote it.

    The `top` entities with this `label` by articles that mention them. Hover names articles that mention and do not
    quote them.
    """
    names = dict(zip(news.entities["entity_id"], news.entities["name"], strict=True))
    wanted = set(news.entities.loc[news.entities["label"] == label, "entity_id"])
    mentioned = news.mentions[["entity_id", "article_id"]].dropna().drop_duplicates()
    mentioned = mentioned[mentioned["entity_id"].isin(wanted)]
    spoken = news.quotes[["speaker_ids", "article_id"]].explode("speaker_ids").dropna().drop_duplicates()
    quoted = set(zip(spoken["speaker_ids"], spoken["article_id"], strict=True))
    figure = figure_of("Talked about, and heard", f"articles that mention, and that quote, a {label}", "articles")
    articles = {str(key): sorted(part.tolist()) for key, part in mentioned.groupby("entity_id")["article_id"]}
    if not articles:
        return empty(figure, f"No {label} is mentioned in these articles.")
    order = sorted(articles, key=lambda key: (-len(articles[key]), names[key], key))[:top]
    heard = {key: [a for a in articles[key] if (key, a) in quoted] for key in order}
    for key in order:
        figure.add_shape(type="line", x0=len(heard[key]), x1=len(articles[key]), y0=tick(key), y1=tick(key),
                         line={"color": GREY, "width": 2}, layer="below")  # fmt: skip
    series = [
        ("mentioned", articles, ORANGE, "circle-open", lambda key: True),
        ("quoted", heard, BLUE, "diamond", lambda key: bool(heard[key])),
        ("never quoted", heard, RED, "x", lambda key: not heard[key]),
    ]
    for name, found, colour, symbol, shown in series:
        keys = [key for key in order if shown(key)]
        silent = {key: [a for a in articles[key] if a not in heard[key]] for key in keys}
        hover = [
            told(f"<b>{safe(names[key])}</b> ({safe(key)}): mentioned in {len(articles[key])}, quoted in "
                 f"{len(heard[key])} articles" + ("<br>mentioned and not quoted:" if silent[key] else ""),
                 silent[key], news.articles.set_index("article_id")["title"].reindex(silent[key]), len(silent[key]))
            for key in keys
        ]  # fmt: skip
        if keys:
            figure.add_scatter(
                x=[len(found[key]) for key in keys], y=[tick(key) for key in keys], mode="markers", name=name,
                hovertext=hover, hoverinfo="text",
                cliponaxis=False,
                marker={"color": colour, "symbol": symbol, "size": 14 if name == "mentioned" else 9,
                        "line": {"width": 2, "color": colour}},
            )  # fmt: skip
    return listed(figure, order, [names[key] for key in order])


def cue_classes(news: NewsTables, top: int = 20) -> go.Figure:
    """In which words the `top` speakers are reported: who says, who denies, who admits, as shares of their quotes."""
    known = _known(news)
    figure = figure_of(
        "In which words they are reported", "shares of each speaker's quotes by class of cue", "% of quotes"
    )
    if known.empty:
        return empty(figure, _nobody(news))
    counts = known["speaker_name"].value_counts()
    order = most(known["speaker_name"])[:top]
    words = known["cue"].fillna("no cue") + ": " + known["text"]
    rows = known.assign(sort=known["cue_class"].fillna("no cue"), words=words)
    stack(figure, rows, "speaker_name", order, "sort", CUES, "quote_id", "words")
    figure.update_layout(barnorm="percent")
    return listed(figure, order, [f"{shorten(name, 30)} ({counts[name]:,})" for name in order]).update_xaxes(dtick=20)


def _known(news: NewsTables) -> pd.DataFrame:
    return news.quotes[news.quotes["speaker_name"].notna()]


def _share_known(news: NewsTables, known: pd.DataFrame) -> str:
    share = len(known) / max(len(news.quotes), 1)
    return f"{share:.0%} of {len(news.quotes):,} quotes have a known speaker; the others are not drawn"


def _nobody(news: NewsTables) -> str:
    return NONE if news.quotes.empty else f"None of {len(news.quotes):,} quotes has a known speaker in these articles."
