"""How far a clause counts as having happened, from -3 (certainly not) to 3 (certainly so).

Mostly a sum of readable weights, one for each feature of the clause (its value, modal, tense, governing word …): ridge
regression on the ratings of UDS-IH2 (Rudinger, White & Van Durme 2018), which is on the scale of Stanovsky et al.,
"Integrating deep linguistic features in factuality prediction over unified datasets" (2017). What is reported counts
here as a reader takes it, whoever says it. `training/factuality` makes the weights; `graded.tsv` holds them.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from newslab.claims.factuality import Views
from newslab.reader.syntax import Tree

PERSONS = {"i": "1", "we": "1", "you": "2"}
SCALE = {"CT+": 3.0, "PR+": 2.0, "PS+": 1.0, "CT-": -3.0, "PR-": -2.0, "PS-": -1.0, "Uu": 0.0}
# UDS asks whether it has happened by now, FactBank how it is presented; the grade is a compromise of the two.
LEARNED = 0.75  # share of the learned rating, the rest is FactBank's value
EXPECTED = 0.5  # at least, for what is said to come: UDS counts it as not having happened
NEGATED = -1.0  # at most, for what is negated: UDS's raters are divided about it
# the grades that agree with the article's view of the clause; wider than FactBank's values, as UDS's raters are divided
BOUNDS = {
    "CT+": (0.0, 3.0), "PR+": (0.0, 2.5), "PS+": (-1.5, 1.5), "Uu": (-1.5, 1.5), "PS-": (-1.5, 1.5),
    "PR-": (-2.5, 0.0), "CT-": (-3.0, -1.0),
}  # fmt: skip
GENERIC = frozenset({"anyone", "everyone", "people", "one", "somebody", "someone", "anybody", "everybody", "nobody"})


@cache
def weights() -> dict[str, float]:
    """Feature → weight, from `graded.tsv`."""
    text = files("newslab.claims").joinpath("graded.tsv").read_text(encoding="utf8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {name: float(weight) for name, weight, *_ in rows[1:]}


def grade(views: Views, i: int) -> float:
    """The factuality of the clause or event that the word heads, -3 … 3."""
    table = weights()
    total = table["bias"]
    names = features(views, i)
    for name in names:
        total += table.get(name, 0.0)
    value = views.at(i).plain
    total = LEARNED * min(max(total, -3.0), 3.0) + (1 - LEARNED) * SCALE[value]
    if "form=fut" in names and value in ("CT+", "PR+"):
        total = max(total, EXPECTED)
    elif value in ("CT-", "PR-"):
        total = min(total, NEGATED)
    return round(min(max(total, -3.0), 3.0), 2)


def bounded(value: float, author: str) -> float:
    """The grade, no further from the article's view (one of FactBank's values) than `BOUNDS` allows."""
    low, high = BOUNDS[author]
    return min(max(value, low), high)


def tense(tree: Tree, i: int) -> str:
    """The form of the verb or of its copula, as a short code: past, perf, pres, fut, modal, inf, ing, part, none."""
    tags = []
    for k in tree.children(i):
        if tree.deps[k] in ("aux", "aux:pass", "cop"):
            tags.append(k)
    if not tags and tree.deps[i] == "conj" and tree.tag[i] in ("VB", "VBN", "VBG"):
        return tense(tree, tree.heads[i]) if tree.deps[tree.heads[i]] != "conj" else "none"
    first = tags[0] if tags else i
    lower, tag = tree.lower[first], tree.tag[first]
    if tag == "MD":
        return "fut" if lower in ("will", "'ll", "’ll", "shall", "wo") else "modal"
    if tag == "VBD":
        return "past"
    if tag in ("VBZ", "VBP"):
        return "perf" if tree.lemma[first] == "have" and tags else "pres"
    return {"VB": "inf", "VBG": "ing", "VBN": "part"}.get(tag, "none")


def features(views: Views, i: int) -> list[str]:
    """The features of the word as the head of a clause or as an event."""
    tree = views.tree
    context = views.at(i)
    tag, main = tree.tag[i], tree.deps[i]
    form = tense(tree, i)
    lemma = tree.lemma[i].lower()
    value = context.plain
    found = [
        f"value={value}", f"tag={tag}", f"dep={main}", f"form={form}", f"lemma={lemma}",
        f"value={value} form={form}", f"value={value} dep={main}", f"form={form} dep={main}",
        f"environment={context.plain_environment}",
        f"form={form} lemma={lemma}",
    ]  # fmt: skip
    if context.modal is not None:
        found.append(f"modal={tree.lower[context.modal]} {value}")
    if context.negation is not None:
        found += ["negated", f"negated form={form}"]
    if context.question:
        found += ["question", f"question form={form}"]
    if context.imperative:
        found.append("imperative")
    if context.mark is not None:
        found += [f"mark={context.mark}", f"mark={context.mark} form={form}"]
    if context.kind != "none":
        found += [f"kind={context.kind}", f"kind={context.kind} {context.plain_environment}"]
    head = tree.heads[i]
    if head != i:
        outer = tree.lemma[head].lower()
        found.append(f"head={outer} {context.frame or main.partition(':')[0]}")
        found.append(f"head-tag={tree.tag[head]} {main}")
        if main in ("xcomp", "ccomp", "advcl", "acl", "conj", "amod", "acl:relcl", "csubj"):
            above = views.at(head)
            outer_form = tense(tree, head)
            found += [f"above={above.plain} {main}", f"above-form={outer_form} {main} {form}"]
            if above.modal is not None:
                found.append(f"above-modal={tree.lower[above.modal]}")
            if above.negation is not None:
                found.append(f"above-negated {main}")
            if above.imperative:
                found.append(f"above-imperative {main}")
            if above.question:
                found.append(f"above-question {main}")
    subject = tree.subject(i)
    if subject is None:
        found.append("subject=none")
    else:
        person = PERSONS.get(tree.lower[subject])
        kind = person or (
            "generic"
            if tree.lower[subject] in GENERIC
            else "plural"
            if tree.tag[subject] == "NNS"
            else tree.pos[subject]
        )
        found += [f"subject={kind}", f"subject={kind} form={form}"]
    for k in tree.children(i):
        if tree.deps[k] in ("advmod", "discourse", "det", "mark", "obl:tmod", "cc", "nmod:tmod"):
            found.append(f"{tree.deps[k]}={tree.lower[k]}")
    return found
