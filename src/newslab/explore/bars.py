"""A bar chart of `charts` as plain HTML: light, readable without a script, and each bar a link to its rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

import plotly.graph_objects as go

STRIPES = {
    "/": "135deg", "\\": "45deg", "x": "45deg", "-": "0deg", "+": "0deg", "|": "90deg", ".": "110deg",
}  # fmt: skip


def bars(figure: go.Figure, href: Callable[[str, str], str]) -> str:
    """The figure's horizontal, stacked bars as an HTML list.

    `href` gives the address of a bar from its key and its name, both plain text. What plotly shows on hover is the
    title of each part; a figure without bars is shown as the sentence that it holds instead.
    """
    layout = figure.layout
    names = dict(zip(layout.yaxis.tickvals or (), layout.yaxis.ticktext or (), strict=False))
    parts: dict[str, list[str]] = {key: [] for key in layout.yaxis.categoryarray or ()}
    totals = dict.fromkeys(parts, 0.0)
    for bar in figure.data:
        for key, value in zip(bar.y, bar.x, strict=True):
            totals[key] += value
    longest = max(totals.values(), default=0)
    for bar in figure.data:
        look = f"--hue:{bar.marker.color};--stripe:{STRIPES.get(bar.marker.pattern.shape, 'none')}"
        sort = "part striped" if bar.marker.pattern.shape else "part"
        for key, value, hover in zip(bar.y, bar.x, bar.hovertext, strict=True):
            style = f"width:{value / longest:.2%};{look}"
            parts[key].append(f'<span class="{sort}" style="{style}" title="{escape(_plain(hover))}"></span>')
    items = "".join(
        f'<li><a href="{escape(href(unescape(key), unescape(names.get(key, key))))}">'
        f'<span class="name">{names.get(key, escape(key))}</span><span class="bar">{"".join(pieces)}</span>'
        f'<span class="count">{totals[key]:,.0f}</span></a></li>'
        for key, pieces in parts.items()
    )
    empty = "".join(f"<p>{note.text}</p>" for note in layout.annotations) if not items else ""
    return (
        f'<figure class="chart"><figcaption><h3>{layout.title.text}</h3>'
        f"<p>{layout.title.subtitle.text or ''}</p></figcaption>{_key(figure)}"
        f'{empty}<ol class="bars">{items}</ol></figure>\n'
    )


def _key(figure: go.Figure) -> str:
    if len(figure.data) < 2:
        return ""
    entries = "".join(
        f'<span><i class="{"part striped" if bar.marker.pattern.shape else "part"}" '
        f'style="--hue:{bar.marker.color};--stripe:{STRIPES.get(bar.marker.pattern.shape, "none")}"></i> '
        f"{escape(str(bar.name))}</span>"
        for bar in figure.data
    )
    return f'<p class="key">{entries}</p>'


def _plain(hover: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", hover.replace("<br>", "\n")))
