"""A small worked example by hand: two invented articles as the records that the rooms hand on, and their tables."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import settings

from newslab.records import (
    ArticleRecord,
    Attribution,
    Claim,
    Link,
    Mention,
    Problem,
    Quantity,
    Span,
    Speaker,
    Timex,
)
from newslab.tables import NewsTables
from newslab.tables.assemble import assemble

settings.register_profile("newslab", deadline=None)  # a busy machine is no failure
settings.load_profile("newslab")

FEES = (
    "HarbourWire said on Monday that Commissioner Dalia Brandt demanded lower berth fees. "
    '"We will not wait," she said, "and the fees are a scandal."\n\n'
    "The port authority denied that it had raised fees by about 12 percent."
)
DENIAL = "The port authority <b>repeated</b> that fees had not risen."


def at(text: str, part: str, number: int = 0) -> Span:
    """Where a part stands in a text; `number` counts its occurrences from 0."""
    start = -1
    for _ in range(number + 1):
        start = text.index(part, start + 1)
    return start, start + len(part)


def mention(text: str, part: str, label: str | None, kind: str, cluster: int | None, number: int = 0) -> Mention:
    return Mention(*at(text, part, number), 0, label, kind, "hand", 0.9, cluster)


def attribution(content: list[Span], kind: str, source: Span, cue: Span, lemma: str, sort: str, **more) -> Attribution:
    given = {"quoted": (), "addressee": None, "medium": None, "negated": False, "parent": None, "depth": 0} | more
    return Attribution(
        content=tuple(content), kind=kind, source=source, source_head=None, cue=(cue,), cue_head=None, cue_lemma=lemma,
        cue_class=sort, rule="hand", confidence=0.8, **given,
    )  # fmt: skip


def claim(text: str, part: str, attribution: int | None, predicate: str, **more) -> Claim:
    given = {
        "subject": None, "object": None, "arguments": (), "about": (), "polarity": "positive",
        "source_factuality": "CT+", "author_factuality": "Uu", "factuality": 0.5, "evidence": (),
        "claim_type": "event", "tense": "past", "time": None,
    } | more  # fmt: skip
    return Claim(
        *at(text, part), attribution=attribution, predicate=at(text, predicate), predicate_head=0,
        predicate_lemma=predicate, check_worthy=0.7, rule="hand", confidence=0.6, **given,
    )  # fmt: skip


def fees() -> ArticleRecord:
    """The first article's record."""
    text = FEES
    sentence = [at(text, "HarbourWire said on Monday that Commissioner Dalia Brandt demanded lower berth fees.")]
    sentence += [at(text, '"We will not wait," she said, "and the fees are a scandal."')]
    sentence += [at(text, "The port authority denied that it had raised fees by about 12 percent.")]
    demand = "Commissioner Dalia Brandt demanded lower berth fees"
    raised = "it had raised fees by about 12 percent"
    direct = [at(text, "We will not wait,"), at(text, "and the fees are a scandal.")]
    return ArticleRecord(
        "fees", text,
        sentences=[(0, *sentence[0]), (0, *sentence[1]), (1, *sentence[2])],
        mentions=[
            mention(text, "HarbourWire", "ORG", "name", 0),
            mention(text, "Dalia Brandt", "PERSON", "name", 1),
            mention(text, "she", "PERSON", "pronoun", 1),
            mention(text, "The port authority", "ORG", "nominal", 2),
            mention(text, "it", None, "pronoun", 2, text.count("it", 0, text.index(" it had"))),
        ],
        times=[
            Timex(*at(text, "on Monday"), "2024-03-11", "DATE", datetime(2024, 3, 11, tzinfo=UTC),
                  datetime(2024, 3, 11, 23, 59, 59, tzinfo=UTC), None, "published", False, (), "hand"),
        ],
        quantities=[Quantity(*at(text, "about 12 percent"), 11, 13, "%", "percent", "approximate", "hand")],
        quantity_claims=[3],
        attributions=[
            attribution([at(text, demand)], "indirect", at(text, "HarbourWire"), at(text, "said"), "say", "report"),
            attribution([at(text, "lower berth fees")], "indirect", at(text, "Commissioner Dalia Brandt"),
                        at(text, "demanded"), "demand", "demand", parent=0, depth=1),
            attribution(direct, "direct", at(text, "she"), at(text, "said", 1), "say", "report", quoted=tuple(direct)),
            attribution([at(text, raised)], "indirect", at(text, "The port authority"), at(text, "denied"),
                        "deny", "deny"),
        ],
        speakers=[
            Speaker((0,), "organisation", None, "name"), Speaker((1,), "person", 1, "name"),
            Speaker((1,), "person", 1, "pronoun"), Speaker((), "organisation", None, None),
        ],
        claims=[
            claim(text, demand, 0, "demanded", time=0, about=(1,)),
            claim(text, "lower berth fees", 1, "lower", claim_type="demand", source_factuality="Uu", tense="future"),
            claim(text, "the fees are a scandal", 2, "are", claim_type="opinion", tense="present"),
            claim(text, raised, 3, "raised", source_factuality="CT-", factuality=-2.0, polarity="negative",
                  evidence=(at(text, "denied"),), arguments=(("amount", at(text, "about 12 percent")),)),
        ],
        links=[Link(3, 2, "disputes", at(text, "denied"), "inferred", (1, 2), True, "hand", 0.5)],
        problems=[Problem("fees.txt", "claims", "info", "One sentence was too long; it was left out.", "fees")],
    )  # fmt: skip


def denial() -> ArticleRecord:
    """The second article's record: it holds markup that must stay text."""
    text = DENIAL
    return ArticleRecord(
        "denial", text, sentences=[(0, 0, len(text))],
        mentions=[mention(text, "The port authority", "ORG", "nominal", 0)],
        attributions=[
            attribution([at(text, "fees had not risen")], "indirect", at(text, "The port authority"),
                        at(text, "repeated"), "repeat", "report"),
        ],
        speakers=[Speaker((0,), "organisation", None, "nominal")],
        claims=[claim(text, "fees had not risen", 0, "risen", polarity="negative", source_factuality="CT-")],
    )  # fmt: skip


def entity(entity_id: str, name: str, label: str, aliases: tuple[str, ...] = ()) -> SimpleNamespace:
    return SimpleNamespace(
        entity_id=entity_id, name=name, label=label, aliases=aliases, description=None, n_mentions=2, n_articles=1,
        country=None, latitude=None, longitude=None,
    )  # fmt: skip


def resolution() -> SimpleNamespace:
    """Which entity each cluster is; the port authority of the first article is left unresolved."""
    return SimpleNamespace(
        entity_of={("fees", 0): "e1", ("fees", 1): "e2", ("denial", 0): "e3"},
        entities=[
            entity("e1", "HarbourWire", "ORG"), entity("e2", "Dalia Brandt", "PERSON", ("Brandt",)),
            entity("e3", "the port authority", "ORG"),
        ],
    )  # fmt: skip


def articles() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "article_id": ["fees", "denial"], "title": ["Lower fees demanded", "=cmd|'<script>alert(1)</script>'!A0"],
            "text": [FEES, DENIAL], "published": ["2024-03-14T09:00:00Z", None], "outlet": ["HarbourWire", "The Quay"],
            "url": ["https://harbourwire.example/fees", "javascript:alert(1)"], "desk": ["ports", None],
        }
    )  # fmt: skip


@pytest.fixture
def record() -> ArticleRecord:
    return fees()


@pytest.fixture
def news() -> NewsTables:
    skipped = [Problem("old.txt", "articles", "warning", "The file is empty; it was left out.")]
    tables = assemble([fees(), denial()], articles(), resolution(), skipped)
    return NewsTables.of(tables, {"reader": "by hand", "options": {"pipeline": None}})
