"""What newslab finds in the gold's texts: tables that are given, or made here; each text is read once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from newslab.evaluate.gold import Gold, GoldError, Row

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from newslab.tables import NewsTables


class Reading:
    """Where predictions come from. With tables, texts are looked up in them; without, they are read by the pipeline."""

    def __init__(
        self, news: NewsTables | None, gold: Sequence[Gold], pipeline: str | Path | Language | None = None
    ) -> None:
        self._pipeline = pipeline
        rows = [row for one in gold if one.on_text for row in one.rows]
        self.given = news is not None
        self.news = news if news is not None else self._extract(rows) if rows else None
        self._by_text: dict[str, str] = {}
        if self.news is not None:
            articles = self.news.articles
            self._by_text = dict(zip(articles["text"].map(_digest), articles["article_id"], strict=True))
        if self.given and rows and not any(self.article(row) for row in rows):
            raise GoldError("None of the gold's texts is in the tables; an article's text must be the gold's text.")

    @cached_property
    def nlp(self) -> Language:
        """The pipeline; loaded when it is first needed."""
        from newslab.reader import load
        from newslab.reader.component import cores

        return load(self._pipeline, threads=cores())

    def docs(self, texts: Iterable[str | Doc]) -> Iterable[Doc]:
        """Texts, or Docs of gold tokens, as the pipeline reads them."""
        return self.nlp.pipe(texts)

    def article(self, row: Row) -> str | None:
        """The id of the article with the row's text; None where the tables have none."""
        return self._by_text.get(_digest(row["text"]))

    def rows(self, table: str, row: Row) -> list[dict[str, Any]]:
        """The rows that a table has for the article with this text, missing cells as None."""
        return self._tables(table).get(self.article(row) or "", [])

    def links(self, row: Row) -> list[dict[str, Any]]:
        """The links from claims of the article with this text."""
        return self._tables("links").get(self.article(row) or "", [])

    @cached_property
    def _article_of_claim(self) -> dict[str, str]:
        assert self.news is not None
        return dict(zip(self.news.claims["claim_id"], self.news.claims["article_id"], strict=True))

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """The names of every entity, its fullest first."""
        if self.news is None:
            return {}
        table = self.news.entities
        rows = zip(table["entity_id"], table["name"], table["aliases"], strict=True)
        return {entity: [name, *aliases] for entity, name, aliases in rows}

    def _tables(self, table: str) -> dict[str, list[dict[str, Any]]]:
        made = self.__dict__.setdefault("_made", {})
        if table not in made:
            frame = getattr(self.news, table)
            columns = [_plain(frame[column]) for column in frame.columns]
            by_article: dict[str, list[dict[str, Any]]] = {}
            for cells in zip(*columns, strict=True):
                found = dict(zip(frame.columns, cells, strict=True))
                article = self._article_of_claim[found["from_claim_id"]] if table == "links" else found["article_id"]
                by_article.setdefault(article, []).append(found)
            made[table] = by_article
        return made[table]

    def _extract(self, rows: Sequence[Row]) -> NewsTables:
        from newslab.extract import extract

        texts: dict[str, Row] = {}
        corpora = {id(row["articles"]): row["articles"] for row in rows if "articles" in row}
        for row in (row for row in rows if "articles" not in row):
            known = texts.setdefault(row["text"], {})
            known.update({key: row[key] for key in ("title", "date") if row.get(key)})
        articles = pd.DataFrame(
            {
                "article_id": [f"gold{number}" for number in range(len(texts))],
                "text": list(texts),
                "title": [row.get("title") for row in texts.values()],
                "published": [row.get("date") for row in texts.values()],
                "language": "en",
            }
        )
        frames = [*corpora.values(), *([articles] if len(articles) else [])]
        articles = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
        return extract(articles, pipeline=self.nlp, progress=False)


def _digest(text: str) -> str:
    """White space at the end does not count: it moves no offset."""
    return hashlib.sha256(text.rstrip().encode("utf8", "surrogatepass")).hexdigest()


def _plain(column: pd.Series) -> list[Any]:
    values = column.astype(object)
    return [
        None if not isinstance(cell, list) and pd.api.types.is_scalar(cell) and pd.isna(cell) else cell
        for cell in values
    ]
