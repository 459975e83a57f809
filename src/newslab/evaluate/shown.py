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


def _number(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _figure(value: float, digits: int) -> str:
    return "" if pd.isna(value) else f"{value:.{digits}f}"
