"""Phrases as contents: `called it a lie`, `accused X of lying`, `called for talks`, `denied the charge`."""

from __future__ import annotations

from newslab.quotes.clauses import _governors, particles
from newslab.quotes.cues import Cue, word_list
from newslab.quotes.draft import Draft, cue_tokens, describe_cue, is_time, may_listen, phrase_from, token_runs
from newslab.quotes.remainders import before_participle
from newslab.reader.syntax import Tree

NOMINAL = frozenset({"DT", "PRP$", "NNP", "NNPS", "NN", "NNS", "JJ", "CD", "``", "PDT", "JJS", "JJR"})
MORE = frozenset({"of", "for", "with", "about", "against", "between", "over", "as", "than", "from", "to", "toward"})
LOOSE = frozenset({"into", "without", "due to"})
EMPTY = frozenset(
    {"it", "something", "nothing", "anything", "everything", "so", "all", "this", "that", "one", "much", "little"}
    | {"lot", "bit", "more", "less", "word", "words", "enough"}
)


def plea(tree: Tree, verb: int, cue: Cue) -> Draft | None:
    """`pleaded guilty to fraud` concedes "guilty to fraud", `pleaded not guilty` and `innocent` deny; "no contest"."""
    at = verb + 1
    if cue.lemma != "plead" or at + 1 >= len(tree):
        return None
    negated = tree.lower[at] == "not"
    at += negated
    words = tree.lower[at : at + 2]
    if words[:1] in (["guilty"], ["innocent"]):
        last = at
    elif words in (["no", "contest"], ["nolo", "contendere"]):
        last = at + 1
    else:
        return None
    to = last + 1
    if tree.lower[to : to + 1] == ["on"] and to + 1 < len(tree) and is_time(tree, to + 1):
        to += 2  # `guilty on Monday to fraud`
    if to + 1 < len(tree) and tree.lower[to] in ("to", "of") and tree.sentence[to + 1] == tree.sentence[verb]:
        head = to + 1
        for _ in range(8):
            up = tree.heads[head]
            if up == head or up <= to or tree.edges(up)[0] < to:
                break
            head = up
        last = max(tree.bounds(head)[1], head)
    draft = Draft(verb, token_runs(tree, range(at, last + 1)), "predicate")
    draft.cue_lemma, draft.cue_class = cue.lemma, "deny" if negated or words[0] == "innocent" else "concede"
    return draft


def small_clause(tree: Tree, verb: int, cue: Cue) -> Draft | None:
    """`called it a lie`, `described X as Y`, `accused X of lying`, `blamed X for it`."""
    patient = tree.child(verb, "obj")
    if patient is None and "o:pred" in cue.frames and tree.child(verb, "xcomp") is not None:
        patient = tree.child(verb, "iobj")
    if patient is None:
        return _of_antecedent(tree, verb, cue)
    if "o:pred" in cue.frames:
        predicate = next(
            (kid for kid in tree.children(verb, "xcomp", "obl:unmarked") if kid > patient and not is_time(tree, kid)),
            None,
        )
        if predicate is None and tree.deps[verb] == "acl:relcl":
            predicate = tree.child(verb, "xcomp")
        if (
            predicate is not None
            and predicate > verb
            and not any(tree.tag[j] == "TO" for j in tree.children(predicate, "mark"))
        ):
            return _object_and(tree, verb, cue, "o:pred", patient, predicate)
        of_what = tree.deps[verb] == "acl:relcl" and tree.tag[tree.heads[verb]] == "WP"
        if predicate is None and of_what and patient > verb:  # `what they call a toy`
            first, last = tree.bounds(patient, ("acl:relcl",))
            draft = Draft(verb, token_runs(tree, range(first, last + 1)), "predicate")
            describe_cue(draft, cue, "o:pred")
            return draft
        if patient > verb:
            after = tree.edges(patient)[1] + 1
            if after + 1 < len(tree) and tree.sentence[after] == tree.sentence[verb]:
                rest = after + 1 if tree.tag[after] == "``" or tree.text[after] in "“\"''‘" else after
                if rest != after or tree.tag[after] in ("DT", "JJ"):
                    for _ in range(6):
                        up = tree.heads[rest]
                        if up <= rest or tree.pos[up] not in ("NOUN", "PROPN", "ADJ") or tree.edges(up)[0] < after:
                            break
                        rest = up
                    if tree.pos[rest] in ("NOUN", "PROPN", "ADJ", "VERB"):
                        first, last = tree.bounds(patient)[0], max(tree.edges(rest)[1], rest)
                        draft = Draft(verb, token_runs(tree, range(first, last + 1)), "predicate")
                        describe_cue(draft, cue, "o:pred")
                        _mark_denial(tree, draft, cue, rest)
                        return draft
    if cue.lemma in ("put", "place"):
        return _estimate(tree, verb, cue, patient)
    for frame in cue.frames:
        if frame.startswith("o:") and frame not in ("o:pred", "o:inf"):
            preposition = frame[2:]
            for kid in tree.children(verb):
                if (
                    kid > patient
                    and tree.is_(kid, "obl", "xcomp", "advcl", "ccomp")
                    and tree.preposition(kid) == preposition
                    and tree.text[tree.edges(kid)[0] - 1] != ","
                ):
                    return _object_and(tree, verb, cue, frame, patient, kid)
            for kid in tree.children(patient, "nmod", "acl", "advcl"):
                if kid > patient and tree.preposition(kid) == preposition and preposition in ("as", "of", "with"):
                    return _object_and(tree, verb, cue, frame, patient, kid)
    return None


def _estimate(tree: Tree, verb: int, cue: Cue, patient: int) -> Draft | None:
    """`put the toll at 48`, `placed its value in the millions`: an amount after the object."""
    for kid in tree.children(verb, "obl"):
        amount = any(tree.tag[j] == "CD" for j in (kid, *tree.children(kid, "nummod")))
        amount = amount or tree.lemma[kid] in ("hundred", "thousand", "million", "billion", "dozen", "percent")
        if (
            kid > patient > verb
            and tree.preposition(kid) in ("at", "in", "between")
            and amount
            and not is_time(tree, patient)
        ):
            if tree.preposition(kid) == "in" and tree.tag[kid] == "CD":
                continue  # `put it there in 2019`
            return _object_and(tree, verb, cue, "o:at", patient, kid)
    return None


def _of_antecedent(tree: Tree, verb: int, cue: Cue) -> Draft | None:
    """`what Venn describes as a lie`, `a bridge they decry as a toy`: the relative clause's noun and what it is."""
    if not tree.is_(verb, "acl:relcl", "csubj", "ccomp", "advcl") or tree.child(verb, "nsubj") is None:
        return None
    allowed = [frame for frame in cue.frames if frame.startswith("o:") and frame not in ("o:inf", "o:pred")]
    for kid in tree.children(verb, "obl", "xcomp", "advcl", "ccomp", "acl"):
        frame = f"o:{tree.preposition(kid)}"
        if kid > verb and frame in allowed:
            noun = tree.heads[verb] if tree.deps[verb] == "acl:relcl" and tree.heads[verb] < verb else None
            low, high = tree.bounds(kid)
            spans = token_runs(tree, range(max(low, verb + 1), high + 1))
            if noun is not None:
                spans.insert(0, tree.span(noun, ("acl:relcl", "case", "punct", "conj", "appos")))
            draft = Draft(verb, spans, "predicate")
            describe_cue(draft, cue, frame)
            _mark_denial(tree, draft, cue, kid)
            return draft
    return None


def _object_and(tree: Tree, verb: int, cue: Cue, frame: str, patient: int, rest: int) -> Draft:
    (first, _), (_, last) = tree.bounds(patient), tree.bounds(rest)
    if patient > verb:
        spans = token_runs(tree, range(first, last + 1))
    else:
        low, high = tree.bounds(rest)
        spans = [tree.span(patient), *token_runs(tree, range(max(low, verb + 1), high + 1))]
    draft = Draft(verb, spans, "predicate")
    describe_cue(draft, cue, frame)
    _mark_denial(tree, draft, cue, rest)
    return draft


def _mark_denial(tree: Tree, draft: Draft, cue: Cue, predicate: int) -> None:
    """`called it a fairy tale` denies it."""
    if cue.lemma in ("call", "label", "dub", "brand", "deem", "term", "describe", "dismiss"):
        low, high = tree.bounds(predicate)
        if any(tree.lower[j] in word_list("untruth") for j in range(low, min(high + 1, low + 12))):
            draft.cue_class = "deny"


def prepositional(tree: Tree, verb: int, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    """`called for talks`, `complained about the noise`, `spoke of leaving`."""
    allowed = [frame[2:] for frame in cue.frames if frame.startswith("p:")]
    if not allowed or (not words and tree.child(verb, "obj") is not None and "quote" not in cue.frames):
        return None
    for governor in _governors(tree, verb, words):
        for kid in tree.children(governor):
            if kid < governor or not tree.is_(kid, "obl", "advcl", "nmod", "ccomp", "acl", "xcomp"):
                continue
            preposition = tree.preposition(kid)
            if (
                preposition is None
                or preposition not in allowed
                or tree.lower[kid] in ("me", "us", "him", "her", "them")
            ):
                continue
            marker = next(j for j in tree.children(kid, "case", "mark") if tree.lower[j] == preposition.split()[-1])
            low, high = tree.bounds(kid)[0], _grown(tree, verb, kid, cue)
            spans = token_runs(tree, range(max(low, marker + 1), high + 1))
            aside = (
                tree.lower[kid].endswith("day") or tree.lower[kid] == "condition"
            )  # on Monday, on condition of anonymity
            if not spans or (preposition == "on" and aside):
                continue
            named = next(
                (k for k in tree.children(governor) if k > kid and f"o:{tree.preposition(k)}" in cue.frames), kid
            )
            if named == kid and "o:as" in cue.frames:
                named = next((k for k in tree.children(kid, "nmod", "acl") if tree.preposition(k) == "as"), kid)
            if named != kid and tree.preposition(named) == "as":  # referred to it as a toy
                spans = token_runs(tree, range(max(low, marker + 1), tree.bounds(named)[1] + 1))
            finite = preposition in ("like", "as", "if") and tree.is_(kid, "advcl", "ccomp")
            draft = Draft(verb, spans, "clause" if finite else "prepositional")
            describe_cue(draft, cue, f"p:{preposition}", [*particles(tree, verb), preposition])
            extra = (*words, marker) if marker <= max((verb, *words)) + 3 else words
            draft.cue = token_runs(tree, cue_tokens(tree, verb, extra))
            return draft
    after = max((verb, *words)) + 1
    if after + 1 >= len(tree) or tree.lower[after] not in allowed or tree.tag[after] not in ("IN", "TO", "RP"):
        return None
    if tree.tag[after + 1] not in NOMINAL or tree.sentence[after + 1] != tree.sentence[verb]:
        return None
    if tree.lower[after + 1] == "condition" or is_time(tree, after + 1):
        return None
    last = phrase_from(tree, after + 1, after)
    draft = Draft(verb, token_runs(tree, range(after + 1, last + 1)), "prepositional")
    describe_cue(draft, cue, f"p:{tree.lower[after]}", [tree.lower[after]])
    draft.cue = token_runs(tree, cue_tokens(tree, verb, (*words, after)))
    return draft


def noun_phrase(tree: Tree, verb: int, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    """`denied the charge`, `praised Venn for it`; also the antecedent of `a charge that he denied`."""
    if "np" not in cue.frames:
        return None
    obj = next((kid for kid in tree.children(verb, "obj") if kid not in words), None)
    if obj is None and words:
        obj = next((k for w in words for k in tree.children(w, "obj", "nmod") if k > w), None)
    rule = "noun-phrase"
    after = verb + 1
    active = not tree.is_passive(verb) and (tree.tag[verb] != "VBN" or tree.child(verb, "aux") is not None)
    if obj is None and not words and active and after + 1 < len(tree) and tree.tag[after] in NOMINAL:
        last = phrase_from(tree, after, verb)
        if tree.sentence[last] == tree.sentence[verb] and tree.lower[after] not in EMPTY:
            draft = Draft(verb, token_runs(tree, range(after, last + 1)), rule)
            describe_cue(draft, cue, "np", particles(tree, verb))
            return draft
    if obj is None:
        if tree.deps[verb] == "acl:relcl" and tree.child(verb, "nsubj") is not None and tree.heads[verb] < verb:
            noun = tree.heads[verb]
            if tree.child(verb, "obl") is None and tree.child(verb, "xcomp", "ccomp") is None:
                draft = Draft(verb, [tree.span(noun, ("acl:relcl", "case", "punct"))], rule)
                describe_cue(draft, cue, "np", particles(tree, verb))
                return draft
        return None
    if tree.lemma[verb] == "charge" and any(tree.tag[j] == "$" for j in range(tree.bounds(obj)[0], obj)):
        return None  # a price
    if tree.lower[obj] in EMPTY and "quote" in cue.frames and cue.frames["np"] != "deny":  # she denied it
        return None
    if "that" in cue.frames and obj > verb and (clause := _gapless(tree, obj)) is not None:
        spans = token_runs(tree, range(tree.bounds(obj)[0], tree.edges(clause)[1] + 1))
        draft = Draft(verb, spans, "remainder")
        describe_cue(draft, cue, "that")
        return draft
    if tree.tag[obj] in ("WDT", "WP") and tree.deps[verb] == "acl:relcl":
        spans = [tree.span(tree.heads[verb], ("acl:relcl", "case", "punct"))]
    else:
        if tree.tag[obj] == "PRP" and tree.lower[obj].endswith(("self", "selves")):
            return None
        first = tree.bounds(obj)[0]
        if first > verb + 1 and all(
            tree.tag[j] in ("NNP", "JJ", "DT", "POS", "NN", "PRP$") for j in range(verb + 1, first)
        ):
            first = verb + 1
        spans = token_runs(tree, range(first, before_participle(tree, obj, _grown(tree, verb, obj, cue)) + 1))
    draft = Draft(verb, spans, rule)
    describe_cue(draft, cue, "np", particles(tree, verb))
    return draft


def _gapless(tree: Tree, noun: int) -> int | None:
    """A clause hung on a noun that has neither a relative pronoun nor a subject: the noun is its subject."""
    for kid in tree.children(noun, "acl:relcl", "acl"):
        first = tree.edges(kid)[0]
        finite = tree.tag[kid] in ("VBD", "VBZ", "VBP") or tree.child(kid, "aux", "cop") is not None
        if (
            kid > noun
            and finite
            and tree.tag[kid] not in ("VBG", "TO")
            and tree.child(kid, "nsubj", "csubj", "mark") is None
            and tree.tag[first] not in ("WDT", "WP", "WRB", "IN", "TO", "WP$", ",")
        ):
            return kid
    return None


def _says_more(tree: Tree, kid: int, noun: int, last: int, cue: Cue) -> bool:
    """Tell whether a phrase under the cue belongs to the content before it: `his resignation effective *next week*`,
    `sadness *at his death*`; not where or when it was said, nor to whom."""
    if is_time(tree, kid):
        return tree.tag[last] == "JJ"
    if {tree.lemma[kid].lower(), tree.text[kid]} & word_list("medium"):
        return False
    preposition = tree.preposition(kid)
    felt = preposition == "at" and cue.frames.get("np") == "believe" and not may_listen(tree, noun)
    return felt or preposition in LOOSE


def _grown(tree: Tree, verb: int, noun: int, cue: Cue) -> int:
    """The last word of a noun-phrase content: what follows without a comma and says more of it belongs to it."""
    last = max(tree.bounds(noun)[1], noun)
    for kid in tree.children(verb):
        if kid <= noun or tree.edges(kid)[0] > last + 1 or tree.edges(kid)[1] <= last:
            continue
        preposition = tree.preposition(kid)
        more = tree.is_(kid, "obl", "nmod") and (preposition in MORE or f"p:{preposition}" in cue.frames)
        more = more or (tree.is_(kid, "obl") and _says_more(tree, kid, noun, last, cue))
        if preposition == "to" and "quote" in cue.frames and may_listen(tree, kid):
            break
        more = more or (tree.is_(kid, "advcl", "acl", "xcomp") and (tree.tag[kid] == "VBG" or preposition == "to"))
        if not more or tree.text[tree.edges(kid)[0]] == ",":
            break
        last = tree.edges(kid)[1]
    return last
