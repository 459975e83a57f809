"""What each room hands to the next: the records of one article, before they become rows of tables.

Every offset is a character offset into the article's text, end exclusive. References between records of an article are
positions in its lists; `tables.assemble` turns them into ids. Nothing here computes anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong or was left out: a row of `problems`."""

    source: str
    stage: str
    severity: str  # info, warning, error
    message: str  # what, why, and what to do
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of an entity: the span as annotated (titles and "the" outside for names) and its head token."""

    start: int
    end: int
    head: int  # index of the head token in the Doc
    label: str | None  # PERSON, ORG, GPE, LOC, NORP, FAC, EVENT, PRODUCT, WORK; None where it is not known
    kind: str  # name, nominal, pronoun
    rule: str
    confidence: float
    cluster: int | None = None  # mentions of one article with the same number are one entity
    plural: bool = False
    stands_for: str | None = None  # "state" where a capital speaks for its government


@dataclass(frozen=True, slots=True)
class Timex:
    """An expression of time with its TIMEX3 value and the interval that it denotes."""

    start: int
    end: int
    timex: str | None
    type: str  # DATE, TIME, DURATION, SET
    earliest: datetime | None
    latest: datetime | None
    modifier: str | None  # START, MID, END, APPROX, BEFORE, AFTER
    anchor: str  # published, utterance, event, absolute
    ambiguous: bool
    alternatives: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount with its bounds, unit and dimension."""

    start: int
    end: int
    low: float | None
    high: float | None
    unit: str | None
    dimension: str
    modifier: str  # exact, approximate, at-least, at-most, vague
    rule: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody is reported to have said, written, thought or intended something."""

    content: tuple[Span, ...]  # its parts in text order; more than one when the cue interrupts it
    quoted: tuple[Span, ...]  # the parts of the content that stand in quotation marks, marks outside
    kind: str  # direct, mixed, indirect
    source: Span | None  # as written, the whole noun phrase without its relative clauses
    source_head: int | None  # index of the source's head token
    cue: tuple[Span, ...]
    cue_head: int | None  # index of the cue's head token
    cue_lemma: str | None
    cue_class: str | None
    addressee: Span | None
    medium: Span | None
    negated: bool
    parent: int | None  # position of the attribution that this one stands inside
    depth: int
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who the source of one attribution is."""

    clusters: tuple[int, ...]  # entities of the article (`Mention.cluster`); empty when unresolved
    type: str | None  # person, organisation, state, group, unnamed, document, author
    count: int | None
    resolved_by: str | None  # name, alias, pronoun, nominal, previous-sentence, …; None when unresolved


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposition that somebody asserts."""

    start: int
    end: int
    attribution: int | None  # position of the attribution whose content it is; None in the article's own voice
    subject: Span | None
    predicate: Span
    object: Span | None
    predicate_head: int  # index of the predicate's head token
    predicate_lemma: str
    arguments: tuple[tuple[str, Span], ...]  # role, span
    about: tuple[int, ...]  # entities of the article that it is about (`Mention.cluster`)
    polarity: str  # positive, negative, unclear
    source_factuality: str  # CT+, PR+, PS+, CT-, PR-, PS-, CTu, Uu
    author_factuality: str
    factuality: float  # -3 … 3, the author's view
    evidence: tuple[Span, ...]
    claim_type: str  # event, state, quantity, prediction, promise, demand, opinion, cause
    tense: str | None  # past, present, future
    time: int | None  # position of the Timex that dates it
    check_worthy: float
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two claims of one article, by position."""

    source: int
    target: int
    relation: str  # denies, disputes, affirms, corrects, qualifies, repeats
    cue: Span | None
    basis: str  # explicit, anaphora, inferred
    candidates: tuple[int, ...]
    ambiguous: bool
    rule: str
    confidence: float


@dataclass(slots=True)
class ArticleRecord:
    """All that was found in one article. Plain data: it can be pickled between processes and holds no Doc."""

    article_id: str
    text: str
    sentences: list[tuple[int, int, int]] = field(default_factory=list)  # paragraph, start, end
    mentions: list[Mention] = field(default_factory=list)
    times: list[Timex] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    quantity_claims: list[int | None] = field(default_factory=list)  # position of the claim each quantity belongs to
    attributions: list[Attribution] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    descriptions: dict[int, tuple[str, ...]] = field(default_factory=dict)  # cluster → titles and roles as written
    problems: list[Problem] = field(default_factory=list)
