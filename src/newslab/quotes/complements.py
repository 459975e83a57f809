"""Attributions whose content is a verb's complement: a clause, an infinitive, a noun phrase, a prepositional phrase."""

from __future__ import annotations

from collections.abc import Iterator

from newslab.quotes.cues import Cue, Lexicon, word_list
from newslab.quotes.draft import (
    Draft,
    cue_tokens,
    describe_cue,
    floats,
    nearby_subject,
    phrase_from,
    set_frame,
    set_source,
    token_runs,
)
from newslab.reader.syntax import Tree
from newslab.records import Span

WINDOW = 6  # words within which the parts of a multiword cue must follow its verb
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
}
NOMINAL = frozenset({"DT", "PRP$", "NNP", "NNPS", "NN", "NNS", "JJ", "CD", "``", "PDT", "JJS", "JJR"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
WH = frozenset({"what", "which", "who", "whom", "whose", "how", "why", "when", "where", "whether", "if"})
REPORTING = frozenset(
    {"say", "tell", "add", "argue", "note", "call", "claim", "insist", "assert", "warn", "predict", "suggest", "ask"}
    | {"urge", "accuse", "describe", "cite", "declare", "stress", "emphasize", "conclude", "explain", "complain"}
    | {"criticize", "praise", "vow", "promise", "acknowledge", "refer", "point", "contend", "compare", "recall"}
)
MORE = frozenset({"of", "for", "with", "about", "against", "between", "over", "as", "than", "from", "to", "toward"})
EMPTY = frozenset({"it", "something", "nothing", "anything", "everything", "so", "all", "this", "that", "one", "much"})


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
                if floats(tree, i, verbs[lemma]) is not None:
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
        if tree.deps[here] == "compound:prt" and tree.heads[here] != verb:
            return ()
        found.append(here)
        at = here + 1
    return tuple(found)


def _attribution(tree: Tree, verb: int, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    draft = (
        _passive(tree, verb, cue)
        or _clausal(tree, verb, cue, words)
        or _infinitive(tree, verb, cue, words)
        or _small_clause(tree, verb, cue)
        or _that_clause(tree, verb, cue)
        or _prepositional(tree, verb, cue, words)
        or _remainder(tree, verb, cue)
        or _nominal(tree, verb, cue, words)
    )
    if draft is None or not draft.content:
        return None
    draft.cue = draft.cue or token_runs(tree, cue_tokens(tree, verb, words))
    if not draft.cue:
        return None
    if draft.source is None and draft.rule != "passive":
        speaker = verb
        content = tree.heads[verb]
        if tree.deps[verb] in ("conj", "advcl") and tree.deps[content] == "ccomp":
            outer = tree.heads[content]
            if outer < content < verb and is_handed_back(tree, verb, outer):
                speaker = outer
        set_source(tree, draft, tree.subject(speaker) if not tree.is_passive(speaker) else tree.agent(speaker))
        if draft.source is None and not tree.is_passive(verb):
            set_source(tree, draft, nearby_subject(tree, verb))
    if draft.cue_lemma is None:
        describe_cue(draft, cue, "that", [tree.lower[kid] for kid in tree.children(verb, "compound:prt")])
    draft.negated = tree.negation(verb) is not None or _negative_subject(tree, draft.source_head)
    set_frame(tree, draft, verb)
    draft.confidence = CONFIDENCE.get(draft.rule, 0.5)
    return draft


def _negative_subject(tree: Tree, head: int | None) -> bool:
    if head is None:
        return False
    return tree.lower[head] in ("nobody", "none", "neither") or any(
        tree.lower[kid] in ("no", "neither") for kid in tree.children(head, "det")
    )


def _governors(tree: Tree, verb: int, words: tuple[int, ...]) -> tuple[int, ...]:
    return (verb, *words)


def _clausal(tree: Tree, verb: int, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    """`said (that) …`, `asked whether …`; also fronted: `…, he said`."""
    finite = "that" in cue.frames or "quote" in cue.frames
    if not finite and "wh" not in cue.frames and "ing" not in cue.frames:
        return None
    for governor in _governors(tree, verb, words):
        for kid in sorted(tree.children(governor), key=lambda k: (k < governor, k)):
            label = tree.deps[kid]
            if label == "ccomp" or (label in ("advcl", "acl") and words and tree.preposition(kid) == "that"):
                if kid in words:
                    continue
                gerund = tree.tag[kid] == "VBG" and tree.child(kid, "nsubj", "aux") is None
                if gerund and not cue.frames.keys() & {"ing", "that"}:
                    continue
                if not gerund and not finite and not _is_question(tree, kid):
                    continue
                content = _clause(tree, kid, verb, governor)
                draft = Draft(verb, content, "gerund" if gerund else "clause")
                frame = (
                    "wh"
                    if "wh" in cue.frames and _is_question(tree, kid)
                    else "that"
                    if "that" in cue.frames
                    else "quote"
                )
                describe_cue(draft, cue, frame, _particles(tree, verb))
                _add_antecedent(tree, verb, kid, draft)
                return draft
            if label == "parataxis" and kid > governor and "quote" in cue.frames and _opens_speech(tree, kid, governor):
                draft = Draft(verb, _clause(tree, kid, verb, governor), "clause")
                describe_cue(draft, cue, "quote", _particles(tree, verb))
                return draft
            if label == "obj" and kid > verb and tree.lower[kid] in WH and cue.frames.keys() & {"wh", "that"}:
                draft = Draft(verb, [tree.span(kid)], "clause")
                describe_cue(draft, cue, "wh" if "wh" in cue.frames else "that", _particles(tree, verb))
                return draft
            if label == "xcomp" and tree.tag[kid] == "VBG" and kid > verb and cue.frames.keys() & {"ing", "np"}:
                draft = Draft(verb, [_outside_cue(tree, kid)], "gerund")
                describe_cue(draft, cue, "ing", _particles(tree, verb))
                return draft
    return None


def _particles(tree: Tree, verb: int) -> list[str]:
    return [tree.lower[kid] for kid in tree.children(verb, "compound:prt")]


def _is_question(tree: Tree, clause: int) -> bool:
    first, _ = tree.bounds(clause)
    return any(tree.lower[j] in WH for j in range(first, min(first + 3, len(tree))))


def _opens_speech(tree: Tree, clause: int, verb: int) -> bool:
    """Tell whether a colon, or a comma and a quotation mark, stands between the verb and the clause."""
    between = tree.whole[tree.end[verb] : tree.start[clause]][-400:]
    return any(mark in between for mark in ':“"«„`') or "''" in between


def _clause(tree: Tree, clause: int, verb: int, governor: int) -> list[Span]:
    """The clause's words; when it surrounds its verb (`…, he said, …`), without the verb's."""
    first, last = tree.edges(clause)
    if clause > governor:
        first = _left_edge(tree, max(first, governor + 1), governor)
        for kid in tree.children(governor):
            if kid > clause:
                if not _belongs(tree, kid):
                    last = min(last, tree.edges(kid)[0] - 1) if kid < last else last
                    break
                last = max(last, tree.edges(kid)[1])
        return token_runs(tree, range(first, min(last, _handed_back(tree, clause, verb) - 1) + 1))
    if last < verb:
        others = [kid for kid in tree.children(verb, "ccomp") if kid < clause]
        first = min([first, *(tree.edges(kid)[0] for kid in others)])
        subjects = tree.children(verb, "nsubj")
        if len(subjects) > 1 and subjects[0] < clause:  # `The museum`, he said, `would …`
            first = min(first, tree.edges(subjects[0])[0])
        return token_runs(tree, range(_sentence_start(tree, first, last), last + 1))
    low, high = tree.bounds(verb)
    if low <= clause <= high:
        low, high = verb - 1, verb
    return [*token_runs(tree, range(first, low)), *token_runs(tree, range(high + 1, last + 1))]


def _left_edge(tree: Tree, first: int, governor: int) -> int:
    """Where the clause after a verb begins: words between them that are neither addressee nor adverbial belong to it."""
    while first - 1 > governor and governor + 6 > first - 1:
        top = first - 1
        if tree.pos[top] in ("PUNCT", "SPACE"):
            break
        for _ in range(6):
            if tree.heads[top] == governor or tree.heads[top] == top:
                break
            top = tree.heads[top]
        if tree.heads[top] == governor and tree.is_(
            top, "obl", "advmod", "obj", "iobj", "discourse", "punct", "advcl", "aux"
        ):
            break
        if tree.is_(top, "compound", "obl") or (tree.heads[top] == governor and top < governor):
            break
        first -= 1
    return first


def _sentence_start(tree: Tree, first: int, last: int) -> int:
    """After the last full stop before `last`: two sentences that the reader took for one are cut."""
    for j in range(last - 1, first, -1):
        if tree.text[j] in (".", "!", "?") and j + 1 < last and tree.text[j + 1][:1] not in ".!?)":
            return j + 1
    return first


def _handed_back(tree: Tree, clause: int, verb: int) -> int:
    """The token at which the speaker of `verb` reports again: `says X *and says* Y`, `said X, *arguing* that Y`."""
    for kid in tree.children(clause, "conj", "advcl"):
        if kid > clause and is_handed_back(tree, kid, verb):
            first = tree.edges(kid)[0]
            return first
    return len(tree) + 1


def is_handed_back(tree: Tree, kid: int, verb: int) -> bool:
    """Tell whether a verb inside the content has the outer verb's subject, not the content's."""
    if tree.lemma[kid] not in REPORTING or tree.child(kid, "nsubj", "aux") is not None:
        return False
    if tree.deps[kid] == "conj":
        return (
            tree.tag[kid] == tree.tag[verb]
            and tree.tag[verb] in ("VBZ", "VBD")
            and tree.lower[verb] != tree.lower[kid] + "ing"
        )
    return tree.tag[kid] == "VBG" and tree.text[tree.edges(kid)[0] - 1] in (",", "—", "–", "-")


def _belongs(tree: Tree, kid: int) -> bool:
    """Tell whether what follows a clause under the same verb goes on with the clause (the parser may hang it higher)."""
    if tree.is_(kid, "punct", "ccomp", "xcomp", "obj", "dep"):
        return tree.text[kid] not in (":", ";")
    if tree.deps[kid] == "conj":
        return tree.preposition(kid) == "that"
    if tree.is_(kid, "advcl"):
        first = tree.edges(kid)[0]
        return tree.tag[kid] != "VBG" and tree.lower[first] in ("to", "if", "because", "unless", "that", "so", "in")
    return False


def _outside_cue(tree: Tree, head: int) -> Span:
    return tree.span(head)


def _add_antecedent(tree: Tree, verb: int, clause: int, draft: Draft) -> None:
    """`a decision they say allowed it`: what the relative clause is about belongs to the content."""
    if tree.deps[verb] == "acl:relcl" and tree.child(clause, "nsubj", "csubj") is None and draft.content:
        noun = tree.heads[verb]
        if noun < verb:
            draft.content.insert(0, tree.span(noun, ("acl:relcl", "case", "punct", "conj")))


def _infinitive(tree: Tree, verb: int, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    """`promised to go`, `urged them to go`, `wants it done`."""
    for governor in _governors(tree, verb, words):
        for kid in tree.children(governor):
            if kid < governor or kid in words:
                continue
            label = tree.deps[kid]
            to = any(tree.tag[j] == "TO" for j in tree.children(kid, "mark"))
            if not (
                label in ("xcomp", "ccomp") or (label in ("advcl", "acl") and to and (words or "inf" in cue.frames))
            ):
                continue
            if label in ("advcl", "acl") and not words and tree.child(verb, "obj") is not None:
                continue
            patient = tree.child(verb, "obj", "iobj")
            if to and patient is not None and governor == verb and patient < kid and "o:inf" in cue.frames:
                whole = tree.pos[patient] != "PRON" or cue.frames["o:inf"] == "believe"
                spans = token_runs(tree, range(tree.bounds(kid)[0], tree.bounds(kid)[1] + 1))
                if whole:
                    first, last = tree.bounds(patient)
                    if last < tree.bounds(kid)[0]:
                        spans = token_runs(tree, range(first, tree.bounds(kid)[1] + 1))
                draft = Draft(verb, spans, "object-infinitive")
                if cue.frames["o:inf"] != "believe" and cue.frames["o:inf"] != "intend":
                    draft.addressee = tree.span(patient, ("acl:relcl", "punct"))
                describe_cue(draft, cue, "o:inf")
                return draft
            if to and "inf" in cue.frames and (patient is None or words):
                draft = Draft(verb, [tree.span(kid)], "infinitive")
                describe_cue(draft, cue, "inf", _particles(tree, verb))
                return draft
    if "p:on" in cue.frames and "o:inf" in cue.frames:  # called on X to go
        for kid in tree.children(verb, "obl"):
            clause = tree.child(verb, "xcomp", "advcl") or tree.child(kid, "acl")
            if clause is not None and clause > kid and tree.preposition(kid) in ("on", "upon"):
                first, _ = tree.bounds(kid, ("case",))
                draft = Draft(verb, token_runs(tree, range(first, tree.bounds(clause)[1] + 1)), "object-infinitive")
                draft.addressee = tree.span(kid, ("case", "acl", "punct"))
                describe_cue(draft, cue, "o:inf", ["on"])
                draft.cue = token_runs(tree, cue_tokens(tree, verb, tree.children(kid, "case")))
                return draft
    return None


def _small_clause(tree: Tree, verb: int, cue: Cue) -> Draft | None:
    """`called it a lie`, `described X as Y`, `accused X of lying`, `blamed X for it`."""
    patient = tree.child(verb, "obj")
    if patient is None:
        return None
    if "o:pred" in cue.frames:
        predicate = next((kid for kid in tree.children(verb, "xcomp", "obl:unmarked") if kid > patient), None)
        if predicate is None and tree.deps[verb] == "acl:relcl":
            predicate = tree.child(verb, "xcomp")
        if (
            predicate is not None
            and predicate > verb
            and not any(tree.tag[j] == "TO" for j in tree.children(predicate, "mark"))
        ):
            return _object_and(tree, verb, cue, "o:pred", patient, predicate)
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
    for frame in cue.frames:
        if frame.startswith("o:") and frame not in ("o:pred", "o:inf"):
            preposition = frame[2:]
            for kid in tree.children(verb):
                if (
                    kid > patient
                    and tree.is_(kid, "obl", "xcomp", "advcl", "ccomp")
                    and tree.preposition(kid) == preposition
                ):
                    return _object_and(tree, verb, cue, frame, patient, kid)
            for kid in tree.children(patient, "nmod", "acl", "advcl"):
                if kid > patient and tree.preposition(kid) == preposition and preposition in ("as", "of"):
                    return _object_and(tree, verb, cue, frame, patient, kid)
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


def _prepositional(tree: Tree, verb: int, cue: Cue, words: tuple[int, ...]) -> Draft | None:
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
            if not spans or (preposition == "on" and tree.lower[kid].endswith("day")):
                continue
            finite = preposition in ("like", "as", "if") and tree.is_(kid, "advcl", "ccomp")
            draft = Draft(verb, spans, "clause" if finite else "prepositional")
            describe_cue(draft, cue, f"p:{preposition}", [*_particles(tree, verb), preposition])
            extra = (*words, marker) if marker <= max((verb, *words)) + 3 else words
            draft.cue = token_runs(tree, cue_tokens(tree, verb, extra))
            return draft
    after = max((verb, *words)) + 1
    if after + 1 < len(tree) and tree.lower[after] in allowed and tree.tag[after] in ("IN", "TO", "RP"):
        if tree.tag[after + 1] in NOMINAL and tree.sentence[after + 1] == tree.sentence[verb]:
            last = phrase_from(tree, after + 1, after)
            draft = Draft(verb, token_runs(tree, range(after + 1, last + 1)), "prepositional")
            describe_cue(draft, cue, f"p:{tree.lower[after]}", [tree.lower[after]])
            draft.cue = token_runs(tree, cue_tokens(tree, verb, (*words, after)))
            return draft
    return None


def _nominal(tree: Tree, verb: int, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    """`denied the charge`, `praised Venn for it`; also the antecedent of `a charge that he denied`."""
    if "np" not in cue.frames:
        return None
    obj = next((kid for kid in tree.children(verb, "obj") if kid not in words), None)
    if obj is None and words:
        obj = next((k for w in words for k in tree.children(w, "obj", "nmod") if k > w), None)
    rule = "noun-phrase"
    after = verb + 1
    if obj is None and not words and after + 1 < len(tree) and tree.tag[after] in NOMINAL and not tree.is_passive(verb):
        if tree.tag[verb] != "VBN" or tree.child(verb, "aux") is not None:
            last = phrase_from(tree, after, verb)
            if tree.sentence[last] == tree.sentence[verb] and tree.lower[after] not in EMPTY:
                draft = Draft(verb, token_runs(tree, range(after, last + 1)), rule)
                describe_cue(draft, cue, "np", _particles(tree, verb))
                return draft
    if obj is None:
        if tree.deps[verb] == "acl:relcl" and tree.child(verb, "nsubj") is not None and tree.heads[verb] < verb:
            noun = tree.heads[verb]
            if tree.child(verb, "obl") is None and tree.child(verb, "xcomp", "ccomp") is None:
                draft = Draft(verb, [tree.span(noun, ("acl:relcl", "case", "punct"))], rule)
                describe_cue(draft, cue, "np", _particles(tree, verb))
                return draft
        return None
    if tree.lower[obj] in EMPTY and "quote" in cue.frames:
        return None
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
        spans = token_runs(tree, range(first, _grown(tree, verb, obj, cue) + 1))
    draft = Draft(verb, spans, rule)
    describe_cue(draft, cue, "np", _particles(tree, verb))
    return draft


def _grown(tree: Tree, verb: int, noun: int, cue: Cue) -> int:
    """The last word of a noun-phrase content: what follows without a comma and says more of it belongs to it."""
    last = max(tree.bounds(noun)[1], noun)
    for kid in tree.children(verb):
        if kid <= noun or tree.edges(kid)[0] > last + 1 or tree.edges(kid)[1] <= last:
            continue
        preposition = tree.preposition(kid)
        more = tree.is_(kid, "obl", "nmod") and (preposition in MORE or f"p:{preposition}" in cue.frames)
        more = more or (tree.is_(kid, "advcl", "acl", "xcomp") and (tree.tag[kid] == "VBG" or preposition == "to"))
        if not more or tree.text[tree.edges(kid)[0]] == ",":
            break
        last = tree.edges(kid)[1]
    return last


def _that_clause(tree: Tree, verb: int, cue: Cue) -> Draft | None:
    """`told a crowd in Orm on Monday that …`, where the parser hung the clause elsewhere: from *that* on."""
    if "that" not in cue.frames or tree.is_passive(verb):
        return None
    for j in range(verb + 1, min(verb + (16 if "quote" in cue.frames else 4), len(tree))):
        if (
            tree.sentence[j] != tree.sentence[verb]
            or tree.tag[j] in FINITE
            or tree.tag[j] == "CC"
            or tree.text[j] in ":;"
        ):
            return None
        if tree.lower[j] == "that" and tree.tag[j] == "IN":
            last = _finite_stretch(tree, verb, j)
            if last is None:
                return None
            draft = Draft(verb, token_runs(tree, range(j, last + 1)), "remainder")
            describe_cue(draft, cue, "that")
            return draft
    return None


def _finite_stretch(tree: Tree, verb: int, first: int) -> int | None:
    """The last word of the stretch of the sentence from `first` on, if it holds a subject and a finite verb."""
    n = len(tree)
    finite = subject_seen = False
    fronted = tree.tag[verb] in ("VBG", "VBN") and (verb == 0 or tree.sentence[verb - 1] != tree.sentence[verb])
    last = first
    for j in range(first, min(n, verb + 60)):
        if (
            tree.sentence[j] != tree.sentence[verb]
            or tree.text[j] in (".", "!", "?", ";", ":")
            or tree.pos[j] == "SPACE"
        ):
            break
        if tree.text[j] == "," and finite and j + 1 < n:
            if fronted or tree.lower[j + 1] in ("but", "which", "who", "and", "while", "according"):
                break
            if tree.tag[j + 1] == "VBG" and tree.lemma[j + 1] in REPORTING:
                break
        finite = finite or (subject_seen and tree.tag[j] in FINITE)
        subject_seen = subject_seen or tree.pos[j] in ("PRON", "NOUN", "PROPN", "DET")
        last = j
    return last if finite else None


def _remainder(tree: Tree, verb: int, cue: Cue) -> Draft | None:
    """`said` and a clause that the parser did not hang on it: the rest of the sentence, if it has a finite verb."""
    if not {"quote", "that"} <= cue.frames.keys() or tree.lemma[verb] not in REPORTING or tree.is_passive(verb):
        return None
    first = verb + 1
    n = len(tree)
    if first >= n or tree.pos[first] in ("PUNCT", "SPACE", "ADP", "CCONJ"):
        return None
    if tree.tag[verb] in ("VBN", "VB") and tree.child(verb, "aux") is None:
        return None
    last = _finite_stretch(tree, verb, first)
    if last is None or (tree.lemma[verb] != "say" and any(tree.tag[j] == "WDT" for j in range(first, last))):
        return None
    draft = Draft(verb, token_runs(tree, range(first, last + 1)), "remainder")
    describe_cue(draft, cue, "that")
    return draft


def _passive(tree: Tree, verb: int, cue: Cue) -> Draft | None:
    """`is expected to go`, `was quoted as saying`, `was accused of lying`, `it is believed that …`."""
    if (
        tree.tag[verb] in ("VBN", "VBD")
        and tree.lemma[verb] == "ask"
        and tree.lower[verb - 1] not in ("was", "were", "been")
    ):
        asked = _asked(tree, verb, cue)
        if asked is not None:
            return asked
    if not tree.is_passive(verb) or tree.deps[verb] == "advcl":
        return None
    subject = tree.subject(verb)
    if subject is None:
        return None
    for kid in tree.children(verb):
        if kid < verb or not tree.is_(kid, "xcomp", "advcl", "obl", "ccomp", "csubj"):
            continue
        preposition = tree.preposition(kid) or ""
        infinitive = tree.is_(kid, "xcomp", "advcl", "ccomp") and preposition.split()[-1:] == ["to"]
        if tree.is_(kid, "ccomp", "csubj") and preposition in ("that", "") and "that" in cue.frames:
            told = tree.is_(subject, "nsubj") and tree.lower[subject] != "it"
            draft = Draft(verb, token_runs(tree, range(tree.bounds(kid)[0], tree.bounds(kid)[1] + 1)), "passive")
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
    predicate = tree.child(verb, "xcomp")
    if predicate is not None and predicate > verb and "o:pred" in cue.frames and tree.agent(verb) is not None:
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
