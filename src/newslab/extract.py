"""Articles → tables: the path of an article through the rooms, in one direction."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from newslab.records import ArticleRecord, Problem
from newslab.tables import NewsTables

Pair = tuple[str, str]

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def extract(
    articles: pd.DataFrame,
    *,
    pipeline: str | Path | Language | None = None,
    same: Sequence[Pair] = (),
    different: Sequence[Pair] = (),
    progress: bool = True,
) -> NewsTables:
    """The tables of a corpus: what `newslab.read` returned, or any frame with a `text` column.

    `pipeline` is the spaCy pipeline that reads the texts (a name, a path or a `Language`); None is newslab's own. With
    `progress`, a bar on standard error shows how far it is. The same articles give the same tables, in whatever order
    and however many cores the machine has.

    `same` and `different` overrule which mentions are one entity: pairs of names, entity ids or mention ids, applied
    last and kept in the tables' `info`; see `newslab.entities.resolve`.

    Raises `newslab.ReadError` for a frame without text and `newslab.PipelineError` for a pipeline that cannot be used.
    """
    from newslab.articles import prepare
    from newslab.claims import find_links_across
    from newslab.entities import resolve
    from newslab.entities.resolution import in_order
    from newslab.reader import load
    from newslab.reader.component import cores
    from newslab.tables.assemble import assemble

    prepared, problems = prepare(articles)
    nlp = load(pipeline, threads=cores())
    records = list(_bar(read_articles(prepared, nlp), len(prepared), progress))
    resolution = resolve(records, prepared, same=same, different=different)
    across = find_links_across(in_order(records, prepared), resolution)
    info = {
        "newslab": version("newslab"),
        "reader": f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}" if pipeline else "newslab_reader",
        "components": list(nlp.pipe_names),
        "same": [list(pair) for pair in same],
        "different": [list(pair) for pair in different],
    }
    news = NewsTables.of(assemble(records, prepared, resolution, problems, across), info)
    news.resolution = resolution
    news.check()
    return news


def _bar(records: Iterable[ArticleRecord], total: int, progress: bool) -> Iterable[ArticleRecord]:
    if not progress:
        return records
    from tqdm import tqdm

    return tqdm(records, total=total, unit=" articles", desc="reading", file=sys.stderr)


def read_articles(articles: pd.DataFrame, nlp: Language) -> Iterator[ArticleRecord]:
    """The record of each article, in order. No Doc outlives its record, so memory does not grow with the corpus."""
    rows = zip(articles["article_id"], articles["text"], articles["published"], articles["title"], strict=True)
    contexts = ((text, (article_id, published, title)) for article_id, text, published, title in rows)
    for doc, (article_id, published, title) in nlp.pipe(contexts, as_tuples=True):
        when = None if pd.isna(published) else published.to_pydatetime()
        yield read_article(doc, article_id, when, None if pd.isna(title) else title)


def read_article(doc: Doc, article_id: str, published: datetime | None, title: str | None) -> ArticleRecord:
    """All that is found in one article that has been parsed.

    A stage that fails, or whose rows would not be sound, leaves its tables without rows of this article and says so in
    the record's `problems`; the other stages go on.
    """
    from newslab import claims, entities, quotes, values
    from newslab.reader.syntax import Tree

    record = ArticleRecord(article_id, doc.text)
    try:
        tree = Tree.of(doc)
        record.sentences = list(sentences(doc))
    except Exception as error:
        record.problems.append(_failure(article_id, "reading", error))
        return record

    def stage(name: str, run: Callable[[], Any]) -> None:
        from newslab.tables.soundness import fault

        try:
            setattr(record, name, run())
            wrong = fault(record, name)
            if wrong:
                raise ValueError(wrong)
        except Exception as error:
            setattr(record, name, {} if name == "descriptions" else [])
            record.problems.append(_failure(article_id, name, error))

    stage("times", lambda: values.find_times(doc, tree, published))
    stage("quantities", lambda: values.find_quantities(doc, tree, record.times))
    stage("mentions", lambda: entities.find_mentions(doc, tree))
    stage("descriptions", lambda: entities.describe(doc, tree, record.mentions))
    stage("attributions", lambda: quotes.find_attributions(doc, tree, record.mentions, title))
    stage("speakers", lambda: quotes.find_speakers(doc, tree, record.mentions, record.attributions))
    stage("mentions", lambda: entities.first_persons(record))
    stage("claims", lambda: claims.find_claims(doc, tree, record))
    stage("links", lambda: claims.find_links(doc, tree, record))
    stage("quantity_claims", lambda: claims.claims_of_quantities(record))
    return record


def sentences(doc: Doc) -> Iterator[tuple[int, int, int]]:
    """Paragraph, start and end of each sentence, white space at its edges outside. A blank line ends a paragraph."""
    paragraph, last = 0, 0
    text = doc.text
    for sentence in doc.sents:
        start, end = sentence.start_char, sentence.end_char
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        gap = text[last:start]
        if last and (gap.count("\n") > 1 or (gap.count("\n") == 1 and text[last - 1 : last] in '.!?"”')):
            paragraph += 1
        yield paragraph, start, end
        last = end


def _failure(article_id: str, stage: str, error: Exception) -> Problem:
    return Problem(
        source=article_id,
        stage=stage,
        severity="error",
        message=f"The {stage} of this article could not be read ({type(error).__name__}: {error}), so the "
        f"tables have no {stage} of it; its other rows and all other articles are complete. Please report this text.",
        article_id=article_id,
    )
