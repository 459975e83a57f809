"""Quoted words that no cue of the lexicon holds: `Venn fixates on the “pivot” line`, `gave its “deepest sympathy”`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from newslab.quotes.draft import Draft, cue_tokens, set_source, token_runs
from newslab.quotes.marks import Quotation
from newslab.quotes.sources import sort_of
from newslab.reader.syntax import Tree

COMPLEMENTS = ("obj", "obl", "xcomp", "ccomp", "advcl", "iobj")
SPEAKERS = frozenset({"person", "people", "org", "group", "state", "name", "document", "first"})
STEPS = 12


def fragment_attributions(tree: Tree, quotations: Sequence[Quotation], drafts: Iterable[Draft]) -> Iterator[Draft]:
    """One draft for each verb with a complement that holds quoted words, where nothing yet reports these words.

    What the verb's subject is said to have done with words may be an attribution or a name in quotation marks: the
    judge decides.
    """
    taken = sorted(span for draft in drafts for span in draft.content)
    starts = [start for start, _ in taken]
    furthest: list[int] = []
    for _, end in taken:
        furthest.append(max(end, furthest[-1]) if furthest else end)
    cues = {draft.cue_head for draft in drafts}
    for quotation in quotations:
        if quotation.level or len(quotation.parts) > 1:
            continue
        start, end = quotation.inner[0]
        if _is_title(tree.whole[start:end]):
            continue
        k = bisect_left(starts, end)
        if k and furthest[k - 1] > start:
            continue
        verb, complement = _governor(tree, bisect_left(tree.start, start), bisect_left(tree.start, end))
        if verb is None or complement is None or verb in cues:
            continue
        source = tree.subject(verb) if not tree.is_passive(verb) else tree.agent(verb)
        if source is None or start <= tree.start[source] < end or sort_of(tree, source) not in SPEAKERS:
            continue
        cues.add(verb)
        low, high = tree.bounds(complement)
        markers = [
            j for j in tree.children(complement, "case", "mark") if verb < j < complement and tree.tag[j] == "IN"
        ]
        low = max(low, verb + 1, *(j + 1 for j in markers))
        draft = Draft(verb, token_runs(tree, range(low, high + 1)), "fragment")
        draft.cue = token_runs(tree, cue_tokens(tree, verb, [j for j in markers if j <= verb + 3]))
        draft.cue_lemma, draft.cue_class = tree.lemma[verb], "report"
        set_source(tree, draft, source)
        draft.negated = tree.negation(verb) is not None
        if draft.content and draft.cue and draft.source is not None:
            yield draft


def _is_title(words: str) -> bool:
    """Whether all its longer words have a capital: the name of a book, a prize, a person."""
    longer = [word for word in words.split() if len(word) > 3]
    return bool(longer) and all(word[0].isupper() or not word[0].isalpha() for word in longer)


def _governor(tree: Tree, first: int, stop: int) -> tuple[int | None, int | None]:
    """The verb outside the quotation whose complement holds it, and that complement's head."""
    at = first
    for _ in range(STEPS):
        up = tree.heads[at]
        if up == at:
            break
        if tree.tag[up][:1] == "V" and not first <= up < stop and up < first:
            return (up, at) if tree.is_(at, *COMPLEMENTS) and not tree.is_(up, "aux", "amod", "case") else (None, None)
        at = up
    return None, None
