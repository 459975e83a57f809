"""How a story changed: its figures from article to article, and the days that it tells of."""

from __future__ import annotations

import re

import pandas as pd
import plotly.graph_objects as go

from newslab.explore.charts.figures import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    empty,
    figure_of,
    ink,
    listed,
    safe,
    sized,
    stack,
    tick,
    told_above,
    with_outlets,
)
from newslab.tables.news import NewsTables

SOURCES = (BLUE, RED, GREEN, ORANGE, PURPLE, SKY)
SYMBOLS = {
    "exact": "circle", "approximate": "diamond", "at-least": "triangle-up", "at-most": "triangle-down", "vague": "x",
}  # fmt: skip
OWN, OTHERS, NO_CLAIM = "the articles themselves", "other sources", "in no claim"
TOLD = {"before it": (SKY, "/"), "on the day": (BLUE, ""), "after it": (ORANGE, ".")}


def amounts(
    news: NewsTables, words: str | None = None, *, unit: str | None = None, entity: str | None = None
) -> go.Figure:
    """How a figure changed across articles: each amount by the day of its article, coloured by its source.

    Picks the amounts whose sentence has `words` (a regular expression, any case: `r"\\bdead\\b|\\bkilled\\b"`), whose
    unit is `unit`, and that are in a claim about `entity` (id or name). Without a unit, only amounts of the commonest
    dimension are drawn; without anything, only those of the commonest unit. A mark's shape tells the modifier, its bar
    the bounds. Hover gives the source and the sentence.

    Raises `re.error` for words that are no regular expression.
    """
    rows = _amounts(news)
    if words is not None:
        pattern = re.compile(words, re.IGNORECASE)
        rows = rows[rows["told"].map(lambda told: pattern.search(told) is not None).astype(bool)]
    if entity is not None:
        ids = set(news.entities.loc[news.entities["name"] == entity, "entity_id"]) | {entity}
        rows = rows[
            rows["about_ids"].map(lambda about: isinstance(about, list) and not ids.isdisjoint(about)).astype(bool)
        ]
    if unit is None and words is None and entity is None and rows["unit"].notna().any():
        unit = str(rows["unit"].value_counts().index[0])
    if unit is not None:
        rows = rows[rows["unit"] == unit]
    elif not rows.empty:  # one axis cannot hold people and dollars
        rows = rows[rows["dimension"] == rows["dimension"].value_counts().index[0]]
    asked = (("unit", unit), ("about", entity), ("sentences with", words))
    picked = safe("; ".join(f"{name} {value}".replace(r"\b", "") for name, value in asked if value is not None), 90)
    marks = "● exact  ◆ about  ▲ at least  ▼ at most  ✕ vague"
    figure = figure_of("How a figure changed", f"{picked}<br>{marks}", "published (UTC)")
    if rows.empty:
        what = f" ({picked})" if picked else ""
        return empty(figure, f"No such amount{what} was found in articles with a date.")
    order = [source for source in rows["source"].value_counts().index if source not in (OWN, NO_CLAIM)][: len(SOURCES)]
    rows = rows.assign(shown=rows["source"].where(rows["source"].isin([OWN, NO_CLAIM, *order]), OTHERS))
    colours = {OWN: ink(), **dict(zip(order, SOURCES, strict=False)), OTHERS: GREY, NO_CLAIM: GREY}
    for source, colour in colours.items():
        part = rows[rows["shown"] == source]
        if part.empty:
            continue
        hover = [
            f"<b>{safe(row['text'])}</b> — {safe(row['source'])}<br>{row['published']:%d %b %Y}, {safe(row['outlet'])}"
            f"<br>{safe(row['quantity_id'])}: {safe(row['told'], 110)}"
            for row in part.to_dict("records")
        ]
        hollow = "-open" if source == NO_CLAIM else ""
        edge = {"width": 2, "color": colour} if hollow else {"width": 1, "color": "white"}
        looks = {"color": colour, "size": 11, "line": edge}
        figure.add_scatter(  # the key to the colours: a legend has the first mark's shape, which may be any
            x=[None], y=[None], mode="markers", name=safe(source, 24), legendgroup=tick(source), hoverinfo="skip",
            marker={**looks, "symbol": "circle" + hollow},
        )  # fmt: skip
        figure.add_scatter(
            x=part["published"].dt.tz_localize(None).tolist(), y=part["value"].tolist(), mode="markers",
            name=safe(source, 24), legendgroup=tick(source), showlegend=False, hovertext=hover, hoverinfo="text",
            cliponaxis=False, marker={**looks, "symbol": [SYMBOLS[m] + hollow for m in part["modifier"]]},
            error_y={"type": "data", "symmetric": False, "array": (part["top"] - part["value"]).tolist(),
                     "arrayminus": (part["value"] - part["bottom"]).tolist(), "thickness": 1, "width": 3},
        )  # fmt: skip
    figure.update_yaxes(title={"text": safe(unit) if unit else str(rows["dimension"].iloc[0])}, rangemode="tozero")
    return sized(figure.update_xaxes(rangemode="normal", type="date").update_layout(margin={"t": 100}), 600, 64)


def _amounts(news: NewsTables) -> pd.DataFrame:
    """The amounts of dated articles with a value to draw, their bounds, their sentence and their source."""
    rows = with_outlets(news.articles, news.quantities)
    rows = rows[rows["published"].notna() & (rows["low"].notna() | rows["high"].notna())]
    rows = rows.merge(news.sentences[["article_id", "sentence", "text"]].rename(columns={"text": "told"}),
                      on=["article_id", "sentence"], how="left")  # fmt: skip
    claims = news.claims[["claim_id", "source_name", "source_type", "source_chain", "about_ids"]]
    rows = rows.merge(claims, on="claim_id", how="left")
    low, high = rows["low"].fillna(rows["high"]), rows["high"].fillna(rows["low"])
    sources = [
        NO_CLAIM if not isinstance(chain, list) else name if isinstance(name, str) else chain[-1] if chain[1:] else OWN
        for name, chain in zip(rows["source_name"], rows["source_chain"], strict=True)
    ]
    told = rows["told"].fillna("")
    return rows.assign(told=told, value=(low + high) / 2, bottom=low, top=high, source=pd.Series(sources, rows.index))


def timeline(news: NewsTables, top: int = 25) -> go.Figure:
    """The story's days in order: the `top` days that most articles speak of, and how many do so before and after.

    From `times` that denote one day. The words beside a day are those of the dated claim most worth checking, or of a
    sentence. Hover names the expressions of time.
    """
    times = with_outlets(news.articles, news.times)
    times = times[times["type"].isin(["DATE", "TIME"]) & (times["latest"] - times["earliest"] <= pd.Timedelta(days=1))]
    times = times[times["published"].notna()]
    figure = figure_of("The days that are told of", "", "articles that tell of the day")
    if times.empty:
        return empty(figure, "No expression of a single day was found in articles with a date.")
    day, published = times["earliest"].dt.floor("D"), times["published"].dt.floor("D")
    told = (published - day).dt.days.map(lambda n: "on the day" if n == 0 else "after it" if n > 0 else "before it")
    rows = times.assign(day=day.dt.strftime("%Y-%m-%d"), told=told)
    rows = rows.merge(news.sentences[["article_id", "sentence", "text"]].rename(columns={"text": "words"}),
                      on=["article_id", "sentence"], how="left")  # fmt: skip
    claims = news.claims[["time_id", "text", "check_worthy"]].dropna(subset=["time_id"])
    claims = claims.sort_values(["check_worthy", "time_id"], ascending=[False, True], kind="stable")
    claims = claims.drop_duplicates("time_id").rename(columns={"text": "claim"})
    rows = rows.merge(claims, on="time_id", how="left").sort_values("check_worthy", ascending=False, kind="stable")
    first = rows.drop_duplicates("day").set_index("day")
    labels = first["claim"].fillna(first["words"])
    rows = rows.drop_duplicates(["day", "article_id"])
    counts = rows["day"].value_counts()
    order = sorted(sorted(counts.index, key=lambda key: (-counts[key], key))[:top])
    figure.update_layout(title={"subtitle": {"text": f"{len(order)} of {len(counts):,} days"}})
    figure.update_layout(legend={"title": {"text": "article published"}})
    stack(figure, rows, "day", order, "told", TOLD, "time_id", "words")
    listed(figure, order, [f"{pd.Timestamp(key):%a %d %b %Y}" for key in order])
    return told_above(figure, order, [str(labels[key]) for key in order])
