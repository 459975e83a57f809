"""Two articles side by side: which claims they share, which one of them disputes, and who speaks in which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from newslab.explore.display import MarkedArticle
from newslab.explore.margin import CERTAINTY, held
from newslab.explore.page import data, page
from newslab.explore.segments import shorten
from newslab.tables.news import NewsTables
from newslab.tables.schema import TableError

AGREES = {"repeats": True, "affirms": True, "denies": False, "disputes": False, "corrects": False, "qualifies": False}


@dataclass(frozen=True)
class Comparison:
    """Two articles and the pairs of claims that links join. A notebook shows it as HTML; `html()` is a page."""

    one: MarkedArticle
    other: MarkedArticle
    shared: pd.DataFrame  # claim_id_a, claim_id_b, relation: what b's claim does to a's or a's to b's, in words
    disputed: pd.DataFrame

    @classmethod
    def of(cls, news: NewsTables, a: str, b: str) -> Comparison:
        """The articles with these two ids; raises `TableError` when one is unknown or both are the same.

        Two claims are a pair when a link joins them, or when links join both to the same third claim, as with the
        first article that made it.
        """
        if a == b:
            raise TableError(f"An article is compared with another one; both ids are {a!r}.")
        one, other = MarkedArticle.of(news, a), MarkedArticle.of(news, b)
        pairs = dict(_pairs(one, other))
        rows = {
            sort: pd.DataFrame(
                [(*pair, words) for pair, (agree, words) in pairs.items() if agree is sort],
                columns=["claim_id_a", "claim_id_b", "relation"], dtype="str",
            )
            for sort in (True, False)
        }  # fmt: skip
        return cls(one, other, rows[True], rows[False])

    def html(self) -> str:
        """A whole page that may be saved and opened anywhere; it loads nothing and its policy forbids it to."""
        title = " / ".join(_title(article) for article in (self.one, self.other))
        return page(title, self._body(), styles=_styles(), scripts=[data("marked.js")], sort="newslab-page")

    def _repr_html_(self) -> str:
        return f"<style>{''.join(_styles())}</style>\n{self._body()}<script>{data('marked.js')}</script>"

    def _body(self) -> str:
        return (
            f'<div class="newslab-compared">\n<div class="newslab-marked">{self._claims("Disputed", self.disputed)}'
            f"{self._claims('Shared', self.shared)}{self._speakers()}</div>\n"
            f'<div class="pair">{self.one.fragment()}{self.other.fragment()}</div></div>\n'
        )

    def _claims(self, title: str, pairs: pd.DataFrame) -> str:
        if pairs.empty:
            return (
                f"<section><h3>{title} claims</h3><p>No link joins such claims of these two articles.</p></section>\n"
            )
        claims = {claim["claim_id"]: claim for article in (self.one, self.other) for claim in article.claims}
        lines = "".join(
            f"<tr><td>{_claim(claims[a])}</td><td>{escape(relation)}</td><td>{_claim(claims[b])}</td></tr>"
            for a, b, relation in pairs.itertuples(index=False)
        )
        heads = "".join(
            f'<th scope="col">{escape(shorten(name, 60))}</th>' for name in (_title(self.one), "", _title(self.other))
        )
        return (
            f"<section><h3>{title} claims: {len(pairs)}</h3><table><thead><tr>{heads}</tr></thead>"
            f"<tbody>{lines}</tbody></table></section>\n"
        )

    def _speakers(self) -> str:
        """Who is quoted in both, and who in one only; only speakers that are known entities can be told to be one."""
        one, other = (
            {name for row in article.quotes for name in (row["speaker_name"] or "").split("; ") if name}
            for article in (self.one, self.other)
        )
        groups = (("both", one & other), (_title(self.one), one - other), (_title(self.other), other - one))
        lines = "".join(
            f"<dt>{'only ' if i else ''}{escape(shorten(name, 60))}</dt>"
            f"<dd>{escape('; '.join(sorted(who))) or 'nobody who is known'}</dd>"
            for i, (name, who) in enumerate(groups)
        )
        return f"<section><h3>Who is quoted</h3><dl>{lines}</dl></section>\n"


def _pairs(one: MarkedArticle, other: MarkedArticle) -> Iterator[tuple[tuple[str, str], tuple[bool, str]]]:
    """The pairs of claims with whether they agree, and the relation as words between the two."""
    ids = [{claim["claim_id"] for claim in article.claims} for article in (one, other)]
    towards: list[dict[str, list[tuple[str, str]]]] = [{}, {}]  # for each article: third claim → own claim, relation
    links = {(row["from_claim_id"], row["to_claim_id"], row["relation"]) for row in one.links + other.links}
    direct = []
    for source, target, relation in sorted(links):
        if source in ids[0] and target in ids[1]:
            direct.append(((source, target), (AGREES[relation], f"{relation} →")))
        elif source in ids[1] and target in ids[0]:
            direct.append(((target, source), (AGREES[relation], f"← {relation}")))
        elif target not in ids[0] | ids[1]:
            towards[source in ids[1]].setdefault(target, []).append((source, relation))
    for third, sources in towards[0].items():
        for a, relation_a in sources:
            for b, relation_b in towards[1].get(third, ()):
                words = f"{relation_a} a third article's, which the other {relation_b}"
                yield (a, b), (AGREES[relation_a] == AGREES[relation_b], words)
    yield from direct


def _claim(claim: dict[str, Any]) -> str:
    source = " → ".join(claim["source_chain"][1:]) or "the article"
    return (
        f'<a href="#{escape(claim["claim_id"])}">{escape(shorten(claim["text"], 200))}</a><br>'
        f"<small>{CERTAINTY[held(claim)]} for {escape(source)}</small>"
    )


def _title(article: MarkedArticle) -> str:
    return article.article["title"] or article.article["article_id"]


def _styles() -> list[str]:
    return [data("marked.css"), data("compare.css")]
