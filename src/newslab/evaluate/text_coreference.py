"""Coreference within an article, of the tables' mentions on its text: the measures of `coreference`.

Mentions match as in `mentions`; clusters of one mention are left out on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence

from newslab.evaluate.clusters import Clusters
from newslab.evaluate.coreference import CONLL, NAMES, compare
from newslab.evaluate.gold import Row
from newslab.evaluate.measures import F1_OF_BOTH, SHARE, Difference, Measure, Scores, around
from newslab.evaluate.mentions import Mentions, entity, of_articles
from newslab.evaluate.reading import Reading

KINDS = ("pronoun", "nominal")


def score(gold: Sequence[Row], reading: Reading) -> Scores:
    """All measures of the layer."""
    counts: dict[str, list[Sequence[float]]] = {name: [] for name in ("CoNLL F1", *NAMES, *KINDS)}
    differences: list[Difference] = []
    for article in of_articles(gold, reading):
        parts = compare(*sides(article))
        for name in NAMES:
            counts[name].append(parts[name])
        counts["CoNLL F1"].append([number for name in ("MUC", "B³", "CEAFe") for number in parts[name]])
        for kind in KINDS:
            verdicts = [(g, _right(article, g)) for g in _anaphors(article, kind)]
            counts[kind].append((sum(right for _, right in verdicts), len(verdicts)))
            differences += [_difference(article, g) for g, right in verdicts if not right]
    measures = [Measure("CoNLL F1", CONLL, counts["CoNLL F1"])]
    measures += [Measure(name, F1_OF_BOTH, counts[name]) for name in NAMES]
    return Scores([*measures, *(Measure(f"right antecedent of {k}s", SHARE, counts[k]) for k in KINDS)], differences)


def sides(article: Mentions) -> tuple[Clusters, Clusters]:
    """Gold and found clusters of two mentions or more; found mentions that match none have ids of their own."""
    of_found = {f: g for g, f in article.pairs.items()}
    truth: dict[str, set[int]] = {}
    guess: dict[str, set[int]] = {}
    for g, mention in enumerate(article.gold):
        truth.setdefault(entity(mention), set()).add(g)
    for f, mention in enumerate(article.found):
        guess.setdefault(mention["entity_id"], set()).add(of_found.get(f, -1 - f))
    gold, found = ([frozenset(c) for c in side.values() if len(c) > 1] for side in (truth, guess))
    return gold, found


def _anaphors(article: Mentions, kind: str) -> list[int]:
    """Gold mentions of a kind with an earlier one of their entity that is no pronoun."""
    known: set[str] = set()
    found = []
    for g, mention in enumerate(article.gold):
        if mention["kind"] == kind and entity(mention) in known:
            found.append(g)
        if mention["kind"] != "pronoun":
            known.add(entity(mention))
    return found


def _antecedent(article: Mentions, g: int) -> int | None:
    """The found mention that is no pronoun, nearest before the one that matches, of the same found entity."""
    f = article.pairs.get(g)
    if f is None:
        return None
    mention = article.found[f]
    earlier = [
        k
        for k, m in enumerate(article.found)
        if m["entity_id"] == mention["entity_id"] and m["start"] < mention["start"] and m["kind"] != "pronoun"
    ]
    return max(earlier, key=lambda k: article.found[k]["start"]) if earlier else None


def _right(article: Mentions, g: int) -> bool:
    answer = _antecedent(article, g)
    of_found = {f: one for one, f in article.pairs.items()}
    truth = of_found.get(answer) if answer is not None else None
    return truth is not None and entity(article.gold[truth]) == entity(article.gold[g])


def _difference(article: Mentions, g: int) -> Difference:
    """A pronoun or nominal whose antecedent is wrong, with its gold entity and the antecedent found."""
    mention, text = article.gold[g], article.row["text"]
    answer = _antecedent(article, g)
    found = article.found[answer]["text"] if answer is not None else None
    error = f"antecedent of {mention['kind']}" if g in article.pairs else f"{mention['kind']} without an entity"
    start, end = mention["start"], mention["end"]
    return Difference(
        str(article.row["id"]),
        error,
        start,
        end,
        text[start:end],
        entity(mention),
        found,
        around(text, start, end, 120),
    )
