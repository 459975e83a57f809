"""Clauses as contents where the tree hung them elsewhere: the rest of the sentence after `said`, or from *that* on."""

from __future__ import annotations

from newslab.quotes.clauses import FINITE, LONGEST, REPORTING
from newslab.quotes.cues import Cue, cue_lexicon, word_list
from newslab.quotes.draft import Draft, describe_cue, token_runs
from newslab.reader.syntax import Tree

OF_NOUNS = frozenset({"cite", "describe", "call", "praise", "criticize", "accuse", "refer", "compare", "urge"})


def _has_object(tree: Tree, verb: int) -> bool:
    """Tell whether a noun after the verb is its object, not the subject of what follows (`said *the head* is …`)."""
    noun = tree.child(verb, "obj")
    if noun is None or noun < verb:
        return False
    after = tree.edges(noun)[1] + 1
    while after < len(tree) and (tree.pos[after] == "PUNCT" or tree.tag[after].startswith("RB")):
        after += 1
    return after >= len(tree) or tree.tag[after] not in FINITE


def that_clause(tree: Tree, verb: int, cue: Cue) -> Draft | None:
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
            if _of_heavy_subject(tree, verb, j) or _of_nominal_cue(tree, verb, j, cue):
                return None
            last = _finite_stretch(tree, verb, j)
            if last is None:
                return None
            draft = Draft(verb, token_runs(tree, range(j, last + 1)), "remainder")
            describe_cue(draft, cue, "that")
            draft.negated = any(tree.lower[k] == "no" for k in range(verb + 1, j))  # `found no evidence that`
            return draft
    return None


def _of_heavy_subject(tree: Tree, verb: int, that: int) -> bool:
    """Tell a clause that hangs on the subject of what is said: `said the rationale *that they were late* is gone`."""
    clause = tree.heads[that]
    noun = tree.heads[clause]
    if not verb < noun < that < clause or not tree.is_(clause, "acl") or tree.deps[clause] == "acl:relcl":
        return False
    after = tree.edges(clause)[1] + 1
    while after < len(tree) and tree.tag[after].startswith("RB"):
        after += 1
    return after < len(tree) and tree.sentence[after] == tree.sentence[verb] and tree.tag[after] in FINITE


def _of_nominal_cue(tree: Tree, verb: int, that: int, cue: Cue) -> bool:
    """Tell whether the clause is what a noun reports: `expressed fear that …`, `denied a claim in Tarn that …`."""
    nouns = cue_lexicon().nouns
    noun = tree.child(verb, "obj")
    if noun is not None and verb < noun < that and tree.lemma[noun] in nouns:
        return tree.lemma[verb] in word_list("light") or "np" in cue.frames
    noun = next((kid for kid in tree.children(verb, "obl") if verb < kid < that and tree.lemma[kid] in nouns), None)
    return noun is not None and f"p:{tree.preposition(noun)}" in cue.frames and noun >= that - 6


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
        if tree.text[j] == "," and j + 1 < n:
            if finite and (fronted or tree.lower[j + 1] in ("but", "which", "who", "and", "while", "according")):
                break
            if tree.tag[j + 1] == "VBG" and tree.lemma[j + 1] in REPORTING:
                break
        finite = finite or (subject_seen and tree.tag[j] in FINITE)
        subject_seen = subject_seen or tree.pos[j] in ("PRON", "NOUN", "PROPN", "DET")
        last = j
    return last if finite else None


def remainder(tree: Tree, verb: int, cue: Cue) -> Draft | None:
    """`said` and a clause that the parser did not hang on it: the rest of the sentence, if it has a finite verb."""
    if not {"quote", "that"} <= cue.frames.keys() or tree.lemma[verb] not in REPORTING or tree.is_passive(verb):
        return None
    if tree.lemma[verb] in OF_NOUNS or ("np" in cue.frames and _has_object(tree, verb)):
        return None
    first = verb + 1
    n = len(tree)
    if first >= n or tree.pos[first] in ("PUNCT", "SPACE", "ADP", "CCONJ"):
        return None
    if tree.tag[verb] in ("VBN", "VB") and tree.child(verb, "aux") is None:
        return None
    if tree.lower[first] in ("nothing", "little", "much", "more", "so", "anything", "something"):
        return None
    last = _finite_stretch(tree, verb, first)
    if last is None or (tree.lemma[verb] != "say" and any(tree.tag[j] == "WDT" for j in range(first, last))):
        return None
    draft = Draft(verb, token_runs(tree, range(first, last + 1)), "remainder")
    describe_cue(draft, cue, "that")
    return draft


def before_participle(tree: Tree, first: int, last: int) -> int:
    """The last word before `, calling it baseless`, by which the speaker reports again."""
    for j in range(first + 1, min(last, first + LONGEST)):
        if tree.text[j - 1] == "," and tree.tag[j] == "VBG" and tree.lemma[j] in REPORTING and tree.is_(j, "advcl"):
            return j - 1 if tree.child(j, "nsubj", "aux") is None else last
    return last
