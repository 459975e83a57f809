"""What an amount counts where its own noun phrase does not say: "killed *12*", "a toll of *31*", "hurt *three more*".

The noun before it tells (a toll counts people), or the word that governs it (who is killed is a person), or else the
amount before it in the sentence that stands in the same relation. Nothing else is guessed: the unit stays open.
The words stand in `counted.tsv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from newslab.reader.syntax import Tree
from newslab.records import Quantity
from newslab.values.patterns import read_table
from newslab.values.plausible import token_at

PERSON = "person"
OTHERS = frozenset({"other", "more", "another"})
BARE = ("nsubj", "obj", "obl", "ccomp", "root", "conj")  # relations in which a number stands for what it counts
THEM = frozenset({"them", "whom", "which", "these", "those"})
TALLIES = frozenset({"number", "total", "tally"})
BACK = 3  # amounts before it that are looked at
REPEATED = 11  # the least value that, written again without a noun, counts what it counted before
FAR = 16  # tokens between two amounts of one list


@cache
def _words() -> dict[tuple[str, str], str]:
    """(use, lemma) → what is counted, from `counted.tsv`."""
    return {(row["use"], word): row["unit"] for row in read_table("counted.tsv") for word in row["words"].split()}


def restore_units(tree: Tree, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The amounts with the units that their context gives them; "people" is written `person` throughout."""
    found: list[Quantity] = []
    spots: list[int] = []
    known: dict[float, str] = {}  # an amount named again counts what it counted before: "36 boats … all 36"
    for amount in quantities:
        spot = _head(tree, amount)
        if amount.dimension == "count" and amount.rule in ("count", "word", "range"):
            if amount.unit is None:
                amount = _restored(tree, amount, spot, found, spots)
                if amount.unit is None and amount.low is not None and amount.low >= REPEATED:
                    amount = replace(amount, unit=known.get(amount.low))
            elif amount.unit == "other":
                amount = replace(amount, unit=PERSON)
        if amount.unit == "people":
            amount = replace(amount, unit=PERSON)
        if amount.dimension == "count" and amount.unit is not None and amount.low is not None:
            known[amount.low] = amount.unit
        found.append(amount)
        spots.append(spot)
    return found


def _head(tree: Tree, amount: Quantity) -> int:
    """The token of the amount that its others hang on: the number itself or "dozens"."""
    first, last = token_at(tree, amount.start), token_at(tree, amount.end - 1)
    return next((i for i in range(first, last + 1) if not first <= tree.heads[i] <= last or tree.heads[i] == i), first)


def _restored(tree: Tree, amount: Quantity, i: int, before: Sequence[Quantity], spots: Sequence[int]) -> Quantity:
    words = _words()
    named = _named(tree, i)
    if named is not None:
        return replace(amount, unit=named, dimension="magnitude" if named == "magnitude" else amount.dimension)
    more = any(tree.lower[k] in OTHERS for k in range(i, min(i + 3, len(tree))) if tree.start[k] < amount.end + 6)
    of_them = any(tree.is_(k, "nmod") and tree.lower[k] in THEM for k in tree.children(i))
    for other, spot in zip(reversed(before[-BACK:]), reversed(spots[-BACK:]), strict=True):
        if of_them and other.dimension == "count" and other.unit and tree.sentence[i] - tree.sentence[spot] <= 1:
            return replace(amount, unit=other.unit)
        if other.dimension == "percent" and _same_share(tree, other, spot, amount, i):
            return replace(amount, unit=other.unit, dimension="percent")
        if other.dimension != "count" or other.unit is None or tree.sentence[spot] != tree.sentence[i]:
            continue
        if more or _parallel(tree, spot, i) or _listed(tree, spot, i):
            return replace(amount, unit=other.unit)
    if _of_people(tree, i, words):
        return replace(amount, unit=PERSON)
    for other, spot in zip(reversed(before[-BACK:]), reversed(spots[-BACK:]), strict=True):
        if other.dimension == "count" and other.unit is not None and tree.is_(i, *BARE):
            return replace(amount, unit=other.unit) if tree.sentence[i] - tree.sentence[spot] <= 1 else amount
    return amount


def _same_share(tree: Tree, other: Quantity, spot: int, amount: Quantity, i: int) -> bool:
    """Tell whether a bare number is a percentage as the one before it: "to 19 percent from *16*"."""
    if tree.sentence[spot] != tree.sentence[i] or other.unit is None or not amount.low or not other.low:
        return False
    return 1 / 4 <= amount.low / other.low <= 4 and amount.low < 100 and _parallel(tree, _site(tree, spot), i)


def _named(tree: Tree, i: int) -> str | None:
    """What the noun before it counts: "*magnitude* 6.3", "a death *toll* of 31", "the *toll* rose to 31"."""
    words = _words()
    head = tree.heads[i]
    known = words.get(("noun", tree.lemma[head].lower()))
    if known is not None and head < i:
        return known
    if tree.is_(i, "obl", "obj", "nmod", "root", "conj", "dep"):
        verb = i if tree.child(i, "cop") is not None else head
        for k in tree.children(verb, "nsubj", "obj"):
            if k < i and k != i:
                known = words.get(("noun", tree.lemma[k].lower())) or _number_of(tree, k)
                if known is not None:
                    return known
    if tree.is_(i, "nmod", "appos") and head < i and tree.tag[head] == "NNS" and tree.is_(i, "appos"):
        return tree.lemma[head].lower()
    return None


def _number_of(tree: Tree, noun: int) -> str | None:
    """What a number is of: "the number of *boats* fell to 12", "the number of *missing*"."""
    if tree.lemma[noun].lower() not in TALLIES:
        return None
    for k in tree.children(noun, "nmod"):
        if tree.preposition(k) == "of" and k > noun:
            return PERSON if ("state", tree.lower[k]) in _words() else tree.lemma[k].lower()
    return None


def _parallel(tree: Tree, earlier: int, i: int) -> bool:
    """Tell whether two amounts stand in one relation to coordinated words: "21 in Selby, 36 in Marrow"."""
    if tree.heads[i] == earlier or (tree.heads[i] == tree.heads[earlier] and tree.deps[i] == "conj"):
        return True
    if tree.heads[i] == tree.heads[earlier] and tree.is_(i, "obl") and tree.is_(earlier, "obl"):
        return True  # "rose to 83 from 47"
    a, b = _site(tree, earlier), _site(tree, i)
    if (a == b or tree.heads[b] == a or tree.heads[b] == tree.heads[a]) and "conj" in (tree.deps[b], tree.deps[i]):
        return True
    return tree.deps[b] == tree.deps[a] and tree.is_(b, "obj", "nsubj")  # "gained 13 seats and the others lost 10"


def _listed(tree: Tree, earlier: int, i: int) -> bool:
    """Tell whether it goes on a list that the earlier one began: without a verb between, after a comma or *and*."""
    if (
        i - earlier > FAR
        or i == 0
        or not any(tree.lower[k] in (",", "and", ";") for k in range(max(i - 3, earlier), i))
    ):
        return False
    return tree.deps[i] in ("conj", "appos", "nmod", "list", "dep") and not any(
        tree.pos[k] in ("VERB", "AUX") and tree.tag[k] != "VBN" for k in range(earlier, i)
    )


def _site(tree: Tree, i: int) -> int:
    """The counted noun, or the number itself where it has none."""
    return tree.heads[i] if tree.is_(i, "nummod", "det") else i


def _of_people(tree: Tree, i: int, words: dict[tuple[str, str], str]) -> bool:
    """Tell whether what governs it says that they are people: "*killed* 12", "12 *dead*", "12 of the *injured*"."""
    head = tree.heads[i]
    for k in tree.children(i):
        if k > i and ("state", tree.lower[k]) in words and tree.is_(k, "amod", "acl", "nmod", "advcl", "dep", "xcomp"):
            return True
    if ("state", tree.lower[i]) in words:
        return True
    if tree.is_(i, "nummod", "obj", "nsubj", "nsubj:pass", "conj", "det"):
        while tree.deps[i] == "conj" and tree.heads[i] != i:
            i = tree.heads[i]
        head = tree.heads[i]
        if ("state", tree.lower[head]) in words:
            return True
        if ("verb", tree.lemma[head].lower()) in words and tree.is_(i, "obj", "nsubj", "nsubj:pass"):
            return tree.lemma[head] != "kill" or tree.deps[i] != "nsubj"
        return any(("state", tree.lower[k]) in words for k in tree.children(head, "xcomp") if k > i)
    return False
