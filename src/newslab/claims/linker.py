"""Whether a proposed pair of claims is a link, and which: a logistic sum of features that a person can read.

The weights stand in `linker.tsv`; `training/links/train.py` fits them on the storylines of `corpus/gold` that are tuned
on. A pair is a link from the threshold that stands there.
"""

from __future__ import annotations

from functools import cache
from math import exp

from newslab.claims.factuality import NAMING
from newslab.claims.linking import extent, negative, vocabulary
from newslab.claims.pairs import Pairs
from newslab.claims.phrases import read_rows
from newslab.claims.reactions import OPPOSITE
from newslab.records import Link, Span

POINTING = frozenset({"cue noun", "count before it", "rule anaphor", "rule such", "rule described"})
NEAR = 7  # sentences
MOST = 12  # candidates of one link


@cache
def weights() -> dict[str, float]:
    """Feature → weight, from `linker.tsv`; also its `threshold`."""
    return {row[0]: float(row[1]) for row in read_rows("linker.tsv")}


def chance(names: list[str]) -> float:
    """How likely it is that a pair with these features is a link."""
    table = weights()
    total = table["bias"] + sum(table.get(name, 0.0) for name in names)
    return 1.0 / (1.0 + exp(-total))


def features(pairs: Pairs, k: int, j: int, patterns: list[str]) -> list[str]:
    """What holds of claim `k` and claim `j` that it may react to."""
    one, other = pairs.claims[k], pairs.claims[j]
    found = list(patterns)
    if len(patterns) > 1:
        found.append("several patterns")
    weight, _, part = pairs.common(k, j)
    found.append(
        f"shares {_step(part, (0.1, 0.25, 0.5), ('little', 'some', 'much', 'most'))}" if weight else "shares nothing"
    )
    found.append(f"weight {_step(weight, (0.5, 1.0, 1.5), ('small', 'middling', 'great', 'very great'))}")
    apart = pairs.numbered[k] - pairs.numbered[j]
    if apart < 0 or apart > NEAR:
        found.append("later" if apart < 0 else "far")
    if not pairs.another(k, j):
        found.append("same voice")
    if not set(other.about).isdisjoint(pairs.speakers(one.attribution)):
        found.append("its source is named")
    if not set(one.about).isdisjoint(pairs.speakers(other.attribution)):
        found.append("names its source")
    if (one.polarity == "negative") != (other.polarity == "negative"):
        found.append("opposite polarity")
    if one.claim_type == other.claim_type:
        found.append("same type")
    predicate, subject, thing = pairs.same_parts(k, j)
    found += [
        f"same {name}" for name, holds in (("predicate", predicate), ("subject", subject), ("object", thing)) if holds
    ]
    if other.attribution is None:
        found.append("target of the article")
    return found


def _step(value: float, bounds: tuple[float, ...], names: tuple[str, ...]) -> str:
    return names[sum(value >= bound for bound in bounds)]


def decide(pairs: Pairs) -> list[Link]:
    """The links of an article."""
    found = []
    for k in range(len(pairs.claims)):
        proposed = pairs.proposals(k)
        sure = {j: chance(features(pairs, k, j, patterns)) for j, patterns in proposed.items()}
        found += [_link(pairs, k, j, proposed[j], sure) for j in kept(pairs, k, proposed, sure, weights()["threshold"])]
    return found


def kept(pairs: Pairs, k: int, proposed: dict[int, list[str]], sure: dict[int, float], least: float) -> list[int]:
    """The claims that claim `k` is linked to: those that are sure enough, but where it points to one, the surest.

    Of two claims beside each other that a rule takes together ("called that a lie") both are taken, or none.
    """
    for j in pairs.read.get(k, ()):
        if j not in sure:
            continue
        beside = [i for i in pairs.read[k] if pairs.told[k, i].candidates == pairs.told[k, j].candidates]
        sure[j] = max(sure[i] for i in beside if i in sure)
    pointed = max((sure[j] for j, patterns in proposed.items() if points(patterns)), default=0.0)
    return [j for j, patterns in proposed.items() if sure[j] >= least and (sure[j] >= pointed or not points(patterns))]


def points(patterns: list[str]) -> bool:
    """Tell whether a pattern says to which one claim another points."""
    return any(p in POINTING or p.endswith(" points") or " after " in p for p in patterns)


def _link(pairs: Pairs, k: int, j: int, patterns: list[str], sure: dict[int, float]) -> Link:
    confidence = round(sure[j], 2)
    read = pairs.told.get((k, j))
    if read is not None:
        candidates = read.candidates if j in read.candidates else (*read.candidates, j)
        return Link(k, j, read.relation, read.cue, read.basis, candidates, read.ambiguous, read.rule, confidence)
    pattern = patterns[0]
    relation, cue = relation_of(pairs, k, pattern)
    if not points([pattern]):
        basis = "explicit" if cue is not None else "inferred"
        return Link(k, j, relation, cue, basis, (j,), False, _rule(pattern), confidence)
    rivals = {i for i in sure if sure[i] >= sure[j] / 2} | set(pairs.leading[k] if pattern.endswith(" points") else ())
    candidates = (*sorted(rivals - {j}), j)[-MOST:]
    return Link(k, j, relation, cue, "anaphora", candidates, len(candidates) > 1, _rule(pattern), confidence)


def _rule(pattern: str) -> str:
    return pattern.replace(",", "").replace(" ", "-")


def relation_of(pairs: Pairs, k: int, pattern: str) -> tuple[str, Span | None]:
    """What a claim does to another by this pattern, and the words that say so."""
    claim, words = pairs.claims[k], vocabulary()
    way = pairs.way(k)
    if pattern.startswith("contrary") and way not in ("verb", "denied"):
        return "denies", None
    if "says" in pattern or pattern == "same number":
        return "repeats", None
    if pattern in ("other number", "count before it"):
        return "disputes", None
    attribution = pairs.record.attributions[claim.attribution] if claim.attribution is not None else None
    cue: Span | None = claim.predicate
    if way == "verb":
        relation = words.get(("cue", pairs.lemma(claim.predicate_head)), "denies")
        return (OPPOSITE.get(relation, relation) if negative(claim) else relation), cue
    if way in ("naming", "label"):
        label = words.get(("label", claim.predicate_lemma)) or pairs._label(claim.predicate_head)
        if label is not None and negative(claim) and way == "label":
            label = {"affirms": "denies", "denies": "affirms"}.get(label, label)
        named = attribution is not None and attribution.cue_lemma in NAMING
        return label or (pairs.cue_relation(claim.attribution) if named else None) or "disputes", cue
    if way == "unaware":
        return "disputes", cue
    if way == "denied" and attribution is not None:
        return pairs.cue_relation(claim.attribution) or "denies", extent(attribution.cue)
    return "denies", cue
