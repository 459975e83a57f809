"""Scores as lines of text."""

from __future__ import annotations

from typing import Any

import pandas as pd

NUMBERS = ("n_gold", "n_found", "n_right")
FIGURES = ("precision", "recall", "f1", "value")


def shown(scores: pd.DataFrame) -> str:
    """The scores in blocks, one a file and layer: counts, precision, recall, F1 or value, and the 95 % interval."""
    lines: list[str] = []
    width = max((len(name) for name in scores["measure"]), default=10)
    for (data, layer), rows in scores.groupby(["data", "layer"], sort=False):
        if lines:
            lines.append("")
        lines.append(f"{layer}: {data}, documents: {rows['n_documents'].max()}")
        heads = [f"{head:>7}" for head in ("gold", "found", "right", "P", "R", "F1", "value")]
        lines.append(f"  {'':{width}}{''.join(heads)}   95 % interval")
        for row in rows.to_dict("records"):
            counts = "".join(f"{_number(row[name]):>7}" for name in NUMBERS)
            digits = 3 if row["measure"].endswith(", r") or "error" in row["measure"] else 1
            figures = "".join(f"{_figure(row[name], digits):>7}" for name in FIGURES)
            low, high = (_figure(row[name], digits) for name in ("low", "high"))
            lines.append(f"  {row['measure']:{width}}{counts}{figures}   {f'{low}–{high}' if low else ''}".rstrip())
    return "\n".join(lines)


def markdown(scores: pd.DataFrame) -> str:
    """The scores as a Markdown table: a row a layer and measure, a column a set of gold, with the 95 % intervals.

    Each cell has the F1, or the recall or value where there is none.
    """
    sets = list(dict.fromkeys(scores["data"]))
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for row in scores.to_dict("records"):
        main = next((row[name] for name in ("f1", "value", "recall") if not pd.isna(row[name])), float("nan"))
        figure = _figure(main, 1)
        interval = f" ({_figure(row['low'], 1)}–{_figure(row['high'], 1)})" if not pd.isna(row["low"]) else ""
        cells.setdefault((row["layer"], row["measure"]), {})[row["data"]] = figure and figure + interval
    lines = [f"| layer | measure | {' | '.join(sets)} |", f"|---|---|{'---|' * len(sets)}"]
    for (layer, measure), by_set in cells.items():
        lines.append(f"| {layer} | {measure} | {' | '.join(by_set.get(name, '') for name in sets)} |")
    return "\n".join(lines)


def _number(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _figure(value: float, digits: int) -> str:
    return "" if pd.isna(value) else f"{value:.{digits}f}"
