"""Attributions whose cue is a verb: which of its complements is the content, and who its subject is."""

from __future__ import annotations

from collections.abc import Iterator

from newslab.quotes.clauses import clausal, infinitive, speaking_verb
from newslab.quotes.cues import Cue, Lexicon
from newslab.quotes.draft import (
    Draft,
    cue_tokens,
    describe_cue,
    floats,
    inverted_subject,
    is_refused,
    nearby_subject,
    set_frame,
    set_listener,
    set_source,
    token_runs,
    trim,
)
from newslab.quotes.passives import passive
from newslab.quotes.phrases import noun_phrase, plea, prepositional, small_clause
from newslab.quotes.remainders import remainder, that_clause
from newslab.quotes.sources import sort_of
from newslab.reader.syntax import Tree

WINDOW = 6  # words within which the parts of a multiword cue must follow its verb
ISSUING = frozenset(
    {"issue", "release", "post", "send", "write", "make", "give", "deliver", "sign", "tweet", "file", "submit", "put"}
    | {"share", "record", "read", "circulate", "draft", "e-mail", "email", "pen", "publish", "broadcast", "leave"}
    | {"adopt", "approve", "pass"}
)  # what one does with a text of one's own; who holds a placard may have another's
CONFIDENCE = {
    "clause": 0.9,
    "remainder": 0.75,
    "gerund": 0.8,
    "infinitive": 0.75,
    "object-infinitive": 0.85,
    "predicate": 0.8,
    "prepositional": 0.7,
    "noun-phrase": 0.6,
    "passive": 0.55,
    "passive-subject": 0.3,
}


def verb_attributions(tree: Tree, lexicon: Lexicon) -> Iterator[Draft]:
    """One draft for each verb of the lexicon that has one of its frames' complements, in text order."""
    verbs, phrases = lexicon.verbs, lexicon.phrases
    for i, lemma in enumerate(tree.lemma):
        if not tree.tag[i].startswith("V"):
            continue
        if lemma not in verbs and lemma not in phrases:
            lemma = lexicon.forms.get(tree.lower[i], lemma)
        for cue in phrases.get(lemma, ()):
            words = _phrase_words(tree, i, cue)
            if words:
                draft = _attribution(tree, i, cue, words)
                if draft is not None:
                    yield draft
                    break
        else:
            if lemma in verbs and not tree.is_(i, "aux", "case", "fixed", "amod", "compound"):
                if floats(tree, i, verbs[lemma]) is not None or is_refused(tree, i):
                    continue
                draft = _attribution(tree, i, verbs[lemma], ())
                if draft is not None:
                    yield draft


def _phrase_words(tree: Tree, verb: int, cue: Cue) -> tuple[int, ...]:
    """The tokens of a phrase's other words, in order, each soon after the one before; empty when one is missing."""
    found: list[int] = []
    at = verb + 1
    for word in cue.lemma.split()[1:]:
        limit = min(at + WINDOW, len(tree))
        here = next((j for j in range(at, limit) if tree.lemma[j] == word or tree.lower[j] == word), None)
        if here is None or tree.sentence[here] != tree.sentence[verb]:
            return ()
        if any(tree.tag[j].startswith("V") and tree.heads[j] != verb for j in range(at, here)):
            return ()
        if (tree.deps[here] == "compound:prt" or word == "it") and tree.heads[here] != verb:
            return ()
        found.append(here)
        at = here + 1
    return tuple(found)


def _attribution(tree: Tree, verb: int, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    draft = (
        plea(tree, verb, cue)
        or passive(tree, verb, cue)
        or clausal(tree, verb, cue, words)
        or infinitive(tree, verb, cue, words)
        or small_clause(tree, verb, cue)
        or that_clause(tree, verb, cue)
        or prepositional(tree, verb, cue, words)
        or remainder(tree, verb, cue)
        or noun_phrase(tree, verb, cue, words)
    )
    if draft is None or not draft.content:
        return None
    draft.cue = draft.cue or token_runs(tree, cue_tokens(tree, verb, words))
    if not draft.cue:
        return None
    if draft.source is None and not draft.rule.startswith("passive"):
        speaker = speaking_verb(tree, verb)
        set_source(tree, draft, tree.subject(speaker) if not tree.is_passive(speaker) else tree.agent(speaker))
        issuer = _cited(tree, verb) or _issuer(tree, draft.source_head, verb)
        if issuer is not None:
            set_source(tree, draft, issuer)
        if draft.source is None and not tree.is_passive(verb):
            if all(end <= tree.start[verb] for _, end in draft.content):
                set_source(tree, draft, inverted_subject(tree, verb))
            if draft.source is None:
                set_source(tree, draft, nearby_subject(tree, verb))
    _cut_before_cue(tree, draft)
    set_listener(tree, draft, verb)
    if draft.cue_lemma is None:
        describe_cue(draft, cue, "that", [tree.lower[kid] for kid in tree.children(verb, "compound:prt")])
    negators = (verb, *words)
    draft.negated |= any(tree.negation(j) is not None for j in negators)
    if not tree.is_(verb, "acl:relcl"):
        draft.negated |= _negative_subject(tree, draft.source_head)
    set_frame(tree, draft, verb)
    draft.confidence = CONFIDENCE.get(draft.rule, 0.5)
    return draft


def _cut_before_cue(tree: Tree, draft: Draft) -> None:
    """Of `a report | saying that …` the source ends before the cue that hangs on it."""
    at = draft.cue[0][0]
    if (
        draft.source is not None
        and draft.source_head is not None
        and tree.end[draft.source_head] <= at < draft.source[1]
    ):
        draft.source = trim(tree.whole, draft.source[0], at)


def _cited(tree: Tree, verb: int) -> int | None:
    """Of `it cited Venn as saying …` Venn."""
    governor = tree.heads[verb]
    if tree.tag[verb] != "VBG" or tree.preposition(verb) != "as" or tree.lemma[governor] not in ("cite", "quote"):
        return None
    return tree.child(governor, "obj") if not tree.is_passive(governor) else None


def _issuer(tree: Tree, source: int | None, verb: int) -> int | None:
    """Of `Venn issued a statement saying …` Venn: whose document says it."""
    if source is None or tree.deps[verb] != "acl" or tree.heads[verb] != source or tree.deps[source] != "obj":
        return None
    governor = tree.heads[source]
    if tree.is_passive(governor) or tree.lemma[governor] not in ISSUING or sort_of(tree, source) != "document":
        return None
    return tree.subject(governor)


def _negative_subject(tree: Tree, head: int | None) -> bool:
    if head is None:
        return False
    return tree.lower[head] in ("nobody", "none", "neither") or any(
        tree.lower[kid] in ("no", "neither") for kid in tree.children(head, "det", "cc", "advmod")
    )
