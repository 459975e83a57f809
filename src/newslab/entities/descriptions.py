"""What a description says besides its noun: which country's, of what, which one. Two that differ there are not one."""

from __future__ import annotations

from newslab.entities.phrase import Nominals, Phrase
from newslab.entities.places import country_of
from newslab.reader.syntax import Tree

Specifics = dict[tuple[str, str], frozenset[str]]  # noun and sort of specification → its words


def specifics(tree: Tree, nominals: Nominals, p: Phrase) -> Specifics:
    """Country, complement ("Secretary of State") and proper modifiers ("Senate committee") of a nominal.

    Country adjectives, possessors and complements say the same: "the Kenyan president", "Kenya's president".
    """
    if p.kind != "nominal" or p.determiner in ("indefinite", "quantified"):
        return {}
    noun, top = p.words[-1], p.top
    country: set[str] = set()
    proper: set[str] = set()
    of: set[str] = set()
    named = [k for k in nominals.modifiers.get(top, ()) if tree.text[k][:1].isupper() and p.first <= k < top]
    owner = nominals.possessor.get(top)
    if owner is not None and tree.pos[owner] == "PROPN":
        named.append(owner)
    for k in named:
        code = country_of(tree.text[k])
        if code:
            country.add(code)
        elif tree.pos[k] == "PROPN" and k != owner:
            proper.add(tree.lower[k])
    for k in tree.children(top, "nmod"):
        if k > top and k not in nominals.determiner and k not in nominals.possessor and tree.preposition(k) == "of":
            code = country_of(tree.text[k])
            (country if code else of).add(code or tree.lower[k])
    sorts = {"country": country, "proper": proper, "of": of}
    return {(noun, sort): frozenset(words) for sort, words in sorts.items() if words}


def contradict(one: Specifics, other: Specifics) -> bool:
    """Tell whether two descriptions with one noun specify it differently."""
    return any(key in other and words.isdisjoint(other[key]) for key, words in one.items())


def bare_plural(p: Phrase) -> str | None:
    """The noun of a plural without determiner or modifier ("airlines")."""
    plain = p.kind == "nominal" and p.number == "pl" and p.determiner == "none" and len(p.words) == 1
    return p.words[0] if plain else None


def last_noun(p: Phrase) -> str | None:
    """The singular of a name's last word: *airline* of "Sarn Airlines"."""
    if p.kind != "name" or len(p.words) < 2:
        return None
    word = p.words[-1]
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
