"""`NewsTables`: the tables of a corpus as attributes of one object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from newslab.tables.schema import TableError, check, codebook, empty

if TYPE_CHECKING:
    from newslab.explore.compare import Comparison
    from newslab.explore.display import MarkedArticle


class Explains(Protocol):
    """What made the entities of the tables and can say why."""

    def explain(self, entity_id: str) -> pd.DataFrame:
        """One row an article that was merged into the entity, or other entity that was kept apart."""

    def reasons(self) -> pd.DataFrame:
        """The same of all entities, to be saved."""


@dataclass(eq=False, repr=False)
class NewsTables:
    """What was found in a corpus: one ordinary DataFrame a table, with declared dtypes also when it is empty.

    `newslab.tables.codebook()` says what every column means. `info` holds the version, the reader and the options that
    made the tables; it is saved with them.
    """

    articles: pd.DataFrame = field(default_factory=partial(empty, "articles"))
    sentences: pd.DataFrame = field(default_factory=partial(empty, "sentences"))
    mentions: pd.DataFrame = field(default_factory=partial(empty, "mentions"))
    entities: pd.DataFrame = field(default_factory=partial(empty, "entities"))
    quotes: pd.DataFrame = field(default_factory=partial(empty, "quotes"))
    claims: pd.DataFrame = field(default_factory=partial(empty, "claims"))
    links: pd.DataFrame = field(default_factory=partial(empty, "links"))
    times: pd.DataFrame = field(default_factory=partial(empty, "times"))
    quantities: pd.DataFrame = field(default_factory=partial(empty, "quantities"))
    problems: pd.DataFrame = field(default_factory=partial(empty, "problems"))
    info: dict[str, Any] = field(default_factory=dict)
    resolution: Explains | None = None  # what made the entities; its reasons are saved

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame], info: Mapping[str, Any] | None = None) -> NewsTables:
        """The tables of a mapping from name to frame."""
        return cls(**{name: tables[name] for name in codebook()}, info=dict(info or {}))  # type: ignore[arg-type]

    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name, in their order."""
        return {part.name: getattr(self, part.name) for part in fields(self) if part.name in codebook()}

    def __iter__(self) -> Iterator[tuple[str, pd.DataFrame]]:
        return iter(self.tables().items())

    def check(self) -> None:
        """Raise `TableError` when something in or between the tables is not as the codebook says."""
        check(self.tables())

    def save(self, folder: str | Path) -> Path:
        """Write all tables into a folder, as Parquet and CSV with a `manifest.json`; see `storage.save`."""
        from newslab.tables.storage import save

        return save(self, folder)

    def to_excel(self, path: str | Path) -> Path:
        """Write all tables as sheets of one workbook with readable headers and a codebook; see `exchange.to_excel`."""
        from newslab.tables.exchange import to_excel

        return to_excel(self, path)

    def to_duckdb(self, path: str | Path) -> Path:
        """Write all tables into a DuckDB database; needs the package `duckdb`; see `exchange.to_duckdb`."""
        from newslab.tables.exchange import to_duckdb

        return to_duckdb(self, path)

    def quotes_with_speakers(self) -> pd.DataFrame:
        """One row a quote and speaker, with the speaker's entity and the article; see `joined.quotes_with_speakers`."""
        from newslab.tables.joined import quotes_with_speakers

        return quotes_with_speakers(self)

    def claims_with_sources(self) -> pd.DataFrame:
        """One row a claim and source, with the source's entity and the article; see `joined.claims_with_sources`."""
        from newslab.tables.joined import claims_with_sources

        return claims_with_sources(self)

    def only(self, article_ids: Iterable[str]) -> NewsTables:
        """The tables of some articles only: a story, an outlet, a month; see `joined.only`."""
        from newslab.tables.joined import only

        return only(self, article_ids)

    def explain(self, entity_id: str) -> pd.DataFrame:
        """Why the articles' mentions were taken for this entity, and which others of a like name were kept apart.

        One row an article (`decision` is merged) or other entity (kept apart) with its form and the reason. Tables
        made by `newslab.extract` know, saved and loaded too; raises `TableError` for others and for an unknown id.
        """
        if self.resolution is None:
            raise TableError(
                "These tables do not hold the reasons for their entities, since they were put together or loaded from "
                "a spreadsheet: call explain on what newslab.extract returned."
            )
        try:
            return self.resolution.explain(entity_id)
        except KeyError as error:
            raise TableError(f"There is no entity {entity_id!r} in these tables.") from error

    def show(self, article_id: str) -> MarkedArticle:
        """The article with its mentions, quotes, times and amounts marked; a notebook shows it as HTML.

        Raises `TableError` for an unknown id.
        """
        from newslab.explore.display import MarkedArticle

        return MarkedArticle.of(self, article_id)

    def compare(self, a: str, b: str) -> Comparison:
        """Two articles side by side, with the claims that they share and those that one disputes; see `Comparison`.

        Raises `TableError` for an unknown id.
        """
        from newslab.explore.compare import Comparison

        return Comparison.of(self, a, b)

    def report(self, path: str | Path) -> Path:
        """Write one page with summary, charts, tables and all articles with their marks; see `explore.report`."""
        from newslab.explore.report import report

        return report(self, path)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(frame):,} {name}" for name, frame in self)
        return f"<NewsTables: {counts}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope='row' style='text-align:left'><code>{name}</code></th>"
            f"<td style='text-align:right'>{len(frame):,}</td>"
            f"<td style='text-align:left'>{escape(', '.join(map(str, frame.columns)))}</td></tr>"
            for name, frame in self
        )
        return (
            f"<table><thead><tr><th>table</th><th>rows</th><th>columns</th></tr></thead><tbody>{rows}</tbody></table>"
        )
