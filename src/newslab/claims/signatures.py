"""What words say about what they govern: implication signatures over FactBank's values, and how values compose.

After Nairn, Condoravdi & Karttunen, "Computing relative polarity for textual inference" (2006); see `factuality.tsv`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

RANK = {"U": 0, "PS": 1, "PR": 2, "CT": 3}
VALUES = ("Uu", "PS", "PR", "CT")


@dataclass(frozen=True, slots=True)
class Signature:
    """What a word says of the clause that it governs, when it holds and when it is negated."""

    holds: str
    negated: str
    kind: str


TRANSPARENT = Signature("CT+", "CT-", "none")
OPEN = Signature("Uu", "Uu", "none")
ASSUMED = Signature("PR+", "Uu", "none")
YET = Signature("CT-", "CT+", "modal")  # "has yet to answer"
DEFAULT = {"to": OPEN, "whether": OPEN, "that": ASSUMED, "ing": TRANSPARENT}  # of a word that the lexicon lacks


@cache
def lexicon() -> dict[tuple[str, str], Signature]:
    """(word, frame) → signature, from `factuality.tsv`."""
    text = files("newslab.claims").joinpath("factuality.tsv").read_text(encoding="utf8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {(word, frame): Signature(holds, negated, kind) for word, frame, holds, negated, kind in rows[1:]}


def combine(outer: str, inner: str) -> str:
    """The value of a clause that is `inner` where what holds is `outer`: the weaker certainty, signs multiplied."""
    if outer == "CT+":
        return inner
    if outer == "Uu" or inner == "Uu":
        return "Uu"
    certainty = VALUES[min(RANK[outer[:2]], RANK[inner[:2]])]
    return certainty + ("+" if outer[2] == inner[2] else "-")


def embed(governor: str, signature: Signature) -> str:
    """The value of what a word governs, given the word's own value."""
    if governor == "CT+" or signature.holds == signature.negated:
        return signature.holds
    if governor == "Uu":
        return "Uu"
    inner = signature.holds if governor[2] == "+" else signature.negated
    return inner if inner == "Uu" else VALUES[min(RANK[governor[:2]], RANK[inner[:2]])] + inner[2]
