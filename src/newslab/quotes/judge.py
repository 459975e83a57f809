"""Which candidates are attributions: a logistic regression over features that a person can read.

The grammar proposes; what it proposes too easily ("he *knows* the way", "the *plan* to leave") is told from reported
speech and thought by the company of rule, cue, source and form. The weights, in `judge.tsv`, were learned from
our own annotation (Wikinews 2019, the corpus' tuned storylines) and from GUM, by `training/attributions/train.py`. The
probability becomes the row's confidence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from math import exp, log2

from newslab.entities.lexicon import nouns
from newslab.quotes.sources import sort_of
from newslab.reader.syntax import Tree
from newslab.records import Attribution

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
DEEDS = ("tion", "sion", "ment", "ance", "ence", "ity", "ness", "ship", "ism", "al", "ing", "ure", "acy", "dom", "cy")
LEAST = 0.36  # candidates less likely than this are left out; chosen on dev
BIAS = "bias"


def judge(tree: Tree, candidates: Sequence[Attribution]) -> list[Attribution]:
    """The candidates that are likely attributions, with their probability as confidence.

    One that stood inside a candidate that is left out stands inside the next outer one that is kept.
    """
    weights = judge_weights()
    chances = [probability(weights, features(tree, candidate)) for candidate in candidates]
    kept = {k: position for position, k in enumerate(k for k, chance in enumerate(chances) if chance >= LEAST)}
    found = []
    for k in kept:
        parent = candidates[k].parent
        while parent is not None and parent not in kept:
            parent = candidates[parent].parent
        inside = None if parent is None else kept[parent]
        found.append(replace(candidates[k], parent=inside, confidence=round(chances[k], 4)))
    depths = _depths([attribution.parent for attribution in found])
    return [replace(attribution, depth=depth) for attribution, depth in zip(found, depths, strict=True)]


def _depths(parents: Sequence[int | None]) -> list[int]:
    """How many others each stands inside; every chain of parents is walked once."""
    depths = [-1] * len(parents)
    for k in range(len(parents)):
        path = []
        at: int | None = k
        while at is not None and depths[at] < 0:
            path.append(at)
            at = parents[at]
        depth = -1 if at is None else depths[at]
        for i in reversed(path):
            depth += 1
            depths[i] = depth
    return depths


@cache
def judge_weights() -> dict[str, float]:
    """The learned weight of each feature."""
    lines = files(__package__).joinpath("judge.tsv").read_text("utf8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: float(weight) for name, weight in rows if name != "feature"}


def probability(weights: dict[str, float], names: Iterator[str]) -> float:
    """The chance that a candidate with these features is an attribution."""
    score = weights.get(BIAS, 0.0) + sum(weights.get(name, 0.0) for name in set(names))
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


def features(tree: Tree, candidate: Attribution) -> Iterator[str]:
    """What is seen of a candidate: its rule, cue, form, source and surroundings."""
    rule, lemma, cue = candidate.rule, candidate.cue_lemma, candidate.cue_head
    yield f"rule={rule}"
    yield f"class={candidate.cue_class}"
    yield f"lemma={lemma}"
    yield f"kind={candidate.kind}"
    yield f"rule+lemma={rule}|{lemma}"
    yield f"rule+kind={rule}|{candidate.kind}"
    yield f"rule+class={rule}|{candidate.cue_class}"
    yield f"depth={min(candidate.depth, 2)}"
    yield f"negated={candidate.negated}"
    yield f"addressee={candidate.addressee is not None}"
    length = min(6, int(log2(1 + sum(end - start for start, end in candidate.content))))
    yield f"length={length}"
    yield f"rule+length={rule}|{length}"
    yield f"class+length={candidate.cue_class}|{length}"
    yield f"parts={len(candidate.content)}"
    yield f"rule+parts={rule}|{min(3, len(candidate.content))}"
    yield from _content_features(tree, candidate)
    if cue is not None:
        yield from _cue_features(tree, candidate, cue)
    head = candidate.source_head
    if candidate.source is None or head is None:
        yield "source=none" if candidate.source is None else "source=text"
        yield f"rule+source={rule}|none"
        return
    pos, entity = tree.pos[head], tree.doc[head].ent_type_
    yield f"source={pos}"
    yield f"rule+source={rule}|{pos}"
    yield f"source-word={tree.lower[head] if pos in ('PRON', 'NOUN') else 'name'}"
    yield f"source-name={entity}"
    sort = sort_of(tree, head)
    yield f"sort={sort}"
    yield f"rule+sort={rule}|{sort}"
    yield f"class+sort={candidate.cue_class}|{sort}"


def _content_features(tree: Tree, candidate: Attribution) -> Iterator[str]:
    rule = candidate.rule
    first = bisect_left(tree.start, candidate.content[0][0])
    stop = bisect_left(tree.start, candidate.content[0][1])
    if first >= stop:
        return
    words = range(first, min(stop, first + 40))
    finite = any(tree.tag[i] in FINITE for i in words)
    yield f"finite={finite}"
    yield f"rule+finite={rule}|{finite}"
    yield f"lemma+finite={candidate.cue_lemma}|{finite}"
    yield f"opens={tree.tag[first]}"
    yield f"rule+opens={rule}|{tree.tag[first]}"
    yield f"opens-word={tree.lower[first]}"
    yield f"modal={any(tree.tag[i] == 'MD' for i in words)}"
    sort = _sort_of_content(tree, next((i for i in words if _leaves(tree, i, first, stop)), first))
    yield f"head={sort}"
    yield f"rule+head={rule}|{sort}"
    yield f"class+head={candidate.cue_class}|{sort}"


def _leaves(tree: Tree, i: int, first: int, stop: int) -> bool:
    """Tell whether a word hangs on one outside the content, or on none."""
    return tree.pos[i] != "PUNCT" and (tree.heads[i] == i or not first <= tree.heads[i] < stop)


def _sort_of_content(tree: Tree, head: int) -> str:
    """The class of thing that a noun denotes, whether it is a deed by its ending, or else the part of speech."""
    pos = tree.pos[head]
    if pos != "NOUN":
        return pos
    lemma = tree.lemma[head].lower()
    return nouns().get(lemma) or ("deed" if lemma.endswith(DEEDS) else pos)


def _cue_features(tree: Tree, candidate: Attribution, cue: int) -> Iterator[str]:
    tag = tree.tag[cue]
    yield f"tag={tag}"
    yield f"rule+tag={candidate.rule}|{tag}"
    yield f"class+tag={candidate.cue_class}|{tag}"
    yield f"lemma+tag={candidate.cue_lemma}|{tag}"
    yield f"dep={tree.deps[cue].split(':')[0]}"
    auxiliaries = tree.auxiliaries(cue)
    for i in auxiliaries[:4]:
        yield f"auxiliary={tree.lower[i]}"
    if not auxiliaries:
        yield "auxiliary=none"
    head = tree.heads[cue]
    yield "head=root" if head == cue else f"head={tree.lemma[head]}"
    kids = tree.children(cue)[:12]
    for i in kids:
        yield f"child={tree.deps[i].split(':')[0]}"
        if tree.deps[i] == "mark":
            yield f"mark={tree.lower[i]}"
    yield f"content-after={candidate.content[0][0] > tree.start[cue]}"
    sentence = tree.sentence[cue]
    after = range(cue, min(cue + 30, len(tree.text)))
    yield f"question={any(tree.text[i] == '?' and tree.sentence[i] == sentence for i in after)}"
