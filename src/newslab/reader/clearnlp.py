"""ClearNLP-style dependency trees, as spaCy's English pipelines give them, rewritten as Universal Dependencies.

The labels are those of the ClearNLP guidelines (Choi & Palmer 2012); the target is UD English, version 2. What differs
is which word is the head: UD makes nominals, not prepositions, and predicates, not copulas, the heads, attaches every
conjunct to the first one, and makes the person who is told *to* do something the object of the telling.
"""

from __future__ import annotations

from collections.abc import Sequence

ONLY_CLEARNLP = frozenset(
    {
        "acomp",
        "agent",
        "attr",
        "auxpass",
        "csubjpass",
        "dative",
        "dobj",
        "intj",
        "meta",
        "neg",
        "npadvmod",
        "nsubjpass",
        "oprd",
        "pcomp",
        "pobj",
        "poss",
        "preconj",
        "predet",
        "prep",
        "prt",
        "quantmod",
        "relcl",
    }
)
RENAMED = {
    "acomp": "xcomp",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "npadvmod": "obl:unmarked",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "poss": "nmod:poss",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
    "ROOT": "root",
}
PREPOSITION = frozenset({"prep", "agent", "dative"})
FIXED = frozenset({("according", "to"), ("because", "of"), ("such", "as"), ("due", "to"), ("instead", "of")})
TAKES_BARE_INFINITIVE = frozenset({"make", "let", "have", "help", "see", "hear", "watch"})
VERBAL = frozenset({"VERB", "AUX", "ADJ", "ADV"})


def is_clearnlp(labels: Sequence[str], tags: Sequence[str]) -> bool:
    """Tell whether any label belongs to the ClearNLP scheme alone, or an infinitive's *to* is an auxiliary."""
    return not ONLY_CLEARNLP.isdisjoint(labels) or ("aux", "TO") in zip(labels, tags, strict=True)


def to_universal(
    heads: Sequence[int],
    labels: Sequence[str],
    tags: Sequence[str],
    pos: Sequence[str],
    lemmas: Sequence[str],
    lower: Sequence[str],
) -> tuple[list[int], list[str]]:
    """Heads and labels in UD terms, in time linear in the number of words; roots are their own heads.

    `promoted` maps a word that UD does not make a head (a preposition, a copula) to the child that takes its place.
    """
    n = len(heads)
    children: list[list[int]] = [[] for _ in range(n)]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    promoted: dict[int, int] = {}
    new = [RENAMED.get(label, label) for label in labels]
    for i in range(n):
        if labels[i] in PREPOSITION or (labels[i] in ("conj", "pcomp") and pos[i] in ("ADP", "SCONJ")):
            _promote_object(i, children, labels, pos, lower, new, promoted)
        elif lemmas[i] == "be" and labels[i] not in ("aux", "auxpass"):
            _promote_predicate(i, children, labels, pos, lower, new, promoted)
        if pos[i] in ("VERB", "AUX"):
            _raise_objects(i, children, labels, tags, lemmas, lower, new)
    raised = {child: heads[heads[child]] for child in range(n) if new[child] == "obj" and labels[child] == "nsubj"}
    stands_for = _resolve(promoted, n)
    top_label = _labels_of_tops(heads, labels, new, pos, promoted)
    result = list(range(n))
    for i in range(n):
        if i in promoted:
            result[i] = stands_for[i]
    for i, final in top_label.items():
        head = raised.get(i, heads[i])
        result[stands_for[i]] = stands_for[head] if head != i else stands_for[i]
        new[stands_for[i]] = final
    for i in promoted:
        if new[i] not in ("cop", "mark", "fixed"):
            new[i] = "case"
        if new[i] == "fixed":
            result[i] = heads[i]
    for i in range(n):
        if result[i] == i and new[i] != "root":
            new[i] = "root"
        if labels[i] == "aux" and tags[i] == "TO":
            new[i] = "mark"
    _flatten_conjuncts(result, new, lower)
    return result, new


def _promote_object(
    i: int,
    children: list[list[int]],
    labels: Sequence[str],
    pos: Sequence[str],
    lower: Sequence[str],
    new: list[str],
    promoted: dict[int, int],
) -> None:
    inner = -1
    for child in children[i]:
        label = labels[child]
        if label == "pobj" or (label == "pcomp" and inner < 0):
            promoted[i] = child
            if new[i] != "fixed":
                new[i] = "mark" if label == "pcomp" and pos[child] in ("VERB", "AUX") else "case"
            if label == "pobj":
                return
            inner = child
        elif label == "prep" and inner < 0 and child > i:
            inner = child
            promoted[i] = child
            new[i] = "case"
            if (lower[i], lower[child]) in FIXED:
                new[child] = "fixed"


def _promote_predicate(
    i: int,
    children: list[list[int]],
    labels: Sequence[str],
    pos: Sequence[str],
    lower: Sequence[str],
    new: list[str],
    promoted: dict[int, int],
) -> None:
    kids = children[i]
    predicates = [c for c in kids if labels[c] in ("attr", "acomp")]
    if any(labels[c] == "expl" and lower[c] == "there" for c in kids):
        for c in predicates:
            new[c] = "nsubj"
        return
    clausal = False
    if not predicates:
        if all(labels[c] != "nsubj" for c in kids):
            return
        predicates = [c for c in kids if labels[c] in ("ccomp", "xcomp") and c > i]
        clausal = bool(predicates)
    if not predicates:
        predicates = [c for c in kids if labels[c] == "prep" and c > i and children[c]][:1]
    if predicates:
        promoted[i] = predicates[0]
        new[i] = "cop"
        if clausal:
            for c in kids:
                if labels[c] in ("nsubj", "csubj"):
                    new[c] = labels[c] + ":outer"


def _raise_objects(
    i: int,
    children: list[list[int]],
    labels: Sequence[str],
    tags: Sequence[str],
    lemmas: Sequence[str],
    lower: Sequence[str],
    new: list[str],
) -> None:
    """`urged him to go`: *him*, in ClearNLP the subject of *go*, becomes the object of *urged*, and *go* an xcomp."""
    for clause in children[i]:
        if labels[clause] != "ccomp" or clause < i:
            continue
        inner = children[clause]
        to = any(labels[c] == "aux" and tags[c] == "TO" for c in inner)
        bare = tags[clause] == "VB" and lemmas[i] in TAKES_BARE_INFINITIVE and all(labels[c] != "aux" for c in inner)
        if not (to or bare) or any(labels[c] == "mark" for c in inner):
            continue
        subjects = [c for c in inner if labels[c] == "nsubj" and c < clause]
        if subjects:
            new[subjects[0]] = "obj"
            new[clause] = "xcomp"


def _resolve(promoted: dict[int, int], n: int) -> list[int]:
    stands_for = list(range(n))
    for i in promoted:
        path = []
        j = i
        while j in promoted and stands_for[j] == j:
            path.append(j)
            j = promoted[j]
        end = stands_for[j]
        for j in path:
            stands_for[j] = end
    return stands_for


def _labels_of_tops(
    heads: Sequence[int], labels: Sequence[str], new: list[str], pos: Sequence[str], promoted: dict[int, int]
) -> dict[int, str]:
    """Words that nothing is promoted over → the label that they, or what is promoted over them, get."""
    covered = set(promoted.values())
    tops: dict[int, str] = {}
    for i in range(len(heads)):
        if i in covered:
            continue
        label = labels[i]
        clause = i in promoted and new[i] == "mark"
        if i in promoted and label in PREPOSITION:
            if label == "agent":
                tops[i] = "obl:agent"
            elif clause:
                tops[i] = "advcl" if pos[heads[i]] in VERBAL else "acl"
            else:
                tops[i] = "obl" if label == "dative" or pos[heads[i]] in VERBAL else "nmod"
        elif label in ("prep", "agent", "pobj"):
            tops[i] = "obl"
        elif label == "pcomp":
            tops[i] = "advcl"
        elif i in promoted:
            tops[i] = RENAMED.get(label, label)
        else:
            tops[i] = new[i]
    return tops


def _flatten_conjuncts(heads: list[int], labels: list[str], lower: Sequence[str]) -> None:
    """`A, B and C`: B and C hang on A; the comma and the *and* hang on the conjunct that follows."""
    following: dict[int, list[int]] = {}
    for i, label in enumerate(labels):
        if label == "conj" and heads[i] < i:
            following.setdefault(heads[i], []).append(i)
    for i, label in enumerate(labels):
        if label in ("cc", "punct") and heads[i] in following and i > heads[i]:
            conjunct = next((c for c in following[heads[i]][:8] if c > i), None)
            if conjunct is not None:
                heads[i] = conjunct
    for i, label in enumerate(labels):
        if label == "conj" and heads[i] < i and labels[heads[i]] == "conj":
            heads[i] = heads[heads[i]]
