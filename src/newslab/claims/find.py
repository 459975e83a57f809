"""Propositions → claims: who asserts each, how certainly, of what sort, when, and whether it is worth checking."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc

from newslab.claims import checkworthy, graded
from newslab.claims.confidence import confidence
from newslab.claims.confidence import features as confidence_features
from newslab.claims.factuality import Views
from newslab.claims.phrases import Proposition
from newslab.claims.propositions import find_propositions
from newslab.claims.signatures import combine
from newslab.claims.types import claim_type, dated_by, is_planned, tense
from newslab.claims.voices import Lookup, innermost, voices
from newslab.reader.syntax import Tree
from newslab.records import ArticleRecord, Claim


def find_claims(doc: Doc, tree: Tree, record: ArticleRecord) -> list[Claim]:
    """The claims of an article in text order.

    `record` must have its mentions, times, quantities and attributions. Offsets are characters of the Doc's text.
    `source_factuality` and `author_factuality` are FactBank's values; `factuality` is the graded view, -3 … 3.
    """
    views = Views(tree, voices(tree, record.attributions), record.attributions)
    lookup = Lookup(tree, record)
    dates = dated_by(tree, record, lookup)
    return [
        _claim(tree, views, lookup, dates, record, p)
        for p in find_propositions(tree, views, lookup, record.attributions)
    ]


def _claim(
    tree: Tree, views: Views, lookup: Lookup, dates: dict[int, int], record: ArticleRecord, p: Proposition
) -> Claim:
    attribution = record.attributions[p.attribution] if p.attribution is not None else None
    context = views.at(p.head)
    source, author = views.source(p.head), views.author(p.head)
    kind = claim_type(tree, views, lookup, p, attribution)
    if kind in ("prediction", "promise") and source == "CT+":
        source = "PR+"  # what will be is as probable as its source thinks
        author = combine("PR+", author)
    if is_planned(tree, p):
        source, author = combine("Uu", source), combine("Uu", author)
    grade = graded.bounded(graded.grade(views, p.head), author)
    time = dates.get(p.matrix, dates.get(p.head))
    when = tense(tree, views, p, attribution, None)
    evidence = [(tree.start[k], tree.end[k]) for k in context.evidence]
    if attribution is not None and (author != source or source != context.value):
        evidence.extend(attribution.cue)
    spans = [
        s for s in (p.subject, p.object, *(span for role, span in p.arguments if role != "evidence")) if s is not None
    ]
    if p.rule in ("apposition", "fragment", "age") or p.object_head == p.head:
        spans.append(p.predicate)
    first, last = bisect_left(tree.start, p.start), bisect_left(tree.start, p.end)
    length = lookup.lengths[tree.sentence[p.head]]
    worth = checkworthy.features(tree, lookup, p, context, kind, when, first, last)
    sure = confidence(confidence_features(tree, p, attribution, last - first, length))
    return Claim(
        start=p.start, end=p.end, attribution=p.attribution, subject=p.subject, predicate=p.predicate, object=p.object,
        predicate_head=p.head, predicate_lemma=p.lemma, arguments=p.arguments, about=lookup.about(spans),
        polarity=views.polarity(p.head), source_factuality=source,
        author_factuality=author, factuality=grade, evidence=tuple(sorted(set(evidence))),
        claim_type=kind, tense=when, time=time, check_worthy=checkworthy.check_worthy(worth), rule=p.rule,
        confidence=sure,
    )  # fmt: skip


def claims_of_quantities(record: ArticleRecord) -> list[int | None]:
    """For each quantity, the position of the innermost claim whose text holds it; None outside claims."""
    spans: list[tuple[int, int, int]] = []
    for k, claim in enumerate(record.claims):
        spans.append((claim.start, claim.end, k))
    order = sorted(range(len(record.quantities)), key=lambda k: record.quantities[k].start)
    found = innermost(spans, [record.quantities[k].start for k in order])
    result: list[int | None] = [None] * len(record.quantities)
    for k, position in zip(order, found, strict=True):
        result[k] = position
    return result
