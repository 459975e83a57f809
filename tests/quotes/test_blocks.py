"""Quotations set as paragraphs of their own, without marks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newslab.records import Attribution

ANNOUNCED = "The statement read:\n\nWe regret the delay. Trains will run on Monday.\n\nThe company gave no details."
SIGNED = "The board rejected this:\n\nThe crane was never safe. We said so.\n\n– Judge Orla Venn\n\nThe mayor appealed."
LISTED = "The report concludes that:\n\n• the crane was rusty\n• nobody checked it\n\nThe mayor agreed."


@pytest.mark.parametrize(
    ("text", "rule", "source", "content", "kind"),
    [
        (ANNOUNCED, "block", "The statement", "We regret the delay. Trains will run on Monday", "direct"),
        (SIGNED, "signed", "Judge Orla Venn", "The crane was never safe. We said so", "direct"),
        (LISTED, "list", "The report", "• the crane was rusty\n• nobody checked it", "indirect"),
    ],
)
def test_paragraph_without_marks(
    attribute: Callable[[str], list[Attribution]], text: str, rule: str, source: str, content: str, kind: str
) -> None:
    """A paragraph after an announcing line, one before `– Name`, and a list are quoted without marks."""
    (found,) = [attribution for attribution in attribute(text) if attribution.rule == rule]
    assert found.source is not None
    assert text[slice(*found.source)] == source
    assert [text[start:end] for start, end in found.content] == [content]
    assert found.kind == kind
