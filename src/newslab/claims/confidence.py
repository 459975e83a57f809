"""How sure a claim is: of the claims at 0.8, about 80 % are clauses that readers marked, with the source they gave.

A logistic sum of the weights in `confidence.tsv`, which `training/factuality/confidence.py` fits on the storylines of
`corpus/gold` that are tuned on. The features are the rule, whose voice it is and how the clause is built.
"""

from __future__ import annotations

from functools import cache
from math import exp

from newslab.claims.phrases import Proposition, read_rows
from newslab.reader.syntax import Tree
from newslab.records import Attribution

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@cache
def weights() -> dict[str, float]:
    """Feature → weight, from `confidence.tsv`."""
    return {row[0]: float(row[1]) for row in read_rows("confidence.tsv")}


def confidence(names: list[str]) -> float:
    """How likely it is that a claim with these features is one, and has the right source."""
    table = weights()
    total = table["bias"] + sum(table.get(name, 0.0) for name in names)
    return round(1.0 / (1.0 + exp(-total)), 2)


def features(tree: Tree, p: Proposition, attribution: Attribution | None, tokens: int, sentence: int) -> list[str]:
    """The names of the features that a claim has; `tokens` and `sentence` are its and its sentence's length."""
    found = [f"rule={p.rule}", "short" if tokens < 4 else "long" if tokens > 30 else "middling"]
    if attribution is None:
        found.append("voice=article")
    else:
        found.append(f"voice={attribution.kind}")
        found.append("source named" if attribution.source is not None else "no source")
        sure = attribution.confidence
        found.append(
            "attribution sure" if sure >= 0.85 else "attribution likely" if sure >= 0.6 else "attribution unsure"
        )
        if attribution.depth:
            found.append("nested")
        if attribution.negated:
            found.append("negated attribution")
    if p.subject is None:
        found.append("no subject")
    if sentence > 40:
        found.append("long sentence")
    if p.rule in ("clause", "conjunct", "adverbial"):
        first = next((k for k in tree.children(p.matrix) if tree.deps[k] in ("aux", "aux:pass", "cop")), p.matrix)
        found.append("finite" if tree.tag[first] in FINITE else "not finite")
        found.append(f"place={tree.deps[p.matrix].partition(':')[0]}")
    return found
