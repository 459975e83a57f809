"""What sort of claim a proposition is, when it holds, and which expression of time dates it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from newslab.claims.factuality import NAMING, Views
from newslab.claims.graded import tense as form_of
from newslab.claims.nominals import event_nouns
from newslab.claims.phrases import Proposition
from newslab.claims.voices import Lookup
from newslab.reader.syntax import Tree
from newslab.records import ArticleRecord, Attribution, Timex

DEONTIC = frozenset({"should", "must", "ought", "shall"})
AHEAD = frozenset(
    {
        "expect",
        "likely",
        "unlikely",
        "set",
        "due",
        "plan",
        "intend",
        "about",
        "poise",
        "slate",
        "schedule",
        "bound",
        "go",
    }
)
AHEAD_OR_DONE = frozenset({"announce", "unveil", "declare", "proclaim", "discuss"})
PLANNED = frozenset({"schedule", "plan", "slate"})
HOPED = {"want": "demand", "seek": "demand", "hope for": "prediction", "expect": "prediction", "foresee": "prediction"}
FIRST = frozenset({"i", "we"})
CAUSES = frozenset({"because of", "due to", "owing to", "thanks to"})
WISHING = frozenset({"like", "want", "guess", "ask", "say", "think", "prefer", "love", "hope", "wish", "rather"})


@cache
def word_classes(name: str) -> dict[str, frozenset[str]]:
    """Word → its classes, from `verbs.tsv` or `subjective.tsv`."""
    text = files("newslab.claims").joinpath(name).read_text(encoding="utf8")
    found: dict[str, set[str]] = {}
    for line in [line for line in text.splitlines() if line and not line.startswith("#")][1:]:
        word, group = line.split("\t")
        found.setdefault(word, set()).add(group)
    return {word: frozenset(groups) for word, groups in found.items()}


def claim_type(tree: Tree, views: Views, lookup: Lookup, p: Proposition, attribution: Attribution | None) -> str:
    """The sort of claim: event, state, quantity, prediction, promise, demand, opinion or cause.

    What the cue of the attribution says comes first (a demand is a demand whatever its verb), then modals, judgements,
    causes, amounts and the future; the rest is a state or an event by its verb.
    """
    if p.rule == "age":
        return "quantity"
    group = attribution.cue_class if attribution is not None else None
    context = views.at(p.head)
    form = form_of(tree, p.matrix)
    infinitive = form == "inf"
    if (group == "demand" and form not in ("past", "perf", "pres")) or (group == "ask" and infinitive):
        return "demand"
    if group == "intend" and infinitive:
        return "prediction"
    if group == "promise" and form not in ("past", "perf", "pres"):
        return "promise"
    if p.rule == "fragment" and attribution is not None and attribution.cue_lemma in HOPED:
        return HOPED[attribution.cue_lemma]
    if p.rule == "fragment" and attribution is not None and attribution.cue_lemma in NAMING:
        return "opinion"
    if context.modal is not None and tree.lower[context.modal] in DEONTIC and not _perfect(tree, p.head):
        return "demand" if attribution is not None else "opinion"
    if tree.lemma[p.matrix] in ("need", "have") and p.matrix != p.head:
        return "demand" if attribution is not None else "opinion"
    if judgement(tree, p) or (attribution is not None and form == "pres" and _likened(tree, p)):
        return "opinion"
    verbal = tree.pos[p.head] in ("VERB", "AUX") or p.rule == "nominal"
    verbs = word_classes("verbs.tsv").get(p.lemma, frozenset()) if verbal else frozenset()
    preposition = tree.preposition(next((k for k in tree.children(p.head, "obl")), p.head)) or ""
    phrasal = word_classes("verbs.tsv").get(f"{p.lemma} {preposition}", frozenset())
    if "cause" in verbs or (verbal and "cause" in phrasal) or preposition in CAUSES:
        return "cause"
    ahead = tense(tree, views, p, attribution, None) == "future"
    if ahead:
        return "promise" if _commits(tree, lookup, p, form) and "state" not in verbs else "prediction"
    if _amount(tree, lookup, p, "measure" in verbs):
        return "quantity"
    if p.rule == "nominal" or (p.rule == "fragment" and p.lemma in event_nouns()):
        return "event"
    return (
        "state"
        if p.rule == "apposition" or not verbal or "state" in verbs or _habitual(tree, lookup, p, form)
        else "event"
    )


def _habitual(tree: Tree, lookup: Lookup, p: Proposition, form: str) -> bool:
    """Tell whether the present tense says what is usual: "oversees three villages", "can cross it"."""
    if form == "modal":
        return any(tree.lower[k] in ("can", "ca", "cannot") for k in tree.children(p.matrix, "aux"))
    if p.head in lookup.cues or "speech" in word_classes("verbs.tsv").get(p.lemma, frozenset()):
        return False
    if form == "perf":  # "has run the office since 2018"
        return _since(tree, p)
    return form == "pres" and (tree.tag[p.matrix] in ("VBZ", "VBP") or _is_result(tree, p.head))


def _since(tree: Tree, p: Proposition) -> bool:
    """Tell whether a perfect says what still holds: "has run the office *since* 2018"."""
    return any(tree.preposition(k) == "since" for k in tree.children(p.head, "obl", "advcl"))


def _likened(tree: Tree, p: Proposition) -> bool:
    """Tell whether a source says what something amounts to: "a message that nobody gets *is not a warning*"."""
    articles = any(tree.lower[k] in ("a", "an") for k in tree.children(p.head, "det"))
    return tree.pos[p.head] == "NOUN" and articles and tree.child(p.head, "cop") is not None


def _is_result(tree: Tree, i: int) -> bool:
    """Tell whether a passive says what has come about rather than what is done: "is located", "are correlated"."""
    if tree.tag[i] != "VBN" or tree.agent(i) is not None:
        return False
    return not any(tree.tag[k] == "VBG" for k in tree.auxiliaries(i))


def _perfect(tree: Tree, i: int) -> bool:
    return any(tree.lemma[k] == "have" for k in tree.children(i, "aux"))


def _commits(tree: Tree, lookup: Lookup, p: Proposition, form: str) -> bool:
    """Tell whether the source says what it will do itself: "we will pay", "the firm said it would pay"."""
    if tree.is_passive(p.head) or form not in ("fut", "modal"):
        return False
    if p.subject_head is not None and tree.lower[p.subject_head] in FIRST:
        return form == "fut"
    return lookup.speaks_of_itself(p.attribution, p.subject_head)


def judgement(tree: Tree, p: Proposition) -> bool:
    """Tell whether the predicate judges rather than describes: "is a disgrace", "was disproportionate"."""
    if tree.tag[p.head] in ("JJR", "JJS") and tree.child(p.head, "obl", "nmod", "nummod") is not None:
        return False  # a comparison that says with what
    words = word_classes("subjective.tsv")
    if "opinion" in words.get(p.lemma, frozenset()) and tree.pos[p.head] != "VERB":
        return True
    if tree.pos[p.head] not in ("NOUN", "ADJ"):
        return False
    for k in tree.children(p.head, "amod", "compound"):
        if "opinion" in words.get(tree.lower[k], frozenset()):
            return True
        if "opinion" in words.get(f"{tree.lower[k]} {tree.lower[p.head]}", frozenset()):
            return True
    return False


def _amount(tree: Tree, lookup: Lookup, p: Proposition, measured: bool) -> bool:
    """Tell whether an amount is what the predicate says, not a mere part of a name or date."""
    spots = [p.object_head, p.subject_head, p.head]
    if measured or tree.pos[p.head] not in ("VERB", "AUX"):
        spots += tree.children(p.head, "obl", "nmod", "nummod", "obj", "iobj", "advmod")
    elif "speech" in word_classes("verbs.tsv").get(p.lemma, frozenset()):
        return False  # "demanded 38 percent"
    if p.subject_head is not None and _is_none(tree, p.subject_head):
        return True
    for i in spots:
        if i is None:
            continue
        near = (i, *tree.children(i, "nummod", "amod", "det"))
        if any(lookup.quantity[k] in lookup.several and lookup.time[k] is None for k in near):
            return True
    return False


def _is_none(tree: Tree, i: int) -> bool:
    """Tell whether a subject counts and finds nobody: "*none* came", "*not one of them* crossed"."""
    if tree.lower[i] == "none":
        return True
    first = tree.edges(i)[0]
    return tree.lower[first] == "not" and first + 1 < len(tree) and tree.lower[first + 1] in ("a", "one")


def tense(
    tree: Tree, views: Views, p: Proposition, attribution: Attribution | None, time: Timex | None, now: object = None
) -> str | None:
    """When it holds, seen from the article: past, present or future; None where neither verb nor context says."""
    form = form_of(tree, p.matrix)
    if _is_to_be(tree, p, form) and (form == "pres" or attribution is not None):
        return "future"
    if p.rule == "nominal":  # what is announced may be done or to come
        return None if attribution is not None and attribution.cue_lemma in AHEAD_OR_DONE else "past"
    if p.rule in ("apposition", "age"):
        return "present"
    if p.rule == "fragment" and form in ("none", "part", "ing"):
        return _of_fragment(tree, p, attribution)
    chained = p.matrix != p.head and (tree.lemma[p.matrix] in AHEAD or views.at(p.head).kind == "modal")
    if form == "fut" or (chained and tree.lemma[p.matrix] not in ("able", "unable", "have", "need")):
        return "future"
    if form == "modal":
        context = views.at(p.head)
        perfect = any(tree.lemma[k] == "have" and tree.deps[k] == "aux" for k in tree.children(p.head))
        if perfect:
            return "past"
        modal = tree.lower[context.modal] if context.modal is not None else "would"
        if attribution is None and modal in ("could", "would") and context.negation is not None:
            return "past"  # "could not be reached"
        if modal in ("would", "'d", "’d") and tree.lemma[p.head] in WISHING:
            return "present"  # "I would guess"
        if modal in ("would", "'d", "’d", "may", "might", "should"):
            return "future"
        return "present"
    if form == "perf" and _since(tree, p):
        return "present"
    if form in ("past", "perf"):
        return "present" if form == "past" and _shifted(tree, views, p, attribution) else "past"
    if form == "pres":
        return "present"
    if form == "inf":
        return "future" if attribution is not None or tree.deps[p.matrix] in ("xcomp", "acl") else None
    if form == "part":
        return "past"
    head = tree.heads[p.matrix]
    if form == "ing" and head != p.matrix:
        outer = form_of(tree, head)
        return {"past": "past", "perf": "past", "pres": "present", "fut": "future"}.get(outer)
    return None


def is_planned(tree: Tree, p: Proposition) -> bool:
    """Tell whether an event is but planned: "the vote *is scheduled* for May"."""
    return p.lemma in PLANNED and tree.is_passive(p.head) and tree.child(p.head, "xcomp", "ccomp") is None


def _is_to_be(tree: Tree, p: Proposition, form: str) -> bool:
    """Tell whether it is arranged or looked for: "*is to* close", "the vote *is expected* in May"."""
    if form not in ("pres", "past"):
        return False
    if tree.lower[p.head] == "due" and tree.child(p.head, "xcomp", "acl", "advcl") is not None:
        return True
    if is_planned(tree, p) or (p.lemma == "expect" and tree.is_passive(p.head) and tree.child(p.head, "xcomp") is None):
        return True
    if p.matrix != p.head and tree.lemma[p.matrix] == "be":
        return True
    aux = tree.child(p.matrix, "aux")
    return (
        aux is not None
        and tree.lemma[aux] == "be"
        and any(
            tree.lower[k] == "to"
            for k in range(aux, p.matrix)
            if tree.deps[k] in ("aux", "mark") and tree.heads[k] == p.matrix
        )
    )


def _of_fragment(tree: Tree, p: Proposition, attribution: Attribution | None) -> str | None:
    """When what is no clause holds: what is demanded is to come, what something is called it is.

    Else when it was said; an answer holds when its question asks for.
    """
    if attribution is None:
        return None
    if attribution.cue_class in ("demand", "promise", "intend") or attribution.cue_lemma in HOPED:
        return "future"
    if attribution.cue_lemma in NAMING:
        return "present"
    if attribution.cue_class in ("deny", "accuse"):
        return "past"
    if attribution.kind != "direct" and attribution.cue_head is not None:
        form = form_of(tree, attribution.cue_head)
        return "past" if form in ("past", "perf") else "present" if form == "pres" else None
    k = p.head
    while k and tree.sentence[k] == tree.sentence[p.head]:
        k -= 1
    asked = tree.sentence[k]
    while k >= 0 and tree.sentence[k] == asked:
        if tree.tag[k] in ("VBD", "VBZ", "VBP"):
            return "past" if tree.tag[k] == "VBD" else "present"
        k -= 1
    return None


def _shifted(tree: Tree, views: Views, p: Proposition, attribution: Attribution | None) -> bool:
    """Tell whether the past tense is the present of reported speech: "said that the gates *were* safe"."""
    if attribution is None or attribution.cue_head is None or tree.tag[attribution.cue_head] not in ("VBD", "VBN"):
        return False
    if any(first <= p.predicate[0] < last for first, last in attribution.quoted) and attribution.kind == "direct":
        return False
    if (
        attribution.parent is not None
        or form_of(tree, attribution.cue_head) == "part"
        or _perfect(tree, attribution.cue_head)
    ):
        return False  # what had been said is of then: "he had told her that they *were* safe"
    if any(tree.lemma[k] == "have" for k in tree.children(p.matrix, "aux")):
        return False
    if tree.tag[p.head] == "VBN" and tree.deps[p.head] not in ("xcomp", "amod"):
        return False
    if tree.pos[p.head] not in ("VERB", "AUX") or tree.tag[p.head] == "VBG":
        return True
    return "state" in word_classes("verbs.tsv").get(p.lemma, frozenset())


def dated_by(tree: Tree, record: ArticleRecord, lookup: Lookup) -> dict[int, int]:
    """Head word of a clause → the first Timex that modifies it ("left *on Monday*")."""
    found: dict[int, int] = {}
    for i, number in enumerate(lookup.time):
        if number is None:
            continue
        head = tree.heads[i]
        if head == i or lookup.time[head] == number:
            continue
        if tree.is_(i, "obl", "advmod", "nmod", "obj", "dep") or tree.deps[i] == "advcl":
            if tree.is_(i, "nmod") and tree.pos[head] not in ("VERB", "AUX") and not tree.deps[i].endswith("tmod"):
                known = found.get(head)
                if known is None:
                    found[head] = number
                continue
            found.setdefault(head, number)
    return found
