"""Passive cues: `is expected to go`, `was quoted as saying`, `was accused of lying`, `asked about it`."""

from __future__ import annotations

from newslab.quotes.clauses import clause_spans, speaking_verb
from newslab.quotes.cues import Cue
from newslab.quotes.draft import Draft, cue_tokens, describe_cue, is_time, set_source, token_runs
from newslab.reader.syntax import Tree
from newslab.records import Span


def passive(tree: Tree, verb: int, cue: Cue) -> Draft | None:
    """`is expected to go`, `was quoted as saying`, `was accused of lying`, `it is believed that …`."""
    if (
        tree.tag[verb] in ("VBN", "VBD")
        and tree.lemma[verb] == "ask"
        and tree.lower[verb - 1] not in ("was", "were", "been")
    ):
        asked = _asked(tree, verb, cue)
        if asked is not None:
            return asked
    if not tree.is_passive(verb) or (tree.deps[verb] == "advcl" and tree.child(verb, "nsubj", "csubj", "expl") is None):
        return None
    subject = tree.subject(verb)
    if subject is None and tree.deps[verb] == "acl:relcl" and tree.tag[tree.heads[verb]] == "WP":
        subject = tree.heads[verb]  # `what has been called a lie`
    if subject is None:
        return None
    for kid in tree.children(verb):
        if kid < verb or not tree.is_(kid, "xcomp", "advcl", "obl", "ccomp", "csubj"):
            continue
        preposition = tree.preposition(kid) or ""
        infinitive = tree.is_(kid, "xcomp", "advcl", "ccomp") and any(
            tree.tag[j] == "TO" for j in tree.children(kid, "mark")
        )
        if tree.is_(kid, "ccomp", "csubj") and preposition in ("that", "") and "that" in cue.frames:
            told = tree.is_(subject, "nsubj") and tree.lower[subject] != "it"
            if tree.deps[verb] == "conj" and tree.child(verb, "nsubj") is None:
                subject = tree.subject(speaking_verb(tree, verb)) or subject
            draft = Draft(verb, clause_spans(tree, kid, verb, verb), "passive")
            if told:
                draft.addressee = tree.span(subject, ("acl:relcl", "punct"))
            describe_cue(draft, cue, "that")
        elif infinitive and "o:inf" in cue.frames and tree.lemma[verb] not in ("suppose", "mean", "allow"):
            draft = Draft(verb, _subject_and(tree, subject, kid), "passive")
            describe_cue(draft, cue, "o:inf")
        elif tree.lemma[verb] in ("quote", "cite") and preposition == "as":
            clause = tree.child(kid, "ccomp", "obj", "parataxis") or kid
            draft = Draft(verb, token_runs(tree, range(tree.bounds(clause)[0], tree.bounds(clause)[1] + 1)), "passive")
            describe_cue(draft, cue, "that")
            set_source(tree, draft, subject)
            if clause != kid:
                draft.cue = token_runs(
                    tree, sorted({*cue_tokens(tree, verb), *tree.children(kid, "case", "mark"), kid})
                )
            return draft
        elif f"o:{preposition}" in cue.frames and tree.is_(kid, "obl", "advcl", "xcomp") and cue.lemma != "define":
            draft = Draft(verb, _subject_and(tree, subject, kid), "passive")
            describe_cue(draft, cue, f"o:{preposition}")
        else:
            continue
        set_source(tree, draft, tree.agent(verb))
        return draft
    predicate = next(
        (
            k
            for k in tree.children(verb, "xcomp", "obj", "obl:unmarked")
            if k > verb and not tree.preposition(k) and not is_time(tree, k)
        ),
        None,
    )
    if predicate is not None and "o:pred" in cue.frames and not tree.lower[predicate].endswith("day"):
        draft = Draft(verb, _subject_and(tree, subject, predicate), "passive")
        describe_cue(draft, cue, "o:pred")
        set_source(tree, draft, tree.agent(verb))
        return draft
    agent = tree.agent(verb)
    if agent is not None and "np" in cue.frames and agent > verb:
        draft = Draft(verb, [tree.span(subject, ("acl", "acl:relcl", "punct", "case"))], "passive")
        describe_cue(draft, cue, "np")
        set_source(tree, draft, agent)
        return draft
    bare = tree.child(verb, "xcomp", "ccomp", "obj") is None and tree.deps[verb] != "advcl"
    if "np" in cue.frames and bare and tree.lower[subject] != "it":
        draft = Draft(verb, [tree.span(subject, ("acl:relcl", "punct", "case"))], "passive-subject")
        describe_cue(draft, cue, "np")
        return draft
    return None


def _asked(tree: Tree, verb: int, cue: Cue) -> Draft | None:
    """`Asked about the bridge, Venn said …`: the question; who asked is not told."""
    if tree.tag[verb] not in ("VBN", "VBD") or tree.child(verb, "nsubj", "obj") is not None:
        return None
    first = verb + 1
    if first + 1 >= len(tree) or tree.lower[first] not in (
        "about",
        "if",
        "whether",
        "why",
        "how",
        "what",
        "when",
        "who",
    ):
        return None
    last = first
    while last + 1 < len(tree) and tree.text[last + 1] not in (",", ".", "?", "”", '"') and last - first < 60:
        last += 1
    begin = first + 1 if tree.lower[first] == "about" else first
    draft = Draft(verb, token_runs(tree, range(begin, last + 1)), "passive")
    draft.cue = token_runs(tree, [*cue_tokens(tree, verb), *([first] if begin > first else [])])
    describe_cue(draft, cue, "wh")
    listener = tree.subject(tree.heads[verb])
    if listener is not None and listener > last:
        draft.addressee = tree.span(listener, ("acl:relcl", "punct"))
    return draft


def _subject_and(tree: Tree, subject: int, rest: int) -> list[Span]:
    spans = [tree.span(subject, ("acl:relcl", "acl", "punct", "case"))]
    low, high = tree.bounds(rest)
    return spans + [span for span in token_runs(tree, range(low, high + 1)) if span[0] >= spans[0][1]]
