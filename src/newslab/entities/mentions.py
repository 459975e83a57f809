"""The mentions of an article: names, nominals and pronouns with their clusters."""

from __future__ import annotations

from spacy.tokens import Doc

from newslab.entities.coreference import Clusters, resolve_phrases
from newslab.entities.lexicon import LABEL_OF_CLASS
from newslab.entities.metonymy import stands_for_state
from newslab.entities.names import find_names
from newslab.entities.nominals import find_phrases
from newslab.entities.phrase import Nominals, Phrase
from newslab.entities.places import country_of
from newslab.reader.syntax import Tree
from newslab.records import Mention

ALONE = 0.9  # share of nominals without an antecedent that are right, on GUM dev
SINGLE = frozenset({"person", "people", "org", "state"})  # nouns that are mentions though nothing takes them up


def find_mentions(doc: Doc, tree: Tree) -> list[Mention]:
    """Find who and what the article mentions, in text order; mentions with one `cluster` are one entity.

    Names are those of `doc.ents`, without titles, "the" and possessive 's. Nominals are noun phrases for persons,
    organisations, states, places and groups, and any others that something takes up again. A pronoun without a cluster
    could not be resolved. Needs tags and a parse, and entities for labels.
    """
    nominals = Nominals(tree)
    phrases = find_phrases(tree, nominals, find_names(tree, nominals))
    clusters, certainty = resolve_phrases(tree, nominals, phrases)
    return _mentions(tree, nominals, phrases, clusters, certainty)


def _mentions(
    tree: Tree, nominals: Nominals, phrases: list[Phrase], clusters: Clusters, certainty: list[float]
) -> list[Mention]:
    parts: dict[int, list[int]] = {}
    for k in range(len(phrases)):
        parts.setdefault(clusters.root(k), []).append(k)
    labels = {root: _label([phrases[k] for k in part]) for root, part in parts.items()}
    mentions = []
    numbers: dict[int, int] = {}
    states, states_met = _states(tree, phrases, clusters), dict[str, int]()
    for k, p in enumerate(phrases):
        root = clusters.root(k)
        part = parts[root]
        label = p.label if p.kind == "name" and p.label else labels[root]
        if len(part) == 1 and (p.kind == "group" or p.rule == "proper-noun"):
            continue
        if (
            len(part) == 1
            and p.kind == "nominal"
            and (p.noun_class not in SINGLE or p.determiner in ("compound", "bare"))
        ):
            continue
        state = _state(tree, nominals, p)
        of_state = states.get(state, -1 - states_met.setdefault(state, len(states_met))) if state else root
        cluster = None if p.kind == "pronoun" and len(part) == 1 else numbers.setdefault(of_state, len(numbers))
        mentions.append(
            Mention(
                start=tree.start[p.first],
                end=tree.end[p.stop - 1],
                head=p.head,
                label=label,
                kind="nominal" if p.kind == "group" else p.kind,
                rule=p.rule,
                confidence=round(
                    ALONE if p.kind == "nominal" and certainty[k] == 1 else p.confidence * certainty[k], 3
                ),
                cluster=cluster,
                plural=p.number == "pl",
                stands_for="state" if state else None,
            )
        )
    mentions.sort(key=lambda m: (m.start, m.end))
    return mentions


def _state(tree: Tree, nominals: Nominals, p: Phrase) -> str | None:
    """The country for which a capital speaks, None where it is the city."""
    if p.kind != "name" or p.label not in ("GPE", "LOC", None):
        return None
    return stands_for_state(tree, nominals, p.top, " ".join(tree.text[p.first : p.stop]))


def _states(tree: Tree, phrases: list[Phrase], clusters: Clusters) -> dict[str, int]:
    """The cluster of each country that the article names."""
    found: dict[str, int] = {}
    for k, p in enumerate(phrases):
        if p.kind == "name" and p.label == "GPE":
            country = country_of(" ".join(tree.text[p.first : p.stop]))
            if country:
                found.setdefault(country, clusters.root(k))
    return found


def _label(part: list[Phrase]) -> str | None:
    """The label of a cluster: its first labelled name's, else what its first noun denotes."""
    for phrase in part:
        if phrase.kind == "name" and phrase.label:
            return phrase.label
    for phrase in part:
        if phrase.kind in ("nominal", "group") and phrase.noun_class in LABEL_OF_CLASS:
            return LABEL_OF_CLASS[phrase.noun_class]
    if any(p.gender in ("m", "f") or p.person < 3 for p in part if p.kind == "pronoun"):
        return "PERSON"
    return None
