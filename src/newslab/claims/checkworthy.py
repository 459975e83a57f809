"""Whether a reader would want a claim checked: ClaimBuster's question (Hassan et al. 2017), from readable features.

A logistic sum of the weights in `checkworthy.tsv`. Demands, courtesies and judgements have nothing to check.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from math import exp

from newslab.claims.factuality import Context
from newslab.claims.phrases import Proposition
from newslab.claims.types import word_classes
from newslab.claims.voices import Lookup
from newslab.reader.syntax import Tree

COMPARING = frozenset({"JJR", "JJS", "RBR", "RBS"})
FIRST = frozenset({"i", "we", "me", "us"})
VAGUE = frozenset({"it", "this", "that", "they", "he", "she", "these", "those", "who", "which", "there"})
WINDOW = 60  # tokens of a claim that are looked at


@cache
def weights() -> dict[str, float]:
    """Feature → weight, from `checkworthy.tsv`."""
    text = files("newslab.claims").joinpath("checkworthy.tsv").read_text(encoding="utf8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]
    return {name: float(weight) for name, weight, *_ in rows}


def check_worthy(features: list[str]) -> float:
    """How likely a reader would want it checked, 0 … 1."""
    table = weights()
    total = table["bias"] + sum(table.get(name, 0.0) for name in features)
    return round(1.0 / (1.0 + exp(-total)), 3)


def features(
    tree: Tree, lookup: Lookup, p: Proposition, context: Context, kind: str, tense: str | None, first: int, last: int
) -> list[str]:
    """The names of the features that a claim has; `first` and `last` bound its tokens."""
    found = {f"type={kind}", f"tense={tense}", f"rule={p.rule}"}
    for i in range(first, min(last, first + WINDOW)):
        if lookup.quantity[i] is not None and lookup.time[i] is None:
            found.add("amount")
        if lookup.time[i] is not None:
            found.add("date")
        if tree.tag[i] in COMPARING:
            found.add("comparison")
        if lookup.kind.get(i) == "name":
            found.add("name")
    subject = p.subject_head
    if subject is None:
        found.add("no subject")
    elif tree.lower[subject] in FIRST:
        found.add("first person")
    elif tree.lower[subject] == "you":
        found.add("second person")
    elif tree.lower[subject] in VAGUE:
        found.add("pronoun subject")
    if "phatic" in word_classes("subjective.tsv").get(p.lemma, frozenset()):
        found.add("courtesy")
    if context.value in ("Uu", "PS+", "PS-"):
        found.add("left open")
    found.add("short" if last - first < 5 else "long" if last - first > 15 else "middling")
    return sorted(found)
