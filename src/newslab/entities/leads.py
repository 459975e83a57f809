"""Who a lead speaks of before the name is told: "A judge ordered …", three sentences on "Judge NAME found"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newslab.entities.lexicon import words
from newslab.entities.offices import NOT_HOLDING
from newslab.entities.phrase import Nominals, Phrase
from newslab.entities.places import country_of
from newslab.entities.roles import title_before
from newslab.reader.syntax import Tree

if TYPE_CHECKING:
    from newslab.entities.coreference import Clusters

LEAD = 4  # sentences from the article's first, a headline and a subhead among them
TOLD = ("definite", "possessive", "none")  # determiners with which a role is somebody's own


def named_later(tree: Tree, nominals: Nominals, phrases: Sequence[Phrase], clusters: Clusters) -> list[tuple[int, int]]:
    """Pairs of a lead's nominal for one person and the only later name with that role as title or apposition.

    What the nominal says besides its noun must not be another thing than the role says: "its health minister" is not
    "Defence Minister NAME".
    """
    roles: dict[str, dict[int, set[str]]] = {}  # noun → cluster → the other words with it
    first: dict[int, int] = {}
    for k, p in enumerate(phrases):
        root = clusters.root(k)
        if p.kind == "name" and p.label == "PERSON":
            first.setdefault(root, k)
            start, stop = title_before(tree, nominals, p.first, p.head)
            _add(roles, root, tuple(tree.lower[start:stop]))
        elif p.kind == "nominal" and p.determiner in TOLD and clusters.name[root] >= 0:
            _add(roles, root, p.words)
    found = []
    for k, p in enumerate(phrases):
        if tree.sentence[p.top] >= LEAD:
            break
        root = clusters.root(k)
        if (
            p.kind != "nominal"
            or p.number != "sg"
            or p.noun_class != "person"
            or p.determiner in ("quantified", "demonstrative", "compound")
            or clusters.name[root] >= 0
            or p.words[-1] in words("anybody")
            or (p.determiner == "none" and not tree.is_(p.top, "nsubj"))  # "run for president"
        ):
            continue
        said = _besides(p.words)
        fitting = [
            first[other]
            for other, besides in roles.get(p.words[-1], {}).items()
            if other in first and first[other] > k and not (said and besides and said.isdisjoint(besides))
        ]
        if len(fitting) == 1 and clusters.may_join(fitting[0], k):
            found.append((k, fitting[0]))
    return found


def _add(roles: dict[str, dict[int, set[str]]], root: int, role: tuple[str, ...]) -> None:
    if role and NOT_HOLDING.isdisjoint(role):
        roles.setdefault(role[-1], {}).setdefault(root, set()).update(_besides(role))


def _besides(role: Sequence[str]) -> set[str]:
    """What a role's words say besides its noun and the country."""
    return {word for word in role[:-1] if not country_of(word.capitalize())}
