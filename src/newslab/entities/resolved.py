"""The result of resolution: entities, whose each cluster is, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

ALONE = "named by no article"
REASONS = ("entity_id", "decision", "article_or_entity_id", "form", "reason")  # columns of what is saved


@dataclass(slots=True)
class Entity:
    """A row of `entities`."""

    entity_id: str
    name: str
    label: str | None
    aliases: tuple[str, ...]
    description: str | None
    n_mentions: int
    n_articles: int
    country: str | None
    latitude: float | None
    longitude: float | None


@dataclass(slots=True)
class Evidence:
    """Why an article's entity is this one, or why another was kept apart."""

    article_id: str
    form: str
    reason: str


class Assignment(Mapping[tuple[str, int], str]):
    """(article_id, cluster) → entity_id, without a key object for each of millions of pairs."""

    def __init__(self) -> None:
        self._of: dict[str, dict[int, str]] = {}

    def __getitem__(self, key: tuple[str, int]) -> str:
        return self._of[key[0]][key[1]]

    def __setitem__(self, key: tuple[str, int], entity: str) -> None:
        self._of.setdefault(key[0], {})[key[1]] = entity

    def get(self, key: tuple[str, int], default: str | None = None) -> str | None:  # type: ignore[override]
        """The entity, without an exception where there is none."""
        part = self._of.get(key[0])
        return default if part is None else part.get(key[1], default)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return ((article, cluster) for article, part in self._of.items() for cluster in part)

    def __len__(self) -> int:
        return sum(map(len, self._of.values()))


@dataclass(slots=True)
class Resolution:
    """The entities of a corpus, and which of them each article's cluster is."""

    entity_of: Assignment
    entities: list[Entity]
    evidence: dict[str, list[Evidence]] = field(default_factory=dict)
    alternatives: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def explain(self, entity_id: str) -> pd.DataFrame:
        """Why the articles' entities were taken for this one, and which others of a like name were kept apart.

        One row an article (`decision` is merged) or other entity (kept apart) with its form and the reason. Raises
        KeyError for an unknown id.
        """
        names = {entity.entity_id: entity.name for entity in self.entities}
        if entity_id not in names:
            raise KeyError(f"There is no entity {entity_id!r}.")
        where = self._articles() if entity_id not in self.evidence else {}
        return pd.DataFrame([row[1:] for row in self._reasons(entity_id, names, where)], columns=REASONS[1:])

    def reasons(self) -> pd.DataFrame:
        """What `explain` tells, of all entities: one frame with the columns of `REASONS`, to be saved."""
        names = {entity.entity_id: entity.name for entity in self.entities}
        where = self._articles()
        rows = [row for entity in self.entities for row in self._reasons(entity.entity_id, names, where)]
        return pd.DataFrame(rows, columns=REASONS, dtype="str")

    def _articles(self) -> dict[str, str]:
        """The article of each entity of which there is no evidence, since it is that article's own."""
        return {entity_id: key[0] for key, entity_id in self.entity_of.items() if entity_id not in self.evidence}

    def _reasons(self, entity_id: str, names: Mapping[str, str], where: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
        if entity_id in where:
            yield entity_id, "merged", where[entity_id], names[entity_id], ALONE
        for e in self.evidence.get(entity_id, ()):
            yield entity_id, "merged", e.article_id, e.form, e.reason
        for other, why in self.alternatives.get(entity_id, ()):
            yield entity_id, "kept apart", other, names[other], why


@dataclass(frozen=True, slots=True)
class SavedReasons:
    """The reasons that `Resolution.reasons` gave and that stand in a Parquet file; read when they are asked for."""

    path: Path

    def explain(self, entity_id: str) -> pd.DataFrame:
        """As `Resolution.explain`."""
        rows = pd.read_parquet(self.path, filters=[("entity_id", "==", entity_id)])
        if rows.empty:
            raise KeyError(f"There is no entity {entity_id!r}.")
        return rows[list(REASONS[1:])].reset_index(drop=True)

    def reasons(self) -> pd.DataFrame:
        """All of them, to be saved again."""
        return pd.read_parquet(self.path)
