"""Tables put together for analysis: quotes with their speakers, claims with their sources, some articles only.

A row of `quotes` can have several speakers ("London and Paris say"), so the joined frames have one row a quote and
speaker: grouped by speaker they count right as they are, and quotes are counted by `quote_id.nunique()`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from newslab.tables.schema import TableError, codebook

if TYPE_CHECKING:
    from newslab.tables.news import NewsTables

ARTICLE = ("published", "outlet", "title", "byline", "duplicate_of")
ENTITY = ("name", "label", "description", "country")
QUOTES = (
    "quote_id", "article_id", *ARTICLE, "speaker_id", "speaker_name", "speaker_label", "speaker_description",
    "speaker_country", "n_speakers", "speaker", "speaker_type", "speaker_count", "resolved_by", "cue", "cue_lemma",
    "cue_class", "kind", "text", "addressee", "medium", "negated", "parent_id", "depth", "sentence", "start", "end",
    "rule", "confidence",
)  # fmt: skip
CLAIMS = (
    "claim_id", "article_id", *ARTICLE, "source_id", "source_name", "source_label", "source_description",
    "source_country", "n_sources", "source_type", "source_chain", "text", "subject", "predicate", "object",
    "about_names", "polarity", "source_factuality", "author_factuality", "factuality", "claim_type", "tense",
    "earliest", "latest", "check_worthy", "cue", "cue_lemma", "cue_class", "quote_id", "sentence", "start", "end",
    "rule", "confidence",
)  # fmt: skip


def quotes_with_speakers(news: NewsTables) -> pd.DataFrame:
    """One row a quote and speaker: the quote, who speaks as one entity in all articles, and the article.

    `speaker` is what is written; `speaker_id`, `speaker_name` (the fullest name), `speaker_label`,
    `speaker_description` and `speaker_country` are the entity's and missing where the speaker is unresolved.
    `n_speakers` is the number of entities that speak in the quote, 0 where none is known. Columns of the input that
    newslab does not know come last. Dtypes are the tables' own, also without rows.
    """
    rows = _with_entities(news, news.quotes.drop(columns="speaker_name"), "speaker_ids", "speaker")
    return _with_articles(news, rows, QUOTES)


def claims_with_sources(news: NewsTables) -> pd.DataFrame:
    """One row a claim and source: the claim, who asserts it as one entity in all articles, and the article.

    `source_name`, `source_label`, `source_description` and `source_country` are those of the entity `source_id`; where
    the innermost source is none, or the article itself, only `source_type` and `source_chain` tell it. `about_names`
    are the names of `about_ids`, `earliest` and `latest` the time that dates the claim, the cue is the quote's.
    `n_sources` is the number of entities that assert it together. Columns of the input that newslab does not know come
    last. Dtypes are the tables' own, also without rows.
    """
    rows = _with_entities(news, news.claims.drop(columns="source_name"), "source_ids", "source")
    names = dict(zip(news.entities["entity_id"], news.entities["name"], strict=True))
    rows["about_names"] = pd.Series([[names[i] for i in ids] for ids in rows["about_ids"]], rows.index, object)
    rows = rows.merge(news.times[["time_id", "earliest", "latest"]], on="time_id", how="left")
    rows = rows.merge(news.quotes[["quote_id", "cue", "cue_lemma", "cue_class"]], on="quote_id", how="left")
    return _with_articles(news, rows, CLAIMS)


def only(news: NewsTables, article_ids: Iterable[str]) -> NewsTables:
    """The tables of some articles: a story, an outlet, a month. Every chart and the report take them as they are.

    Entities are those mentioned in these articles, with `n_mentions` and `n_articles` counted anew; links are those
    between claims of these articles, and a `duplicate_of` that is left out becomes missing. Problems without an article
    are left out. Raises `TableError` for an unknown id.
    """
    from newslab.tables.news import NewsTables

    wanted = set(article_ids)
    unknown = sorted(map(str, wanted - set(news.articles["article_id"])))
    if unknown:
        more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
        raise TableError(f"There is no article {unknown[0]!r}{more}; `articles.article_id` has the ids.")
    kept: dict[str, Any] = {}
    for name, rows in news:
        if "article_id" in rows:
            kept[name] = rows[rows["article_id"].isin(wanted)].reset_index(drop=True)
    articles, claims, links = kept["articles"], set(kept["claims"]["claim_id"]), news.links
    kept["articles"] = articles.assign(
        duplicate_of=articles["duplicate_of"].where(articles["duplicate_of"].isin(wanted))
    )
    links = links[links["from_claim_id"].isin(claims) & links["to_claim_id"].isin(claims)].reset_index(drop=True)
    there = [[i for i in ids if i in claims] for ids in links["candidate_ids"]]
    kept["links"] = links.assign(candidate_ids=pd.Series(there, links.index, object))
    mentions = kept["mentions"].groupby("entity_id")["article_id"].agg(["size", "nunique"])
    named = {i for table, column in _references() for ids in kept[table][column] for i in ids} | set(mentions.index)
    entities = news.entities[news.entities["entity_id"].isin(named)].reset_index(drop=True)
    counts = mentions.reindex(entities["entity_id"], fill_value=0).reset_index(drop=True).astype("int64")
    kept["entities"] = entities.assign(n_mentions=counts["size"], n_articles=counts["nunique"])
    return NewsTables.of(kept, news.info)


def _references() -> list[tuple[str, str]]:
    return [
        (table, column.name)
        for table, columns in codebook().items()
        for column in columns
        if column.refers_to == "entities" and column.dtype == "list[str]"
    ]


def _with_entities(news: NewsTables, rows: pd.DataFrame, ids: str, role: str) -> pd.DataFrame:
    """A row for each entity in the list column `ids`, one with none where the list is empty."""
    rows = rows.assign(**{f"n_{role}s": rows[ids].map(len).astype("int64")})
    rows = rows.explode(ids).rename(columns={ids: f"{role}_id"})
    rows[f"{role}_id"] = rows[f"{role}_id"].astype("str")
    entities = news.entities[["entity_id", *ENTITY]].add_prefix(f"{role}_")
    entities = entities.rename(columns={f"{role}_entity_id": f"{role}_id"})
    return rows.merge(entities, on=f"{role}_id", how="left")


def _with_articles(news: NewsTables, rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    known = {column.name for column in codebook()["articles"]}
    own = [column for column in news.articles.columns if column not in known]
    articles = news.articles[["article_id", *ARTICLE, *own]]
    taken = {column: f"article_{column}" for column in own if column in columns}
    joined = rows.merge(articles.rename(columns=taken), on="article_id", how="left")
    return joined[[*columns, *(taken.get(column, column) for column in own)]]
