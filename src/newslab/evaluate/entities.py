"""Entities across articles: B³ of all mentions of the corpus, and who was split in two or merged wrongly.

Mentions match as in `mentions`. A plural ("they", two people) is an entity of its own. What was found once in the
corpus and by no name is left out, as in gold. B³ is summed over mentions, so that it can be drawn by article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from newslab.evaluate.gold import Row
from newslab.evaluate.measures import F1, F1_OF_BOTH, SHARE, Difference, Measure, Scores, around
from newslab.evaluate.mentions import Mentions, entity, of_articles
from newslab.evaluate.reading import Reading

Key = tuple[int, str, int]  # article, side, position; a found mention that matches has its gold mention's key
Clusters = dict[Key, str]


class Named(NamedTuple):
    """A gold name that was found: its article, gold entity, found entity, both mentions."""

    row: Row
    gold: str
    found: str
    mention: Row
    label: str


def score(gold: Sequence[Row], reading: Reading) -> Scores:
    """All measures of the layer; a row's articles are those of one part, or of all."""
    articles = of_articles(gold, reading)
    kinds: dict[Key, tuple[str, str]] = {}
    truth, guess = clusters(articles, kinds)
    both = truth.keys() & guess.keys()
    names = {key for key, pair in kinds.items() if set(pair) <= {"name", ""}}
    number = len(articles)
    some: dict[str, Iterable[Key]] = {
        "B³, all mentions": truth.keys() | guess.keys(),
        "B³, mentions found by both": both,
        "B³, names": names,
        "B³, names found by both": names & both,
    }
    measures = [Measure("mentions found", F1, _found(articles))]
    measures += [Measure(name, F1_OF_BOTH, b_cubed(truth, guess, set(keys), number)) for name, keys in some.items()]
    named = list(_named(articles))
    for what, members in (("people", [n for n in named if n.label == "PERSON"]), ("all that is named", named)):
        measures += whole(what, members, [article.row for article in articles])
    return Scores(measures, [*_split(named), *_merged(named)])


def clusters(articles: Sequence[Mentions], kinds: dict[Key, tuple[str, str]]) -> tuple[Clusters, Clusters]:
    """Gold and found entity of every mention; `kinds` is filled with the kinds that both sides give it."""
    truth: Clusters = {}
    guess: Clusters = {}
    for number, article in enumerate(articles):
        of_found = {f: g for g, f in article.pairs.items()}
        for g, mention in enumerate(article.gold):
            key = (number, "gold", g)
            truth[key] = entity(mention)
            kinds[key] = (mention["kind"], article.found[article.pairs[g]]["kind"] if g in article.pairs else "")
        for f, mention in enumerate(article.found):
            key = (number, "gold", of_found[f]) if f in of_found else (number, "found", f)
            guess[key] = mention["entity_id"]
            kinds.setdefault(key, ("", mention["kind"]))
    return truth, guess


def b_cubed(
    truth: Mapping[Key, str], guess: Mapping[Key, str], keys: set[Key], articles: int
) -> list[tuple[float, float, float, float]]:
    """For each article, what B³ sums for precision and for recall over its mentions, each with their number."""
    sides = [{key: one for key, one in side.items() if key in keys} for side in (guess, truth)]
    shared: Counter[tuple[Hashable, Hashable]] = Counter(
        (sides[0][key], sides[1][key]) for key in sides[0].keys() & sides[1].keys()
    )
    sums = [[0.0, 0.0, 0.0, 0.0] for _ in range(articles)]
    for at, (side, other) in enumerate((sides, sides[::-1])):
        sizes = Counter(side.values())
        for key, one in side.items():
            sums[key[0]][2 * at + 1] += 1
            if key in other:
                pair = (one, other[key]) if at == 0 else (other[key], one)
                sums[key[0]][2 * at] += shared[pair] / sizes[one]
    return [(a, b, c, d) for a, b, c, d in sums]


def whole(what: str, named: Sequence[Named], rows: Sequence[Row]) -> list[Measure]:
    """Shares of gold entities in one piece and of found ones with one gold entity, counted where each is first met."""
    order = [str(row["id"]) for row in rows]
    made = []
    pairs = [(one.gold, one.found, str(one.row["id"])) for one in named]
    turned = [(found, gold, article) for gold, found, article in pairs]
    for name, both in ((f"{what} not split", pairs), (f"{what} not merged", turned)):
        first: dict[str, str] = {}
        met: dict[str, set[str]] = {}
        for one, other, article in both:
            first.setdefault(one, article)
            met.setdefault(one, set()).add(other)
        right = Counter(first[key] for key, others in met.items() if len(others) == 1)
        every = Counter(first.values())
        made.append(Measure(name, SHARE, [(right[one], every[one]) for one in order]))
    return made


def _found(articles: Sequence[Mentions]) -> list[tuple[int, int, int]]:
    return [(len(article.pairs), len(article.found), len(article.gold)) for article in articles]


def _named(articles: Sequence[Mentions]) -> Iterable[Named]:
    """The names of one entity that were found as names."""
    for article in articles:
        for g, f in sorted(article.pairs.items()):
            mention, other = article.gold[g], article.found[f]
            if mention["kind"] == other["kind"] == "name" and len(mention["entity_ids"]) == 1:
                yield Named(article.row, entity(mention), other["entity_id"], mention, mention["label"])


def _split(named: Sequence[Named]) -> Iterable[Difference]:
    """A row a found entity beyond the largest that a gold entity was made into."""
    for gold, ones in _by(named, 1).items():
        pieces = _by(ones, 2)
        largest, *others = sorted(pieces, key=lambda key: (-len(pieces[key]), key))
        for piece in others:
            names = (_written(pieces[largest]), _written(pieces[piece]))
            yield _difference("split", pieces[piece][0], gold, f"{names[1]} apart from {names[0]}")


def _merged(named: Sequence[Named]) -> Iterable[Difference]:
    """A row a gold entity beyond the largest that a found entity was made of."""
    for ones in _by(named, 2).values():
        parts = _by(ones, 1)
        largest, *others = sorted(parts, key=lambda key: (-len(parts[key]), key))
        for part in others:
            yield _difference("merged", parts[part][0], part, f"with {largest} ({_written(parts[largest])})")


def _by(named: Sequence[Named], side: int) -> dict[str, list[Named]]:
    made: dict[str, list[Named]] = {}
    for one in named:
        made.setdefault(str(one[side]), []).append(one)
    return made


def _written(named: Sequence[Named]) -> str:
    counts = Counter(one.mention["text"] for one in named)
    return ", ".join(f"{text} ×{times}" for text, times in counts.most_common(4))


def _difference(error: str, one: Named, gold: str, found: str) -> Difference:
    start, end, text = one.mention["start"], one.mention["end"], one.row["text"]
    what = "person" if one.label == "PERSON" else one.label
    context = around(text, start, end)
    return Difference(str(one.row["id"]), f"{what} {error}", start, end, text[start:end], gold, found, context)
