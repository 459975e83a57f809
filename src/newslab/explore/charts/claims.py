"""What is claimed: when, how certainly, and who answers it."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from newslab.explore.charts.figures import (
    BLUE,
    GREEN,
    ORANGE,
    PURPLE,
    RED,
    ROWS,
    SKY,
    YELLOW,
    empty,
    figure_of,
    listed,
    periods,
    safe,
    sized,
    stack,
    tick,
    told_above,
    with_outlets,
)
from newslab.tables.news import NewsTables

CERTAINTY = {
    "certain (CT+)": (BLUE, ""), "probable (PR+)": (SKY, "/"), "possible (PS+)": ("#B8DDF3", "."),
    "open (Uu, CTu)": ("#BBBBBB", ""), "possibly not (PS-)": ("#F6D99B", "."), "probably not (PR-)": (ORANGE, "/"),
    "certainly not (CT-)": (RED, ""),
}  # fmt: skip
ASSERTS = "asserts"
RELATIONS = {
    ASSERTS: (BLUE, "circle"), "repeats": (SKY, "square"), "affirms": (GREEN, "triangle-up"),
    "qualifies": (YELLOW, "pentagon"), "corrects": (PURPLE, "diamond"), "disputes": (ORANGE, "cross"),
    "denies": (RED, "x"),
}  # fmt: skip
NONE = "No claims were found in these articles."


def claims_over_time(news: NewsTables, view: str = "source") -> go.Figure:
    """How many claims are published when, by certainty: as their `source` puts them, or as the `article` does.

    The article leaves most of what it only reports open (Uu). Raises `ValueError` for another `view`.
    """
    if view not in ("source", "article"):
        raise ValueError(f"Certainty is seen by the source or by the article, not {view!r}.")
    values = news.claims["source_factuality" if view == "source" else "author_factuality"]
    names = {code: name for name in CERTAINTY for code in name.split("(")[1].rstrip(")").split(", ")}
    claims = with_outlets(news.articles, news.claims.assign(certainty=values.map(names)))
    dated = claims[claims["published"].notna()]
    figure = figure_of(f"Claims by certainty for the {view}", "", "")
    if dated.empty:
        return empty(figure, NONE if claims.empty else "None of the articles with claims has a date.")
    labels, order, unit = periods(dated["published"])
    undated = len(claims) - len(dated)
    subtitle = f"claims by {unit} of publication (UTC)" + (f"; {undated:,} without a date not drawn" if undated else "")
    stack(figure, dated.assign(when=labels), "when", order, "certainty", CERTAINTY, "claim_id", "text", upright=True)
    figure.update_layout(title={"subtitle": {"text": subtitle}}, yaxis={"title": {"text": "claims"}})
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=order, tickangle=-45)
    return sized(figure, 460, 90)


def contested_claims(news: NewsTables, top: int = 20) -> go.Figure:
    """Claims that others answer, and who asserts, repeats, affirms, qualifies, corrects, disputes or denies them.

    A line is a claim, together with those that repeat it; its columns name the sources. The `top` lines have most
    denials and other answers. Hover gives the claims, the cue and how sure the link is; hollow marks are ambiguous.
    """
    figure = figure_of("Who answers which claim", "", "")
    if news.links.empty:
        return empty(figure, "No claim was found in these articles that another one answers.")
    marks = _marks(news)
    weight = marks["role"].map({ASSERTS: 0.0, "repeats": 0.1}).fillna(1.0).groupby(marks["line"]).sum()
    order = sorted(weight.index, key=lambda line: (-weight[line], line))[:top]
    marks = marks[marks["line"].isin(order)]
    roles = [role for role in RELATIONS if role in set(marks["role"])]
    figure.update_layout(title={"subtitle": {"text": f"{len(order)} of {len(weight)} claims that are answered"}})
    for role in roles:
        colour, symbol = RELATIONS[role]
        cells = list(marks[marks["role"] == role].groupby("line", sort=False))
        figure.add_scatter(
            x=[role] * len(cells), y=[tick(str(line)) for line, _ in cells], mode="markers+text", name=role,
            text=["  " + safe(", ".join(dict.fromkeys(part["source"])), 22) for _, part in cells],
            textposition="middle right", textfont={"size": 11}, cliponaxis=False,
            hovertext=["<br>".join(part["words"][:ROWS]) for _, part in cells],
            hoverinfo="text",
            marker={"color": colour, "size": 12, "line": {"width": 2, "color": colour},
                    "symbol": [f"{symbol}-open" if part["open"].all() else symbol for _, part in cells]},
        )  # fmt: skip
    texts = dict(zip(news.claims["claim_id"], news.claims["text"], strict=True))
    listed(figure, order, order).update_yaxes(showticklabels=False)
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=roles, side="top", tickangle=0,
                        range=[-0.1, len(roles) - 0.05])  # fmt: skip
    figure.update_layout(margin={"t": 110, "b": 20}, showlegend=False)
    return told_above(figure, order, [f"“{texts[line]}”" for line in order], 68)


def _marks(news: NewsTables) -> pd.DataFrame:
    """A row for each linked claim: the line that it stands in, what it does there, its source, its hover text."""
    claims = with_outlets(news.articles, news.claims).set_index("claim_id")
    group = _groups(news.links)
    rows = []
    for link in news.links.to_dict("records"):
        cue = safe(link["cue"]) or "none"
        sure = f"{link['basis']}, confidence {link['confidence']:.2f}{', ambiguous' if link['ambiguous'] else ''}"
        for role, claim_id, open_, why in (
            (ASSERTS, link["to_claim_id"], False, ""),
            (link["relation"], link["from_claim_id"], bool(link["ambiguous"]), f"<br>cue: {cue}; {sure}"),
        ):
            claim = claims.loc[claim_id]
            source = _source(claim)
            words = f"<b>{safe(source)}</b> {role}<br>{safe(claim_id)}: {safe(claim['text'], 100)}{why}"
            rows.append((group[link["to_claim_id"]], role, claim_id, source, open_, words))
    marks = pd.DataFrame(rows, columns=["line", "role", "claim_id", "source", "open", "words"])
    return marks.drop_duplicates(["line", "role", "claim_id"])


def _groups(links: pd.DataFrame) -> dict[str, str]:
    """For each claim the first of those that it repeats or that repeat it."""
    group = {claim: claim for column in ("to_claim_id", "from_claim_id") for claim in links[column]}

    def first(claim: str) -> str:
        while group[claim] != claim:
            group[claim] = group[group[claim]]
            claim = group[claim]
        return claim

    repeats = links[links["relation"] == "repeats"]
    for later, earlier in zip(repeats["from_claim_id"], repeats["to_claim_id"], strict=True):
        group[first(later)] = first(earlier)
    return {claim: first(claim) for claim in group}


def _source(claim: pd.Series) -> str:
    """Who asserts a claim: the entity's name, what is written, or the outlet in its own voice."""
    if claim["source_type"] == "author":
        return f"{claim['outlet']} itself"
    return str(claim["source_name"] if pd.notna(claim["source_name"]) else claim["source_chain"][-1])
