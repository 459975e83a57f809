"""What the charts share: bars, grids, lists as axes, hover texts that name rows, the state without rows.

Colours are Okabe and Ito's (2008), which colour-blind people can tell apart; patterns and symbols repeat what colour
says. Figures follow plotly's default template where you have set one (`plotly.io.templates.default = "plotly_dark"`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio

from newslab.explore.display import shorten

Look = tuple[str, str]  # colour and the pattern that repeats it

BLUE, SKY, GREEN, YELLOW = "#0072B2", "#56B4E9", "#009E73", "#F0E442"
ORANGE, RED, PURPLE, GREY, BLACK = "#E69F00", "#D55E00", "#CC79A7", "#999999", "#444444"
LABELS: dict[str, Look] = {
    "PERSON": (ORANGE, ""), "ORG": (BLUE, "/"), "GPE": (GREEN, "."), "LOC": (YELLOW, "x"), "NORP": (PURPLE, "\\"),
    "FAC": (RED, "-"), "EVENT": (SKY, "|"), "PRODUCT": (GREY, "+"), "WORK": (BLACK, ""),
}  # fmt: skip
OTHER: Look = (GREY, "")
ROWS = 5  # rows that hover names
NO_OUTLET = "(outlet not given)"
COUNTS = [[0, "#FFF4CC"], [0.5, "#9CCBD8"], [1, "#3A8CC9"]]  # light enough for dark figures on every shade
USELESS = ["select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"]  # buttons that would lie over the title


def figure_of(title: str, subtitle: str, unit: str) -> go.Figure:
    """A figure without marks; `unit` names the x axis."""
    figure = go.Figure()
    figure.update_layout(
        title={"text": title, "subtitle": {"text": subtitle}, "x": 0.01, "y": 1, "yanchor": "top", "pad": {"t": 16}},
        barmode="stack", template=_template(), font={"size": 13}, margin={"l": 10, "r": 20, "t": 80, "b": 50},
        legend={"traceorder": "normal", "orientation": "h", "x": 0, "xanchor": "left", "yanchor": "top"},
        xaxis={"title": {"text": unit, "standoff": 8}, "rangemode": "tozero"}, hoverlabel={"align": "left"},
        modebar={"remove": USELESS}, showlegend=True,
    )  # fmt: skip
    return figure


def sized(figure: go.Figure, height: int, under: int = 56) -> go.Figure:
    """The figure with its height, and its legend that many pixels below the marks, where narrow pages have room."""
    legend = 24 if len(figure.data) > 1 and figure.layout.showlegend else 0
    top, bottom = figure.layout.margin.t, figure.layout.margin.b
    figure.update_layout(legend={"y": -under / (height - top - bottom)}, height=height + legend)
    return figure


def ink() -> str:
    """The colour of the text: dark on light templates, light on dark ones."""
    return pio.templates[_template()].layout.font.color or "#444444"


def _template() -> str:
    chosen = pio.templates.default or "none"
    return "plotly_white" if chosen == "plotly" else str(chosen)


def empty(figure: go.Figure, message: str) -> go.Figure:
    """The figure without rows: a sentence that says so."""
    figure.add_annotation(text=message, showarrow=False, x=0.5, y=0.5, xref="paper", yref="paper", font={"size": 16})
    figure.update_layout(title={"subtitle": {"text": ""}}, height=260, showlegend=False)
    return figure.update_xaxes(visible=False).update_yaxes(visible=False)


def stack(
    figure: go.Figure, rows: pd.DataFrame, name: str, order: Sequence[str], group: str, looks: Mapping[str, Look],
    row_id: str, words: str, *, upright: bool = False,
) -> None:  # fmt: skip
    """Stacked bars: a bar for each name of the order, a part for each group; hover tells the first rows."""
    parts = {key: part for key, part in rows.groupby([name, group], sort=False)}
    for kind, look in looks.items():
        found = [(key, parts[key, kind]) for key in order if (key, kind) in parts]
        if not found:
            continue
        hover = [
            told(f"<b>{safe(key)}</b>: {len(part)} {kind}", part[row_id], part[words], len(part)) for key, part in found
        ]
        names, counts = [tick(key) for key, _ in found], [len(part) for _, part in found]
        figure.add_bar(
            x=names if upright else counts, y=counts if upright else names, name=kind, hovertext=hover,
            orientation="v" if upright else "h", hoverinfo="text", marker=marker(*look),
        )  # fmt: skip


def grid(
    figure: go.Figure, rows: pd.DataFrame, name: str, order: Sequence[str], column: str, columns: Sequence[str],
    row_id: str, words: str,
) -> None:  # fmt: skip
    """A heat map: a line for each name of the order, cells with counts; hover tells the first rows."""
    parts = {key: part for key, part in rows.groupby([name, column], sort=False)}
    counts = [[len(parts[key, other]) if (key, other) in parts else None for other in columns] for key in order]
    texts = [["" if count is None else count for count in line] for line in counts]
    hover = [
        [
            told(f"<b>{safe(key)}</b>, {safe(other)}: {len(parts[key, other])}",
                 parts[key, other][row_id], parts[key, other][words], len(parts[key, other]))
            if (key, other) in parts else ""
            for other in columns
        ]
        for key in order
    ]  # fmt: skip
    figure.add_heatmap(
        z=counts, x=[tick(other) for other in columns], y=[tick(key) for key in order], text=texts, hovertext=hover,
        texttemplate="%{text}", hoverinfo="text", colorscale=COUNTS, zmin=0, xgap=2, ygap=2,
        hoverongaps=False, showscale=False, textfont={"color": "#1B1B1F"},
    )  # fmt: skip
    ticks, level = [tick(other) for other in columns], sum(map(len, columns)) <= 40
    figure.update_xaxes(
        type="category", categoryorder="array", categoryarray=ticks, tickmode="array", tickvals=ticks,
        ticktext=[safe(other, 24) for other in columns], tickangle=0 if level else -45, side="top", showgrid=False,
        title="",
    )  # fmt: skip
    figure.update_yaxes(showgrid=False)
    slanting = 0 if level else 5 * min(max(len(str(other)) for other in columns), 24)
    figure.update_layout(showlegend=False, margin={"t": 105 + slanting, "b": 20})


def listed(figure: go.Figure, keys: Sequence[str], names: Sequence[str], length: int = 42) -> go.Figure:
    """The y axis as a list from top to bottom, with names that fit and room for each."""
    ticks = [tick(key) for key in keys]
    figure.update_yaxes(
        type="category", categoryorder="array", categoryarray=ticks, autorange="reversed", automargin=True,
        ticklabelstandoff=8, tickmode="array", tickvals=ticks, ticktext=[safe(name, length) for name in names],
    )  # fmt: skip
    bars = [bar for bar in figure.data if bar.type == "bar"]
    highest = max((sum(bar.x) for bar in bars), default=11)
    figure.update_layout(xaxis={"dtick": 1} if highest <= 10 else {})
    return sized(figure, 170 + 26 * len(keys))


def told_above(figure: go.Figure, keys: Sequence[str], words: Sequence[str], length: int = 58) -> go.Figure:
    """Each line of the list with words above its marks, which would be cut as labels beside them."""
    for key, text in zip(keys, words, strict=True):
        figure.add_annotation(
            xref="paper", x=0, xanchor="left", y=tick(key), yshift=17, text=safe(text, length), showarrow=False,
            font={"size": 12}, align="left",
        )  # fmt: skip
    figure.update_traces(width=0.36, selector={"type": "bar"})
    return sized(figure, 190 + 42 * len(keys))


def periods(days: pd.Series) -> tuple[pd.Series, list[str], str]:
    """Each time's day, week or month as a label, all labels from the first to the last, and what they are.

    Days for up to 31 of them, weeks (by their Monday) for up to 40, else months; missing times stay missing.
    """
    known = days.dropna()
    span = (known.max() - known.min()).days if len(known) else 0
    freq, form, unit = ("D", "%d %b %Y", "day") if span <= 31 else ("W-SUN", "%d %b %Y", "week from Monday")
    if span > 280:
        freq, form, unit = "M", "%b %Y", "month"
    if known.empty:
        return days.astype("object"), [], unit
    spans = days.dt.tz_localize(None).dt.to_period(freq)
    every = pd.period_range(spans.min(), spans.max(), freq=freq)
    return (
        spans.map(lambda period: period.start_time.strftime(form), na_action="ignore"),
        [period.start_time.strftime(form) for period in every],
        unit,
    )


def most(cells: pd.Series) -> list[str]:
    """The values, most frequent first, equals in alphabetical order."""
    counts = cells.value_counts()
    return sorted(counts.index, key=lambda value: (-counts[value], value))


def told(head: str, ids: Iterable[Any], words: Iterable[Any], total: int) -> str:
    """A hover text: a line of markup, then the first rows with their ids."""
    lines = [f"<br>{safe(i)}: {safe(text, 70)}" for i, text, _ in zip(ids, words, range(ROWS), strict=False)]
    return head + "".join(lines) + (f"<br>and {total - ROWS} more" if total > ROWS else "")


def with_outlets(news_articles: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the outlet and the time of publication of their article."""
    articles = news_articles.set_index("article_id")[["outlet", "published"]].reindex(rows["article_id"])
    articles = articles.set_axis(rows.index)
    return rows.assign(outlet=articles["outlet"].fillna(NO_OUTLET), published=articles["published"])


def marker(colour: str, pattern: str) -> dict[str, Any]:
    """How a bar is filled."""
    return {"color": colour, "line": {"width": 0.5, "color": ink()},
            "pattern": {"shape": pattern, "fgcolor": "white", "solidity": 0.25, "size": 6}}  # fmt: skip


def tick(text: str) -> str:
    """A value as a category of an axis."""
    return escape(str(text), quote=False)


def safe(text: Any, length: int = 60) -> str:
    """A text on one line, as a figure shows it: plotly reads some HTML in its labels."""
    return "" if pd.isna(text) else escape(shorten(str(text), length), quote=False)
