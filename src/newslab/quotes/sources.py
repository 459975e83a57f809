"""What sort of thing a source is: a person, an organisation, a document … or nothing that could speak."""

from __future__ import annotations

from newslab.entities.lexicon import nouns
from newslab.quotes.cues import word_list
from newslab.quotes.draft import Draft
from newslab.reader.syntax import Tree

FIRST_AND_SECOND = frozenset({"i", "we", "you", "me", "us", "my", "our", "your", "myself", "y'all", "ya"})
THIRD = frozenset(
    {"he", "she", "they", "who", "his", "her", "their", "him", "them", "himself", "herself", "themselves", "whose"}
)
THINGS = frozenset({"it", "this", "that", "which", "what", "there", "these", "those", "its", "one"})
PEOPLE_WORDS = frozenset(
    {"some", "others", "many", "several", "few", "both", "most", "someone", "somebody", "nobody", "anyone", "everyone"}
    | {"everybody", "none", "all", "neither", "either", "another", "other", "those"}
)
SPEAKING = frozenset({"person", "people", "org", "group", "state"})
STEPS = 4
WEAK = frozenset(
    {"infinitive", "noun-phrase", "prepositional", "passive", "predicate", "nominal", "adjective", "gerund"}
    | {"object-infinitive", "equated"}
)
OF_IT = frozenset(
    {"infinitive", "noun-phrase", "object-infinitive", "predicate", "prepositional"}
)  # a company may be *it*


def sort_of(tree: Tree, head: int) -> str:
    """One of first (I, we, you), person, org, group, state, name, document, thing, unknown."""
    lower = tree.lower[head]
    if tree.pos[head] == "PRON" or tree.tag[head].startswith(("PRP", "WP")):
        if lower in FIRST_AND_SECOND:
            return "first"
        if lower in THIRD:
            return "person"
    if lower in PEOPLE_WORDS:
        return "person"
    if lower in THINGS:
        return "thing"
    lemma = tree.lemma[head].lower()
    if lemma in word_list("quantity") or lower in word_list("quantity"):
        of = next((kid for kid in tree.children(head, "nmod") if kid > head), None)
        return sort_of(tree, of) if of is not None and of > head else "person"
    if tree.tag[head].startswith("NNP"):
        return "document" if lemma in word_list("document") else "name"
    if tree.tag[head] in ("CD", "DT", "JJ", "JJS", "JJR") and tree.deps[head] not in ("amod", "det"):
        return "person"
    if lemma in word_list("document"):
        return "document"
    if lemma in word_list("group_noun"):
        return "group"
    if lemma in word_list("institution"):
        return "org"
    kind = nouns().get(lemma)
    if kind in SPEAKING:
        return "person" if kind == "people" else str(kind)
    if kind == "communication":
        return "document"
    if lemma in word_list("unnamed"):
        return "person"
    return "unknown" if kind is None else "thing"


def may_hold(tree: Tree, draft: Draft) -> bool:
    """Tell whether a weak candidate (a noun phrase, an infinitive …) has a source that speaks, thinks or intends.

    Those of clauses and quotations are kept whoever speaks; an aim of a bridge is no attribution.
    """
    if draft.rule not in WEAK:
        return True
    if draft.source_head is None:
        return draft.rule in ("passive", "passive-subject", "nominal", "equated", "modifier")
    sort = sort_of(tree, draft.source_head)
    if sort == "thing" and (tree.lower[draft.source_head] != "it" or draft.rule not in OF_IT):
        return False
    return sort != "document" or draft.cue_class in ("report", "accuse", "demand", "deny", "ask")


def set_relative(tree: Tree, draft: Draft) -> None:
    """Of `an inspector who says …` the source is *who*, as PolNeAR has it; the head stays the inspector, who speaks.

    Where *who* would stand for a thing (`the home of Orla Venn, who says …`), the noun right before it speaks.
    """
    verb, head = draft.cue_head, draft.source_head
    if verb is None or head is None or head > verb or not tree.tag[verb].startswith("V"):
        return
    for _ in range(STEPS):
        own = tree.child(verb, "nsubj")
        if own is not None or tree.deps[verb] not in ("conj", "xcomp", "advcl"):
            break
        verb = tree.heads[verb]
    if own is None or not (head < own < verb) or tree.antecedent(own, verb) != head or own == head:
        return
    draft.source = tree.start[own], tree.end[own]
    if tree.lower[own] == "who" and sort_of(tree, head) in ("thing", "unknown", "document"):
        near = own - 1
        while near > head and tree.pos[near] in ("PUNCT", "SPACE"):
            near -= 1
        while near > head and tree.is_(near, "flat", "compound") and head < tree.heads[near] < own:
            near = tree.heads[near]
        if near > head and sort_of(tree, near) in (*SPEAKING, "name"):
            draft.source_head = near
