"""The tables as plotly figures. Each function takes a `NewsTables` and returns a figure that needs no network.

Colours are Okabe and Ito's (2008), which colour-blind people can tell apart; patterns repeat what colour says.
"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from newslab.explore.display import shorten
from newslab.tables.news import NewsTables

# what each group is drawn in: colour and the pattern that repeats it
KINDS = {"direct": ("#0072B2", ""), "mixed": ("#56B4E9", "/"), "indirect": ("#E69F00", ".")}
LABELS = {
    "PERSON": ("#E69F00", ""), "ORG": ("#0072B2", "/"), "GPE": ("#009E73", "."), "LOC": ("#F0E442", "x"),
    "NORP": ("#CC79A7", "\\"), "FAC": ("#D55E00", "-"), "EVENT": ("#56B4E9", "|"), "PRODUCT": ("#999999", "+"),
    "WORK": ("#444444", ""),
}  # fmt: skip
COPIES = {"own text": ("#0072B2", ""), "near-duplicate": ("#E69F00", "/")}
GREY = ("#999999", "")
ROWS = 5  # rows that hover names
UNKNOWN = "(outlet not given)"


def voices(news: NewsTables, top: int = 15) -> go.Figure:
    """Who is quoted most: the `top` speakers by number of quotes, split by kind. Hover names the quotes.

    Quotes whose speaker is no known entity are counted in the subtitle and not drawn.
    """
    known = news.quotes[news.quotes["speaker_name"].notna()]
    share = len(known) / max(len(news.quotes), 1)
    subtitle = f"{share:.0%} of {len(news.quotes):,} quotes have a known speaker; the others are not drawn"
    figure = _figure("Who is quoted", subtitle, "quotes")
    if known.empty:
        none = "No quotes were found in these articles."
        return _empty(
            figure, none if news.quotes.empty else f"None of {len(news.quotes):,} quotes has a known speaker."
        )
    order = _most(known["speaker_name"])[:top]
    _stack(figure, known, "speaker_name", order, "kind", KINDS, "quote_id", "text")
    return _listed(figure, order, order)


def outlets(news: NewsTables, top: int = 20) -> go.Figure:
    """How many articles the `top` outlets have, near-duplicates of others set apart. Hover names the articles."""
    copies = news.articles["duplicate_of"].notna().map({True: "near-duplicate", False: "own text"})
    articles = news.articles.assign(outlet=news.articles["outlet"].fillna(UNKNOWN), copy=copies)
    order = _most(articles["outlet"])[:top]
    dates = news.articles["published"].dropna()
    span = f", {dates.min():%d %b %Y} to {dates.max():%d %b %Y}" if len(dates) else ""
    figure = _figure("Where the articles come from", f"{len(articles):,} articles{span}", "articles")
    if articles.empty:
        return _empty(figure, "There are no articles in these tables.")
    _stack(figure, articles, "outlet", order, "copy", COPIES, "article_id", "title")
    return _listed(figure, order, order)


def entities_by_label(news: NewsTables, top: int = 25) -> go.Figure:
    """The `top` entities by number of mentions, coloured by label. Hover tells articles, other forms and the id."""
    entities = news.entities.assign(label=news.entities["label"].fillna("no label"))
    entities = entities.sort_values(["n_mentions", "name"], ascending=[False, True], kind="stable").head(top)
    figure = _figure(
        "Who and what is mentioned",
        f"the {len(entities)} of {len(news.entities):,} entities with most mentions",
        "mentions",
    )
    if entities.empty:
        return _empty(figure, "No entities were found in these articles.")
    for label, rows in entities.groupby("label"):
        hover = [
            f"<b>{_safe(row['name'])}</b> ({label})<br>{row['n_mentions']} mentions in {row['n_articles']} articles"
            + (f"<br>also {_safe(', '.join(row['aliases']), 90)}" if row["aliases"] else "")
            + f"<br>{_safe(row['entity_id'])}"
            for row in rows.to_dict("records")
        ]
        figure.add_bar(
            y=[_key(i) for i in rows["entity_id"]], x=rows["n_mentions"].tolist(), name=str(label), orientation="h",
            hovertext=hover, hoverinfo="text", marker=_marker(*LABELS.get(str(label), GREY)),
        )  # fmt: skip
    return _listed(figure, list(entities["entity_id"]), list(entities["name"]))


def _most(cells: pd.Series) -> list[str]:
    """The values, most frequent first, equals in alphabetical order."""
    counts = cells.value_counts()
    return sorted(counts.index, key=lambda value: (-counts[value], value))


def _stack(
    figure: go.Figure, rows: pd.DataFrame, name: str, order: list[str], group: str, looks: dict[str, tuple[str, str]],
    row_id: str, words: str,
) -> None:  # fmt: skip
    """Stacked bars: a bar for each name of the order, a part for each group; hover tells the first rows."""
    parts = {key: part for key, part in rows.groupby([name, group], sort=False)}
    for kind, look in looks.items():
        found = [(key, parts[key, kind]) for key in order if (key, kind) in parts]
        hover = [
            f"<b>{_safe(key)}</b>: {len(part)} {kind}"
            + "".join(f"<br>{_safe(i)}: {_safe(t, 70)}" for i, t in zip(part[row_id][:ROWS], part[words], strict=False))
            + (f"<br>and {len(part) - ROWS} more" if len(part) > ROWS else "")
            for key, part in found
        ]
        if found:
            figure.add_bar(
                y=[_key(key) for key, _ in found], x=[len(part) for _, part in found], name=kind, orientation="h",
                hovertext=hover, hoverinfo="text", marker=_marker(*look),
            )  # fmt: skip


def _figure(title: str, subtitle: str, unit: str) -> go.Figure:
    figure = go.Figure()
    figure.update_layout(
        title={"text": title, "subtitle": {"text": subtitle}, "x": 0.01}, barmode="stack", template="plotly_white",
        font={"size": 13}, margin={"l": 10, "r": 20, "t": 80, "b": 50}, legend={"traceorder": "normal"},
        xaxis={"title": {"text": unit}, "rangemode": "tozero"}, hoverlabel={"align": "left"}, showlegend=True,
    )  # fmt: skip
    return figure


def _listed(figure: go.Figure, keys: list[str], names: list[str]) -> go.Figure:
    """The y axis as a list from top to bottom, with names that fit and room for each."""
    ticks = [_key(key) for key in keys]
    figure.update_yaxes(
        type="category", categoryorder="array", categoryarray=ticks, autorange="reversed", automargin=True,
        ticklabelstandoff=6, tickmode="array", tickvals=ticks, ticktext=[_safe(name, 42) for name in names],
    )  # fmt: skip
    highest = max((sum(bar.x) for bar in figure.data), default=0)
    return figure.update_layout(height=160 + 26 * len(keys), xaxis={"dtick": 1} if highest <= 10 else {})


def _empty(figure: go.Figure, message: str) -> go.Figure:
    figure.add_annotation(text=message, showarrow=False, x=0.5, y=0.5, xref="paper", yref="paper", font={"size": 16})
    figure.update_layout(title={"subtitle": {"text": ""}}, height=260)
    return figure.update_xaxes(visible=False).update_yaxes(visible=False)


def _marker(colour: str, pattern: str) -> dict[str, Any]:
    return {"color": colour, "line": {"width": 0.5, "color": "white"},
            "pattern": {"shape": pattern, "fgcolor": "white", "solidity": 0.25, "size": 6}}  # fmt: skip


def _key(text: str) -> str:
    return escape(str(text))


def _safe(text: Any, length: int = 60) -> str:
    """A text on one line, as a figure shows it: plotly reads some HTML in its labels."""
    return "" if pd.isna(text) else escape(shorten(str(text), length))
