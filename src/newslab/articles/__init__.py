"""Files and frames → the articles table: the first room of the house."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from newslab.articles.frame import ReadError, prepare
from newslab.records import Problem

__all__ = ["ReadError", "prepare", "read", "read_articles"]

Source = str | os.PathLike[str] | pd.DataFrame | Iterable[str | os.PathLike[str]]


def read(source: Source, *, columns: Mapping[str, str] | None = None, outlet: str | None = None) -> pd.DataFrame:
    """Read articles from a folder, a file, a zip, a DataFrame, or several paths.

    Folders are read with their folders, in order of their paths: .txt and .md (with front matter when there is some),
    .html, .csv, .tsv, .xlsx, .jsonl, .json, .parquet (each also as .gz), and .zip with these in it. Title, text, date,
    outlet, byline and url are found by their usual names; `columns` maps those that are not: `{"text": "body"}`.
    `outlet` is for articles that name none.

    Returns the articles table. What was left out or repaired stands in `.attrs["newslab_problems"]`, as dicts: an
    article that is not English, empty, binary or over a million characters; a repeated id; a date that cannot be read;
    a file of a kind that is not read.

    Raises FileNotFoundError when a named path does not exist, and ReadError when a frame has no text column.
    """
    articles, problems = read_articles(source, columns=columns, outlet=outlet)
    articles.attrs["newslab_problems"] = [asdict(problem) for problem in problems]
    return articles


def read_articles(
    source: Source, *, columns: Mapping[str, str] | None = None, outlet: str | None = None
) -> tuple[pd.DataFrame, list[Problem]]:
    """The same as `read`, with the problems beside the table."""
    if isinstance(source, pd.DataFrame):
        return prepare(source, columns=columns, outlet=outlet)
    from newslab.articles.drafts import stream
    from newslab.articles.frame import from_entries

    entries: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for _, found in stream(source, columns):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            entries.append(found)
    articles, met = from_entries(entries, outlet=outlet)
    return articles, [*problems, *met]
