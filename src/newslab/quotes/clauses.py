"""Clauses as contents: `said that …`, `asked whether …`, `promised to go`, and where such a clause begins and ends."""

from __future__ import annotations

from newslab.quotes.cues import Cue, cue_lexicon
from newslab.quotes.draft import NOUNS, Draft, cue_tokens, describe_cue, is_time, token_runs
from newslab.quotes.sources import sort_of
from newslab.reader.syntax import Tree
from newslab.records import Span

REPORTING = frozenset(
    {"say", "tell", "add", "argue", "note", "call", "claim", "insist", "assert", "warn", "predict", "suggest", "ask"}
    | {"urge", "accuse", "describe", "cite", "declare", "stress", "emphasize", "conclude", "explain", "complain"}
    | {"criticize", "praise", "vow", "promise", "acknowledge", "refer", "point", "contend", "compare", "recall"}
)
WH = frozenset({"what", "which", "who", "whom", "whose", "how", "why", "when", "where", "whether", "if"})
LONGEST = 100  # words within which a joined sentence is looked for
BESIDE = ("obl", "advmod", "obj", "iobj", "discourse", "punct", "advcl", "aux")  # what may stand before a content
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
MARKS = frozenset({"“", "”", '"', "``", "''"})


def clausal(tree: Tree, verb: int, cue: Cue, words: tuple[int, ...]) -> Draft | None:
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
                content = clause_spans(tree, kid, verb, governor)
                lost = _lost_subject(tree, kid, governor)
                if lost is not None and content:
                    content = [(lost, content[0][1]), *content[1:]]
                draft = Draft(verb, content, "gerund" if gerund else "clause")
                frame = (
                    "wh"
                    if "wh" in cue.frames and _is_question(tree, kid)
                    else "that"
                    if "that" in cue.frames
                    else "quote"
                )
                describe_cue(draft, cue, frame, particles(tree, verb))
                _add_antecedent(tree, verb, kid, draft)
                return draft
            if (
                label == "parataxis"
                and kid > governor
                and "quote" in cue.frames
                and _opens_speech(tree, kid, governor)
                and not _reports_itself(tree, kid)
            ):
                draft = Draft(verb, clause_spans(tree, kid, verb, governor), "clause")
                describe_cue(draft, cue, "quote", particles(tree, verb))
                return draft
            if label == "obj" and kid > verb and tree.lower[kid] in WH and cue.frames.keys() & {"wh", "that"}:
                draft = Draft(verb, [tree.span(kid)], "clause")
                describe_cue(draft, cue, "wh" if "wh" in cue.frames else "that", particles(tree, verb))
                return draft
            if label == "xcomp" and tree.tag[kid] == "VBG" and kid > verb and cue.frames.keys() & {"ing", "np"}:
                draft = Draft(verb, [tree.span(kid)], "gerund")
                describe_cue(draft, cue, "ing", particles(tree, verb))
                return draft
    return None


def particles(tree: Tree, verb: int) -> list[str]:
    """The particles of a phrasal verb, in lower case."""
    return [tree.lower[kid] for kid in tree.children(verb, "compound:prt")]


def _is_question(tree: Tree, clause: int) -> bool:
    first, _ = tree.bounds(clause)
    return any(tree.lower[j] in WH for j in range(first, min(first + 3, len(tree))))


def _opens_speech(tree: Tree, clause: int, verb: int) -> bool:
    """Tell whether a colon, or a comma and a quotation mark, stands between the verb and the clause."""
    between = tree.whole[tree.end[verb] : tree.start[clause]][-400:]
    return any(mark in between for mark in ':“"«„`') or "''" in between


def _reports_itself(tree: Tree, clause: int) -> bool:
    """Tell whether what follows a colon has its own speaker and words: `noted a delay: Venn remarked, “…”`."""
    cue = cue_lexicon().verbs.get(tree.lemma[clause])
    return (
        cue is not None
        and "quote" in cue.frames
        and None not in (tree.child(clause, "nsubj"), tree.child(clause, "ccomp"))
    )


def clause_spans(tree: Tree, clause: int, verb: int, governor: int) -> list[Span]:
    """The clause's words; when it surrounds its verb (`…, he said, …`), without the verb's."""
    first, last = tree.edges(clause)
    if clause > governor:
        first = _left_edge(tree, max(first, governor + 1), governor)
        first = _after_adverbial(tree, first, clause, governor)
        that = next((j for j in tree.children(clause, "mark") if tree.lower[j] == "that" and first < j < clause), first)
        between = range(first, that)
        if not any(tree.lower[j] == "that" or tree.tag[j] in FINITE or tree.text[j] in MARKS for j in between):
            first = that  # `suggested in November *that* …`
        if first + 1 < clause and tree.lower[first] in ("only", "merely", "simply") and tree.lower[first + 1] == "that":
            first += 1
        if first > governor + 1 and tree.text[first - 1] == ".":
            return []  # the next sentence
        for kid in tree.children(governor):
            if kid > clause:
                if not _belongs(tree, kid):
                    last = min(last, tree.edges(kid)[0] - 1) if kid < last else last
                    break
                last = max(last, tree.edges(kid)[1])
        last = min(last, _handed_back(tree, clause, verb) - 1)
        return token_runs(tree, range(first, _sentence_stop(tree, first, last) + 1))
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
        listener = tree.child(verb, "obj", "iobj")
        if listener is not None and listener > verb and tree.lemma[verb] == "tell":  # `…, they told Venn, adding that`
            low, high = min([verb, *(tree.edges(k)[0] for k in tree.children(verb, "nsubj"))]), tree.edges(listener)[1]
            after = next((j for j in range(high + 1, last + 1) if tree.pos[j] != "PUNCT"), last)
            last = high if tree.tag[after] == "VBG" and tree.lemma[after] in REPORTING else last
    if clause < verb and not any(tree.tag[j][:1] == "V" or tree.tag[j] == "MD" for j in range(high + 1, last + 1)):
        last = high  # `“…” Venn told reporters yesterday`
    return [*token_runs(tree, range(first, low)), *token_runs(tree, range(high + 1, last + 1))]


def _lost_subject(tree: Tree, clause: int, governor: int) -> int | None:
    """Where the subject begins that the reader took for the verb's object: `ruled *the law on harbours* is void`."""
    noun = tree.child(governor, "obj")
    if noun is None or not governor < noun < clause or tree.child(clause, "nsubj", "csubj", "expl", "mark") is not None:
        return None
    first = tree.edges(clause)[0]
    finite = any(tree.tag[k] in FINITE for k in (clause, *tree.children(clause, "aux", "cop")))
    if not finite or tree.edges(noun)[1] + 1 != first or tree.lower[first] in WH | {"that", "to"}:
        return None
    return tree.start[tree.edges(noun)[0]]


def _after_adverbial(tree: Tree, first: int, clause: int, governor: int) -> int:
    """Behind a day that belongs to the cue: `admitted on Monday it had sold them`, `said in May “we are ready”`."""
    if first != governor + 1 or tree.tag[first] not in ("IN", "NNP", "NN", "RB"):
        return first
    at, timed = first, False
    while at < min(clause, first + 8) and (tree.tag[at] in ("IN", "CD", "NNP", "NN", "RB", "DT") or at == first):
        timed = timed or (is_time(tree, at) and tree.pos[at] in NOUNS)
        at += 1
        opens = at < clause and (tree.tag[at] in ("PRP", "PRP$", "EX") or tree.text[at] in MARKS)
        article = at < clause and tree.tag[at] in ("DT", "NNP", "NNPS", "NNS") and is_time(tree, at - 1)
        inner = not opens and tree.heads[at - 1] > at and tree.heads[at - 1] != clause
        if timed and (opens or (article and not is_time(tree, at))) and not inner and tree.tag[at - 1] != "IN":
            return at
    return first


def _left_edge(tree: Tree, first: int, governor: int) -> int:
    """Where the clause after a verb begins: words between that are neither addressee nor adverbial belong to it."""
    while first - 1 > governor and governor + 6 > first - 1:
        top = first - 1
        if tree.pos[top] in ("PUNCT", "SPACE"):
            break
        for _ in range(6):
            if tree.heads[top] == governor or tree.heads[top] == top:
                break
            top = tree.heads[top]
        if tree.heads[top] == governor and tree.is_(top, *BESIDE):
            break
        if tree.is_(top, "compound", "obl") or (tree.heads[top] == governor and top < governor):
            break
        first -= 1
    return first


def _sentence_start(tree: Tree, first: int, last: int) -> int:
    """After the last full stop before `last`: two sentences that the reader took for one are cut."""
    for j in range(last - 1, max(first, last - LONGEST), -1):
        if tree.text[j] in (".", "!", "?") and j + 1 < last and tree.text[j + 1][:1] not in ".!?)":
            return j + 1
    return first


def _sentence_stop(tree: Tree, first: int, last: int) -> int:
    """Before the first full stop after `first` that is not inside quotation marks."""
    inside = False
    for j in range(first, min(last, first + LONGEST)):
        text = tree.text[j]
        if text in MARKS:
            inside = text in ("“", "``") or (text not in ("”", "''") and not inside)
            if not inside and j > first and tree.text[j - 1] in (".", "?", "!") and tree.text[j + 1][:1].isupper():
                return j
        elif text == "." and not inside and tree.text[j + 1][:1].isupper():
            return j
    return last


def _handed_back(tree: Tree, clause: int, verb: int) -> int:
    """The token at which the speaker of `verb` reports again: `says X *and says* Y`, `said X, *arguing* that Y`."""
    for kid in tree.children(clause, "conj", "advcl"):
        if kid > clause and is_handed_back(tree, kid, verb):
            first = tree.edges(kid)[0]
            return first
    last = tree.edges(clause)[1]
    for j in range(clause + 1, min(last, clause + LONGEST)):  # `… “a wreck,” adding that`
        if tree.tag[j] == "VBG" and tree.lemma[j] in REPORTING and tree.text[j - 1] in MARKS - {"“", "``"}:
            return j
    return len(tree) + 1


def is_handed_back(tree: Tree, kid: int, verb: int) -> bool:
    """Tell whether a verb inside the content has the outer verb's subject, not the content's."""
    if tree.child(kid, "nsubj") is not None:
        return False
    if tree.deps[kid] == "conj":
        return _speaks_again(tree, kid, verb)
    if tree.lemma[kid] not in REPORTING or tree.child(kid, "aux") is not None:
        return False
    before = tree.edges(kid)[0] - 1
    if before > verb and tree.text[before] in ("”", '"', "''"):
        before -= 1
    return tree.tag[kid] == "VBG" and tree.text[before] in (",", "—", "–", "-")


def _speaks_again(tree: Tree, kid: int, verb: int) -> bool:
    """Of `said sales were weak *and thanked* the staff`, `said it was late, *and threatened* to leave`: a second cue in
    the tense of the first, where what the content is about cannot speak, or after a comma."""
    cue = cue_lexicon().verbs.get(tree.lemma[kid])
    topic = tree.child(tree.heads[kid], "nsubj")
    sort = sort_of(tree, topic) if topic is not None and tree.pos[topic] == "NOUN" else "name"
    speechless = sort in ("thing", "unknown")
    if tree.is_passive(kid) and tree.is_passive(verb):  # `were told that roofs leaked but *were advised* that …`
        return cue is not None and speechless and tree.child(kid, "ccomp", "xcomp") is not None
    if tree.child(kid, "aux") is not None:  # `… had been served but would not discuss it`
        speechless = speechless or sort == "document"
        return (
            cue is not None
            and bool(cue.frames.keys() & {"quote", "that", "np", "wh"})
            and speechless
            and tree.negation(kid) is not None
        )
    if tree.tag[kid] != tree.tag[verb] or tree.tag[verb] not in ("VBZ", "VBD"):
        return False
    if tree.lemma[kid] in REPORTING:
        return True
    joined = tree.child(kid, "cc")
    comma = joined is not None and "," in (tree.text[joined - 1], tree.text[joined - 2])
    speech = cue is not None and cue.frames.keys() & {"quote", "that", "inf", "o:inf"}
    return bool(speech) and (speechless or comma) and tree.child(kid, "obj", "ccomp", "xcomp", "iobj") is not None


def speaking_verb(tree: Tree, verb: int) -> int:
    """The verb whose subject speaks: of `said it was late, *adding* that …` the first, whatever *adding* hangs on."""
    if tree.deps[verb] not in ("conj", "advcl", "acl", "dep", "parataxis"):
        return verb
    content = tree.heads[verb]
    outer = tree.heads[content]
    if tree.tag[verb] == "VBG" and tree.lemma[content] in REPORTING and tree.child(content, "nsubj") is not None:
        return content if tree.child(verb, "nsubj", "aux") is None else verb
    beside = [kid for kid in tree.children(content, "parataxis") if content < kid < verb and tree.tag[verb] == "VBG"]
    if beside and tree.lemma[beside[-1]] in REPORTING and tree.child(beside[-1], "nsubj") is not None:
        return beside[-1]  # `It was late, officials told Venn, *adding* that …`
    reported = tree.deps[content] in ("ccomp", "parataxis") and outer < verb and content < verb
    reported = reported and tree.lemma[outer] in cue_lexicon().verbs
    if reported and is_handed_back(tree, verb, outer):
        return outer
    if tree.tag[verb] != "VBG" or tree.child(verb, "nsubj", "aux") is not None:
        return verb
    before = verb - 1
    while before > 0 and tree.tag[before].startswith("RB"):
        before -= 1
    if tree.text[before] not in (",", "”", '"', "''", "—", "–"):
        return verb
    for _ in range(4):
        if (
            tree.deps[content] == "acl" and tree.deps[tree.heads[content]] == "obj"
        ):  # `denied a report that …, calling …`
            cue = cue_lexicon().verbs.get(tree.lemma[tree.heads[tree.heads[content]]])
            return verb if cue is None or "np" not in cue.frames else tree.heads[tree.heads[content]]
        if tree.deps[content] == "xcomp":  # `urged them to leave, saying that …`
            cue = cue_lexicon().verbs.get(tree.lemma[tree.heads[content]])
            if cue is not None and "o:inf" in cue.frames:
                return tree.heads[content]
        if tree.deps[content] in ("ccomp", "parataxis"):
            cue = cue_lexicon().verbs.get(tree.lemma[tree.heads[content]])
            return verb if cue is None or "quote" not in cue.frames else tree.heads[content]
        content = tree.heads[content]
    return verb


def _belongs(tree: Tree, kid: int) -> bool:
    """Tell whether what follows a clause under the same verb goes on with it: parsers hang it higher than it is."""
    if tree.is_(kid, "punct", "ccomp", "xcomp", "obj", "dep"):
        return tree.text[kid] not in (":", ";")
    if tree.deps[kid] == "conj":
        return tree.preposition(kid) == "that" or _backshifted(tree, kid)
    if tree.is_(kid, "advcl"):
        first = tree.edges(kid)[0]
        return tree.tag[kid] != "VBG" and tree.lower[first] in ("to", "if", "because", "unless", "that", "so", "in")
    return False


def _backshifted(tree: Tree, kid: int) -> bool:
    """Tell whether a second verb is in the tense of what is said: `said it was aware *and had opened* an inquiry`."""
    if tree.tag[tree.heads[kid]] != "VBD" or tree.child(kid, "nsubj") is not None or tree.negation(kid) is not None:
        return False
    shifted = any(tree.lower[j] in ("had", "would", "could", "might") for j in tree.children(kid, "aux"))
    return shifted and tree.lemma[kid] not in REPORTING


def _add_antecedent(tree: Tree, verb: int, clause: int, draft: Draft) -> None:
    """`a decision they say allowed it`: what the relative clause is about belongs to the content, or its pronoun."""
    if tree.deps[verb] != "acl:relcl" or not draft.content:
        return
    own = tree.child(clause, "nsubj")
    if own is not None and own < verb and tree.tag[own] in ("WDT", "WP"):
        draft.content.insert(0, (tree.start[own], tree.end[own]))
    elif tree.child(clause, "nsubj", "csubj") is None:
        noun = tree.heads[verb]
        if noun < verb:
            draft.content.insert(0, tree.span(noun, ("acl:relcl", "case", "punct", "conj")))


def infinitive(tree: Tree, verb: int, cue: Cue, words: tuple[int, ...]) -> Draft | None:
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
                begin, end = tree.bounds(kid)
                end = min(end, _reported_beside(tree, kid) - 1)
                first, last = tree.bounds(patient)
                if whole and last < begin:
                    begin = first
                spans = token_runs(tree, range(begin, end + 1))
                draft = Draft(verb, spans, "object-infinitive")
                if cue.frames["o:inf"] != "believe" and cue.frames["o:inf"] != "intend":
                    draft.addressee = tree.span(patient, ("acl:relcl", "punct"))
                describe_cue(draft, cue, "o:inf")
                return draft
            if to and "inf" in cue.frames and (patient is None or words):
                draft = Draft(verb, [tree.span(kid)], "infinitive")
                describe_cue(draft, cue, "inf", particles(tree, verb))
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


def _reported_beside(tree: Tree, infinitive_: int) -> int:
    """Where `, saying that …` after an infinitive begins: the speaker of the verb above it reports again."""
    for kid in tree.children(infinitive_, "advcl"):
        first = tree.edges(kid)[0]
        beside = kid > infinitive_ and tree.tag[kid] == "VBG" and "," in tree.text[first - 1 : first + 1]
        if beside and tree.child(kid, "ccomp") is not None and tree.lemma[kid] in cue_lexicon().verbs:
            return first
    return len(tree) + 1


def _governors(tree: Tree, verb: int, words: tuple[int, ...]) -> tuple[int, ...]:
    return (verb, *words)
