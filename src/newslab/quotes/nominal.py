"""Attributions whose cue is a noun or an adjective: `his warning that`, `calls for talks`, `is confident that`."""

from __future__ import annotations

from collections.abc import Iterator

from newslab.quotes.cues import Cue, Lexicon, cue_lexicon, word_list
from newslab.quotes.draft import OPENERS, Draft, cue_tokens, describe_cue, is_time, set_frame, set_source, token_runs
from newslab.quotes.remainders import before_participle
from newslab.quotes.sources import SPEAKING, sort_of
from newslab.reader.syntax import Tree

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
LONGEST = 80  # words of a clause after a colon
HELD = frozenset({"demand", "intend", "promise"})  # `the demands of the dockers` are theirs, not about them
COUNTED = frozenset({"one", "some", "two", "three", "part"})


def nominal_attributions(tree: Tree, lexicon: Lexicon) -> Iterator[Draft]:
    """One draft for each noun or adjective of the lexicon with content, in text order."""
    light = word_list("light")
    for i, lemma in enumerate(tree.lemma):
        tag = tree.tag[i]
        if tag in ("NN", "NNS") and lemma in lexicon.holders:
            draft = _holder(tree, i, lexicon.holders[lemma])
        elif tag in ("NN", "NNS") and lemma in lexicon.nouns:
            draft = _noun(tree, i, lexicon.nouns[lemma], light)
        elif (tag.startswith("JJ") or tag in ("VBN", "RB")) and lemma.lower() in lexicon.adjectives:
            draft = _adjective(tree, i, lexicon.adjectives[lemma.lower()])
        elif tag == "VBN" and tree.lower[i] in lexicon.adjectives:
            draft = _adjective(tree, i, lexicon.adjectives[tree.lower[i]])
        elif tree.lower[i] == "against" and tree.deps[i] == "case":
            draft = _against(tree, i)
        else:
            continue
        if draft is not None and draft.content and draft.cue:
            yield draft


def _content(tree: Tree, head: int, cue: Cue) -> tuple[str, int, int | None] | None:
    """Frame, head token of the content and the word that introduces it."""
    for kid in tree.children(head):
        if kid < head:
            continue
        marker = tree.preposition(kid)
        first = (marker or "").split(" ")[0]
        if tree.is_(kid, "acl", "ccomp", "advcl", "csubj", "xcomp") and tree.deps[kid] != "acl:relcl":
            if tree.tag[kid] in ("VBG", "VBN") and marker is None:
                continue
            if "inf" in cue.frames and marker == "to":
                return "inf", kid, None
            if "that" in cue.frames and (first == "that" or (marker is None and tree.is_(kid, "ccomp"))):
                return "that", kid, None
            asks = first in ("whether", "if") or (marker or "").split(" ")[-1] in ("whether", "how", "why")
            if asks and (cue.frames.keys() & {"wh", "that"} or f"p:{first}" in cue.frames):
                return "wh", kid, _last_of(tree, kid, first)
        if tree.deps[kid] == "acl:relcl" and first == "that" and "that" in cue.frames:
            return "that", kid, None
        if (
            marker is not None
            and f"p:{marker}" in cue.frames
            and marker != "by"
            and tree.is_(kid, "nmod", "obl", "acl", "advcl")
        ):
            if is_time(tree, kid) or (marker == "of" and _holds(tree, head, kid, cue)):
                continue
            marks = [j for j in tree.children(kid, "case", "mark") if j < kid]
            return f"p:{marker}", kid, marks[-1] if marks else None
    return None


def _last_of(tree: Tree, clause: int, first: str) -> int | None:
    """The preposition of `discussion *of* whether …`."""
    return next((j for j in tree.children(clause, "mark", "case") if tree.lower[j] == first != "whether"), None)


def _holds(tree: Tree, noun: int, kid: int, cue: Cue) -> bool:
    """Tell whether who follows *of* has the demand or plan, and is not what it is about."""
    return cue.frames["p:of"] in HELD and (sort_of(tree, kid) in SPEAKING or tree.pos[kid] == "PROPN")


def _noun(tree: Tree, noun: int, cue: Cue, light: frozenset[str]) -> Draft | None:
    found = _content(tree, noun, cue)
    if found is None:
        return _equated(tree, noun, cue)
    frame, head, marker = found
    verb = tree.heads[noun]
    lends = tree.deps[noun] == "obj" and tree.lemma[verb] in light
    possessor = tree.child(noun, "nmod:poss")
    by = next(
        (kid for kid in tree.children(noun, "nmod", "obl") if tree.preposition(kid) in ("by", "from", "among")), None
    )
    if by is None and cue.frames.get(frame) in HELD:
        by = next((k for k in tree.children(noun, "nmod") if k != head and tree.preposition(k) == "of"), None)
    if frame == "p:by" or by == head or (frame == "that" and _is_medium(tree, noun)):
        return None
    source = possessor if possessor is not None else by
    cue_words = [noun]
    negated = tree.negation(noun) is not None
    if lends:
        subject = tree.subject(verb) if not tree.is_passive(verb) else tree.agent(verb)
        source = source if source is not None else subject
        between = range(verb + 1, noun)
        cue_words = [*cue_tokens(tree, verb), *between, noun] if noun - verb <= 5 else [verb, noun]
        negated = negated or tree.negation(verb) is not None
    elif source is None:
        source = _compound_source(tree, noun, frame in ("that", "inf", "wh"))
    low, high = tree.bounds(head, ("punct",))
    low = max(low, (marker if marker is not None else noun) + 1)
    if by is not None and by > noun and low <= by <= high:
        high = tree.bounds(by)[0] - 1
    if tree.lemma[verb] in cue_lexicon().verbs:
        high = before_participle(tree, low, high)
    draft = Draft(noun, token_runs(tree, range(low, high + 1)), "nominal", confidence=0.4)
    if marker is not None and marker <= noun + 2:
        cue_words.append(marker)
    draft.cue = token_runs(tree, sorted(set(cue_words)))
    describe_cue(draft, cue, frame, [tree.lower[marker]] if marker is not None else ())
    set_source(tree, draft, source)
    draft.negated = negated
    if source is not None:
        draft.confidence = 0.5
    return draft


def _is_medium(tree: Tree, noun: int) -> bool:
    """Tell `said in a *statement* that …` from `the statement that …`."""
    verb = tree.heads[noun]
    cue = cue_lexicon().verbs.get(tree.lemma[verb])
    placed = tree.is_(noun, "obl") and tree.preposition(noun) in ("in", "on", "at", "via", "through")
    return placed and cue is not None and "quote" in cue.frames and tree.tag[verb][:1] == "V" and verb < noun


def _equated(tree: Tree, noun: int, cue: Cue) -> Draft | None:
    """`The aim is to leave`, `their argument was that …`, `the view remains that …`: what the noun is said to be."""
    subject = tree.heads[noun] if tree.lower[tree.heads[noun]] in COUNTED and tree.deps[noun] == "nmod" else noun
    verb = tree.heads[subject]
    announced = _announced(tree, noun, cue)
    if announced is not None:
        return announced
    if not tree.is_(subject, "nsubj") or verb <= noun or not cue.frames.keys() & {"that", "inf"}:
        return None
    if tree.lemma[verb] == "include" and cue.frames.get("inf", cue.frames.get("that")) in HELD:
        return _included(tree, noun, verb, cue)
    clause: int | None = verb
    if tree.deps[subject] != "nsubj:outer" and tree.child(verb, "cop") is None:
        clause = tree.child(verb, "ccomp", "xcomp", "csubj") if tree.lemma[verb] in ("be", "remain") else None
    copula = tree.child(verb, "cop") if clause == verb else verb
    if clause is None or copula is None or not noun < copula <= clause:
        return None
    marks = [tree.lower[j] for j in tree.children(clause, "mark") if j > copula]
    infinitive = "to" in marks
    if not infinitive and not marks and tree.deps[subject] != "nsubj:outer":
        return None
    frame = "inf" if infinitive else "that"
    if frame not in cue.frames:
        return None
    draft = Draft(noun, token_runs(tree, range(copula + 1, tree.edges(clause)[1] + 1)), "equated", confidence=0.5)
    draft.cue = token_runs(tree, [noun])
    describe_cue(draft, cue, frame)
    set_source(tree, draft, _owner(tree, noun))
    draft.negated = tree.negation(verb) is not None
    return draft


def _announced(tree: Tree, noun: int, cue: Cue) -> Draft | None:
    """`Venn had one theory: it was stolen`, `their message is simple: stay out`: the clause after the colon."""
    verb = tree.heads[noun]
    if "that" not in cue.frames or not tree.is_(noun, "nsubj", "obj") or tree.tag[verb][:1] not in "VJ":
        return None
    first = max(noun, verb)
    colon = next((j for j in range(first + 1, min(first + 4, len(tree))) if tree.text[j] == ":"), None)
    if colon is None or colon + 2 >= len(tree) or tree.text[colon + 1] in OPENERS or tree.pos[colon + 1] == "SPACE":
        return None
    last = colon + 1
    while last + 1 < len(tree) and last - colon < LONGEST and tree.sentence[last + 1] == tree.sentence[colon]:
        last += 1
    if not any(tree.tag[j] in FINITE for j in range(colon + 1, last + 1)):
        return None
    draft = Draft(noun, token_runs(tree, range(colon + 1, last + 1)), "equated", confidence=0.5)
    draft.cue = token_runs(tree, [noun])
    describe_cue(draft, cue, "that")
    owner = _owner(tree, noun)
    set_source(tree, draft, owner if owner is not None or tree.deps[noun] != "obj" else tree.subject(verb))
    return draft


def _owner(tree: Tree, noun: int) -> int | None:
    """Whose aim or demand it is."""
    source = tree.child(noun, "nmod:poss")
    if source is None:
        source = next(
            (kid for kid in tree.children(noun, "nmod") if tree.preposition(kid) in ("of", "by", "from")), None
        )
    return source if source is not None else _compound_source(tree, noun)


def _included(tree: Tree, noun: int, verb: int, cue: Cue) -> Draft | None:
    """`The demands of the dockers include more pay and dissolving the council`."""
    parts = [kid for kid in tree.children(verb, "obj", "xcomp", "ccomp") if kid > verb]
    if not parts:
        return None
    span = range(max(verb + 1, tree.edges(parts[0])[0]), tree.edges(parts[-1])[1] + 1)
    draft = Draft(noun, token_runs(tree, span), "equated", confidence=0.5)
    draft.cue = token_runs(tree, [noun])
    describe_cue(draft, cue, "inf" if "inf" in cue.frames else "that")
    set_source(tree, draft, _owner(tree, noun))
    return draft


def _holder(tree: Tree, noun: int, cue: Cue) -> Draft | None:
    """`a critic of the plan`: the source is who is called so, or else the noun itself."""
    found = _content(tree, noun, cue)
    if found is None:
        return None
    frame, head, marker = found
    if marker is None:
        return None
    low, high = tree.bounds(head, ("punct", "acl:relcl"))
    draft = Draft(noun, token_runs(tree, range(max(low, marker + 1), high + 1)), "nominal", confidence=0.6)
    words = [*tree.children(noun, "cop", "amod", "det"), noun, marker]
    draft.cue = token_runs(tree, sorted(j for j in words if noun - 5 < j <= noun + 2))
    describe_cue(draft, cue, frame, [tree.lower[marker]])
    if tree.child(noun, "cop") is not None:
        set_source(tree, draft, tree.subject(noun))
    elif tree.deps[noun] == "appos":
        set_source(tree, draft, tree.heads[noun])
    else:
        draft.source_head, draft.source = noun, tree.span(noun, ("nmod", "acl", "acl:relcl", "appos", "punct", "case"))
        draft.cue = token_runs(tree, [marker])
    return draft


def _compound_source(tree: Tree, noun: int, clause: bool = True) -> int | None:
    """`the Brandt claim that …`, `an American warning that …`, `employee concerns that …`."""
    for kid in tree.children(noun, "compound", "amod", "nmod"):
        person = clause and tree.deps[kid] == "compound" and tree.pos[kid] == "NOUN" and sort_of(tree, kid) in SPEAKING
        if kid < noun and (tree.tag[kid] in ("NNP", "NNPS") or person):
            return kid
    return None


def _adjective(tree: Tree, adjective: int, cue: Cue) -> Draft | None:
    if "amod" in cue.frames and tree.is_(adjective, "amod") and tree.heads[adjective] > adjective:
        return _modifier(tree, adjective, cue)
    found = _content(tree, adjective, cue)
    if found is None:
        return None
    frame, head, marker = found
    source = tree.subject(adjective)
    if source is None or tree.deps[source] == "expl" or tree.lower[source] in ("it", "there", "this", "that"):
        return None
    low, high = tree.bounds(head)
    low = max(low, (marker if marker is not None else adjective) + 1)
    draft = Draft(adjective, token_runs(tree, range(low, high + 1)), "adjective", confidence=0.55)
    words = [*tree.children(adjective, "cop", "aux", "advmod"), adjective]
    words = [j for j in words if adjective - 5 < j <= adjective]
    if marker is not None and marker <= adjective + 2:
        words.append(marker)
    draft.cue = token_runs(tree, sorted(words))
    describe_cue(draft, cue, frame, [tree.lower[marker]] if marker is not None else ())
    set_source(tree, draft, source)
    draft.negated = tree.negation(adjective) is not None
    set_frame(tree, draft, adjective, {head})
    return draft


def _modifier(tree: Tree, adjective: int, cue: Cue) -> Draft:
    """`the alleged fraud`: somebody who is not named says that there was one."""
    noun = tree.heads[adjective]
    owner = tree.child(noun, "nmod:poss")
    spans = [tree.span(owner)] if owner is not None and owner < adjective else []
    high = tree.bounds(noun, ("punct", "acl:relcl", "conj", "parataxis"))[1]
    draft = Draft(adjective, [*spans, *token_runs(tree, range(adjective + 1, max(noun, high) + 1))], "modifier")
    draft.cue = token_runs(tree, [adjective])
    describe_cue(draft, cue, "amod")
    draft.confidence = 0.4
    return draft


def _against(tree: Tree, preposition: int) -> Draft | None:
    """`They are against the plan`."""
    head = tree.heads[preposition]
    copula = tree.child(head, "cop")
    subject = tree.child(head, "nsubj")
    if copula is None or subject is None or not copula < preposition < head:
        return None
    low, high = tree.bounds(head, ("punct", "conj", "parataxis"))
    draft = Draft(
        preposition, token_runs(tree, range(max(low, preposition + 1), high + 1)), "adjective", confidence=0.6
    )
    draft.cue = token_runs(tree, [copula, preposition] if preposition == copula + 1 else [preposition])
    draft.cue_lemma, draft.cue_class = "against", "deny"
    set_source(tree, draft, subject)
    draft.negated = tree.negation(head) is not None
    return draft
