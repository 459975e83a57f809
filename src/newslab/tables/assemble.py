"""Records of articles → the tables: ids, the sentence of every row, names of speakers, chains of sources."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

from newslab.records import ArticleRecord, Problem, Span
from newslab.tables.schema import codebook, frame, series

Row = tuple[Any, ...]


class EntityLike(Protocol):
    """What a row of `entities` is made from: an object with the table's columns as attributes."""

    entity_id: str
    name: str


class CrossLinkLike(Protocol):
    """A link between claims of two articles: each an article_id and the claim's position in its record."""

    @property
    def source(self) -> tuple[str, int]:
        """The claim that reacts."""

    @property
    def target(self) -> tuple[str, int]:
        """The claim that it reacts to."""

    @property
    def relation(self) -> str:
        """What the one does to the other."""

    @property
    def basis(self) -> str:
        """How the texts relate them."""

    @property
    def rule(self) -> str:
        """What found it."""

    @property
    def confidence(self) -> float:
        """How sure that is."""


class ResolutionLike(Protocol):
    """The entities of a corpus and which entity each article's cluster of mentions is."""

    @property
    def entity_of(self) -> Mapping[tuple[str, int], str]:
        """(article_id, cluster) → entity_id."""

    @property
    def entities(self) -> Sequence[Any]:
        """The entities, each like `EntityLike`."""


def assemble(
    records: Sequence[ArticleRecord],
    articles: pd.DataFrame,
    resolution: ResolutionLike,
    problems: Iterable[Problem] = (),
    across: Iterable[CrossLinkLike] = (),
) -> dict[str, pd.DataFrame]:
    """The tables of TABLES.md, by name, in its order and with the declared dtypes.

    Ids are the article's id and a number in it (`a1:q3` is the third quote of article `a1`), so they are unique and
    stay the same as long as the article's text does. `problems` are those met before there were records; the records'
    own come after them. `across` are links between claims of different articles; they come after the links inside the
    article that reacts. The records must be sound (`soundness.fault`).
    """
    names = {entity.entity_id: entity.name for entity in resolution.entities}
    articles = articles_table(articles)
    known = set(articles["article_id"])
    rows: dict[str, list[Row]] = {table: [] for table in codebook()}
    rows["entities"] = [
        tuple(getattr(entity, column.name, None) for column in codebook()["entities"]) for entity in resolution.entities
    ]
    rows["entities"] = [
        tuple(list(cell) if isinstance(cell, tuple) else cell for cell in row) for row in rows["entities"]
    ]
    reacting: dict[str, list[CrossLinkLike]] = {}
    for link in across:
        reacting.setdefault(link.source[0], []).append(link)
    for record in records:
        _add(rows, _Article(record, resolution.entity_of, names))
        links = sorted(reacting.get(record.article_id, ()), key=lambda link: link.source[1])
        rows["links"].extend(map(_link_across, links))
    for problem in [*problems, *(problem for record in records for problem in record.problems)]:
        article_id = problem.article_id if problem.article_id in known else None
        rows["problems"].append((problem.source, article_id, problem.stage, problem.severity, problem.message))
    return {"articles": articles, **{table: frame(table, rows[table]) for table in codebook() if table != "articles"}}


def articles_table(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles with the declared columns first, in their dtypes, and every other column after them as it was."""
    columns = {
        column.name: (
            series(list(articles[column.name].astype(object).where(articles[column.name].notna(), None)), column.pandas)
            if column.name in articles
            else series([None] * len(articles), column.pandas)
        )
        for column in codebook()["articles"]
    }
    others = {str(name): articles[name].reset_index(drop=True) for name in articles.columns if name not in columns}
    return pd.DataFrame({**columns, **others})


RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})


class _Article:
    """One record with the look-ups that its rows need."""

    def __init__(self, record: ArticleRecord, entity_of: Mapping[tuple[str, int], str], names: Mapping[str, str]):
        self.record = record
        self.id = record.article_id
        self.names = names
        self.starts = [start for _, start, _ in record.sentences]
        self.entity_of = entity_of

    def sentence(self, start: int) -> int | None:
        return max(bisect_right(self.starts, start) - 1, 0) if self.starts else None

    def text(self, span: Span | None) -> str | None:
        return self.record.text[span[0] : span[1]] if span else None

    def place(self, start: int, end: int) -> Row:
        return self.id, self.sentence(start), start, end

    def ref(self, letter: str, position: int | None) -> str | None:
        return None if position is None else f"{self.id}:{letter}{position + 1}"

    def entities(self, clusters: Iterable[int]) -> list[str]:
        found = (self.entity_of.get((self.id, cluster)) for cluster in clusters)
        return list(dict.fromkeys(entity for entity in found if entity is not None))

    def speaker_name(self, position: int) -> str | None:
        speakers = self.record.speakers
        ids = self.entities(speakers[position].clusters) if position < len(speakers) else []
        return "; ".join(self.names[i] for i in ids) or None

    def lineage(self, position: int | None) -> list[int]:
        """The attribution's ancestors and itself, outermost first."""
        chain: list[int] = []
        while position is not None and position not in chain:
            chain.append(position)
            position = self.record.attributions[position].parent
        return chain[::-1]

    def source(self, position: int) -> str:
        """The source of an attribution as a link of `source_chain`: its name, what is written, or `unknown`.

        Of *who* and *which* it is the mention right before them.
        """
        span = self.record.attributions[position].source
        written = self.text(span)
        if span and written and written.lower() in RELATIVE:
            before = max(
                (m for m in self.record.mentions if m.end <= span[0]), key=lambda m: (m.end, -m.start), default=None
            )
            near = before is not None and not self.record.text[before.end : span[0]].strip(" ,")
            written = self.text((before.start, before.end)) if before is not None and near else None
        return self.speaker_name(position) or written or "unknown"


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _extent(spans: Sequence[Span]) -> Span:
    return min(start for start, _ in spans), max(end for _, end in spans)


def _add(rows: dict[str, list[Row]], article: _Article) -> None:
    makers: dict[str, Callable[[_Article], Iterable[Row]]] = {
        "sentences": _sentences,
        "mentions": _mentions,
        "quotes": _quotes,
        "claims": _claims,
        "links": _links,
        "times": _times,
        "quantities": _quantities,
    }
    for table, make in makers.items():
        rows[table].extend(make(article))


def _sentences(article: _Article) -> Iterable[Row]:
    for number, (paragraph, start, end) in enumerate(article.record.sentences):
        yield article.id, number, paragraph, start, end, article.record.text[start:end]


def _mentions(article: _Article) -> Iterable[Row]:
    for i, m in enumerate(article.record.mentions):
        entity = None if m.cluster is None else article.entity_of.get((article.id, m.cluster))
        yield (
            article.ref("m", i), *article.place(m.start, m.end), article.text((m.start, m.end)), m.label, m.kind,
            entity, m.rule, m.confidence, m.stands_for,
        )  # fmt: skip


def _quotes(article: _Article) -> Iterable[Row]:
    speakers = article.record.speakers
    for i, a in enumerate(article.record.attributions):
        content, cue = _extent(a.content), _extent(a.cue) if a.cue else None
        speaker = speakers[i] if i < len(speakers) else None
        ids = article.entities(speaker.clusters) if speaker else []
        yield (
            article.ref("q", i), *article.place(*content), _spans(a.content), article.text(content), _spans(a.quoted),
            a.kind, article.text(a.source), *(a.source or (None, None)), ids, article.speaker_name(i),
            speaker.type if speaker else None, speaker.count if speaker else None,
            speaker.resolved_by if speaker and ids else None,
            article.text(cue), *(cue or (None, None)), _spans(a.cue), a.cue_lemma, a.cue_class,
            article.text(a.addressee), article.text(a.medium), a.negated, article.ref("q", a.parent),
            len(article.lineage(i)) - 1, a.rule, a.confidence,
        )  # fmt: skip


def _claims(article: _Article) -> Iterable[Row]:
    speakers = article.record.speakers
    for i, c in enumerate(article.record.claims):
        span = (c.start, c.end)
        speaker = None if c.attribution is None or c.attribution >= len(speakers) else speakers[c.attribution]
        kind = "author" if c.attribution is None else speaker.type if speaker else None
        yield (
            article.ref("c", i), *article.place(*span), article.text(span), article.ref("q", c.attribution),
            ["article", *(article.source(position) for position in article.lineage(c.attribution))],
            None if c.attribution is None else article.speaker_name(c.attribution),
            article.entities(speaker.clusters) if speaker else [], kind,
            article.text(c.subject), article.text(c.predicate), article.text(c.object),
            _arguments(article, c.arguments), article.entities(c.about), c.polarity, c.source_factuality,
            c.author_factuality, c.factuality, _spans(c.evidence), c.claim_type, c.tense, article.ref("t", c.time),
            c.check_worthy, c.rule, c.confidence,
        )  # fmt: skip


def _arguments(article: _Article, arguments: Iterable[tuple[str, Span]]) -> str:
    """Role → text, start, end, as JSON; a role that occurs again is numbered: `place`, `place 2`."""
    roles: dict[str, dict[str, Any]] = {}
    seen: dict[str, int] = {}
    for role, (start, end) in arguments:
        seen[role] = seen.get(role, 0) + 1
        key = role if seen[role] == 1 else f"{role} {seen[role]}"
        roles[key] = {"text": article.record.text[start:end], "start": start, "end": end}
    return json.dumps(roles, ensure_ascii=False)


def _links(article: _Article) -> Iterable[Row]:
    for link in article.record.links:
        yield (
            article.ref("c", link.source), article.ref("c", link.target), link.relation,
            article.text(link.cue), *(link.cue or (None, None)), link.basis,
            [article.ref("c", position) for position in link.candidates], link.ambiguous, link.rule, link.confidence,
        )  # fmt: skip


def _link_across(link: CrossLinkLike) -> Row:
    start, end = (f"{article_id}:c{position + 1}" for article_id, position in (link.source, link.target))
    return start, end, link.relation, None, None, None, link.basis, [end], False, link.rule, link.confidence


def _times(article: _Article) -> Iterable[Row]:
    for i, t in enumerate(article.record.times):
        span = (t.start, t.end)
        yield (
            article.ref("t", i), *article.place(*span), article.text(span), t.timex, t.type, t.earliest, t.latest,
            t.modifier, t.anchor, t.ambiguous, list(t.alternatives), t.rule,
        )  # fmt: skip


def _quantities(article: _Article) -> Iterable[Row]:
    claims = article.record.quantity_claims
    for i, q in enumerate(article.record.quantities):
        span = (q.start, q.end)
        claim = claims[i] if i < len(claims) else None
        yield (
            article.ref("n", i), *article.place(*span), article.text(span), q.low, q.high, q.unit, q.dimension,
            q.modifier, article.ref("c", claim), q.rule,
        )  # fmt: skip
