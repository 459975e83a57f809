"""Who is quoted together."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import plotly.graph_objects as go

from newslab.explore.charts.figures import GREY, LABELS, OTHER, empty, figure_of, safe, sized, told
from newslab.tables.news import NewsTables

SYMBOLS = {"PERSON": "circle", "ORG": "square", "GPE": "diamond", "NORP": "triangle-up"}
WIDEST = 5  # articles from which on a line grows no wider


def co_quotation(news: NewsTables, top: int = 30) -> go.Figure:
    """Speakers that are quoted in the same articles: the `top` by articles, a line for each pair that shares some.

    Wider lines are more articles, larger marks more quotes. Hover over a mark names its quotes, over the middle of a
    line the articles. Positions (Fruchterman & Reingold 1991) say only who is near whom, and are the same every time.
    """
    names = dict(zip(news.entities["entity_id"], news.entities["name"], strict=True))
    labels = dict(zip(news.entities["entity_id"], news.entities["label"].fillna(""), strict=True))
    spoken = news.quotes[["quote_id", "article_id", "text", "speaker_ids"]].explode("speaker_ids").dropna()
    figure = figure_of("Who is quoted together", "a line is at least one article that quotes both", "")
    if spoken.empty:
        return empty(figure, "No quotes with a known speaker were found in these articles.")
    where = {str(key): set(part.tolist()) for key, part in spoken.groupby("speaker_ids")["article_id"]}
    order = sorted(where, key=lambda key: (-len(where[key]), names[key], key))[:top]
    shared = {(a, b): sorted(where[a] & where[b]) for a, b in combinations(order, 2) if where[a] & where[b]}
    at = dict(zip(order, layout(order, {pair: len(both) for pair, both in shared.items()}), strict=True))
    for width in sorted({min(len(both), WIDEST) for both in shared.values()}):
        pairs = [pair for pair, both in shared.items() if min(len(both), WIDEST) == width]
        name = f"{width}{' or more' if width == WIDEST else ''} article{'s' if width > 1 else ''}"
        figure.add_scatter(
            x=[x for a, b in pairs for x in (at[a][0], at[b][0], None)],
            y=[y for a, b in pairs for y in (at[a][1], at[b][1], None)],
            mode="lines", line={"width": 1.2 * width, "color": GREY}, opacity=0.45, name=name, hoverinfo="skip",
        )  # fmt: skip
    titles = news.articles.set_index("article_id")["title"]
    if shared:
        figure.add_scatter(
            x=[(at[a][0] + at[b][0]) / 2 for a, b in shared], y=[(at[a][1] + at[b][1]) / 2 for a, b in shared],
            mode="markers", marker={"size": 9, "opacity": 0}, showlegend=False, hoverinfo="text",
            hovertext=[
                told(f"<b>{safe(names[a])}</b> and <b>{safe(names[b])}</b>", both, titles.reindex(both), len(both))
                for (a, b), both in shared.items()
            ],
        )  # fmt: skip
    quotes = {str(key): part for key, part in spoken.groupby("speaker_ids")}
    for label in dict.fromkeys(labels[key] for key in order):
        keys = [key for key in order if labels[key] == label]
        hover = [
            told(f"<b>{safe(names[key])}</b> ({safe(key)}): {len(part)} quotes in {len(where[key])} articles",
                 part["quote_id"], part["text"], len(part))
            for key in keys for part in [quotes[key]]
        ]  # fmt: skip
        figure.add_scatter(
            x=[at[key][0] for key in keys], y=[at[key][1] for key in keys], mode="markers+text", hoverinfo="text",
            hovertext=hover, text=[safe(names[key], 24) for key in keys], textposition="top center",
            textfont={"size": 11}, name=label or "no label",
            marker={"size": [8 + 3 * len(quotes[key]) ** 0.5 for key in keys], "color": LABELS.get(label, OTHER)[0],
                    "symbol": SYMBOLS.get(label, "star"), "opacity": 1, "line": {"width": 1, "color": "white"}},
        )  # fmt: skip
    figure.update_xaxes(visible=False, rangemode="normal", range=[-0.16, 1.16])
    return sized(figure.update_yaxes(visible=False, range=[-0.08, 1.08]), 720, 8)


def layout(nodes: list[str], weights: dict[tuple[str, str], int], rounds: int = 300) -> list[tuple[float, float]]:
    """Positions between 0 and 1 by attraction along weighted edges and repulsion between all, from a circle."""
    n = len(nodes)
    number = {node: k for k, node in enumerate(nodes)}
    pull = np.zeros((n, n))
    for (a, b), weight in weights.items():
        pull[number[a], number[b]] = pull[number[b], number[a]] = 1 + np.log(weight)
    degree = np.maximum(pull.sum(axis=0), 1.0)
    pull = pull / np.sqrt(degree[:, None] * degree[None])  # so that those who share many articles do not lump together
    angle = 2 * np.pi * np.arange(n) / max(n, 1)
    at = np.column_stack([np.cos(angle), np.sin(angle)]) * 0.5
    ideal = 1.0 / np.sqrt(max(n, 1))
    for step in range(rounds):
        apart = at[:, None] - at[None]
        far = np.maximum(np.hypot(apart[..., 0], apart[..., 1]), 1e-3)
        force = ideal**2 / far**2 - pull * far / ideal
        np.fill_diagonal(force, 0.0)
        move = (apart * force[..., None]).sum(axis=1) - at * 3.0  # the last part keeps strangers from drifting off
        size = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-9)
        at = at + move / size[:, None] * np.minimum(size, 0.1 * (1 - step / rounds))[:, None]
    low, high = at.min(axis=0), at.max(axis=0)
    at = (at - low) / np.where(high > low, high - low, 1.0)
    return [(float(x), float(y)) for x, y in at]
