"""Fits the weights of `linker.tsv`: which proposed pairs of claims are links, from the tuned storylines of corpus/gold.

python training/links/train.py CORPUS [--out src/newslab/claims/linker.tsv]
A pair is right when gold has a link between the claims that the two match, or has the other claim among its link's
candidates. Prints what is found with each storyline left out in turn. The threshold is the one of best F1 among those
where at least half of the links are right, over the storylines left out.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from training.factuality.confidence import chance, fit, layer, tuned

import newslab
from newslab.claims.linker import features, kept, relation_of
from newslab.claims.pairs import Pairs
from newslab.evaluate.claims import match
from newslab.extract import read_article
from newslab.reader import load
from newslab.reader.syntax import Tree
from newslab.records import ArticleRecord


def storylines(corpus: Path, wanted: set[str]) -> dict[str, str]:
    with (corpus / "split.tsv").open(encoding="utf8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]
    return {row[0]: row[1] for row in rows[1:] if row[0] in wanted}


def places(gold: list[dict[str, Any]], record: ArticleRecord) -> dict[str, int]:
    """Gold claim_id → position of the claim found that it matches."""
    found = [{"start": c.start, "end": c.end, "predicate": record.text[slice(*c.predicate)]} for c in record.claims]
    return {gold[g]["claim_id"]: f for g, f in match(gold, found, record.text).items()}


class Article(NamedTuple):
    """The proposals of one article: claim → other claim → patterns; what is right; how many links gold has."""

    story: str
    pairs: Pairs
    proposals: dict[int, dict[int, list[str]]]
    gold: dict[tuple[int, int], str | None]  # relation; None where it is one of gold's candidates only
    links: int

    def examples(self) -> Iterator[tuple[int, int, list[str], float]]:
        for k, proposed in self.proposals.items():
            for j, patterns in proposed.items():
                yield k, j, features(self.pairs, k, j, patterns), float((k, j) in self.gold)

    def found(self, weights: dict[str, float], least: float) -> list[tuple[float, bool]]:
        """How sure each link is that would be given, and whether it is right."""
        made = []
        for k, proposed in self.proposals.items():
            sure = {j: chance(weights, features(self.pairs, k, j, patterns)) for j, patterns in proposed.items()}
            made += [(sure[j], (k, j) in self.gold) for j in kept(self.pairs, k, proposed, sure, least)]
        return made

    def relations(self) -> list[bool]:
        """Of the right proposals, whether the relation is."""
        return [
            (read.relation if (read := self.pairs.told.get((k, j))) else relation_of(self.pairs, k, patterns[0])[0])
            == relation
            for k, proposed in self.proposals.items()
            for j, patterns in proposed.items()
            if (relation := self.gold.get((k, j))) is not None
        ]


def annotated(corpus: Path) -> Iterator[Article]:
    """The articles of the tuned storylines."""
    wanted = tuned(corpus)
    claims, links = layer(corpus, "claims", wanted), layer(corpus, "links", wanted)
    story = storylines(corpus, wanted)
    articles = newslab.read(corpus / "articles")
    articles = articles[articles["article_id"].isin(claims)]
    for row, doc in zip(articles.itertuples(), load().pipe(articles["text"]), strict=True):
        when = None if pd.isna(row.published) else row.published.to_pydatetime()
        record = read_article(doc, row.article_id, when, None if pd.isna(row.title) else row.title)
        tree, at = Tree.of(doc), places(claims[row.article_id], record)
        gold: dict[tuple[int, int], str | None] = {}
        count = 0
        for link in links[row.article_id]:
            (article, source), (other, target) = (link[end].split("#") for end in ("from_claim_id", "to_claim_id"))
            if article != other:
                continue
            count += 1
            for claim in [c.split("#")[1] for c in link["candidate_ids"]]:
                if source in at and claim in at:
                    gold.setdefault((at[source], at[claim]), None)
            if source in at and target in at:
                gold[at[source], at[target]] = link["relation"]
        pairs = Pairs(tree, record)
        proposals = {k: proposed for k in range(len(record.claims)) if (proposed := pairs.proposals(k))}
        yield Article(story[row.article_id], pairs, proposals, gold, count)


def weights_of(articles: Sequence[Article], ridge: float, least: int) -> tuple[dict[str, float], Counter[str]]:
    """The weights that fit these articles, and how many pairs each feature holds of."""
    examples = [example for article in articles for example in article.examples()]
    names = [row[2] for row in examples]
    counts = Counter(name for row in names for name in row)
    return fit(names, np.array([row[3] for row in examples]), ridge, least), counts


def best(found: Sequence[tuple[float, bool]], total: int) -> float:
    """The threshold of best F1 where half of the links are right."""
    made, hits = [(0.0, 1.0)], 0
    for n, (sure, right) in enumerate(sorted(found, reverse=True), start=1):
        hits += right
        if 2 * hits >= n >= 10:
            made.append((2 * hits / (n + total), sure))
    return max(made)[1]


def shown(found: Sequence[tuple[float, bool]], total: int, least: float) -> str:
    taken = [right for sure, right in found if sure >= least]
    hits = sum(taken)
    return f"{len(taken)} of {total}, precision {hits / max(len(taken), 1):.2f}, recall {hits / total:.2f}, F1 {2 * hits / (len(taken) + total):.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--ridge", type=float, default=4.0)
    parser.add_argument("--least", type=int, default=4)
    options = parser.parse_args()
    articles = list(annotated(options.corpus))
    totals = Counter[str]()
    for article in articles:
        totals[article.story] += article.links
    held: dict[str, list[tuple[float, bool]]] = {}
    for part in totals:
        w, _ = weights_of([a for a in articles if a.story != part], options.ridge, options.least)
        held[part] = [pair for a in articles if a.story == part for pair in a.found(w, 0.0)]
    together = [pair for part in held.values() for pair in part]
    threshold = round(best(together, totals.total()), 2)
    print(f"Each storyline left out in turn; from {threshold}: {shown(together, totals.total(), threshold)}")
    for part in sorted(held):
        print(f"  {part}: {shown(held[part], totals[part], threshold)}")
    for low, high in ((0.0, 0.1), (0.1, 0.2), (0.2, 0.3), (0.3, 0.4), (0.4, 0.5), (0.5, 0.7), (0.7, 1.01)):
        inside = [right for sure, right in together if low <= sure < high]
        if inside:
            print(f"  {low:.2f} to {high:.2f}: {len(inside)} pairs, {np.mean(inside):.2f} right")
    relations = [right for article in articles for right in article.relations()]
    print(f"Relation right of {len(relations)} links: {np.mean(relations):.2f}")
    weights, counts = weights_of(articles, options.ridge, options.least)
    if options.out:
        lines = [
            "# Weights (log-odds) by which a proposed pair of claims is a link or not, fitted by training/links/train.py on the",
            "# storylines of corpus/gold that are tuned on (arms sale, dam failure, rail strike); threshold: from which chance it is one.",
            "feature\tweight\tpairs",
            f"threshold\t{threshold:.2f}\t{len(together)}",
        ]
        for name in ["bias", *sorted(set(weights) - {"bias"})]:
            lines.append(f"{name}\t{weights[name]:.2f}\t{counts.get(name, len(together))}")
        with options.out.open("w", encoding="utf8", newline="\n") as out:
            out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
