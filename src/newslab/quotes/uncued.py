"""Quotations without a cue: a sentence of its own, spoken by whoever the attribution before it names."""

from __future__ import annotations

from collections.abc import Sequence

from newslab.quotes.draft import Draft
from newslab.quotes.marks import Quotation
from newslab.quotes.sources import FIRST_AND_SECOND
from newslab.reader.syntax import Tree


def uncued(tree: Tree, quotation: Quotation, last: tuple[int, Draft] | None, drafts: Sequence[Draft]) -> Draft | None:
    """A quotation with no cue: its own sentence, spoken by whoever the attribution before it names."""
    text = tree.whole
    before = text[max(0, quotation.start - 60) : quotation.start].rstrip(" \t")
    alone = not before or before[-1] in '.!?\n”"’:' or before.endswith("''")
    inside = text[quotation.inner[-1][1] - 1 : quotation.inner[-1][1]]
    if not alone or (inside not in ".!?…\"”’'" and quotation.closed):
        return None
    draft = Draft(None, list(quotation.parts), "uncued", confidence=0.75)
    near = _attribution_before(tree, quotation, drafts)
    if near is None and last is not None and text[last[1].content[-1][1] : quotation.start].count("\n\n") <= 1:
        near = last[1]
    if near is not None:
        draft.source, draft.source_head, draft.rule = near.source, near.source_head, "same-speaker"
        if near.cue_class != "believe":
            draft.cue_class = "report"
    draft.cue_class = draft.cue_class or "report"
    return draft


def _attribution_before(tree: Tree, quotation: Quotation, drafts: Sequence[Draft]) -> Draft | None:
    """The last attribution in the same paragraph, in the sentence right before."""
    text = tree.whole
    best: Draft | None = None
    for draft in reversed(drafts[-40:]):
        end = max(draft.content[-1][1], draft.cue[-1][1] if draft.cue else 0)
        near = end <= quotation.start < end + 250 and "\n" not in text[end : quotation.start]
        later = best is None or end > max(best.content[-1][1], best.cue[-1][1] if best.cue else 0)
        outside = draft.source_head is not None and tree.lower[draft.source_head] not in FIRST_AND_SECOND
        if near and later and outside:
            best = draft
    return best
