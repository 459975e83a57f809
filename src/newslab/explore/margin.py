"""The claims beside an article's text: how certain each is, for whom, and what it does to other claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from newslab.explore.segments import shorten

Row = dict[str, Any]

CERTAINTY = {
    "CT+": "● certain", "PR+": "◕ probable", "PS+": "◑ possible", "CT-": "● certainly not", "PR-": "◕ probably not",
    "PS-": "◑ possibly not", "CTu": "○ known, not told", "Uu": "○ left open",
}  # fmt: skip
UNDERGONE = {
    "denies": "denied", "disputes": "disputed", "affirms": "affirmed", "corrects": "corrected",
    "qualifies": "qualified", "repeats": "repeated",
}  # fmt: skip
LINES = 4  # links that a note tells, each way


def held(claim: Row) -> str:
    """How certain the claim is for whoever makes it: the innermost source, or the article in its own voice."""
    return str(claim["source_factuality"] if len(claim["source_chain"]) > 1 else claim["author_factuality"])


def place(claim_id: str) -> str:
    """The element id of the words that a claim is made in; the claim's own id is its note's."""
    return f"{claim_id}@text"


class Margin:
    """The notes of one article's claims.

    `others` are the claims of other articles that links lead to or come from, `speakers` names each quote's speaker.
    """

    def __init__(
        self, claims: Sequence[Row], links: Sequence[Row], others: Mapping[str, Row], speakers: Mapping[str, str]
    ) -> None:
        self.claims = claims
        self.speakers = speakers
        self.others = others
        self.own = {claim["claim_id"]: claim for claim in claims}
        self.ways: tuple[dict[str, list[Row]], dict[str, list[Row]]] = ({}, {})
        for link in links:
            self.ways[0].setdefault(link["from_claim_id"], []).append(link)
            self.ways[1].setdefault(link["to_claim_id"], []).append(link)

    def notes(self, positions: Sequence[int]) -> str:
        """The notes of the claims at these positions as list items: those that only say "certain" come last, folded."""
        plain = [i for i in positions if self._is_plain(self.claims[i])]
        shown = "".join(self._note(i) for i in positions if i not in set(plain))
        if not plain:
            return shown
        return (
            f"{shown}<li><details><summary>{len(plain)} certain in the article's own voice</summary>"
            f"<ul>{''.join(map(self._note, plain))}</ul></details></li>"
        )

    def _is_plain(self, claim: Row) -> bool:
        """The article says so itself, as certain, and no other claim is about it: most claims are such."""
        linked = any(claim["claim_id"] in way for way in self.ways)
        return claim["quote_id"] is None and claim["author_factuality"] == "CT+" and not linked

    def _note(self, position: int) -> str:
        claim = self.claims[position]
        chain = claim["source_chain"]
        certain = f"<b>{CERTAINTY[held(claim)]}</b>"
        if len(chain) > 1:
            certain += f" for {escape(' → '.join(chain[1:]))}"
            if claim["author_factuality"] != "Uu":
                certain += f"; <b>{CERTAINTY[claim['author_factuality']]}</b> for the article"
        lines = "".join(f"<br>{line}" for line in (certain, *self._links(claim["claim_id"])))
        who = self.speakers.get(claim["quote_id"], "")
        by = f'data-by="{escape(who)}" ' if who else ""
        return (
            f'<li id="{escape(claim["claim_id"])}" data-k="c{position + 1}" {by}data-held="{held(claim)}" '
            f'class="{claim["claim_type"]}"><a class="to" href="#{escape(place(claim["claim_id"]))}">'
            f"{escape(shorten(claim['text']))}</a> <i>{claim['claim_type']}</i>{lines}</li>"
        )

    def _links(self, claim_id: str) -> Iterator[str]:
        for backward, way in enumerate(self.ways):
            found = way.get(claim_id, ())
            for link in found[:LINES]:
                maybe = " (or another: the text does not say)" if link["ambiguous"] else ""
                relation = f"{UNDERGONE[link['relation']]} by" if backward else link["relation"]
                yield f"{relation} {self._link(link['from_claim_id' if backward else 'to_claim_id'])}{maybe}"
            if len(found) > LINES:
                yield f"and {len(found) - LINES} more such links"

    def _link(self, claim_id: str) -> str:
        """A link to a claim; one in another article gets its address from a page that holds both."""
        claim = self.own.get(claim_id)
        if claim is not None:
            return f'<a href="#{escape(claim_id)}">“{escape(shorten(claim["text"], 60))}”</a>'
        other = self.others[claim_id]
        words = (
            f"“{escape(shorten(other['text'], 60))}” in {escape(shorten(other['title'] or other['article_id'], 50))}"
        )
        ids = f'data-article="{escape(other["article_id"])}" data-claim="{escape(claim_id)}"'
        return f"<a {ids}>{words}</a>"
