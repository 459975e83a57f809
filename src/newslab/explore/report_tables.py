"""The report's tables: fewer columns than newslab's own, under headings for readers, with links into the articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

from newslab.explore.display import table_rows
from newslab.explore.margin import CERTAINTY, held
from newslab.tables.news import NewsTables

# A list of two is a text and the address in the page that it links to; one of four the number of an article, the start
# and the end of a row in its text, and the row's id, which begins with the article's where it begins with ":".
Cell = str | float | None | list[str] | list[str | int]

# Each column: key in the page's address, heading, and what it holds: text, choice (of few values), number, long (text
# that needs room), exact (a choice that is not shown).
COLUMNS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "quotes": (
        ("date", "date", "text"), ("outlet", "outlet", "choice"), ("speaker", "speaker", "text"),
        ("who", "speaker is", "choice"), ("cue", "cue", "text"), ("class", "cue's class", "choice"),
        ("kind", "kind", "choice"), ("text", "what was said", "long"), ("sure", "confidence", "number"),
        ("article", "article's id", "exact"),
    ),
    "claims": (
        ("date", "date", "text"), ("outlet", "outlet", "choice"), ("source", "source", "text"),
        ("held", "certainty", "choice"), ("type", "type", "choice"), ("text", "claim", "long"),
        ("check", "check-worthy", "number"), ("sure", "confidence", "number"),
        ("article", "article's id", "exact"),
    ),
    "links": (
        ("source", "who", "text"), ("relation", "does what", "choice"), ("text", "with this claim", "long"),
        ("other", "to whom", "text"), ("about", "to this claim", "long"), ("basis", "basis", "choice"),
        ("sure", "confidence", "number"),
    ),
    "entities": (
        ("name", "name", "text"), ("label", "label", "choice"), ("description", "described as", "long"),
        ("mentions", "mentions", "number"), ("articles", "articles", "number"), ("quotes", "quotes", "number"),
    ),
    "articles": (
        ("date", "date", "text"), ("outlet", "outlet", "choice"), ("title", "title", "long"),
        ("words", "words", "number"), ("quotes", "quotes", "number"), ("claims", "claims", "number"),
        ("repeats", "repeats nearly", "long"),
    ),
    "problems": (
        ("severity", "severity", "choice"), ("stage", "stage", "choice"), ("source", "source", "text"),
        ("message", "what, why, and what to do", "long"),
    ),
}  # fmt: skip
TITLES = {
    "quotes": "Quotes", "claims": "Claims", "links": "Who disagrees or repeats", "entities": "Who and what",
    "articles": "Articles", "problems": "Problems",
}  # fmt: skip


def to_article(article_id: str, row_id: str = "") -> str:
    """The address of an article in the report, or of a quote or claim in it."""
    return "#article/" + "/".join(quote(part, safe="") for part in (article_id, row_id) if part)


def to_rows(table: str, **filters: str) -> str:
    """The address of a table in the report, filtered."""
    return f"#{table}?{urlencode(filters, quote_via=quote)}" if filters else f"#{table}"


def tables(news: NewsTables) -> list[dict[str, Any]]:
    """The tables that have rows: name, title, columns and each column's cells, ready to be written as JSON."""
    articles = table_rows(news.articles)
    by_id = {row["article_id"]: row for row in articles}
    dates = {
        key: f"{row['published']:%Y-%m-%d}" if row["published"] is not None else None for key, row in by_id.items()
    }
    quotes, claims = table_rows(news.quotes), table_rows(news.claims)
    texts = {row["claim_id"]: row for row in claims}
    spoken = Counter(entity_id for row in quotes for entity_id in row["speaker_ids"])
    quoted, claimed = (Counter(row["article_id"] for row in rows) for rows in (quotes, claims))

    def head(row: dict[str, Any]) -> list[Cell]:
        return [dates[row["article_id"]], by_id[row["article_id"]]["outlet"]]

    numbers = {key: i for i, key in enumerate(by_id)}

    def placed(row: dict[str, Any], row_id: str) -> Cell:
        """A row whose words stand in its article's text, where they need not be stored again."""
        key, start, end = row["article_id"], row["start"], row["end"]
        if row["text"] != by_id[key]["text"][start:end]:
            return [_line(row["text"]), to_article(key, row_id)]
        return [numbers[key], start, end, row_id.removeprefix(key) if row_id.startswith(f"{key}:") else row_id]

    def claim(claim_id: str) -> Cell:
        return placed(texts[claim_id], claim_id)

    rows: dict[str, list[list[Cell]]] = {
        "quotes": [
            [*head(row), row["speaker_name"] or row["speaker"], row["speaker_type"], row["cue"], row["cue_class"],
             row["kind"], placed(row, row["quote_id"]), _two(row["confidence"]),
             row["article_id"]]
            for row in quotes
        ],
        "claims": [
            [*head(row), _source(row), CERTAINTY[held(row)], row["claim_type"], claim(row["claim_id"]),
             _two(row["check_worthy"]), _two(row["confidence"]), row["article_id"]]
            for row in claims
        ],
        "links": [
            [_source(texts[row["from_claim_id"]]), row["relation"], claim(row["from_claim_id"]),
             _source(texts[row["to_claim_id"]]), claim(row["to_claim_id"]), row["basis"], _two(row["confidence"])]
            for row in table_rows(news.links)
        ],
        "entities": [
            [[row["name"], to_rows("quotes", speaker=row["name"])] if spoken[row["entity_id"]] else row["name"],
             row["label"], row["description"], row["n_mentions"], row["n_articles"], spoken[row["entity_id"]]]
            for row in sorted(table_rows(news.entities), key=lambda row: -row["n_mentions"])
        ],
        "articles": [
            [dates[key], row["outlet"], [row["title"] or key, to_article(key)], row["n_words"], quoted[key],
             claimed[key],
             [by_id[row["duplicate_of"]]["title"] or row["duplicate_of"], to_article(row["duplicate_of"])]
             if row["duplicate_of"] is not None else None]
            for key, row in by_id.items()
        ],
        "problems": [
            [row["severity"], row["stage"], row["source"],
             [row["message"], to_article(row["article_id"])] if row["article_id"] in by_id else row["message"]]
            for row in table_rows(news.problems)
        ],
    }  # fmt: skip
    return [
        {
            "name": name,
            "title": TITLES[name],
            "columns": COLUMNS[name],
            "cells": list(map(_column, zip(*cells, strict=True))),
        }
        for name, cells in rows.items()
        if cells
    ]


def _column(cells: Sequence[Cell]) -> Any:
    """A column: where all its cells are places, columns of their parts, and where words recur, numbers in a list."""
    if all(isinstance(cell, list) and len(cell) == 4 for cell in cells):
        return {"places": list(zip(*cells, strict=True))}
    words = {cell for cell in cells if isinstance(cell, str)}
    if len(words) * 2 > len(cells) or not all(cell is None or isinstance(cell, str) for cell in cells):
        return cells
    number = {word: i for i, word in enumerate(sorted(words))}
    return {"all": list(number), "at": [None if cell is None else number[str(cell)] for cell in cells]}


def _source(claim: dict[str, Any]) -> str:
    """Who makes the claim: the chain of its sources without the article, which every chain begins with."""
    chain: Sequence[str] = claim["source_chain"]
    return " → ".join(chain[1:]) if len(chain) > 1 else "(the article)"


def _line(text: str) -> str:
    return " ".join(text.split())


def _two(value: float) -> float:
    return round(value, 2)
