"""What is in the corpus: its articles, its entities."""

from __future__ import annotations

import plotly.graph_objects as go

from newslab.explore.charts.figures import (
    BLUE,
    LABELS,
    NO_OUTLET,
    ORANGE,
    OTHER,
    empty,
    figure_of,
    listed,
    marker,
    most,
    safe,
    stack,
    tick,
)
from newslab.tables.news import NewsTables

COPIES = {"own text": (BLUE, ""), "near-duplicate": (ORANGE, "/")}


def outlets(news: NewsTables, top: int = 20) -> go.Figure:
    """How many articles the `top` outlets have, near-duplicates of others set apart. Hover names the articles."""
    copies = news.articles["duplicate_of"].notna().map({True: "near-duplicate", False: "own text"})
    articles = news.articles.assign(outlet=news.articles["outlet"].fillna(NO_OUTLET), copy=copies)
    order = most(articles["outlet"])[:top]
    dates = news.articles["published"].dropna()
    span = f", {dates.min():%d %b %Y} to {dates.max():%d %b %Y}" if len(dates) else ""
    figure = figure_of("Where the articles come from", f"{len(articles):,} articles{span}", "articles")
    if articles.empty:
        return empty(figure, "There are no articles in these tables.")
    stack(figure, articles, "outlet", order, "copy", COPIES, "article_id", "title")
    return listed(figure, order, order)


def entities_by_label(news: NewsTables, top: int = 25) -> go.Figure:
    """The `top` entities by number of mentions, coloured by label. Hover tells articles, other forms and the id."""
    entities = news.entities.assign(label=news.entities["label"].fillna("no label"))
    entities = entities.sort_values(["n_mentions", "name"], ascending=[False, True], kind="stable").head(top)
    figure = figure_of(
        "Who and what is mentioned",
        f"the {len(entities)} of {len(news.entities):,} entities with most mentions",
        "mentions",
    )
    if entities.empty:
        return empty(figure, "No entities were found in these articles.")
    for label, rows in entities.groupby("label"):
        hover = [
            f"<b>{safe(row['name'])}</b> ({label})<br>{row['n_mentions']} mentions in {row['n_articles']} articles"
            + (f"<br>also {safe(', '.join(row['aliases']), 90)}" if row["aliases"] else "")
            + f"<br>{safe(row['entity_id'])}"
            for row in rows.to_dict("records")
        ]
        figure.add_bar(
            y=[tick(i) for i in rows["entity_id"]], x=rows["n_mentions"].tolist(), name=str(label), orientation="h",
            hovertext=hover, hoverinfo="text", marker=marker(*LABELS.get(str(label), OTHER)),
        )  # fmt: skip
    return listed(figure, list(entities["entity_id"]), list(entities["name"]))
