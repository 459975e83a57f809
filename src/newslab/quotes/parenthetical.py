"""Attributions whose cue floats beside the clause: `…, police say`, `according to …`, `as X put it`, `reportedly`."""

from __future__ import annotations

from collections.abc import Iterator

from newslab.quotes.cues import Lexicon, word_list
from newslab.quotes.draft import Draft, cue_tokens, cut_out, describe_cue, set_frame, set_source, token_runs
from newslab.reader.syntax import Tree
from newslab.records import Span

CLAUSAL = ("root", "ccomp", "conj", "advcl", "acl:relcl", "parataxis", "csubj", "xcomp", "acl")
VIEW_NOUNS = frozenset(
    {"view", "opinion", "word", "words", "eye", "eyes", "judgment", "judgement", "estimation", "mind"}
)


def parenthetical_attributions(tree: Tree, lexicon: Lexicon) -> Iterator[Draft]:
    """One draft for each floating cue, in text order."""
    polls = word_list("poll")
    for i, label in enumerate(tree.deps):
        lemma = tree.lemma[i]
        if label in ("parataxis", "advcl", "discourse") and lemma in lexicon.verbs and tree.tag[i].startswith("V"):
            draft = _beside(tree, i, lexicon)
        elif label.startswith(("obl", "nmod", "parataxis", "advmod", "root", "conj", "appos", "dep")) and tree.child(
            i, "case"
        ):
            draft = _source_phrase(tree, i, lexicon, polls)
        elif lemma in lexicon.adverbs and label == "advmod":
            draft = _adverb(tree, i, lexicon)
        else:
            continue
        if draft is not None and draft.content and draft.cue:
            yield draft


def _beside(tree: Tree, verb: int, lexicon: Lexicon) -> Draft | None:
    """`The bridge, police say, is safe`: the verb hangs on the clause that it reports."""
    cue = lexicon.verbs[tree.lemma[verb]]
    if not (cue.frames.keys() & {"that", "wh"} or tree.lemma[verb] == "put") or tree.child(verb, "ccomp", "obj", "xcomp") is not None:
        if tree.lemma[verb] != "put":
            return None
    marker = tree.preposition(verb)
    if tree.deps[verb] == "advcl" and marker != "as":
        return None
    if marker not in (None, "as"):
        return None
    subject = tree.child(verb, "nsubj")
    if subject is None and marker != "as" and tree.tag[verb] not in ("VBZ", "VBP", "VBD"):
        return None
    if subject is None and not (marker == "as" and tree.agent(verb) is not None):
        return None
    low, high = tree.bounds(verb)
    host = tree.heads[verb]
    if tree.lemma[verb] in ("mean", "know") and subject is not None and tree.lower[subject] in ("i", "you"):
        return None
    if ";" in tree.text[low : low + 2] or (low > 0 and tree.text[low - 1] == ";"):
        return None
    if marker == "as" and tree.pos[host] in ("ADV", "ADJ") and tree.child(host, "cop", "nsubj") is None:
        return None
    if high >= host >= low:
        return None
    content = _around(tree, host, (low, high))
    if verb < host and marker is None and tree.deps[verb] == "parataxis" and not content:
        return None
    draft = Draft(verb, content, "parenthetical", confidence=0.8)
    describe_cue(draft, cue, "that")
    draft.cue = token_runs(tree, cue_tokens(tree, verb))
    set_source(tree, draft, tree.agent(verb) if tree.is_passive(verb) else subject)
    draft.negated = tree.negation(verb) is not None
    set_frame(tree, draft, verb)
    return draft


def _around(tree: Tree, host: int, hole: tuple[int, int]) -> list[Span]:
    low, high = tree.bounds(host)
    text = tree.whole
    return cut_out(text, (tree.start[low], tree.end[high]), [(tree.start[hole[0]], tree.end[hole[1]])])


def _source_phrase(tree: Tree, noun: int, lexicon: Lexicon, polls: frozenset[str]) -> Draft | None:
    preposition = tree.preposition(noun) or ""
    markers = [j for kid in tree.children(noun, "case") for j in (kid, *tree.children(kid, "fixed"))]
    rule = "according-to"
    if preposition in lexicon.sources and preposition not in ("in", "for"):
        source: int | None = noun
        cue_words = markers
    elif preposition == "in" and tree.lemma[noun] in VIEW_NOUNS:
        source = tree.child(noun, "nmod:poss") or tree.child(noun, "nmod")
        cue_words = [*markers, noun]
        if source is None or (source > noun and tree.preposition(source) != "of"):
            return None
        if source > noun:
            cue_words += tree.children(source, "case")
        rule = "view"
    elif preposition == "in" and tree.lemma[noun] in polls and tree.deps[noun] == "obl":
        source, cue_words, rule = noun, markers, "poll"
        if tree.lemma[tree.heads[noun]] in lexicon.verbs:
            return None
    else:
        return None
    host = tree.heads[noun]
    if host == noun:
        return None
    low, high = tree.bounds(noun)
    for _ in range(20):
        if tree.deps[host] in CLAUSAL:
            break
        host = tree.heads[host]
    if rule != "according-to" and tree.deps[host] not in CLAUSAL:
        return None
    while tree.deps[host] == "xcomp":
        host = tree.heads[host]
    content = _around(tree, host, (low, high))
    draft = Draft(noun, content, rule, confidence=0.9 if rule == "according-to" else 0.6)
    draft.cue = token_runs(tree, sorted(set(cue_words)))
    draft.cue_head = cue_words[0] if cue_words else noun
    draft.cue_lemma, draft.cue_class = preposition if rule != "view" else f"in {tree.lemma[noun]}", "report"
    if rule == "view":
        draft.cue_class = "believe"
    set_source(tree, draft, source)
    if rule == "according-to" and source is not None:
        first, last = tree.bounds(source, ("acl:relcl", "case", "punct", "parataxis", "advcl"))
        if draft.source is not None and last >= source:
            draft.source = (tree.start[max(first, (markers[-1] if markers else first - 1) + 1)], draft.source[1])
    return draft


def _adverb(tree: Tree, i: int, lexicon: Lexicon) -> Draft | None:
    """`reportedly`: somebody who is not named says so."""
    host = tree.heads[i]
    while tree.deps[host] in ("xcomp", "aux", "cop"):
        host = tree.heads[host]
    if not tree.pos[host] in ("VERB", "ADJ", "NOUN", "AUX", "PROPN", "ADV"):
        return None
    draft = Draft(i, _around(tree, host, (i, i)), "adverb", confidence=0.6)
    describe_cue(draft, lexicon.adverbs[tree.lemma[i]], "that")
    draft.cue = token_runs(tree, [i])
    return draft
