"""Which countries are written about, and which are heard.

The map is drawn from outlines that come with newslab (Natural Earth), as plotly's own base maps are fetched from a
server. Its projection is Equal Earth (Šavrič, Patterson & Jenny 2018), on which areas can be compared.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from newslab.explore.charts.figures import BLUE, ORANGE, RED, empty, figure_of, listed, marker, safe, sized, tick, told
from newslab.tables.news import NewsTables

Path = tuple[list[float | None], list[float | None]]
LAND = "#ECECEC"


class Country(NamedTuple):
    """A country's name, its rings in degrees and a point in it; small countries have only the point."""

    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    point: tuple[float, float] | None


@cache
def outlines() -> dict[str, Country]:
    """ISO 3166 alpha-3 code → country, from `outlines.tsv`."""
    lines = files(__package__).joinpath("outlines.tsv").read_text("utf8").splitlines()
    found = {}
    for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"):
        numbers = [[int(n) / 10 for n in ring.split()] for ring in row["rings"].split(";") if ring]
        rings = tuple(tuple(zip(ring[::2], ring[1::2], strict=True)) for ring in numbers)
        point = (float(row["longitude"]), float(row["latitude"])) if row["latitude"] else None
        found[row["country"]] = Country(row["name"], rings, point)
    return found


def countries(news: NewsTables, top: int = 20) -> go.Figure:
    """The `top` countries by mentions of their places, people and bodies, and how often these are quoted.

    Hover names the entities. An entity's country is `entities.country`; entities without one are not counted.
    """
    mentions, voices = _by_country(news)
    figure = figure_of("Countries written about, and heard", "entities whose country is known", "mentions or quotes")
    figure.update_layout(barmode="group")
    if mentions.empty and voices.empty:
        return empty(figure, "No entity with a known country was found in these articles.")
    order = _order(mentions, voices)[:top]
    for name, rows, row_id, colour, pattern in (
        ("mentions", mentions, "mention_id", ORANGE, ""), ("quotes", voices, "quote_id", BLUE, "/"),
    ):  # fmt: skip
        parts = {str(code): part for code, part in rows.groupby("country") if code in order}
        hover = [_told(code, name, parts[code], row_id) for code in parts]
        if parts:
            figure.add_bar(
                y=[tick(code) for code in parts], x=[len(part) for part in parts.values()], name=name, orientation="h",
                hovertext=hover, hoverinfo="text", marker=marker(colour, pattern),
            )  # fmt: skip
    return sized(listed(figure, order, [country_name(code) for code in order]), 190 + 34 * len(order))


def country_map(news: NewsTables) -> go.Figure:
    """A map of the countries written about (shade: mentions) and heard (circles: quotes); needs no network.

    Hover over the mark in a country names its entities. Borders are Natural Earth's at 1:110 million, which show who
    holds a territory, and small states have a mark only.
    """
    mentions, voices = _by_country(news)
    key = "shade: mentions; red circles: quotes, larger for more; white: none quoted"
    figure = figure_of("Countries written about, and heard", key, "")
    if mentions.empty and voices.empty:
        return empty(figure, "No entity with a known country was found in these articles.")
    known = [code for code in _order(mentions, voices) if code in outlines()]
    n_mentions, n_voices = mentions["country"].value_counts(), voices["country"].value_counts()
    highest = int(max(n_mentions.max() if len(n_mentions) else 1, 1))
    x, y = _path([c for code, c in outlines().items() if code not in n_mentions.index and code != "ATA"])
    figure.add_scatter(x=x, y=y, mode="lines", fill="toself", fillcolor=LAND, hoverinfo="skip", showlegend=False,
                       line={"width": 0.5, "color": "#BBBBBB"})  # fmt: skip
    for code in known:
        if code in n_mentions.index and outlines()[code].rings:
            x, y = _path([outlines()[code]])
            shade = sample_colorscale("Cividis", [1 - (n_mentions[code] / highest) ** 0.5])[0]
            figure.add_scatter(x=x, y=y, mode="lines", fill="toself", fillcolor=shade, hoverinfo="skip",
                               showlegend=False, line={"width": 0.5, "color": "#777777"})  # fmt: skip
    points = {code: outlines()[code].point for code in known}
    drawn = [(code, project(*point)) for code, point in points.items() if point is not None]
    by_mention, by_voice = dict(list(mentions.groupby("country"))), dict(list(voices.groupby("country")))
    hover = [
        "<br>".join(
            _told(code, name, rows[code], row_id)
            for name, rows, row_id in (("mentions", by_mention, "mention_id"), ("quotes", by_voice, "quote_id"))
            if code in rows
        )
        for code, _ in drawn
    ]
    counts = [int(n_voices.get(code, 0)) for code, _ in drawn]
    figure.add_scatter(
        x=[at[0] for _, at in drawn], y=[at[1] for _, at in drawn], mode="markers", name="quotes", hovertext=hover,
        hoverinfo="text", showlegend=False,
        marker={"size": [7 + 3 * count**0.5 for count in counts], "color": [RED if c else "white" for c in counts],
                "opacity": 0.85, "line": {"width": 1, "color": "black"}},
    )  # fmt: skip
    figure.add_scatter(  # the scale of the shades
        x=[None], y=[None], mode="markers", showlegend=False, hoverinfo="skip",
        marker={"colorscale": "Cividis", "reversescale": True, "cmin": 0, "cmax": 1, "color": [0], "showscale": True,
                "colorbar": {"title": {"text": "mentions", "side": "top"}, "orientation": "h", "y": 0, "yanchor": "top",
                             "thickness": 12, "tickvals": [(k / highest) ** 0.5 for k in _steps(highest)],
                             "ticktext": [f"{k:,}" for k in _steps(highest)], "len": 0.6}},
    )  # fmt: skip
    figure.update_xaxes(visible=False, rangemode="normal", range=[-2.75, 2.75])
    figure.update_yaxes(visible=False, scaleanchor="x", range=[-1.15, 1.35])
    return figure.update_layout(height=560, margin={"l": 0, "r": 0, "b": 10})


def country_name(code: str) -> str:
    """A country's English name, or its code where it has none."""
    return outlines()[code].name if code in outlines() else code


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees → Equal Earth's plane (x to ±2.71, y to ±1.32)."""
    t = np.arcsin(np.sqrt(3) / 2 * np.sin(np.radians(latitude)))
    slope = 9 * 0.003796 * t**8 + 7 * 0.000893 * t**6 - 3 * 0.081106 * t**2 + 1.340264
    x = 2 * np.sqrt(3) * np.radians(longitude) * np.cos(t) / (3 * slope)
    y = 0.003796 * t**9 + 0.000893 * t**7 - 0.081106 * t**3 + 1.340264 * t
    return round(float(x), 3), round(float(y), 3)


def _path(shapes: list[Country]) -> Path:
    """The rings as one line with gaps."""
    x: list[float | None] = []
    y: list[float | None] = []
    for shape in shapes:
        for ring in shape.rings:
            points = [project(*point) for point in ring]
            x += [*(point[0] for point in points), None]
            y += [*(point[1] for point in points), None]
    return x, y


def _by_country(news: NewsTables) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mentions and quotes with the country and the name of their entity."""
    entities = news.entities.loc[news.entities["country"].notna(), ["entity_id", "name", "country"]]
    mentions = news.mentions[["mention_id", "entity_id"]].merge(entities, on="entity_id")
    spoken = (
        news.quotes[["quote_id", "speaker_ids"]].explode("speaker_ids").rename(columns={"speaker_ids": "entity_id"})
    )
    spoken["entity_id"] = spoken["entity_id"].astype("str")
    return mentions, spoken.merge(entities, on="entity_id")


def _order(mentions: pd.DataFrame, voices: pd.DataFrame) -> list[str]:
    counts = mentions["country"].value_counts().add(voices["country"].value_counts() * 1e-6, fill_value=0)
    return sorted(counts.index, key=lambda code: (-counts[code], code))


def _told(code: str, name: str, rows: pd.DataFrame, row_id: str) -> str:
    names = rows.groupby("name", sort=False)[row_id].agg(["size", "first"]).sort_values("size", ascending=False)
    words = [f"{entity}, {size}" for entity, size in zip(names.index, names["size"], strict=True)]
    return told(f"<b>{safe(country_name(code))}</b>: {len(rows)} {name}", names["first"], words, len(names))


def _steps(highest: int) -> list[int]:
    return sorted({1, max(1, highest // 10), max(1, highest // 4), max(1, highest // 2), highest})
